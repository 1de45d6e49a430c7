-- The files of the month, and why lines of each were set aside: the reasons most often given first.
with raisons as (
    select depot_id, message, count(*) as lignes, bool_or(ligne is null) as entier
    from rejets
    group by depot_id, message
),

dites as (
    select
        depot_id,
        list({'message': message, 'lignes': lignes, 'entier': entier} order by entier desc, lignes desc, message) as raisons
    from raisons
    group by depot_id
)

select
    d.chemin, d.partie, d.jeu, d.dialecte, d.etat, d.lignes_lues, d.lignes_acceptees, d.lignes_rejetees, d.lignes_remplacees,
    r.raisons, d.colonnes_ignorees, d.recu_le, d.depot_id
from depots as d
left join dites as r on d.depot_id = r.depot_id
where d.mois = $mois
order by d.chemin, d.partie, d.depot_id;
