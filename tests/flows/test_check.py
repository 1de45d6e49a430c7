"""`cibles check`: the verdict of a deposit before it is one, as a run gives it; nothing is written, no value is shown."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import xlsxwriter

from tests.flows.helpers_base import read_base
from tests.flows.helpers_files import snapshot
from tests.flows.helpers_workspace import EHPAD, MONTH, bare_workspace, deposit, run, said_by, sample_copy

DOSSIERS = "finess_et;dossier_id;date_entree;date_sortie;nom\n"
ROW = f"{EHPAD};d%d;2026-01-05;;DUPONT-CANARI\n"
PLAIN = "N° FINESS;N° de dossier;Date d'entrée;Date de sortie;Date de dernière mise à jour;Projet personnalisé;Nom\n"


@pytest.fixture(autouse=True)
def no_workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine, and a folder of temporary files of our own."""
    monkeypatch.delenv("CIBLES_WORKSPACE", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "passagers").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "passagers"))


def written(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode(encoding))
    return path


def checked(*arguments: object) -> dict:
    """The verdict as a document."""
    code, said = said_by("check", *arguments, "--json")
    assert code == 0, said
    return json.loads(said)


def only(*arguments: object) -> dict:
    """The only deposit of the only file."""
    (file,) = checked(*arguments)["fichiers"]
    (part,) = file["parties"]
    return part


@pytest.mark.long
def test_the_ledger_is_that_of_a_run(tmp_path):
    workspace = sample_copy(tmp_path / "espace", (MONTH,))
    before = snapshot(workspace)
    said = checked(workspace / "depots" / MONTH, "--workspace", workspace)
    assert snapshot(workspace) == before
    counts = ("jeu", "etat", "lignes_lues", "lignes_acceptees", "lignes_rejetees", "lignes_remplacees", "dialecte", "partie")
    found = {
        (
            file["depot"],
            *(part[name.removeprefix("lignes_")] for name in counts),
            sum(len(cause["lignes"] or [0]) for cause in part["causes"]),
        )
        for file in said["fichiers"]
        for part in file["parties"]
    }
    run(workspace)
    base = read_base(workspace)
    faults = dict(base["rejets"].unique(["depot_id", "ligne", "colonne", "regle"]).group_by("depot_id").len().iter_rows())
    published = {
        (row["chemin"], *(row[name] for name in counts), faults.get(row["depot_id"], 0))
        for row in base["depots"].iter_rows(named=True)
    }
    assert found == published
    assert len({row[2] for row in published}) > 2


def test_causes_are_counted_with_their_first_lines_and_their_mend(tmp_path):
    rows = "".join(f"{EHPAD};d{n};2026-02-30;;DUPONT-CANARI\n" for n in range(13))
    code, said = said_by("check", written(tmp_path, "dossiers.csv", DOSSIERS + ROW % 99 + rows + f"{EHPAD};;2026-01-05;\n"))
    assert code == 0
    assert "Verdict       accepté en partie" in said
    assert "Lignes        15 lues : 1 acceptée, 14 refusées" in said
    assert "13 lignes (3, 4, 5, 6, 7, 8, 9, 10, 11, 12 et 3 autres) : La colonne « date_entree » attend" in said
    assert "ligne 16 : La ligne n'a pas le même nombre de champs" in said
    assert "Non lues      colonnes nom" in said
    assert f"Pour          {EHPAD}" in said
    assert "seule la clé des numéros FINESS est vérifiée" in said


@pytest.mark.parametrize(("columns", "widest"), [("80", 80), ("120", 120), ("200", 120)])
def test_nothing_is_wider_than_the_terminal(tmp_path, monkeypatch, columns, widest):
    monkeypatch.setenv("COLUMNS", columns)
    rows = "".join(f"{EHPAD};d{n};2026-02-30;;x\n" for n in range(13))
    _, said = said_by(
        "check", written(tmp_path, "d/dossiers.csv", DOSSIERS + rows), written(tmp_path, "export.csv", "a;b\n1;2\n")
    )
    assert max(len(line) for line in said.splitlines() if not line.startswith(str(tmp_path))) <= widest
    assert not [line for line in said.splitlines() if line.lstrip()[:1] in {":", ";", "»"}]


def test_two_files_for_one_establishment_dataset_and_month_are_ambiguous_and_parts_add_up(tmp_path):
    first = written(tmp_path, "dossiers.csv", DOSSIERS + ROW % 1)
    other = written(tmp_path, "dossiers_bis.csv", DOSSIERS + ROW % 2)
    both = checked(first, other)["fichiers"]
    assert [part["etat"] for file in both for part in file["parties"]] == ["refuse", "refuse"]
    assert {cause["regle"] for file in both for part in file["parties"] for cause in part["causes"]} == {"depot_ambigu"}
    assert said_by("check", first, other, "--strict")[0] == 20
    parts = [written(tmp_path, f"dossiers-{n}.csv", DOSSIERS + ROW % n) for n in (1, 2)]
    assert [part["etat"] for file in checked(*parts)["fichiers"] for part in file["parties"]] == ["accepte", "accepte"]


