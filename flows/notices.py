"""Notices of decisions as PDF/A files: a template, the letters of one package, the texts of a record. The same record gives the
same bytes: the date of the file is that of the decision, and no other font than those named here is ever looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from contracts.failures import ContractError
from transforms.notices.letters import characters_of
from transforms.notices.view import notice

TEMPLATE = Path(__file__).parent / "templates" / "notice.typ"
STANDARDS = ("a-2b", "ua-1")
"""PDF/A-2b to be kept, PDF/UA-1 to be read aloud: typst refuses a document that is not both."""

_FACES = ("Regular", "Semibold", "Bold")

Maker = Callable[[Mapping[str, Any]], bytes]
"""Gives the notice of a record."""


@contextmanager
def notice_maker() -> Iterator[Maker]:
    """What makes notices, one after the other; starting it takes longer than a notice.

    The maker raises ContractError when the typesetter refuses a notice, or has any remark on it, such as a font that lacks.
    """
    import typst

    with TemporaryDirectory(prefix="cibles-lettres-") as folder:
        # The package has every face twice, and folders list their files in any order.
        for path in _font_files():
            (Path(folder) / path.name).symlink_to(path)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        compiler = typst.Compiler(str(TEMPLATE), font_paths=fonts)

        def make(record: Mapping[str, Any]) -> bytes:
            said = json.dumps(notice(record, _letters()), ensure_ascii=False)
            when = datetime.fromisoformat(record["calculee_le"])
            try:
                content, remarks = compiler.compile_with_warnings(
                    format="pdf", sys_inputs={"notice": said}, pdf_standards=list(STANDARDS), timestamp=when
                )
            except typst.TypstError as error:
                raise _refused(record, error.message) from None
            if remarks:
                raise _refused(record, remarks[0].message)
            return content

        yield make


def _refused(record: Mapping[str, Any], why: str) -> ContractError:
    return ContractError(f"La notice de {record['decision_id']} ne se compose pas ({why}) : signalez ce défaut.")


def _font_files() -> list[Path]:
    import font_source_sans_pro

    return [Path(font_source_sans_pro.font_directory) / f"SourceSansPro-{face}.ttf" for face in _FACES]


@cache
def _letters() -> frozenset[int]:
    """The characters that every face draws."""
    found = [characters_of(path.read_bytes()) for path in _font_files()]
    return frozenset.intersection(*found)
