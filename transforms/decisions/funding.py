"""What surrounds a decision: the grant by the scale, the conditions of the text, the schedule of instalments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.regions import outre_mer_ou_corse, region_named, region_of
from contracts.register import Register
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


def funding_of(result: ProjectResult, register: Register, departements: Mapping[str, str | None]) -> Funding:
    """What surrounds the decision of a project.

    Args:
        result: its decision.
        register: every table of the GRADeS: an establishment may be in another project too.
        departements: department of each establishment, as the FINESS file says it.
    """
    projet, texte = result.projet, result.texte
    perimetre = of_project(register.perimetre, result.projet_id)
    received = received_papers(register, result.projet_id)
    facts = ProjectFacts(
        projet=projet,
        perimetre=perimetre,
        elsewhere=_elsewhere(register, result.projet_id),
        regions=_regions(register, result.projet_id, departements),
        outre_mer={number: bool(outre_mer_ou_corse(number, departements.get(number))) for number in perimetre["finess_et"]},
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
        ),
    )


def _regions(register: Register, projet_id: str, departements: Mapping[str, str | None]) -> dict[str, str | None]:
    """The region the register gives an establishment, else that of its department."""
    rows = of_project(register.perimetre, projet_id).select("finess_et", "region").rows()
    given = {number: region_named(region) for number, region in reversed(rows) if region}
    return {number: given.get(number) or region_of(departements.get(number)) for number, _ in rows}


def _elsewhere(register: Register, projet_id: str) -> dict[str, tuple[str, ...]]:
    """For each establishment of a project, the other projects that hold it."""
    own = set(of_project(register.perimetre, projet_id)["finess_et"])
    found: dict[str, dict[str, None]] = {}
    for other, number in register.perimetre.sort("ligne").select("projet_id", "finess_et").rows():
        if other != projet_id and number in own:
            found.setdefault(number, {})[other] = None
    return {number: tuple(others) for number, others in found.items()}
