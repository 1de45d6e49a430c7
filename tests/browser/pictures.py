"""`make pictures`: the pictures of the README, `docs/images/`, from a run of the sample as a person would see it.

Needs Chromium and poppler on the machine, and what `.browser` holds. Pictures change only with what they show.
"""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from tests.browser.small_png import make_small
from tests.conftest import ROOT, SAMPLE

IMAGES = ROOT / "docs" / "images"
MONTHS = ("2026-05", "2026-06")
PROJECT = "GE-2021-001"
LARGEST = 150 * 1024
"""Bytes of a picture: a README is read over slow networks too."""

CHROMIUM = "/usr/bin/chromium"
_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--force-color-profile=srgb"),
)
_WIDE, _TALL = 1366, 900
_COLUMNS = 128
_TERMINAL = """
<style>
body {{ margin: 0 }}
pre {{ margin: 0; padding: 16px; width: max-content; font: 14px/17px "DejaVu Sans Mono", monospace; background: #f6f6f6 }}
</style>
<pre>{text}</pre>"""
_FIRST_SHOWN = "Décisions de"


def main() -> None:
    """Writes every picture, and names them with their size. Fails on one that is too large."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        workspace = Path(place) / "espace"
        shutil.copytree(SAMPLE, workspace)
        said = [typed_on_a_terminal(Path(place), "run", "--workspace", "espace", "--month", month) for month in MONTHS][-1]
        reports = workspace / "rapports" / MONTHS[-1]
        with pages(_WIDE, _TALL) as page:
            # First: the rules of a page of the product, which allow no style but its own, hold for what replaces it.
            terminal(page, said, IMAGES / "terminal.png")
            picture_of(page, (reports / "index.html").as_uri(), IMAGES / "region.png")
            picture_of(page, (reports / f"{PROJECT}.html").as_uri(), IMAGES / "projet.png")
        notice(workspace / "decisions" / MONTHS[-1] / f"{PROJECT}-v1.pdf", IMAGES / "notice.png")
    for picture in sorted(IMAGES.glob("*.png")):
        make_small(picture)
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size} bytes")
        if picture.stat().st_size > LARGEST:
            raise SystemExit(f"{picture.name} is larger than {LARGEST} bytes")


def typed_on_a_terminal(folder: Path, *arguments: str) -> str:
    """What `cibles` prints on a terminal of `_COLUMNS` columns, colours included; what it tells of its progress is left out."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": str(_COLUMNS), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *arguments], cwd=folder, env=environment, stdout=theirs, stderr=errors
        ) as run,
    ):
        os.close(theirs)
        printed = b"".join(_chunks(ours))
        if run.wait():
            errors.seek(0)
            raise SystemExit(errors.read().decode())
    return printed.decode().replace("\r\n", "\n")


def _chunks(terminal: int) -> Iterator[bytes]:
    """What comes out of a terminal, until the other side closes it."""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        yield chunk
    os.close(terminal)


def terminal(page: Any, said: str, target: Path) -> None:
    """What was printed from `_FIRST_SHOWN` on, in letters of the machine."""
    lines = said.rstrip().split("\n")
    first = next(rank for rank, line in enumerate(lines) if _FIRST_SHOWN in line)
    page.set_content(_TERMINAL.format(text=html_of("\n".join(lines[first:]))))
    page.locator("pre").screenshot(path=target)


def html_of(text: str) -> str:
    """What a terminal shows, with its colours."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=_COLUMNS, file=StringIO())
    console.print(Text.from_ansi(text), soft_wrap=False)
    return console.export_html(inline_styles=True, code_format="{code}")


def notice(pdf: Path, target: Path) -> None:
    """The first page of a notice."""
    command = ["pdftoppm", "-png", "-r", "100", "-f", "1", "-l", "1", "-singlefile", str(pdf), str(target.with_suffix(""))]
    subprocess.run(command, check=True)


@contextmanager
def pages(width: int, height: int) -> Iterator[Any]:
    """A page of the Chromium of the machine, which reaches no network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        try:
            page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR", color_scheme="light")
            page.context.set_offline(True)
            yield page
        finally:
            browser.close()


def picture_of(page: Any, address: str, target: Path) -> None:
    """The top of a page, as it opens."""
    page.goto(address)
    page.screenshot(path=target, animations="disabled")


if __name__ == "__main__":
    main()
