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
    case
        when refus is not null then 'refuse'
        when remplace then 'remplace'
        when lignes_lues > 0 and lignes_rejetees = lignes_lues then 'refuse'
        when lignes_rejetees > 0 then 'partiel'
        else 'accepte'
    end as etat,
    recu_le::timestamp as recu_le,
    colonnes_ignorees,
    lignes_hors_donnees,
    feuille_masquee
from stg_registre_depots
order by chemin, partie;
