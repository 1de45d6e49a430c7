"""Many small files read as fast as one large file, and as surely as one by one.

Files with the same columns are put end to end, a marker record after each, and parsed at once. A marker holds a byte that none of
these files has, so nothing in a file can be taken for one; and the parser reads a marker back as a record only if it has left
every quotation mark before it. So when all markers come back, each file was read as it would have been alone. Else one of the
files cannot be read: halves are tried until it is found, and it is read alone, which says why.
"""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from contracts.deposits.columns import Dataset
from transforms.reading.coded import Coded
from transforms.reading.csv_header import BOM, Header, HeaderReader, Refusal
from transforms.reading.csv_quotes import mended
from transforms.reading.csv_text import RawRows, TextRows, read_body, read_records, record, stacked

_LARGEST = 1024 * 1024
"""A file of more bytes is read alone: little would be gained, and no record of a smaller one is too long for the parser."""

_MARK = "\x1e"
"""First character of a marker, after which comes the number of the file. A file that has it anywhere is read alone."""


def read_files(contents: list[bytes], dataset: Dataset) -> tuple[list[Header | Refusal], TextRows]:
    """Reads small files of one dataset.

    Args:
        contents: the bytes of each file.
        dataset: their dataset.

    Returns:
        For each file its header, or why it is set aside; and the records of the others, `rang` being the place of the file in
        `contents`. Those of one file follow each other in order; files do not.
    """
    headers = HeaderReader(dataset)
    outcomes: list[Header | Refusal] = []
    groups: dict[object, list[int]] = defaultdict(list)
    for number, content in enumerate(contents):
        try:
            header = headers.read(content)
        except Refusal as refusal:
            outcomes.append(refusal)
            continue
        outcomes.append(header)
        groups[number if _to_be_read_alone(content, header) else header.names].append(number)
    reading = _Reading(contents, outcomes, dataset)
    for numbers in groups.values():
        reading.read(numbers)
    return outcomes, stacked(reading.parts, dataset)


def _to_be_read_alone(content: bytes, header: Header) -> bool:
    # The parser drops a byte order mark only where its bytes start.
    return len(content) > _LARGEST or _MARK.encode() in content or content.startswith(BOM, header.body) or not _is_utf8(content)


def _is_utf8(content: bytes) -> bool:
    try:
        return content.isascii() or bool(content.decode())
    except UnicodeDecodeError:
        return False


class _Reading:
    """Files being read: `outcomes` as `read_files` returns them, and the records of those read so far."""

    def __init__(self, contents: list[bytes], outcomes: list[Header | Refusal], dataset: Dataset) -> None:
        self.contents = contents
        self.outcomes = outcomes
        self.dataset = dataset
        self.parts: list[TextRows] = []

    def read(self, numbers: list[int]) -> None:
        """Reads files that have the same columns, together if it can be."""
        if len(numbers) == 1:
            self._read_alone(numbers[0])
            return
        try:
            self.parts.append(self._read_together(numbers))
        except Refusal:
            half = len(numbers) // 2
            self.read(numbers[:half])
            self.read(numbers[half:])

    def _read_alone(self, number: int) -> None:
        try:
            text = read_body(self.contents[number], self._header(number), self.dataset)
        except Refusal as refusal:
            self.outcomes[number] = refusal
        else:
            self.parts.append(text.moved(number))

    def _read_together(self, numbers: list[int]) -> TextRows:
        header = self._header(numbers[0])
        pieces: list[bytes] = []
        for place, number in enumerate(numbers):
            body = mended(self.contents[number], self._header(number))
            ended = not body or body.endswith(b"\n")
            pieces += [body, b"" if ended else b"\n", record(header, f"{_MARK}{place}")]
        raw = read_records(b"".join(pieces), header, self.dataset, after=0)
        return _without_markers(raw, header.known[0], numbers)

    def _header(self, number: int) -> Header:
        header = self.outcomes[number]
        assert isinstance(header, Header)
        return header


def _without_markers(raw: RawRows, column: str, numbers: list[int]) -> TextRows:
    """The records between the markers, which `column` shows, each placed in its file.

    Raises:
        Refusal: a marker was not read back.
    """
    coded = Coded.of(raw.cells[column])
    marked = coded.spread(coded.texts.str.starts_with(_MARK))
    found = coded.texts.gather(coded.codes.filter(marked)).to_list()
    if found != [f"{_MARK}{place}" for place in range(len(numbers))]:
        raise Refusal("csv_invalide")
    ranks = raw.ranks()
    ends = ranks.filter(marked)
    records = pl.DataFrame({"ligne": ranks, "fichier": marked.cum_sum()}).filter(~marked)
    ragged = pl.Series("ligne", raw.ragged, dtype=pl.Int32)
    skipped = pl.DataFrame({"ligne": ragged, "fichier": ends.search_sorted(ragged)})
    mask = marked.not_().to_arrow()
    return TextRows(raw.cells.filter(mask), _in_files(records, ends, numbers), _in_files(skipped, ends, numbers))


def _in_files(records: pl.DataFrame, ends: pl.Series, numbers: list[int]) -> pl.DataFrame:
    """From the rank of a record among all (`ligne`) and the place of its file (`fichier`) to `PLACES`."""
    before = pl.concat([pl.Series([0], dtype=pl.Int32), ends]).gather(records["fichier"])
    return records.select(
        pl.Series("rang", numbers, dtype=pl.UInt32).gather(records["fichier"]).alias("rang"),
        (pl.col("ligne") - before + 1).cast(pl.Int32).alias("ligne"),
    )
