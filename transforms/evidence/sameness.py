"""Whether what is read and counted again is what a decision was founded on: French sentences, none when it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from contracts.register import Register
from contracts.rulebook import Rulebook
from transforms.decisions.acts import SAID
from transforms.decisions.json_text import json_text
from transforms.decisions.record import rows_fingerprint
from transforms.measures.verdicts import Counts, judge

_TABLES = ("projets", "perimetre", "criteres", "pieces")


def different_inputs(
    record: dict[str, Any], texte: Rulebook, register: Register, essms: pl.DataFrame, stored: set[tuple[str, str]]
) -> list[str]:
    """The inputs that are no longer those of a decision.

    Args:
        record: the decision.
        texte: its text, read again.
        register: the rows of its project, read again; later acts may follow those it knew.
        essms: the rows of its establishments in the FINESS file, read again.
        stored: `chemin` and `sha256` of the deposits of the store.
    """
    preuves = record["preuves"]
    found = [] if texte.empreinte == record["texte"]["empreinte"] else [f"le texte {texte.texte_id} a changé"]
    for name in _TABLES:
        if rows_fingerprint(getattr(register, name).drop("ligne").to_dicts()) != preuves["registre"].get(name):
            found.append(f"la table {name} du registre a changé")
    known = record.get("actes", [])
    acts = [{name: json_text(row[name]) for name in SAID} for row in register.actes.to_dicts()]
    if acts[: len(known)] != known:
        found.append("la table actes du registre a changé")
    if rows_fingerprint(essms.to_dicts()) != preuves["finess"]:
        found.append("le fichier FINESS a changé")
    gone = sorted({one["chemin"] for one in preuves["depots"] if (one["chemin"], one["sha256"]) not in stored})
    return found + [f"le dépôt {chemin} n'est plus celui qui a été lu" for chemin in gone]


def different_counts(essms: list[dict[str, Any]], counts: Iterable[Counts], texte: Rulebook) -> list[str]:
    """The figures of a decision that the store no longer gives.

    Args:
        essms: rows of that key of its record.
        counts: what was counted again, in the same order.
        texte: its text.
    """
    found = []
    for row, counted in zip(essms, counts, strict=True):
        # Neither target nor length of the window changes a figure: they make the verdict.
        measure = judge(texte.rule(row["indicateur"]), counted, 1, None)
        again = (measure.numerateur, measure.denominateur, measure.source, measure.source_denominateur)
        if again != (row["numerateur"], row["denominateur"], row["source"], row["source_denominateur"]):
            was, now = _figure(row["numerateur"], row["denominateur"]), _figure(*again[:2])
            found.append(f"{row['finess_et']}, {row['indicateur']} : {was} décidé, {now} recompté")
    return found


def _figure(numerateur: int | None, denominateur: int | None) -> str:
    if numerateur is None:
        return "rien"
    return str(numerateur) if denominateur is None else f"{numerateur}/{denominateur}"
