"""Which version of the product wrote a workspace (`entrepot/version.json`): a later one's is refused, an earlier one's is said.

Nothing is converted: each month whose stored form is an older one is read again from its deposits, since its fingerprint holds
the version of the store; decisions keep the form in which they were written, and a new version takes the new one.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

from contracts.failures import WorkspaceError
from flows.store import SCHEMA_VERSION, replace_file
from transforms.decisions.record import FORMAT

FILE = "version.json"
_FORMS = {"entrepot": SCHEMA_VERSION, "decisions": FORMAT}
_BEFORE_VERSIONS = {"entrepot": 1, "decisions": 1, "logiciel": "0.1.0"}
"""What a store that does not say its version is taken for: the oldest. Only older stores say nothing."""


def open_version(store: Path) -> str | None:
    """Records that this version writes the workspace, held by the caller; what to say of an upgrade, as a French sentence.

    Raises:
        WorkspaceError: a later version of the product wrote it, or the file is damaged.
    """
    written = check_version(store)
    present = {**_FORMS, "logiciel": version("cibles")}
    replace_file(store / FILE, json.dumps(present, ensure_ascii=False, indent=1).encode() + b"\n")
    if written is None or all(written[name] == form for name, form in _FORMS.items()):
        return None
    return (
        f"Cet espace vient d'une version antérieure du logiciel ({written['logiciel']}) : les mois gardés sous une forme plus"
        " ancienne sont relus dans leurs dépôts, les décisions déjà écrites restent."
    )


def check_version(store: Path) -> dict[str, int | str] | None:
    """What the workspace was written with; None for a new one. Reads only; raises as `open_version`."""
    path = store / FILE
    if not path.exists():
        return dict(_BEFORE_VERSIONS) if (store / "journal.jsonl").exists() else None
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        later = any(int(written[name]) > form for name, form in _FORMS.items())
        software = str(written["logiciel"])
    except (ValueError, KeyError, TypeError):
        raise WorkspaceError(f"Le fichier {path} est abîmé : restaurez-le depuis une sauvegarde, puis relancez.") from None
    if later:
        raise WorkspaceError(
            f"L'espace {store.parent} a été écrit par une version plus récente du logiciel ({software}) : mettez le logiciel à"
            " jour, rien n'a été touché."
        )
    return written
