"""Names that a person reads as the same are the same, and no others."""

from __future__ import annotations

import pytest

from transforms.dialects.names import comparable, joined_labels, matches, shown


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Date d'entrée", "DATE D’ENTREE"),
        ("Date d'entrée", "date  d?entrée "),
        ("à l'aide", "à\u00a0l'aide"),
        ("Nombre de\nmessages", "nombre de messages"),
        ("Cœur", "coeur"),
        ("N° dossier", "Nº dossier"),
        ("de\u0301but", "début"),
        ("\ufeffFINESS", "finess"),
        ("Période – début", "periode - debut"),
    ],
)
def test_same(one, other):
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("FINESS ET", "FINESS EJ"), ("Date", "Dаte"), ("d'entrée", "d entrée"), ("Quoi ?", "Quoi '"), ("a b", "ab")],
)
def test_different(one, other):
    assert comparable(one) != comparable(other)


@pytest.mark.parametrize(
    ("pattern", "text", "same"),
    [
        ("TOTAL*", "Total général", True),
        ("TOTAL*", "Sous-total", False),
        ("Édité le *", "EDITE LE 31/01/2025", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("[a]*", "a", False),
        ("[a]*", "[A] b", True),
        ("*", "", True),
    ],
)
def test_patterns(pattern, text, same):
    assert matches(pattern, text) is same


def test_header_of_two_rows():
    first = ["FINESS", "Messagerie", None, None, "DMP", None]
    second = [None, "Envoyés", "Reçus", None, "Nombre", "", "Seul"]
    assert joined_labels(first, second) == [
        "FINESS",
        "Messagerie Envoyés",
        "Messagerie Reçus",
        "",
        "DMP Nombre",
        "",
        "DMP Seul",
    ]


def test_shown_on_one_line_and_cut():
    assert shown("a\n\x1b[31mb" + "x" * 100) == "a [31mb" + "x" * 52 + "…"
