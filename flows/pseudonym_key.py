"""The key that replaces dossier numbers by pseudonyms: from the environment, or made once and kept in the workspace."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from contracts.failures import WorkspaceError
from transforms.reading.pseudonym import key_fingerprint

VARIABLE = "CIBLES_PSEUDONYM_KEY"
KEY_FILE = ".cle_pseudonymes"
_FINGERPRINT = "empreinte_cle"
_SHORTEST = 16


def pseudonym_key(workspace: Path, store: Path) -> bytes:
    """The key of the workspace, checked against the one its store was written with.

    Raises:
        WorkspaceError: the key is too short, or is not the one of the store.
    """
    key = os.environ.get(VARIABLE, "").strip() or _kept_key(workspace / KEY_FILE)
    if len(key) < _SHORTEST:
        raise WorkspaceError(f"La clé des pseudonymes ({VARIABLE}) est trop courte : donnez au moins {_SHORTEST} caractères.")
    secret = key.encode()
    _check(store / _FINGERPRINT, key_fingerprint(secret))
    return secret


def _kept_key(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        key = secrets.token_hex(32)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(key + "\n")
        return key


def _check(recorded: Path, fingerprint: str) -> None:
    if not recorded.exists():
        recorded.write_text(fingerprint + "\n", encoding="utf-8")
    elif recorded.read_text(encoding="utf-8").strip() != fingerprint:
        raise WorkspaceError(
            f"La clé des pseudonymes n'est pas celle de l'entrepôt {recorded.parent} : redonnez l'ancienne clé ({VARIABLE} ou"
            f" {KEY_FILE}), ou supprimez l'entrepôt pour le reconstruire."
        )
