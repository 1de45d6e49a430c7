"""Cells, archive and French sentences, piece by piece."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest

from transforms.evidence.amounts import split
from transforms.evidence.archive import archive, decision_of, manifest
from transforms.evidence.csv_member import csv_bytes
from transforms.evidence.words import euros, number, share

_NARROW = "\N{NARROW NO-BREAK SPACE}"


def test_cells_are_exact_and_never_a_formula():
    row = [None, True, 0, Decimal("0.90"), date(2026, 6, 30), "a;b", '"x"', "=1+1", "+33", "-5", "@x", "\tx", "2=3", "a\nb"]
    said = csv_bytes([f"c{rank}" for rank in range(len(row))], [row]).decode()
    cells = said.split("\n", 1)[1]
    assert cells == ';1;0;0.90;2026-06-30;"a;b";"""x""";\'=1+1;\'+33;\'-5;\'@x;\'\tx;2=3;"a\nb"\n'


def test_an_archive_depends_on_its_members_alone():
    members = {"b.csv": b"2", "a.csv": b"1"}
    content = archive(members, "P-2026-06-v1")
    assert content == archive(dict(reversed(members.items())), "P-2026-06-v1")
    assert decision_of(content) == "P-2026-06-v1"
    with zipfile.ZipFile(BytesIO(content)) as book:
        assert book.namelist() == ["MANIFESTE.sha256", "a.csv", "b.csv"]
        assert book.read("MANIFESTE.sha256") == manifest(members)
        assert book.testzip() is None


def test_other_bytes_are_no_archive_of_ours():
    other = BytesIO()
    with zipfile.ZipFile(other, "w") as book:
        book.writestr("a", "b")
    assert decision_of(other.getvalue()) is None
    assert decision_of(b"PK") is None
    assert decision_of(b"") is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1084000"), f"1{_NARROW}084{_NARROW}000,00{_NARROW}€"),
        (Fraction(1, 3), f"0,333…{_NARROW}€"),
        (Decimal("52566.852"), f"52{_NARROW}566,852{_NARROW}€"),
        (Decimal("0.00"), f"0,00{_NARROW}€"),
    ],
)
def test_euros_show_fractions_of_a_cent(value, shown):
    assert euros(value) == shown


def test_numbers_have_the_decimals_they_have():
    assert [number(value) for value in (12, Decimal("12.50"), Fraction(2, 3))] == ["12", "12,5", "0,6…"]
    assert [share(value) for value in (Decimal("0.90"), Decimal("0.125"))] == ["90 %", "12,5 %"]


def test_what_is_split_says_where_the_last_cent_went():
    whole = Decimal("100.00")
    assert split(whole, Fraction(1, 2), "50 % × 100", Decimal("50.00")) == f"50 % × 100 = 50,00{_NARROW}€"
    assert split(whole, Fraction(1, 3), "1 ÷ 3 × 100", Decimal("33.34")).endswith(
        "(un centime de plus : parmi les plus forts restes)"
    )
    assert split(whole, Fraction(1, 3), "1 ÷ 3 × 100", Decimal("33.33")).endswith("(coupé au centime)")
