"""Where the balances of the month stand: sums of published amounts, each balance shared out between exclusive lines.

For each decision in force: balance = already paid + releasable + releasable later + not released. Nothing else is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from transforms.measures.months import last_day, shift
from transforms.reports.words import amount, counted

RISK_MONTHS = 3
"""Months after the month measured in which an end of deployment puts a balance at risk."""

_ZERO = Decimal("0.00")

_DEFINITIONS = {
    "soldes": ("Soldes en jeu", "Somme des soldes des projets mesurés ce mois, versés ou non."),
    "verse": ("Déjà versé", "Versements du solde inscrits au registre quand la décision a été calculée."),
    "liberable": (
        "Libérable maintenant",
        "Montants que les décisions définitives en vigueur libèrent, hors ce qui est déjà versé.",
    ),
    "provisoire": (
        "Libérable plus tard",
        "Montants que libéreraient les décisions provisoires : le déploiement n'est pas fini, rien n'est encore dû.",
    ),
    "instruire": ("À instruire", "Reste du solde des projets dont la décision est « à instruire » : une personne doit conclure."),
    "bloque": ("Cibles non atteintes", "Reste du solde des projets dont des cibles ne sont pas atteintes."),
    "menace": (
        "Dont menacé",
        "Part des deux lignes précédentes dont le déploiement est fini, ou finit dans les trois mois qui suivent le mois mesuré,"
        " sans que la décision libère le solde.",
    ),
}
"""Title and definition of each line."""


def remaining(row: dict[str, Any]) -> Decimal:
    """What is neither paid nor released of the balance of a decision; never below zero."""
    return max(_ZERO, row["montant_solde"] - row["deja_verse"] - row["montant_libere"])


def is_at_risk(row: dict[str, Any], mois: str) -> bool:
    """Whether a part of the balance is not released although the deployment has ended, or ends within three months."""
    end: date | None = row["date_fin_deploiement"]
    known = row["montant_solde"] is not None and end is not None and row["decision"] != "liberer"
    return known and end <= last_day(shift(mois, RISK_MONTHS)) and remaining(row) > 0


def shared_out(rows: Iterable[dict[str, Any]]) -> dict[str, tuple[str, int, Decimal]]:
    """The exclusive lines that together make the balances: code → title, number of projects, amount in euros.

    Args:
        rows: decisions in force, each with its `montant_solde`, `deja_verse`, `montant_libere`, `decision` and `provisoire`.
            One without a grant in the register, whose balance is unknown, enters no line.
    """
    known = [row for row in rows if row["montant_solde"] is not None]
    return {code: (_DEFINITIONS[code][0], *_summed(map(part, known))) for code, part in _PARTS.items()}


def money(rows: Iterable[dict[str, Any]], mois: str) -> dict[str, Any]:
    """The lines of the money of a month.

    Args:
        rows: one per project of the register, as `sql/reports/projets.sql` gives them.
        mois: the month measured.
    """
    decided = [row for row in rows if row["decision"] is not None]
    known = [row for row in decided if row["montant_solde"] is not None]
    lines = {
        "soldes": (len(known), sum((row["montant_solde"] for row in known), _ZERO)),
        **{code: (number, total) for code, (_, number, total) in shared_out(known).items()},
        "menace": _summed(remaining(row) for row in known if is_at_risk(row, mois)),
    }
    unknown = len(decided) - len(known)
    return {
        "lignes": [_line(code, *line) for code, line in lines.items()],
        "inconnus": counted(unknown, "projet mesuré", "projets mesurés") if unknown else "",
    }


_PARTS: dict[str, Callable[[dict[str, Any]], Decimal]] = {
    "verse": lambda row: row["deja_verse"],
    "liberable": lambda row: _ZERO if row["provisoire"] else row["montant_libere"],
    "provisoire": lambda row: row["montant_libere"] if row["provisoire"] else _ZERO,
    "instruire": lambda row: remaining(row) if row["decision"] == "a_instruire" else _ZERO,
    "bloque": lambda row: _ZERO if row["decision"] == "a_instruire" else remaining(row),
}
"""What each exclusive line takes of a balance."""


def _summed(amounts: Iterable[Decimal]) -> tuple[int, Decimal]:
    """How many are above zero, and their sum."""
    positive = [amount for amount in amounts if amount > 0]
    return len(positive), sum(positive, _ZERO)


def _line(code: str, number: int, total: Decimal) -> dict[str, Any]:
    title, definition = _DEFINITIONS[code]
    return {
        "code": code,
        "titre": title,
        "definition": definition,
        "montant": amount(total),
        "projets": counted(number, "projet", "projets"),
        "nombre": number,
    }
