"""Where the description of the MaturiN-SMS pre-feed is: in the workspace if it has one, or with the product."""

from __future__ import annotations

from pathlib import Path

import contracts
from contracts.failures import RulebookError
from contracts.maturin_sms import PreFeed, load_prefeed

DESCRIPTION = "maturin_sms.toml"
PRODUCT_DESCRIPTION = Path(contracts.__file__).parent / DESCRIPTION
"""The one that comes with the product."""


def prefeed_of(workspace: Path) -> PreFeed:
    """The pre-feed of a workspace. Raises RulebookError (one French sentence a fault)."""
    path = workspace / DESCRIPTION
    path = path if path.exists() else PRODUCT_DESCRIPTION
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RulebookError(f"{path.name} ne peut pas être lu ; vérifiez que c'est un fichier et ses droits.") from error
    return load_prefeed(path.name, content)
