"""The page `docs/controles.md`: every signal of table `controles`, and for plausibility its thresholds and their reasons."""

from __future__ import annotations

from contracts.plausibility import PlausibilityRule, Rules
from contracts.signals import SIGNALS
from flows.jurist.markdown import folded, heading, page, plain, prose, table
from transforms.figures import exact_percent

INTRODUCTION = (
    "Page écrite par `make docs` d'après `contracts/signals.py` et `contracts/plausibilite.toml` ; ne la modifiez pas.",
    "Un signal se lit à côté des chiffres, dans la table `controles` et dans le bilan d'un passage. Il ne change ni chiffre, ni "
    "verdict, ni décision : il dit où regarder avant de signer.",
)

PLAUSIBILITY = (
    "Ces signaux comparent ce que les dépôts disent d'un mois à ce qu'un établissement peut faire. Ils reposent sur le mois "
    "mesuré et, quand ils comparent, sur le mois précédent tel que son propre dépôt le dit : sans dépôt de ce mois, rien n'est "
    "comparé. Les seuils ne viennent d'aucun texte : ce sont des choix, donnés ici avec leur raison. Chacun est atteint à partir "
    "de la valeur écrite, et un signal demande tous les siens, sauf là où l'un porte sur les taux et l'autre sur les nombres. "
    "`nombre` compte les dossiers, lignes, messages ou jours en cause.",
    "Ce qui n'est pas contrôlé : la capacité autorisée, que les fichiers FINESS lus ne donnent pas ; les dates des événements, "
    "des messages et des documents.",
)

_SHARES = ("part", "points")


def signals_page(rules: Rules) -> str:
    """The whole page, in Markdown, for these thresholds."""
    others = [[f"`{code}`", plain(sentence)] for code, sentence in SIGNALS.items() if code not in rules]
    return page(
        [
            heading(1, "Signaux"),
            *(folded(prose(text)) for text in INTRODUCTION),
            heading(2, "Faits constatés"),
            table(["Code", "Ce qu'il dit"], others),
            heading(2, "Plausibilité"),
            *(folded(prose(text)) for text in PLAUSIBILITY),
            *(block for rule in rules.values() for block in _rule(rule)),
        ]
    )


def _rule(rule: PlausibilityRule) -> list[str]:
    rows = [[f"`{nom}`", _value(nom, rule), plain(seuil.unite)] for nom, seuil in rule.seuils.items()]
    return [
        heading(3, f"`{rule.code}`"),
        folded(plain(SIGNALS[rule.code])),
        folded(f"Chiffres donnés : « {plain(rule.phrase)} »"),
        table(["Seuil", "Valeur", "De quoi"], rows),
        folded(f"Pourquoi : {plain(rule.raison)}"),
    ]


def _value(nom: str, rule: PlausibilityRule) -> str:
    """A share as a percentage, a number as it is."""
    value = rule.seuil(nom)
    return exact_percent(value) if nom in _SHARES else f"{value.normalize():f}".replace(".", ",")
