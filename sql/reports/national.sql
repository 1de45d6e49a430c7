-- Active dossiers of the month, each establishment once, as the macro of the base says.
select
    coalesce(sum(numerateur) filter (where taux is not null), 0)::bigint as dossiers,
    count(*) filter (where taux is not null) as mesurables, count(*) as essms
from indicateurs_uniques()
where mois = $mois and indicateur = 'dossiers_actifs';
