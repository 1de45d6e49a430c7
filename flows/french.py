"""French for the command line's own machinery: help titles and usage errors of click.

Nothing of ours is translated here: our sentences are written in French where they are raised.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

DOMAIN = "cibles"
LOCALE = Path(__file__).parent / "locale"
CATALOGUE = LOCALE / "fr" / "LC_MESSAGES" / "cibles.po"


def speak_french() -> None:
    """Make click speak French, whatever the language of the machine."""
    # gettext chooses the language from the environment alone; the commands have only one.
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)


def compiled_catalogue() -> bytes:
    """The `.po` file in the binary form that gettext reads."""
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()
