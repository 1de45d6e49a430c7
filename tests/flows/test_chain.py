"""The chain on disk: a run makes it longer, and any change to the journal, an act, a decision or the chain itself is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.chain import CHAIN_FILE, chain_lines, read_chain
from flows.chain_check import check_chain
from flows.settings import load_settings
from tests.flows.helpers_workspace import MONTH, deposit, run, said_by, sample_copy
from transforms.decisions.chain import head

pytestmark = pytest.mark.xdist_group("chain")

PROJECT = "ARA-2025-001"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = sample_copy(tmp_path_factory.mktemp("chaine") / "espace", (MONTH,))
    run(workspace, projects=(PROJECT,))
    assert said_by("act", PROJECT, "signee", "--workspace", workspace)[0] == 0
    deposit(workspace, f"{MONTH}/690990015/mssante-2.csv", "finess_et;date_envoi;nb_messages\n690990015;2026-06-03;1\n")
    run(workspace, projects=(PROJECT, "GE-2021-001"))
    assert check_chain(load_settings(workspace)) == []
    return workspace


@pytest.fixture
def workspace(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "espace"))


def faults(workspace: Path) -> list[str]:
    return check_chain(load_settings(workspace))


def test_everything_is_in_the_chain_once(ready):
    settings = load_settings(ready)
    links = read_chain(settings)
    found = [(link.genre, link.objet) for link in links]
    assert len(set(found)) == len(found)
    assert [genre for genre, _ in found].count("passage") == 2
    assert [genre for genre, _ in found].count("acte") == 1
    decisions = {objet for genre, objet in found if genre == "decision"}
    assert decisions == {path.relative_to(settings.decisions).as_posix() for path in settings.decisions.glob("*/*.json")}
    assert len(decisions) == 3
    run(ready, projects=(PROJECT,))
    assert read_chain(settings) == links


def test_a_decision_names_the_chain_it_found(ready):
    settings = load_settings(ready)
    links = read_chain(settings)
    heads = {head(links[:rank]) for rank in range(len(links))}
    for path in settings.decisions.glob("*/*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["chaine"] in heads


def without_last_lines(count: int) -> Callable[[str], str]:
    return lambda text: "".join(text.splitlines(keepends=True)[:-count])


def tamperings() -> dict[str, tuple]:
    journal, decision = "entrepot/journal.jsonl", f"decisions/{MONTH}/{PROJECT}-v1.json"
    return {
        "décision": (decision, lambda text: text.replace('"42000.00"', '"42000.01"', 1), "modifiée"),
        "octet": (decision, lambda text: text[:-1], "modifiée"),
        "journal": (journal, lambda text: text.replace("2026-06", "2026-05", 1), "passage 1 modifié"),
        "fin du journal": (journal, without_last_lines(1), "passage 2 manque"),
        "acte": ("registre/actes.csv", lambda text: text.replace("signee", "refusee"), "modifié ou retiré"),
        "acte retiré": ("registre/actes.csv", lambda text: text.splitlines(keepends=True)[0], "modifié ou retiré"),
        "maillon": (f"decisions/{CHAIN_FILE}", lambda text: text.replace("signee", "refusee"), "rompue"),
        "maillons retirés": (f"decisions/{CHAIN_FILE}", without_last_lines(3), "ajouté hors d'un passage"),
    }


@pytest.mark.parametrize("name", tamperings())
def test_a_tampering_is_named(name, workspace):
    place, change, words = tamperings()[name]
    path = workspace / place
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")
    found = faults(workspace)
    assert any(words in fault for fault in found), found
    path.write_text(text, encoding="utf-8")
    assert faults(workspace) == []


def test_a_decision_gone_or_added_is_named(workspace):
    folder = workspace / "decisions" / MONTH
    shutil.copy(folder / f"{PROJECT}-v1.json", folder / f"{PROJECT}-v7.json")
    assert any("-v7.json : fichier ajouté hors d'un passage" in fault for fault in faults(workspace))
    (folder / f"{PROJECT}-v7.json").unlink()
    (folder / f"{PROJECT}-v1.json").unlink()
    assert any("-v1.json : le fichier manque" in fault for fault in faults(workspace))


def test_links_and_decisions_removed_together_are_named_by_what_names_them(workspace):
    """Whoever removes the last decisions and their links must leave the later ones, which name the links removed."""
    settings = load_settings(workspace)
    path = settings.decisions / CHAIN_FILE
    lines = chain_lines(path)
    last = [link for link in read_chain(settings) if link.genre == "decision"][-1]
    path.write_bytes(b"".join(line + b"\n" for line in lines[:1]))
    for link in read_chain(settings):
        assert link.genre == "passage"
    assert any("des maillons ont été retirés" in fault or "hors d'un passage" in fault for fault in faults(workspace)), last


def test_a_tampering_does_not_vanish_with_the_next_run(workspace):
    journal = workspace / "entrepot" / "journal.jsonl"
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[-1] = lines[-1].replace("mssante-2.csv", "mssante-3.csv")
    journal.write_text("".join(lines), encoding="utf-8")
    run(workspace, projects=(PROJECT,))
    assert any("passage 2 modifié" in fault for fault in faults(workspace))


@pytest.mark.long
def test_a_store_that_is_gone_is_said_once_it_begins_again(workspace):
    shutil.rmtree(workspace / "entrepot")
    assert faults(workspace) == []
    run(workspace, projects=(PROJECT,))
    assert [fault for fault in faults(workspace) if "recommencé" in fault] == faults(workspace) != []


def test_a_broken_chain_stops_a_run_before_it_writes(workspace):
    path = workspace / "decisions" / CHAIN_FILE
    path.write_bytes(path.read_bytes().replace(b"signee", b"versee"))
    code, said = said_by("run", "--workspace", workspace, "--month", MONTH)
    assert (code, "rompue à la ligne" in said) == (12, True)


@pytest.mark.long
def test_a_last_link_cut_by_a_crash_is_written_again(workspace):
    path = workspace / "decisions" / CHAIN_FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    (workspace / "registre" / "projets.csv").touch()
    run(workspace)
    assert faults(workspace) == []
    assert path.read_bytes().startswith(whole[: whole[:-20].rfind(b"\n")])


@pytest.mark.long
def test_decisions_older_than_the_chain_enter_it(workspace):
    (workspace / "decisions" / CHAIN_FILE).unlink()
    assert any("manque" in fault for fault in faults(workspace))
    run(workspace, projects=("GE-2021-002",))
    assert {link.genre for link in read_chain(load_settings(workspace))} == {"passage", "acte", "decision"}
