-- Rows of `depots`.
select
    depot_id,
    mois,
    chemin,
    partie,
    sha256,
    dialecte,
    jeu,
    lignes_lues,
    lignes_acceptees,
    lignes_rejetees,
    lignes_remplacees,
    etat_depot(refus, remplace, lignes_lues, lignes_rejetees) as etat,
    recu_le::timestamp as recu_le,
    colonnes_ignorees,
    lignes_hors_donnees,
    feuille_masquee
from stg_registre_depots
order by chemin, partie;
