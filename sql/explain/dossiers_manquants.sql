-- The dossiers in the denominator of an indicator and not in its numerator, for every request counted: where the sender's latest
-- deposit shows each of them, and why it is missing. `$limite` rows at most for one request (`total`: how many there are).
create or replace temp table dossiers_manquants as
with demandes_distinctes as (
    select distinct variante, indicateur from demandes
),

manquants as (
    select
        v.variante,
        v.finess_et,
        a.indicateur,
        d.dossier,
        d.rang,
        case
            when a.indicateur = 'dossiers_actifs' and d.a_jour_apres then 'mise_a_jour_apres_seulement'
            when a.indicateur = 'dossiers_actifs' and i.maj_jusqu_au_imports >= v.fenetre_debut then 'imports_seulement'
            when a.indicateur = 'dossiers_actifs' then 'sans_mise_a_jour'
            when a.indicateur = 'projets_personnalises' and p.pause_jusqu_au >= v.fenetre_debut then 'projet_en_pause'
            when
                a.indicateur = 'projets_personnalises' and greatest(p.projet_jusqu_au, p.pause_jusqu_au) is not null
                then 'projet_fini_avant'
            when a.indicateur = 'projets_personnalises' then 'sans_projet'
            when a.indicateur = 'evenements_agenda' then 'sans_evenement'
            else 'sans_dmp'
        end as raison
    from cnt_dossiers as d
    inner join variantes as v on d.variante = v.variante
    inner join demandes_distinctes as a on d.variante = a.variante
    inner join cnt_populations as p
        on
            v.finess_et = p.finess_et and v.fenetre_fin = p.fenetre_fin and v.population_debut = p.population_debut
            and d.dossier = p.dossier
    left join cnt_mises_a_jour as i
        on v.finess_et = i.finess_et and v.fenetre_fin = i.fenetre_fin and d.dossier = i.dossier
    where
        case a.indicateur
            when 'dossiers_actifs' then not d.a_jour
            when 'projets_personnalises' then d.a_jour and not d.projet
            when 'evenements_agenda' then d.a_jour and not d.evenement
            when 'dmp' then d.beneficiaire and not d.dmp
        end
),

situes as (
    select
        m.variante,
        m.finess_et,
        m.indicateur,
        s.fichier as chemin,
        min(l.ligne) as ligne,
        m.raison,
        list(distinct l.ligne order by l.ligne) as lignes
    from manquants as m
    inner join cnt_etats as e on m.finess_et = e.finess_et and m.rang = e.rang
    inner join lignes_dossiers as l on e.depot = l.depot and m.finess_et = l.finess_et and m.dossier = l.dossier
    inner join stg_depots as s on e.depot = s.depot
    group by m.variante, m.finess_et, m.indicateur, m.dossier, s.fichier, m.raison
)

select *, count(*) over demande as total
from situes
window demande as (partition by variante, indicateur)
qualify row_number() over (partition by variante, indicateur order by chemin, ligne) <= $limite;
