"""Every key of a TOML text is found, on its line; a text that is not TOML never stops the scan."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contracts
from contracts.toml_lines import locate_keys

TRICKY = '''# comment = "no"
a = 1
b.c = "x = 1"  # d = 2
"e f" = ["[g]", 2, [3, { h = 1 }]]
i = """
j = 1
[k]
""""
l = { m = 1, n = { o = """
p = 1""" }, q = [1,
  2] }
r = 1.5
s = 2025-01-01T10:00:00

[ t.u ]
v = 'w = "1'
[[x]]
y = 1
[x.z]
aa = true
[[x]]
y = 2
[x.y2]
[bb."c\\u00e9"]
dd = []
[t]
ee = 0
[a1.a1]
ff = 0
'''

TRICKY_LINES = {
    ("a",): 2,
    ("b",): 3,
    ("b", "c"): 3,
    ("e f",): 4,
    ("e f", 2, 1, "h"): 4,
    ("i",): 5,
    ("l",): 9,
    ("l", "n", "o"): 9,
    ("l", "q"): 10,
    ("l", "q", 1): 11,
    ("t", "u"): 15,
    ("t", "u", "v"): 16,
    ("x",): 17,
    ("x", 0, "y"): 18,
    ("x", 0, "z", "aa"): 20,
    ("x", 1): 21,
    ("x", 1, "y"): 22,
    ("x", 1, "y2"): 23,
    ("bb", "cé", "dd"): 25,
    ("t", "ee"): 27,
    ("a1",): 28,
    ("a1", "a1", "ff"): 29,
}


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Every path of a parsed TOML value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path}.union(*(paths_of(item, (*path, key)) for key, item in items)) - {()}


def test_keys_stand_on_their_line():
    found = locate_keys(TRICKY)
    assert {path: found.lines[path] for path in TRICKY_LINES} == TRICKY_LINES
    assert found.repeated == []


@pytest.mark.parametrize("text", [TRICKY, TRICKY.replace("\n", "\r\n")], ids=["lf", "crlf"])
def test_the_paths_found_are_those_that_tomllib_reads(text):
    assert set(locate_keys(text).lines) == paths_of(tomllib.loads(text))


@pytest.mark.parametrize("path", sorted(Path(contracts.__file__).parent.glob("texts/**/*.toml")), ids=lambda path: path.stem)
def test_the_paths_of_the_published_texts_are_found(path):
    text = path.read_text(encoding="utf-8")
    found = locate_keys(text)
    assert set(found.lines) == paths_of(tomllib.loads(text))
    rows = text.splitlines()
    assert all(str(key[-1]) in rows[line - 1] for key, line in found.lines.items() if isinstance(key[-1], str))


def test_a_key_that_is_not_written_is_on_the_line_of_its_table():
    found = locate_keys("\n[a]\nb = 1\n")
    assert found.line_of(("a", "absent", "c")) == 2
    assert found.line_of(("absent",)) == 1


def test_how_much_of_a_path_is_written():
    found = locate_keys("\n[a]\nb = [1]\n")
    written = {("a",): 1, ("a", "b", 0): 3, ("a", "b", 1): 2, ("a", "absent", "c"): 1, ("absent",): 0, (): 0}
    assert {path: found.written(path) for path in written} == written


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("a = 1\n\na = 2\n", [(("a",), 1, 3)]),
        ("[a]\nb = 1\n[c]\n[a]\n", [(("a",), 1, 4)]),
        ("[a]\nb = 1\n[a]\nb = 1\n", [(("a",), 1, 3)]),
        ("a = { b = 1, c = 2, b = 3 }\n", [(("a", "b"), 1, 1)]),
        ("[[a]]\nb = 1\n[[a]]\nb = 1\n", []),
        ("[a.b]\nc = 1\n[a]\nc = 1\n", []),
    ],
)
def test_keys_given_twice_are_told_with_both_lines(text, repeated):
    assert locate_keys(text).repeated == repeated


@given(st.text(alphabet="ab=[]{}.,\"'\\\n #1", max_size=40))
def test_any_text_is_scanned_to_its_end(text):
    lines = locate_keys(text).lines.values()
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


@pytest.mark.long
@pytest.mark.parametrize("text", ["[" * 5000, "a = " + "[" * 5000, "a = " + "{ a = " * 5000, '"' * 5000, "a = '''" * 999])
def test_deep_or_open_texts_end_too(text):
    assert locate_keys(text).line_of(("a",)) == 1
