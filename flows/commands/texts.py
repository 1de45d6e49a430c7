"""`cibles texts`: the rulebooks, or every value of one with the sentence that founds it."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polars import DataFrame
    from rich.console import Console

    from contracts.rulebook import Rulebook

_PLAIN_WIDTH = 100_000
"""Columns when the output is not a terminal: no sentence is cut or wrapped."""


def texts_command(texte_id: str | None, as_json: bool) -> None:
    """Print the list of texts, or the values of one, to standard output; with `as_json` a JSON list of objects.

    Raises UsageError when the text is not known, RulebookError when a rulebook is bad.
    """
    from flows.texts import load_all_texts

    books = load_all_texts()
    if texte_id is None:
        listed = [_summary(book) for book in books.values()]
        _print_json(listed) if as_json else _print_list(listed)
        return
    book = _known(books, texte_id)

    from contracts.rulebook_values import rulebook_values

    values = rulebook_values(book)
    _print_json(values.to_dicts()) if as_json else _print_values(book, values)


def _known(books: dict[str, Rulebook], texte_id: str) -> Rulebook:
    from contracts.failures import UsageError

    if texte_id not in books:
        raise UsageError(f"Le texte « {texte_id} » n'existe pas ; textes connus : {', '.join(books)}.")
    return books[texte_id]


def _summary(book: Rulebook) -> dict[str, Any]:
    """One text in one object; targets by indicator, as exact text, null where the text sets none."""
    return {
        "texte_id": book.texte_id,
        "titre": book.titre,
        "emetteur": book.emetteur,
        "reference": book.reference,
        "publie_le": book.publie_le.isoformat(),
        "en_vigueur_le": book.en_vigueur_le.isoformat(),
        "verifie_le": book.verifie_le.isoformat(),
        "verifie_par": book.verifie_par,
        "portee": book.portee,
        "solde": book.solde,
        "part_solde": format(book.balance.part, "f"),
        "cibles": {rule.indicateur: format(rule.cible.valeur, "f") if rule.cible else None for rule in book.indicateurs},
        "empreinte": book.empreinte,
    }


def _print_json(rows: list[dict[str, Any]]) -> None:
    sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")


def _print_list(listed: list[dict[str, Any]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table("Texte", show_lines=True)
    table.add_column("Portée", no_wrap=True)
    table.add_column("Cibles", no_wrap=True)
    for row in listed:
        name = "\n".join((row["texte_id"], row["titre"], row["emetteur"]))
        targets = "\n".join(f"{code} {_shown(value)}" for code, value in row["cibles"].items())
        table.add_row(Text(name), Text(row["portee"]), Text(targets))
    _console().print(table)


def _shown(target: str | None) -> str:
    """A target as people say it: `90 %`, `12,5 %`."""
    if target is None:
        return "sans cible"
    return f"{format((Decimal(target) * 100).normalize(), 'f').replace('.', ',')} %"


def _print_values(book: Rulebook, values: DataFrame) -> None:
    from rich.text import Text

    console = _console()
    console.print(Text(f"{book.texte_id} — {book.titre}", style="bold"))
    console.print(Text(f"{book.emetteur}. {book.reference}."))
    console.print(Text(f"Vérifié le {book.verifie_le:%d/%m/%Y} ({book.verifie_par}). Empreinte {book.empreinte}."))
    for row in values.iter_rows(named=True):
        unit = f" ({row['unite']})" if row["unite"] else ""
        console.print(Text.assemble("\n", (row["cle"], "bold"), f" = {row['valeur']}{unit}"))
        _print_indented(console, f"« {row['phrase']} »")
        _print_indented(console, f"{row['document']}, section {row['section']}")
        if row["lecture"]:
            _print_indented(console, f"Lecture : {row['lecture']}")


def _print_indented(console: Console, sentence: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(sentence), (0, 0, 0, 4), expand=False))


def _console() -> Console:
    """A console as wide as the terminal, or wide enough for any sentence when the output is not one."""
    from rich.console import Console

    console = Console()
    return console if console.is_terminal else Console(width=_PLAIN_WIDTH)
