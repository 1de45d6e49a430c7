"""One exit code per family of failures, and one French sentence that says what, where and what to do."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from contracts.failures import RulebookError
from flows.cli import main
from flows.texts import TEXTS_DIRECTORY, load_all_texts
from tests.flows.helpers_workspace import MONTH, ROOT, SAMPLE, SampleRun, bare_workspace

pytestmark = pytest.mark.usefixtures("undrawn")

JEUX_REFUSED = ("2026-05/editeur-antilles/LISEZMOI.txt", "2026-06/070990023/suivi_activite.csv")
"""Files of the sample, in the months copied here, that are refused whole."""

Break = Callable[[Path], object]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return bare_workspace(tmp_path / "espace")


@pytest.fixture(scope="module")
def done(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample once run; tests that harm it work on a copy."""
    return sample_run(tmp_path_factory.mktemp("fait") / "espace")


def edit(place: str, old: str, new: str) -> Break:
    """Replaces a text that a file holds."""

    def change(workspace: Path) -> None:
        path = workspace / place
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def write(place: str, content: str) -> Break:
    """Writes a file."""
    return lambda workspace: (workspace / place).write_text(content, encoding="utf-8")


def remove(place: str) -> Break:
    """Removes a file or a folder."""
    return lambda workspace: shutil.rmtree(workspace / place) if (workspace / place).is_dir() else (workspace / place).unlink()


def exit_code(workspace: Path, *options: str) -> int:
    return main(["run", "--workspace", str(workspace), "--month", MONTH, *options])


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """The one failure told; nothing else but the progress of stages is on stderr, and nothing on stdout."""
    shown = capsys.readouterr()
    assert shown.out == ""
    told, progress = shown.err.partition("Erreur : ")[2], shown.err.partition("Erreur : ")[0]
    assert all(line.startswith("[") for line in progress.splitlines())
    assert told.endswith(".\n")
    assert "Traceback" not in told
    return told


@pytest.mark.parametrize(
    "options", [["--month", "2026-13"], ["--month", "juin"], ["--inconnue"], ["--project"], ["2026-06"]], ids=" ".join
)
def test_2_for_a_command_that_cannot_be_understood(options, workspace, capsys):
    assert main(["run", "--workspace", str(workspace), *options]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--project", "ARA-2025-009"], "« ARA-2025-009 » n'est pas dans le registre"),
        (["--finess", "070990015"], "« 070990015 » n'est dans le périmètre d'aucun projet"),
    ],
)
def test_2_for_a_project_or_an_establishment_that_nobody_knows(options, said, workspace, capsys):
    assert exit_code(workspace, *options) == 2
    assert said in sentence(capsys)


def test_10_for_a_rulebook_that_cannot_be_applied(workspace, tmp_path):
    program = tmp_path / "programme"
    for name in ("contracts", "transforms", "flows", "sql"):
        shutil.copytree(ROOT / name, program / name)
    text = program / "contracts" / "texts" / "ara-generalisation-2025.toml"
    text.write_text(text.read_text(encoding="utf-8") + "\n[inconnue]\nx = 1\n", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "flows.cli", "run", "--workspace", str(workspace), "--month", MONTH],
        cwd=program,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 10, ran.stderr
    assert "ara-generalisation-2025.toml" in ran.stderr
    assert "inconnue" in ran.stderr
    assert ran.stdout == ""


