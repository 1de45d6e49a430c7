"""How `cibles texts` prints texts and amendments: rules with their sentence, and what an amendment changes, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flows.text_documents import PER_PROJECT
from transforms.figures import exact_percent

if TYPE_CHECKING:
    from contracts.rulebook import Amendment, Rulebook

SECOND_HAND = "source secondaire : le texte lui-même n'a pas été lu"
"""Said of a sentence found elsewhere than in its document."""

CHOSEN_ONLY = "Un avenant n'est appliqué que si l'espace de travail le choisit ([avenants] dans cibles.toml)."

_PLAIN_WIDTH = 100_000
"""Columns when the output is not a terminal: no sentence is cut or wrapped."""


def show_list(listed: list[dict[str, Any]], day: date) -> None:
    """The texts in force on this day, then the others, each with the amendments that would change it."""
    console = _console()
    current = [row for row in listed if row["en_vigueur"]]
    coming = [row for row in listed if not row["en_vigueur"]]
    console.print(Text(f"Textes en vigueur le {_day(day)}" if current else f"Aucun texte en vigueur le {_day(day)}", "bold"))
    if current:
        console.print(_table(current))
    if any(row["avenants"] for row in current):
        console.print(Text(CHOSEN_ONLY))
    if coming:
        console.print(Text(f"\nPas encore en vigueur le {_day(day)}", "bold"))
        console.print(_table(coming))


def show_text(book: Rulebook, applicable: list[Amendment], rows: list[dict[str, Any]], day: date) -> None:
    """Every value of a text, then what each amendment in force that day would change."""
    console = _console()
    console.print(Text(f"{book.texte_id} — {book.titre}", "bold"))
    console.print(Text(f"{book.emetteur}. {book.reference}."))
    since = f"En vigueur depuis le {_day(book.en_vigueur_le)}."
    if book.en_vigueur_le > day:
        since = f"Pas encore en vigueur le {_day(day)} : il le sera le {_day(book.en_vigueur_le)}."
    console.print(Text(since))
    console.print(Text(f"Vérifié le {_day(book.verifie_le)} ({book.verifie_par}). Empreinte {book.empreinte}."))
    for row in rows:
        if row["avenant_id"] is None:
            console.print(Text.assemble("\n", (row["cle"], "bold"), f" = {_with_unit(row['valeur'], row['unite'])}"))
            _show_source(console, row)
    for item in applicable:
        console.print(Text(f"\nAvenant {item.avenant_id}, depuis le {_day(item.date_effet)} — {item.titre}", "bold"))
        console.print(Text(CHOSEN_ONLY))
        _show_changes(console, [row for row in rows if row["avenant_id"] == item.avenant_id])


def show_amendment(document: dict[str, Any], day: date) -> None:
    """What an amendment is, then what it changes in each text."""
    console = _console()
    console.print(Text(f"{document['avenant_id']} — {document['titre']}", "bold"))
    console.print(Text(f"{document['emetteur']}. {document['reference']}."))
    console.print(Text(CHOSEN_ONLY))
    checked = f"Vérifié le {_day(document['verifie_le'])} ({document['verifie_par']})"
    console.print(Text(f"{checked}. Empreinte {document['empreinte']}."))
    waits = "" if document["en_vigueur"] else f" (pas encore le {_day(day)})"
    console.print(Text.assemble("\n", ("date_effet", "bold"), f" = {_day(document['date_effet'])}{waits}"))
    _show_source(console, document)
    for texte_id in document["textes"]:
        console.print(Text(f"\nCe qu'il change dans {texte_id}", "bold"))
        _show_changes(console, [row for row in document["changements"] if row["texte_id"] == texte_id])


def _table(listed: list[dict[str, Any]]) -> Table:
    table = Table("Texte", show_lines=True)
    table.add_column("Portée", no_wrap=True)
    table.add_column("Cibles", no_wrap=True)
    for row in listed:
        name = [row["texte_id"], row["titre"], row["emetteur"], f"En vigueur le {_day(row['en_vigueur_le'])}"]
        name += [f"Avenant possible depuis le {_day(item['date_effet'])} : {item['avenant_id']}" for item in row["avenants"]]
        targets = "\n".join(f"{code} {_target(value)}" for code, value in row["cibles"].items())
        table.add_row(Text("\n".join(name)), Text(row["portee"]), Text(targets))
    return table


def _target(value: str | int | None) -> str:
    """A target as people say it: `90 %`, `12,5 %`, `40`, `fixée par projet`, `sans cible`."""
    if value is None:
        return "sans cible"
    if isinstance(value, int):
        return str(value)
    return value if value == PER_PROJECT else exact_percent(Decimal(value))


def _show_changes(console: Console, rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        before, after = _with_unit(row["valeur_avant"], row["unite_avant"]), _with_unit(row["valeur"], row["unite"])
        change = f"{before} → {after}" if before != after else f"{after}, inchangé, sur une autre phrase ou une autre lecture"
        console.print(Text.assemble("\n", (row["cle"], "bold"), f" : {change}"))
        _show_source(console, row)


def _with_unit(value: str | None, unit: str | None) -> str:
    if value is None:
        return "rien"
    return f"{value} ({unit})" if unit else value


def _show_source(console: Console, row: Mapping[str, Any]) -> None:
    lines = [f"« {row['phrase']} »", f"{row['document']}, section {row['section']}"]
    if row["origine"] == "secondaire":
        lines.append(SECOND_HAND)
    if row["lecture"]:
        lines.append(f"Lecture : {row['lecture']}")
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 4), expand=False))


def _day(day: date | str) -> str:
    return f"{date.fromisoformat(day) if isinstance(day, str) else day:%d/%m/%Y}"


def _console() -> Console:
    """A console as wide as the terminal, or wide enough for any sentence when the output is not one."""
    console = Console()
    return console if console.is_terminal else Console(width=_PLAIN_WIDTH)
