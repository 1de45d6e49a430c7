"""A project judged on its sums, target by target set in the register: S0 as a whole, S2 tranche by tranche. Spec 4."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.oracle_calendar import last_day, window_of
from tests.oracle.oracle_criteria import Critere, Judged, furthest_behind, judge_criterion, kept_criteria
from tests.oracle.oracle_deposits import Workspace
from tests.oracle.oracle_figures import Line, describe, pool
from tests.oracle.oracle_measures import LECTURES, concerned, establishment_line, key_of, measured
from tests.oracle.oracle_obstacles import obstacles
from tests.oracle.oracle_persons import DEFAULT, Lecture
from tests.oracle.oracle_texts import Texte
from tests.oracle.oracle_tranches import WHOLE, candidates, is_pilot, members

FENETRE = "fenetre"
"""The code of the default reading in table `lectures`."""


@dataclass(frozen=True)
class Verification:
    """The criteria of the establishments that make the decision, under one reading."""

    tranche: str
    essms: list[str]
    jugees: list[Judged]
    lignes: list[Line]


@dataclass(frozen=True)
class Outcome:
    """A decision, its motifs, and what part of the balance it releases."""

    decision: str
    motifs: frozenset[str]
    part: Fraction = Fraction(0)


def read_under(texte: Texte, projet: dict[str, str], month: str, code: str, indicateur: str) -> Lecture:
    """How one indicator is read: those that a reading does not concern keep the default."""
    return LECTURES[code] if indicateur in concerned(texte, projet, month, code) else DEFAULT


def verify(
    workspace: Workspace, projet: dict[str, str], texte: Texte, tranche: str, essms: list[str], month: str, code: str
) -> Verification:
    """Every kept criterion on the sums of these establishments."""
    jugees, lignes = [], []
    for critere in kept_criteria(workspace.register, projet["projet_id"], texte):
        lecture = read_under(texte, projet, month, code, critere.indicateur)
        found = [measured(workspace, projet, et, critere.indicateur, month, lecture)[1] for et in essms]
        # Choice 38: "Counts, whose evaluation is the project's, stay summed."
        if code == "chaque_essms" and not critere.compte:
            jugees.append(furthest_behind(texte, found, critere))
        else:
            jugees.append(judge_criterion(texte, pool(found), critere))
        lignes += [establishment_line(workspace, projet, et, critere.indicateur, month, lecture) for et in essms]
    return Verification(tranche, essms, jugees, lignes)


def verification(
    workspace: Workspace, projet: dict[str, str], texte: Texte, essms: list[str], month: str, code: str
) -> Verification:
    """What is verified that month: the whole project, or one of its tranches."""
    if not texte.par_tranche:
        return verify(workspace, projet, texte, WHOLE, essms, month, code)
    projet_id = projet["projet_id"]
    # Choice 40: "of several begun on the same day (or without dates), the first whose criteria are not all met, else the last.
    # Only its rows make the decision".
    for tranche in candidates(workspace.register, projet_id, essms):
        inside = members(workspace.register, projet_id, tranche, essms)
        found = verify(workspace, projet, texte, tranche, inside, month, code)
        if any(item.verdict != "atteinte" for item in found.jugees):
            break
    return found


def outcome(workspace: Workspace, projet: dict[str, str], texte: Texte, found: Verification, month: str, code: str) -> Outcome:
    """The decision that one verification gives."""
    verdicts = [item.verdict for item in found.jugees]
    # Spec 4: all or nothing, "next tranche unlocked when all met".
    if texte.par_tranche and "non_atteinte" in verdicts:
        return Outcome("ne_pas_liberer", frozenset({"cibles_non_atteintes"}))
    # Spec 4: "makes it `a_instruire` and nothing is released; no kept criterion likewise".
    unsure = frozenset(str(item.motif) for item in found.jugees if item.verdict == "indeterminee")
    if unsure or not verdicts:
        return Outcome("a_instruire", unsure or frozenset({"aucun_critere"}))
    # S0: "ces 20% sont répartis équitablement entre ces cinq critères". Spec 4: "split equally over the criteria kept".
    part = sum((item.part for item in found.jugees), Fraction(0)) / len(found.jugees)
    # Spec 4: "nothing earned gives `ne_pas_liberer`."
    if part == 0:
        return Outcome("ne_pas_liberer", frozenset({"cibles_non_atteintes"}))
    papers = texte.pieces + (texte.pieces_pilote if is_pilot(found.tranche) else ())
    blocked = obstacles(workspace, projet, texte, papers, found.essms, found.lignes, month, code)
    if blocked:
        return Outcome("a_instruire", blocked)
    # Choice 36: "`liberer` when every criterion is full, `liberer_partiellement` (motif `cibles_non_atteintes`) when a part is
    # earned, whatever the cents".
    if part < 1:
        return Outcome("liberer_partiellement", frozenset({"cibles_non_atteintes"}), part)
    return Outcome("liberer", frozenset(), part)


# ------------------------------------------------------------------------------------------------------------- lectures


def whole_readings(workspace: Workspace, projet: dict[str, str], texte: Texte, month: str) -> list[Line]:
    """The rows of `lectures` of one project: per establishment, and with `finess_et` None on the sums of the project."""
    essms = workspace.register.establishments(projet["projet_id"], last_day(month))
    if not essms:
        return []
    criteria = kept_criteria(workspace.register, projet["projet_id"], texte)
    default = verification(workspace, projet, texte, essms, month, FENETRE)
    lines: list[Line] = []
    for code in (FENETRE, *texte.lectures):
        if code == "chaque_essms":
            lines += [
                _against_project(workspace, projet, texte, et, critere, month)
                for critere in criteria
                if not critere.compte
                for et in essms
            ]
            continue
        read = [c for c in criteria if code == FENETRE or c.indicateur in concerned(texte, projet, month, code)]
        if read:
            # Of a project in tranches, the sums are those of the tranche that the decision verifies, under every reading.
            found = verify(workspace, projet, texte, default.tranche, default.essms, month, code)
            lines += [_summed(projet, item, month, code) for item in found.jugees if item.critere in read]
        for critere in read if code != FENETRE else []:
            for et in essms:
                line = establishment_line(workspace, projet, et, critere.indicateur, month, LECTURES[code])
                lines.append(line | {"lecture": code})
    return lines


def _against_project(
    workspace: Workspace, projet: dict[str, str], texte: Texte, finess_et: str, critere: Critere, month: str
) -> Line:
    """One establishment against the project's evaluation."""
    window, found = measured(workspace, projet, finess_et, critere.indicateur, month)
    item = judge_criterion(texte, found, critere)
    key = key_of(projet, finess_et, critere.indicateur, month) | {"lecture": "chaque_essms"}
    return key | describe(window, found, critere.cible, item.verdict, item.motif)


def _summed(projet: dict[str, str], item: Judged, month: str, code: str) -> Line:
    # Choice 34: "The verdict of a criterion, on the sums of the project, is in `decision_criteres` and, with `finess_et` empty,
    # in `lectures`."
    key = key_of(projet, None, item.critere.indicateur, month) | {"lecture": code}
    return key | describe(window_of(month, 1), item.figures, item.critere.cible, item.verdict, item.motif)
