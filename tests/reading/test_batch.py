"""Rows of many files read together: each accepted or set aside with its file, its line and all its reasons."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from contracts.deposits.columns import DATASETS
from contracts.deposits.rules import ROW_RULES
from transforms.reading.batch import ReadBatch, read_batch
from transforms.reading.coverage import PERIODS_SCHEMA
from transforms.reading.csv_together import read_files
from transforms.reading.deposit_paths import DepositFile, describe
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.month_tables import general_periods
from transforms.reading.pseudonym import Pseudonyms, pseudonym

KEY = b"une cle de test"
EHPAD, OTHER, EJ = "010990018", "380990010", "690980016"
KNOWN = KnownNumbers(frozenset({EHPAD, OTHER}), frozenset({EJ}), frozenset(), frozenset({EHPAD}))


def file_of(place: str) -> DepositFile:
    return describe(f"depots/{place}", "aa", 1)


def read(jeu: str, files: dict[str, str], declared: list[tuple] | None = None) -> ReadBatch:
    """One batch of these files (place below `depots/` → content); `declared`: place, establishment, first and last day."""
    dataset = DATASETS[jeu]
    described = {place: file_of(place) for place in files}
    _, text = read_files([content.encode() for content in files.values()], dataset)
    rows = [(file_of(place).depot, *rest) for place, *rest in declared or []]
    periods = general_periods(list(described.values()), pl.DataFrame(rows, schema=PERIODS_SCHEMA, orient="row"))
    return read_batch(dataset, list(described.values()), text, periods, KNOWN, Pseudonyms(KEY))


def lines(*rows: str, header: str) -> str:
    return "\n".join([header, *rows]) + "\n"


def faults(batch: ReadBatch) -> list[tuple]:
    return batch.faults.select("ligne", "colonne", "regle").sort("ligne", "colonne", "regle", nulls_last=True).rows()


DOSSIERS = ";".join(DATASETS["dossiers"].names)
MINIMUM = {
    "dossiers": "finess_et;dossier_id;date_entree",
    "mssante": "finess_et;date_envoi;nb_messages",
    "effectifs": "finess_et;periode_debut;periode_fin;personnes_accompagnees;beneficiaires_projet",
    "agregats": "finess_et;indicateur;fenetre_debut;fenetre_fin;numerateur;denominateur",
    "echanges": "finess_et;service;date;nb",
}


def test_accepted_rows_keep_their_file_their_line_and_their_order():
    first, second = "2026-06/a/dossiers.csv", "2026-06/b/dossiers.csv"
    batch = read(
        "dossiers",
        {
            first: lines(f"{EHPAD};2;2026-01-01", "", f"{OTHER};1;2026-01-01", header=MINIMUM["dossiers"]),
            second: lines(f"{EHPAD};3;2026-01-01", header=MINIMUM["dossiers"]),
        },
    )
    kept = batch.accepted.select("depot", "ligne", "finess_et", "dossier").rows()
    assert kept == [
        (file_of(first).depot, 2, EHPAD, pseudonym(KEY, EHPAD, "2")),
        (file_of(first).depot, 4, OTHER, pseudonym(KEY, OTHER, "1")),
        (file_of(second).depot, 2, EHPAD, pseudonym(KEY, EHPAD, "3")),
    ]
    assert sorted(batch.lines.rows()) == sorted([(file_of(first).depot, 2), (file_of(second).depot, 1)])
    assert batch.faults.is_empty()
    assert set(batch.accepted["beneficiaire_projet"]) == {True}


def test_a_row_says_all_that_is_wrong_with_it():
    row = "123;;2026-02-30;;;FAIT;2026-06-02;2026-06-01;x"
    batch = read("dossiers", {"2026-06/a/dossiers.csv": lines(row, header=DOSSIERS)})
    assert batch.accepted.is_empty()
    assert faults(batch) == [
        (2, "beneficiaire_projet", "valeur_inconnue"),
        (2, "date_entree", "date_invalide"),
        (2, "dossier_id", "obligatoire"),
        (2, "finess_et", "finess_forme"),
        (2, "projet_date_fin", "projet_fin_avant_debut"),
        (2, "projet_statut", "valeur_inconnue"),
    ]
    assert batch.lines["lignes_lues"].to_list() == [1]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("2026-06-02;2026-06-02;;;;;", None),
        ("2026-06-02;2026-06-01;;;;;", ("date_sortie", "sortie_avant_entree")),
        (";2026-06-01;;;;;", ("date_entree", "obligatoire")),
        ("2026-01-01;;;ENCOURS;2026-06-01;2026-06-01;", None),
        ("2026-01-01;;;ENCOURS;2026-06-02;2026-06-01;", ("projet_date_fin", "projet_fin_avant_debut")),
        ("2026-01-01;;;ENCOURS;;2026-06-01;", None),
        ("2026-01-01;;2030-01-01;ENPAUSE;;;N", None),
        ("2026-01-01;;;encours;;;", ("projet_statut", "valeur_inconnue")),
        ("2026-01-01;;;;;;n", ("beneficiaire_projet", "valeur_inconnue")),
    ],
)
def test_dossiers(cells, fault):
    batch = read("dossiers", {"2026-06/a/dossiers.csv": lines(f"{EHPAD};D;{cells}", header=DOSSIERS)})
    assert faults(batch) == ([(2, *fault)] if fault else [])
    assert batch.accepted.height == (0 if fault else 1)


@pytest.mark.parametrize(
    ("jeu", "row", "fault"),
    [
        ("effectifs", f"{EHPAD};2026-06-01;2026-06-30;10;", None),
        ("effectifs", f"{EHPAD};2026-06-30;2026-06-30;0;0", None),
        ("effectifs", f"{EHPAD};2026-06-30;2026-06-29;10;", ("periode_fin", "periode_invalide")),
        ("effectifs", f"{EHPAD};2026-06-01;2026-06-30;-1;", ("personnes_accompagnees", "nombre_invalide")),
        ("agregats", f"{EHPAD};dossiers_actifs;2026-04-01;2026-06-30;10;10", None),
        ("agregats", f"{EHPAD};dossiers_actifs;2026-04-01;2026-06-30;11;10", ("numerateur", "numerateur_superieur")),
        ("agregats", f"{EHPAD};mssante;2026-06-30;2026-06-29;1;10", ("fenetre_fin", "periode_invalide")),
        ("agregats", f"{EHPAD};mssante;2026-04-01;2026-06-30;11;10", None),
        ("agregats", f"{EHPAD};dmp;2026-04-01;2026-06-30;11;", None),
        ("agregats", f"{EHPAD};inconnu;2026-04-01;2026-06-30;1;10", ("indicateur", "valeur_inconnue")),
        ("echanges", f"{EHPAD};e_prescription;2026-06-30;0", None),
        ("echanges", f"{EHPAD};e_autre;2026-06-30;1", ("service", "valeur_inconnue")),
    ],
)
def test_rules_of_other_datasets(jeu, row, fault):
    batch = read(jeu, {f"2026-06/a/{jeu}.csv": lines(row, header=MINIMUM[jeu])})
    assert faults(batch) == ([(2, *fault)] if fault else [])
    assert batch.accepted.height == (0 if fault else 1)


@pytest.mark.parametrize(
    ("day", "declared", "rule"),
    [
        ("2026-06-01", None, None),
        ("2026-06-30", None, None),
        ("2026-05-31", None, "hors_periode"),
        ("2026-07-01", None, "hors_periode"),
        ("2026-06", None, None),
        ("2026-05", None, "hors_periode"),
        ("2026-05-31", (None, date(2026, 5, 1), date(2026, 6, 30)), None),
        ("2026-04-30", (None, date(2026, 5, 1), date(2026, 6, 30)), "hors_periode"),
        ("2026-06-14", (None, date(2026, 6, 15), date(2026, 6, 30)), "hors_periode"),
        ("2026-06", (None, date(2026, 6, 15), date(2026, 6, 30)), None),
        ("2026-05-31", (EHPAD, date(2026, 5, 1), date(2026, 6, 30)), None),
        ("2026-05-31", (OTHER, date(2026, 5, 1), date(2026, 6, 30)), "hors_periode"),
    ],
)
def test_the_period_of_what_counts_once(day, declared, rule):
    place = "2026-06/a/mssante.csv"
    batch = read(
        "mssante", {place: lines(f"{EHPAD};{day};1", header=MINIMUM["mssante"])}, [(place, *declared)] if declared else None
    )
    assert faults(batch) == ([(2, "date_envoi", rule)] if rule else [])


@pytest.mark.parametrize(("day", "rule"), [("2026-06-20", None), ("2026-06-10", "hors_periode"), ("2026-07-01", "hors_periode")])
def test_a_row_lies_in_every_period_declared_and_is_read_once(day, rule):
    place = "2026-06/a/mssante.csv"
    declared = [
        (place, None, date(2026, 6, 1), date(2026, 6, 30)),
        (place, None, date(2026, 6, 15), date(2026, 7, 31)),
    ]
    batch = read("mssante", {place: lines(f"{EHPAD};{day};1", header=MINIMUM["mssante"])}, declared)
    assert faults(batch) == ([(2, "date_envoi", rule)] if rule else [])
    assert batch.accepted.height == (0 if rule else 1)


def test_a_folder_that_is_an_establishment_takes_no_row_of_another():
    rows = (f"{OTHER};1;2026-01-01", f"{EHPAD};2;2026-01-01", "10990018;3;2026-01-01", "123;4;2026-01-01")
    batch = read("dossiers", {f"2026-06/{EHPAD}/dossiers.csv": lines(*rows, header=MINIMUM["dossiers"])})
    assert faults(batch) == [(2, "finess_et", "finess_incoherent"), (5, "finess_et", "finess_forme")]
    assert batch.accepted["ligne"].to_list() == [3, 4]
    assert batch.named.select("finess_et").rows() == [(EHPAD,)]


@pytest.mark.parametrize("folder", ["380990011", EJ])
def test_a_folder_with_a_wrong_number_takes_no_row(folder):
    batch = read("dossiers", {f"2026-06/{folder}/dossiers.csv": lines(f"{EHPAD};1;2026-01-01", header=MINIMUM["dossiers"])})
    assert [regle for _, _, regle in faults(batch)] == ["finess_incoherent"]


def test_a_fault_tells_its_establishment_unless_its_number_is_at_fault():
    rows = (f"{EHPAD};1;hier", f"{EJ};2;hier", ";3;2026-01-01", "x")
    batch = read("dossiers", {"2026-06/a/dossiers.csv": lines(*rows, header=MINIMUM["dossiers"])})
    owners = dict(batch.faults.select("ligne", "finess_et").rows())
    assert owners == {2: EHPAD, 3: None, 4: None, 5: None}
    assert (5, None, "champs_nombre") in faults(batch)
    assert batch.lines["lignes_lues"].to_list() == [4]


def test_lost_zeros_are_counted_by_file():
    rows = ("10990018;1;2026-01-01", "10990018;2;hier", f"{EHPAD};3;2026-01-01")
    batch = read("dossiers", {"2026-06/a/dossiers.csv": lines(*rows, header=MINIMUM["dossiers"])})
    assert batch.corrections.select("finess_et", "lignes").rows() == [(EHPAD, 2)]


def test_a_file_without_records_is_counted_as_such():
    places = {
        "2026-06/a/dossiers.csv": lines(header=MINIMUM["dossiers"]),
        "2026-06/b/dossiers.csv": lines(";;", header=MINIMUM["dossiers"]),
    }
    batch = read("dossiers", places)
    assert batch.lines["lignes_lues"].to_list() == [0, 0]
    assert batch.accepted.is_empty()


@pytest.mark.parametrize("second", ["10;5", "10;"])
def test_declarations_that_agree(second):
    rows = (f"{EHPAD};2026-06-01;2026-06-30;10;5", f"{EHPAD};2026-06-01;2026-06-30;{second}")
    assert faults(read("effectifs", {"2026-06/a/effectifs.csv": lines(*rows, header=MINIMUM["effectifs"])})) == []


@pytest.mark.parametrize("second", ["11;5", "10;6", "11;"])
def test_declarations_of_one_file_that_contradict_each_other(second):
    rows = (
        f"{EHPAD};2026-06-01;2026-06-30;10;5",
        f"{EHPAD};2026-06-01;2026-06-30;{second}",
        f"{EHPAD};2026-05-01;2026-05-31;12;",
        f"{OTHER};2026-06-01;2026-06-30;13;",
        f"{OTHER};2026-06-01;2026-06-30;hier;",
    )
    found = faults(read("effectifs", {"2026-06/a/effectifs.csv": lines(*rows, header=MINIMUM["effectifs"])}))
    assert [(ligne, regle) for ligne, _, regle in found] == [
        (2, "effectif_contradictoire"),
        (3, "effectif_contradictoire"),
        (6, "nombre_invalide"),
    ]


def test_files_read_together_are_read_as_each_alone():
    files = {
        f"2026-06/{EHPAD}/dossiers.csv": lines(f"{OTHER};1;2026-01-01", "x", f"{EHPAD};2;hier", header=MINIMUM["dossiers"]),
        "2026-06/a/dossiers.csv": lines(header=DOSSIERS),
        "2026-06/b/dossiers.csv": lines(f"{EHPAD};1;2026-01-01;;;;;;", "", "10990018;2;2026-01-01;;;;;;", header=DOSSIERS),
    }
    together = read("dossiers", files)
    apart = [read("dossiers", {place: content}) for place, content in files.items()]
    for name in ("accepted", "faults", "named", "lines", "corrections"):
        whole = getattr(together, name)
        assert whole.sort(whole.columns).rows() == pl.concat([getattr(one, name) for one in apart]).sort(whole.columns).rows(), (
            name
        )


def test_the_number_of_a_lost_zero_and_the_whole_one_are_one_establishment():
    rows = ("10990018;1;2026-01-01", f"{EHPAD};1;2026-01-01")
    batch = read("dossiers", {"2026-06/a/dossiers.csv": lines(*rows, header=MINIMUM["dossiers"])})
    assert batch.accepted["dossier"].to_list() == [pseudonym(KEY, EHPAD, "1")] * 2
    assert batch.named.select("finess_et").rows() == [(EHPAD,)]


def test_free_text_is_hidden_and_an_empty_nature_is_agenda():
    header = ";".join(DATASETS["evenements"].names)
    rows = [f"{EHPAD};1;2026-06-01;;{nature}" for nature in ("", "agenda", "Visite de Mme X")]
    batch = read("evenements", {"2026-06/a/evenements.csv": lines(*rows, header=header)})
    agenda, same, hidden = batch.accepted["nature"].to_list()
    assert agenda == same == "agenda"
    assert len(hidden) == 32
    assert "Visite" not in hidden


def test_every_rule_met_here_has_its_sentence():
    batch = read("dossiers", {"2026-06/a/dossiers.csv": lines("x", ";;2026-02-30", header=MINIMUM["dossiers"])})
    assert set(batch.faults["regle"]) <= set(ROW_RULES)


def test_a_line_filled_only_in_a_column_that_is_not_read_is_set_aside_not_lost():
    header = "finess_et;date_envoi;nb_messages;commentaire"
    batch = read("mssante", {"2026-06/a/mssante.csv": lines(";;;vu avec la direction", ";;;", header=header)})
    rules = {"date_envoi": "obligatoire", "finess_et": "finess_manquant", "nb_messages": "obligatoire"}
    assert faults(batch) == [(2, column, rule) for column, rule in rules.items()]
    assert batch.lines["lignes_lues"].to_list() == [1]
