"""The signals of table `controles`: their codes and the French sentences people read. They never change a figure."""

from __future__ import annotations

SIGNALS: dict[str, str] = {
    "essms_inconnu": "Le fichier FINESS ne connaît pas cet établissement : vérifiez le numéro ou actualisez le fichier.",
    "essms_ferme": "Le fichier FINESS donne cet établissement fermé : vérifiez le périmètre du projet.",
    "lignes_rejetees": "Des lignes de dossiers ont été mises de côté pour cet établissement dans la fenêtre : voyez rejets.",
    "dmp_hors_file": "Des documents DMP concernent des personnes qui ne sont pas comptées : vérifiez les dossiers.",
    "effectif_autre_periode": "Un effectif est déclaré pour une période qui n'est celle d'aucune mesure : vérifiez ses dates.",
    "ecart_bareme": "La subvention du registre n'est pas celle du barème : vérifiez-la ; elle seule est appliquée.",
    "condition_non_remplie": "Une condition du texte n'est pas remplie : vérifiez le registre.",
    "hors_perimetre": "Ces lignes concernent un établissement d'aucun projet : elles sont gardées mais pas mesurées.",
    "correction": "Un zéro perdu en tête du FINESS a été rétabli, ce numéro étant dans un périmètre : corrigez l'export.",
    "maj_en_masse": "Beaucoup de dossiers sont mis à jour le même jour : demandez ce qui s'est passé ce jour-là.",
    "maj_par_import": "Beaucoup de dossiers ne sont mis à jour que par import : vérifiez que le logiciel est utilisé.",
    "dates_identiques": "Une colonne ne porte qu'une seule date : vérifiez ce que l'export y écrit.",
    "dossiers_disparus": "Des dossiers ont disparu sans sortie : vérifiez que l'export est complet et garde leurs numéros.",
    "effectif_en_baisse": "Les personnes présentes sont bien moins nombreuses que le mois précédent : vérifiez l'export.",
    "effectif_en_hausse": "Les personnes présentes sont bien plus nombreuses que le mois précédent : vérifiez l'export.",
    "effectif_depasse": "Les dossiers dépassent l'effectif déclaré : vérifiez les doublons, les sorties et la déclaration.",
    "effectif_loin_du_compte": "Beaucoup de personnes déclarées n'ont pas de dossier : vérifiez l'effectif déclaré.",
    "declare_loin_du_compte": "Les comptes déclarés ne sont pas ceux des dépôts : vérifiez la déclaration et ses règles.",
    "saut_de_taux": "Un taux change brusquement d'un mois à l'autre : demandez ce qui a changé dans l'usage ou l'export.",
    "messages_hors_norme": "Les messages MSSanté sont trop nombreux pour les personnes présentes : vérifiez ce qui est compté.",
    "delai_depasse": "Le délai du texte est passé sans fin de déploiement : faites le point avec le porteur.",
    "convention_ancienne": "La convention est ancienne et le déploiement n'a pas de fin : tenez le registre à jour.",
    "solde_en_attente": "Le déploiement est fini depuis longtemps et le solde attend : faites le point avec le porteur.",
    "arbitrage_sans_effet": "Un arbitrage ne nomme pas de décision, ou nomme un motif qu'il ne peut lever : sans effet.",
    "versement_sans_decision": "Un versement ne nomme pas la décision qu'il paie : il ne compte pas dans le solde versé.",
    "depot_disparu": "Ce fichier reçu auparavant n'est plus dans le dossier des dépôts : il ne compte plus.",
}
"""Sentence of each signal."""
