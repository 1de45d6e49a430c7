"""What a text says about money once read: instalments, papers, the scale of grants, delays and conditions. Data only.

`transforms/grants` computes the scale, `transforms/decisions` the conditions, the schedule and the balance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from contracts.rulebook_source import Source


@dataclass(frozen=True)
class Instalment:
    """One payment of the grant: due on `convention`, on its papers (`pieces`), or on `usage` (the balance)."""

    code: str
    part: Decimal
    condition: Literal["convention", "pieces", "usage"]
    source: Source


@dataclass(frozen=True)
class Piece:
    """A paper without which an instalment is not due. `versement` None: the balance; `tranche`: only for the tranche so named."""

    code: str
    libelle: str
    source: Source
    versement: str | None = None
    tranche: str | None = None


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
class LastDay:
    """A day (`terme`) after which the text finances nothing."""

    jour: date
    source: Source
    lecture: str | None = None


@dataclass(frozen=True)
class Grouping:
    """The least number of establishments (and of operators) a project must gather, lower overseas and in Corsica.

    None: the text sets no such number. `operations`: the types of operation concerned. `gestionnaire_seul`: an operator that
    is not small may come alone. `opposable`: the text demands it, rather than wishes it.
    """

    essms: int
    organismes: int | None
    essms_outre_mer: int | None
    organismes_outre_mer: int | None
    operations: tuple[str, ...]
    gestionnaire_seul: bool
    opposable: bool
    source: Source
    lecture: str | None = None


@dataclass(frozen=True)
class Desk:
    """Where a project is filed (`guichet`): national from `essms` establishments in at least `regions` regions, else regional.

    `portee_nationale`: a smaller project of national scope may be filed nationally.
    """

    essms: int
    regions: int
    portee_nationale: bool
    source: Source
    lecture: str | None = None


@dataclass(frozen=True)
class Statement:
    """A rule that has no value of its own: the sentence says it all."""

    source: Source
    lecture: str | None = None


@dataclass(frozen=True)
class AcquisitionCap:
    """Most that acquisitions may weigh in a project that also upgrades (`part_acquisition`), equipment left out."""

    part: Decimal
    source: Source
    lecture: str | None = None


@dataclass(frozen=True)
class Tier:
    """Amount in euros for the establishments whose rank in the project is at least `rang` (until the next tier)."""

    rang: int
    montant: Decimal
    source: Source
    lecture: str | None = None


@dataclass(frozen=True)
class ScaleItem:
    """One line of a scale (`poste`).

    `par`: the amount is due per establishment or once per project. `operations`: types of operation concerned. `petits`: only
    for establishments of a small operator. `segur`: only if the editor is (True) or is not (False) Ségur referenced, None either.
    `option`: only if this column of `projets` says O (`amoa_marche`, `amoa_pilotage`). `devis`: the amount never exceeds this
    column of `perimetre`; `sans_devis`: what an establishment without a quote gets, the amount (`plafond`) or nothing (`rien`).
    `paliers` are in order of rank; an item per project has one, of rank 1.
    """

    code: str
    libelle: str
    par: Literal["essms", "projet"]
    operations: tuple[str, ...]
    paliers: tuple[Tier, ...]
    source: Source
    lecture: str | None = None
    petits: bool = False
    segur: bool | None = None
    option: Literal["amoa_marche", "amoa_pilotage"] | None = None
    devis: Literal["devis_equipement", "devis_editeur"] | None = None
    sans_devis: Literal["plafond", "rien"] = "plafond"


@dataclass(frozen=True)
class Bound:
    """A whole number the text sets, with its sentence."""

    valeur: int
    source: Source
    lecture: str | None = None


@dataclass(frozen=True)
class HoursShare:
    """Items (`postes`) reduced to the share of medico-social hours of an establishment that gives its hours."""

    postes: tuple[str, ...]
    source: Source
    lecture: str | None = None


@dataclass(frozen=True)
class Scale:
    """How a grant is computed (`bareme`).

    `decompte`: what counts as one establishment. `plafond`: establishments beyond this rank get nothing. `minimum`, `maximum`:
    outside them the text gives no amount (by case). `petits_moins_de`: an operator is small below this number of
    establishments. `partage_ars`: the grant is shared between the regions pro rata of their establishments.
    """

    decompte: Statement
    postes: tuple[ScaleItem, ...]
    plafond: Bound | None = None
    minimum: Bound | None = None
    maximum: Bound | None = None
    petits_moins_de: Bound | None = None
    heures: HoursShare | None = None
    partage_ars: Statement | None = None


@dataclass(frozen=True)
class Conditions:
    """What the text demands besides usage; None where it says nothing.

    `double_financement`: an establishment is financed once. `operation_unique`: a project acquires or upgrades, never both.
    """

    regroupement: Grouping | None = None
    guichet: Desk | None = None
    double_financement: Statement | None = None
    operation_unique: Statement | None = None
    part_acquisition: AcquisitionCap | None = None
    terme: LastDay | None = None
