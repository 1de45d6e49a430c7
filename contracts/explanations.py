"""The French sentences of `cibles explain`: why a dossier is missing, and what a motif means."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "sans_mise_a_jour": "aucune mise à jour connue dans la fenêtre",
    "mise_a_jour_apres_seulement": "mise à jour connue seulement après la fenêtre (export tardif)",
    "imports_seulement": "seulement des mises à jour par import dans la fenêtre",
    "sans_projet": "dossier actif sans projet personnalisé",
    "projet_en_pause": "dossier actif dont le projet personnalisé est en pause",
    "projet_fini_avant": "dossier actif dont le projet personnalisé s'est achevé avant la fenêtre",
    "sans_evenement": "dossier actif sans évènement d'agenda (non annulé) dans la fenêtre",
    "sans_dmp": "aucun document déposé avec succès au DMP dans la fenêtre",
}
"""Why a dossier is in the denominator and not in the numerator."""

MOTIFS: dict[str, str] = {
    "source_absente": "le dépôt dont la mesure a besoin pour ce mois manque ou ne dit rien",
    "couverture_partielle": "un mois de la fenêtre n'est pas couvert par un dépôt, et la cible n'est pas atteinte sans lui",
    "extraction_tardive": "des dossiers n'ont de mise à jour connue qu'après la fenêtre, et le verdict dépend d'eux",
    "effectif_incoherent": "l'effectif déclaré est inférieur au nombre de dossiers comptés",
    "denominateur_nul": "personne n'est compté au dénominateur : rien à mesurer, rien à payer",
}
"""What the motif of a verdict means."""
