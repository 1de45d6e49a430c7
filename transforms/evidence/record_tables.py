"""The tables of the archive made from the record of a decision and from the registers: their columns and rows. No rule here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from contracts.register import Register
from contracts.rulebook import Rulebook
from transforms.decisions.acts import SAID
from transforms.evidence.csv_member import csv_bytes

_SENTENCE = ("document", "section", "phrase", "lecture")

TABLES: dict[str, tuple[str, ...]] = {
    "criteres": (
        *("rang", "indicateur", "poids", "cible", "unite", "numerateur", "denominateur", "verdict", "montant_maximum"),
        *("montant_libere", "motif", "reference", "phrase"),
    ),
    "versements": ("rang", "versement", "tranche", "part", "montant", "montant_du", "etat", "motif", *_SENTENCE),
    "verifications": ("condition", "etat", "opposable", "detail", *_SENTENCE),
    "bareme": ("rang", "poste", "libelle", "finess_et", "nombre", "montant_unitaire", "montant", "detail", *_SENTENCE),
    "partages": ("region", "nombre", "montant"),
}
"""Columns of the tables published of a decision, by key of its record."""

NAMES = {"verifications": "conditions"}
"""Keys of the record whose table is published under another name."""

INDICATEURS = (
    *("mois", "projet_id", "texte_id", "finess_et", "indicateur", "fenetre_debut", "fenetre_fin", "numerateur", "denominateur"),
    *("taux", "cible", "verdict", "motif", "source", "source_denominateur", "reste_a_faire", "decide"),
)
"""The published columns, then `decide`: 1 for an establishment whose figures make the decision (of the tranche verified)."""

_DECISION = (
    *("decision_id", "version", "remplace", "mois", "projet_id", "decision", "motif", "provisoire", "lecture", "part_solde"),
    *("montant_subvention", "montant_solde", "montant_libere", "deja_verse", "montant_bareme", "empreinte", "calculee_le"),
)


def decision_tables(record: Mapping[str, Any], texte: Rulebook, decides: frozenset[str]) -> dict[str, bytes]:
    """The members that tell a decision, by path.

    Args:
        record: its record.
        texte: its text.
        decides: numbers of the establishments whose figures make the decision.
    """
    one = {name: record.get(name) for name in _DECISION}
    one |= {
        "texte_id": texte.texte_id,
        "solde": texte.solde,
        "portee_du_texte": texte.portee,
        "portee": record["conditions"]["portee"],
        "tranche": record["conditions"]["tranche"],
    }
    whole = {name: record[name] for name in ("mois", "projet_id")} | {"texte_id": texte.texte_id}
    rows = [whole | row | {"decide": row["finess_et"] in decides} for row in record["essms"]]
    members = {
        "decision.csv": csv_bytes(list(one), [list(one.values())]),
        "indicateurs.csv": _table(INDICATEURS, rows),
    }
    for key, columns in TABLES.items():
        found = [{"rang": rank} | row for rank, row in enumerate(record.get(key, ()), 1)]
        members[f"{NAMES.get(key, key)}.csv"] = _table(columns, found)
    return members


def register_tables(register: Register, record: Mapping[str, Any], essms: pl.DataFrame) -> dict[str, bytes]:
    """The rows of the registers that concern the project, by path of their member; of acts, not who did them.

    Args:
        register: the rows of the project.
        record: the decision: `dans_la_decision` says which acts it knew, the first ones.
        essms: the rows of its establishments in the FINESS file.
    """
    tables = {name: getattr(register, name) for name in ("projets", "perimetre", "criteres", "pieces")}
    members = {f"registre/{name}.csv": frame_bytes(rows) for name, rows in tables.items()}
    known = len(record.get("actes", ()))
    acts = [{**row, "dans_la_decision": rank < known} for rank, row in enumerate(register.actes.to_dicts())]
    members["registre/actes.csv"] = _table(("ligne", "projet_id", *SAID, "dans_la_decision"), acts)
    return members | {"registre/finess.csv": frame_bytes(essms)}


def frame_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as a member."""
    return csv_bytes(frame.columns, frame.iter_rows())


def _table(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> bytes:
    return csv_bytes(columns, [[row.get(name) for name in columns] for row in rows])
