"""Many small files read at once: whatever they hold, each is read, or set aside, as it would have been alone."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contracts.deposits.columns import DATASETS
from transforms.reading import csv_together
from transforms.reading.csv_header import Refusal
from transforms.reading.csv_text import FILLED, TextRows, read_text
from transforms.reading.csv_together import read_files

MSSANTE = DATASETS["mssante"]
HEADER = b"finess_et;date_envoi;nb_messages\n"
OTHERS = (
    b"finess_et;date_envoi;nb_messages\r\n",
    b"\xef\xbb\xbffiness_et;date_envoi;nb_messages\n",
    b"nb_messages;date_envoi;finess_et\n",
    b"finess_et;date_envoi;nb_messages;commentaire\n",
    b'finess_et;"date_envoi";nb_messages;"date\nde naissance"\n',
    b"finess_et;date_envoi\n",
    b"finess_et,date_envoi,nb_messages\n",
    b"finess_et;date_envoi;nb_messages",
    b"",
)
Read = Refusal | tuple[tuple[str, ...], list[tuple], list[int]]


def rows_of(text: TextRows, rang: int) -> tuple[list[tuple], list[int]]:
    """Line and cells of the records of one file that are not empty, and lines of its ragged ones, in the order they are given."""
    filled = text.cells[FILLED].to_pylist() if FILLED in text.cells.column_names else [False] * text.cells.num_rows
    cells = [text.cells[name].to_pylist() for name in MSSANTE.names]
    rows = zip(text.places["rang"], text.places["ligne"], map(bool, filled), *cells, strict=True)
    records = [row[1:] for row in rows if row[0] == rang and any(row[2:])]
    return records, [line for number, line in text.ragged.rows() if number == rang]


def alone(content: bytes) -> Read:
    try:
        header, text = read_text(content, MSSANTE)
    except Refusal as refusal:
        return refusal
    return (header.names, *rows_of(text, 0))


def together(contents: list[bytes]) -> list[Read]:
    outcomes, text = read_files(contents, MSSANTE)
    assert set(text.places["rang"]) <= set(range(len(contents)))
    return [
        outcome if isinstance(outcome, Refusal) else (outcome.names, *rows_of(text, rang))
        for rang, outcome in enumerate(outcomes)
    ]


def assert_as_alone(contents: list[bytes]) -> None:
    for read, expected in zip(together(contents), map(alone, contents), strict=True):
        if isinstance(expected, Refusal):
            assert isinstance(read, Refusal)
            assert (read.rule, read.columns) == (expected.rule, expected.columns)
        else:
            assert read == expected


MARKS = [b"fin", b"\x1e0", b"\x1e1", b"\x1e"]
SIGNS = [b"F", b"1", b";", b";", b"\n", b"\n", b"\r\n", b"\r", b'"', b'""', b" ", b"\0", "é".encode(), b"\xe9", b"\xef\xbb\xbf"]
RECORDS = [b"F;2026-06-01;1\n", b"G;2026-06-02;2\n", b'F;"a\nb";1\r\n', b";;\n", b"\n", b"x\n", b";;;v\n"]
BODIES = st.lists(st.sampled_from(MARKS + SIGNS + RECORDS), max_size=8).map(b"".join)
SOUND_BODIES = st.lists(st.sampled_from(RECORDS), max_size=8).map(b"".join)
HEADERS = st.one_of(st.just(HEADER), st.sampled_from(OTHERS))
FILES = st.lists(st.builds(bytes.__add__, HEADERS, BODIES), max_size=8)
SOUND_FILES = st.lists(SOUND_BODIES.map(lambda body: HEADER + body), max_size=8)


# A record that has neither the right number of fields nor UTF-8: the parser stops on it, and says so on its own.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=100, deadline=None)
@given(FILES)
# A file swallows its own marker and the start of the next, after a line that looks like the marker swallowed.
@example([HEADER + b'\x1e0;\x1e0;\x1e0\n"oubli', HEADER + b'a";b;c\nF;2026-06-01;1\n'])
@example([HEADER + b'"\x1e"0;"\x1e"0;"\x1e"0\n"oubli', HEADER + b'a";b;c\nF;2026-06-01;1\n'])
@example([HEADER + b'F;2026-06-01;"1\n', HEADER + b'F;2026-06-01;"1\n'])
@example([HEADER, HEADER + b"\xef\xbb\xbfF;2026-06-01;1\n"])
@example([HEADER + b"F;2026-06-01;1", HEADER + b"F;2026-06-01;1\r", HEADER + b"F;2026-06-01;1\n\n\n"])
def test_nasty_files_are_read_as_each_alone(contents):
    assert_as_alone(contents)


@settings(max_examples=50, deadline=None)
@given(SOUND_FILES)
def test_sound_files_are_read_as_each_alone(contents):
    assert_as_alone(contents)


def test_sound_files_are_parsed_at_once_and_a_bad_one_does_not_make_the_others_be_read_alone(monkeypatch):
    read: list[bytes] = []
    monkeypatch.setattr(csv_together, "read_body", lambda content, *rest: read.append(content) or _read_body(content, *rest))
    sound = [HEADER + f"F;2026-06-01;{number}\nx\n".encode() for number in range(64)]
    bad = HEADER + b'F;2026-06-01;"1\n'
    assert_as_alone([*sound[:20], bad, *sound[20:]])
    assert bad in read
    assert len(read) <= 2
    read.clear()
    assert_as_alone(sound)
    assert read == []


_read_body = csv_together.read_body


def test_a_larger_file_is_read_beside_the_others(monkeypatch):
    monkeypatch.setattr(csv_together, "_LARGEST", 100)
    assert_as_alone([HEADER + b"F;2026-06-01;1\n" * times for times in (1, 50, 0, 2)])


@pytest.mark.parametrize("content", [b"", HEADER])
def test_files_without_records(content):
    assert_as_alone([content] * 3)


def test_no_file_gives_no_row():
    outcomes, text = read_files([], MSSANTE)
    assert (outcomes, text.cells.num_rows, text.places.height) == ([], 0, 0)
    assert text.cells.column_names == list(MSSANTE.names)
