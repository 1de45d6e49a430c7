-- Quelles mesures n'ont pas de source, et quel flux faut-il demander ?
-- Lire : une ligne par indicateur et motif ; a_demander : les jeux que la mesure lit. avec_cible : combien comptent pour une
--   décision.
-- Ne dit pas : lequel des deux jeux manque, quand la mesure en lit deux : « cibles explain » le dit. couverture_partielle : le
--   flux est là, mais un mois de la fenêtre n'est pas couvert.
select
    i.indicateur, i.motif,
    case i.indicateur
        when 'mssante' then 'mssante, dossiers'
        when 'dmp' then 'dmp, dossiers'
        when 'evenements_agenda' then 'evenements, dossiers'
        when 'e_prescription' then 'echanges'
        when 'e_parcours' then 'echanges'
        else 'dossiers'
    end as a_demander,
    count(distinct i.finess_et) as essms, count(*) filter (i.cible is not null) as avec_cible,
    count(distinct i.projet_id) as projets, string_agg(distinct i.finess_et, ', ' order by i.finess_et) as liste
from indicateurs as i
where i.mois = mois_demande() and i.motif in ('source_absente', 'couverture_partielle')
group by i.indicateur, i.motif
order by i.motif desc, essms desc, i.indicateur;
