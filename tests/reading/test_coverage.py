"""`couverture.csv`: the period each file speaks for, and what becomes of a file whose line was set aside."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.deposits.columns import COVERAGE
from transforms.reading.coverage import Coverage, read_coverages
from transforms.reading.csv_text import read_text
from transforms.reading.csv_together import read_files
from transforms.reading.deposit_paths import describe
from transforms.reading.finess_cells import KnownNumbers

HEADER = "fichier;finess_et;periode_debut;periode_fin;date_extraction"
EHPAD, OTHER, EJ = "010990018", "380990010", "690980016"
KNOWN = KnownNumbers(frozenset({EHPAD, OTHER}), frozenset({EJ}), frozenset(), frozenset({EHPAD}))
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 30)


def covered(*lines: str, folder: str = "lot", header: str = HEADER) -> tuple[Coverage, dict[int, str]]:
    """What these lines say of the files beside them, and the name of each file by its number."""
    place = f"depots/2026-06/{folder}"
    beside = {name: describe(f"{place}/{name}", name, 1) for name in ("dmp.csv", "mssante.csv", "évé.csv")}
    content = "\n".join([header, *lines]) + "\n"
    _, text = read_text(content.encode(), COVERAGE)
    said = read_coverages(text, [describe(f"{place}/couverture.csv", "c", 1)], [beside], KNOWN)
    return said, {file.depot: name for name, file in beside.items()}


def periods(*lines: str, **options: str) -> list[tuple]:
    said, names = covered(*lines, **options)
    assert said.faults.is_empty()
    return [(names[depot], *rest) for depot, *rest in said.periods.rows()]


def faults(*lines: str, **options: str) -> tuple[list[tuple], list[str]]:
    """Line, column and rule of each fault, and the files set aside for it."""
    said, names = covered(*lines, **options)
    rows = said.faults.select("ligne", "colonne", "regle").sort("ligne", "colonne", "regle").rows()
    return rows, sorted(names[depot] for depot in said.refused)


def test_a_period_for_all_those_the_file_names():
    assert periods("dmp.csv;;2026-05-01;2026-06-30;2026-07-15") == [("dmp.csv", None, MAY, JUNE)]


def test_a_period_for_one_establishment_written_as_people_do():
    assert periods("dmp.csv;10 990 018;2026-05-01;2026-06-30;") == [("dmp.csv", EHPAD, MAY, JUNE)]


def test_several_files_and_establishments():
    lines = [
        f"dmp.csv;{EHPAD};2026-05-01;2026-06-30;",
        f"dmp.csv;{OTHER};2026-06-01;2026-06-30;",
        "évé.csv;;2026-06-30;2026-06-30;",
    ]
    assert [row[:2] for row in periods(*lines)] == [("dmp.csv", EHPAD), ("dmp.csv", OTHER), ("évé.csv", None)]


def test_the_same_line_twice_is_said_once():
    assert len(periods("dmp.csv;;2026-05-01;2026-06-30;", "dmp.csv;;2026-05-01;2026-06-30;")) == 1


def test_columns_that_may_be_absent():
    assert periods("dmp.csv;2026-05-01;2026-06-30", header="fichier;periode_debut;periode_fin") == [("dmp.csv", None, MAY, JUNE)]


@pytest.mark.parametrize(
    ("line", "column", "rule"),
    [
        ("dmp.csv;;2026-05-01;;", "periode_fin", "obligatoire"),
        ("dmp.csv;;mai;2026-06-30;", "periode_debut", "date_invalide"),
        ("dmp.csv;;2026-05-01;2026-06-30;hier", "date_extraction", "date_invalide"),
        (f"dmp.csv;{EJ};2026-05-01;2026-06-30;", "finess_et", "finess_ej"),
        ("dmp.csv;123;2026-05-01;2026-06-30;", "finess_et", "finess_forme"),
    ],
)
def test_a_line_set_aside_sets_aside_the_file_it_names(line, column, rule):
    assert faults(line, "mssante.csv;;2026-05-01;2026-06-30;") == ([(2, column, rule)], ["dmp.csv"])


def test_a_period_that_ends_before_it_starts():
    rows, refused = faults("dmp.csv;;2026-06-30;2026-05-01;")
    assert (rows, refused) == ([(2, "periode_fin", "periode_invalide")], ["dmp.csv"])
    assert periods("dmp.csv;;2026-06-30;2026-06-30;")[0][2:] == (JUNE, JUNE)


@pytest.mark.parametrize("name", ["dmp_juin.csv", "DMP.csv", "../lot/dmp.csv", "couverture.csv"])
def test_a_file_that_is_not_beside(name):
    rows, refused = faults(f"{name};;2026-05-01;2026-06-30;")
    assert (rows, refused) == ([(2, "fichier", "fichier_inconnu")], [])


def test_two_periods_for_one_file_and_establishment_contradict_each_other():
    lines = [f"dmp.csv;{EHPAD};2026-05-01;2026-06-30;", "dmp.csv;10990018;2026-06-01;2026-06-30;"]
    rows, refused = faults(*lines)
    assert rows == [(2, "periode_debut", "couverture_contradictoire"), (3, "periode_debut", "couverture_contradictoire")]
    assert refused == ["dmp.csv"]


def test_a_general_period_and_one_of_an_establishment_do_not_contradict_each_other():
    assert len(periods("dmp.csv;;2026-05-01;2026-06-30;", f"dmp.csv;{EHPAD};2026-06-01;2026-06-30;")) == 2


def test_a_line_already_set_aside_contradicts_nothing():
    rows, refused = faults("dmp.csv;;2026-05-01;2026-06-30;", "dmp.csv;123;2026-06-01;2026-06-30;")
    assert (rows, refused) == ([(3, "finess_et", "finess_forme")], ["dmp.csv"])


def test_another_establishment_than_that_of_the_folder():
    rows, refused = faults(f"dmp.csv;{OTHER};2026-05-01;2026-06-30;", f"mssante.csv;{EHPAD};2026-05-01;2026-06-30;", folder=EHPAD)
    assert (rows, refused) == ([(2, "finess_et", "finess_incoherent")], ["dmp.csv"])


def test_a_line_with_a_wrong_number_of_fields_may_be_that_of_any_file():
    rows, refused = faults("dmp.csv;;2026-05-01;2026-06-30;", "dmp.csv", "")
    assert rows == [(3, None, "champs_nombre")]
    assert refused == ["dmp.csv", "mssante.csv", "évé.csv"]


def test_empty_lines_are_no_lines():
    said, _ = covered("", "dmp.csv;;2026-05-01;2026-06-30;", ";;;;", " ; ;;;", "x;;;;")
    assert said.lines == [2]
    assert said.faults["ligne"].unique().to_list() == [6]


def test_a_header_alone_says_nothing():
    said, _ = covered()
    assert (said.lines, said.periods.height, said.faults.height, said.refused) == ([0], 0, 0, frozenset())


def test_files_of_several_folders_read_together_speak_each_of_its_own():
    contents = [
        f"{HEADER}\ndmp.csv;;2026-05-01;2026-06-30;\nx.csv;;2026-05-01;2026-06-30;\n",
        f"{HEADER}\n",
        f"{HEADER}\ndmp.csv;123;2026-05-01;2026-06-30;\n",
        f"{HEADER}\nx\ndmp.csv;;2026-06-01;2026-06-30;\n",
    ]
    covers = [describe(f"depots/2026-06/{rank}/couverture.csv", "c", 1) for rank in range(4)]
    beside = [{"dmp.csv": describe(f"depots/2026-06/{rank}/dmp.csv", "d", 1)} for rank in range(4)]
    _, text = read_files([content.encode() for content in contents], COVERAGE)
    said = read_coverages(text, covers, beside, KNOWN)
    depots = [files["dmp.csv"].depot for files in beside]
    assert said.lines == [2, 0, 1, 2]
    assert said.periods.rows() == [(depots[0], None, MAY, JUNE), (depots[3], None, date(2026, 6, 1), JUNE)]
    assert said.faults.select("rang", "ligne", "regle").sort("rang").rows() == [
        (0, 3, "fichier_inconnu"),
        (2, 2, "finess_forme"),
        (3, 2, "champs_nombre"),
    ]
    assert said.refused == {depots[2], depots[3]}
