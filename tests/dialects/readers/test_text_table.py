"""A sender's text as a table: records and ranks as a spreadsheet shows them, damage set aside, hostile texts refused."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.dialects.limits import Limits
from transforms.dialects.text_table import text_tables
from transforms.reading.csv_header import Refusal

LIMITS = Limits()


def table(text, separateur=";", limits=LIMITS):
    return text_tables(text if isinstance(text, bytes) else text.encode(), "utf-8", separateur, limits)


def read(text, after=1, width=None, separateur=";", limits=LIMITS):
    """Whole records by rank, and the others by rank."""
    found = table(text, separateur, limits)
    whole, ragged = {}, {}
    for block in found.records(after, len(found.head[after - 1]) if width is None else width):
        assert len(block.ranks) == block.cells.height
        whole |= dict(zip(block.ranks.to_list(), block.cells.rows(), strict=True))
        ragged |= dict(block.ragged)
    return whole, ragged


def refused(act, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        act(*arguments, **named)
    return caught.value.rule


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
def test_line_ends_and_separators(end, separateur):
    text = end.join(separateur.join(row) for row in (["a", "b"], ["1", ""], ["3", "4"]))
    assert read(text, separateur=separateur) == ({2: ("1", None), 3: ("3", "4")}, {})


def test_mixed_line_ends():
    assert read("a;b\r1;2\n3;4\r\n5;6") == ({2: ("1", "2"), 3: ("3", "4"), 4: ("5", "6")}, {})


def test_quotes_hold_separators_quotes_and_line_ends():
    text = 'a;b\n"1;1";"il dit ""oui"""\n"l1\r\nl2";""\n3;12" de plus\n'
    assert read(text)[0] == {2: ("1;1", 'il dit "oui"'), 3: ("l1\r\nl2", None), 4: ("3", '12" de plus')}


def test_the_first_rows_are_as_typed_empty_ones_included():
    found = table('Édité le 1er mai\n\n"FINESS\nET";"Nb ""réel"""\n1;2\n')
    assert found.head == [["Édité le 1er mai"], [None], ["FINESS\nET", 'Nb "réel"'], ["1", "2"]]
    assert (found.name, found.hidden, found.serials) == ("", False, False)


def test_no_more_than_forty_first_rows():
    assert len(table("a;b\n" * 100).head) == 40


def test_blank_records_are_left_out_and_keep_their_rank():
    assert read("a;b\n\n;\n;;;\n  ; \n1;2\n\n\n3;4\n\n") == ({6: ("1", "2"), 9: ("3", "4")}, {})


def test_records_of_another_width_keep_their_rank_and_cells():
    whole, ragged = read("a;b\n1\n2;3\n4;5;6\nTOTAL\n7;8\n")
    assert whole == {3: ("2", "3"), 6: ("7", "8")}
    assert ragged == {2: ["1"], 4: ["4", "5", "6"], 5: ["TOTAL"]}


def test_records_below_a_header_that_is_not_first():
    text = 'Titre\n\n"a\nb";c\n1;2\n'
    assert read(text, after=3) == ({4: ("1", "2")}, {})
    assert read(text, after=0, width=1)[0] == {1: ("Titre",)}


@pytest.mark.parametrize(
    "text",
    [
        "a;b;\n1;2;\n3;4;\n",  # everywhere
        "a;b\n1;2;\n3;4;\n",  # below the header only
        "a;b;\n1;2\n3;4\n",  # in the header only
        "a;b;;;\n1;2;;;\n3;4;;;\n",
        "a;b;\n1;2;;\n3;4;;\n",
    ],
)
def test_separators_at_the_end_of_lines(text):
    for width in {2, len(table(text).head[0])}:
        whole, ragged = read(text, width=width)
        assert {rank: row[:2] for rank, row in whole.items()} == {2: ("1", "2"), 3: ("3", "4")}
        assert ragged == {}


def test_a_text_beyond_the_header_is_not_lost():
    assert read("a;b\n1;2;\n3;4;\n5;6;7\n") == ({2: ("1", "2"), 3: ("3", "4")}, {4: ["5", "6", "7"]})


def test_a_lost_field_is_seen_even_when_lines_end_with_separators():
    for header in ("a;b;c;", "a;b;c"):
        whole, ragged = read(f"{header}\n1;2;3;\n4;5;6;\n8;9;\n1;;2;3;\n", width=3)
        assert (list(whole), ragged) == ([2, 3], {4: ["8", "9", None], 5: ["1", None, "2", "3", None]})
    assert read("a;b\n1;2\n3;;\n;4;\n5;6\n")[1] == {3: ["3", None, None], 4: [None, "4", None]}


