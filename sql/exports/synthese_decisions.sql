-- The current decisions of the month, added up by kind; a project without a grant adds nothing to the amounts.
select
    decision, count(*) as projets, count(*) filter (where provisoire) as provisoires,
    count(*) filter (where montant_subvention is null) as sans_montant,
    sum(montant_subvention) as montant_subvention, sum(montant_solde) as montant_solde, sum(montant_libere) as montant_libere,
    sum(deja_verse) as deja_verse
from decisions
where mois = $mois and courante
group by rollup (decision)
order by decision nulls last;
