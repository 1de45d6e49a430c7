-- The criteria of the current decisions of the month.
select c.decision_id, d.projet_id, c.indicateur, c.verdict, c.motif
from decision_criteres as c
inner join decisions as d on c.decision_id = d.decision_id
where d.mois = $mois and d.courante
order by all;
