"""What every test shares: a clean environment, a copy of the sample, and `--no-skips`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("cibles", deadline=None)
settings.load_profile("cibles")
"""A slow machine is no fault: no generated example has a time limit."""

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "sample"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--no-skips`: a test that would be skipped fails."""
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails (make check-all)")


IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes that must be free there, and in memory besides: the short tests write about one gigabyte."""


def _are_short(config: pytest.Config) -> bool:
    return config.option.markexpr == "not long"


def _write_in_memory(config: pytest.Config) -> None:
    """The short tests write where a synchronised write costs nothing: on a slow disk it would be most of their time."""
    short = _are_short(config) and "TMPDIR" not in os.environ and "PYTEST_DEBUG_TEMPROOT" not in os.environ
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if short and os.access(IN_MEMORY, os.W_OK) and min(shutil.disk_usage(IN_MEMORY).free, free // 2) >= ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


def pytest_configure(config: pytest.Config) -> None:
    """Hide the user's own settings, before anything imports Prefect."""
    _write_in_memory(config)
    if _are_short(config) and hasattr(config, "workerinput"):
        # Several processes already keep every core busy: threads for tiny frames only wait for one another.
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
    for name in list(os.environ):
        if name.startswith(("PREFECT_", "CIBLES_")):
            del os.environ[name]
    home = tempfile.mkdtemp(prefix="cibles-prefect-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ.update(
        PREFECT_HOME=home,
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
        PREFECT_LOGGING_LEVEL="WARNING",
        PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="90",
    )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are not shown in the names of tests: a gzip file holds the time it was made, and workers must agree on names."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With `--no-skips`, a skip becomes a failure that says why it was skipped."""
    report = yield
    return _unskipped(report, item.config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a module skipped whole."""
    report = yield
    return _unskipped(report, collector.config)


def _unskipped(
    report: pytest.TestReport | pytest.CollectReport, config: pytest.Config
) -> pytest.TestReport | pytest.CollectReport:
    if report.skipped and config.getoption("--no-skips") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"--no-skips: {reason}"
    return report


@pytest.fixture
def sample_workspace(tmp_path: Path) -> Path:
    """A copy of the sample, to run in."""
    workspace = tmp_path / "espace"
    shutil.copytree(SAMPLE, workspace)
    return workspace


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Puts at a path the sample with the deposits of these months, after these runs without drawings.

    Each choice of months and runs is made once in a process and copied: running it again for every file would be a third of
    the time of all tests.
    """
    from tests.flows.helpers_workspace import MONTH, run, sample_copy

    made: dict[tuple[tuple[str, ...], ...], Path] = {}

    def placed(path: Path, months: tuple[str, ...] = ("2026-05", MONTH), runs: tuple[str, ...] = (MONTH,)) -> Path:
        if (months, runs) not in made:
            made[months, runs] = sample_copy(tmp_path_factory.mktemp("passage") / "espace", months)
            for month in runs:
                run(made[months, runs], month)
        return Path(shutil.copytree(made[months, runs], path))

    return placed


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample after a run of June, with all that people read. Nobody writes in it."""
    from tests.flows.helpers_workspace import MONTH, sample_copy, whole_run

    workspace = sample_copy(tmp_path_factory.mktemp("dessine") / "espace", ("2026-04", "2026-05", MONTH))
    whole_run(workspace)
    return workspace


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of this process leave out what is drawn for people to read: it decides nothing, and costs as much as the rest."""
    from flows.run import STAGES
    from tests.flows.helpers_workspace import DRAWINGS

    monkeypatch.setattr("flows.run.STAGES", tuple(stage for stage in STAGES if stage.name not in DRAWINGS))
