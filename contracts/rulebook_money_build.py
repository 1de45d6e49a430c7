"""From the form of a rulebook file to what it says of money: instalments, papers, delays, conditions, scale. Conversion only."""

from __future__ import annotations

from contracts.rulebook_file import RulebookForm
from contracts.rulebook_form import Sourced, source_of
from contracts.rulebook_money import (
    AcquisitionCap,
    Bound,
    Conditions,
    Deadline,
    Desk,
    Grouping,
    HoursShare,
    Instalment,
    LastDay,
    Piece,
    Scale,
    ScaleItem,
    Statement,
    Tier,
)
from contracts.rulebook_money_file import CapForm, ConditionsForm, DeskForm, GroupingForm, LastDayForm, PieceForm
from contracts.rulebook_scale_file import BoundForm, HoursForm, ScaleForm, ScaleItemForm


def instalments_of(form: RulebookForm) -> tuple[Instalment, ...]:
    """The instalments, in the order of the file."""
    return tuple(Instalment(code, item.part, item.condition, source_of(item.source)) for code, item in form.versements.items())


def pieces_of(form: RulebookForm) -> tuple[Piece, ...]:
    """The papers, in the order of the file; one asked for the balance has no `versement`, whether the file names it or not."""
    balance = {code for code, item in form.versements.items() if item.condition == "usage"}
    return tuple(_piece(code, item, balance) for code, item in form.pieces.items())


def _piece(code: str, form: PieceForm, balance: set[str]) -> Piece:
    instalment = None if form.versement in balance else form.versement
    return Piece(code, form.libelle, source_of(form.source), instalment, form.tranche)


def deadlines_of(form: RulebookForm) -> tuple[Deadline, ...]:
    """The delays, in the order of the file."""
    return tuple(
        Deadline(operation, item.mois, item.opposable, source_of(item.source), item.projets_nationaux, item.lecture)
        for operation, item in form.delais.items()
    )


def conditions_of(form: ConditionsForm) -> Conditions:
    """The conditions; None for each that the text does not set."""
    return Conditions(
        regroupement=None if form.regroupement is None else _grouping(form.regroupement),
        guichet=None if form.guichet is None else _desk(form.guichet),
        double_financement=_statement(form.double_financement),
        operation_unique=_statement(form.operation_unique),
        part_acquisition=None if form.part_acquisition is None else _cap(form.part_acquisition),
        terme=None if form.terme is None else _last_day(form.terme),
    )


def _grouping(form: GroupingForm) -> Grouping:
    return Grouping(
        essms=form.essms,
        organismes=form.organismes,
        essms_outre_mer=form.essms_outre_mer,
        organismes_outre_mer=form.organismes_outre_mer,
        operations=tuple(form.operations),
        gestionnaire_seul=form.gestionnaire_seul,
        opposable=form.opposable,
        source=source_of(form.source),
        lecture=form.lecture,
    )


def _desk(form: DeskForm) -> Desk:
    return Desk(form.essms, form.regions, form.portee_nationale, source_of(form.source), form.lecture)


def _cap(form: CapForm) -> AcquisitionCap:
    return AcquisitionCap(form.part, source_of(form.source), form.lecture)


def _last_day(form: LastDayForm) -> LastDay:
    return LastDay(form.jour, source_of(form.source), form.lecture)


def _statement(form: Sourced | None) -> Statement | None:
    return None if form is None else Statement(source_of(form.source), form.lecture)


def scale_of(form: ScaleForm) -> Scale:
    """The scale, items in the order of the file and tiers in order of rank."""
    return Scale(
        decompte=Statement(source_of(form.decompte.source), form.decompte.lecture),
        postes=tuple(_item(code, item) for code, item in form.postes.items()),
        plafond=_bound(form.plafond),
        minimum=_bound(form.minimum),
        maximum=_bound(form.maximum),
        petits_moins_de=_bound(form.petits_moins_de),
        heures=None if form.heures is None else _hours(form.heures),
        partage_ars=_statement(form.partage_ars),
    )


def _bound(form: BoundForm | None) -> Bound | None:
    return None if form is None else Bound(form.valeur, source_of(form.source), form.lecture)


def _hours(form: HoursForm) -> HoursShare:
    return HoursShare(tuple(form.postes), source_of(form.source), form.lecture)


def _item(code: str, form: ScaleItemForm) -> ScaleItem:
    return ScaleItem(
        code=code,
        libelle=form.libelle,
        par=form.par,
        operations=tuple(form.operations),
        paliers=_tiers(form),
        source=source_of(form.source),
        lecture=form.lecture,
        petits=form.petits,
        segur=form.segur,
        option=form.option,
        devis=form.devis,
        sans_devis=form.sans_devis or "plafond",
    )


def _tiers(form: ScaleItemForm) -> tuple[Tier, ...]:
    ranked = sorted(form.paliers.items(), key=lambda item: int(item[0]))
    return tuple(Tier(int(rank), tier.montant, source_of(tier.source), tier.lecture) for rank, tier in ranked)
