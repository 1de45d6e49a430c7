"""The values a rulebook gives to money, each with its sentence: rows of `regles`, put together by `rulebook_values`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Bound, Conditions, Deadline, Grouping, Instalment, Piece, Scale, ScaleItem, Statement
from contracts.rulebook_source import Source

Value = tuple[str, str, str | None, Source, str | None]
"""`cle` (the path of the value in the file), `valeur`, `unite`, source, `lecture`."""

APPLIED = "selon la phrase"
"""Value of a rule that is only a sentence."""


def money_values(rulebook: Rulebook) -> Iterator[Value]:
    """Instalments, papers, delays, conditions and scale of a text, in that order."""
    return chain(
        *(_instalment(item) for item in rulebook.versements),
        *(_piece(item) for item in rulebook.pieces),
        *(_deadline(item) for item in rulebook.delais),
        _conditions(rulebook.conditions),
        () if rulebook.bareme is None else _scale(rulebook.bareme),
    )


def listed(values: Iterable[str]) -> str:
    """A list as people read it; `aucun` when it is empty."""
    return ", ".join(values) or "aucun"


def yes_no(value: bool) -> str:
    """A switch as people read it."""
    return "oui" if value else "non"


def _instalment(item: Instalment) -> Iterator[Value]:
    yield f"versements.{item.code}.part", format(item.part, "f"), "part", item.source, None
    yield f"versements.{item.code}.condition", item.condition, None, item.source, None


def _piece(item: Piece) -> Iterator[Value]:
    yield f"pieces.{item.code}", item.libelle, None, item.source, None
    if item.versement is not None:
        yield f"pieces.{item.code}.versement", item.versement, None, item.source, None
    if item.tranche is not None:
        yield f"pieces.{item.code}.tranche", item.tranche, None, item.source, None


def _deadline(item: Deadline) -> Iterator[Value]:
    key = f"delais.{item.type_operation}"
    yield f"{key}.mois", str(item.mois), "mois", item.source, item.lecture
    yield f"{key}.opposable", yes_no(item.opposable), None, item.source, item.lecture
    yield f"{key}.projets_nationaux", yes_no(item.projets_nationaux), None, item.source, item.lecture


def _conditions(item: Conditions) -> Iterator[Value]:
    if item.regroupement is not None:
        yield from _grouping("conditions.regroupement", item.regroupement)
    if item.guichet is not None:
        key, desk = "conditions.guichet", item.guichet
        yield f"{key}.essms", str(desk.essms), "ESSMS", desk.source, desk.lecture
        yield f"{key}.regions", str(desk.regions), "régions", desk.source, desk.lecture
        yield f"{key}.portee_nationale", yes_no(desk.portee_nationale), None, desk.source, desk.lecture
    yield from _statement("conditions.double_financement", item.double_financement)
    yield from _statement("conditions.operation_unique", item.operation_unique)
    if item.part_acquisition is not None:
        cap = item.part_acquisition
        yield "conditions.part_acquisition", format(cap.part, "f"), "part", cap.source, cap.lecture
    if item.terme is not None:
        yield "conditions.terme", item.terme.jour.isoformat(), "date", item.terme.source, item.terme.lecture


def _grouping(key: str, item: Grouping) -> Iterator[Value]:
    numbers = {
        "essms": (item.essms, "ESSMS"),
        "organismes": (item.organismes, "organismes"),
        "essms_outre_mer": (item.essms_outre_mer, "ESSMS"),
        "organismes_outre_mer": (item.organismes_outre_mer, "organismes"),
    }
    for name, (number, unit) in numbers.items():
        if number is not None:
            yield f"{key}.{name}", str(number), unit, item.source, item.lecture
    yield f"{key}.operations", listed(item.operations), None, item.source, item.lecture
    yield f"{key}.gestionnaire_seul", yes_no(item.gestionnaire_seul), None, item.source, item.lecture
    yield f"{key}.opposable", yes_no(item.opposable), None, item.source, item.lecture


def _scale(item: Scale) -> Iterator[Value]:
    yield from _statement("bareme.decompte", item.decompte)
    for name in ("plafond", "minimum", "maximum", "petits_moins_de"):
        yield from _bound(f"bareme.{name}", getattr(item, name))
    if item.heures is not None:
        yield "bareme.heures.postes", listed(item.heures.postes), None, item.heures.source, item.heures.lecture
    yield from _statement("bareme.partage_ars", item.partage_ars)
    for line in item.postes:
        yield from _item(f"bareme.postes.{line.code}", line)


def _statement(key: str, item: Statement | None) -> Iterator[Value]:
    if item is not None:
        yield key, APPLIED, None, item.source, item.lecture


def _bound(key: str, item: Bound | None) -> Iterator[Value]:
    if item is not None:
        yield key, str(item.valeur), "ESSMS", item.source, item.lecture


def _item(key: str, item: ScaleItem) -> Iterator[Value]:
    said = {
        "par": item.par,
        "operations": listed(item.operations),
        "petits": yes_no(True) if item.petits else None,
        "segur": None if item.segur is None else yes_no(item.segur),
        "option": item.option,
        "devis": item.devis,
        "sans_devis": item.sans_devis if item.devis is not None else None,
    }
    yield key, item.libelle, None, item.source, item.lecture
    for name, value in said.items():
        if value is not None:
            yield f"{key}.{name}", value, None, item.source, item.lecture
    unit = "euros par projet" if item.par == "projet" else "euros par ESSMS"
    for tier in item.paliers:
        yield f"{key}.paliers.{tier.rang}", format(tier.montant, "f"), unit, tier.source, tier.lecture
