"""Stage: each pigeonhole of deposits whose content changed is read whole into the store; the others are left as they are."""

from __future__ import annotations

from collections import defaultdict

from flows.casier_reading import Casier, read_casiers
from flows.deposit_folder import FoundFile
from flows.run_state import Run
from flows.store import NO_MONTH, Casiers, casier_fingerprint, casier_folder, keep_only
from transforms.reading.casiers import share_out
from transforms.reading.pseudonym import key_fingerprint


def ingest(run: Run) -> None:
    """Brings the store up to date with the deposits."""
    assert run.known is not None
    all_casiers = _casiers(run)
    changed = [casier for casier in all_casiers if not casier.folder.is_dir()]
    read_casiers(changed, run.known, run.key, run.settings)
    run.casiers = _folders(all_casiers)
    keep_only(run.settings.entrepot, run.casiers)


def _casiers(run: Run) -> list[Casier]:
    """Every pigeonhole of the deposits found, by month."""
    assert run.known is not None
    by_month: dict[str, list[FoundFile]] = defaultdict(list)
    for one in run.found:
        by_month[one.file.mois or NO_MONTH].append(one)
    key = key_fingerprint(run.key)
    casiers = []
    for mois, found in sorted(by_month.items()):
        shared: dict[int, list[FoundFile]] = defaultdict(list)
        for rank, one in zip(share_out([one.file for one in found]), found, strict=True):
            shared[rank].append(one)
        for rank, files in sorted(shared.items()):
            named = casier_fingerprint([one.file for one in files], run.known, key, run.settings.fichier_octets_max)
            casiers.append(Casier(mois, files, casier_folder(run.settings.entrepot, mois, rank, named)))
    return casiers


def _folders(casiers: list[Casier]) -> Casiers:
    folders: Casiers = defaultdict(list)
    for casier in casiers:
        folders[casier.mois].append(casier.folder)
    return dict(folders)
