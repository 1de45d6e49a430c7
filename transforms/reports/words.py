"""The French texts that several parts of the pages share: counted nouns, rates with their counts, pages and anchors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import contracts.words as words
from transforms.figures import NARROW_SPACE, UNKNOWN, day, euros, percent, whole

_MISSING = {"mssante": ("message", "messages"), "e_prescription": ("échange", "échanges"), "e_parcours": ("échange", "échanges")}
_SIGNS = {"liberer": "✓", "liberer_partiellement": "◐", "ne_pas_liberer": "✗", "a_instruire": "?"}
NOT_MEASURED = "pas encore mesuré"


def counted(number: int, singular: str, plural: str) -> str:
    """`1 dossier`, `12 dossiers`, with a no-break space."""
    return f"{whole(number)}\N{NO-BREAK SPACE}{plural if number > 1 else singular}"


def page_of(projet_id: str) -> str:
    """File name of the page of a project; an identifier never begins with `_`, and `index` is the page of the region."""
    return f"{'_' if projet_id.lower() == 'index' else ''}{projet_id}.html"


def counts(numerateur: int | None, denominateur: int | None) -> str:
    """`36 sur 42`, `36` for a number without denominator, a dash when nothing was counted."""
    if numerateur is None:
        return UNKNOWN
    if denominateur is None:
        return whole(numerateur)
    return f"{whole(numerateur)}{NARROW_SPACE}/{NARROW_SPACE}{whole(denominateur)}"


def aim(cible: Decimal, rate: bool) -> str:
    """A target: `90,0 %` for a rate, `120` for a number."""
    return spaced(percent(cible)) if rate else f"{cible.normalize():f}".replace(".", ",")


def spaced(text: str) -> str:
    """The same text, whose percent sign cannot begin a line."""
    return text.replace(" %", f"{NARROW_SPACE}%")


def missing(indicateur: str, number: int) -> str:
    """`il manque 3 dossiers`."""
    return f"il manque {counted(number, *_MISSING.get(indicateur, ('dossier', 'dossiers')))}"


def decision_words(row: dict[str, Any]) -> dict[str, Any]:
    """How a decision is shown: `code`, `signe`, `mot`, `provisoire`, `motif`; `mot` says so when there is none."""
    code = row["decision"]
    if code is None:
        return {"code": "aucune", "signe": "–", "mot": NOT_MEASURED, "provisoire": False, "motif": ""}
    return {
        "code": code,
        "signe": _SIGNS[code],
        "mot": words.DECISIONS[code],
        "provisoire": row["provisoire"],
        # A semicolon never begins a line.
        "motif": words.motif_words(row["motif"]).replace(" ;", f"{NARROW_SPACE};"),
    }


def amount(value: Decimal | None) -> dict[str, str]:
    """An amount as it is shown, and as programs read it."""
    return {"texte": euros(value), "valeur": "" if value is None else f"{value:.2f}"}


def day_cell(value: date | None) -> dict[str, str]:
    """A day as it is shown, and as it sorts."""
    return {"texte": day(value), "valeur": "" if value is None else value.isoformat()}
