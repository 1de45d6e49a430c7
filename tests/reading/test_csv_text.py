"""One CSV file as text: header, cells and ranks, for a whole file and for a large one read part by part."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.deposits.columns import DATASETS
from transforms.reading import csv_text
from transforms.reading.csv_header import Header, Refusal, read_header
from transforms.reading.csv_quotes import Mended, mended
from transforms.reading.csv_text import TextRows, read_text, stream_text

MSSANTE = DATASETS["mssante"]
HEADER = "finess_et;date_envoi;nb_messages"
Rows = tuple[list[tuple[int, tuple[str, ...]]], list[int]]


def whole(content: str | bytes) -> Rows:
    """Rank and cells of the records that are not empty, and ranks of ragged ones, of a file read at once."""
    _, text = read_text(content if isinstance(content, bytes) else content.encode(), MSSANTE)
    return _written(text), sorted(text.ragged["ligne"])


def in_parts(content: str | bytes) -> Rows:
    """The same of a file read part by part."""
    source = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    parts = [text for _, text in stream_text(source, MSSANTE)]
    return [row for text in parts for row in _written(text)], sorted(rank for text in parts for rank in text.ragged["ligne"])


def _written(text: TextRows) -> list[tuple[int, tuple[str, ...]]]:
    assert set(text.places["rang"]) <= {0}
    rows = zip(text.places["ligne"], *(text.cells[name].to_pylist() for name in MSSANTE.names), strict=True)
    return [(rank, tuple(cells)) for rank, *cells in rows if any(cells)]


def by_the_standard_reader(content: str) -> Rows:
    header, *records = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    places = [header.index(name) for name in MSSANTE.names]
    ranks = list(enumerate(records, 2))
    good = [(rank, tuple(record[place] for place in places)) for rank, record in ranks if len(record) == len(header)]
    ragged = [rank for rank, record in ranks if len(record) != len(header) and "".join(record).strip('; \t\r\n"')]
    return [(rank, cells) for rank, cells in good if any(cells)], ragged


def refusal(content: str | bytes) -> Refusal:
    """The refusal of a file, the same read at once and part by part."""
    with pytest.raises(Refusal) as at_once:
        whole(content)
    with pytest.raises(Refusal) as by_parts:
        in_parts(content)
    assert (at_once.value.rule, at_once.value.columns) == (by_parts.value.rule, by_parts.value.columns)
    return at_once.value


CELLS = st.text(st.sampled_from(list('ab0 ;"\n\r\té€\u2028')), max_size=6)
RECORDS = st.lists(st.one_of(st.lists(CELLS, min_size=4, max_size=4), st.lists(CELLS, max_size=6)), max_size=40)


@settings(max_examples=150, deadline=None)
@given(records=RECORDS, end=st.sampled_from(["\n", "\r\n"]), bom=st.booleans(), last=st.booleans(), quote=st.booleans())
def test_records_and_ranks_are_those_of_the_standard_reader(records, end, bom, last, quote):
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator=end, quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL)
    writer.writerows([["nb_messages", "autre", "finess_et", "date_envoi"], *records])
    text = written.getvalue()
    content = text if last else text.removesuffix(end)
    encoded = ("\ufeff" if bom else "").encode() + content.encode()
    expected = by_the_standard_reader(content)
    assert whole(encoded) == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_text, "BLOCK", 128)  # longer than any record here, so that most files are read in many parts
        assert in_parts(encoded) == expected


def test_a_large_file_is_read_in_several_parts(monkeypatch):
    monkeypatch.setattr(csv_text, "BLOCK", 128)
    lines = [f"F;2026-06-01;{rank}" if rank % 7 else "x" for rank in range(2, 300)]
    content = "\n".join([HEADER, *lines])
    parts = [text for _, text in stream_text(io.BytesIO(content.encode()), MSSANTE)]
    assert len(parts) > 20
    assert in_parts(content) == whole(content) == by_the_standard_reader(content)


def test_a_record_longer_than_a_block_is_refused(monkeypatch):
    monkeypatch.setattr(csv_text, "BLOCK", 128)
    assert refusal(f"{HEADER}\nF;2026-06-01;{'1' * 1000}\n").rule == "csv_invalide"


def test_cells_are_left_as_they_are_written():
    content = f'{HEADER}\n 007 ;NULL;nan\ntrue;2026-06-01;"1;2"\n"";"a ""b""";1e3\n'
    assert whole(content)[0] == [(2, (" 007 ", "NULL", "nan")), (3, ("true", "2026-06-01", "1;2")), (4, ("", 'a "b"', "1e3"))]


