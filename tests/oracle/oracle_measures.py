"""The rows of table `indicateurs`, and what each reading changes in them, in plain loops. Spec 3 and 6."""

from __future__ import annotations

from pathlib import Path

from tests.oracle.oracle_calendar import Window, first_day, last_day, month_of, parse_day, window_of
from tests.oracle.oracle_deposits import Workspace, read_workspace
from tests.oracle.oracle_figures import Figures, Line, describe, judge, retained
from tests.oracle.oracle_persons import DEFAULT, Lecture
from tests.oracle.oracle_texts import BUSINESS, TEXTES, Texte

LECTURES = {
    "annuelle": Lecture("annuelle", personnes="annuelle"),
    "douze_mois": Lecture("douze_mois", personnes="douze_mois"),
    "presents": Lecture("presents", personnes="presents"),
    "enpause": Lecture("enpause", pause_compte=True),
    "imports": Lecture("imports", imports_comptent=True),
    "duree_projet": Lecture("duree_projet", duree_projet=True),
    **{f"fenetre_{length}": Lecture(f"fenetre_{length}", longueur=length) for length in (1, 3, 4, 5, 6)},
}
_ALL = (*BUSINESS, "mssante", "dmp")
_CONCERNED = {
    "annuelle": _ALL,
    "douze_mois": _ALL,
    "presents": _ALL,
    "enpause": ("projets_personnalises",),
    "imports": BUSINESS,
    # S0: "Nombre de dossiers actifs dans le mois ayant un projet personnalisé ouvert", "... dans le mois ayant au moins un
    # événement", "Nombre de fois dans le mois ou une prescription électronique est importée".
    "fenetre_1": ("projets_personnalises", "evenements_agenda", "e_prescription"),
    **{f"fenetre_{length}": ("mssante", "dmp") for length in (3, 4, 5, 6)},
    # S0: "documents qui sont stockés dans le DMP pendant la durée du projet"; S0 and S4 6.2: "échanges réalisés via le cahier de
    # liaison entre la solution DUI et la plateforme pendant la durée du projet". S4 asks of the DMP who has a document, not how
    # many were stored: a rate is never read over the whole project.
    "duree_projet": ("dmp", "e_parcours"),
}


def concerned(texte: Texte, projet: dict[str, str], month: str, code: str) -> list[str]:
    """The indicators whose figures a reading can change; the others keep the default."""
    # In `maintenance` one month is the rule, not another reading of it.
    if code == "fenetre_1" and projet["phase"] != "projet":
        return []
    # Choice 39: "from the first day of the month of `date_demarrage`; not computed when that date is empty or after the month
    # measured."
    start = parse_day(projet.get("date_demarrage", ""))
    if code == "duree_projet" and (start is None or start > last_day(month)):
        return []
    indicateurs = _CONCERNED.get(code, ())
    if code == "duree_projet":
        return [indicateur for indicateur in indicateurs if indicateur in texte.comptes]
    # A number has no roll: who is accompanied changes nothing.
    rolls = code in ("annuelle", "douze_mois", "presents")
    return [indicateur for indicateur in indicateurs if not (rolls and indicateur in texte.comptes)]


# --------------------------------------------------------------------------------------------------------------- rows


def load(workspace: Path | Workspace, passages: list[dict[str, str]] | None = None) -> Workspace:
    return workspace if isinstance(workspace, Workspace) else read_workspace(workspace, passages)


def projects(workspace: Workspace, month: str) -> list[tuple[dict[str, str], Texte]]:
    """The projects measured for a month, with their text."""
    # Spec 3: "There is no row and no decision before `premiere_mesure`".
    kept = [projet for projet in workspace.register.projets if projet["premiere_mesure"] <= month]
    return [(projet, TEXTES[projet["texte_id"]]) for projet in kept if projet["texte_id"] in TEXTES]


def indicators(workspace: Workspace, projet: dict[str, str], texte: Texte) -> list[str]:
    """The indicators that have rows."""
    if not texte.par_projet:
        return list(texte.indicateurs)
    # Spec 4: "only the `retenu` ones have rows".
    chosen = [row for row in workspace.register.criteres if row["projet_id"] == projet["projet_id"]]
    return [row["indicateur"] for row in chosen if row["statut"] == "retenu"]


def windows(projet: dict[str, str], texte: Texte, indicateur: str, month: str, lecture: Lecture) -> list[Window]:
    """The admissible windows under one reading, shortest first."""
    if lecture.duree_projet:
        start = parse_day(projet["date_demarrage"])
        assert start is not None
        return [(first_day(month_of(start)), last_day(month))]
    lengths = [lecture.longueur] if lecture.longueur else texte.lengths(indicateur, projet, month)
    return [window_of(month, length) for length in lengths]


def measured(
    workspace: Workspace, projet: dict[str, str], finess_et: str, indicateur: str, month: str, lecture: Lecture = DEFAULT
) -> tuple[Window, Figures]:
    """The window kept for one establishment and indicator under one reading, and what it counts."""
    texte = TEXTES[projet["texte_id"]]
    admissible = windows(projet, texte, indicateur, month, lecture)
    return retained(workspace, texte, finess_et, indicateur, admissible, lecture)


def key_of(projet: dict[str, str], finess_et: str | None, indicateur: str, month: str) -> Line:
    return {
        "mois": month,
        "projet_id": projet["projet_id"],
        "texte_id": projet["texte_id"],
        "finess_et": finess_et,
        "indicateur": indicateur,
    }


def establishment_line(
    workspace: Workspace, projet: dict[str, str], finess_et: str, indicateur: str, month: str, lecture: Lecture = DEFAULT
) -> Line:
    """One row: the retained window of one establishment and indicator under one reading."""
    texte = TEXTES[projet["texte_id"]]
    window, found = measured(workspace, projet, finess_et, indicateur, month, lecture)
    # Choice 34: "Rows per establishment of a text of scope `ensemble` have no target (`cible`, `reste_a_faire` empty) and are
    # `sans_cible` when measurable."
    cible = texte.cibles.get(indicateur)
    verdict, motif = judge(found, cible)
    # Spec 3: "An exempt row shows the window it would have had." Choice 20: it shows "figures and target".
    exempt = workspace.exemption(projet, texte, finess_et, indicateur, month)
    if exempt:
        verdict, motif = "exemptee", exempt
    return key_of(projet, finess_et, indicateur, month) | describe(window, found, cible, verdict, motif)


def measure(workspace: Path | Workspace, month: str, passages: list[dict[str, str]] | None = None) -> list[Line]:
    """The rows of `indicateurs` of one month: one per project, establishment and indicator."""
    loaded = load(workspace, passages)
    lines = []
    for projet, texte in projects(loaded, month):
        for finess_et in loaded.register.establishments(projet["projet_id"], last_day(month)):
            for indicateur in indicators(loaded, projet, texte):
                lines.append(establishment_line(loaded, projet, finess_et, indicateur, month))
    return lines
