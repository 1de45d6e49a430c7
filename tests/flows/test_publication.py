"""The published base: whole for its readers whatever happens, and described in French to the last column."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows import publication
from flows.database import give, working_connection
from flows.publication import BASE, published_digest
from tests.flows.helpers_workspace import bare_workspace, run, script

NOW = datetime(2026, 7, 5, 6, 0, tzinfo=UTC)
GENERATIONS = 10
READER = """
import json, sys
from pathlib import Path
import duckdb
base, stop = Path(sys.argv[1]), Path(sys.argv[2])
print("ready", flush=True)
reads, seen = 0, set()
while not stop.exists():
    with duckdb.connect(str(base), read_only=True, config={"threads": 1}) as connection:
        lines = connection.sql("select distinct ligne from rejets").fetchall()
        counts = connection.sql("select distinct nombre from controles").fetchall()
        heights = connection.sql("select (select count(*) from rejets), (select count(*) from controles)").fetchall()
    assert lines == counts and len(lines) == 1, (lines, counts)
    assert heights == [(1_000, 1_000)], heights
    reads, seen = reads + 1, seen | {lines[0][0]}
print(json.dumps([reads, sorted(seen)]))
"""

TABLES = {
    "indicateurs": {
        "mois": "VARCHAR",
        "projet_id": "VARCHAR",
        "texte_id": "VARCHAR",
        "finess_et": "VARCHAR",
        "indicateur": "VARCHAR",
        "fenetre_debut": "DATE",
        "fenetre_fin": "DATE",
        "numerateur": "BIGINT",
        "denominateur": "BIGINT",
        "taux": "DECIMAL",
        "cible": "DECIMAL",
        "verdict": "VARCHAR",
        "motif": "VARCHAR",
        "source": "VARCHAR",
        "source_denominateur": "VARCHAR",
        "reste_a_faire": "BIGINT",
    },
    "lectures": {
        "mois": "VARCHAR",
        "projet_id": "VARCHAR",
        "finess_et": "VARCHAR",
        "indicateur": "VARCHAR",
        "lecture": "VARCHAR",
        "numerateur": "BIGINT",
        "denominateur": "BIGINT",
        "taux": "DECIMAL",
        "cible": "DECIMAL",
        "verdict": "VARCHAR",
    },
    "decisions": {
        "decision_id": "VARCHAR",
        "version": "BIGINT",
        "remplace": "VARCHAR",
        "courante": "BOOLEAN",
        "mois": "VARCHAR",
        "projet_id": "VARCHAR",
        "texte_id": "VARCHAR",
        "decision": "VARCHAR",
        "provisoire": "BOOLEAN",
        "sensible_a_la_lecture": "BOOLEAN",
        "part_solde": "DECIMAL",
        "montant_subvention": "DECIMAL(14,2)",
        "montant_solde": "DECIMAL(14,2)",
        "montant_libere": "DECIMAL(14,2)",
        "motif": "VARCHAR",
        "empreinte": "VARCHAR",
        "calculee_le": "TIMESTAMP",
    },
    "decision_criteres": {
        "decision_id": "VARCHAR",
        "indicateur": "VARCHAR",
        "poids": "DECIMAL",
        "cible": "DECIMAL",
        "numerateur": "BIGINT",
        "denominateur": "BIGINT",
        "verdict": "VARCHAR",
        "montant_maximum": "DECIMAL(14,2)",
        "montant_libere": "DECIMAL(14,2)",
        "motif": "VARCHAR",
        "reference": "VARCHAR",
    },
    "depots": {
        "depot_id": "VARCHAR",
        "mois": "VARCHAR",
        "chemin": "VARCHAR",
        "sha256": "VARCHAR",
        "dialecte": "VARCHAR",
        "jeu": "VARCHAR",
        "lignes_lues": "BIGINT",
        "lignes_acceptees": "BIGINT",
        "lignes_rejetees": "BIGINT",
        "lignes_remplacees": "BIGINT",
        "etat": "VARCHAR",
        "recu_le": "TIMESTAMP",
    },
    "rejets": {"depot_id": "VARCHAR", "ligne": "INTEGER", "colonne": "VARCHAR", "regle": "VARCHAR", "message": "VARCHAR"},
    "essms": {},
    "projets": {},
    "regles": {},
    "controles": {},
}
"""What the agreed outside names (section 6), in its order; other columns may stand between these."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base of a workspace without deposits: every table is there."""
    workspace = bare_workspace(tmp_path_factory.mktemp("base") / "espace")
    run(workspace)
    return workspace / "publication" / BASE


