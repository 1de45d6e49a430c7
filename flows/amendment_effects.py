"""What an amendment changes in each text it names: values before and after, found by applying it to the text.

Shown by `flows.commands.texts` and by the pages for jurists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from contracts.rulebook import Amendment, Rulebook
from contracts.rulebook_values import rulebook_values
from flows.texts import TEXTS_DIRECTORY, load_all_texts

Row = Mapping[str, Any]
"""One value of a text: a row of the table `regles`."""


@dataclass(frozen=True)
class Change:
    """One value that an amendment changes. `avant`, `apres`: its row, None where the text says nothing of it."""

    cle: str
    avant: Row | None
    apres: Row | None

    @property
    def kind(self) -> Literal["ajoute", "retire", "modifie"]:
        """What becomes of the value; `modifie` also when only its sentence or its reading is another."""
        if self.avant is None:
            return "ajoute"
        return "retire" if self.apres is None else "modifie"

    @property
    def row(self) -> Row:
        """The row as it stands once changed, or as it was when nothing is left of it."""
        row = self.apres or self.avant
        assert row is not None
        return row


def amended_text(texte_id: str, amendment: Amendment, directory: Path = TEXTS_DIRECTORY) -> Rulebook:
    """A text as this amendment alone leaves it. Raises RulebookError when the amendment makes it wrong."""
    return load_all_texts(directory, {amendment.avenant_id: amendment.date_effet})[texte_id]


def changed_values(before: Rulebook, after: Rulebook) -> list[Change]:
    """Every value that differs, in the order of the text once changed, what it no longer says last.

    That an amendment applies, and from which day, is no change of a value.
    """
    old, new = _rows(before), _rows(after)
    return [Change(key, old.get(key), new.get(key)) for key in (new | old) if old.get(key) != new.get(key)]


def _rows(rulebook: Rulebook) -> dict[str, dict[str, Any]]:
    rows = rulebook_values(rulebook).to_dicts()
    return {row["cle"]: row for row in rows if not row["cle"].startswith("avenants.")}
