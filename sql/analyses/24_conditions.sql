-- Quelles conditions des textes ne sont pas remplies, ou pas connues ?
-- Lire : les décisions courantes du mois ; opposable : le texte l'exige ; sinon il ne fait que la souhaiter, et rien n'est
--   bloqué.
-- Ne dit pas : le montant est celui du solde du projet, répété sur chacune de ses conditions : ne pas l'additionner.
select
    d.projet_id, d.projet, c.condition, c.etat, c.opposable, c.detail, d.decision, d.montant_solde as euros_de_solde_du_projet,
    c.section
from decisions_du_mois(mois_demande()) as d
inner join decision_conditions as c on d.decision_id = c.decision_id
where c.etat in ('non_remplie', 'inconnue')
order by c.opposable desc, d.montant_solde desc nulls last, d.projet_id, c.condition;
