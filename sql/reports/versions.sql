-- Every version of every decision of the project, up to the month.
select projet_id, mois, version, decision_id, courante, decision, provisoire, montant_libere, motif, calculee_le, acte
from decisions
where mois <= $mois
order by projet_id, mois desc, version desc;
