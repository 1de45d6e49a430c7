"""`cibles texts`: the rulebooks in force on a day, every value of one with the sentence that founds it, or one amendment.

What is said is in `flows.text_documents`, how it is printed in `flows.commands.text_page`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.texts import TEXTS_DIRECTORY


def texts_command(name: str | None, *, day: date | None = None, as_json: bool = False, directory: Path = TEXTS_DIRECTORY) -> None:
    """Print the list of texts, the values of one, or an amendment; with `as_json`, a JSON list (an object for an amendment).

    Args:
        name: a `texte_id` or an `avenant_id`; None: the list of texts.
        day: the day asked; None: today. Amendments are shown as what they would change, and never applied.
        as_json: JSON instead of tables.
        directory: the folder of rulebooks.

    Raises UsageError when nothing has this name, RulebookError when a rulebook is bad.
    """
    from contracts.failures import UsageError
    from flows.clock import today
    from flows.commands.text_page import show_amendment, show_list, show_text
    from flows.display import show_json
    from flows.text_documents import amendment_document, amendments_of, text_rows, text_summary
    from flows.texts import load_all_amendments, load_all_texts

    day = day or today()
    books, amendments = load_all_texts(directory), load_all_amendments(directory)
    if name is None:
        listed = [text_summary(book, amendments.values(), day) for book in books.values()]
        show_json(listed) if as_json else show_list(listed, day)
    elif name in books:
        applicable = amendments_of(books[name], amendments.values(), day)
        rows = text_rows(books[name], applicable, directory)
        show_json(rows) if as_json else show_text(books[name], applicable, rows, day)
    elif name in amendments:
        document = amendment_document(amendments[name], books, day, directory)
        show_json(document) if as_json else show_amendment(document, day)
    else:
        known = f"textes : {', '.join(books)} ; avenants : {', '.join(amendments) or 'aucun'}"
        raise UsageError(f"« {name} » n'est ni un texte ni un avenant ; {known}.")
