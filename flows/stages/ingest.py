"""Stage: each month of deposits whose content changed is read whole into the store; the others are left as they are."""

from __future__ import annotations

from collections import defaultdict

from flows.deposit_folder import FoundFile
from flows.month_reader import MonthReader
from flows.progress import tell
from flows.run_state import Run
from flows.store import NO_MONTH, month_fingerprint, month_folder, sweep, writing
from transforms.reading.pseudonym import key_fingerprint


def ingest(run: Run) -> None:
    """Brings the store up to date with the deposits."""
    assert run.known is not None
    by_month: dict[str, list[FoundFile]] = defaultdict(list)
    for one in run.found:
        by_month[one.file.mois or NO_MONTH].append(one)
    run.months, run.read_months = {}, []
    for mois, found in sorted(by_month.items()):
        files = [one.file for one in found]
        fingerprint = month_fingerprint(files, run.known, key_fingerprint(run.key), run.settings.fichier_octets_max)
        run.months[mois] = month_folder(run.settings.entrepot, mois, fingerprint)
        if not run.months[mois].is_dir():
            tell(f"dépôts de {mois} : {len(found)} fichiers")
            with writing(run.months[mois]) as folder:
                MonthReader(folder, run.known, run.key, run.settings.lot_octets).read(found)
            run.read_months.append(mois)
    sweep(run.settings.entrepot, run.months)
