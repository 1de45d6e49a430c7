"""Where an archive of evidence is written: whole or not at all, for its owner alone, over nothing but an earlier archive."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from contracts.failures import UsageError
from transforms.evidence.archive import decision_of


def refuse_place(path: Path) -> None:
    """Raises UsageError when an archive may not be written there: before it is made, which takes time."""
    if not path.parent.is_dir():
        raise UsageError(f"Le dossier {path.parent} n'existe pas : créez-le, ou donnez un autre chemin à --output.")
    if path.is_symlink() or (path.exists() and not (path.is_file() and decision_of(path.read_bytes()))):
        raise UsageError(
            f"{path} existe et n'est pas une archive de preuves : rien n'est écrit, donnez un autre chemin à --output."
        )


def write_archive(path: Path, content: bytes) -> None:
    """Writes an archive in one rename, readable by its owner alone. Raises UsageError when it may not be written there."""
    refuse_place(path)
    descriptor, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(descriptor)
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
