"""Which measured months have read the months that a purge removes: they are frozen, since they could not be computed again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contracts.rulebook import Rulebook
from flows.decision_files import read_decision, written_versions
from flows.settings import Settings
from flows.texts import load_all_texts
from transforms.measures.months import months_between, shift
from transforms.measures.readings import EVERY_MONTH_END

READ_BACK = 12
"""Months that a window or a population may hold, the month measured included: the readings `annuelle` and `douze_mois`."""


def months_to_freeze(settings: Settings, going: set[str]) -> list[str]:
    """The months measured that may have read a month of `going`, in order."""
    measured = sorted(path.name for path in (settings.entrepot / "mesures").glob("*") if path.is_dir())
    if not going or not measured:
        return []
    texts = load_all_texts()
    return [mois for mois in measured if mois not in going and going & _months_read(settings, mois, texts)]


def _months_read(settings: Settings, mois: str, texts: dict[str, Rulebook]) -> set[str]:
    """The last twelve months, and what the last decisions of the month rest on beyond them."""
    read = set(months_between(shift(mois, 1 - READ_BACK), mois))
    for record in _last_records(settings.decisions / mois):
        read |= {file["mois"] for file in record["preuves"]["depots"]}
        read |= {month for _, month in record["conditions"]["lignes_rejetees"]}
        first, texte = record["projet"]["premiere_mesure"], texts.get(record["texte"]["texte_id"])
        # Every month end since the first measure is counted again each month, and its deposits are not in the evidence.
        if first and (texte is None or any(item.code == EVERY_MONTH_END for item in texte.lectures)):
            read |= set(months_between(shift(first, 1 - READ_BACK), mois))
    return read


def _last_records(folder: Path) -> list[dict[str, Any]]:
    """The last version of each decision of a month."""
    return [read_decision(versions[-1]) for versions in written_versions(folder).values()]
