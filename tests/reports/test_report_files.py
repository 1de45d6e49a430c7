"""Pages on disk: written only where they would differ, for everybody; those of projects gone are removed."""

from __future__ import annotations

import hashlib
import json
import stat

import duckdb
import pytest

from flows.report_files import write_pages
from flows.reports import read_tables, views
from flows.run import STAGES
from flows.settings import load_settings
from tests.flows.helpers_workspace import MONTH, script, whole_run
from tests.reports.helpers_reports import Page, base_of, multiplied, pages_of

pytestmark = pytest.mark.long


def on_disk(workspace):
    """Inode, time and hash of every page."""
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in (workspace / "rapports" / MONTH).iterdir()
    }


def bytes_of(workspace):
    return {name: found[2] for name, found in on_disk(workspace).items()}


def test_the_stage_is_after_the_returns():
    names = [stage.name for stage in STAGES]
    assert names.index("retours") < names.index("rapports") < names.index("bilan")


def test_a_rerun_writes_nothing(copy):
    before = on_disk(copy)
    assert pages_of(copy) is False
    whole_run(copy)
    assert on_disk(copy) == before


def test_a_page_lost_or_altered_is_made_again_by_a_run_and_it_alone(copy):
    before = on_disk(copy)
    (copy / "rapports" / MONTH / "GE-2021-001.html").unlink()
    (copy / "rapports" / MONTH / "index.html").write_text("autre chose")
    report = whole_run(copy)
    after = on_disk(copy)
    assert {name for name in before if before[name][:2] != after[name][:2]} == {"GE-2021-001.html", "index.html"}
    assert {name: found[2] for name, found in after.items()} == {name: found[2] for name, found in before.items()}
    assert any("rapports" in path for path in report.written)


def test_everybody_may_read_the_pages_and_their_folder(published):
    folder = published / "rapports" / MONTH
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o644}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert stat.S_IMODE((published / "entrepot" / "rapports" / f"{MONTH}.json").stat().st_mode) == 0o600


def test_pages_of_projects_gone_go_with_a_whole_run_alone(copy):
    settings = load_settings(copy)
    tables = read_tables(base_of(settings), MONTH)
    left = tables | {"projets": tables["projets"].filter(tables["projets"]["projet_id"] != "GE-2021-001")}
    place = copy / "rapports" / MONTH / "GE-2021-001.html"
    assert write_pages(settings, MONTH, views(None, MONTH, left), whole=False) is True  # the page of the region
    assert place.exists()
    assert write_pages(settings, MONTH, views(None, MONTH, left), whole=True) is True
    assert not place.exists()


def test_a_corrected_figure_draws_again_the_pages_it_is_on(copy):
    before = bytes_of(copy)
    with duckdb.connect(str(copy / "publication" / "cibles.duckdb")) as connection:
        connection.execute(
            "update indicateurs set numerateur = 1 where projet_id = 'GE-2021-001' and indicateur = 'dossiers_actifs'"
        )
    assert pages_of(copy) is True
    after = bytes_of(copy)
    assert {name for name in before if before[name] != after[name]} == {"GE-2021-001.html", "index.html"}


def test_a_setting_names_the_region_and_other_folders_are_linked(copy):
    (copy / "cibles.toml").write_text('nom = "Région <b>d\'essai</b>"\nrapports = "ailleurs/pages"\n', encoding="utf-8")
    pages_of(copy)
    page = Page((copy / "ailleurs" / "pages" / MONTH / "index.html").read_text(encoding="utf-8"))
    assert "".join(next(text for tag, _, text in page.elements if tag == "h1")) == "Région <b>d'essai</b>, juin 2026"
    assert f"../../../decisions/{MONTH}/GE-2021-001-v1.json" in {a["href"] for a in page.having("href", "a")}


def test_a_base_without_any_measure_has_pages_all_the_same(copy):
    assert pages_of(copy, "2025-01") is True
    page = Page((copy / "rapports" / "2025-01" / "index.html").read_text(encoding="utf-8"))
    assert page.faults == []
    assert page.by_id("cle-liberer")[0]["data-nombre"] == "0"
    assert "pas encore mesuré" in page.by_id("projet-GE-2021-001")[1] or any(
        "pas encore mesuré" in text for _, _, text in page.inside("projet-GE-2021-001")
    )


def test_a_project_called_index_does_not_take_the_page_of_the_region(copy):
    with duckdb.connect(str(copy / "publication" / "cibles.duckdb")) as connection:
        for table in ("projets", "decisions", "indicateurs"):
            connection.execute(f"update {table} set projet_id = 'index' where projet_id = 'GE-2021-001'")
    pages_of(copy)
    names = {path.name for path in (copy / "rapports" / MONTH).iterdir()}
    assert {"index.html", "_index.html"} <= names
    assert "GE-2021-001.html" not in names


def test_an_up_to_date_run_loads_neither_templates_nor_charts(copy):
    whole_run(copy)
    text = (
        "import sys, json\nfrom pathlib import Path\nfrom flows.request import RunRequest\nfrom flows.run import run_month\n"
        "run_month(RunRequest(Path(sys.argv[1]), sys.argv[2]))\n"
        "print(json.dumps([name for name in ('altair', 'jinja2', 'vl_convert') if name in sys.modules]))\n"
    )
    program = script(text, copy, MONTH)
    said, faults = program.communicate(timeout=60)
    assert program.returncode == 0, faults
    assert json.loads(said.splitlines()[-1]) == []


def test_a_region_of_more_than_six_thousand_establishments(published, tmp_path):
    source = base_of(load_settings(published))
    with duckdb.connect(str(source), read_only=True) as connection:
        ((projects, rows),) = connection.execute(
            "select (select count(*) from projets), (select count(distinct (projet_id, finess_et)) from indicateurs)"
        ).fetchall()
    times = -(-500 // projects)
    multiplied(source, tmp_path, times, -(-6_400 // (times * rows)))
    pages_of(tmp_path)
    folder = tmp_path / "rapports" / MONTH
    assert len(list(folder.iterdir())) == times * projects + 1 > 500
    assert (folder / "index.html").stat().st_size < 2_000_000
    page = Page((folder / "index.html").read_text(encoding="utf-8"))
    assert page.faults == []
    assert int(page.by_id("cle-essms")[0]["data-nombre"]) >= 6_400
    assert pages_of(tmp_path) is False
