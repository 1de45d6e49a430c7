"""`make docs`: pages and catalogues written from the code. A test checks that what is committed is what this writes."""

from __future__ import annotations

from pathlib import Path

import click

from flows.analyses_page import analyses_page
from flows.cli import cibles
from flows.dialect_documents import dialects_page
from flows.dialects import DIALECTS_DIRECTORY, load_all_dialects
from flows.dictionary_page import dictionary_page
from flows.french import CATALOGUE, compiled_catalogue
from flows.glossary_page import glossary_page
from flows.jurist.pages import jurist_pages
from flows.plausibility import plausibility_rules
from flows.signals_page import signals_page

ROOT = Path(__file__).parent.parent
TEXTS_PAGES = ROOT / "docs" / "textes"
GLOSSARY = ROOT / "docs" / "glossaire.md"
CASES = ROOT / "tests" / "cases"
WIDTH = 100

INTRODUCTION = """# Commands

Written from the code by `make docs`; do not edit. Help is in French, as users read it.
"""


def generated_files() -> dict[Path, bytes]:
    """Every generated file of the project and its content, but what needs a run of the sample."""
    return {
        CATALOGUE.with_suffix(".mo"): compiled_catalogue(),
        ROOT / "docs" / "commands.md": commands_page().encode(),
        ROOT / "docs" / "dialectes.md": dialects_page(load_all_dialects([DIALECTS_DIRECTORY])).encode(),
        ROOT / "docs" / "dictionnaire.md": dictionary_page().encode(),
        ROOT / "docs" / "controles.md": signals_page(plausibility_rules()).encode(),
        GLOSSARY: glossary_page(GLOSSARY.read_text(encoding="utf-8")).encode(),
        **{TEXTS_PAGES / name: content.encode() for name, content in jurist_pages(CASES).items()},
    }


def sampled_files() -> dict[Path, bytes]:
    """Generated files that show the sample: it is run, which takes seconds."""
    return {ROOT / "docs" / "analyses.md": analyses_page().encode()}


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
    """Write what changed, remove the pages of texts that are no more, and name them."""
    files = generated_files() | sampled_files()
    for path, content in files.items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
            print(f"written: {path.relative_to(ROOT)}")
    for path in left_over_pages(files):
        path.unlink()
        print(f"removed: {path.relative_to(ROOT)}")


def left_over_pages(files: dict[Path, bytes]) -> list[Path]:
    """Pages of texts that nothing writes any more."""
    return sorted(set(TEXTS_PAGES.glob("*.md")) - set(files))


if __name__ == "__main__":
    main()
