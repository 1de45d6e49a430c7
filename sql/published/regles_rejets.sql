-- Every kind of fault met, for which a sentence is needed.
select distinct r.regle, d.jeu, r.colonne, r.en_tete, d.refus_colonnes
from stg_rejets as r
inner join stg_depots as d on r.depot = d.depot;