def test_the_month_is_that_asked_else_of_the_folder_else_the_last_complete_one(tmp_path, monkeypatch):
    monkeypatch.setattr("flows.check.last_complete_month", lambda _day: "2026-04")
    inside = written(tmp_path, f"depots/2026-05/{EHPAD}/mssante.csv", f"finess_et;date_envoi;nb_messages\n{EHPAD};2026-05;3\n")
    outside = written(tmp_path, "mssante.csv", inside.read_text())
    for path, options, mois, place in [
        (inside, (), "2026-05", f"{EHPAD}/mssante.csv"),
        (inside, ("--month", "2026-06"), "2026-06", f"{EHPAD}/mssante.csv"),
        (outside, (), "2026-04", "mssante.csv"),
        (outside, ("--month", "2026-05", "--finess", EHPAD), "2026-05", f"{EHPAD}/mssante.csv"),
    ]:
        (file,) = checked(path, *options)["fichiers"]
        assert (file["mois"], file["depot"]) == (mois, f"depots/{mois}/{place}")
        (part,) = file["parties"]
        assert [cause["regle"] for cause in part["causes"]] == ([] if mois == "2026-05" else ["hors_periode"])
    assert "2026-04 (le dernier mois complet ; --month en donne un autre)" in said_by("check", outside)[1]


def test_rows_of_another_establishment_than_that_of_the_folder_are_told(tmp_path):
    path = written(tmp_path, "dossiers.csv", DOSSIERS + ROW % 1)
    part = only(path, "--finess", "010990018")
    assert [cause["regle"] for cause in part["causes"]] == ["finess_incoherent"]
    code, said = said_by("check", path, "--finess", "12")
    assert code == 2
    assert "--finess n'a pas la forme d'un FINESS" in said


def test_a_coverage_beside_gives_the_period_and_is_judged(tmp_path):
    path = written(tmp_path, "mssante.csv", f"finess_et;date_envoi;nb_messages\n{EHPAD};2026-02;3\n")
    written(tmp_path, "autre.csv", "x")
    header = "fichier;finess_et;periode_debut;periode_fin\n"
    written(tmp_path, "couverture.csv", header + "mssante.csv;;2026-01-01;2026-03-31\nautre.csv;;2026-01-01;2026-01-31\n")
    mssante, cover = checked(path, "--month", "2026-03")["fichiers"]
    assert [(part["etat"], part["periodes"]) for part in mssante["parties"]] == [("accepte", [["2026-01-01", "2026-03-31"]])]
    assert [(part["etat"], part["lues"]) for part in cover["parties"]] == [("accepte", 2)]
    written(tmp_path, "couverture.csv", header + "mssante.csv;;2026-01-01;\nabsent.csv;;2026-01-01;2026-01-31\n")
    mssante, cover = checked(path, "--month", "2026-03")["fichiers"]
    assert [cause["regle"] for cause in mssante["parties"][0]["causes"]] == ["couverture_invalide"]
    assert {cause["regle"] for cause in cover["parties"][0]["causes"]} == {"obligatoire", "fichier_inconnu"}


def test_a_workspace_tells_numbers_that_the_key_alone_does_not(tmp_path):
    workspace = bare_workspace(tmp_path / "espace")
    before = snapshot(workspace)
    rows = "10990018;d1;2026-01-05;;x\n070990015;d2;2026-01-05;;x\n010000008;d3;2026-01-05;;x\n"
    path = written(tmp_path, "dossiers.csv", DOSSIERS + rows)
    alone, known = only(path), only(path, "--workspace", workspace)
    assert [cause["regle"] for cause in alone["causes"]] == ["finess_forme"]
    assert "Un numéro à huit chiffres n'est complété" in said_by("check", path)[1]
    assert (known["acceptees"], known["completes"]) == (3, 1)
    numbers = checked(path, "--workspace", workspace)["numeros_a_verifier"]
    assert numbers["hors_perimetre"] == ["010000008", "070990015"]
    assert "010000008" in numbers["inconnus"]
    _, said = said_by("check", path, "--workspace", workspace)
    assert "1 ligne dont le FINESS avait perdu son zéro de tête" in said
    assert "2 établissement(s) ne sont dans le périmètre d'aucun projet" in said
    assert snapshot(workspace) == before


def test_a_dialect_is_told_with_how_sure_it_is(tmp_path):
    rows = f"{EHPAD};12;05/01/2026;;03/06/2026;En cours;DUPONT-CANARI\n{EHPAD};13;31/02/2026;;;Bof;DUPONT-CANARI\n"
    path = written(tmp_path, "export.csv", PLAIN + rows, "cp1252")
    part = only(path)
    assert (part["dialecte"], part["certitude"], part["jeu"]) == ("dui-plat", "deduite", "dossiers")
    assert {(cause["regle"], cause["colonne"]) for cause in part["causes"]} == {
        ("date_invalide", "Date d'entrée"),
        ("valeur_inconnue", "Projet personnalisé"),
    }
    assert only(path, "--dialect", "dui-plat") == part
    refused = only(path, "--dialect", "tableau-croise")
    assert [cause["regle"] for cause in refused["causes"]] == ["dialecte_inconnu"]
    code, said = said_by("check", path, "--dialect", "dui")
    assert code == 2
    assert "dialectes : dmp-agrege, dui-archive, dui-plat" in said


