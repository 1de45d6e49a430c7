-- The published rows of the month, and the reading of the decision that each founded.
create or replace temp table ret_indicateurs as
select i.* exclude (mois), coalesce(d.lecture, 'fenetre') as lecture
from mois_indicateurs as i
left join a_publier_decisions as d on i.mois = d.mois and i.projet_id = d.projet_id and d.courante
where i.mois = $mois;
