"""The draft of a dialect, for every kind of file: it loads as it is and reads what a person reads; no value is ever in it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.dialect_loader import load_dialect
from tests.dialects.profile.files_by_hand import FILES, FINESS, OPAQUE, archive, workbook
from transforms.dialects.guess_cells import masked
from transforms.dialects.limits import Limits
from transforms.dialects.profile import profile
from transforms.dialects.profile_toml import draft, draft_name
from transforms.dialects.translated import Context
from transforms.dialects.unfold import unfold
from transforms.reading.csv_header import Refusal

LIMITS = Limits()
JUNE = (datetime.date(2026, 6, 1), datetime.date(2026, 6, 30))


def drafted(name: str, content: bytes) -> str:
    """The draft of a file, which is checked to load."""
    text = draft(profile(content, name, [], LIMITS), "essai")
    load_dialect("essai.toml", text.encode())
    return text


def read(name: str, content: bytes, text: str):
    return unfold(content, [load_dialect("essai.toml", text.encode())], Context(name, FINESS, JUNE), LIMITS).parts


@pytest.mark.parametrize("kind", FILES)
def test_a_draft_reads_what_a_person_reads(kind):
    name, content, wanted = FILES[kind]
    parts = [part for part in read(name, content, drafted(name, content)) if not part.annexe]
    assert [(part.jeu, part.refusal) for part in parts] == [(jeu, None) for jeu, _ in wanted]
    for part, (_, rows) in zip(parts, wanted, strict=True):
        found = part.text.cells.to_pylist()
        assert [{name: row[name] for name in expected} for row, expected in zip(found, rows, strict=True)] == rows


@pytest.mark.parametrize("separator", [",", ";", "|", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_and_separator_are_found(separator, encoding):
    content = OPAQUE.replace(";", separator).encode(encoding)
    text = drafted("export.csv", content)
    dialect = load_dialect("essai.toml", text.encode())
    assert (dialect.encodage, dialect.separateur) == (encoding.removesuffix("-sig"), separator)
    (part,) = read("export.csv", content, text)
    assert part.text.cells.num_rows == 1


def test_a_header_that_cannot_be_found_is_not_named():
    content = b"Dupont;12/05/1950;12\nMartin;13/05/1951;13\n"
    found = profile(content, "rien.csv", [], LIMITS)
    assert [found.tables[0].shown(place) for place in range(3)] == ["Xxxxxx", "99/99/9999", "99"]
    text = drafted("rien.csv", content)
    assert "À COMPLÉTER" in text
    assert "Dupont" not in text
    with pytest.raises(Refusal) as refused:
        read("rien.csv", content, text)
    assert refused.value.rule == "dialecte_inconnu"


def test_what_tells_who_a_person_is_is_never_proposed():
    content = f"finess;nom;prénom;INS;date de naissance;date d'entrée;n° dossier\n{FINESS};x;y;1;01/01/1950;02/01/2026;7\n"
    (table,) = profile(content.encode(), "usagers.csv", [], LIMITS).tables
    assert [place for place in range(7) if table.personal(place)] == [1, 2, 3, 4]
    assert {place for place, _ in table.guess.places.values()} == {0, 5, 6}


def test_days_that_cannot_be_told_from_months_are_said():
    one = drafted("a.csv", OPAQUE.replace("13/06/2026", "12/06/2026").encode())
    assert "jour et mois ne se distinguent pas" in one
    assert "jour et mois" not in drafted("a.csv", OPAQUE.encode())


def test_years_of_two_digits_are_said():
    assert "années à deux chiffres" in drafted("a.csv", OPAQUE.replace("05/01/2026", "05/01/26").encode())


def test_the_month_of_the_sentence_is_kept_without_the_rest_of_its_cell():
    text = drafted("etat.csv", ("Mme Canari, période du 01/06/2026 au 30/06/2026;;;;;\n" + OPAQUE).encode())
    assert 'periode = "Période du {debut} au {fin}"' in text
    assert "Canari" not in text


def test_masks_show_shapes_only():
    assert masked("Dupont-2, É'à") == "Xxxxxx-9, X'x"
    assert masked("x" * 50) == "x" * 23 + "…"
    assert masked("a\x1b[31m\n٣") == "x·[99x 9"


@pytest.mark.parametrize(
    ("stem", "name"),
    [("Export USAGERS 06-2026", "export-usagers"), ("010990018", "nouveau"), ("été/Ñ", "ete-n"), ("", "nouveau")],
)
def test_a_draft_has_a_name_a_dialect_may_have(stem, name):
    assert draft_name(stem) == name


HOSTILE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
CELLS = st.one_of(
    HOSTILE,
    st.sampled_from(
        ["N° FINESS", "N° dossier", "Date d'entrée", "Mois", "Taux", "janv.-26", "Total", FINESS, "05/01/2026", "12"]
    ),
)
GRID = st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@given(GRID, st.sampled_from(["csv", "zip", "xlsx"]))
@settings(max_examples=150, deadline=None)
def test_any_file_that_can_be_read_gives_a_draft_that_loads(rows, kind):
    text = "\n".join(";".join(map(quoted, row)) for row in rows)
    if kind == "xlsx":
        content = workbook({"F 1": [[cell or None for cell in row] for row in rows], "Note": [["a", "b"], ["1", "2"]]})
    else:
        content = text.encode() if kind == "csv" else archive({"a.csv": text, "b.csv": OPAQUE})
    try:
        drafted(f"fichier.{kind}", content)
    except Refusal:
        pass


def test_no_cell_below_a_header_is_in_a_draft():
    rows = "".join(f"{FINESS};canari{n};0{n}/01/2026;canari;13/06/2026;canari{n}\n" for n in range(1, 9))
    content = (OPAQUE + rows + "Total canari;;;;;\n").encode()
    found = profile(content, "export.csv", [], LIMITS)
    assert "canari" not in draft(found, "essai")
    assert not any("canari" in mask for table in found.tables for label in table.labels for mask in label.look.masks)
