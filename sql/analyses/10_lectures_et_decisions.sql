-- Quelles décisions changeraient sous une autre lecture admissible du texte, et pour combien d'euros ?
-- Lire : une ligne par décision et par lecture qui la changerait ; les montants sont ceux de la décision publiée, pas ceux de
--   l'autre lecture.
-- Ne dit pas : ce que l'autre lecture déciderait : « cibles simulate PROJET » le calcule. Un projet sensible à plusieurs
--   lectures est sur plusieurs lignes : ne pas additionner les montants d'un projet.
select
    d.projet_id, d.projet, d.texte_id, d.decision, d.provisoire, d.lecture as lecture_retenue,
    autre.lecture as lecture_qui_change,
    d.montant_libere as euros_liberes, d.montant_bloque as euros_bloques
from decisions_du_mois(mois_demande()) as d, unnest(string_split(d.lectures_qui_changent, ', ')) as autre(lecture)
where d.sensible_a_la_lecture
order by d.montant_solde desc nulls last, d.projet_id, lecture_qui_change;
