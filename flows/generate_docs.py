"""`make docs`: pages and catalogues written from the code. A test checks that what is committed is what this writes."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli import cibles
from flows.french import CATALOGUE, compiled_catalogue

ROOT = Path(__file__).parent.parent
WIDTH = 100

INTRODUCTION = """# Commands

Written from the code by `make docs`; do not edit. Help is in French, as users read it.
"""


def generated_files() -> dict[Path, bytes]:
    """Every generated file of the project and its content."""
    return {
        CATALOGUE.with_suffix(".mo"): compiled_catalogue(),
        ROOT / "docs" / "commands.md": commands_page().encode(),
    }


def commands_page() -> str:
    """The help of `cibles` and of each of its commands, as Markdown."""
    parent = click.Context(cibles, info_name="cibles", terminal_width=WIDTH, **cibles.context_settings)
    parts = [_section("cibles", cibles.get_help(parent))]
    for name, command in cibles.commands.items():
        parts.append(_section(f"cibles {name}", command.get_help(click.Context(command, info_name=name, parent=parent))))
    return "\n".join([INTRODUCTION, *parts])


def _section(title: str, text: str) -> str:
    return f"## `{title}`\n\n```text\n{text.rstrip()}\n```\n"


def main() -> None:
    """Write what changed, and name it."""
    for path, content in generated_files().items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            print(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
