-- The signals of the month, with the name of the establishment and the file they speak of.
select c.projet_id, c.finess_et, e.nom, c.controle, c.message, c.nombre, d.chemin
from controles as c
left join essms as e on c.finess_et = e.finess_et
left join depots as d on c.depot_id = d.depot_id
where c.mois = $mois
order by c.controle, c.projet_id nulls first, c.finess_et nulls first, d.chemin nulls first, c.message;
