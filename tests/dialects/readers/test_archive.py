"""A sender's zip: its texts, or why it is refused. Nothing lies unseen."""

import stat
import zipfile

import pytest

from tests.dialects.readers.zip_by_hand import member, overlapping, refused, zipped
from transforms.dialects.archive import archive_members
from transforms.dialects.limits import Limits

LIMITS = Limits()


def members(content, limits=LIMITS):
    return archive_members(content, limits)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_in_their_order(method):
    texts = {"export/séjours.csv": "é" * 100_000, "usagers.csv": "a;b", "vide.csv": ""}
    expected = [(name, text.encode()) for name, text in texts.items()]
    assert members(zipped(texts, method, comment="exporté".encode())) == expected


def test_what_systems_leave_is_left_out():
    left = {"dossier/": "", "__MACOSX/._a.csv": "x", "b/.DS_Store": "x", "Thumbs.db": "x", "._a.csv": "x"}
    assert members(zipped({**left, "dossier/a.csv": "1"})) == [("dossier/a.csv", b"1")]
    assert refused(members, zipped(left)) == "fichier_vide"
    assert refused(members, zipped({})) == "fichier_vide"


def test_names_are_composed_and_those_of_an_old_windows_are_read():
    assert members(zipped({"se\u0301jours.csv": "1"})) == [("s\u00e9jours.csv", b"1")]
    old = zipped({"s@jours.csv": "1"}).replace(b"s@jours", "séjours".encode("cp850"))
    assert members(old) == [("séjours.csv", b"1")]


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../a.csv",
        "a/../../b.csv",
        "a/..",
        "./a.csv",
        "a//b.csv",
        "C:/a.csv",
        "c:a.csv",
        "..\\a.csv",
        "a\\b.csv",
        "a\nb.csv",
        "a\u202evsc.exe",
        "a" * 300,
    ],
)
def test_a_name_that_leads_elsewhere_or_cannot_be_shown(name):
    assert refused(members, zipped({name: "x"})) == "archive_chemin"


def test_a_null_in_a_name():
    assert refused(members, zipped({"a@.csv": "x"}).replace(b"a@.csv", b"a\0.csv")) == "archive_chemin"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices(kind):
    assert (
        refused(members, member("a.csv", b"/etc/passwd", create_system=3, external_attr=(kind | 0o777) << 16)) == "archive_chemin"
    )


def test_two_names_that_are_one_somewhere():
    assert refused(members, zipped({"a.csv": "1", "A.csv": "2"})) == "archive_doublon"
    twice = zipped({"a.csv": "1", "b.csv": "2"}).replace(b"b.csv", b"a.csv")
    assert refused(members, twice) == "archive_doublon"


@pytest.mark.parametrize("name", ["b.zip", "b.7z", "b.csv.GZ", "b.xlsx"])
def test_an_archive_by_its_name(name):
    assert refused(members, zipped({"a.csv": "1", name: "2"})) == "archive_imbriquee"


@pytest.mark.parametrize(
    "content", [zipped({"c.csv": "1"}), b"\x1f\x8b\x08\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\0", b"x" * 257 + b"ustar\0"]
)
def test_an_archive_by_its_content(content):
    assert refused(members, zipped({"a.csv": content})) == "archive_imbriquee"


def test_encrypted_members():
    flagged = bytearray(zipped({"a.csv": "1"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flagged[flagged.find(mark) + place] |= 1
    assert refused(members, bytes(flagged)) == "archive_chiffree"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions(method):
    assert refused(members, zipped({"a.csv": "1" * 100}, method)) == "archive_illisible"


def test_too_many_members():
    many = zipped({f"{rank}.csv": "" for rank in range(11)})
    assert refused(members, many, Limits(membres=10)) == "archive_demesuree"
    assert len(members(many, Limits(membres=11))) == 11


def test_too_many_bytes():
    heavy = zipped({"a.csv": bytes(60_000), "b.csv": bytes(60_000)})
    assert refused(members, heavy, Limits(octets_decompresses=100_000)) == "archive_demesuree"
    assert refused(members, heavy, Limits(ratio=100, ratio_des=50_000)) == "archive_demesuree"
    assert refused(members, heavy, Limits(octets=100)) == "trop_gros"
    assert len(members(heavy)) == 2


def test_a_size_that_lies():
    content = zipped({"a.csv": b"a" * 70_000})
    real, smaller, larger = (size.to_bytes(4, "little") for size in (70_000, 10, 80_000))
    assert content.count(real) == 2
    assert refused(members, content.replace(real, smaller)) == "archive_demesuree"
    assert refused(members, content.replace(real, larger)) == "archive_illisible"


def test_members_that_share_their_bytes():
    assert refused(members, overlapping(500, 500_000)) == "archive_demesuree"
    assert members(overlapping(1, 500_000)) == [("a", bytes(500_000))]


def test_a_damaged_member():
    content = bytearray(zipped({"a.csv": "abcdef"}, zipfile.ZIP_STORED))
    content[content.find(b"abcdef")] ^= 1
    assert refused(members, bytes(content)) == "archive_illisible"
    assert refused(members, zipped({"a.csv": "abc" * 1000})[:-30]) == "archive_illisible"


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"a;b\n1;2", b"PK\x03\x04" + bytes(100), zipped({"a": "1"}) + b"suite"])
def test_what_is_no_zip(content):
    assert refused(members, content) == "archive_illisible"


def test_a_directory_and_a_member_that_disagree():
    content = zipped({"a.csv": "1"})
    assert refused(members, content.replace(b"a.csv", b"b.csv", 1)) == "archive_illisible"


def test_sizes_written_apart_are_read():
    """Writers that do not know a size in advance write it in a zip64 field, however small."""
    packed = bytearray(member("a.csv", b"12345", extra=b"\x01\x00\x10\x00" + (5).to_bytes(8, "little") * 2))
    entry = packed.find(b"PK\x01\x02")
    packed[entry + 20 : entry + 28] = b"\xff" * 8
    assert members(bytes(packed)) == [("a.csv", b"12345")]
