"""Which tables of a file a dialect reads for each of its own: by name of sheet or member, or the only one that has the header."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.dialect import TableLue
from transforms.dialects.header import Head, Months, Wanted
from transforms.dialects.names import matches, shown
from transforms.dialects.raw import HEAD_ROWS
from transforms.reading.csv_header import Refusal


def named(source: str | None, heads: Sequence[Head]) -> list[Head]:
    """The tables of this name (None: every table), in their order; those with nothing in them are left out.

    The folders of a member do not count, unless the source has some.
    """
    here = [head for head in heads if not (head.blank and len(head.rows) < HEAD_ROWS)]
    if source is None:
        return here
    folders = source.count("/") + 1
    return [head for head in here if matches(source, "/".join(head.table.name.split("/")[-folders:]))]


def read_for(table: TableLue, heads: Sequence[Head], forms: tuple[str, ...]) -> list[Head]:
    """The tables that a table of a dialect is read from.

    Without a source it is the only one with the header, a visible one rather than a hidden one; when none has it, the first.

    Raises:
        Refusal: `feuilles_multiples`, several have the header and the dialect does not say which.
    """
    found = named(table.source, heads)
    if table.source is not None or len(found) < 2:
        return found
    wanted = Wanted.of_table(table)
    fitting = [head for head in found if not head.find(wanted, Months(forms, head.table.serials)).missing]
    fitting = [head for head in fitting if not head.table.hidden] or fitting
    if len(fitting) > 1:
        raise Refusal("feuilles_multiples", tuple(shown(head.table.name) for head in fitting))
    return fitting or found[:1]
