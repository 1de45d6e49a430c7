-- Lines set aside in the deposits that speak for one establishment: they may hold what is missing.
select distinct s.fichier as chemin, r.ligne, r.colonne, r.en_tete, r.regle, s.jeu, s.refus_colonnes
from stg_rejets as r
inner join stg_depots as s on r.depot = s.depot
inner join lu_paroles as p on s.depot = p.depot and (r.finess_et is null or r.finess_et = p.finess_et)
where p.finess_et = $finess and p.periode_fin >= $debut and p.periode_debut <= $fin and s.jeu in ('dossiers', 'agregats', $jeu)
order by chemin, r.ligne, r.colonne;
