"""What two records of one decision do not say alike, leaf by leaf: the one written, and the one made again.

Nothing is left out: no difference means that both records are the same JSON, whatever the order of their keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MONEY, FIGURES, CONDITIONS, SCALE, TEXT, EVIDENCE, OTHER = (
    "argent",
    "chiffres",
    "conditions",
    "bareme",
    "texte",
    "preuves",
    "autre",
)
"""Families of differences."""

_FAMILIES = {
    MONEY: (
        *("decision", "motif", "montant_libere", "montant_solde", "deja_verse", "montant_subvention", "part_solde"),
        *("provisoire", "sensible_a_la_lecture", "lectures_qui_changent", "criteres", "versements"),
    ),
    FIGURES: ("essms",),
    CONDITIONS: ("conditions", "verifications", "actes", "projet"),
    SCALE: ("montant_bareme", "calcul_bareme", "bareme", "partages"),
    TEXT: ("lecture", "texte"),
    OTHER: ("projet_id", "mois", "format"),
    EVIDENCE: ("preuves",),
}
"""Keys of a record by family, in the order in which they are told: what is decided and paid first."""

_FAMILY_OF = {key: family for family, keys in _FAMILIES.items() for key in keys}
_ORDER = {key: rank for rank, key in enumerate(_FAMILY_OF)}
_LAST = len(_ORDER)

_IDENTITY = {
    "criteres": ("indicateur",),
    "essms": ("finess_et", "indicateur"),
    "pieces": ("piece",),
    "verifications": ("condition",),
    "versements": ("rang",),
    "bareme": ("rang",),
    "partages": ("region",),
    "depots": ("chemin", "jeu"),
}
"""What names an item of each list: items are compared with the one of the same name, not of the same place."""

_LISTS = {*_IDENTITY, "actes", "lectures_qui_changent", "lignes_rejetees", "essms_a_verifier", "avenants"}
"""Keys whose value is a list: its items are said after its name."""

_WORDS = {
    "decision": "décision",
    "provisoire": "caractère provisoire",
    "sensible_a_la_lecture": "sensibilité à la lecture",
    "lectures_qui_changent": "lectures qui changent la décision",
    "part_solde": "part du solde",
    "montant_subvention": "subvention (euros)",
    "montant_solde": "solde (euros)",
    "montant_libere": "montant libéré (euros)",
    "deja_verse": "déjà versé (euros)",
    "montant_bareme": "subvention selon le barème (euros)",
    "montant_maximum": "montant au plus (euros)",
    "montant_du": "montant dû (euros)",
    "montant": "montant (euros)",
    "numerateur": "numérateur",
    "denominateur": "dénominateur",
    "source_denominateur": "source du dénominateur",
    "reste_a_faire": "reste à faire",
    "fenetre_debut": "début de la fenêtre",
    "fenetre_fin": "fin de la fenêtre",
    "criteres": "critère",
    "essms": "établissement",
    "pieces": "pièce",
    "recue": "reçue",
    "lignes_rejetees": "lignes de dossiers mises de côté",
    "essms_a_verifier": "établissements à vérifier",
    "portee": "portée",
    "verifications": "condition",
    "versements": "versement",
    "actes": "actes",
    "etat": "état",
    "libelle": "libellé",
    "reference": "référence",
    "detail": "détail",
    "bareme": "barème",
    "calcul_bareme": "calcul du barème",
    "partages": "partage",
    "avenants": "avenants",
    "lecture": "lecture",
    "format": "forme du fichier",
    "preuves": "preuves",
    "depots": "dépôts",
}
"""How a key is said in French, where its name alone would not do."""


class _Absent:
    """The value of what a record does not have."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()


@dataclass(frozen=True)
class Difference:
    """One place where two records differ.

    `place`: the keys that lead there from the root, an item of a list under the name of what it is about, or its rank from 1;
    `ecrit`, `refait`: what each record says (`ABSENT`: nothing); `ordre`: both have the same items there, in another order.
    """

    place: tuple[str, ...]
    ecrit: Any
    refait: Any
    ordre: bool = False

    @property
    def famille(self) -> str:
        """Its family."""
        return _FAMILY_OF.get(self.place[0], OTHER) if self.place else OTHER

    @property
    def libelle(self) -> str:
        """The place in French: `établissement 690990015, dmp : numérateur`."""
        words = "décision entière"
        for rank, part in enumerate(self.place):
            before = (" " if self.place[rank - 1] in _LISTS else " : ") if rank else ""
            words = (words if rank else "") + before + _WORDS.get(part, part)
        return words

    @property
    def phrase(self) -> str:
        """What differs, as one French sentence without its full stop."""
        if self.ordre:
            return f"{self.libelle} : dans un autre ordre"
        return f"{self.libelle} : écrit {shown(self.ecrit)}, refait {shown(self.refait)}"


def differences(written: Any, redone: Any) -> list[Difference]:
    """Every difference between two records: the decision and money first, then figures, conditions, the rest.

    Args:
        written: plain JSON values, of any shape.
        redone: the same, as made again.
    """
    found = list(_walk((), written, redone))
    return sorted(found, key=lambda one: _ORDER.get(one.place[0], _LAST) if one.place else -1)


def _walk(place: tuple[str, ...], written: Any, redone: Any) -> Iterator[Difference]:
    # 1, 1.0 and true are equal in Python, and are not the same JSON.
    if type(written) is not type(redone):
        yield Difference(place, written, redone)
    elif isinstance(written, dict):
        yield from _members(place, written, redone)
    elif isinstance(written, list):
        yield from _items(place, written, redone)
    elif written != redone:
        yield Difference(place, written, redone)


def _members(place: tuple[str, ...], written: dict[str, Any], redone: dict[str, Any]) -> Iterator[Difference]:
    for key in dict.fromkeys([*redone, *written]):
        yield from _walk((*place, key), written.get(key, ABSENT), redone.get(key, ABSENT))


def _items(place: tuple[str, ...], written: list[Any], redone: list[Any]) -> Iterator[Difference]:
    names = _IDENTITY.get(place[-1]) if place else None
    old, new = _named(written, names), _named(redone, names)
    if old is None or new is None:
        old, new = ({str(rank): item for rank, item in enumerate(items, 1)} for items in (written, redone))
    yield from _members(place, old, new)
    if list(old) != list(new) and old.keys() == new.keys():
        yield Difference(place, written, redone, ordre=True)


def _named(items: list[Any], names: tuple[str, ...] | None) -> dict[str, Any] | None:
    """The items by name; None when they are not all named, each once, so that comparing names would leave something out."""
    if names is None or not all(
        isinstance(item, dict) and all(type(item.get(name)) in (str, int) for name in names) for item in items
    ):
        return None
    named = {", ".join(str(item[name]) for name in names): item for item in items}
    return named if len(named) == len(items) else None


_LONGEST = 160


def shown(value: Any) -> str:
    """A value in a French sentence; a long one is cut, a list or an object is only counted."""
    if value is ABSENT:
        return "rien"
    if value is None:
        return "vide"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value) if _plain(value) else f"{len(value)} éléments"
    if isinstance(value, dict):
        return f"{value['numerateur']}/{value['denominateur']}" if {"numerateur", "denominateur"} <= value.keys() else "une ligne"
    text = str(value)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"« {text} »" if " " in text else text or "« »"


def _plain(values: list[Any]) -> bool:
    """Whether a list can be told whole: a few plain values."""
    return 0 < len(values) <= 8 and all(isinstance(value, str | int) for value in values)
