-- Combien d'euros de solde sont versés, libérables, provisoires ou bloqués, par région ?
-- Lire : comme l'analyse euros_par_texte, par région du projet au registre.
-- Ne dit pas : un projet a une seule région ici, même si ses établissements en ont plusieurs (le partage d'une subvention
--   entre ARS est dans decision_partages) ; un solde ne se partage pas entre départements, aucun texte ne le fait.
select
    case when grouping(region) = 1 then '(ensemble)' else coalesce(region, '(non dite)') end as region_du_projet,
    count(*) as projets,
    count(*) filter (montant_solde is null) as sans_montant, sum(montant_subvention)::decimal(14, 2) as subventions,
    sum(montant_solde)::decimal(14, 2) as soldes, sum(deja_verse)::decimal(14, 2) as verse,
    sum(case when provisoire then 0 else montant_libere end)::decimal(14, 2) as liberable,
    sum(case when provisoire then montant_libere else 0 end)::decimal(14, 2) as libere_provisoire,
    sum(montant_bloque)::decimal(14, 2) as bloque
from decisions_du_mois(mois_demande())
group by grouping sets ((region), ())
having count(*) > 0
order by grouping(region), region_du_projet;
