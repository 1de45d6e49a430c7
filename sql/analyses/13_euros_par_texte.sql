-- Combien d'euros de solde sont versés, libérables, provisoires ou bloqués, par texte ?
-- Lire : chaque décision courante du mois compte une fois ; solde = versé + libérable + libéré à titre provisoire + bloqué ;
--   la ligne « (ensemble) » est le total.
-- Ne dit pas : rien des avances ; sans_montant : projets dont le registre ne donne pas de subvention, absents des sommes. Un
--   solde libéré par une décision provisoire ne se verse pas encore. Ne jamais additionner deux mois : le solde est le même.
select
    case when grouping(texte_id) = 1 then '(ensemble)' else texte_id end as texte, count(*) as projets,
    count(*) filter (montant_solde is null) as sans_montant,
    sum(montant_subvention)::decimal(14, 2) as subventions, sum(montant_solde)::decimal(14, 2) as soldes,
    sum(deja_verse)::decimal(14, 2) as verse,
    sum(case when provisoire then 0 else montant_libere end)::decimal(14, 2) as liberable,
    sum(case when provisoire then montant_libere else 0 end)::decimal(14, 2) as libere_provisoire,
    sum(montant_bloque)::decimal(14, 2) as bloque
from decisions_du_mois(mois_demande())
group by grouping sets ((texte_id), ())
having count(*) > 0
order by grouping(texte_id), texte;
