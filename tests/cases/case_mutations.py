"""Rulebooks with one value changed by the smallest step: a value is tested when a case that claims to test it notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

from contracts.rulebook import Rulebook
from contracts.rulebook_values import rulebook_values
from tests.cases.case_mutations_measures import criteria, exemptions, indicators
from tests.cases.case_mutations_money import conditions, deadlines, instalments, papers
from tests.cases.case_mutations_scale import scale

BOUNDARIES = (
    "indicateurs.*.cible",
    "indicateurs.*.fenetre.*",
    "indicateurs.*.calcul.natures",
    "criteres.*",
    "exemptions.*",
    "versements.*.part",
    "pieces.*",
    "delais.*",
    "conditions.*",
    "bareme.plafond",
    "bareme.minimum",
    "bareme.maximum",
    "bareme.petits_moins_de",
    "bareme.heures.postes",
    "bareme.partage_ars",
    "bareme.postes.*.*",
)
"""Values that separate two outcomes of a computation."""

PLAIN = ("bareme.postes.*.par",)
"""Values among these that separate nothing by themselves."""

_FAMILIES: dict[str, Callable[[Rulebook, str], Iterator[tuple[str, Rulebook]]]] = {
    "indicateurs": indicators,
    "criteres": criteria,
    "exemptions": exemptions,
    "versements": instalments,
    "pieces": papers,
    "delais": deadlines,
    "conditions": conditions,
    "bareme": scale,
}


def keys_of(texte: Rulebook) -> list[str]:
    """Every value of a text, by the path of the table `regles`."""
    return rulebook_values(texte)["cle"].to_list()


def boundaries(texte: Rulebook) -> list[str]:
    """The values of a text that carry a boundary."""
    return [key for key in keys_of(texte) if _among(key, BOUNDARIES) and not _among(key, PLAIN)]


def neighbours(texte: Rulebook, key: str) -> Iterator[tuple[str, Rulebook]]:
    """The text with the value a little lower, and a little higher: what was changed, in words, and the text."""
    for words, moved in _FAMILIES[key.split(".")[0]](texte, key):
        yield f"{key} {words}", moved


def _among(key: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)
