"""A text, a project and its establishments written by hand for the tests of conditions and of the schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from contracts.register import schema_of
from contracts.rulebook import Rulebook
from contracts.rulebook_money import Bound, Conditions, Instalment, Scale, Statement
from contracts.rulebook_source import Source
from transforms.decisions.conditions import Check, ProjectFacts, checks

MOIS = "2026-06"
EMPTY_TEXT = Source("Appel", "0", "Rien.")


def source(section: str) -> Source:
    """A source told by its section."""
    return Source("Appel", section, f"Phrase de {section}.")


def texte(**given: Any) -> Rulebook:
    """A text that says nothing, but for what is given."""
    plain: dict[str, Any] = {
        **dict.fromkeys(("texte_id", "titre", "emetteur", "reference", "verifie_par", "empreinte"), "appel"),
        **dict.fromkeys(("publie_le", "en_vigueur_le", "verifie_le"), date(2021, 1, 1)),
        **dict.fromkeys(("indicateurs", "exemptions", "versements", "pieces", "delais", "lectures"), ()),
        **dict.fromkeys(("imports_comptent", "declaratif_accepte"), False),
        "portee": "chaque_essms",
        "portee_source": EMPTY_TEXT,
        "portee_lecture": None,
        "solde": "tout_ou_rien",
        "solde_source": source("solde"),
        "solde_lecture": "lecture du solde",
    }
    return Rulebook(**plain | given)


def with_condition(**given: Any) -> Rulebook:
    """A text that sets one condition."""
    return texte(conditions=Conditions(**given))


def scale(limit: int) -> Scale:
    """A scale that only says when an operator is small."""
    return Scale(Statement(EMPTY_TEXT), (), petits_moins_de=Bound(limit, source("petits"), "lecture des petits"))


def instalments(*said: tuple[str, str, str]) -> tuple[Instalment, ...]:
    """Instalments by code, part and condition."""
    return tuple(Instalment(code, Decimal(part), condition, source(code)) for code, part, condition in said)


def finess(rank: int) -> str:
    """A number with the shape of FINESS; its key is not looked at here."""
    return f"{rank:09d}"


def many(count: int, **said: Any) -> list[dict]:
    """As many rows of the perimeter, that say the same but their number; `start` is the first number."""
    start = said.pop("start", 1)
    return [{"finess_et": finess(start + rank), **said} for rank in range(count)]


def frame(rows: Sequence[Mapping[str, Any]], *, operation_column: bool = True) -> pl.DataFrame:
    """Rows of `perimetre`, in the order of the register."""
    schema = schema_of("perimetre") | ({"type_operation": pl.String} if operation_column else {})
    plain = [{"ligne": rank, "projet_id": "P"} | dict(row) for rank, row in enumerate(rows, 2)]
    return pl.DataFrame(plain, schema=schema)


def project(**given: Any) -> dict:
    """A row of `projets`."""
    plain = {
        "projet_id": "P",
        "type_operation": "acquisition",
        "date_convention": date(2025, 1, 10),
        "date_demarrage": date(2025, 1, 15),
        "date_fin_deploiement": date(2026, 5, 31),
        "montant_subvention": Decimal("84000.01"),
        "national": False,
    }
    return plain | given


def facts(rows: Sequence[Mapping[str, Any]] = (), **given: Any) -> ProjectFacts:
    """Facts of a project: in the metropole, in one region, in no other project, without papers, but for what is given."""
    numbers = [row["finess_et"] for row in rows]
    plain: dict[str, Any] = {
        "projet": project(**given.pop("projet", {})),
        "perimetre": frame(rows),
        "elsewhere": {},
        "regions": dict.fromkeys(numbers, "Grand Est"),
        "outre_mer": dict.fromkeys(numbers, False),
        "papers_received": frozenset(),
        "mois": MOIS,
        "tranche": None,
    }
    return ProjectFacts(**plain | given)


def the_check(found: ProjectFacts, rulebook: Rulebook) -> Check:
    """The only check of a text that sets one condition."""
    (check,) = checks(found, rulebook)
    return check


def state(found: ProjectFacts, rulebook: Rulebook) -> str:
    """The state of the only check."""
    return the_check(found, rulebook).etat
