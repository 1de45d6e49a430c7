-- The files of the month folder; `finess_et`: the establishment whose folder holds the file, if it is in one.
select
    depot_id, chemin, partie, jeu, dialecte, etat, lignes_lues, lignes_acceptees, lignes_rejetees, lignes_remplacees,
    nullif(regexp_extract(upper(chemin), mois || '/([0-9][0-9AB][0-9]+)/', 1), '') as finess_et
from depots
where mois = $mois
order by chemin, partie, depot_id;
