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
    "depot_disparu": "Ce fichier reçu auparavant n'est plus dans le dossier des dépôts : il ne compte plus.",
}
"""Sentence of each signal."""
