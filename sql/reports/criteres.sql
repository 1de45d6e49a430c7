-- The criteria of the decisions in force of the month.
select d.projet_id, c.* exclude (decision_id)
from decision_criteres as c
inner join decisions as d on c.decision_id = d.decision_id
where d.mois = $mois and d.courante
order by d.projet_id, c.indicateur;
