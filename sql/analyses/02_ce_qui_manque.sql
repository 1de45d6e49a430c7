-- Que manque-t-il à chaque projet dont le solde n'est pas libéré en entier ?
-- Lire : une ligne par obstacle ; un établissement vide : l'obstacle est celui du projet (pièce, critère jugé sur le projet
--   entier). manque : ce qu'il faut ajouter au numérateur, quand cela se compte.
-- Ne dit pas : le montant bloqué est celui du projet, répété sur chacun de ses obstacles : ne pas l'additionner.
select
    o.projet_id, d.projet, d.decision, d.provisoire, d.montant_bloque as euros_bloques_du_projet, o.finess_et, e.nom, o.obstacle,
    o.indicateur, o.numerateur, o.denominateur, o.cible, o.reste_a_faire as manque, coalesce(o.detail, o.motif) as precision
from obstacles(mois_demande()) as o
inner join decisions_du_mois(mois_demande()) as d on o.decision_id = d.decision_id
left join essms as e on o.finess_et = e.finess_et
order by d.montant_bloque desc nulls last, o.projet_id, o.finess_et nulls last, o.indicateur, o.obstacle, precision;
