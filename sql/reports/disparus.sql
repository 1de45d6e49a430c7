-- How many decisions of the month are of projects that are no longer in the register: no page tells of them.
select count(*) as nombre
from decisions as d
anti join projets as p on d.projet_id = p.projet_id
where d.mois = $mois and d.courante;
