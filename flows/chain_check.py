"""Whether anything that must never change has: journal, acts and decisions against the chain. Only reads."""

from __future__ import annotations

from pathlib import Path

from contracts.failures import RegisterError, WorkspaceError
from flows.chain import CHAIN_FILE, chain_lines, decision_files, passages
from flows.decision_files import read_decision
from flows.deposit_folder import hash_file
from flows.journal import JOURNAL_FILE, read_journal
from flows.settings import Settings
from flows.stages.inputs import input_files
from transforms.decisions.chain import (
    ACT,
    DECISION,
    FOUND,
    RESTART,
    START,
    Link,
    act_item,
    broken_at,
    hash_of,
    known_passages,
    missing,
    read_link,
)
from transforms.reading.register import read_register


def check_chain(settings: Settings) -> list[str]:
    """What has changed since a run saw or wrote it: French sentences, none when nothing has. Nothing is written.

    The journal may be gone with the store: what it said is then not checked.
    """
    lines = chain_lines(settings.decisions / CHAIN_FILE)
    if not lines:
        return [f"chaîne : {CHAIN_FILE} manque"] if decision_files(settings) else []
    rank = broken_at(lines)
    if rank is not None:
        return [f"chaîne : rompue à la ligne {rank} ; ce qui suit ne prouve plus rien"]
    links = [link for line in lines if (link := read_link(line))]
    return [*_journal_faults(settings, links), *_act_faults(settings, links), *_decision_faults(settings, links)]


def _act_faults(settings: Settings, links: list[Link]) -> list[str]:
    try:
        register = read_register({path.name: path.read_bytes() for path in input_files(settings.registre)})
    except RegisterError as error:
        return [f"acte : le registre ne se lit plus : {error}"]
    items = [act_item(row) for row in register.actes.iter_rows(named=True)]
    return [f"acte : {link.objet} : modifié ou retiré depuis le {link.le}" for link in missing(links, items, ACT)]


def _journal_faults(settings: Settings, links: list[Link]) -> list[str]:
    path = settings.entrepot / JOURNAL_FILE
    if not path.exists():
        return []
    try:
        items = passages(read_journal(path))
    except WorkspaceError as error:
        return [f"journal des réceptions : {error}"]
    known = known_passages(links)
    there = {item.objet: item.sha256 for item in items}
    faults = [
        f"journal des réceptions : recommencé le {link.le} ; l'ordre des réceptions d'avant ne se vérifie plus"
        for link in links
        if link.genre == RESTART
    ]
    faults += [f"journal des réceptions : {name} manque" for name in known if name not in there]
    faults += [f"journal des réceptions : {name} ajouté hors d'un passage" for name in there if name not in known]
    return faults + [f"journal des réceptions : {name} modifié" for name in known if there.get(name, known[name]) != known[name]]


def _decision_faults(settings: Settings, links: list[Link]) -> list[str]:
    known = {link.objet: link.sha256 for link in links if link.genre in (DECISION, FOUND)}
    there = decision_files(settings)
    heads = {START, *(hash_of(link) for link in links)}
    faults = [f"décision {name} : le fichier manque" for name in known if name not in there]
    faults += [f"décision {name} : fichier ajouté hors d'un passage" for name in there if name not in known]
    for name, path in there.items():
        if name in known and hash_file(path) != known[name]:
            faults.append(f"décision {name} : modifiée depuis qu'elle a été écrite")
        elif _head_of(path) not in heads:
            faults.append(f"décision {name} : la chaîne qu'elle nomme n'est plus là ; des maillons ont été retirés")
    return faults


def _head_of(path: Path) -> str:
    """The link that a decision names; a decision older than the chain names none."""
    try:
        named = read_decision(path).get("chaine", START)
    except (WorkspaceError, RecursionError):
        return ""
    return named if isinstance(named, str) else ""
