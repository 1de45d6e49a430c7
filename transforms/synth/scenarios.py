"""What each project and establishment of the sample is there to show: the form of a scenario, and the list of all.

The scenarios themselves are in `scenarios_ara`, `scenarios_antilles`, `scenarios_grand_est`, `scenarios_national` and
`scenarios_sources_vives`. What they announce (verdicts, decisions, amounts) was worked out by hand and is checked against the
product by the tests; nothing here computes a verdict or an amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contracts.vocabulary import INDICATEURS
from transforms.synth.establishments import Essms
from transforms.synth.population import Profil
from transforms.synth.register import Critere, Membre, Piece, Projet

MOIS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
"""The months of deposits of the sample; the last one is the month that shows everything."""


@dataclass(frozen=True)
class Scenario:
    """One establishment of the sample. `exceptions` gives verdict and motif of the indicators that are not `atteinte`."""

    essms: Essms
    profil: Profil
    montre: str
    mois: tuple[str, ...] = MOIS
    exceptions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    date_entree: str = ""
    date_sortie: str = ""
    champ: str = ""
    connu: bool = True
    """Whether the FINESS file lists it."""
    mesure: bool = True
    """Whether it is in the perimeter on the last day of the last month."""
    autres: Mapping[str, str] = field(default_factory=dict)
    """Further columns of its row of `perimetre`."""

    @property
    def finess_et(self) -> str:
        """Its number."""
        return self.essms.finess_et


@dataclass(frozen=True)
class Resultat:
    """What a criterion set per project announces: `32/50` or a count, the verdict, most and released where it has a share."""

    indicateur: str
    resultat: str
    verdict: str
    maximum: str = ""
    libere: str = ""


def sans_cible(indicateurs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The exceptions of an establishment whose indicators have no target of its own."""
    return {code: ("sans_cible", "") for code in indicateurs}


@dataclass(frozen=True)
class Grappe:
    """One project of the sample, with the decision it announces for the last month.

    Amounts are texts with a decimal comma, empty where there is none. `bareme`: what the scale of the text gives, and how.
    """

    projet: Projet
    scenarios: tuple[Scenario, ...]
    pieces: tuple[Piece, ...]
    decision: str
    motif: str
    provisoire: bool
    sensible: bool
    montre: str
    indicateurs: tuple[str, ...] = INDICATEURS
    solde: str = ""
    libere: str = ""
    bareme: tuple[str, str] = ("", "")
    criteres: tuple[Critere, ...] = ()
    resultats: tuple[Resultat, ...] = ()
    suite: str = ""
    """What the establishments that show nothing of their own (empty `montre`) are there for."""

    @property
    def membres(self) -> tuple[Membre, ...]:
        """Its rows of `perimetre`."""
        return tuple(
            Membre(self.projet.projet_id, item.essms, item.date_entree, item.date_sortie, item.champ, item.autres)
            for item in self.scenarios
        )

    def expected(self) -> list[tuple[str, str, str, str, str]]:
        """Announced rows: project, establishment, indicator, verdict, motif; sorted by establishment then indicator."""
        projet_id = self.projet.projet_id
        return [
            (projet_id, item.finess_et, code, *item.exceptions.get(code, ("atteinte", "")))
            for item in sorted(self.scenarios, key=lambda item: item.finess_et)
            for code in self.indicateurs
            if item.mesure
        ]
