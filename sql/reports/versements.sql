-- The instalments of the decisions in force of the month.
select d.projet_id, v.* exclude (decision_id)
from decision_versements as v
inner join decisions as d on v.decision_id = d.decision_id
where d.mois = $mois and d.courante
order by d.projet_id, v.rang;
