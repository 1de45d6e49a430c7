"""A workspace written by an earlier version opens, and nothing is decided twice; one written by a later version is refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.workspace_version import FILE, check_version, open_version
from tests.flows.helpers_files import snapshot
from tests.flows.helpers_workspace import MONTH, ROOT, SampleRun, cibles, run, said_by

MAY = "2026-05"
LAST_OF_PREVIOUS_FORM = "53f0f83b4d277e5d0dff061c3ec30eaeaf8f2696"
SCHEMA_LINES = ("-G", "^(SCHEMA_VERSION|FORMAT) = ", "--", "flows/store.py", "transforms/decisions/record.py")


@pytest.fixture(scope="module")
def ready(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_run(tmp_path_factory.mktemp("version") / "espace", (MONTH,))


@pytest.fixture
def copy(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "espace"))


def written(workspace: Path) -> dict[str, object]:
    return json.loads((workspace / "entrepot" / FILE).read_text(encoding="utf-8"))


def rewrite(workspace: Path, **changes: object) -> None:
    (workspace / "entrepot" / FILE).write_text(json.dumps(written(workspace) | changes), encoding="utf-8")


def test_a_run_records_what_it_writes_with(ready):
    assert set(written(ready)) == {"entrepot", "decisions", "logiciel"}
    assert open_version(ready / "entrepot") is None


def test_a_new_workspace_has_nothing_to_say(tmp_path):
    assert check_version(tmp_path) is None
    assert open_version(tmp_path) is None
    assert check_version(tmp_path)["logiciel"]


@pytest.mark.parametrize("form", ["entrepot", "decisions"])
def test_a_workspace_of_a_later_version_is_left_alone(form, copy):
    rewrite(copy, **{form: 999, "logiciel": "9.9.9"})
    before = snapshot(copy)
    code, said = said_by("run", "--workspace", copy, "--month", MONTH)
    assert code == 12
    assert "a été écrit par une version plus récente du logiciel (9.9.9) : mettez le logiciel à jour" in said
    after = snapshot(copy)
    assert {path: after[path] for path in before} == before


def test_a_workspace_that_does_not_say_its_version_is_an_old_one(copy):
    (copy / "entrepot" / FILE).unlink()
    assert check_version(copy / "entrepot")["entrepot"] == 1
    assert run(copy).decisions[0]["nouvelle"] is False
    assert written(copy)["logiciel"]


def test_an_upgrade_is_said_once_in_the_log_of_the_run(copy):
    rewrite(copy, decisions=0, logiciel="0.0.9")
    for times in (1, 1):
        run(copy)
        logs = "".join(path.read_text(encoding="utf-8") for path in (copy / "entrepot" / "journaux").iterdir())
        assert logs.count("Cet espace vient d'une version antérieure du logiciel (0.0.9)") == times


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"entrepot": "x", "decisions": 1, "logiciel": ""}'])
def test_a_damaged_file_is_named(content, copy):
    (copy / "entrepot" / FILE).write_text(content)
    code, said = said_by("run", "--workspace", copy, "--month", MONTH)
    assert code == 12
    assert f"{FILE} est abîmé" in said


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout


def previous_commit() -> str:
    """The commit before this one."""
    return git("rev-parse", "HEAD^").decode().strip()


def before_the_last_form() -> str:
    """The last commit that wrote the store or the decisions in their previous form and ran: not one of an unfinished change."""
    changes = git("log", "--format=%H", f"{LAST_OF_PREVIOUS_FORM}..HEAD", *SCHEMA_LINES).decode().split()
    assert len(changes) == 1, "the form changed again: name the last commit that wrote the form before"
    return LAST_OF_PREVIOUS_FORM


def of_tree(tree: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Python with the software of another commit."""
    command = [sys.executable, *(str(argument) for argument in arguments)]
    variables = os.environ | {"PYTHONPATH": str(tree)}
    return subprocess.run(command, cwd=tree, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.long
@pytest.mark.parametrize("revision", [previous_commit, before_the_last_form])
def test_a_workspace_written_by_an_earlier_commit_opens(revision, tmp_path):
    try:
        commit = revision()
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip("needs git and the history of the project: not there in an archive or a shallow clone")
    tree, workspace = tmp_path / "logiciel", tmp_path / "espace"
    tree.mkdir()
    subprocess.run(["tar", "--extract", "--directory", tree], input=git("archive", commit), check=True)
    for name in ("registre", "finess", f"depots/{MAY}", f"depots/{MONTH}"):
        shutil.copytree(tree / "data" / "sample" / name, workspace / name)
    assert of_tree(tree, "-c", "import flows; print(flows.__file__)").stdout.startswith(str(tree))
    for month in (MAY, MONTH):
        done = of_tree(tree, "-m", "flows.cli", "run", "--workspace", workspace, "--month", month)
        assert done.returncode == 0, done.stderr
    old = {path.relative_to(workspace): path.read_bytes() for path in (workspace / "decisions").rglob("*.json")}
    assert len(old) > 5

    status = cibles("status", "--workspace", workspace, "--json")
    assert status.returncode == 0, status.stderr
    assert [one["mois"] for one in json.loads(status.stdout)["mois"] if one["publie"]] == [MAY, MONTH]
    for month in (MAY, MONTH):
        done = cibles("run", "--workspace", workspace, "--month", month)
        assert done.returncode == 0, done.stderr
    assert {path: (workspace / path).read_bytes() for path in old} == old
    assert_not_doubled(workspace)
    again = run(workspace)
    assert again.written == []


def assert_not_doubled(workspace: Path) -> None:
    """Each project and month has one decision in force; a version that an upgrade added says what changed."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (workspace / "decisions").rglob("*.json")]
    keys = {(record["mois"], record["projet_id"]) for record in records}
    for key in keys:
        versions = sorted((one for one in records if (one["mois"], one["projet_id"]) == key), key=lambda one: one["version"])
        assert [one["version"] for one in versions] == list(range(1, len(versions) + 1))
        assert len({one["empreinte"] for one in versions}) == len(versions)
        for before, after in zip(versions, versions[1:], strict=False):
            assert after["remplace"] == before["decision_id"]
            assert after["changements"], key
