-- Les taux progressent-ils, département par département ?
-- Lire : comme l'analyse tendance_par_champ, par département de l'établissement au registre FINESS.
-- Ne dit pas : les établissements mesurés changent d'un mois à l'autre (essms_mesures) ; un établissement que FINESS ne
--   connaît pas est sous « (inconnu) ». Peu d'établissements par département : regarder les nombres avant les taux.
with sommes as (
    select
        coalesce(e.departement, '(inconnu)') as departement, i.indicateur, i.mois, count(*) as essms_mesures,
        sum(i.numerateur)::bigint as numerateur, sum(i.denominateur)::bigint as denominateur,
        taux_exact(sum(i.numerateur), sum(i.denominateur)) as taux
    from indicateurs_uniques() as i
    left join essms as e on i.finess_et = e.finess_et
    where i.taux is not null and i.verdict <> 'exemptee'
    group by coalesce(e.departement, '(inconnu)'), i.indicateur, i.mois
)

select
    *, ((taux - lag(taux) over (partition by departement, indicateur order by mois)) * 100)::decimal(9, 2) as evolution_en_points
from sommes
order by departement, indicateur, mois;
