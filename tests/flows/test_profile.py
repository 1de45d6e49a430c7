"""`cibles profile`: what a person sees of a file never seen, and the draft that makes it accepted once placed in a workspace."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from contracts.dialect_loader import load_dialect
from tests.dialects.profile.files_by_hand import FILES, OPAQUE, workbook
from tests.flows.helpers_workspace import bare_workspace, said_by


@pytest.fixture(autouse=True)
def no_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CIBLES_WORKSPACE", raising=False)
    monkeypatch.setenv("COLUMNS", "100")


def kept(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "kind", ["text in cp1252", "workbook with titles and two header rows", "archive whose numbers are in another member"]
)
def test_a_draft_placed_in_a_workspace_makes_the_file_accepted(tmp_path, kind):
    name, content, _ = FILES[kind]
    workspace, path, draft = bare_workspace(tmp_path / "espace"), kept(tmp_path, name, content), tmp_path / "mon-editeur.toml"
    asked = ("check", path, "--workspace", workspace, "--month", "2026-06")
    code, said = said_by(*asked, "--strict")
    assert (code, "dialecte_inconnu" in said) == (20, True)
    code, said = said_by("profile", path, "--output", draft)
    assert code == 0, said
    assert said_by(*asked, "--dialect", draft, "--strict")[0] == 0
    (workspace / "dialectes").mkdir()
    shutil.copy(draft, workspace / "dialectes")
    code, said = said_by(*asked, "--strict", "--json")
    assert code == 0, said
    parts = json.loads(said)["fichiers"][0]["parties"]
    assert {part["etat"] for part in parts} == {"accepte"}
    assert {part["dialecte"] for part in parts} == {"mon-editeur"}
    code, said = said_by("profile", path, "--workspace", workspace)
    assert "mon-editeur lit ce fichier tel quel : aucun brouillon n'est nécessaire." in said
    assert "dialecte =" not in said


def test_what_is_shown_of_a_file(tmp_path):
    path = kept(tmp_path, "usagers.csv", OPAQUE + "Total canari;2;;;;\n")
    code, said = said_by("profile", path)
    assert code == 0
    assert "Séparateur    séparé par ;" in said
    assert "Hors données  Total*" in said
    assert "Entrée      date_entree        sûre" in said
    assert "99/99/9999" in said
    assert "05/01/2026" not in said
    assert "canari" not in said
    text = said[said.index("# Brouillon écrit") :]
    assert load_dialect("usagers.toml", text.encode()).dialecte == "usagers"
    document = json.loads(said_by("profile", path, "--json")[1])
    assert document["brouillon"] == text
    assert [column["colonne"] for column in document["tables"][0]["colonnes"]][:3] == ["finess_et", "dossier_id", "date_entree"]


def test_the_nearest_dialect_is_named_with_what_differs(tmp_path):
    header = "N° FINESS;N° de dossier;Date d'entrée;Date de sortie;Dernière modification;Statut du projet\n"
    said = said_by("profile", kept(tmp_path, "a.csv", (header + "010990018;1;05/01/2026;;;\n").encode("cp1252")))[1]
    assert "dui-plat : 83 % de ses colonnes sont là ; « Statut du projet personnalisé » absente" in said
    said = said_by("profile", kept(tmp_path, "b.csv", header + "010990018;1;05/01/2026;;;\n"))[1]
    assert "encodage utf-8 et non cp1252" in said
    headers = ["Finess géographique", "File active des personnes accompagnées sur la période"]
    said = said_by("profile", kept(tmp_path, "d.xlsx", workbook({"x": [headers, ["010990018", 54]]})))[1]
    assert "tdb-ms : 100 % de ses colonnes sont là ; nom de fichier attendu : export-tdbesms-*." in " ".join(said.split())
    pivot = kept(tmp_path, "c.csv", "finess_et;dossier_id;date_entree\n010990018;1;2026-01-05\n")
    assert "C'est la forme pivot du jeu dossiers : son nom doit commencer par dossiers" in " ".join(
        said_by("profile", pivot)[1].split()
    )


def test_a_draft_for_a_known_form_is_told_from_it_by_the_name_of_the_file(tmp_path):
    header = "N° FINESS;N° de dossier;Date d'entrée;Date de sortie;Dernière modification;Projet personnalisé\n"
    path = kept(tmp_path, "export_2026-06.csv", (header + "010990018;1;05/01/2026;;;En cours\n").encode("cp1252"))
    draft = tmp_path / "autre.toml"
    assert said_by("profile", path, "--output", draft)[0] == 0
    assert load_dialect("autre.toml", draft.read_bytes()).nom == "export_*.csv"
    workspace = bare_workspace(tmp_path / "espace")
    (workspace / "dialectes").mkdir()
    shutil.copy(draft, workspace / "dialectes")
    assert "dialecte autre" in said_by("check", path, "--workspace", workspace)[1]


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("Mon Éditeur.toml", "s'écrit en minuscules"),
        ("pivot.toml", "s'écrit en minuscules"),
        ("brouillon", "s'écrit en minuscules"),
        ("dui-plat.toml", "Un dialecte s'appelle déjà dui-plat"),
        ("la.toml", "existe déjà"),
        ("absent/ici.toml", "n'existe pas : créez-le"),
    ],
)
def test_a_draft_is_kept_only_where_it_can_serve(tmp_path, output, said):
    kept(tmp_path, "la.toml", "gardé")
    code, shown = said_by("profile", kept(tmp_path, "a.csv", OPAQUE), "--output", tmp_path / output)
    assert code == 2
    assert said in shown
    assert (tmp_path / "la.toml").read_text() == "gardé"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.csv", b"", "Le fichier est vide"),
        ("image.csv", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", "n'est pas dans l'encodage attendu"),
        ("faux.xlsx", b"a;b\n1;2\n", "Le classeur est abîmé"),
        ("faux.zip", b"a;b\n1;2\n", "L'archive est abîmée"),
        ("cassee.zip", b"PK\x03\x04" + b"\0" * 40, "L'archive est abîmée"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(tmp_path, name, content, said):
    code, shown = said_by("profile", kept(tmp_path, name, content))
    assert code == 2
    assert shown.startswith("Erreur : ")
    assert said in shown
    assert shown.count("\n") == 1


def test_a_file_beyond_the_limits_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setenv("CIBLES_LIMITES", '{"octets": 10}')
    code, said = said_by("profile", kept(tmp_path, "a.csv", OPAQUE))
    assert code == 2
    assert "dépasse la taille admise" in said
