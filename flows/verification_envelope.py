"""What the file of a decision says of itself: its hash, its name, its form, its place among versions, the order of reception.

The inputs are not needed here; whoever changes the file may also mend all that, which only doing it again then shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts.failures import UsageError
from flows.decision_files import decision_bytes
from flows.verification_document import Document, read_document
from transforms.decisions.record import FORMAT, fingerprint
from transforms.decisions.versions import next_version

_INSTANT = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])(:[0-5][0-9]){2}Z")
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST_VERSIONS = 1_000_000


def alterations(document: Document) -> list[str]:
    """French sentences, one for each thing that no file written by the product would say; none: it agrees with itself."""
    return [
        *_hash_faults(document),
        *_name_faults(document),
        *_beside_faults(document),
        *_reception_faults(document),
        *_form_faults(document),
    ]


def hash_is_wrong(document: Document) -> bool:
    """Whether `empreinte` is not the hash of what the file holds."""
    return document.said.get("empreinte") != fingerprint(document.record)


def _hash_faults(document: Document) -> Iterator[str]:
    if hash_is_wrong(document):
        yield "l'empreinte n'est pas celle de son contenu : le fichier a été modifié depuis qu'il a été écrit"


def _name_faults(document: Document) -> Iterator[str]:
    said, version = document.said, document.said.get("version")
    if type(version) is not int or not 0 < version < _MOST_VERSIONS:
        yield "version : ce n'est pas un rang"
        return
    named = f"{said['projet_id']}-{said['mois']}-v"
    if said.get("decision_id") != f"{named}{version}":
        yield "decision_id : ce n'est pas celui que donnent le projet, le mois et la version"
    if said.get("remplace") != (f"{named}{version - 1}" if version > 1 else None):
        yield "remplace : une version remplace celle d'avant, et la première aucune"
    changes = said.get("changements")
    if not isinstance(changes, list) or not all(isinstance(one, str) for one in changes) or bool(changes) != (version > 1):
        yield "changements : une première version n'en a pas, une autre en dit au moins un"


def _beside_faults(document: Document) -> Iterator[str]:
    said = document.said
    if not isinstance(said.get("calculee_le"), str) or not _INSTANT.fullmatch(said["calculee_le"]):
        yield "calculee_le : ce n'est pas une date et une heure"
    software = said.get("logiciel")
    if not isinstance(software, dict) or not software or not all(isinstance(one, str) for one in software.values()):
        yield "logiciel : ce n'est pas une liste de versions"
    if not is_old(document) and not (isinstance(said.get("chaine"), str) and _HASH.fullmatch(said["chaine"])):
        yield "chaine : ce n'est pas l'empreinte d'un maillon"


def _reception_faults(document: Document) -> Iterator[str]:
    said = document.said.get("receptions")
    if said is None and is_old(document):
        return
    ranks = reception_ranks_said(document)
    if not isinstance(said, dict) or len(ranks) != len(said):
        yield "receptions : ce ne sont pas des rangs"
        return
    if ranks.keys() != document.depots.keys():
        yield "receptions : ce ne sont pas les dépôts des preuves"
    every = {rank for pair in ranks.values() for rank in pair}
    if every != set(range(1, len(every) + 1)) or any(content < path for content, path in ranks.values()):
        yield "receptions : ces rangs ne se suivent pas"


def _form_faults(document: Document) -> Iterator[str]:
    if decision_bytes(document.said) != document.content:
        yield "les octets ne sont pas ceux que le logiciel écrit pour ce contenu (espaces, accents, clés répétées…)"


def order_faults(document: Document, redone: dict[str, Any]) -> list[str]:
    """Whether keys are in another order than the one in which the product writes them, for a record that is the same."""
    said = document.said
    first = [key for key in ("decision_id", "version", "remplace", "changements", "calculee_le") if key in said]
    last = [key for key in ("logiciel", "receptions", "chaine") if key in said]
    due = {**{key: said[key] for key in first}, **redone, **{key: said[key] for key in last}}
    same = json.dumps(due, ensure_ascii=False) == json.dumps(said, ensure_ascii=False)
    return [] if same else ["les clés ne sont pas dans l'ordre où le logiciel les écrit"]


def is_old(document: Document) -> bool:
    """Whether it was written in an earlier form of the record, which did not say the order of reception."""
    form = document.said.get("format")
    return type(form) is int and 0 < form < FORMAT


def reception_ranks_said(document: Document) -> dict[str, tuple[int, int]]:
    """By path, the ranks of reception of its content and of its path; what has not that form is left out."""
    said = document.said.get("receptions")
    return {
        path: (pair[0], pair[1])
        for path, pair in (said.items() if isinstance(said, dict) else ())
        if isinstance(pair, list) and len(pair) == 2 and all(type(rank) is int and 0 < rank < 1_000_000 for rank in pair)
    }


def version_faults(document: Document, decisions: Path) -> tuple[list[str], list[str]]:
    """What the version before it contradicts, and what cannot be said without that version: French sentences.

    Args:
        document: a file whose name agrees with its version.
        decisions: folder of the decisions of the workspace; the folder of the file itself is looked at first.
    """
    said, version, identity = document.said, document.said.get("version"), document.identity
    if type(version) is not int or not 1 < version < _MOST_VERSIONS or identity is None:
        return [], []
    projet_id, mois = identity
    name = f"{projet_id}-v{version - 1}.json"
    places = [folder / name for folder in (document.path.parent, decisions / mois)]
    before = next((path for path in places if path.is_file()), None)
    unknown = f"changements : {name}, la version précédente, n'est pas là ; ce que celle-ci change n'est donc pas vérifié"
    if before is None:
        return [], [unknown]
    try:
        # The new version is asked of a record that cannot be the same as the last: an equal one has no successor.
        due = next_version(document.record | {"empreinte": said.get("empreinte")}, [read_document(before).said], "")
    except (UsageError, KeyError, TypeError, ValueError, AttributeError):
        return [], [unknown]
    if due is None:
        return [f"version : {name} dit déjà la même chose"], []
    wrong = due["changements"] != said.get("changements")
    return (["changements : ce n'est pas ce qui sépare cette version de la précédente"] if wrong else []), []
