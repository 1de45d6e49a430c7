"""What a case expects of the published base, compared with what is there. Amounts and conditions are in `case_expected_money`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.vocabulary import INDICATEURS
from tests.cases.case_differences import EMPTY, NO_ROW, Row, one_row, whole_list
from tests.cases.case_expected_money import MONEY_TABLES
from tests.cases.case_files import WrongCaseFile
from tests.cases.case_placed import LETTERS, Placed
from tests.cases.case_workspace import Published


def published_differences(one: Placed, expected: Row, base: Published) -> list[str]:
    """What the published base says otherwise than the case."""
    return list(_published(one, expected, base))


def _published(one: Placed, expected: Row, base: Published) -> Iterator[str]:
    for word, said in expected.items():
        if word in INDICATEURS:
            yield from _indicators(one, "A", {word: said}, base)
        elif word in tuple(LETTERS):
            yield from _indicators(one, word, said, base)
        elif word in _TABLES:
            yield from _TABLES[word](one, said, base)
        else:
            raise WrongCaseFile(f"{one.case.nom} : « {word} » n'est pas un résultat publié")


def _indicators(one: Placed, letter: str, said: Row, base: Published) -> Iterator[str]:
    for indicateur, values in said.items():
        if indicateur not in INDICATEURS:
            raise WrongCaseFile(f"{one.case.nom} : « {indicateur} » n'est pas un indicateur")
        rows = _mine(one, base["indicateurs"], finess_et=one.number(letter), indicateur=indicateur)
        yield from one_row(f"{letter} {indicateur}", values, rows)


def _readings(one: Placed, said: Row, base: Published) -> Iterator[str]:
    """`lectures.<code>.<indicateur>` for A, `lectures.<code>.B.<indicateur>`; `lectures.ensemble` is about the project."""
    for code, indicators in said.items():
        letters = {name: values for name, values in indicators.items() if name in tuple(LETTERS)}
        others = {name: values for name, values in indicators.items() if name not in letters}
        for letter, values in letters.items():
            yield from _reading(one, code, one.number(letter), values, base)
        yield from _reading(one, code, None if code == "ensemble" else one.number("A"), others, base)


def _project_readings(one: Placed, said: Row, base: Published) -> Iterator[str]:
    """`lectures_du_projet.<code>.<indicateur>`: the figures of the project as a whole, which have no establishment."""
    for code, indicators in said.items():
        yield from _reading(one, code, None, indicators, base)


def _reading(one: Placed, code: str, finess_et: str | None, indicators: Row, base: Published) -> Iterator[str]:
    for indicateur, values in indicators.items():
        rows = _mine(one, base["lectures"], finess_et=finess_et, indicateur=indicateur, lecture=code)
        yield from one_row(f"lecture {code} {indicateur}", values, rows)


def _decision(one: Placed, said: Any, base: Published) -> Iterator[str]:
    rows = _mine(one, base["decisions"])
    if said == NO_ROW:
        yield from one_row("décision", said, rows)
        return
    expected = dict(said)
    versions = expected.pop("versions", len(rows))
    if versions != len(rows):
        yield f"décision, nombre de versions : attendu {versions}, obtenu {len(rows)}"
    for name in ("decision_id", "remplace"):
        if name in expected and expected[name] != EMPTY:
            expected[name] = f"{one.projet_id}-{one.case.mois}-{expected[name]}"
    yield from one_row("décision", expected, [row for row in rows if row["courante"]])


def _establishments(one: Placed, said: Row, base: Published) -> Iterator[str]:
    for letter, values in said.items():
        rows = [row for row in base["essms"] if row["finess_et"] == one.number(letter)]
        yield from one_row(f"établissement {letter}", values, rows)


def _ledger(one: Placed, said: Row, base: Published) -> Iterator[str]:
    for path, values in said.items():
        yield from one_row(f"dépôt {path}", values, [row for row in base["depots"] if row["chemin"] == one.path(path)])


def _set_aside(one: Placed, said: list[str], base: Published) -> Iterator[str]:
    """`rejets` is the whole list for the files of the case: « 2026-06/A/dmp.csv ligne 3 date_depot : hors_periode »."""
    paths = {one.path(path): path for path in one.world(1)["depots"]}
    files = {row["depot_id"]: paths[row["chemin"]] for row in base["depots"] if row["chemin"] in paths}
    found = [f"{files[row['depot_id']]} {_place(row)} : {row['regle']}" for row in base["rejets"] if row["depot_id"] in files]
    yield from whole_list("rejets", said, found)


def _place(row: Row) -> str:
    if row["ligne"] is None:
        return "entier"
    return " ".join(["ligne", str(row["ligne"]), *([row["colonne"]] if row["colonne"] else [])])


def _signals(one: Placed, said: list[str], base: Published) -> Iterator[str]:
    """`controles` is the whole list of signals about the establishments of the case: « A dmp_hors_file 2 »."""
    letters = {one.number(letter): letter for letter in LETTERS}
    found = [
        " ".join([letters[row["finess_et"]], row["controle"], *([str(row["nombre"])] if row["nombre"] is not None else [])])
        for row in base["controles"]
        if row["finess_et"] in letters
    ]
    yield from whole_list("contrôles", said, found)


def _project_signals(one: Placed, said: list[str], base: Published) -> Iterator[str]:
    """`controles_du_projet` is the whole list of signals about the project itself, by their codes."""
    found = [row["controle"] for row in base["controles"] if row["projet_id"] == one.projet_id and row["finess_et"] is None]
    yield from whole_list("contrôles du projet", said, found)


_TABLES = {
    "decision": _decision,
    "essms": _establishments,
    "lectures": _readings,
    "lectures_du_projet": _project_readings,
    "depots": _ledger,
    "rejets": _set_aside,
    "controles": _signals,
    "controles_du_projet": _project_signals,
    **MONEY_TABLES,
}


def _mine(one: Placed, rows: list[Row], **key: Any) -> list[Row]:
    key |= {"projet_id": one.projet_id, "mois": one.case.mois}
    return [row for row in rows if all(row[name] == value for name, value in key.items())]
