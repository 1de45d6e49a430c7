"""One Prefect server per database for all the tests of the schedule, each kept by one process of the test run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.flows.helpers_workspace import ROOT, SAMPLE, sample_copy
from tests.schedule.helpers_postgres import postgres, postgres_programs
from tests.schedule.helpers_server import POOL, Server, prefect_server, regional, worker


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("sqlite", marks=pytest.mark.xdist_group("schedule-sqlite")),
        pytest.param("postgresql", marks=pytest.mark.xdist_group("schedule-postgresql")),
    ],
)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on SQLite, then one on PostgreSQL."""
    folder = tmp_path_factory.mktemp(f"prefect-{request.param}")
    if request.param == "sqlite":
        with prefect_server(folder, None) as started:
            yield started
        return
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (apt install postgresql) / PostgreSQL n'est pas installé")
    with postgres(programs) as address, prefect_server(folder, address) as started:
        yield started


@pytest.fixture(scope="session")
def workspaces(server: Server) -> dict[str, Path]:
    """Two regions: the whole sample, and its two last months only, which give other figures."""
    import shutil

    whole = server.folder / "un" / "espace"
    shutil.copytree(SAMPLE, whole)
    part = sample_copy(server.folder / "deux" / "espace")
    part.joinpath("cibles.toml").write_text('nom = "Guadeloupe"\n', encoding="utf-8")
    whole.joinpath("cibles.toml").write_text('nom = "Grand Est"\n', encoding="utf-8")
    return {"grand-est": whole, "guadeloupe": part}


@pytest.fixture(scope="session")
def deployed(server: Server, workspaces: dict[str, Path]) -> Server:
    """The server with a pool and the deployments of `prefect.yaml`, alone then for each of the two regions."""
    made = server.prefect("work-pool", "create", POOL, "--type", "process")
    assert made.returncode == 0, made.stdout + made.stderr
    published = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    regions = {"": workspaces["grand-est"], **workspaces}
    server.deploy(regional(published, {region: str(path) for region, path in regions.items()}))
    return server


@pytest.fixture
def working(deployed: Server) -> Iterator[Server]:
    """The same with a worker."""
    with worker(deployed):
        yield deployed