@pytest.mark.parametrize("content", [None, "x = ", "titre = 3\n"])
def test_a_folder_of_rulebooks_is_refused_for_one_of_them(content, tmp_path):
    if content is not None:
        shutil.copytree(TEXTS_DIRECTORY, tmp_path, dirs_exist_ok=True)
        (tmp_path / "zz.toml").write_text(content, encoding="utf-8")
    with pytest.raises(RulebookError) as refused:
        load_all_texts(tmp_path)
    assert refused.value.exit_code == 10
    assert ("zz.toml" if content else str(tmp_path)) in str(refused.value)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (remove("registre"), "registre n'existe pas"),
        (remove("registre/projets.csv"), "La table projets manque"),
        (remove("registre/perimetre.csv"), "La table perimetre manque"),
        (write("registre/projet.csv", "x\n"), "Le fichier projet.csv n'est pas une table du registre"),
        (write("registre/registre.xlsx", "x"), "registre.xlsx"),
        (write("registre/projets.csv", "projet_id\nA\n"), "table projets"),
        (edit("registre/projets.csv", "2026-05-31", "31/02/2026"), "table projets, ligne 2, colonne date_fin_deploiement"),
        (edit("registre/projets.csv", "ara-generalisation-2025", "ara-2025"), "table projets, ligne 2, colonne texte_id"),
        (edit("registre/projets.csv", "ARA-2025-002", "ARA-2025-001"), "table projets, ligne 3, colonne projet_id"),
        (edit("registre/perimetre.csv", "380990010", "380990011"), "380990011 a une clé de contrôle fausse"),
        (edit("registre/perimetre.csv", "380990010", "690980016"), "690980016 est une entité juridique (EJ)"),
        (edit("registre/perimetre.csv", "ARA-2025-001", "ARA-2025-009"), "table perimetre, ligne 2"),
        (edit("registre/pieces.csv", "2026-06-22", "hier"), "table pieces, ligne 2, colonne date_reception"),
        (remove("finess"), "finess n'existe pas"),
        (remove("finess/etalab-cs1100502-stock-20260504-0000.csv"), "FINESS"),
        (write("finess/etalab-cs1100502-stock-20260504-0000.csv", ""), "FINESS"),
        (write("finess/second.csv", "x;y\n1;2\n"), "FINESS"),
    ],
)
def test_11_for_a_register_that_cannot_be_trusted(harm, said, workspace, capsys):
    harm(workspace)
    assert exit_code(workspace) == 11
    assert said in sentence(capsys)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda workspace: shutil.rmtree(workspace), "n'est pas un dossier"),
        (remove("depots"), "depots n'existe pas"),
        (write("cibles.toml", "depot = 1\n"), "la clé « depot » est inconnue"),
        (write("cibles.toml", '[lectures]\n"ara" = "annuelle"\n'), "le texte « ara » n'existe pas"),
        (write("cibles.toml", '[lectures]\n"ara-generalisation-2025" = "mensuelle"\n'), "« mensuelle » n'est pas admise"),
        (write(".cle_pseudonymes", "courte\n"), "trop courte"),
        (write("entrepot", "un fichier\n"), "entrepot"),
    ],
)
def test_12_for_a_workspace_that_does_not_allow_a_run(harm, said, workspace, capsys):
    harm(workspace)
    assert exit_code(workspace) == 12
    assert said in sentence(capsys)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (write(".cle_pseudonymes", "0" * 64), "La clé des pseudonymes n'est pas celle de l'entrepôt"),
        (remove(".cle_pseudonymes"), "La clé des pseudonymes n'est pas celle de l'entrepôt"),
        (edit("entrepot/journal.jsonl", "{", "["), "journal.jsonl est abîmé"),
        (write(f"decisions/{MONTH}/GUA-2022-001-v1.json", "{"), "GUA-2022-001-v1.json est abîmée"),
    ],
)
def test_12_for_what_a_run_left_and_is_harmed(harm, said, done, tmp_path, capsys):
    workspace = Path(shutil.copytree(done, tmp_path / "espace"))
    capsys.readouterr()
    harm(workspace)
    assert exit_code(workspace) == 12
    assert said in sentence(capsys)


def test_12_for_another_key_in_the_environment(done, monkeypatch, capsys):
    capsys.readouterr()
    monkeypatch.setenv("CIBLES_PSEUDONYM_KEY", "une autre clé que celle du dossier")
    assert exit_code(done) == 12
    assert "une autre clé" not in sentence(capsys)


def test_13_for_a_ledger_that_does_not_add_up(done, tmp_path, capsys):
    workspace = Path(shutil.copytree(done, tmp_path / "espace"))
    (stored,) = (workspace / "entrepot" / "mois" / MONTH).glob("*/depots-00000.parquet")
    pl.read_parquet(stored).with_columns(pl.col("lignes_lues") + 1).write_parquet(stored)
    (workspace / "publication" / "cibles.duckdb").unlink()  # otherwise there is nothing to do
    capsys.readouterr()
    assert exit_code(workspace) == 13
    assert "registre_des_depots" in sentence(capsys)


@pytest.mark.parametrize(
    ("options", "refused", "code"),
    [
        (["--strict"], True, 20),
        (["--strict"], False, 21),
        (["--strict", "--project", "GUA-2022-001"], False, 0),
    ],
)
def test_strict_tells_refused_deposits_first_then_decisions_to_review(options, refused, code, done, tmp_path, capsys):
    workspace = Path(shutil.copytree(done, tmp_path / "espace"))
    for place in () if refused else JEUX_REFUSED:
        (workspace / "depots" / place).unlink()
    capsys.readouterr()
    assert exit_code(workspace, "--json", *options) == code
    report = json.loads(capsys.readouterr().out)
    assert bool(report["refused"]) == refused
    assert any(decision["decision"] == "a_instruire" for decision in report["decisions"]) == ("--project" not in options)


def test_the_sample_itself_is_read_only():
    assert not (SAMPLE / "entrepot").exists()
