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


def money(rows: Iterable[dict[str, Any]], mois: str) -> dict[str, Any]:
    """The lines of the money of a month.

    Args:
        rows: one per project of the register, as `sql/reports/projets.sql` gives them.
        mois: the month measured.
    """
    decided = [row for row in rows if row["decision"] is not None]
    known = [row for row in decided if row["montant_solde"] is not None]
    parts: dict[str, tuple[Callable[[dict[str, Any]], bool], Callable[[dict[str, Any]], Decimal]]] = {
        "soldes": (lambda row: True, lambda row: row["montant_solde"]),
        "verse": (lambda row: row["deja_verse"] > 0, lambda row: row["deja_verse"]),
        "liberable": (lambda row: not row["provisoire"] and row["montant_libere"] > 0, lambda row: row["montant_libere"]),
        "provisoire": (lambda row: row["provisoire"] and row["montant_libere"] > 0, lambda row: row["montant_libere"]),
        "instruire": (lambda row: row["decision"] == "a_instruire" and remaining(row) > 0, remaining),
        "bloque": (lambda row: row["decision"] != "a_instruire" and remaining(row) > 0, remaining),
        "menace": (lambda row: is_at_risk(row, mois), remaining),
    }
    lines = [_line(code, [row for row in known if held(row)], part) for code, (held, part) in parts.items()]
    unknown = len(decided) - len(known)
    return {
        "lignes": lines,
        "inconnus": counted(unknown, "projet mesuré", "projets mesurés") if unknown else "",
    }


def _line(code: str, rows: list[dict[str, Any]], part: Callable[[dict[str, Any]], Decimal]) -> dict[str, Any]:
    title, definition = _DEFINITIONS[code]
    return {
        "code": code,
        "titre": title,
        "definition": definition,
        "montant": amount(sum((part(row) for row in rows), _ZERO)),
        "projets": counted(len(rows), "projet", "projets"),
        "nombre": len(rows),
    }
