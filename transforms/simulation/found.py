"""Missing dossiers found: what they change in the counts of an establishment, and how many can be.

What is found belongs to the month measured, so that every window, which ends with it, counts it. The hypothesis is prudent: a
dossier found up to date has neither project nor event unless these are found too, so that it makes the denominators of both
grow, and a person found beyond the dossiers of the deposit may benefit from a project. What truly happens is never worse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from contracts.vocabulary import ACTIVE_DOSSIERS
from transforms.measures.rows import Row
from transforms.measures.verdicts import Counts

Cell = tuple[str, str]
"""`finess_et` and `indicateur`."""

Found = Mapping[Cell, int]
"""How many were found: dossiers, or messages, deposits, exchanges where these are what is counted."""

ACTIVE, PROJECTS, EVENTS = ACTIVE_DOSSIERS
_AMONG_ACTIVE = {PROJECTS: "actifs_projet", EVENTS: "actifs_evenement"}


def missing(row: Row, counts: Counts) -> int | None:
    """How many more the numerator of a row can count.

    Args:
        row: one establishment and indicator.
        counts: those of its request.

    Returns:
        None where nothing bounds it (messages, exchanges, deposits counted one by one); 0 where nothing was counted, or where
        what was cannot be believed: no dossier found changes that.
    """
    measure = row.measure
    if not measure.choices or not measure.coherent or measure.source == "declaree":
        return 0
    return room(row.rule.indicateur, counts, ratio=row.rule.mesure == "taux")


def room(indicateur: str, counts: Counts, ratio: bool = True) -> int | None:
    """How many more dossiers a count of dossiers can hold; None for what is no count of dossiers."""
    if indicateur == ACTIVE:
        return max(0, _persons(counts) - counts.actifs)
    if indicateur in _AMONG_ACTIVE:
        return counts.actifs - getattr(counts, _AMONG_ACTIVE[indicateur])
    if indicateur == "dmp" and ratio:
        return max(0, _beneficiaries(counts) - counts.dmp)
    return None


def with_found(counts: Counts, found: Mapping[str, int]) -> Counts:
    """The counts of an establishment once these are found, by indicator; a count of dossiers never passes its denominator."""
    for indicateur in sorted(found, key=lambda one: one != ACTIVE):  # the base first: it makes room for the others
        counts = _added(counts, indicateur, found[indicateur])
    return counts


def _added(counts: Counts, indicateur: str, number: int) -> Counts:
    if indicateur == ACTIVE:
        return _active(counts, min(number, room(ACTIVE, counts) or 0))
    if indicateur in _AMONG_ACTIVE:
        name = _AMONG_ACTIVE[indicateur]
        return replace(counts, **{name: getattr(counts, name) + min(number, room(indicateur, counts) or 0)})
    if indicateur == "dmp":
        persons = min(number, room("dmp", counts) or 0)
        return replace(counts, dmp=counts.dmp + persons, dmp_depots=counts.dmp_depots + number)
    return replace(counts, **{indicateur: getattr(counts, indicateur) + number})


def _active(counts: Counts, number: int) -> Counts:
    """Dossiers found up to date: first those known for certain not to be, then the unknown ones (late extraction), then persons
    of the declared roll who had no dossier.

    Of the unknown ones, first those that would not qualify for projects nor events, the prudent order. One that does qualify is
    then known to.
    """
    beyond = max(0, number - (counts.personnes - counts.actifs))
    unknown = max(0, number - beyond - (counts.personnes - counts.actifs - counts.inconnus))
    left = counts.inconnus - unknown
    projets, evenements = min(counts.inconnus_projet, left), min(counts.inconnus_evenement, left)
    beneficiaires = counts.beneficiaires + beyond
    if counts.effectif_beneficiaires is not None:  # a declared roll that was right stays so
        beneficiaires = max(counts.beneficiaires, min(beneficiaires, counts.effectif_beneficiaires))
    return replace(
        counts,
        personnes=counts.personnes + beyond,
        beneficiaires=beneficiaires,
        actifs=counts.actifs + number,
        actifs_projet=counts.actifs_projet + counts.inconnus_projet - projets,
        actifs_evenement=counts.actifs_evenement + counts.inconnus_evenement - evenements,
        inconnus=left,
        inconnus_projet=projets,
        inconnus_evenement=evenements,
    )


def _persons(counts: Counts) -> int:
    return counts.personnes if counts.effectif_personnes is None else counts.effectif_personnes


def _beneficiaries(counts: Counts) -> int:
    return counts.beneficiaires if counts.effectif_beneficiaires is None else counts.effectif_beneficiaires
