-- One row per file: what reading said of it, when it was received, and whether it says anything at all.
-- A file with rows but none accepted says nothing.
create or replace temp table stg_depots as
with acceptees as (
    select depot, sum(lignes)::bigint as lignes
    from lu_comptages
    group by depot
)

select
    d.*,
    concat_ws(' » ', d.chemin, d.partie) as fichier,
    r.passage,
    r.passage_chemin,
    r.recu_le,
    coalesce(a.lignes, 0) as lignes_valides,
    d.refus is null and d.jeu not in ('couverture', 'annexe') and (d.lignes_lues = 0 or coalesce(a.lignes, 0) > 0) as parle
from lu_depots as d
inner join receptions as r on d.chemin = r.chemin and d.sha256 = r.sha256
left join acceptees as a on d.depot = a.depot;
