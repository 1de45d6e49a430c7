"""Every `cibles` command and every `make` target that the documentation gives exists, with its options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from flows.cli import cibles
from tests.conftest import ROOT
from tests.docs.helpers_docs import NAMES, PAGES, blocks, codes

_ENDS = {"|", "||", "&&", ";", ">", ">>", "2>", "<", "&"}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def typed(text: str, prompt: str = "") -> Iterator[list[str]]:
    """The words of each command of a block; a command goes on while a quotation mark is open or its line ends by a backslash."""
    waiting = ""
    for line in text.splitlines():
        if not waiting and not line.startswith(prompt):
            continue
        waiting += line.removeprefix(prompt) if not waiting else f"\n{line}"
        if waiting.endswith("\\"):
            waiting = waiting[:-1]
            continue
        try:
            words = shlex.split(waiting, comments=True)
        except ValueError:
            continue
        waiting = ""
        yield words


def calls(words: list[str]) -> Iterator[list[str]]:
    """The arguments of each call of `cibles` among the words of a command."""
    for rank, word in enumerate(words):
        if word.rpartition("/")[2] == "cibles" and (rank == 0 or words[rank - 1] in _ENDS or "=" in words[rank - 1]):
            rest = words[rank + 1 :]
            yield rest[: next((end for end, one in enumerate(rest) if one in _ENDS), len(rest))]


def check(arguments: list[str]) -> None:
    """Raises click.UsageError for a command or an option that does not exist. Values are not looked at."""
    name, *rest = arguments
    if name in ("--help", "--version"):
        return
    command = cibles.get_command(click.Context(cibles), name)
    if command is None:
        raise click.UsageError(f"no command {name}")
    command.make_parser(click.Context(command)).parse_args(list(rest))


CALLS = [
    pytest.param(call, id=f"{block.page.name}: {' '.join(call)[:60]}")
    for kind, prompt in (("sh", ""), ("console", "$ "))
    for block in blocks(kind)
    for words in typed(block.text, prompt)
    for call in calls(words)
]


@pytest.mark.parametrize("call", CALLS)
def test_the_command_exists_with_its_options(call):
    check(call)


def test_the_commands_of_the_pages_are_found():
    assert {call.values[0][0] for call in CALLS} >= {"run", "decide", "explain", "sql", "act", "check", "verify", "evidence"}


@pytest.mark.parametrize("wrong", [["courir"], ["run", "--moi", "2026-06"], ["sql", "--project", "P"]])
def test_the_checker_sees_what_does_not_exist(wrong):
    with pytest.raises(click.UsageError):
        check(wrong)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_commands_named_in_a_sentence_exist(page):
    named = {match[1] for code in codes(page) if (match := re.match(r"cibles ([a-z][\w-]*)", code))}
    assert named <= set(cibles.commands)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_target_of_make_exists(page):
    fenced = [line for block in blocks("sh", "console") if block.page == page for line in block.text.splitlines()]
    named = {match[1] for text in [*codes(page), *fenced] if (match := re.match(r"(?:\$ )?make ([a-z-]+)", text))}
    assert named <= TARGETS