def test_columns_are_found_by_name_and_those_absent_are_empty():
    dossiers = DATASETS["dossiers"]
    header, text = read_text(b"date_entree;nom; dossier_id ;finess_et\n2026-01-01;X;D;F\n", dossiers)
    assert header.known == ("date_entree", "dossier_id", "finess_et")
    assert header.ignored == ("nom",)
    assert "nom" not in text.cells.column_names
    row = text.cells.to_pylist()[0]
    assert (row["finess_et"], row["dossier_id"], row["date_entree"], row["date_sortie"]) == ("F", "D", "2026-01-01", None)
    assert text.places.row(0) == (0, 2)


def test_bytes_that_are_not_text_are_no_matter_in_a_column_that_is_not_read():
    assert whole(f"{HEADER};nom\nF;2026-06-01;1;".encode() + b"\xe9\xff\n") == ([(2, ("F", "2026-06-01", "1"))], [])


@pytest.mark.parametrize("twice", ["nom;nom", "nom;;", ";"])
def test_names_of_columns_not_read_may_repeat_or_be_empty(twice):
    extra = ";" * (twice.count(";") + 1)
    assert whole(f"{HEADER};{twice}\nF;2026-06-01;1{extra}\n")[0] == [(2, ("F", "2026-06-01", "1"))]


@pytest.mark.parametrize("content", [HEADER, f"{HEADER}\n", f"{HEADER}\r\n", f"{HEADER}\n\n\r\n;;\n;\n", f"\ufeff{HEADER}\n"])
def test_a_header_alone_is_no_record(content):
    assert whole(content) == in_parts(content) == ([], [])


@pytest.mark.parametrize(
    ("content", "rule", "columns"),
    [
        (b"", "fichier_vide", ()),
        (b"\xef\xbb\xbf\r\n ", "fichier_vide", ()),
        (HEADER.encode("utf-16"), "encodage", ()),
        (f"{HEADER}é\n".encode("cp1252"), "encodage", ()),
        (f"{HEADER}\nF\xe9;2026-06-01;1\n".encode("latin-1"), "encodage", ()),
        (b"PK\x03\x04\x00\x00", "encodage", ()),
        (HEADER.replace(";", ","), "separateur", ()),
        (HEADER.replace(";", "\t"), "separateur", ()),
        (HEADER.replace(";", "|"), "separateur", ()),
        ("finess_et", "colonnes_manquantes", ("date_envoi", "nb_messages")),
        ("Finess_et;date_envoi;nb_messages", "colonnes_manquantes", ("finess_et",)),
        (f"{HEADER};finess_et;finess_et", "colonne_en_double", ("finess_et",)),
        (f"\n{HEADER}\n", "colonnes_manquantes", ("finess_et", "date_envoi", "nb_messages")),
        (f"{HEADER}\rF;2026-06-01;1\r", "csv_invalide", ()),
        (f'{HEADER};"oubli\nF;2026-06-01;1;\n', "csv_invalide", ()),
        (f'{HEADER};taille 5"\nF;2026-06-01;1;\n', "csv_invalide", ()),
        (f'{HEADER}\nF;2026-06-01;5"\nF;2026-06-01;"1\nF;2026-06-02;1\n', "csv_invalide", ()),
        (f'{HEADER}\nF;2026-06-01;"1\n', "csv_invalide", ()),
        (f'{HEADER}\nF;2026-06-01;1\n"F;2026-06-02;1\nF;2026-06-03;1', "csv_invalide", ()),
        (f'{HEADER}\nF;2026-06-01;1\nx;"', "csv_invalide", ()),
        (f"{HEADER};{'x' * 70_000}\n", "csv_invalide", ()),
    ],
)
def test_refusals(content, rule, columns):
    assert (refusal(content).rule, refusal(content).columns) == (rule, columns)


