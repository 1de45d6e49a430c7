"""The rows of table `indicateurs`, and those of `lectures`, in plain loops. Spec 3 and 6."""

from __future__ import annotations

from pathlib import Path

from tests.oracle.oracle_calendar import last_day, shift, window_of
from tests.oracle.oracle_deposits import Workspace, read_workspace
from tests.oracle.oracle_figures import Line, describe, judge, pool, retained
from tests.oracle.oracle_persons import DEFAULT, Lecture
from tests.oracle.oracle_texts import TEXTES, Texte

LECTURES = {
    "annuelle": Lecture("annuelle", personnes="annuelle"),
    "douze_mois": Lecture("douze_mois", personnes="douze_mois"),
    "presents": Lecture("presents", personnes="presents"),
    "enpause": Lecture("enpause", pause_compte=True),
    "imports": Lecture("imports", imports_comptent=True),
    **{f"fenetre_{length}": Lecture(f"fenetre_{length}", longueur=length) for length in (3, 4, 5, 6)},
}
_ALL = ("dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "dmp")
CONCERNED = {
    "annuelle": _ALL,
    "douze_mois": _ALL,
    "presents": _ALL,
    "enpause": ("projets_personnalises",),
    "imports": _ALL[:3],
    **{f"fenetre_{length}": ("mssante", "dmp") for length in (3, 4, 5, 6)},
}
"""The indicators whose figures a reading can change; the others keep the default."""


# --------------------------------------------------------------------------------------------------------------- rows


def load(workspace: Path | Workspace, passages: list[dict[str, str]] | None = None) -> Workspace:
    return workspace if isinstance(workspace, Workspace) else read_workspace(workspace, passages)


def projects(workspace: Workspace, month: str) -> list[tuple[dict[str, str], Texte]]:
    """The projects measured for a month, with their text."""
    # Spec 3: "There is no row and no decision before `premiere_mesure`".
    kept = [projet for projet in workspace.register.projets if projet["premiere_mesure"] <= month]
    return [(projet, TEXTES[projet["texte_id"]]) for projet in kept if projet["texte_id"] in TEXTES]


def establishment_line(
    workspace: Workspace, projet: dict[str, str], finess_et: str, indicateur: str, month: str, lecture: Lecture = DEFAULT
) -> Line:
    """One row: the retained window of one establishment and indicator under one reading."""
    texte = TEXTES[projet["texte_id"]]
    # Spec 3: "that month is the first measure (empty: never first ...)".
    lengths = texte.lengths(indicateur, first=projet["premiere_mesure"] == month)
    window, found = retained(workspace, finess_et, indicateur, month, lengths, lecture)
    cible = texte.cibles.get(indicateur)
    verdict, motif = judge(found, cible)
    # Spec 3: "An exempt row shows the window it would have had." Choice 20: it shows "figures and target".
    if texte.exempts(indicateur, workspace.finess.categories.get(finess_et)):
        verdict, motif = "exemptee", "protection_juridique_majeurs"
    key: Line = {
        "mois": month,
        "projet_id": projet["projet_id"],
        "texte_id": texte.texte_id,
        "finess_et": finess_et,
        "indicateur": indicateur,
    }
    return key | describe(window, found, cible, verdict, motif)


def measure(workspace: Path | Workspace, month: str, passages: list[dict[str, str]] | None = None) -> list[Line]:
    """The rows of `indicateurs` of one month: one per project, establishment and indicator."""
    loaded = load(workspace, passages)
    lines = []
    for projet, texte in projects(loaded, month):
        for finess_et in loaded.register.establishments(projet["projet_id"], last_day(month)):
            for indicateur in texte.indicateurs:
                lines.append(establishment_line(loaded, projet, finess_et, indicateur, month))
    return lines


def readings(workspace: Path | Workspace, month: str, passages: list[dict[str, str]] | None = None) -> list[Line]:
    """The rows of `lectures` of one month; those of a project as a whole have `finess_et` None."""
    loaded = load(workspace, passages)
    lines: list[Line] = []
    for projet, texte in projects(loaded, month):
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
        else:
            for indicateur in CONCERNED[code]:
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
    kept = [et for et in essms if not texte.exempts(indicateur, workspace.finess.categories.get(et))]
    lengths = texte.lengths(indicateur, first=projet["premiere_mesure"] == month)
    found = [retained(workspace, finess_et, indicateur, month, lengths) for finess_et in kept]
    pooled = pool([item for _, item in found])
    window = (min((w[0] for w, _ in found), default=window_of(month, lengths[0])[0]), last_day(month))
    verdict, motif = judge(pooled, texte.cibles[indicateur])
    if not kept:
        verdict, motif = "exemptee", "protection_juridique_majeurs"
    key: Line = {
        "mois": month,
        "projet_id": projet["projet_id"],
        "texte_id": texte.texte_id,
        "finess_et": None,
        "indicateur": indicateur,
        "lecture": "ensemble",
    }
    return key | describe(window, pooled, texte.cibles[indicateur], verdict, motif)