def test_each_table_and_series_of_a_workbook_is_judged(tmp_path):
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        sheet = book.add_worksheet("Grille")
        book.add_worksheet("Notes").write(0, 0, "visible")
        sheet.write_row(0, 0, ["Période du 01/06/2026 au 30/06/2026"])
        groups = ["Dossiers actifs", "Projets personnalisés", "Événements d'agenda", "MSSanté", "DMP"]
        sheet.write_row(1, 1, [cell for group in groups for cell in (group, None)])
        sheet.write_row(2, 0, ["N° FINESS ET", *["Numérateur", "Dénominateur"] * 5])
        sheet.write_row(3, 0, [EHPAD, 45, 50, 40, 45, "NC", 45, 12, 50, 10, 50])
        sheet.write_row(4, 0, ["TOTAL", 45, 50])
        sheet.hide()
        book.worksheets()[1].activate()
        book.worksheets()[1].set_first_sheet()
    path = tmp_path / "grille.xlsx"
    path.write_bytes(packed.getvalue())
    (file,) = checked(path, "--month", "2026-06")["fichiers"]
    assert [(part["partie"], part["etat"], part["feuille_masquee"]) for part in file["parties"]] == [
        ("DMP alimentés", "accepte", True),
        ("dossiers actifs", "accepte", True),
        ("messages MSSanté", "accepte", True),
        ("projets personnalisés", "accepte", True),
        ("événements d'agenda", "refuse", True),
    ]
    _, said = said_by("check", path)
    assert "cette feuille est masquée" in said
    assert "Hors données  2 lignes (titre, total, pied ou ligne vide)" in said


def test_a_file_no_dialect_knows_leads_to_profile(tmp_path):
    code, said = said_by("check", written(tmp_path, "export.csv", "a;b\n1;2\n"), "--strict")
    assert code == 20
    assert "cibles profile FICHIER" in said


def test_links_and_files_that_are_no_deposit_are_refused_as_in_a_run(tmp_path):
    real = written(tmp_path, "vrai/dossiers.csv", DOSSIERS + ROW % 1)
    link = tmp_path / "dossiers.csv"
    link.symlink_to(real)
    notice = written(tmp_path, "notice.pdf", "x")
    rules = [part["causes"][0]["regle"] for file in checked(link, notice)["fichiers"] for part in file["parties"]]
    assert rules == ["lien_refuse", "jeu_inconnu"]


def test_files_of_the_same_name_are_not_judged_as_one(tmp_path):
    paths = [written(tmp_path, f"{folder}/dossiers.csv", DOSSIERS + ROW % 1) for folder in ("a", "b")]
    code, said = said_by("check", *paths)
    assert code == 2
    assert "auraient la même place" in said
    assert len(checked(paths[0], paths[0])["fichiers"]) == 1


def test_a_folder_stands_for_its_files(tmp_path):
    place = deposit(tmp_path, f"2026-06/{EHPAD}/dossiers.csv", DOSSIERS + ROW % 1)
    deposit(tmp_path, "2026-06/lot/mssante.csv", f"finess_et;date_envoi;nb_messages\n{EHPAD};2026-06;3\n")
    found = [file["depot"] for file in checked(tmp_path / "depots")["fichiers"]]
    assert found == [f"depots/2026-06/{EHPAD}/dossiers.csv", "depots/2026-06/lot/mssante.csv"]
    assert found[:1] == [file["depot"] for file in checked(place)["fichiers"]]


def test_no_value_is_shown_and_nothing_is_left_behind(tmp_path):
    values = "DUPONT-CANARI;CANARI;31/02/2026-CANARI;CANARI\n"
    paths = [
        written(tmp_path, "dossiers.csv", DOSSIERS + f"CANARI;d;{values}" + ROW % 1),
        written(tmp_path, "export.csv", PLAIN + f"CANARI;12;CANARI;CANARI;CANARI;CANARI;CANARI\n{EHPAD}\n", "cp1252"),
        written(tmp_path, "sans.csv", "DUPONT-CANARI;12/05/1950\nDURAND-CANARI;13/05/1950\n"),
    ]
    for options in ((), ("--json",)):
        code, said = said_by("check", *paths, *options)
        assert code == 0
        assert "CANARI" not in said
    assert list((tmp_path / "passagers").iterdir()) == []


def test_a_control_character_of_a_header_does_not_reach_the_terminal(tmp_path):
    path = written(tmp_path, "dossiers.csv", DOSSIERS.replace("nom", "nom\x1b[31m\x07") + ROW % 1)
    _, said = said_by("check", path)
    assert "nom·[31m·" in said
    assert "\x1b" not in said
