"""The period of each file, and the rows that a period or another row sets aside. Spec 2.2 and 3."""

from __future__ import annotations

from tests.oracle.oracle_calendar import MONTH, Window, month_window, overlaps, parse_day
from tests.oracle.oracle_files import File, Row

FLOWS_COUNTED_ONCE = {"mssante": "date_envoi", "dmp": "date_depot", "echanges": "date"}
"""The datasets counted once, and the column that dates their rows."""


def refuse(file: File, rule: str) -> None:
    # Choice 10: "Set aside whole: [...] all the lines of the file count as set aside."
    if file.regle is None:
        file.regle = rule


def dated(file: File, row: Row) -> Window:
    """The day of a row of a flow, or its month when it is dated AAAA-MM."""
    text = row.valeurs[FLOWS_COUNTED_ONCE[file.jeu or ""]]
    if MONTH.match(text):
        return month_window(text)
    day = parse_day(text)
    assert day is not None
    return day, day


# ------------------------------------------------------------------------------------------------------------- periods


def apply_couverture(couverture: File, beside: list[File]) -> None:
    """Give the files beside a `couverture.csv` the periods it says, or set aside those it says badly."""
    _set_aside_two_periods(couverture)
    names = {file.chemin.removeprefix(file.repertoire + "/") for file in beside}
    for row in couverture.rows:
        # Choice 13: "A line that names no file of its folder is set aside (`fichier_inconnu`)."
        if row.regle is None and row.valeurs["fichier"] not in names:
            row.regle = "fichier_inconnu"
    for file in beside:
        name = file.chemin.removeprefix(file.repertoire + "/")
        for row in couverture.rows:
            if row.valeurs.get("fichier") != name:
                continue
            # Choice 13: "A `couverture.csv` row set aside sets aside the file it names".
            if row.regle:
                refuse(file, "couverture_invalide")
            else:
                file.couvertures.append((row.finess_et, _window(row, "periode_debut", "periode_fin")))
        # A `couverture.csv` that cannot be read names every file beside it.
        if couverture.regle:
            refuse(file, "couverture_invalide")


def _set_aside_two_periods(couverture: File) -> None:
    # Choice 13: "Two different periods for one file and establishment set both rows aside."
    good = [row for row in couverture.rows if row.regle is None]
    for row in good:
        for other in good:
            same = (row.valeurs["fichier"], row.finess_et) == (other.valeurs["fichier"], other.finess_et)
            if same and _window(row, "periode_debut", "periode_fin") != _window(other, "periode_debut", "periode_fin"):
                row.regle = "couverture_invalide"


def _window(row: Row, begin: str, end: str) -> Window:
    first, last = parse_day(row.valeurs[begin]), parse_day(row.valeurs[end])
    assert first is not None
    assert last is not None
    return first, last


def set_aside_outside_period(file: File) -> None:
    # Spec 2.2: "In `mssante`, `dmp` and `echanges` a row dated outside its file's period is set aside (`hors_periode`)".
    if file.jeu not in FLOWS_COUNTED_ONCE:
        return
    for row in file.rows:
        if row.regle is None and not overlaps(dated(file, row), file.period(row.finess_et)):
            row.regle = "hors_periode"


# ------------------------------------------------------------------------------------------------------ contradictions


def set_aside_contradictions(files: list[File]) -> None:
    # Spec 3: "different values in one column for one period set those rows aside".
    # Choice 14: "`agregats` that contradict each other (one establishment, indicator and window, different figures) are set
    # aside, like `effectifs`."
    _contradict(files, "effectifs", ("periode_debut", "periode_fin"), ("personnes_accompagnees", "beneficiaires_projet"))
    _contradict(files, "agregats", ("indicateur", "fenetre_debut", "fenetre_fin"), ("numerateur", "denominateur"))


def _contradict(files: list[File], jeu: str, same: tuple[str, ...], columns: tuple[str, ...]) -> None:
    rows = [row for file in files if file.jeu == jeu and file.regle is None for row in file.rows if row.counts]
    wrong: list[Row] = []
    for column in columns:
        for row in rows:
            for other in rows:
                alike = row.finess_et == other.finess_et and all(_plain(row, name) == _plain(other, name) for name in same)
                values = {row.valeurs[column], other.valeurs[column]}
                if alike and "" not in values and len({int(value) for value in values}) == 2:
                    wrong.append(row)
    for row in wrong:
        row.regle = "effectif_contradictoire" if jeu == "effectifs" else "agregat_contradictoire"


def _plain(row: Row, name: str) -> object:
    """A value to compare: the day of a date, its time left out."""
    return parse_day(row.valeurs[name]) or row.valeurs[name]
