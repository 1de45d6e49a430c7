"""Every page of `docs/textes/`, from the rulebooks, their amendments and the cases of the project."""

from __future__ import annotations

from pathlib import Path

from flows.jurist.amendment_page import amendment_page
from flows.jurist.cases import read_cases
from flows.jurist.index_page import index_page
from flows.jurist.text_page import text_page
from flows.texts import TEXTS_DIRECTORY, load_all_amendments, load_all_texts

INDEX = "README.md"


def jurist_pages(cases_folder: Path, directory: Path = TEXTS_DIRECTORY) -> dict[str, str]:
    """Name and content of every page.

    Args:
        cases_folder: where the cases are; none is found in a folder that does not exist.
        directory: the folder of rulebooks.

    Raises RulebookError when a rulebook or an amendment is bad, LookupError when a page would leave a value out.
    """
    books, amendments, cases = load_all_texts(directory), load_all_amendments(directory), read_cases(cases_folder)
    told = [item.amendment for item in amendments.values()]
    pages = {INDEX: index_page(books.values(), told)}
    for texte_id, book in books.items():
        pages[f"{texte_id}.md"] = text_page(book, [item for item in told if texte_id in item.textes], cases)
    for avenant_id, item in amendments.items():
        after = load_all_texts(directory, {avenant_id: item.amendment.date_effet})
        pages[f"{avenant_id}.md"] = amendment_page(item, books, after, cases)
    return pages
