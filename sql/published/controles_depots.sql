-- Signals about deposits: rows outside every perimeter, lost zeros put back. `perimetre` holds the numbers of the register.
select
    d.mois,
    null::varchar as projet_id,
    c.finess_et,
    d.depot_id,
    'hors_perimetre' as controle,
    sum(c.lignes)::bigint as nombre
from stg_comptages as c
inner join stg_depots as d on c.depot = d.depot
where not exists (select 1 from perimetre as p where p.finess_et = c.finess_et)
group by all
union all by name
select d.mois, null::varchar as projet_id, c.finess_et, d.depot_id, 'correction' as controle, sum(c.lignes)::bigint as nombre
from lu_corrections as c
inner join stg_depots as d on c.depot = d.depot
group by all
order by d.mois, controle, finess_et, depot_id;
