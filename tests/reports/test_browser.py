"""The pages in a browser: search, sort, filter, keyboard, print, accessibility, speed; nothing asked of the network."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from flows.settings import load_settings
from tests.flows.helpers_workspace import MONTH
from tests.reports.helpers_reports import base_of, multiplied, pages_of

pytestmark = pytest.mark.long
playwright_api = pytest.importorskip("playwright.sync_api", reason="the browser tests need what `make check-all` installs")
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
]
PROJECT = "ARA-2025-003"
SIZES = [(1366, 900), (390, 844)]


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    with playwright_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def opened(browser, folder):
    """Opens a page by its name; at the end, nothing was said in the console and nothing was asked but the pages themselves."""
    said: list[str] = []
    asked: list[str] = []
    contexts = []

    def open_page(name: str, size: tuple[int, int] = SIZES[0], within: Path = folder, **context: object):
        made = browser.new_context(viewport={"width": size[0], "height": size[1]}, **context)
        contexts.append(made)
        page = made.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"file://{within}/{name}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in asked if not (url.startswith("file://") and ".html" in url)] == []


def shown(page, table: str) -> list[str]:
    """Ids of the lines of a table that are seen, in their order."""
    return page.eval_on_selector_all(f"#{table} tbody tr", "rows => rows.filter(r => r.offsetParent).map(r => r.id)")


def test_search_filter_and_the_address(opened):
    page = opened("index.html")
    everyone = shown(page, "table-projets")
    page.get_by_label("Chercher un nom, un porteur").fill("GRAPPE vallees")
    assert shown(page, "table-projets") == ["projet-ARA-2025-002"]
    assert page.locator("form[data-table=table-projets] .compte").inner_text() == f"1 sur {len(everyone)} lignes"
    assert "projets.q=GRAPPE" in page.url
    page.reload()
    assert shown(page, "table-projets") == ["projet-ARA-2025-002"]
    page.get_by_role("search", name="Chercher dans les projets").get_by_role("button", name="Tout montrer").click()
    page.wait_for_function("document.querySelectorAll('#table-projets tbody tr[hidden]').length === 0")
    page.get_by_label("Décision", exact=True).select_option("a_instruire")
    kept = page.eval_on_selector_all("#table-projets tbody tr", "r => r.filter(x => x.offsetParent).map(x => x.dataset.decision)")
    assert set(kept) == {"a_instruire"}
    page.get_by_label("Phase", exact=True).select_option("maintenance")
    assert shown(page, "table-projets") == ["projet-GE-2021-002"]


def test_a_link_to_a_hidden_line_shows_it(opened):
    page = opened("index.html?projets.q=alizes")
    assert shown(page, "table-projets") == ["projet-GUA-2022-001"]
    page.evaluate("location.hash = 'projet-ARA-2025-001'")
    page.wait_for_selector("#projet-ARA-2025-001", state="visible")


def test_sort_by_keyboard_says_its_order(opened):
    page = opened("index.html")
    page.focus("#table-projets thead th:nth-child(3) button")
    page.keyboard.press("Enter")
    head = page.locator("#table-projets thead th:nth-child(3)")
    assert head.get_attribute("aria-sort") == "ascending"
    amounts = "rows => rows.map(r => r.cells[2].dataset.tri).filter(x => x).map(Number)"
    rising = page.eval_on_selector_all("#table-projets tbody tr", amounts)
    assert rising == sorted(rising)
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "descending"
    assert page.eval_on_selector_all("#table-projets tbody tr", amounts) == sorted(rising, reverse=True)
    last = page.eval_on_selector("#table-projets tbody tr:last-child", "r => r.cells[2].dataset.tri")
    assert last == ""  # unknown stays last
    page.reload()
    assert head.get_attribute("aria-sort") == "descending"


def test_the_keyboard_reaches_the_content_and_the_tables(opened):
    page = opened("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("(document.activeElement.id || document.activeElement.getAttribute('aria-labelledby') || '')"))
    assert {"cap-argent", "projets-q", "projets-decision", "cap-projets", "essms-q"} <= reached
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("name", ["index.html", f"{PROJECT}.html", "GUA-2022-002.html", "NAT-2021-001.html"])
def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing(opened, name, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(name, size, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    found = axe.Axe().run(page).response["violations"]
    grave = [
        (one["id"], [node["html"][:200] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert grave == []


def test_without_script_everything_is_there(opened):
    page = opened("index.html", java_script_enabled=False)
    assert page.locator("#table-projets tbody tr").count() == 9
    assert page.locator("form[data-table]:visible").count() == 0


@pytest.mark.parametrize("name", ["index.html", f"{PROJECT}.html"])
def test_printed_without_controls_nor_cut_columns(opened, tmp_path, name):
    page = opened(name)
    page.pdf(path=str(tmp_path / "page.pdf"), prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "Tout montrer" not in text
    assert "Alimentation" in text
    sizes = subprocess.run(["pdfinfo", tmp_path / "page.pdf"], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in sizes
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1030, "height": 720})  # what A4 landscape leaves between its margins
    wide = page.eval_on_selector_all("table", "all => all.filter(t => t.getBoundingClientRect().right > 1031).map(t => t.id)")
    assert wide == []


def test_a_big_region_opens_and_is_searched(opened, published, tmp_path):
    multiplied(base_of(load_settings(published)), tmp_path, 56, 4)
    pages_of(tmp_path)
    page = opened("index.html", within=tmp_path / "rapports" / MONTH)
    page.get_by_label("Chercher un nom, un porteur").fill("vergers 12")
    assert shown(page, "table-projets") == ["projet-GE-2021-001-12"]
