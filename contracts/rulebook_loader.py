"""The strict reading of a rulebook file, with the amendments that apply to it: bytes in, `Rulebook` out, or one refusal.

No file is opened here (`flows.texts` does). What a file must look like is in `rulebook_file`, its conversion in `rulebook_build`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import Any

from pydantic import ValidationError

from contracts.amendment_loader import CHANGES, AmendmentFile, amended
from contracts.failures import RulebookError
from contracts.rulebook import Rulebook
from contracts.rulebook_build import rulebook_of
from contracts.rulebook_faults import Place, form_faults, report
from contracts.rulebook_file import RulebookForm
from contracts.toml_file import TomlFile, read_toml
from contracts.toml_lines import Path


def load_rulebook(name: str, content: bytes, amendments: Sequence[AmendmentFile] = ()) -> Rulebook:
    """The rulebook written in a file of this name (`<texte_id>.toml`), as the amendments leave it.

    Args:
        name: name of the file.
        content: its bytes.
        amendments: those that apply, each naming this text, first applied first.

    Raises RulebookError whose message has one French sentence a fault (file, line, key, what, mend), ten at most. A text that is
    wrong alone is told first; what only the amendments make wrong is told where they say it.
    """
    file = read_toml(name, content)
    form = _checked(file.tree, file.stem, file.place)
    if not amendments:
        return rulebook_of(form, file.empreinte)
    tree = reduce(amended, [item.changes for item in amendments], file.tree)
    form = _checked(tree, file.stem, partial(_place, file, amendments))
    hashes = [file.empreinte, *(item.amendment.empreinte for item in amendments)]
    fingerprint = hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    return rulebook_of(form, fingerprint, tuple(item.amendment for item in amendments))


def _checked(tree: dict[str, Any], stem: str, locate: Callable[[Path], Place]) -> RulebookForm:
    described = tree.get("indicateurs")
    context = {"stem": stem, "indicateurs": tuple(described) if isinstance(described, dict) else ()}
    try:
        return RulebookForm.model_validate(tree, context=context)
    except ValidationError as error:
        raise RulebookError(report(form_faults(error, RulebookForm, locate))) from None


def _place(file: TomlFile, amendments: Sequence[AmendmentFile], path: Path) -> Place:
    """Where a key of an amended text stands: in the file that writes most of its path, the last amendment among several."""
    depths = [item.file.lines.written((CHANGES, *path)) - 1 for item in amendments]
    deepest = max(depths)
    if deepest > 0 and deepest >= file.lines.written(path):
        last = max(rank for rank, depth in enumerate(depths) if depth == deepest)
        return amendments[last].file.place((CHANGES, *path))
    changed_by = ", ".join(item.file.name for item in amendments)
    return Place(f"{file.name} (modifié par {changed_by})", file.lines.line_of(path), path)
