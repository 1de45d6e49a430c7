-- Combien d'euros sont dus ou bloqués, versement par versement ?
-- Lire : les décisions courantes du mois ; une ligne par texte, versement et état ; motifs : pourquoi ils sont bloqués.
-- Ne dit pas : ce qui a été payé : une avance reste « due » une fois versée, le registre n'enregistre que les versements du
--   solde. Les montants vides (subvention inconnue) sont comptés dans sans_montant, pas dans les sommes.
select
    d.texte_id, v.rang, v.versement, v.etat, count(*) as versements, count(*) filter (v.montant is null) as sans_montant,
    sum(v.montant)::decimal(14, 2) as montants, sum(v.montant_du)::decimal(14, 2) as montants_dus,
    string_agg(distinct v.motif, ' ; ' order by v.motif) as motifs
from decisions_du_mois(mois_demande()) as d
inner join decision_versements as v on d.decision_id = v.decision_id
group by d.texte_id, v.rang, v.versement, v.etat
order by d.texte_id, v.rang, v.versement, v.etat;
