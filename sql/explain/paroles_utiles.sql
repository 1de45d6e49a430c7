-- Among the files that speak for an establishment and for its neighbours in those files: the rows that can change what is said
-- of it. Those are its own and, since a file ambiguous for one establishment is for all, the keys (month folder, dataset,
-- establishment) of which several rows speak: one row alone is never ambiguous.
with siens as (
    select distinct depot
    from tout_paroles
    where finess_et = $finess
),

voisins as (
    select
        p.*,
        count(*) over (partition by d.mois, d.jeu, p.finess_et) as rivales
    from tout_paroles as p
    inner join tout_depots as d on p.depot = d.depot
    where p.finess_et in (select t.finess_et from tout_paroles as t inner join siens as s on t.depot = s.depot)
)

select depot, finess_et, periode_debut, periode_fin
from voisins
where finess_et = $finess or rivales > 1;
