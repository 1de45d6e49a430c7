-- The last three months measured of each project and criterion, summed over the establishments measurable in all of them.
with derniers as (
    select projet_id, indicateur, mois
    from indicateurs
    where mois <= $mois
    group by projet_id, indicateur, mois
    qualify row_number() over (partition by projet_id, indicateur order by mois desc) <= 3
),

rangs as (
    select *, count(*) over (partition by projet_id, indicateur) as nombre_de_mois
    from derniers
),

mesurables as (
    select i.*, r.nombre_de_mois
    from indicateurs as i
    inner join rangs as r on i.projet_id = r.projet_id and i.indicateur = r.indicateur and i.mois = r.mois
    where i.numerateur is not null and i.verdict <> 'exemptee' and (i.taux is not null or i.denominateur is null)
    qualify
        count(*) over (partition by i.projet_id, i.indicateur, i.finess_et) = r.nombre_de_mois
        and (
            count(i.denominateur) over (partition by i.projet_id, i.indicateur, i.finess_et) = r.nombre_de_mois
            or count(i.denominateur) over (partition by i.projet_id, i.indicateur, i.finess_et) = 0
        )
)

select
    m.projet_id, m.indicateur, m.mois, count(*) as essms,
    sum(m.numerateur)::bigint as numerateur, sum(m.denominateur)::bigint as denominateur
from mesurables as m
inner join decisions as d on m.projet_id = d.projet_id and d.mois = $mois and d.courante
inner join decision_criteres as c on d.decision_id = c.decision_id and m.indicateur = c.indicateur
group by all
order by m.projet_id, m.indicateur, m.mois;
