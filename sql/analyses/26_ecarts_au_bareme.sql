-- Quelles subventions s'écartent du barème du texte ?
-- Lire : ecart = barème moins subvention du registre ; un écart positif : le texte aurait donné davantage.
-- Ne dit pas : laquelle est juste : seule la subvention du registre est appliquée, le barème ne la remplace jamais. Un barème
--   vide : le texte ne fixe pas de montant, ou il se décide au cas par cas (voir decision_bareme).
select
    projet_id, projet, texte_id, montant_subvention as subvention, montant_bareme as bareme,
    (montant_bareme - montant_subvention)::decimal(14, 2) as ecart
from decisions_du_mois(mois_demande())
where montant_bareme is distinct from montant_subvention
order by abs(montant_bareme - montant_subvention) desc nulls last, projet_id;
