-- Twelve months of each project and indicator: who reaches the target, and the sums of what is measurable and not exempt.
select
    projet_id, indicateur, mois,
    count(*) filter (where cible is not null and verdict <> 'exemptee') as juges,
    count(*) filter (where cible is not null and verdict = 'atteinte') as atteints,
    count(*) filter (where taux is not null and verdict <> 'exemptee') as mesurables,
    sum(numerateur) filter (where taux is not null and verdict <> 'exemptee')::bigint as numerateur,
    sum(denominateur) filter (where taux is not null and verdict <> 'exemptee')::bigint as denominateur,
    sum(numerateur) filter (where denominateur is null and verdict <> 'exemptee')::bigint as nombre
from indicateurs
where mois <= $mois and mois > strftime(($mois || '-01')::date - interval 12 month, '%Y-%m')
group by all
order by projet_id, indicateur, mois;
