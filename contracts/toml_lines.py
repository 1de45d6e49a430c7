"""On which line of a TOML text each key stands: `tomllib` reads values but forgets where they were.

Only positions are found here; values are read, and the syntax judged, by `tomllib`. The scan never fails: on a text that
is not TOML it returns what it could place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"(?P<skip>[ \t\r]+|\#[^\n]*)"
    r'|(?P<string>"""(?:\\.|[^\\])*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:\'{0,2})|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<newline>\n)"
    r"|(?P<mark>[\[\]{}=,.])"
    r"|(?P<bare>[^\s\[\]{}=,.\#\"']+)"
    r"|(?P<other>.)",
    re.DOTALL,
)

_DEEPEST = 60
"""Nested deeper, values are not entered: the scan must end on any text."""


@dataclass(frozen=True)
class Token:
    """One lexical unit: `kind` names a group of the pattern, `line` counts from 1, `glued` says no space comes before."""

    kind: str
    text: str
    line: int
    glued: bool


@dataclass
class KeyLines:
    """`lines`: the line of each path, array elements counted from 0; `repeated`: keys given twice, with both lines."""

    lines: dict[Path, int] = field(default_factory=dict)
    repeated: list[tuple[Path, int, int]] = field(default_factory=list)
    defined: dict[Path, int] = field(default_factory=dict)

    def written(self, path: Path) -> int:
        """How many of the first parts of the path are written: all of them, or fewer when the text stops short of it."""
        return next((size for size in range(len(path), 0, -1) if path[:size] in self.lines), 0)

    def line_of(self, path: Path) -> int:
        """The line of the path, or of the nearest parent that is written; 1 for a key of which nothing is written."""
        return self.lines.get(path[: self.written(path)], 1)

    def last_before(self, line: int) -> Path:
        """The key that begins last on this line or before it; () if there is none."""
        return max((path for path, at in self.lines.items() if at <= line), key=lambda path: self.lines[path], default=())

    def place(self, path: Path, line: int) -> None:
        """Record a path that may be named several times (a parent of dotted keys, an array element)."""
        self.lines.setdefault(path, line)

    def define(self, path: Path, line: int) -> None:
        """Record a key that may be given only once; what stands inside a repeated table is not told again."""
        if path in self.defined:
            told = {repeated for repeated, _, _ in self.repeated}
            if not any(path[:size] in told for size in range(1, len(path))):
                self.repeated.append((path, self.defined[path], line))
            return
        self.defined[path] = line
        self.lines[path] = min(line, self.lines.get(path, line))


def locate_keys(text: str) -> KeyLines:
    """The line of every key, table and array element of a TOML text."""
    scan = _Scan(list(_tokens(text)))
    scan.document()
    return scan.found


def _tokens(text: str) -> Iterator[Token]:
    line, glued = 1, False
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind != "skip":
            yield Token(kind, match.group(), line, glued)
        glued = kind not in {"skip", "newline"}
        line += match.group().count("\n")


class _Scan:
    """A reader of tokens that keeps the paths only."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.found = KeyLines()
        self.arrays: dict[Path, int] = {}

    def peek(self, text: str = "") -> bool:
        """Whether a token remains and, if a text is given, is that mark (a string is never a mark)."""
        if self.at >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        return not text or (token.text == text and token.kind in {"mark", "newline"})

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def skip_newlines(self) -> None:
        while self.peek("\n"):
            self.take()

    def document(self) -> None:
        table: Path = ()
        while self.peek():
            self.skip_newlines()
            if self.peek("["):
                table = self.header()
            elif self.peek():
                self.statement(table)
            while self.peek() and not self.peek("\n"):
                self.take()

    def header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path of the keys that follow."""
        line = self.take().line
        is_array = self.peek("[") and self.tokens[self.at].glued
        if is_array:
            self.take()
        path = self.resolve(self.key(), line)
        if not is_array:
            self.found.define(path, line)
            return path
        self.arrays[path] = self.arrays.get(path, -1) + 1
        self.found.place(path, line)
        self.found.place((*path, self.arrays[path]), line)
        return (*path, self.arrays[path])

    def resolve(self, key: list[str], line: int) -> Path:
        """The path of a header, each part that is an array of tables meaning its last element."""
        path: Path = ()
        for part in key:
            if path:
                self.found.place(path, line)
            if path in self.arrays:
                path = (*path, self.arrays[path])
            path = (*path, part)
        return path

    def key(self) -> list[str]:
        """A bare, quoted or dotted key."""
        parts: list[str] = []
        while self.peek() and self.tokens[self.at].kind in {"bare", "string"}:
            parts.append(_key_text(self.take()))
            if not self.peek("."):
                break
            self.take()
        return parts

    def statement(self, table: Path) -> None:
        """`key = value`, at the start of a line or inside an inline table."""
        line = self.tokens[self.at].line
        key = self.key()
        if not key or not self.peek("="):
            return
        self.take()
        for size in range(1, len(key)):
            self.found.place((*table, *key[:size]), line)
        self.found.define((*table, *key), line)
        self.value((*table, *key))

    def value(self, path: Path) -> None:
        if len(path) > _DEEPEST:
            return
        if self.peek("{"):
            self.take()
            self.members(path)
        elif self.peek("["):
            self.take()
            self.elements(path)
        else:
            while self.peek() and not any(self.peek(end) for end in (",", "]", "}", "\n")):
                self.take()

    def members(self, path: Path) -> None:
        """The keys of an inline table, up to its closing brace."""
        while self.peek() and not self.peek("}"):
            before = self.at
            self.statement(path)
            if self.at == before or self.peek(","):
                self.take()
        self.at += 1

    def elements(self, path: Path) -> None:
        """The elements of an array, up to its closing bracket."""
        index = 0
        self.skip_newlines()
        while self.peek() and not self.peek("]"):
            before = self.at
            self.found.place((*path, index), self.tokens[self.at].line)
            self.value((*path, index))
            index += 1
            if self.peek(","):
                self.take()
            self.skip_newlines()
            if self.at == before:
                self.take()
        self.at += 1


def _key_text(token: Token) -> str:
    """The name a key token stands for, escapes read."""
    if token.kind == "bare":
        return token.text
    try:
        return str(tomllib.loads(f"x = {token.text}")["x"])
    except tomllib.TOMLDecodeError:
        return token.text