def rows_of(path: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.sql(query).fetchall()


def content(generation: int) -> dict[str, pl.DataFrame]:
    """Two tables that are only right together, too large for one page."""
    height = 1_000
    text = pl.Series([f"{rank:x}" for rank in range(height)])
    return {
        "rejets": pl.DataFrame({"depot_id": text, "ligne": generation, "colonne": None, "regle": "x", "message": text}).cast(
            {"ligne": pl.Int32, "colonne": pl.String}
        ),
        "controles": pl.DataFrame({"mois": "2026-06", "controle": "x", "message": text, "nombre": generation})
        .with_columns(pl.lit(None, pl.String).alias(name) for name in ("projet_id", "finess_et", "depot_id"))
        .cast({"nombre": pl.Int64}),
    }


def publish(folder: Path, frames: dict[str, pl.DataFrame], now: datetime) -> bool:
    """Publishes these frames."""
    with working_connection("1GB", folder / ".debordement") as connection:
        for name, frame in frames.items():
            give(connection, f"essai_{name}", frame)
        return publication.publish(connection, folder, {name: f"from essai_{name}" for name in frames}, now)


@pytest.mark.long
def test_readers_see_whole_bases_only_while_it_is_replaced(tmp_path):
    base, stop = tmp_path / BASE, tmp_path / "stop"
    assert publish(tmp_path, content(0), NOW)
    with script(READER, base, stop) as first, script(READER, base, stop) as second:
        readers = (first, second)
        assert [reader.stdout.readline() for reader in readers] == ["ready\n", "ready\n"]
        published = [publish(tmp_path, content(generation), NOW) for generation in range(1, GENERATIONS + 1)]
        stop.touch()
        told = [reader.communicate() for reader in readers]
    assert published == [True] * GENERATIONS
    for reader, (output, errors) in zip(readers, told, strict=True):
        assert reader.returncode == 0, errors
        reads, seen = json.loads(output)
        assert reads >= GENERATIONS
        assert len(seen) > 3


def test_a_reader_that_holds_the_old_base_keeps_it(tmp_path):
    publish(tmp_path, content(1), NOW)
    with duckdb.connect(str(tmp_path / BASE), read_only=True) as held:
        publish(tmp_path, content(2), NOW)
        assert held.sql("select distinct ligne from rejets").fetchall() == [(1,)]
    assert rows_of(tmp_path / BASE, "select distinct ligne from rejets") == [(2,)]


def test_the_same_rows_in_another_order_replace_nothing(tmp_path):
    publish(tmp_path, content(1), NOW)
    before = (tmp_path / BASE).stat()
    shuffled = {name: table.reverse().select(sorted(table.columns)) for name, table in content(1).items()}
    assert not publish(tmp_path, shuffled, NOW)
    after = (tmp_path / BASE).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("column", ["ligne", "message", "colonne"])
def test_one_value_that_changes_replaces_the_base(column, tmp_path):
    publish(tmp_path, content(1), NOW)
    changed = content(1)
    value = {"ligne": pl.lit(2, pl.Int32), "message": pl.lit(""), "colonne": pl.lit("")}[column]
    changed["rejets"] = changed["rejets"].with_columns(
        pl.when(pl.int_range(pl.len()) == 7).then(value).otherwise(pl.col(column)).alias(column)
    )
    assert publish(tmp_path, changed, NOW)


@pytest.mark.parametrize("damage", [b"", b"not a base", b"\0" * 20_000])
def test_a_damaged_base_and_what_a_crash_left_are_replaced(damage, tmp_path):
    for name in (BASE, f".{BASE}.nouveau", f".{BASE}.nouveau.wal"):
        (tmp_path / name).write_bytes(damage)
    assert published_digest(tmp_path / BASE) is None
    assert publish(tmp_path, content(1), NOW)
    assert rows_of(tmp_path / BASE, "select distinct ligne from rejets") == [(1,)]
    assert sorted(path.name for path in tmp_path.iterdir()) == [BASE]


def test_everyone_may_read_the_base_and_only_its_owner_write_it(base):
    assert base.stat().st_mode & 0o777 == 0o644
    assert base.parent.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("name", TABLES)
def test_tables_hold_the_columns_agreed_in_their_order(name, base):
    found = dict(rows_of(base, f"select column_name, column_type from (describe {name})"))
    agreed = TABLES[name]
    assert found
    assert [column for column in found if column in agreed] == list(agreed)
    for column, kind in agreed.items():
        assert found[column] == kind or (kind == "DECIMAL" and re.fullmatch(r"DECIMAL\(\d+,\d+\)", found[column])), column


def test_every_table_and_column_is_described_in_french(base):
    tables = dict(rows_of(base, "select table_name, comment from duckdb_tables() where not internal"))
    columns = {
        (table, column): text
        for table, column, text in rows_of(
            base, "select table_name, column_name, comment from duckdb_columns() where not internal"
        )
    }
    assert set(TABLES) <= set(tables)
    assert {table for table, _ in columns} == set(tables)
    said = {**tables, **columns}
    assert [place for place, text in said.items() if not (text or "").strip()] == []
    assert [text for text in said.values() if re.search(r"\b(the|of|which|rows?|is)\b", text)] == []


def test_no_column_holds_a_person(base):
    names = {row[0] for row in rows_of(base, "select column_name from duckdb_columns() where not internal")}
    assert [name for name in names if "dossier" in name or name in ("nom_personne", "ins", "nir", "date_naissance")] == []


def test_nothing_but_tables_is_published(base):
    assert rows_of(base, "select view_name from duckdb_views() where not internal") == []
    assert [path.name for path in base.parent.iterdir() if path.is_file()] == [BASE]
