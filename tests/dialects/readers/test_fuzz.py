"""Arbitrary and damaged bytes: each reader gives tables or a refusal, never another exception."""

import io
import random
import zipfile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.dialect import ENCODAGES, SEPARATEURS
from tests.dialects.readers.zip_by_hand import zipped
from tests.reading.xlsx_by_hand import ERROR, NEVER_COMPUTED, workbook
from transforms.dialects.archive import archive_members
from transforms.dialects.encoding import guess_encoding
from transforms.dialects.limits import Limits
from transforms.dialects.text_table import text_tables
from transforms.dialects.workbook import workbook_tables
from transforms.reading.csv_header import Refusal

LIMITS = Limits(octets=10**6, octets_decompresses=10**6, membres=50, cellules=10_000, enregistrement=10_000, colonnes=60)
TEXT = 'Titre\n\n"FINESS";Nombre;"Libellé\nlong"\n010780054;12;"a ""b"""\n;;\nTOTAL;3\n'


def a_workbook():
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        sheet = book.add_worksheet("é")
        sheet.write_row(0, 0, ["a", 1, 0.5, True, "=1+1"])
        sheet.write(3, 2, 45000, book.add_format({"num_format": "dd/mm/yyyy"}))
        book.define_name("nom", "=é!$A$1")
    return packed.getvalue()


SEEDS = {
    "texte": [TEXT.encode(), TEXT.encode("cp1252"), TEXT.encode("utf-16")],
    "archive": [zipped({"a.csv": TEXT, "b/c.csv": "x" * 5_000}), zipped({"a.csv": TEXT}, 0)],
    "classeur": [workbook(F=[["a", 1, ERROR, NEVER_COMPUTED]], G=[[None, "b"]]), a_workbook()],
}


def read_all(kind, content, encodage="utf-8", separateur=";"):
    """Reads everything there is; a refusal is an answer."""
    try:
        if kind == "archive":
            archive_members(content, LIMITS)
            return
        tables = workbook_tables(content, LIMITS) if kind == "classeur" else [text_tables(content, encodage, separateur, LIMITS)]
        for table in tables:
            for after in (0, 1, 3):
                for block in table.records(after, 3):
                    assert len(block.ranks) == block.cells.height
                    assert block.cells.columns == ["0", "1", "2"]
                    assert block.ranks.is_sorted()
    except Refusal:
        return


def damaged(content, chance):
    """Some bytes changed, cut, doubled or moved."""
    content = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(content) or 1)
        length = chance.choice((1, 1, 4, 30))
        match chance.randrange(5):
            case 0:
                content[place : place + length] = chance.randbytes(length)
            case 1:
                del content[place : place + length]
            case 2:
                content[place:place] = content[place : place + length]
            case 3:
                content[place:place] = chance.choice((b'"', b";", b"\r", b"\n", b"\0", b"\xff", b"PK\x05\x06", b"<", b"&#9;"))
            case 4:
                content[place : place + 4] = chance.choice((b"\xff" * 4, bytes(4), b"\x01\0\0\0"))
    return bytes(content)


def reread(kind, seeds):
    """Damaged bytes of a zip are mostly refused at once: half the time it is a member of it that is damaged."""
    for seed in seeds:
        chance = random.Random(seed)
        content = chance.choice(SEEDS[kind])
        damage = _with_a_damaged_part if kind == "classeur" and seed % 2 else damaged
        read_all(kind, damage(content, chance), chance.choice(ENCODAGES), chance.choice(SEPARATEURS))


def _with_a_damaged_part(content, chance):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = damaged(parts[name], chance)
    return zipped(parts)


@pytest.mark.parametrize("kind", SEEDS)
def test_damaged_files(kind):
    reread(kind, range(300))


@pytest.mark.long
@pytest.mark.parametrize("kind", SEEDS)
def test_many_damaged_files(kind):
    reread(kind, range(300, 15_000))


def arbitrary(kind, content, encodage, separateur):
    read_all(kind, content, encodage, separateur)
    assert all(guess.encodage in ENCODAGES for guess in guess_encoding(content))


ARBITRARY = (
    st.sampled_from(sorted(SEEDS)),
    st.one_of(st.binary(max_size=300), st.text(st.sampled_from('a1é";\t\r\n|,\0'), max_size=80).map(str.encode)),
    st.sampled_from(ENCODAGES),
    st.sampled_from(SEPARATEURS),
)


@settings(max_examples=200)
@given(*ARBITRARY)
def test_arbitrary_bytes(kind, content, encodage, separateur):
    arbitrary(kind, content, encodage, separateur)


@pytest.mark.long
@settings(max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
@given(*ARBITRARY)
def test_many_arbitrary_bytes(kind, content, encodage, separateur):
    arbitrary(kind, content, encodage, separateur)
