-- Quels établissements sont dans plusieurs projets ?
-- Lire : les établissements mesurés le mois demandé dans plus d'un projet, et les conditions de double financement non
--   remplies. Leurs chiffres comptent dans chaque projet.
-- Ne dit pas : rien des établissements qui ne sont pas encore entrés dans un projet, ou en sont sortis : ils n'ont pas de
--   ligne ce mois.
select
    i.finess_et, any_value(e.nom) as nom, any_value(e.champ) as champ, count(distinct i.projet_id) as projets,
    string_agg(distinct i.projet_id, ', ' order by i.projet_id) as liste, count(distinct i.texte_id) as textes,
    count(*) filter (i.verdict in ('non_atteinte', 'indeterminee') and i.cible is not null) as cibles_manquees
from indicateurs as i
left join essms as e on i.finess_et = e.finess_et
where i.mois = mois_demande()
group by i.finess_et
having count(distinct i.projet_id) > 1
order by projets desc, i.finess_et;
