"""Calculations about the register alone: the grant by the scale, the conditions of the text, what an amendment changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.regions import outre_mer_ou_corse, region_named, region_of
from contracts.rulebook import Rulebook
from flows.texts import amendments_chosen, load_all_texts
from tests.cases.case_counts import Results
from tests.cases.case_expected_money import line_text
from tests.cases.case_files import Case
from tests.cases.case_register import register_of
from transforms.decisions.balance import balance_of
from transforms.decisions.conditions import ProjectFacts, checks
from transforms.grants.grant import grant_of
from transforms.synth.finess_numbers import invented_et


@dataclass
class _Numbers:
    """Gives each name of a case its own FINESS number, in the order in which the names come."""

    given: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> str:
        return self.given.setdefault(name, invented_et("690", len(self.given)))

    @property
    def names(self) -> dict[str, str]:
        """The name of each number."""
        return {number: name for name, number in self.given.items()}

    def departements(self, entree: dict[str, Any]) -> dict[str, str | None]:
        """What FINESS says: `departements` by name, `departement` for the others (the Rhône when it is not said)."""
        named = entree.get("departements", {})
        default = entree.get("departement", "69")
        return {number: named.get(name, default) or None for name, number in self.given.items()}


def _entree(case: Case) -> dict[str, Any]:
    """`essms = 60` is a perimeter of sixty establishments of which nothing is said."""
    given = dict(case.entree or {})
    if "essms" in given:
        given["perimetre"] = f"finess_et;fois\nE;{given.pop('essms')}"
    return given


def grant(case: Case, texte: Rulebook) -> Results:
    """Project and perimeter -> the grant by the scale, the lines of each of its items, the shares between ARS."""
    given, numbers = _entree(case), _Numbers()
    register = register_of(texte, given, numbers)
    projet = register.projets.row(0, named=True)
    found = grant_of(projet, register.perimetre, texte, numbers.departements(given))
    if found is None or texte.bareme is None:
        return {"montant": None}
    lines = [vars(line) for line in found.lignes]
    return {
        "nombre_essms": found.nombre_essms,
        "montant": found.montant,
        "ecart": found.ecart,
        "solde": balance_of(found.montant, texte, None),
        "partages": {share.region: {"nombre": share.nombre, "montant": share.montant} for share in found.partages},
        **{
            item.code: [line_text(line, numbers.names) for line in lines if line["poste"] == item.code]
            for item in texte.bareme.postes
        },
    }


def conditions(case: Case, texte: Rulebook) -> Results:
    """Project, perimeter, what FINESS says, other projects (`ailleurs`), papers -> the state of each condition of the text."""
    given, numbers = _entree(case), _Numbers()
    register = register_of(texte, given, numbers)
    departements = numbers.departements(given)
    regions = dict(register.perimetre.select("finess_et", "region").rows())
    facts = ProjectFacts(
        projet=register.projets.row(0, named=True),
        perimetre=register.perimetre,
        elsewhere={numbers(name): (other,) for name, other in given.get("ailleurs", {}).items()},
        regions={number: region_named(regions[number]) or region_of(departements[number]) for number in regions},
        outre_mer={number: outre_mer_ou_corse(number, departements[number]) for number in regions},
        papers_received=frozenset(given.get("pieces", ())),
        mois=given.get("mois", "2026-06"),
        tranche=given.get("tranche"),
    )
    return {
        check.condition: {"etat": check.etat, "detail": check.detail, "opposable": check.opposable}
        for check in checks(facts, texte)
    }


def amendment(case: Case, texte: Rulebook) -> Results:
    """A day, and what `cibles.toml` says of amendments (`avenants`) -> those in force that day, and whom the text releases."""
    given = case.entree or {}
    chosen: dict[str, bool | date] = given["avenants"]
    found = load_all_texts(avenants=amendments_chosen(chosen), jour=given["jour"])[texte.texte_id]
    return {
        "avenants": [item.avenant_id for item in found.avenants],
        "exemptions": [item.motif for item in found.exemptions],
        "change_l_empreinte": found.empreinte != texte.empreinte,
    }
