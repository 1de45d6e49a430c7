"""What is needed to read files that are not in the pivot form: dialects, dated maps of mailboxes, limits."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from contracts.dialect import Dialecte
from contracts.failures import RegisterError
from flows.deposit_folder import hash_file
from flows.dialects import DIALECTS_DIRECTORY, dialects_fingerprint, load_all_dialects
from flows.fingerprints import digest, hashes
from flows.settings import Settings
from transforms.dialects.limits import Limits
from transforms.dialects.mailboxes import read_mailboxes
from transforms.reading.csv_header import Refusal
from transforms.reading.messages import message
from transforms.reading.month_tables import month_period

_SNAPSHOT = re.compile(r"(?P<day>[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])).*\.(?:csv|txt)", re.IGNORECASE)


@dataclass(frozen=True)
class Senders:
    """`dialectes`: those of the product, then of the workspace; `boites`: each map of mailboxes with its day, earliest first;
    `limits`: how much of a file is read; `empreinte`: hash of all three.
    """

    dialectes: tuple[Dialecte, ...]
    boites: tuple[tuple[str, pl.DataFrame], ...]
    limits: Limits
    empreinte: str

    def mailboxes(self, day: str) -> pl.DataFrame | None:
        """The last map of mailboxes made on this day (`AAAA-MM-JJ`) or before; None: there is none."""
        return next((boites for made, boites in reversed(self.boites) if made <= day), None)


def load_dialects(settings: Settings) -> dict[str, Dialecte]:
    """Every dialect, by name. Raises RulebookError at the first bad file."""
    return load_all_dialects([DIALECTS_DIRECTORY, settings.dialectes])


def senders_inputs(dialectes: dict[str, Dialecte], settings: Settings) -> str:
    """Hash of what `load_senders` gives, without reading the maps of mailboxes."""
    return digest([dialects_fingerprint(dialectes), hashes(settings.boites, "*"), asdict(settings.limites)])


def forms_read(dialectes: dict[str, Dialecte], settings: Settings, depots: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """What some deposits (`dialecte`, `mois`) were read with: the hash of each dialect and of each map of mailboxes.

    Nothing (`{}`) for deposits in the pivot form.
    """
    used = {depot["dialecte"] for depot in depots} & dialectes.keys()
    by_mailbox = {name for name in used if any(table.boites for table in dialectes[name].tables)}
    ends = {month_period(depot["mois"])[1].isoformat() for depot in depots if depot["dialecte"] in by_mailbox}
    paths = _snapshots(settings) if by_mailbox else []
    maps = {path for end in ends for path in [path for path in paths if _day(path) <= end][-1:]}
    found = {
        "dialectes": {name: dialectes[name].empreinte for name in sorted(used)},
        "boites": {path.name: hash_file(path) for path in sorted(maps)},
    }
    return {kind: hashes for kind, hashes in found.items() if hashes}


def load_senders(dialectes: dict[str, Dialecte], settings: Settings) -> Senders:
    """Everything needed to read what senders write.

    Raises:
        RegisterError: a map of mailboxes that cannot be read, or whose name has no day.
    """
    boites = tuple((_day(path), _mailboxes(path)) for path in _snapshots(settings))
    return Senders(tuple(dialectes.values()), boites, settings.limites, senders_inputs(dialectes, settings))


def _snapshots(settings: Settings) -> list[Path]:
    """The maps of mailboxes, earliest first."""
    return sorted(path for path in settings.boites.glob("*") if path.is_file() and not path.name.startswith("."))


def _day(path: Path) -> str:
    named = _SNAPSHOT.fullmatch(path.name)
    if named is None:
        raise RegisterError(
            f"Le nom de {path} ne commence pas par la date de l'extraction : renommez-le AAAA-MM-JJ.csv (ou .txt)."
        )
    return named["day"]


def _mailboxes(path: Path) -> pl.DataFrame:
    try:
        return read_mailboxes(path.read_bytes())
    except Refusal as refusal:
        said = message(refusal.rule, None, None, ", ".join(refusal.columns) or None)
        raise RegisterError(f"L'annuaire des boîtes aux lettres {path} ne peut pas être lu. {said}") from None
