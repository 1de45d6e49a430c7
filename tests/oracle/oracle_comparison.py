"""Runs the product on a workspace and says in plain sentences where its published base and the oracle differ."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from flows.request import RunRequest
from flows.run import run_month
from tests.oracle.oracle_decisions import criteria, decide
from tests.oracle.oracle_deposits import Workspace, read_workspace, receive
from tests.oracle.oracle_measures import measure
from tests.oracle.oracle_readings import readings
from tests.oracle.oracle_texts import TEXTES

Key = tuple[Any, ...]
Rows = dict[Key, dict[str, Any]]

KEY = ("projet_id", "finess_et", "indicateur")
FIGURES = ("fenetre_debut", "fenetre_fin", "numerateur", "denominateur", "taux", "cible", "verdict", "motif")
SOURCES = ("source", "source_denominateur", "reste_a_faire")
PER_PROJECT = tuple(code for code, texte in TEXTES.items() if texte.par_projet)
DECISION = (
    "decision",
    "provisoire",
    "sensible_a_la_lecture",
    "part_solde",
    "montant_subvention",
    "montant_solde",
    "montant_libere",
    "montant_bareme",
    "motif",
)
CRITERE = ("poids", "cible", "numerateur", "denominateur", "verdict", "montant_maximum", "montant_libere", "motif")
LEDGER = ("lignes_lues", "lignes_acceptees", "lignes_rejetees", "lignes_remplacees")
NOT_MEASURABLE = ("source_absente", "effectif_incoherent", "denominateur_nul")


def differences(workspace: Path, month: str, journal: list[dict[str, str]]) -> list[str]:
    """Every difference between a run of the product and the oracle; `journal` is the history before this run, and grows."""
    journal += receive(workspace, journal)
    run_month(RunRequest(workspace, month))
    expected = read_workspace(workspace, journal)
    base = workspace / "publication" / "cibles.duckdb"
    with duckdb.connect(str(base), read_only=True) as connection:
        return base_differences(connection, expected, month)


def base_differences(connection: duckdb.DuckDBPyConnection, expected: Workspace, month: str) -> list[str]:
    """Every difference between the published tables of a connection and what the oracle makes of a workspace."""
    return [
        *_ledger(connection, expected),
        *_table(connection, "indicateurs", KEY, FIGURES + SOURCES, measure(expected, month), month),
        *_table(connection, "lectures", (*KEY, "lecture"), FIGURES, readings(expected, month), month),
        *_decisions(connection, decide(expected, month), month),
        *_criteria(connection, criteria(expected, month), month),
    ]


def _ledger(connection: duckdb.DuckDBPyConnection, expected: Workspace) -> list[str]:
    got = _rows(connection, "from depots", ("chemin",))
    lines: dict[Key, set[int]] = {key: set() for key in got}
    for chemin, ligne in connection.sql(
        "select d.chemin, r.ligne from rejets as r join depots as d using (depot_id) where r.ligne is not null"
    ).fetchall():
        lines[(chemin,)].add(ligne)
    found = []
    wanted = {(row["chemin"],): row for row in expected.ledger()}
    for key in sorted(got.keys() | wanted.keys()):
        if key not in got or key not in wanted:
            found.append(f"depots {key} : only in {'the product' if key in got else 'the oracle'}")
            continue
        row = wanted[key]
        if row["regle"] in ("depot_ambigu", None):  # other files set aside whole are not read line by line
            found += _compare(f"depots {key}", got[key], row, LEDGER)
        if (got[key]["etat"] == "refuse") != (row["regle"] is not None) and row["lignes_acceptees"] + row["lignes_remplacees"]:
            found.append(f"depots {key} : {got[key]['etat']}, expected {row['regle']}")
        if row["regle"] is None and lines[key] != set(row["rejets"]):
            found.append(f"rejets {key} : lines {sorted(lines[key])}, expected {sorted(row['rejets'])}")
    return found


def _table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    key: tuple[str, ...],
    columns: tuple[str, ...],
    lines: list[dict],
    month: str,
) -> list[str]:
    got = _rows(connection, f"from {name} where mois = '{month}'", key)
    # The default reading of an establishment is its row of `indicateurs`.
    got = {k: row for k, row in got.items() if row.get("lecture") != "fenetre" or row["finess_et"] is None}
    wanted = {tuple(line[column] for column in key): line for line in lines if not _wholly_exempt(line)}
    found = [f"{name} {k} : only in the product" for k in got.keys() - wanted.keys()]
    found += [f"{name} {k} : only in the oracle" for k in wanted.keys() - got.keys()]
    for k in got.keys() & wanted.keys():
        found += _compare(f"{name} {k}", _settled(got[k]), _settled(wanted[k]), columns)
    return sorted(found)


def _wholly_exempt(line: dict[str, Any]) -> bool:
    """The oracle writes a pooled row even when every establishment is exempt; the product has nothing to pool."""
    return line["finess_et"] is None and line["verdict"] == "exemptee"


def _settled(row: dict[str, Any]) -> dict[str, Any]:
    """Takes out what the two may write differently: figures of a row that is not measurable, window of a pooled row."""
    row = dict(row)
    if row["motif"] in NOT_MEASURABLE or row["numerateur"] is None:
        row |= dict.fromkeys(("numerateur", "denominateur", "source", "source_denominateur"))
    if row.get("finess_et", "") is None:
        row |= dict.fromkeys(("fenetre_debut", "fenetre_fin"))
    return row


def _decisions(connection: duckdb.DuckDBPyConnection, lines: list[dict], month: str) -> list[str]:
    got = _rows(connection, f"from decisions where courante and mois = '{month}'", ("projet_id",))
    wanted = {(line["projet_id"],): line for line in lines}
    found = [f"decisions {key} : only on one side" for key in got.keys() ^ wanted.keys()]
    for key in got.keys() & wanted.keys():
        row = got[key] | {"motif": set((got[key]["motif"] or "").split(", ")) - {""}}
        found += _compare(f"decisions {key}", row, wanted[key], DECISION)
    return sorted(found)


def _criteria(connection: duckdb.DuckDBPyConnection, lines: list[dict], month: str) -> list[str]:
    """The criteria of the decisions in force, for the projects whose targets the register sets."""
    query = (
        "select d.projet_id, c.* from decision_criteres as c join decisions as d using (decision_id) "
        f"where d.courante and d.mois = '{month}' and coalesce(d.motif, '') <> 'perimetre_vide' "
        f"and d.texte_id in {PER_PROJECT}"
    )
    got = _rows(connection, query, ("projet_id", "indicateur"))
    wanted = {(line["projet_id"], line["indicateur"]): line for line in lines}
    found = [f"decision_criteres {key} : only on one side" for key in got.keys() ^ wanted.keys()]
    for key in got.keys() & wanted.keys():
        one, other = _settled(got[key]), _settled(wanted[key])
        found += _compare(f"decision_criteres {key}", one, other, CRITERE)
    return sorted(found)


def _rows(connection: duckdb.DuckDBPyConnection, query: str, key: tuple[str, ...]) -> Rows:
    relation = connection.sql(query)
    names = relation.columns
    rows = [dict(zip(names, values, strict=True)) for values in relation.fetchall()]
    return {tuple(row[column] for column in key): row for row in rows}


def _compare(what: str, got: dict[str, Any], wanted: dict[str, Any], columns: tuple[str, ...]) -> list[str]:
    return [
        f"{what} {column} : {got[column]!r}, expected {wanted[column]!r}"
        for column in columns
        if not _same(got[column], wanted[column])
    ]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one.compare(other) == 0
    return one == other
