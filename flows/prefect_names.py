"""Names under which Prefect shows a workspace, so that two regions on one server share neither a deployment nor an artifact."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from pathlib import Path

from contracts.failures import CiblesError
from flows.settings import Settings, load_settings

PATH_DIGITS = 6


def region_name(settings: Settings) -> str:
    """`nom` of the workspace; without one, the name of its folder and digits of its path: many folders are called `espace`."""
    return settings.nom if settings.nom and key_of(settings.nom) else _folder_name(settings.workspace)


def region_name_if_any(workspace: Path) -> str:
    """The same for a workspace whose settings may be wrong: a run must have a name before it can say what is wrong."""
    try:
        return region_name(load_settings(workspace))
    except CiblesError:
        return _folder_name(workspace.resolve())


def key_of(*words: str) -> str:
    """`words` in the only letters that Prefect admits in the key of an artifact: a-z, 0-9 and hyphens."""
    ascii_text = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")


def drawn_name(label: str) -> str:
    """`label` with each accent after its letter: Prefect's timeline has no accented letter in its font and drops it whole."""
    return unicodedata.normalize("NFD", label)


def _folder_name(workspace: Path) -> str:
    return f"{workspace.name} {sha256(str(workspace).encode()).hexdigest()[:PATH_DIGITS]}"
