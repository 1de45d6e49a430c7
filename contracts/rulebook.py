"""What a rulebook (`texte`) says once read: typed, exact, each value with its source. The strict loader is `rulebook_loader`.

Nothing here knows a particular call; the calls are the TOML files of `contracts/texts/`. Money is in `rulebook_money`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from contracts.rulebook_money import Conditions, Deadline, Instalment, Piece, Scale
from contracts.rulebook_source import Source
from contracts.vocabulary import ACTIVE_DOSSIERS


@dataclass(frozen=True)
class WindowRule:
    """Length in whole calendar months of the window of an indicator.

    `minimum` = `maximum` for a fixed length; a range means that every length is admissible and the best is kept.
    `first_measure` is the length at the first measure, and `maintenance` the length once the project is in that phase, where
    the text gives one. `autres` are lengths that other readings of the sentence admit (`fenetre_N`).
    """

    minimum: int
    maximum: int
    first_measure: int | None
    source: Source
    lecture: str | None
    maintenance: int | None = None
    autres: tuple[int, ...] = ()

    def lengths(self, first: bool, phase: str = "projet") -> tuple[int, ...]:
        """Admissible lengths, shortest first.

        Args:
            first: the month measured is the first measure.
            phase: `projet` or `maintenance`.
        """
        if phase == "maintenance" and self.maintenance is not None:
            return (self.maintenance,)
        if first and self.first_measure is not None:
            return (self.first_measure,)
        return tuple(range(self.minimum, self.maximum + 1))

    @property
    def choices(self) -> tuple[int, ...]:
        """The lengths that a reading `fenetre_N` may choose."""
        ranged = range(self.minimum, self.maximum + 1) if self.minimum < self.maximum else ()
        return (*ranged, *self.autres)


@dataclass(frozen=True)
class Target:
    """`valeur` is exact. `unite`: `part` is met when numerateur ≥ valeur × denominateur, `nombre` when numerateur ≥ valeur."""

    unite: Literal["part", "nombre"]
    valeur: Decimal
    source: Source


@dataclass(frozen=True)
class IndicatorRule:
    """One indicator of a text.

    `mesure`: a rate (`taux`) or a count without denominator (`nombre`). Of `cible`, `par_projet` and `sans_cible` one is given:
    the target, or the sentence that leaves it to the project, or the one that sets none. `toutes_natures`: events of any
    nature count, not only those of the agenda.
    """

    indicateur: str
    libelle: str
    fenetre: WindowRule
    cible: Target | None
    calcul: Source
    lecture: str | None
    sans_cible: Source | None = None
    par_projet: Source | None = None
    mesure: Literal["taux", "nombre"] = "taux"
    toutes_natures: bool = False

    @property
    def uses_dossiers(self) -> bool:
        """Whether the measure needs the `dossiers` deposit: every one but the counts of messages, deposits and exchanges."""
        return self.mesure == "taux" or self.indicateur in ACTIVE_DOSSIERS


@dataclass(frozen=True)
class Selection:
    """Which indicators a project chooses as its criteria, where targets are set per project (table `criteres`).

    `impossibles`: those that may be declared impossible, and then leave the split; `impossibles_source` says so.
    """

    obligatoires: tuple[str, ...]
    au_choix: tuple[str, ...]
    minimum: int
    source: Source
    lecture: str | None
    impossibles: tuple[str, ...]
    impossibles_source: Source
    impossibles_lecture: str | None = None


@dataclass(frozen=True)
class Exemption:
    """Indicators from which some establishments are released: those that meet everything said here.

    `categories`: FINESS categories; `champs`: fields of activity; empty: any. `sons_eligible`: what the register must say of
    the establishment, None: anything.
    """

    motif: str
    indicateurs: tuple[str, ...]
    categories: tuple[str, ...]
    source: Source
    lecture: str | None
    champs: tuple[str, ...] = ()
    sons_eligible: bool | None = None

    def releases(self, categorie: str | None, champ: str | None, sons_eligible: bool | None) -> bool:
        """Whether it releases an establishment; what is not known of it never does."""
        return (
            (not self.categories or categorie in self.categories)
            and (not self.champs or champ in self.champs)
            and (self.sons_eligible is None or sons_eligible is self.sons_eligible)
        )


@dataclass(frozen=True)
class Reading:
    """An admissible reading (`lecture`) of a sentence the text leaves open, and why it is admissible."""

    code: str
    libelle: str
    justification: str
    source: Source


@dataclass(frozen=True)
class Basis:
    """Where a plain field of a `Rulebook` (`cle`, its attribute name) is written, and the reading chosen for it."""

    cle: str
    source: Source
    lecture: str | None


@dataclass(frozen=True)
class Amendment:
    """A text (`avenant`) that changes others from a day on, when a workspace applies it. `textes`: those it changes."""

    avenant_id: str
    titre: str
    emetteur: str
    reference: str
    textes: tuple[str, ...]
    date_effet: date
    source: Source
    lecture: str | None
    empreinte: str


@dataclass(frozen=True)
class Rulebook:
    """One published text. `empreinte` is the SHA-256 of its file (of its files, when `avenants` change it).

    `solde`: `tout_ou_rien`, `au_prorata` (each criterion an equal share, pro rata of its result), or `tranche_suivante` (the
    next tranche is unlocked). `appuis` sources the plain fields that have no source of their own; the loader fills it and
    `lecture_par_defaut` always, they are absent only from a rulebook built by hand.
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
    solde: Literal["tout_ou_rien", "au_prorata", "tranche_suivante"]
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
    criteres: Selection | None = None
    bareme: Scale | None = None
    conditions: Conditions = Conditions()
    avenants: tuple[Amendment, ...] = ()

    def rule(self, indicateur: str) -> IndicatorRule:
        """The rule of one indicator; KeyError if the text does not measure it."""
        for rule in self.indicateurs:
            if rule.indicateur == indicateur:
                return rule
        raise KeyError(indicateur)

    def exemption(
        self, indicateur: str, categorie: str | None, champ: str | None = None, sons_eligible: bool | None = None
    ) -> Exemption | None:
        """The exemption of an establishment for this indicator, if the text gives one."""
        for exemption in self.exemptions:
            if indicateur in exemption.indicateurs and exemption.releases(categorie, champ, sons_eligible):
                return exemption
        return None

    @property
    def balance(self) -> Instalment | None:
        """The instalment released on usage (`solde`); None where the text pays tranche after tranche."""
        return next((item for item in self.versements if item.condition == "usage"), None)
