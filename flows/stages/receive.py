"""Stage: which inputs are there, in which order deposits were received, and whether anything has changed since the last run."""

from __future__ import annotations

from contracts.failures import WorkspaceError
from flows.deposit_folder import find_deposits, hash_file
from flows.journal import receive
from flows.purge import purged_before
from flows.run_state import Run
from flows.stages.inputs import input_files
from flows.up_to_date import recognise


def receive_deposits(run: Run) -> None:
    """Lists and hashes the inputs, appends to the journal the deposits not seen before at their path, looks for a like run."""
    folder = run.settings.depots
    if not folder.is_dir():
        raise WorkspaceError(f"Le dossier des dépôts {folder} n'existe pas : créez-le, avec un dossier AAAA-MM par mois.")
    run.found = find_deposits(folder, run.settings.fichier_octets_max, purged_before(run.settings.entrepot))
    journal = run.settings.entrepot / "journal.jsonl"
    run.journal, run.received = receive(journal, [one.file for one in run.found], f"{run.started:%Y-%m-%dT%H:%M:%SZ}")
    run.register_hashes = {path.name: hash_file(path) for path in input_files(run.settings.registre)}
    run.finess_hashes = {path.name: hash_file(path) for path in input_files(run.settings.finess)}
    recognise(run)
