"""The oracle is code too: small workspaces whose figures were worked out by hand from the spec, and its generator."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.oracle.oracle_by_hand import AIN, CORSE, MONTH, build, own, persons
from tests.oracle.oracle_decisions import balance, decide
from tests.oracle.oracle_deposits import read_workspace, receive
from tests.oracle.oracle_figures import Figures, choices, judge, pool
from tests.oracle.oracle_finess import key_is_right, with_key
from tests.oracle.oracle_measures import measure
from tests.oracle.oracle_readings import readings
from tests.oracle.oracle_texts import ARA, GUADELOUPE
from tests.oracle.oracle_workspace import generate, generate_history

ROLL = Decimal("0.90")


def line(workspace: Path, indicateur: str, month: str = MONTH) -> dict[str, object]:
    return next(row for row in measure(workspace, month) if row["indicateur"] == indicateur)


def verdict(workspace: Path, indicateur: str, month: str = MONTH) -> tuple[object, object]:
    row = line(workspace, indicateur, month)
    return row["verdict"], row["motif"]


# --------------------------------------------------------------------------------------------------------------- FINESS


def test_the_key_is_luhn_with_corsican_letters_as_digits():
    assert [key_is_right(number) for number in (AIN, CORSE, "2B0000004", "010000007", "2A0000004")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert with_key("01000000") == AIN


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        (" 01 0000 008", None),
        ("'010000008", None),
        ("10000008", None),
        ("10000016", "finess_forme"),
        ("010000009", "finess_cle"),
        ("590000001", "finess_ej"),
        ("39000000000001", "finess_siret"),
        (CORSE, "finess_incoherent"),
        ("", "finess_manquant"),
    ],
)
def test_numbers_of_rows(tmp_path, written, rule):
    text = f"finess_et;date_envoi;nb_messages\n{written};2025-06-01;3\n"
    workspace = read_workspace(build(tmp_path, {f"{MONTH}/{AIN}/mssante.csv": text}))
    assert workspace.files[0].rows[0].regle == rule


# --------------------------------------------------------------------------------------------------------------- ledger


def test_lines_are_ranked_as_a_spreadsheet_shows_them(tmp_path):
    text = f'finess_et;dossier_id;date_depot\n{AIN};"A\nB";2025-06-01\n\n{AIN};C;2025-05-31\n{AIN};D\n{AIN};E;2025-06-30\n'
    (row,) = read_workspace(build(tmp_path, {f"{MONTH}/{AIN}/dmp.csv": text})).ledger()
    assert row["rejets"] == {4: "hors_periode", 5: "champs_nombre"}
    assert (row["lignes_lues"], row["lignes_acceptees"], row["lignes_rejetees"], row["lignes_remplacees"]) == (4, 2, 2, 0)


def test_two_files_of_one_key_are_set_aside_whole_but_numbered_parts_add_up(tmp_path):
    text = f"finess_et;date_envoi;nb_messages\n{AIN};2025-06-01;3\n"
    paths = [f"{MONTH}/{AIN}/mssante-1.csv", f"{MONTH}/{AIN}/mssante-2.csv"]
    parts = read_workspace(build(tmp_path / "parts", dict.fromkeys(paths, text)))
    rivals = read_workspace(build(tmp_path / "rivals", dict.fromkeys([*paths, f"{MONTH}/mssante.csv"], text)))
    assert [row["regle"] for row in parts.ledger()] == [None, None]
    assert [row["regle"] for row in rivals.ledger()] == ["depot_ambigu"] * 3


def test_a_corrected_part_replaces_itself_and_a_new_name_replaces_the_series(tmp_path):
    text = f"finess_et;date_envoi;nb_messages\n{AIN};2025-06-01;%d\n"
    base = f"{MONTH}/{AIN}/mssante"
    files = own("dossiers", *persons(10, 10)) | {f"{base}-1.csv": text % 1, f"{base}-2.csv": text % 2}
    journal: list[dict[str, str]] = []
    counts = []
    for change in ({}, {f"{base}-1.csv": text % 10}, {f"{base}-3.csv": text % 100}):
        files |= change
        journal += receive(build(tmp_path, files), journal)
        row = next(r for r in measure(tmp_path, MONTH, journal) if r["indicateur"] == "mssante")
        counts.append(row["numerateur"])
    assert counts == [3, 12, 100]
    assert [entry["passage"] for entry in journal] == ["1", "1", "1", "2", "3"]


def test_a_month_covered_twice_counts_once_and_the_later_folder_speaks(tmp_path):
    files = own("dossiers", *persons(10, 10)) | own("mssante", "2025-06-01;7")
    files |= own("mssante", "2025-06-02;4", "2025-07-02;1", month="2025-07")
    files[f"2025-07/{AIN}/couverture.csv"] = (
        "fichier;finess_et;periode_debut;periode_fin;date_extraction\nmssante.csv;;2025-06-01;2025-07-31;\n"
    )
    workspace = build(tmp_path, files)
    assert line(workspace, "mssante")["numerateur"] == 4
    ledger = {row["chemin"]: row["lignes_remplacees"] for row in read_workspace(workspace).ledger()}
    assert ledger[f"depots/2025-06/{AIN}/mssante.csv"] == 1


# ------------------------------------------------------------------------------------------------------------- measures


@pytest.mark.parametrize(("active", "expected"), [(9, "atteinte"), (8, "non_atteinte")])
def test_nine_of_ten_meets_ninety_percent(tmp_path, active, expected):
    row = line(build(tmp_path, own("dossiers", *persons(10, active))), "dossiers_actifs")
    assert (row["verdict"], row["numerateur"], row["denominateur"]) == (expected, active, 10)
    assert (row["taux"], row["reste_a_faire"]) == (Decimal(active) / 10, 9 - active)


def test_a_rate_is_cut_not_rounded(tmp_path):
    row = line(build(tmp_path, own("dossiers", *persons(3, 2))), "dossiers_actifs")
    assert (row["taux"], row["reste_a_faire"]) == (Decimal("0.6666"), 1)


@pytest.mark.parametrize(
    ("active", "later", "expected"),
    [(8, 1, ("indeterminee", "extraction_tardive")), (7, 1, ("non_atteinte", None)), (9, 1, ("atteinte", None))],
)
def test_late_extraction_matters_only_when_it_could_change_the_verdict(tmp_path, active, later, expected):
    workspace = build(tmp_path, own("dossiers", *persons(10, active, later)))
    assert verdict(workspace, "dossiers_actifs") == expected
    assert line(workspace, "dossiers_actifs")["numerateur"] == active


def test_an_unknown_dossier_without_project_could_also_lower_the_rate(tmp_path):
    # 9 active with a project of 9: 9/9. The unknown one has none: 9/10 if it is active. Still met; with 8: 8/9, not met.
    rows = [*persons(9, 9), "D9;2023-01-01;;2025-07-03;ENPAUSE;"]
    assert verdict(build(tmp_path / "nine", own("dossiers", *rows)), "projets_personnalises") == ("atteinte", None)
    assert verdict(build(tmp_path / "eight", own("dossiers", *rows[1:])), "projets_personnalises") == (
        "indeterminee",
        "extraction_tardive",
    )


def test_imports_make_a_dossier_neither_active_nor_unknown(tmp_path):
    files = own("dossiers", *persons(10, 8)) | own("mises_a_jour", "D8;2025-06-03;import", "D9;2025-07-03;import")
    workspace = build(tmp_path, files)
    assert verdict(workspace, "dossiers_actifs") == ("non_atteinte", None)
    read = {row["lecture"]: row["verdict"] for row in readings(workspace, MONTH) if row["indicateur"] == "dossiers_actifs"}
    assert read["imports"] == "atteinte"


def test_one_row_of_a_readmission_is_enough_for_each_test(tmp_path):
    old, new = "D0;2021-01-01;2021-06-30;2025-06-05;ENCOURS;", "D0;2025-06-30;;;;"
    row = line(build(tmp_path, own("dossiers", old, new)), "projets_personnalises")
    assert (row["numerateur"], row["denominateur"], row["verdict"]) == (1, 1, "atteinte")


@pytest.mark.parametrize(
    ("entree", "sortie", "counted"),
    [("2025-06-30", "", 1), ("2025-07-01", "", 0), ("2023-01-01", "2025-06-01", 1), ("2023-01-01", "2025-05-31", 0)],
)
def test_a_stay_overlaps_the_window_by_one_day(tmp_path, entree, sortie, counted):
    row = line(build(tmp_path, own("dossiers", f"D0;{entree};{sortie};2025-06-05;;")), "dossiers_actifs")
    assert row["denominateur"] == counted
    assert row["motif"] == (None if counted else "denominateur_nul")


def test_a_project_ended_the_day_before_the_window_does_not_count(tmp_path):
    rows = ["D0;2023-01-01;;2025-06-05;ENCOURS;2025-05-31", "D1;2023-01-01;;2025-06-05;ENCOURS;2025-06-01"]
    assert line(build(tmp_path, own("dossiers", *rows)), "projets_personnalises")["numerateur"] == 1


@pytest.mark.parametrize(
    ("cancelled_in", "start", "counted"),
    [("2025-06", "2025-06-12T10:00", 0), ("2025-05", "2025-06-12T10:00", 1), ("2025-06", "2025-06-12T11:00", 1)],
)
def test_a_cancellation_reaches_its_folder_and_the_earlier_ones(tmp_path, cancelled_in, start, counted):
    # First measure: 3 months, so that both folders are read.
    files = own("dossiers", "D0;2023-01-01;;2025-06-05;;")
    files |= (
        own("evenements", month="2025-04")
        | own("evenements", month="2025-05")
        | own("evenements", "D0;2025-06-12 10:00:00;VALIDE")
    )
    files[f"{cancelled_in}/{AIN}/evenements.csv"] += f"{AIN};D0;{start};ANNULE\n"
    assert line(build(tmp_path, files, premiere=MONTH), "evenements_agenda")["numerateur"] == counted


def test_an_uncovered_month_can_only_raise_the_numerator(tmp_path):
    files = own("dossiers", *persons(10, 10)) | own("mssante", "2025-06;6") | own("mssante", "2025-04-01;0", month="2025-04")
    few = build(tmp_path / "few", files, premiere=MONTH)
    assert verdict(few, "mssante") == ("indeterminee", "couverture_partielle")
    enough = build(tmp_path / "enough", files | own("mssante", "2025-06;7"), premiere=MONTH)
    assert verdict(enough, "mssante") == ("atteinte", None)
    covered = build(tmp_path / "covered", files | own("mssante", month="2025-05"), premiere=MONTH)
    assert verdict(covered, "mssante") == ("non_atteinte", None)


def test_without_dossiers_or_flow_there_is_no_source(tmp_path):
    workspace = build(tmp_path, own("mssante", "2025-06;6"))
    assert verdict(workspace, "mssante") == ("indeterminee", "source_absente")
    assert verdict(build(tmp_path, own("echanges", "e_parcours;2025-06-03;4")), "e_parcours") == ("sans_cible", None)


def test_the_best_window_of_three_to_six_months_is_kept_and_ties_go_to_the_shortest(tmp_path):
    files = own("dossiers", *persons(10, 10))
    for month, count in (("2025-06", 6), ("2025-05", 0), ("2025-04", 0), ("2025-03", 1), ("2025-02", 0)):
        files |= own("mssante", f"{month};{count}", month=month)
    row = line(build(tmp_path, files, texte=ARA), "mssante")
    # 6/10 over 3 months, 7/10 over 4 and over 5, and January is not covered.
    assert (row["fenetre_debut"], row["numerateur"], row["verdict"]) == (date(2025, 3, 1), 7, "atteinte")


@pytest.mark.parametrize(
    ("roll", "expected"), [(10, ("atteinte", None)), (9, ("atteinte", None)), (8, ("indeterminee", "effectif_incoherent"))]
)
def test_a_declared_roll_replaces_the_denominator_unless_it_is_too_low(tmp_path, roll, expected):
    files = own("dossiers", *persons(9, 9)) | own("effectifs", f"2025-06-01;2025-06-30;{roll};")
    row = line(build(tmp_path, files), "dossiers_actifs")
    assert ((row["verdict"], row["motif"]), row["denominateur"], row["source_denominateur"]) == (expected, roll, "effectifs")


def test_contradictory_rolls_are_set_aside_column_by_column(tmp_path):
    files = own("effectifs", "2025-06-01;2025-06-30;10;8", "2025-06-01;2025-06-30;10;7", "2025-06-01;2025-06-30;10;")
    (row,) = read_workspace(build(tmp_path, files)).ledger()
    assert row["rejets"] == {2: "effectif_contradictoire", 3: "effectif_contradictoire"}


def test_declared_counts_serve_only_where_a_source_is_absent(tmp_path):
    declared = own("agregats", "mssante;2025-06-01;2025-06-30;70;100")
    row = line(build(tmp_path / "absent", declared), "mssante")
    assert (row["numerateur"], row["verdict"], row["source"]) == (70, "atteinte", "declaree")
    present = own("dossiers", *persons(10, 10)) | own("mssante", "2025-06;6")
    assert line(build(tmp_path / "present", declared | present), "mssante")["numerateur"] == 6


@pytest.mark.parametrize(("sortie", "rows"), [("2025-06-30", 7), ("2025-06-29", 0)])
def test_an_exit_on_the_last_day_is_still_in(tmp_path, sortie, rows):
    assert len(measure(build(tmp_path, {}, perimetre=f"P1;{AIN};;{sortie}\n"), MONTH)) == rows


@pytest.mark.parametrize(
    ("premiere", "begin"), [("2025-06", date(2025, 4, 1)), ("2025-05", date(2025, 6, 1)), ("", date(2025, 6, 1))]
)
def test_the_first_measure_reads_three_months(tmp_path, premiere, begin):
    assert line(build(tmp_path, {}, premiere=premiere), "dmp")["fenetre_debut"] == begin


def test_there_is_no_row_before_the_first_measure(tmp_path):
    workspace = build(tmp_path, {}, premiere="2025-07")
    assert (measure(workspace, MONTH), decide(workspace, MONTH)) == ([], [])


# ------------------------------------------------------------------------------------------------------------ decisions


def met_everywhere() -> dict[str, str]:
    """A month in which every target is met at one establishment, the project rate just: 9 of 10."""
    rows = [*persons(9, 9), "D9;2023-01-01;;2025-06-10;ENPAUSE;"]
    events = [f"D{rank};2025-06-11;VALIDE" for rank in range(9)]
    files = own("dossiers", *rows) | own("evenements", *events) | own("mssante", "2025-06;7")
    return files | own("dmp", *(f"D{rank};2025-06-12" for rank in range(7)))


def test_a_release_pays_the_second_half_cut_to_the_cent(tmp_path):
    (decision,) = decide(build(tmp_path, met_everywhere()), MONTH)
    assert (decision["decision"], decision["montant_libere"], decision["motif"]) == ("liberer", Decimal("50.00"), set())
    assert (decision["provisoire"], decision["sensible_a_la_lecture"]) == (False, False)


def test_a_row_set_aside_blocks_a_release_and_one_failure_refuses(tmp_path):
    files = met_everywhere()
    files[f"{MONTH}/{AIN}/dossiers.csv"] += f"{AIN};D99;pas une date;;;;\n"
    (blocked,) = decide(build(tmp_path / "blocked", files), MONTH)
    assert (blocked["decision"], blocked["montant_libere"], blocked["motif"]) == ("a_instruire", 0, {"lignes_rejetees"})
    (refused,) = decide(build(tmp_path / "refused", files | own("mssante", "2025-06;6")), MONTH)
    assert (refused["decision"], refused["motif"]) == ("ne_pas_liberer", {"cibles_non_atteintes"})


def test_without_a_grant_every_amount_is_unknown(tmp_path):
    (decision,) = decide(build(tmp_path, met_everywhere(), montant=""), MONTH)
    assert (decision["decision"], decision["montant_solde"], decision["montant_libere"]) == ("liberer", None, None)


def test_a_reading_that_would_change_the_decision_is_said(tmp_path):
    # 8 running projects of 10 active dossiers; with the 2 paused ones, 10 of 10.
    files = met_everywhere()
    files[f"{MONTH}/{AIN}/dossiers.csv"] = files[f"{MONTH}/{AIN}/dossiers.csv"].replace(
        f"{AIN};D0;2023-01-01;;2025-06-10;ENCOURS", f"{AIN};D0;2023-01-01;;2025-06-10;ENPAUSE"
    )
    (decision,) = decide(build(tmp_path, files), MONTH)
    assert (decision["decision"], decision["sensible_a_la_lecture"]) == ("ne_pas_liberer", True)


def test_a_guardianship_service_is_exempt_in_one_text_only(tmp_path):
    for texte, expected in ((ARA, "exemptee"), (GUADELOUPE, "indeterminee")):
        workspace = build(tmp_path / texte, own("dossiers", *persons(10, 10)), texte=texte, categorie="340")
        assert line(workspace, "dmp")["verdict"] == expected


def test_an_establishment_the_register_does_not_know_is_to_check(tmp_path):
    unknown = with_key("01000001")
    files = {path.replace(AIN, unknown): text.replace(AIN, unknown) for path, text in met_everywhere().items()}
    (decision,) = decide(build(tmp_path, files, perimetre=f"P1;{unknown};;\n"), MONTH)
    assert (decision["decision"], decision["motif"]) == ("a_instruire", {"essms_a_verifier"})


@pytest.mark.parametrize(("montant", "solde"), [("100.01", "50.00"), ("0.01", "0.00"), ("99999.98", "49999.99")])
def test_two_halves_add_up_and_the_first_takes_the_odd_cent(montant, solde):
    assert balance(Decimal(montant), Decimal("0.50")) == Decimal(solde)


# --------------------------------------------------------------------------------------------------- unknowns, pooling


def test_choices_by_kind_are_the_choices_one_by_one():
    unknown = ((1, 1),) * 5 + ((0, 1),) * 4
    by_kind = set(choices(unknown))
    one_by_one = {(a + b, c + d) for a, c in choices(unknown[:5]) for b, d in choices(unknown[5:])}
    assert by_kind == one_by_one


def test_pooling_adds_nothing_for_an_empty_establishment_and_stops_at_one_that_cannot_be_measured():
    empty, good = Figures(4, 0, couverte=False), Figures(9, 10)
    assert judge(pool([good, empty]), ROLL) == ("atteinte", None)
    assert judge(pool([good, Figures(None, None, absence="source_absente")]), ROLL) == ("indeterminee", "source_absente")
    assert judge(pool([empty]), ROLL) == ("indeterminee", "denominateur_nul")


# ------------------------------------------------------------------------------------------------------------ generator


def digest(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("seed", range(3))
def test_a_seed_always_writes_the_same_bytes_and_every_line_is_accounted_for(tmp_path, seed):
    one, other = tmp_path / "one", tmp_path / "other"
    journal: list[dict[str, str]] = []
    months = generate(seed, one)
    generate(seed, other)
    for first, second in zip([None, *generate_history(seed, one)], [None, *generate_history(seed, other)], strict=True):
        if first and second:
            first()
            second()
        assert digest(one) == digest(other)
        journal += receive(one, journal)
        for row in read_workspace(one, journal).ledger():
            assert row["lignes_lues"] == row["lignes_acceptees"] + row["lignes_rejetees"] + row["lignes_remplacees"]
    assert 4 <= len(months) <= 9
    assert {len(row["motif"]) > 0 for row in decide(one, months[-1], journal) if row["decision"] == "a_instruire"} <= {True}
