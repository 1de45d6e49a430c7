"""What the workspace remembers of a decision, where it does: the journal of receptions, the chain. Both may be gone."""

from __future__ import annotations

import hashlib

from contracts.failures import WorkspaceError
from flows.chain import read_chain
from flows.journal import JOURNAL_FILE, Reception, read_journal, receptions_table
from flows.settings import Settings
from flows.stages.decide import reception_ranks
from flows.verification_document import Document
from transforms.decisions.chain import DECISION, FOUND, START, Link, hash_of


def journal_ranks(document: Document, settings: Settings) -> dict[str, tuple[int, int]] | None:
    """By path, the ranks of reception that the journal gives the deposits of a decision; None when it does not know them all.

    Only what had been received when the decision was made counts.
    """
    journal = _journal(settings)
    when = document.said.get("calculee_le")
    if isinstance(when, str):
        journal = [reception for reception in journal if reception.recu_le <= when]
    last = {reception.chemin: reception.sha256 for reception in journal}
    present = list(document.depots.items())
    if not journal or any(last.get(chemin) != sha256 for chemin, sha256 in present):
        return None
    rows = receptions_table(journal, present).select("chemin", "passage", "passage_chemin")
    received = {chemin: (content, path) for chemin, content, path in rows.iter_rows()}
    ranks = reception_ranks(received, [{"chemin": chemin} for chemin, _ in present])
    return {chemin: (pair[0], pair[1]) for chemin, pair in ranks.items()}


def _journal(settings: Settings) -> list[Reception]:
    """The journal, without anything when it cannot be read: the chain says that it is damaged."""
    try:
        return read_journal(settings.entrepot / JOURNAL_FILE)
    except (WorkspaceError, OSError):
        return []


def chain_faults(document: Document, settings: Settings) -> list[str]:
    """What the chain of the workspace says otherwise of this file: French sentences, none without a chain."""
    links = _links(settings)
    if not links or document.identity is None:
        return []
    projet_id, mois = document.identity
    name = f"{mois}/{projet_id}-v{document.said.get('version')}.json"
    own = [link.sha256 for link in links if link.genre in (DECISION, FOUND) and link.objet == name]
    faults = []
    if not own:
        faults.append("chaîne de l'espace : elle ne connaît pas cette décision")
    elif hashlib.sha256(document.content).hexdigest() not in own:
        faults.append("chaîne de l'espace : ce ne sont pas les octets qu'elle a retenus quand la décision a été écrite")
    if "chaine" in document.said and document.said["chaine"] not in (START, *map(hash_of, links)):
        faults.append("chaine : aucun maillon de l'espace n'a cette empreinte")
    return faults


def _links(settings: Settings) -> list[Link]:
    """The links; none when the chain is broken, which `check_chain` tells."""
    try:
        return read_chain(settings)
    except (WorkspaceError, OSError):
        return []
