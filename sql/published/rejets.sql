-- Rows of `rejets`; `messages` gives the sentence of each rule, dataset and column.
select d.depot_id, r.ligne, coalesce(r.en_tete, r.colonne) as colonne, r.regle, m.message
from stg_rejets as r
inner join stg_depots as d on r.depot = d.depot
left join messages as m
    on
        r.regle = m.regle and d.jeu is not distinct from m.jeu and r.colonne is not distinct from m.colonne
        and r.en_tete is not distinct from m.en_tete and d.refus_colonnes is not distinct from m.refus_colonnes
order by d.fichier, r.ligne, r.colonne, r.regle;
