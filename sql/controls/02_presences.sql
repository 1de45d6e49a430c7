-- One row per establishment: what the state of each month alone says of those present on the last day of that month; `…_avant`,
-- of the month before. An update is known inside the month (`actifs`), or only after it (`inconnus`: an export made late shows
-- only the last one). `disparus`: there at the end of the month before, without an exit, and not in the state of the month.
-- What is said of a dossier is a sum of facts, those of the month before eight bits higher: one aggregate does for all.
-- 1: present on the last day, 2: without an exit, 4: updated in the month, 8: updated after it, 16: open project, 32: shown.
create or replace temp macro ctl_dit(dit, recul, faits) as (dit >> (8 * recul)) & faits = faits;

create or replace temp table ctl_presences as
with dits as (
    select
        e.finess_et,
        l.dossier,
        (
            32
            + 1 * (l.date_entree <= e.dernier_jour and coalesce(l.date_sortie >= e.dernier_jour, true))::integer
            + 2 * (l.date_entree <= e.dernier_jour and l.date_sortie is null)::integer
            + 4 * coalesce(l.date_derniere_maj between e.premier_jour and e.dernier_jour, false)::integer
            + 8 * coalesce(l.date_derniere_maj > e.dernier_jour, false)::integer
            + 16 * (
                coalesce(l.projet_statut in ('ENPREPARATION', 'ENCOURS'), false)
                and coalesce(l.projet_date_fin >= e.premier_jour, true)
            )::integer
        ) << (8 * e.recul) as dit
    from ctl_etats as e
    inner join lignes_dossiers as l on e.depot = l.depot and e.finess_et = l.finess_et
    union all
    select m.finess_et, l.dossier, 4 << (8 * m.recul) as dit
    from ctl_mois as m
    inner join stg_en_vigueur as e
        on
            m.finess_et = e.finess_et and e.jeu = 'mises_a_jour'
            and e.periode_debut <= m.dernier_jour and e.periode_fin >= m.premier_jour
    inner join lignes_mises_a_jour as l on e.depot = l.depot and e.finess_et = l.finess_et
    where l.date_maj between m.premier_jour and m.dernier_jour and l.origine is distinct from 'import'
),

dossiers as (
    select finess_et, bit_or(dit) as dit
    from dits
    group by finess_et, dossier
)

select
    finess_et,
    count(*) filter (where ctl_dit(dit, 0, 1)) as presents,
    count(*) filter (where ctl_dit(dit, 0, 1 + 4)) as actifs,
    count(*) filter (where ctl_dit(dit, 0, 1 + 8) and not ctl_dit(dit, 0, 4)) as inconnus,
    count(*) filter (where ctl_dit(dit, 0, 1 + 16)) as projets,
    count(*) filter (where ctl_dit(dit, 1, 1)) as presents_avant,
    count(*) filter (where ctl_dit(dit, 1, 1 + 4)) as actifs_avant,
    count(*) filter (where ctl_dit(dit, 1, 1 + 8) and not ctl_dit(dit, 1, 4)) as inconnus_avant,
    count(*) filter (where ctl_dit(dit, 1, 1 + 16)) as projets_avant,
    count(*) filter (where ctl_dit(dit, 1, 2) and not ctl_dit(dit, 0, 32)) as disparus
from dossiers
group by finess_et;
