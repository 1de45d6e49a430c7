"""No value of a person leaves the deposits: every byte that a run writes or says is searched for the values planted in them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from contracts.deposits.columns import DATASETS
from flows.run_state import Stage
from tests.flows.helpers_base import read_base, rows_of
from tests.flows.helpers_canaries import CANARIES, PERSON, plant
from tests.flows.helpers_files import texts_of
from tests.flows.helpers_workspace import EHPAD, MONTH, bare_workspace, cibles, said_by

INPUTS = ("depots", "registre", "finess")


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A workspace full of canaries once run, and what the command said in each of its forms."""
    workspace = bare_workspace(tmp_path_factory.mktemp("canaris") / "espace")
    plant(workspace)
    asked = ("--workspace", workspace, "--month", MONTH)
    row = (*asked, "--finess", EHPAD, "--indicator", "dossiers_actifs")
    first = cibles("run", *asked, umask=0o022)
    said = [
        (first.returncode, first.stdout + first.stderr),
        said_by("run", *asked, "--json"),
        said_by("explain", *row),
        said_by("explain", *row, "--json"),
        said_by("decide", *asked),
        said_by("sql", "--workspace", workspace, "from rejets"),
    ]
    assert [code for code, _ in said] == [0] * len(said), said
    return workspace, "\n".join(text for _, text in said).encode()


def found_in(content: bytes) -> list[str]:
    """Canaries in these bytes, in any of the encodings of the deposits, or escaped as in JSON."""
    forms = {canary: {canary.encode("utf-8"), canary.encode("cp1252"), canary.encode("utf-16-le")} for canary in CANARIES}
    escaped = {canary: {canary.encode("unicode_escape")} for canary in CANARIES}
    return [canary for canary in CANARIES if any(form in content for form in forms[canary] | escaped[canary])]


def written(folder):
    """Every file below a workspace that is not an input."""
    places = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in places if path.relative_to(folder).parts[0] not in INPUTS]


def test_the_search_finds_what_is_compressed(tmp_path):
    values = pl.DataFrame({"nom": ["x"] * 500 + [PERSON["nom"]], "nombre": [int(PERSON["nir"])] * 501})
    values.write_parquet(tmp_path / "a.parquet", compression="zstd")
    with duckdb.connect(str(tmp_path / "a.duckdb")) as connection:
        connection.execute(
            f"create table t as select n::varchar || '{PERSON['nom'][:4]}' || '{PERSON['nom'][4:]}' as v from range(500) as r(n)"
        )
    for name in ("a.parquet", "a.duckdb"):
        assert PERSON["nom"] in found_in(texts_of(tmp_path / name))
    assert PERSON["nir"] in found_in(texts_of(tmp_path / "a.parquet"))


def test_canaries_were_read_accepted_and_set_aside(ran):
    workspace, _ = ran
    assert set(found_in(b"\n".join(path.read_bytes() for path in (workspace / "depots").rglob("*.*")))) == set(CANARIES)
    base = read_base(workspace)
    ids = {row["chemin"].split("/")[-1]: row for row in base["depots"].to_dicts() if "/releves/" in row["chemin"]}
    for dataset in DATASETS.values():
        ledger = ids[f"{dataset.name}.csv"]
        assert ledger["lignes_acceptees"] >= 2
        assert set(PERSON) <= set(ledger["colonnes_ignorees"].split(", "))
        faulty = {row["colonne"] for row in rows_of(base, "rejets", depot_id=ledger["depot_id"])}
        assert faulty >= {column.name for column in dataset.columns if column.kind not in ("identifiant", "texte")}
    refused = [row["etat"] for row in base["depots"].to_dicts() if "/refuses/" in row["chemin"]]
    assert refused == ["refuse"] * 10


def test_no_canary_in_what_a_run_writes_or_says(ran):
    workspace, said = ran
    assert found_in(said) == []
    files = written(workspace)
    assert {path.suffix for path in files} >= {".parquet", ".duckdb", ".json", ".jsonl"}
    assert [(str(path), found_in(texts_of(path))) for path in files if found_in(texts_of(path))] == []


def test_no_published_column_holds_a_pseudonym(ran):
    workspace, _ = ran
    (stored,) = (workspace / "entrepot" / "mois" / MONTH).glob("*/lignes_dossiers-*.parquet")
    pseudonyms = pl.read_parquet(stored)["dossier"].unique().to_list()
    assert len(pseudonyms) >= 2
    public = [path for path in written(workspace) if "entrepot" not in path.parts]
    assert [str(path) for path in public if any(str(one).encode() in texts_of(path) for one in pseudonyms)] == []


def test_rows_per_person_are_for_their_owner_alone(ran):
    workspace, _ = ran
    store = workspace / "entrepot"
    assert store.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in store.rglob("*") if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in store.rglob("*") if path.is_file()} == {0o600}
    assert (workspace / ".cle_pseudonymes").stat().st_mode & 0o777 == 0o600


def test_a_failure_that_nobody_foresaw_does_not_quote_what_it_met(tmp_path, monkeypatch):
    def failing(run):
        raise ValueError(f"could not parse {PERSON['nom']}")

    monkeypatch.setattr("flows.run.STAGES", (Stage("lecture", "Lecture", failing, retriable=False),))
    code, said = said_by("run", "--workspace", bare_workspace(tmp_path / "espace"), "--month", MONTH)
    assert code == 1
    assert "ValueError" in said
    assert found_in(said.encode()) == []


@pytest.mark.long
@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_no_canary_in_what_prefect_keeps(tmp_path):
    workspace = bare_workspace(tmp_path / "espace")
    plant(workspace)
    home = tmp_path / "prefect"
    done = cibles(
        *("run", "--prefect", "--workspace", workspace, "--month", MONTH), PREFECT_HOME=str(home), PREFECT_LOGGING_LEVEL="DEBUG"
    )
    assert done.returncode == 0, done.stderr
    assert found_in((done.stdout + done.stderr).encode()) == []
    kept = {path: texts_if_there(path) for path in [*home.rglob("*"), *written(workspace)] if path.is_file()}
    assert any(b"refuses/8/patients.csv" in texts for texts in kept.values()), "the artifacts were not found"
    assert [(str(path), found_in(texts)) for path, texts in kept.items() if found_in(texts)] == []


def texts_if_there(path: Path) -> bytes:
    """What a file holds; nothing for one that goes while the embedded server closes its database (`-wal`, `-shm`)."""
    try:
        return texts_of(path)
    except FileNotFoundError:
        return b""