def test_a_lost_quotation_mark_sets_its_record_aside():
    whole, ragged = read('"a";"b";"c"\n"1";"2;"3"\n"4";"5";"6"\n')
    assert (whole, list(ragged)) == ({3: ("4", "5", "6")}, [2])
    # Two of them: what lies between is one record, which must not be read for its right number of fields.
    whole, ragged = read('a;b;c\n"1;2;3\n"4;5;6\n7;8;9\n')
    assert (whole, list(ragged)) == ({3: ("7", "8", "9")}, [2])


@pytest.mark.parametrize("cell", ['3"', ' "3"', '\t"3;3"', '"3"3'])
def test_a_mark_that_nothing_opened_or_that_spaces_precede(cell):
    whole, ragged = read(f"a;b;c\n1;2;{cell}\n4;5;6\n")
    assert (whole, list(ragged)) == ({3: ("4", "5", "6")}, [2])


@pytest.mark.parametrize("text", ['a;b\n"1;2\n3;4\n', 'a;b\n1;2\n3;"', '"a;b\n1;2\n'])
def test_a_quotation_mark_left_open_refuses_the_file(text):
    assert refused(read, text) == "csv_invalide"


def test_the_line_that_tells_excel_its_separator_is_not_shown():
    assert read("sep=;\r\na;b\r\n1;2\r\n") == ({2: ("1", "2")}, {})
    assert refused(table, "sep=,\na,b\n") == "separateur"


def test_a_header_alone_and_nothing_at_all():
    assert read("a;b\n") == ({}, {})
    assert read("a;b\n\n;\n") == ({}, {})
    assert read("a;b\n1\n2\n") == ({}, {2: ["1"], 3: ["2"]})
    assert [refused(table, text) for text in ("", " \r\n\n", "\ufeff", "sep=;\n")] == ["fichier_vide"] * 4


def test_one_column():
    assert read("a\n1\n\n2\n") == ({2: ("1",), 4: ("2",)}, {})


def test_what_is_beyond_the_limits_is_refused():
    small = Limits(octets=100_000, colonnes=5, lignes=50, enregistrement=1_000, cellules=200)
    assert refused(table, "x" * 100_001, limits=small) == "trop_gros"
    assert refused(read, ";" * 6, limits=small) == "csv_invalide"
    assert refused(table, "a" * 1_001 + ";b", limits=small) == "csv_invalide"
    assert refused(read, "a;b\n" + "a" * 5_000 + ";b", limits=small) == "csv_invalide"
    assert refused(read, "a;b\n" + "1\n" * 51, limits=small) == "csv_invalide"
    assert refused(read, "a;b\n" + "1;2;3;4;5\n" * 41, limits=small) == "csv_invalide"
    assert refused(read, "a;b\n" + '"1"2;3\n' * 400, limits=small) == "csv_invalide"
    assert read("a;b\n" + "1;2\n" * 5_000, limits=small)[0].keys() == set(range(2, 5_002))


def test_a_record_of_too_many_fields_is_cut():
    _, ragged = read("a;b\n" + "1;" * 3_000 + "\n")
    assert len(ragged[2]) == LIMITS.colonnes + 1


def test_ranks_across_blocks():
    limits = Limits(enregistrement=4_096)
    lines = [f"{rank};{'x' * 50}" if rank % 7 else "seul" if rank % 2 else ";;" for rank in range(2, 3_000)]
    whole, ragged = read("a;b\n" + "\n".join(lines), limits=limits)
    assert whole == {rank: (str(rank), "x" * 50) for rank in range(2, 3_000) if rank % 7}
    assert ragged == {rank: ["seul"] for rank in range(2, 3_000) if rank % 14 == 7}


CELLS = st.text(st.sampled_from('a1é" ;,\n\r\t'), max_size=6)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8),
    st.sampled_from([("\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_MINIMAL)]),
)
def test_what_a_spreadsheet_writes_is_read_back(rows, written_with):
    end, quoting = written_with
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator=end, quoting=quoting).writerows([("a", "b", "c"), *rows])
    whole, ragged = read(written.getvalue())
    expected = {rank: tuple(c or None for c in row) for rank, row in enumerate(rows, 2) if any(c.strip() for c in row)}
    assert (whole, ragged) == (expected, {})
