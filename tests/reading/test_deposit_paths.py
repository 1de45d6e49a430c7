"""What the place and the name of a file say, and when they say too little."""

from __future__ import annotations

import pytest

from contracts.deposits.columns import DATASETS
from transforms.reading.deposit_paths import describe


def described(place: str, sha256: str = "aa"):
    return describe(f"depots/{place}", sha256, 1)


@pytest.mark.parametrize("jeu", [*DATASETS, "couverture"])
def test_a_file_named_after_a_dataset(jeu):
    file = described(f"2026-06/010990018/{jeu}.csv")
    assert (file.mois, file.jeu, file.folder_finess, file.refusal) == ("2026-06", jeu, "010990018", None)
    assert (file.dossier, file.serie, file.numero) == ("depots/2026-06/010990018", file.chemin, None)


@pytest.mark.parametrize(
    ("name", "jeu"),
    [
        ("dossiers_ime.csv", "dossiers"),
        ("dossiersIME.CSV", "dossiers"),
        ("mises_a_jour-2026.csv", "mises_a_jour"),
        ("evenements de juin.csv", "evenements"),
        ("dmp.v2.csv", "dmp"),
        ("couverture_juin.csv", None),
        ("Dossiers.csv", None),
        ("_dossiers.csv", None),
        ("dossier.csv", None),
    ],
)
def test_the_name_begins_with_the_dataset(name, jeu):
    file = described(f"2026-06/lot/{name}")
    assert (file.jeu, file.refusal) == (jeu, None)


@pytest.mark.parametrize("suffix", ["", ".csv.gz", ".csv ", ".json", ".pdf"])
def test_only_csv_is_the_pivot_form(suffix):
    assert described(f"2026-06/lot/dossiers{suffix}").refusal == "format_inconnu"
    assert described(f"2026-06/lot/export{suffix}").refusal == "jeu_inconnu"


@pytest.mark.parametrize("suffix", [".txt", ".tsv", ".xlsx", ".XLSX", ".zip", ".xls"])
def test_the_content_alone_tells_what_other_files_hold(suffix):
    file = described(f"2026-06/lot/dossiers{suffix}")
    assert (file.jeu, file.refusal) == (None, None)
    assert described(f"2026-06/lot/couverture{suffix}").refusal == "format_inconnu"


def test_the_parts_of_a_file_are_deposits_that_add_up():
    grid = described("2026-06/lot/grille-2.xlsx")
    first, second = (grid.part(name, "agregats", rank, 2) for rank, name in enumerate(["Dossiers", "DMP"]))
    alone = described("2026-06/lot/etat.xlsx").part("", "dossiers", 0, 1)
    assert first.serie == second.serie == grid.serie
    assert (first.numero, second.numero, alone.numero, alone.partie) == (2_000_000, 2_000_001, None, None)
    assert len({grid.depot, first.depot, second.depot}) == 3
    assert alone.depot == described("2026-06/lot/etat.xlsx").depot


@pytest.mark.parametrize("month", ["2026-01", "2026-12", "1999-12", "0001-01"])
def test_months(month):
    assert described(f"{month}/dossiers.csv").mois == month


@pytest.mark.parametrize(
    "place", ["2026-00", "2026-13", "2026-6", "2026-006", "0000-01", " 2026-06", "2026-06-01", "lot/2026-06", "٢٠٢٦-٠٦"]
)
def test_places_that_are_no_month(place):
    file = described(f"{place}/dossiers.csv")
    assert (file.mois, file.refusal) == (None, "mois_inconnu")


def test_a_file_at_the_top_is_in_no_month():
    assert described("dossiers.csv").refusal == "mois_inconnu"
    assert described("2026-06").mois is None


@pytest.mark.parametrize(
    ("place", "folder"),
    [
        ("2026-06/dossiers.csv", None),
        ("2026-06/010990018/dossiers.csv", "010990018"),
        ("2026-06/lot/010990018/dossiers.csv", "lot"),
        ("2026-06/010990018/lot/dossiers.csv", "010990018"),
    ],
)
def test_the_establishment_is_the_folder_just_below_the_month(place, folder):
    assert described(place).folder_finess == folder


@pytest.mark.parametrize(
    ("name", "stem", "number"),
    [
        ("evenements-1.csv", "evenements", 1),
        ("evenements-02.csv", "evenements", 2),
        ("evenements_ime-10.csv", "evenements_ime", 10),
        ("evenements-2026-1.csv", None, None),
        ("evenements-2026-06.csv", None, None),
        ("evenements-2026-06-1.csv", "evenements-2026-06", 1),
        ("evenements-1234567.csv", None, None),
        ("evenements-.csv", None, None),
        ("evenements_1.csv", None, None),
    ],
)
def test_numbered_parts(name, stem, number):
    file = described(f"2026-06/lot/{name}")
    assert file.numero == number
    assert file.serie == (f"depots/2026-06/lot/{stem}" if stem else file.chemin)


def test_parts_of_two_folders_are_not_one_series():
    assert described("2026-06/a/dmp-1.csv").serie != described("2026-06/b/dmp-1.csv").serie


def test_a_refusal_given_is_kept():
    assert describe("depots/x", "", 0, "lien_refuse").refusal == "lien_refuse"


def test_the_number_of_a_deposit_is_made_of_its_path_and_content():
    first = described("2026-06/a/dmp.csv")
    assert first.depot == described("2026-06/a/dmp.csv").depot
    others = {described("2026-06/b/dmp.csv").depot, described("2026-06/a/dmp.csv", "bb").depot}
    assert first.depot not in others
    assert len(others) == 2
    assert 0 <= first.depot < 2**63
    assert first.depot_id == f"{first.depot:016x}"
