"""Notices beside the records: written once, made again alike when they are gone or altered, never otherwise touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.decision_files import decision_bytes
from flows.notice_files import keep_notices, notice_bytes, notices_due, write_due
from flows.settings import Settings, load_settings
from tests.notices.helpers_notices import below_target, record

MONTH = "2026-06"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A workspace of two records and no notice."""
    found = load_settings(tmp_path)
    for projet_id, said in (("P-1", record()), ("P.2-v1", below_target(2))):
        path = found.decisions / MONTH / f"{projet_id}-v1.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(decision_bytes(said | {"projet_id": projet_id}))
    return found


def bring(settings: Settings, projects: list[str] | None = None) -> list[str]:
    """What the stage does; the names written."""
    due = notices_due(settings, MONTH, projects)
    new = write_due(settings, MONTH, due)
    keep_notices(settings, MONTH, due)
    return [path.name for path in new]


def notices(settings: Settings) -> dict[str, tuple[bytes, int]]:
    folder = settings.decisions / MONTH
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.glob("*.pdf"))}


def test_each_record_has_its_notice_and_nothing_is_written_twice(settings):
    assert bring(settings) == ["P-1-v1.pdf", "P.2-v1-v1.pdf"]
    before = notices(settings)
    assert all((settings.decisions / MONTH / name).stat().st_mode & 0o777 == 0o644 for name in before)
    assert bring(settings) == []
    assert notices(settings) == before


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes() + b" ")])
def test_one_gone_or_altered_is_made_again_to_the_byte(harm, settings):
    bring(settings)
    before = notices(settings)
    harm(settings.decisions / MONTH / "P-1-v1.pdf")
    assert bring(settings) == ["P-1-v1.pdf"]
    after = notices(settings)
    assert {name: content for name, (content, _) in after.items()} == {name: content for name, (content, _) in before.items()}
    assert after["P.2-v1-v1.pdf"] == before["P.2-v1-v1.pdf"]


def test_one_that_another_version_left_is_never_rewritten(settings):
    other = settings.decisions / MONTH / "P-1-v1.pdf"
    other.write_bytes(b"%PDF as it was signed")
    assert bring(settings) == ["P.2-v1-v1.pdf"]
    assert bring(settings) == []
    assert other.read_bytes() == b"%PDF as it was signed"
    path = settings.decisions / MONTH / "P-1-v1.json"
    assert notice_bytes(settings, path, record()) == b"%PDF as it was signed"


def test_only_the_projects_of_a_run_are_looked_at(settings):
    assert bring(settings, ["P-1"]) == ["P-1-v1.pdf"]
    assert [path.name for path in notices_due(settings, MONTH)] == ["P.2-v1-v1.json"]


def test_one_altered_stays_known_while_other_projects_run(settings):
    bring(settings)
    (settings.decisions / MONTH / "P.2-v1-v1.pdf").write_bytes(b"%PDF")
    assert bring(settings, ["P-1"]) == []
    assert bring(settings) == ["P.2-v1-v1.pdf"]


def test_a_notice_altered_is_not_given_as_proof(settings):
    bring(settings)
    path = settings.decisions / MONTH / "P-1-v1.json"
    whole = path.with_suffix(".pdf").read_bytes()
    path.with_suffix(".pdf").write_bytes(b"%PDF forged")
    assert notice_bytes(settings, path, record()) == whole
    path.with_suffix(".pdf").unlink()
    assert notice_bytes(settings, path, record()) == whole


@pytest.mark.long
def test_processes_write_the_same_bytes(settings, monkeypatch):
    bring(settings)
    alone = notices(settings)
    for name in alone:
        (settings.decisions / MONTH / name).unlink()
    monkeypatch.setattr("flows.notice_files._ALONE", 1)
    monkeypatch.setattr("flows.notice_files._TOGETHER", 1)
    assert bring(settings) == list(alone)
    assert {name: content for name, (content, _) in notices(settings).items()} == {name: one for name, (one, _) in alone.items()}
