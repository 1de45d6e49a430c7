-- The deposits of the month by state, and their lines.
select
    etat, count(*) as parties, count(distinct chemin) as fichiers, sum(lignes_lues)::bigint as lues,
    sum(lignes_acceptees)::bigint as acceptees, sum(lignes_rejetees)::bigint as rejetees,
    sum(lignes_remplacees)::bigint as remplacees
from depots
where mois = $mois
group by rollup (etat)
order by etat nulls last;
