"""Opening the files of dialects: those that come with the product, and those of a workspace. `contracts.dialect_loader` says what
they mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import contracts
from contracts.dialect import Dialecte
from contracts.dialect_loader import load_dialect
from contracts.failures import RulebookError
from flows.fingerprints import digest

DIALECTS_DIRECTORY = Path(contracts.__file__).parent / "dialects"
"""The dialects that come with the product."""

WORKSPACE_FOLDER = "dialectes"
"""Where a workspace keeps its own."""


def load_all_dialects(folders: Sequence[Path]) -> dict[str, Dialecte]:
    """Every dialect of some folders (their `*.toml` files), by name, sorted.

    Args:
        folders: `DIALECTS_DIRECTORY`, then that of the workspace; one that does not exist holds none.

    Raises RulebookError (one French sentence a fault) at the first bad file, or for a name that an earlier folder already has: a
    deposit read last month must not be read otherwise because a file was added.
    """
    dialects: dict[str, Dialecte] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            shown = f"{folder.name}/{path.name}"
            if path.stem in dialects:
                raise RulebookError(f"{shown} : un dialecte livré porte déjà ce nom ; renommez ce fichier et sa clé dialecte.")
            dialects[path.stem] = load_dialect(shown, _content(path, shown))
    return dict(sorted(dialects.items()))


def dialects_fingerprint(dialects: Mapping[str, Dialecte]) -> str:
    """Hash of everything the dialects say: two runs with the same one read a file in the same way."""
    return digest({name: dialect.empreinte for name, dialect in dialects.items()})


def _content(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        mend = "vérifiez que c'est un fichier et ses droits"
        raise RulebookError(f"{shown} : le dialecte ne peut pas être lu ; {mend}.") from error
