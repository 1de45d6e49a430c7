-- One row per establishment: the dossiers whose last update known in the month, imports left out, is dated in it (`majs`); the
-- day that most of them share, the earliest of equals (`jour`, `majs_du_jour`); those of which only an import is known in it
-- (`imports`); `fin_etat`, the last day of which its state speaks.
create or replace temp table ctl_mises_a_jour as
with connues as (
    select k.finess_et, k.maj_jusqu_au, k.maj_jusqu_au_imports, m.premier_jour
    from cnt_mises_a_jour as k
    inner join ctl_mois as m on k.finess_et = m.finess_et and k.fenetre_fin = m.dernier_jour
    where m.recul = 0 and k.maj_jusqu_au_imports >= m.premier_jour
),

jours as (
    select
        finess_et,
        case when maj_jusqu_au >= premier_jour then maj_jusqu_au end as jour,
        count(*) as dossiers
    from connues
    group by all
),

fins as (
    select finess_et, max(periode_fin) as fin_etat
    from ctl_etats
    where recul = 0
    group by finess_et
)

select
    j.finess_et,
    coalesce(sum(j.dossiers) filter (where j.jour is not null), 0)::bigint as majs,
    arg_max(j.jour, j.dossiers * 100 - day(j.jour)) filter (where j.jour is not null) as jour,
    coalesce(max(j.dossiers) filter (where j.jour is not null), 0) as majs_du_jour,
    coalesce(sum(j.dossiers) filter (where j.jour is null), 0)::bigint as imports,
    any_value(f.fin_etat) as fin_etat
from jours as j
left join fins as f on j.finess_et = f.finess_et
group by j.finess_et;
