"""Every link of the documentation leads somewhere, and every page can be reached from the README."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import ROOT
from tests.docs.helpers_docs import NAMES, PAGES, README, anchors, links


def faults(page: Path) -> list[str]:
    """The links of a page that lead to no file, or to no heading of it."""
    wrong = []
    for link in links(page):
        place, _, anchor = unquote(link).partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            wrong.append(link)
    return wrong


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_leads_somewhere(page):
    assert faults(page) == []


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [README]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        waiting += [(page.parent / unquote(link).partition("#")[0]).resolve() for link in links(page)]
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


def test_the_checker_sees_a_lost_file_and_a_lost_heading(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Où ? Ici `x_y`\n[a](#où--ici-x_y) [b](#ailleurs) [c](perdu.md) ![d](p.png) [e](https://x.fr)\n")
    assert faults(page) == ["#ailleurs", "perdu.md", "p.png"]
