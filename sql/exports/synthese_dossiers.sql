-- The active dossiers of the month, each establishment once, as the macro of the base says.
select
    count(*) as essms, count(*) filter (where taux is null) as non_mesurables,
    coalesce(sum(numerateur) filter (where taux is not null), 0)::bigint as actifs,
    coalesce(sum(denominateur) filter (where taux is not null), 0)::bigint as accompagnes
from indicateurs_uniques()
where mois = $mois and indicateur = 'dossiers_actifs';
