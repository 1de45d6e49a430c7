-- Quels établissements bloquent le plus d'euros ?
-- Lire : un établissement par ligne ; euros_bloques additionne le solde bloqué de chacun de ses projets, compté une fois par
--   projet ; essms_du_projet_bloquants dit à combien ils se partagent ce blocage (le plus grand nombre, s'il a plusieurs
--   projets).
-- Ne dit pas : ne pas additionner la colonne, deux établissements d'un projet bloquent les mêmes euros. Quand un texte juge
--   les chiffres du projet entier, une cible manquée n'est celle d'aucun établissement : voir l'analyse ce_qui_manque.
with bloquants as (from essms_bloquants(mois_demande())),

nombres as (select projet_id, count(*) as nombre from bloquants group by projet_id)

select
    b.finess_et, any_value(b.nom) as nom, any_value(b.champ) as champ, any_value(b.departement) as departement,
    sum(b.montant_bloque)::decimal(14, 2) as euros_bloques, string_agg(b.projet_id, ', ' order by b.projet_id) as projets,
    max(n.nombre) as essms_du_projet_bloquants, sum(b.obstacles)::bigint as obstacles,
    string_agg(distinct b.ce_qui_manque, ' ; ' order by b.ce_qui_manque) as ce_qui_manque
from bloquants as b
inner join nombres as n on b.projet_id = n.projet_id
group by b.finess_et
order by euros_bloques desc nulls last, essms_du_projet_bloquants, b.finess_et;
