-- Active dossiers of the month, each establishment once: of two projects, the greater count.
with chacun as (
    select finess_et, max(numerateur) filter (where taux is not null) as dossiers
    from indicateurs
    where projet_id in (select projet_id from projets) and mois = $mois
        and indicateur = 'dossiers_actifs'
    group by finess_et
)

select coalesce(sum(dossiers), 0)::bigint as dossiers, count(dossiers) as mesurables, count(*) as essms
from chacun;
