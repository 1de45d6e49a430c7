-- Files whose lines do not add up: read = accepted + set aside + superseded. A good run selects none.
select chemin, lignes_lues, lignes_acceptees, lignes_rejetees, lignes_remplacees
from stg_registre_depots
where lignes_lues <> lignes_acceptees + lignes_rejetees + lignes_remplacees or lignes_acceptees < 0;
