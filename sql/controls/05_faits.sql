-- One row per establishment counted for the month: everything the signals compare, null where no deposit says it.
create or replace temp table ctl_faits as
with etats as (
    select
        finess_et,
        bool_or(recul = 0) as dit,
        bool_or(recul = 1) as dit_avant
    from ctl_etats
    group by finess_et
),

messages as (
    select m.finess_et, sum(x.nombre)::bigint as messages
    from ctl_mois as m
    inner join cnt_flux as x on m.finess_et = x.finess_et and m.premier_jour = x.mois_civil
    where m.recul = 0 and x.flux = 'mssante'
    group by m.finess_et
)

select
    m.finess_et,
    case when e.dit then coalesce(p.presents, 0) end as presents,
    case when e.dit then coalesce(p.actifs, 0) end as actifs,
    case when e.dit then coalesce(p.inconnus, 0) end as inconnus,
    case when e.dit then coalesce(p.projets, 0) end as projets,
    case when e.dit_avant then coalesce(p.presents_avant, 0) end as presents_avant,
    case when e.dit_avant then coalesce(p.actifs_avant, 0) end as actifs_avant,
    case when e.dit_avant then coalesce(p.inconnus_avant, 0) end as inconnus_avant,
    case when e.dit_avant then coalesce(p.projets_avant, 0) end as projets_avant,
    case when e.dit and e.dit_avant then coalesce(p.disparus, 0) end as disparus,
    coalesce(u.majs, 0) as majs,
    u.jour,
    coalesce(u.majs_du_jour, 0) as majs_du_jour,
    coalesce(u.imports, 0) as imports,
    u.fin_etat,
    x.messages
from ctl_mois as m
left join etats as e on m.finess_et = e.finess_et
left join ctl_presences as p on m.finess_et = p.finess_et
left join ctl_mises_a_jour as u on m.finess_et = u.finess_et
left join messages as x on m.finess_et = x.finess_et
where m.recul = 0;
