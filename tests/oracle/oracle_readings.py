"""The rows of table `lectures`: those of the texts judged establishment by establishment are here. Spec 3, readings."""

from __future__ import annotations

from pathlib import Path

from tests.oracle.oracle_calendar import last_day, shift, window_of
from tests.oracle.oracle_deposits import Workspace
from tests.oracle.oracle_figures import Line, describe, judge, pool
from tests.oracle.oracle_measures import LECTURES, concerned, establishment_line, key_of, load, measured, projects
from tests.oracle.oracle_project import whole_readings
from tests.oracle.oracle_texts import Texte


def readings(workspace: Path | Workspace, month: str, passages: list[dict[str, str]] | None = None) -> list[Line]:
    """The rows of `lectures` of one month; those of a project as a whole have `finess_et` None."""
    loaded = load(workspace, passages)
    lines: list[Line] = []
    for projet, texte in projects(loaded, month):
        if texte.par_projet:
            lines += whole_readings(loaded, projet, texte, month)
            continue
        for code in texte.lectures:
            lines += project_readings(loaded, projet, texte, month, code)
    return lines


def project_readings(workspace: Workspace, projet: dict[str, str], texte: Texte, month: str, code: str) -> list[Line]:
    """The rows of one project under one reading."""
    essms = workspace.register.establishments(projet["projet_id"], last_day(month))
    if code == "ensemble":
        return [together(workspace, projet, texte, essms, indicateur, month) for indicateur in texte.cibles] if essms else []
    lines: list[Line] = []
    for finess_et in essms:
        if code == "chaque_fin_de_mois":
            lines += [every_month_end(workspace, projet, finess_et, indicateur, month) for indicateur in texte.cibles]
            continue
        # `declaratif` changes no figure: it is about what a release may rest on.
        for indicateur in concerned(texte, projet, month, code):
            line = establishment_line(workspace, projet, finess_et, indicateur, month, LECTURES[code])
            lines.append(line | {"lecture": code})
    return lines


def every_month_end(workspace: Workspace, projet: dict[str, str], finess_et: str, indicateur: str, month: str) -> Line:
    """The figures of the last month-end, and the verdict over every month-end since the first measure."""
    # Spec 3: "last month-end against every month-end since the first measure (S4)". Without a first measure: the last alone.
    line = establishment_line(workspace, projet, finess_et, indicateur, month)
    verdicts = []
    current = projet["premiere_mesure"] or month
    while current <= month:
        if finess_et in workspace.register.establishments(projet["projet_id"], last_day(current)):
            past = establishment_line(workspace, projet, finess_et, indicateur, current)
            verdicts.append((past["verdict"], past["motif"]))
        current = shift(current, 1)
    for wanted in ("non_atteinte", "indeterminee"):
        for verdict, motif in verdicts:
            if verdict == wanted:
                return line | {"verdict": verdict, "motif": motif, "lecture": "chaque_fin_de_mois"}
    return line | {"lecture": "chaque_fin_de_mois"}


def together(workspace: Workspace, projet: dict[str, str], texte: Texte, essms: list[str], indicateur: str, month: str) -> Line:
    """One indicator of the whole project: numerators and denominators added over the establishments that are not exempt."""
    # Spec 4: "An exempt establishment leaves both sides of a pooled ratio".
    kept = [et for et in essms if not workspace.exemption(projet, texte, et, indicateur, month)]
    found = [measured(workspace, projet, finess_et, indicateur, month) for finess_et in kept]
    pooled = pool([item for _, item in found])
    window = (min((w[0] for w, _ in found), default=window_of(month, 1)[0]), last_day(month))
    verdict, motif = judge(pooled, texte.cibles[indicateur])
    if not kept:
        verdict, motif = "exemptee", workspace.exemption(projet, texte, essms[0], indicateur, month)
    key = key_of(projet, None, indicateur, month) | {"lecture": "ensemble"}
    return key | describe(window, pooled, texte.cibles[indicateur], verdict, motif)
