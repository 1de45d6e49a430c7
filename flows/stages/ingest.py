"""Stage: each pigeonhole of deposits whose content changed is read whole into the store; the others are left as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from flows.casier_reading import Casier, read_casiers
from flows.deposit_folder import FoundFile
from flows.run_state import Run
from flows.senders import load_senders, senders_inputs
from flows.settings import Settings
from flows.store import NO_MONTH, Casiers, casier_fingerprint, casier_folder, keep_only
from transforms.reading.casiers import beside, share_out
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.pseudonym import key_fingerprint


def ingest(run: Run) -> None:
    """Brings the store up to date with the deposits."""
    assert run.known is not None
    all_casiers = casiers_of(run.found, run.known, run.key, senders_inputs(run.dialectes, run.settings), run.settings)
    changed = [casier for casier in all_casiers if not casier.folder.is_dir()]
    if changed:
        read_casiers(changed, run.known, run.key, load_senders(run.dialectes, run.settings), run.settings)
    run.casiers = _folders(all_casiers)
    keep_only(run.settings.entrepot, run.casiers)


def casiers_of(found: list[FoundFile], known: KnownNumbers, key: bytes, senders: str, settings: Settings) -> list[Casier]:
    """Every pigeonhole of the deposits found, by month; the folder of each is named by all that determines its content."""
    by_month: dict[str, list[FoundFile]] = defaultdict(list)
    for one in found:
        by_month[one.file.mois or NO_MONTH].append(one)
    casiers = []
    for mois, of_month in sorted(by_month.items()):
        for rank, own, others in _shared_out(of_month):
            named = casier_fingerprint(
                [one.file for one in own],
                [one.file for one in others],
                known,
                key_fingerprint(key),
                senders,
                settings.fichier_octets_max,
            )
            casiers.append(Casier(mois, own, others, casier_folder(settings.entrepot, mois, rank, named)))
    return casiers


def _shared_out(found: list[FoundFile]) -> Iterator[tuple[int, list[FoundFile], list[FoundFile]]]:
    """The rank of each pigeonhole of a month, its files, and those of other ones on which its reading depends."""
    files = [one.file for one in found]
    ranks = share_out(files)
    others = beside(files, ranks)
    own: dict[int, list[FoundFile]] = defaultdict(list)
    for rank, one in zip(ranks, found, strict=True):
        own[rank].append(one)
    for rank in sorted(own):
        yield rank, own[rank], [found[place] for place in others.get(rank, [])]


def _folders(casiers: list[Casier]) -> Casiers:
    folders: Casiers = defaultdict(list)
    for casier in casiers:
        folders[casier.mois].append(casier.folder)
    return dict(folders)
