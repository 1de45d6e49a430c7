-- The lines and files set aside that each establishment is shown, `$limite` at most (`total`: how many there are).
-- It sees its own lines: those that name it and, in a file of its folder, those that name nobody. A line that names nobody in a
-- file of several establishments is shown to none of them: it may be anyone's. A file set aside whole is shown to all those it
-- speaks for.
create or replace temp table ret_rejets as
with siens as (
    select coalesce(r.finess_et, d.finess_dossier) as finess_et, r.depot, r.ligne, r.colonne, r.en_tete, r.regle
    from stg_rejets as r
    inner join stg_depots as d on r.depot = d.depot
    where r.finess_et is not null or d.finess_dossier is not null
    union all
    select v.finess_et, r.depot, r.ligne, r.colonne, r.en_tete, r.regle
    from stg_rejets as r
    inner join stg_depots as d on r.depot = d.depot
    inner join ret_depots as v on r.depot = v.depot
    where r.ligne is null and r.finess_et is null and d.finess_dossier is null
)

select
    s.finess_et,
    v.chemin,
    s.ligne,
    s.colonne,
    s.en_tete,
    s.regle,
    v.jeu,
    d.refus_colonnes,
    count(*) over (partition by s.finess_et) as total
from siens as s
inner join ret_depots as v on s.depot = v.depot and s.finess_et = v.finess_et
inner join stg_depots as d on s.depot = d.depot
qualify row_number() over (partition by s.finess_et order by v.chemin, s.ligne nulls first, s.colonne, s.regle) <= $limite;
