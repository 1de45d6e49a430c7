-- The active dossiers of the month, each establishment once: in the first of its projects in the order of the register.
with ordre as (
    select projet_id, row_number() over (order by rowid) as rang
    from projets
),

mesures as (
    select
        i.numerateur, i.denominateur,
        row_number() over (partition by i.finess_et order by coalesce(p.rang, 0), i.projet_id) as choix
    from indicateurs as i
    left join ordre as p on i.projet_id = p.projet_id
    where i.mois = $mois and i.indicateur = 'dossiers_actifs'
)

select
    count(*) as essms, count(*) filter (where numerateur is null) as non_mesurables,
    coalesce(sum(numerateur), 0)::bigint as actifs,
    coalesce(sum(denominateur) filter (where numerateur is not null), 0)::bigint as accompagnes
from mesures
where choix = 1;
