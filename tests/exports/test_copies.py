"""Each Parquet copy holds the rows of the base, in its types, with its French descriptions."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.exports import write_month
from flows.maturin_sms import prefeed_of
from tests.flows.helpers_workspace import MONTH


@pytest.fixture
def copied(ran) -> Path:
    return ran / "publication" / MONTH


def expected(base: dict[str, pl.DataFrame], name: str) -> pl.DataFrame:
    """The rows of a table that are of the month, or all of them."""
    rows = base[name]
    if "mois" in rows.columns:
        return rows.filter(pl.col("mois") == MONTH)
    if name.startswith("decision_"):
        return rows.join(base["decisions"].filter(pl.col("mois") == MONTH), on="decision_id", how="semi")
    if name == "rejets":
        return rows.join(base["depots"].filter(pl.col("mois") == MONTH), on="depot_id", how="semi")
    return rows


def test_every_table_of_the_base_is_copied(copied, base):
    assert {path.stem for path in copied.glob("*.parquet")} == set(base)


def test_each_copy_holds_the_rows_and_types_of_the_base(copied, base, ran):
    with duckdb.connect(str(ran / "publication" / "cibles.duckdb"), read_only=True) as connection:
        for name in base:
            rows = expected(base, name)
            read = pl.read_parquet(copied / f"{name}.parquet")
            assert read.schema == rows.schema, name
            assert read.sort(read.columns, nulls_last=True).rows() == rows.sort(rows.columns, nulls_last=True).rows(), name
            there = connection.sql(f"select column_name, column_type from (describe {name})").fetchall()
            place = str(copied / f"{name}.parquet")
            again = connection.sql(f"select column_name, column_type from (describe from '{place}')").fetchall()
            assert again == there, name
    assert expected(base, "indicateurs").height > 100
    assert expected(base, "rejets").height < base["rejets"].height or base["depots"]["mois"].n_unique() == 1


def test_each_column_is_described_in_french(copied, ran, base):
    with duckdb.connect(str(ran / "publication" / "cibles.duckdb"), read_only=True) as connection:
        query = "select table_name, column_name, comment from duckdb_columns() where not internal"
        said = {(table, column): text for table, column, text in connection.sql(query).fetchall()}
        tables = dict(connection.sql("select table_name, comment from duckdb_tables() where not internal").fetchall())
    for name in base:
        schema = pq.read_schema(copied / f"{name}.parquet")
        assert schema.metadata[b"comment"].decode() == tables[name]
        for field in schema:
            assert field.metadata[b"comment"].decode() == said[name, field.name]


def test_a_table_that_is_added_is_copied_and_the_same_base_gives_the_same_bytes(ran, tmp_path, copied):
    base = tmp_path / "cibles.duckdb"
    base.write_bytes((ran / "publication" / "cibles.duckdb").read_bytes())
    with duckdb.connect(str(base)) as connection:
        connection.execute("create table essai (mois varchar, nombre decimal(14, 2))")
        connection.execute("comment on table essai is 'Un essai'")
        connection.execute("comment on column essai.mois is 'Mois'; comment on column essai.nombre is 'Nombre'")
        connection.execute(f"insert into essai values ('{MONTH}', 12.30), ('2020-01', 1)")
    there = tmp_path / "publication" / MONTH
    assert write_month(base, there, MONTH, prefeed_of(tmp_path), "1GB")
    assert pl.read_parquet(there / "essai.parquet").rows() == [(MONTH, pl.Series(["12.30"]).cast(pl.Decimal(14, 2))[0])]
    made = {path.name: path.read_bytes() for path in there.iterdir() if path.name != "essai.parquet"}
    assert made == {path.name: path.read_bytes() for path in copied.iterdir()}
    assert not write_month(base, there, MONTH, prefeed_of(tmp_path), "1GB")
