"""What was purged, and what that forbids afterwards: the record `purges.jsonl` and its questions. `purge_removal` does the purge.

The record is appended, never edited. A purge is two lines: `commencee` before anything goes, `terminee` once everything is gone.
The published ledger rows of each month purged are kept in `purges/<AAAA-MM>.parquet`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from contracts.failures import WorkspaceError
from flows.settings import Settings
from flows.store import replace_file

RECORD = "purges.jsonl"
LEDGERS = "purges"
BEGUN, DONE = "commencee", "terminee"

LEDGER: dict[str, pl.DataType | type[pl.DataType]] = {
    "depot_id": pl.String,
    "mois": pl.String,
    "chemin": pl.String,
    "partie": pl.String,
    "sha256": pl.String,
    "dialecte": pl.String,
    "jeu": pl.String,
    "lignes_lues": pl.Int64,
    "lignes_acceptees": pl.Int64,
    "lignes_rejetees": pl.Int64,
    "lignes_remplacees": pl.Int64,
    "etat": pl.String,
    "recu_le": pl.Datetime("us"),
    "colonnes_ignorees": pl.String,
    "lignes_hors_donnees": pl.Int64,
    "feuille_masquee": pl.Boolean,
}
"""Columns of the published table `depots`; one that an older version did not write is empty."""


def purged_ledger(entrepot: Path) -> pl.DataFrame:
    """Rows of table `depots` (`LEDGER`) of the months purged, as they were last published, by path."""
    kept = [pl.read_parquet(ledger_path(entrepot, mois)) for mois in purged_months(entrepot)]
    return pl.concat([pl.DataFrame(schema=LEDGER), *kept], how="diagonal").sort("chemin", "partie")


def ledger_path(entrepot: Path, mois: str) -> Path:
    """Where the published ledger rows of a month purged are kept."""
    return entrepot / LEDGERS / f"{mois}.parquet"


def purged_months(entrepot: Path) -> list[str]:
    """The months whose deposits were purged, in order."""
    return sorted({mois for entry in read_purges(entrepot) for mois in entry["mois"]})


def purged_before(entrepot: Path) -> str | None:
    """The month (`AAAA-MM`) before which everything was purged; None when nothing ever was."""
    return max((entry["avant"] for entry in read_purges(entrepot)), default=None)


def unfinished(entrepot: Path) -> str | None:
    """The `avant` of a purge that was interrupted; None when every purge is done."""
    purges = read_purges(entrepot)
    return purges[-1]["avant"] if purges and purges[-1]["etat"] == BEGUN else None


def read_purges(entrepot: Path) -> list[dict[str, Any]]:
    """Every line of the record, in order. A last line cut by a crash was never acknowledged: it is ignored.

    Raises:
        WorkspaceError: a line is not one of ours.
    """
    path = entrepot / RECORD
    if not path.exists():
        return []
    try:
        entries = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
        for entry in entries:
            entry["avant"], entry["etat"], entry["mois"], entry["figes"]
    except (ValueError, KeyError, TypeError):
        raise WorkspaceError(
            f"Le registre des purges {path} est abîmé : restaurez-le depuis une sauvegarde, il ne se refait pas."
        ) from None
    return entries


def append_purge(entrepot: Path, entry: dict[str, Any]) -> None:
    """Appends one line to the record."""
    path = entrepot / RECORD
    before = path.read_bytes() if path.exists() else b""
    whole = before[: before.rfind(b"\n") + 1]
    replace_file(path, whole + json.dumps(entry, ensure_ascii=False).encode() + b"\n")


def refuse_frozen(settings: Settings, mois: str) -> None:
    """Raises WorkspaceError when a run cannot compute this month again without what was purged, or a purge was interrupted."""
    waiting = unfinished(settings.entrepot)
    if waiting is not None:
        raise WorkspaceError(f"Une purge a été interrompue : terminez-la par cibles purge --before {waiting}, puis relancez.")
    reason = frozen(settings, mois)
    if reason is not None:
        raise WorkspaceError(reason)


def frozen(settings: Settings, mois: str) -> str | None:
    """Why the figures of a month can no longer be computed, as a French sentence; None when they can.

    A month purged is frozen; so is a month that was measured, when it was purged, with deposits that are gone (`figes` of the
    record). A month first measured afterwards is computed, and computed again, with what is there: absence says itself.
    """
    purges = read_purges(settings.entrepot)
    if any(mois in entry["mois"] for entry in purges):
        return f"Le mois {mois} est purgé : ses dépôts ne sont plus là, ses chiffres et ses décisions restent tels quels."
    before = max((entry["avant"] for entry in purges if mois in entry["figes"]), default=None)
    if before is None:
        return None
    return (
        f"Le mois {mois} est figé : il a été mesuré avec des dépôts d'avant {before}, purgés depuis. Ses chiffres et ses"
        " décisions restent tels quels ; mesurez un mois plus récent."
    )
