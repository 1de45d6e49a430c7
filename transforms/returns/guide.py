"""The last sheet of a return: how to read the others, in a few sentences."""

from __future__ import annotations

from transforms.sheets.cells import Sheet

GUIDE = Sheet(
    "Mode d'emploi",
    (
        "Ce classeur dit ce qui a été reçu, ce qui a été refusé et comment le corriger, et ce qu'il reste à faire par cible.",
        "« Synthèse » : le taux est coupé à une décimale, le verdict compare les nombres exacts ; « Reste à faire » est ce qui"
        " manque au numérateur.",
        "« Indéterminée » : la mesure n'a pas pu être faite ; ce n'est ni une réussite ni un échec, et rien n'est payé sur elle.",
        "« Dépôts reçus » : chaque ligne lue est acceptée, refusée ou remplacée par un dépôt plus récent.",
        "« Lignes refusées » : corrigez ces lignes dans le logiciel, puis renvoyez le fichier entier sous le même nom et dans le"
        " même dossier ; il remplace l'ancien.",
        "« Dossiers manquants » : le fichier et la ligne de votre propre envoi. Le classeur ne contient ni nom, ni numéro de"
        " dossier.",
        "Un même dossier peut être manquant pour plusieurs indicateurs ; les personnes d'un effectif déclaré qui n'ont pas de"
        " dossier ne peuvent pas être listées.",
        "Avant de renvoyer un fichier, « cibles check FICHIER » dit ce qui serait refusé.",
        "Questions : votre GRADeS, qui a reçu les fichiers et publie les mesures.",
    ),
)
