"""What a rulebook (`texte`) says once read: typed, exact, each value with its source. The strict loader is `rulebook_loader`.

Nothing here knows a particular call; the calls are the TOML files of `contracts/texts/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class Source:
    """Where a value is written: document, section, and the sentence itself."""

    document: str
    section: str
    phrase: str


@dataclass(frozen=True)
class WindowRule:
    """Length in whole calendar months of the window of an indicator.

    `minimum` = `maximum` for a fixed length; a range means that every length is admissible and the best is kept.
    `first_measure` is the length at the first measure when the text gives one.
    """

    minimum: int
    maximum: int
    first_measure: int | None
    source: Source
    lecture: str | None

    def lengths(self, first: bool) -> tuple[int, ...]:
        """Admissible lengths, shortest first; `first` says whether the month measured is the first measure."""
        if first and self.first_measure is not None:
            return (self.first_measure,)
        return tuple(range(self.minimum, self.maximum + 1))


@dataclass(frozen=True)
class Target:
    """`valeur` is exact. `unite`: `part` is met when numerateur ≥ valeur × denominateur, `nombre` when numerateur ≥ valeur."""

    unite: Literal["part", "nombre"]
    valeur: Decimal
    source: Source


@dataclass(frozen=True)
class IndicatorRule:
    """One indicator of a text; `cible` is None where the text counts without a target, and `sans_cible` says where it does so."""

    indicateur: str
    libelle: str
    fenetre: WindowRule
    cible: Target | None
    calcul: Source
    lecture: str | None
    sans_cible: Source | None = None


@dataclass(frozen=True)
class Exemption:
    """Indicators from which establishments of some FINESS categories are released."""

    motif: str
    indicateurs: tuple[str, ...]
    categories: tuple[str, ...]
    source: Source
    lecture: str | None


@dataclass(frozen=True)
class Instalment:
    """One payment of the grant; `condition` is `convention`, `facture_mise_en_place` or `usage`."""

    code: str
    part: Decimal
    condition: str
    source: Source


@dataclass(frozen=True)
class Reading:
    """An admissible reading (`lecture`) of a sentence the text leaves open, and why it is admissible."""

    code: str
    libelle: str
    justification: str
    source: Source


@dataclass(frozen=True)
class Piece:
    """A paper without which nothing is released."""

    code: str
    libelle: str
    source: Source


@dataclass(frozen=True)
class Deadline:
    """Indicative or binding delay in months between start and end of deployment, per type of operation.

    `projets_nationaux` says whether the delay also concerns projects of national scope.
    """

    type_operation: str
    mois: int
    opposable: bool
    source: Source
    projets_nationaux: bool = True
    lecture: str | None = None


@dataclass(frozen=True)
class Basis:
    """Where a plain field of a `Rulebook` (`cle`, its attribute name) is written, and the reading chosen for it."""

    cle: str
    source: Source
    lecture: str | None


@dataclass(frozen=True)
class Rulebook:
    """One published text. `empreinte` is the SHA-256 of its file.

    `appuis` sources the plain fields that have no source of their own; the loader fills it and `lecture_par_defaut` always,
    they are absent only from a rulebook built by hand.
    """

    texte_id: str
    titre: str
    emetteur: str
    reference: str
    publie_le: date
    en_vigueur_le: date
    verifie_le: date
    verifie_par: str
    portee: Literal["chaque_essms", "ensemble"]
    portee_source: Source
    portee_lecture: str | None
    solde: Literal["tout_ou_rien"]
    solde_source: Source
    indicateurs: tuple[IndicatorRule, ...]
    exemptions: tuple[Exemption, ...]
    versements: tuple[Instalment, ...]
    pieces: tuple[Piece, ...]
    delais: tuple[Deadline, ...]
    lectures: tuple[Reading, ...]
    imports_comptent: bool
    declaratif_accepte: bool
    empreinte: str
    solde_lecture: str | None = None
    lecture_par_defaut: Reading | None = None
    appuis: tuple[Basis, ...] = ()

    def rule(self, indicateur: str) -> IndicatorRule:
        """The rule of one indicator; KeyError if the text does not measure it."""
        for rule in self.indicateurs:
            if rule.indicateur == indicateur:
                return rule
        raise KeyError(indicateur)

    def exemption(self, indicateur: str, categorie: str | None) -> Exemption | None:
        """The exemption of an establishment of this FINESS category for this indicator, if the text gives one."""
        for exemption in self.exemptions:
            if indicateur in exemption.indicateurs and categorie in exemption.categories:
                return exemption
        return None

    @property
    def balance(self) -> Instalment:
        """The instalment released on usage (`solde`)."""
        return next(item for item in self.versements if item.condition == "usage")
