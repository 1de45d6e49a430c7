"""What surrounds a decision: the grant by the scale, the conditions of the text, the schedule of instalments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from contracts.regions import outre_mer_ou_corse, region_named, region_of
from contracts.register import Register
from transforms.decisions.acts import PAID
from transforms.decisions.conditions import Check, ProjectFacts, checks
from transforms.decisions.project import ProjectResult
from transforms.decisions.schedule import Due, schedule
from transforms.grants.grant import grant_of
from transforms.grants.record import Grant
from transforms.measures.perimeter import of_project, received_papers


@dataclass(frozen=True)
class Funding:
    """Grant by the scale (None: the text has none), conditions and instalments of one project for one month."""

    bareme: Grant | None
    conditions: tuple[Check, ...]
    versements: tuple[Due, ...]


def funding_of(
    result: ProjectResult,
    register: Register,
    departements: Mapping[str, str | None],
    holding: Mapping[str, tuple[str, ...]],
) -> Funding:
    """What surrounds the decision of a project.

    Args:
        result: its decision.
        register: the tables of the GRADeS.
        departements: department of each establishment, as the FINESS file says it.
        holding: the projects that name each establishment (`holders`).
    """
    projet, texte = result.projet, result.texte
    perimetre = of_project(register.perimetre, result.projet_id)
    received = received_papers(register, result.projet_id)
    facts = ProjectFacts(
        projet=projet,
        perimetre=perimetre,
        elsewhere=_elsewhere(perimetre, result.projet_id, holding),
        regions=_regions(register, projet, departements),
        outre_mer={number: outre_mer_ou_corse(number, departements.get(number)) for number in perimetre["finess_et"]},
        papers_received=received,
        mois=result.mois,
        tranche=result.tranche,
    )
    return Funding(
        bareme=grant_of(projet, perimetre, texte, departements),
        conditions=checks(facts, texte),
        versements=schedule(
            texte,
            projet,
            result.mois,
            result.outcome.decision,
            result.provisoire,
            result.montant_libere,
            received,
            result.tranches,
            paid=PAID in result.outcome.motifs,
            lifted=result.acts.lifted,
        ),
    )


def _regions(register: Register, projet: dict, departements: Mapping[str, str | None]) -> dict[str, str | None]:
    """The region the register gives an establishment, else that of its department, else the project's."""
    rows = of_project(register.perimetre, projet["projet_id"]).select("finess_et", "region").rows()
    given = {number: region_named(region) for number, region in reversed(rows) if region}
    default = region_named(projet["region"])
    return {number: given.get(number) or region_of(departements.get(number)) or default for number, _ in rows}


def _elsewhere(perimetre: pl.DataFrame, projet_id: str, holding: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """For each number of a project, former ones too, the other projects that name it."""
    numbers = pl.concat([perimetre["finess_et"], perimetre["finess_precedent"].drop_nulls()]).unique()
    return {number: tuple(other for other in holding[number] if other != projet_id) for number in numbers}


def holders(register: Register) -> dict[str, tuple[str, ...]]:
    """For each FINESS number of the perimeters, former ones too, the projects that name it, in the order of their identifiers."""
    rows = register.perimetre
    named = pl.concat(
        [rows.select("finess_et", "projet_id"), rows.select(pl.col("finess_precedent").alias("finess_et"), "projet_id")]
    )
    grouped = named.drop_nulls().unique().sort("projet_id").group_by("finess_et", maintain_order=True).agg("projet_id")
    return {number: tuple(projects) for number, projects in grouped.iter_rows()}
