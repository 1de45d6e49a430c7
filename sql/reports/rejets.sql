-- What was set aside in the files of the month: each reason once per file and column, with the number of lines.
select r.depot_id, r.message, count(r.ligne) as lignes, min(r.ligne) as premiere
from rejets as r
inner join depots as d on r.depot_id = d.depot_id
where d.mois = $mois
group by all
order by r.depot_id, premiere nulls first, r.message;