@pytest.mark.parametrize("name", ["Origine", "ORIGINE", "orig ine", " originé", "origine\u00a0:"])
def test_a_column_with_nearly_the_expected_name_is_not_ignored(name):
    with pytest.raises(Refusal) as caught:
        read_text(f"finess_et;dossier_id;date_maj;{name}\n".encode(), DATASETS["mises_a_jour"])
    assert (caught.value.rule, caught.value.columns) == ("colonne_mal_nommee", ("origine",))
    both, _ = read_text(f"finess_et;dossier_id;date_maj;origine;{name}\n".encode(), DATASETS["mises_a_jour"])
    assert both.ignored == (name.strip(),)


@pytest.mark.parametrize("cell", ['"1"2', '"1"" ', '1"', ' "1"', '\t"1"', '"1"2"'])
def test_a_lost_quotation_mark_sets_its_record_aside(cell):
    content = f"{HEADER}\nF;2026-06-01;1\nF;2026-06-02;{cell}\nF;2026-06-03;3\n"
    if cell == '"1"" ':
        assert refusal(content).rule == "csv_invalide"
        return
    good = [(2, ("F", "2026-06-01", "1")), (4, ("F", "2026-06-03", "3"))]
    assert whole(content) == in_parts(content) == (good, [3])


@pytest.mark.parametrize("cell", ['12" de', 'dit "oui"', '"a ""b"" c"', '"12" '])
def test_a_quotation_mark_that_is_read_as_it_is_written(cell):
    content = f"{HEADER};note\nF;2026-06-01;1;{cell}\nF;2026-06-02;2;\n"
    assert whole(content) == in_parts(content)
    assert [rank for rank, _ in whole(content)[0]] == [2, 3]


class _FewBytes(io.BytesIO):
    def read(self, size=-1):
        return super().read(min(size, 7) if size >= 0 else 7)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab;"\n\r '), max_size=60))
def test_quotation_marks_are_mended_alike_whatever_the_bytes_read_at_once(text):
    content = text.encode()
    header = Header(("a",), (), ("a", "b"), 0)
    expected = _or_rule(lambda: mended(content, header))
    assert _or_rule(lambda: Mended(_FewBytes(content), 3).read()) == expected


def _or_rule(act):
    try:
        return act()
    except Refusal as refused:
        return refused.rule


def test_a_null_character_anywhere_is_another_encoding():
    rows = "F;2026-06-01;1\n" * 20_000
    assert refusal(f"{HEADER}\n{rows}F;2026-06-01;1\0\n").rule == "encodage"


def test_below_the_header_of_another_table_nothing_is_read():
    one, other = "finess_et;dossier_id;date_depot;statut", "finess_et;dossier_id;date_maj;origine"
    row = "F;1;2026-06-01;\n"
    with pytest.raises(Refusal) as caught:
        read_text(f"{one}\n{row}\n{other}\n{row}".encode(), DATASETS["dmp"])
    assert caught.value.rule == "tables_multiples"
    _, text = read_text(f"{one}\n{row}{one}\n{row}".encode(), DATASETS["dmp"])
    assert text.places["ligne"].to_list()[:3] == [2, 3, 4]


def test_a_refusal_holds_no_value():
    refused = refusal(f'{HEADER}\nF;2026-06-01;"DUPONTEL\n')
    assert "DUPONTEL" not in repr(refused) + str(refused) + repr(refused.__cause__)


def test_a_line_break_in_a_name_belongs_to_the_header():
    header = read_header(f'{HEADER};"date\nde naissance"\nF'.encode(), MSSANTE)
    assert header.ignored == ("date\nde naissance",)
    assert whole('"finess_et";date_envoi;nb_messages;"date\r\nde naissance"\r\nF;2026-06-01;1;x\r\ny\r\n') == (
        [(2, ("F", "2026-06-01", "1"))],
        [3],
    )
