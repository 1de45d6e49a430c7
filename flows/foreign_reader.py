"""Opens files that are not in the pivot form, and places what each of their tables becomes among the deposits of the month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from contracts.deposits.columns import COVERAGE
from flows.deposit_folder import FoundFile
from flows.received_bytes import read_received
from flows.senders import Senders
from transforms.dialects.translated import Context, Translated
from transforms.dialects.unfold import unfold
from transforms.reading.csv_header import Refusal
from transforms.reading.deposit_paths import ANNEXE, DepositFile
from transforms.reading.month_tables import month_period

_HEADER_RULES = {"encodage", "separateur", "colonnes_manquantes", "colonne_en_double", "colonne_mal_nommee", "csv_invalide"}
"""Why a file named like one of the pivot form is not in it; another form may have the same name."""


@dataclass(frozen=True)
class Part:
    """One table or series of a file: the deposit it is, the dialect, what it says."""

    file: DepositFile
    dialecte: str
    said: Translated


def may_be_foreign(file: DepositFile, refusal: Refusal | None) -> bool:
    """Whether a file may be in a dialect: its name says no dataset, or its header is not that of the dataset it says."""
    if file.jeu is None:
        return refusal is None
    return file.jeu != COVERAGE.name and refusal is not None and refusal.rule in _HEADER_RULES


def read_foreign(one: FoundFile, senders: Senders) -> list[Part]:
    """The deposits a file holds.

    Raises:
        Refusal: nothing of it can be read.
        WorkspaceError: the file was rewritten since it was hashed.
    """
    file = one.file
    if file.octets > senders.limits.octets:
        raise Refusal("dialecte_trop_gros")
    assert file.mois is not None
    month = month_period(file.mois)
    context = Context(file.name, file.folder_finess, month, senders.mailboxes(month[1].isoformat()))
    unfolded = unfold(read_received(one), senders.dialectes, context, senders.limits)
    jeux = [ANNEXE if said.annexe else said.jeu for said in unfolded.parts]
    counts, seen = Counter(jeux), Counter[str]()
    parts = []
    for jeu, said in zip(jeux, unfolded.parts, strict=True):
        parts.append(Part(file.part(said.suffixe, jeu, seen[jeu], counts[jeu]), unfolded.dialecte, said))
        seen[jeu] += 1
    return parts
