"""What `cibles texts` says of texts and amendments, as plain objects that are both printed and written as JSON.

How they are printed is in `flows.commands.texts`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.amendment_loader import AmendmentFile
from contracts.rulebook import Amendment, IndicatorRule, Rulebook
from flows.texts import TEXTS_DIRECTORY

if TYPE_CHECKING:
    from flows.amendment_effects import Change

PER_PROJECT = "fixée par projet"
"""Shown in the place of a target that the text leaves to the project."""


def in_force(book: Rulebook, day: date) -> bool:
    """Whether a text applies on this day."""
    return book.en_vigueur_le <= day


def amendments_of(book: Rulebook, amendments: Iterable[AmendmentFile], day: date) -> list[Amendment]:
    """The amendments that would change a text on this day, for a workspace that chooses them; none before the text applies."""
    if not in_force(book, day):
        return []
    found = [item.amendment for item in amendments if book.texte_id in item.amendment.textes]
    return [item for item in found if item.date_effet <= day]


def text_summary(book: Rulebook, amendments: Collection[AmendmentFile], day: date) -> dict[str, Any]:
    """One text in one object.

    `cibles`, by indicator: a share is exact text, a count a whole number; `fixée par projet`, or null where the text sets none.
    `part_solde`: null where the text pays tranche after tranche.
    """
    return {
        "texte_id": book.texte_id,
        "titre": book.titre,
        "emetteur": book.emetteur,
        "reference": book.reference,
        "publie_le": book.publie_le.isoformat(),
        "en_vigueur_le": book.en_vigueur_le.isoformat(),
        "en_vigueur": in_force(book, day),
        "verifie_le": book.verifie_le.isoformat(),
        "verifie_par": book.verifie_par,
        "portee": book.portee,
        "solde": book.solde,
        "part_solde": None if book.balance is None else format(book.balance.part, "f"),
        "cibles": {rule.indicateur: _target(rule) for rule in book.indicateurs},
        "empreinte": book.empreinte,
        "avenants": [
            {"avenant_id": item.avenant_id, "titre": item.titre, "date_effet": item.date_effet.isoformat()}
            for item in amendments_of(book, amendments, day)
        ],
    }


def text_rows(book: Rulebook, applicable: Iterable[Amendment], directory: Path = TEXTS_DIRECTORY) -> list[dict[str, Any]]:
    """Every value of a text, then what each of these amendments would change in it: the same keys in every row.

    `avenant_id` is null for the values of the text itself, and so are `changement`, `valeur_avant` and `unite_avant`.
    """
    from contracts.rulebook_values import rulebook_values

    own = [row | _CHANGED_BY_NONE for row in rulebook_values(book).to_dicts()]
    return own + [row for item in applicable for row in change_rows(book, item, directory)]


def amendment_document(item: AmendmentFile, books: dict[str, Rulebook], day: date, directory: Path) -> dict[str, Any]:
    """One amendment in one object: what it is, and what it changes in each text."""
    amendment = item.amendment
    return {
        "avenant_id": amendment.avenant_id,
        "titre": amendment.titre,
        "emetteur": amendment.emetteur,
        "reference": amendment.reference,
        "textes": list(amendment.textes),
        "date_effet": amendment.date_effet.isoformat(),
        "en_vigueur": amendment.date_effet <= day,
        "document": amendment.source.document,
        "section": amendment.source.section,
        "phrase": amendment.source.phrase,
        "lecture": amendment.lecture,
        "origine": "secondaire" if amendment.source.secondaire else "texte",
        "verifie_le": item.verifie_le.isoformat(),
        "verifie_par": item.verifie_par,
        "empreinte": amendment.empreinte,
        "changements": [row for texte_id in amendment.textes for row in change_rows(books[texte_id], amendment, directory)],
    }


def change_rows(book: Rulebook, amendment: Amendment, directory: Path = TEXTS_DIRECTORY) -> list[dict[str, Any]]:
    """What an amendment changes in a text, a row for each value: as it becomes, and what it was (`valeur_avant`)."""
    from flows.amendment_effects import amended_text, changed_values

    changes = changed_values(book, amended_text(book.texte_id, amendment, directory))
    return [_change_row(change, amendment.avenant_id) for change in changes]


_CHANGED_BY_NONE = {"avenant_id": None, "changement": None, "valeur_avant": None, "unite_avant": None}


def _change_row(change: Change, avenant_id: str) -> dict[str, Any]:
    return {
        **change.row,
        **{name: change.apres and change.apres[name] for name in ("valeur", "unite")},
        "avenant_id": avenant_id,
        "changement": change.kind,
        **{f"{name}_avant": change.avant and change.avant[name] for name in ("valeur", "unite")},
    }


def _target(rule: IndicatorRule) -> str | int | None:
    if rule.cible is None:
        return None if rule.par_projet is None else PER_PROJECT
    return format(rule.cible.valeur, "f") if rule.cible.unite == "part" else int(rule.cible.valeur)
