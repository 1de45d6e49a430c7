"""Stage: which deposits are there, and in which order they were received."""

from __future__ import annotations

from contracts.failures import WorkspaceError
from flows.deposit_folder import find_deposits
from flows.journal import receive
from flows.run_state import Run


def receive_deposits(run: Run) -> None:
    """Lists and hashes the deposits, and appends to the journal those not seen before at their path."""
    folder = run.settings.depots
    if not folder.is_dir():
        raise WorkspaceError(f"Le dossier des dépôts {folder} n'existe pas : créez-le, avec un dossier AAAA-MM par mois.")
    run.found = find_deposits(folder, run.settings.fichier_octets_max)
    journal = run.settings.entrepot / "journal.jsonl"
    run.journal, run.received = receive(journal, [one.file for one in run.found], f"{run.started:%Y-%m-%dT%H:%M:%SZ}")
