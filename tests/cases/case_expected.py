"""What a case expects, compared with what was found: one French line per difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.vocabulary import INDICATEURS
from tests.cases.case_files import WrongCaseFile
from tests.cases.case_workspace import LETTERS, Placed, Published

EMPTY = "vide"
"""How a case writes that a cell holds nothing."""

NO_ROW = "aucune ligne"

Row = dict[str, Any]


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
        yield from _one_row(f"{letter} {indicateur}", values, rows)


def _readings(one: Placed, said: Row, base: Published) -> Iterator[str]:
    """`lectures.<code>.<indicateur>`; a reading of the project as a whole has no establishment."""
    for code, indicators in said.items():
        finess_et = None if code == "ensemble" else one.number("A")
        for indicateur, values in indicators.items():
            rows = _mine(one, base["lectures"], finess_et=finess_et, indicateur=indicateur, lecture=code)
            yield from _one_row(f"lecture {code} {indicateur}", values, rows)


def _decision(one: Placed, said: Any, base: Published) -> Iterator[str]:
    rows = _mine(one, base["decisions"])
    if said == NO_ROW:
        yield from _one_row("décision", said, rows)
        return
    expected = dict(said)
    versions = expected.pop("versions", len(rows))
    if versions != len(rows):
        yield f"décision, nombre de versions : attendu {versions}, obtenu {len(rows)}"
    for name in ("decision_id", "remplace"):
        if name in expected and expected[name] != EMPTY:
            expected[name] = f"{one.projet_id}-{one.case.mois}-{expected[name]}"
    yield from _one_row("décision", expected, [row for row in rows if row["courante"]])


def _criteria(one: Placed, said: Row, base: Published) -> Iterator[str]:
    current = {row["decision_id"] for row in _mine(one, base["decisions"]) if row["courante"]}
    for indicateur, values in said.items():
        rows = [row for row in base["decision_criteres"] if row["decision_id"] in current and row["indicateur"] == indicateur]
        yield from _one_row(f"critère {indicateur}", values, rows)


def _ledger(one: Placed, said: Row, base: Published) -> Iterator[str]:
    for path, values in said.items():
        yield from _one_row(f"dépôt {path}", values, [row for row in base["depots"] if row["chemin"] == one.path(path)])


def _set_aside(one: Placed, said: list[str], base: Published) -> Iterator[str]:
    """`rejets` is the whole list for the files of the case: « 2026-06/A/dmp.csv ligne 3 date_depot : hors_periode »."""
    paths = {one.path(path): path for path in one.world(1)["depots"]}
    files = {row["depot_id"]: paths[row["chemin"]] for row in base["depots"] if row["chemin"] in paths}
    found = [f"{files[row['depot_id']]} {_place(row)} : {row['regle']}" for row in base["rejets"] if row["depot_id"] in files]
    yield from _list("rejets", said, found)


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
    yield from _list("contrôles", said, found)


_TABLES = {
    "decision": _decision,
    "criteres": _criteria,
    "lectures": _readings,
    "depots": _ledger,
    "rejets": _set_aside,
    "controles": _signals,
}


def _mine(one: Placed, rows: list[Row], **key: Any) -> list[Row]:
    key |= {"projet_id": one.projet_id, "mois": one.case.mois}
    return [row for row in rows if all(row[name] == value for name, value in key.items())]


def _one_row(where: str, said: Any, rows: list[Row]) -> Iterator[str]:
    if said == NO_ROW:
        if rows:
            yield f"{where} : attendu {NO_ROW}, obtenu {len(rows)}"
    elif len(rows) != 1:
        yield f"{where} : attendu une ligne, obtenu {len(rows)}"
    else:
        yield from differences(where, said, rows[0])


def _list(where: str, said: list[str], found: list[str]) -> Iterator[str]:
    yield from (f"{where} : attendu « {item} », absent" for item in sorted(set(said) - set(found)))
    yield from (f"{where} : obtenu « {item} », non attendu" for item in sorted(set(found) - set(said)))


def differences(where: str, said: Row, got: Row) -> Iterator[str]:
    """Values that differ; a verdict or a decision written without a `motif` has none, any other column left out is free."""
    expected = dict(said)
    if {"verdict", "decision"} & expected.keys() and "motif" in got:
        expected.setdefault("motif", EMPTY)
    for name, value in expected.items():
        if name not in got:
            raise WrongCaseFile(f"{where} : « {name} » n'est pas un résultat ; résultats : {', '.join(got)}")
        if plain(value) != plain(got[name]):
            yield f"{where}, {name} : attendu {_shown(value)}, obtenu {_shown(got[name])}"


def plain(value: Any) -> Any:
    """A value in the form in which a case writes it; amounts and rates are compared exactly."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return value.isoformat() if isinstance(value, date) else value


def _shown(value: Any) -> str:
    simple = plain(value)
    if isinstance(simple, bool):
        return "vrai" if simple else "faux"
    return format(simple, "f") if isinstance(simple, Decimal) else str(simple)
