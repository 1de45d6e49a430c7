"""Damage to what cells hold: forms of numbers and days, numbers of establishments, signs that look alike. Not a test."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from random import Random

from tests.pollution.damage import ANY, damage, lines, some, unreadable
from tests.pollution.tables import Table

_N, _D, _F, _L = "nombres", "dates", "numéros FINESS", "caractères semblables"
_DATES = ("date", "date_heure", "jour_ou_mois")
_NUMBERS = ("entier",)

Written = Callable[[str, Random], str | None]
"""A text written otherwise; None when it cannot be."""


def text_of(cell: object) -> str:
    """A cell as text."""
    return cell.isoformat() if isinstance(cell, datetime.date) else "" if cell is None else str(cell)


def day_of(text: str) -> datetime.date | None:
    """The day a cell holds."""
    if found := re.match(r"(\d{2})/(\d{2})/(\d{4})", text):
        return datetime.date(int(found[3]), int(found[2]), int(found[1]))
    return datetime.date.fromisoformat(text[:10]) if re.match(r"\d{4}-\d{2}-\d{2}", text) else None


def written(classe: str, nom: str, kinds: tuple[str, ...], write: Written, lost: bool = False, files=ANY) -> None:
    """Lists a damage that writes some cells of these kinds otherwise; `lost`: their value can no longer be read."""

    def spoil(table: Table, chance: Random):
        places = [place for place, kind in enumerate(table.kinds) if kind in kinds]
        done = False
        for record in some(lines(table), chance) if places else []:
            place = chance.choice(places)
            before = text_of(record.cells[place]) if place < len(record.cells) else ""
            after = write(before, chance) if before else None
            if after is not None and after != before:
                record.cells[place], done = after, True
                if lost and len(record.said) == 1:
                    unreadable(record)
        if done and table.encoding != "utf-8":
            try:
                table.content()
            except UnicodeEncodeError:
                table.encoding = "utf-8"
        return done

    damage(classe, nom, files)(spoil)


def _days(write: Callable[[datetime.date], str]) -> Written:
    def change(text: str, chance: Random) -> str | None:
        day = day_of(text)
        return write(day) + text[10:] if day and write(day) else None

    return change


def _plain(text: str) -> str:
    return text.replace("\u00a0", "")


def _grouped(sign: str) -> Written:
    return lambda text, chance: f"{int(_plain(text)):,}".replace(",", sign) if len(_plain(text)) > 3 else None


for _nom, _sign in {
    "milliers séparés par une espace": " ",
    "milliers séparés par une espace insécable fine": "\u202f",
    "milliers séparés par un point": ".",
    "milliers séparés par une virgule": ",",
    "milliers séparés par une apostrophe": "'",
}.items():
    written(_N, _nom, _NUMBERS, _grouped(_sign))
written(_N, "virgule décimale et zéros", _NUMBERS, lambda text, chance: _plain(text) + chance.choice((",0", ",00", ",000")))
written(_N, "point décimal et zéros", _NUMBERS, lambda text, chance: _plain(text) + chance.choice((".0", ".00", ".000")))
written(_N, "notation scientifique", _NUMBERS, lambda text, chance: f"{int(_plain(text)):.2E}", lost=True)
written(_N, "zéros devant", _NUMBERS, lambda text, chance: f"00{_plain(text)}")
written(_N, "signe plus, ou espaces", _NUMBERS, lambda text, chance: chance.choice((f"+{text}", f" {text} ", f"{text}\u00a0")))
written(_N, "nombre négatif", _NUMBERS, lambda text, chance: chance.choice((f"-{text}", f"\u2212{text}", f"({text})")), lost=True)
written(_N, "décimales", _NUMBERS, lambda text, chance: _plain(text) + chance.choice((",5", ".5", ",25")), lost=True)
written(_N, "pourcentage", _NUMBERS, lambda text, chance: f"{text} %", lost=True)
written(
    _N,
    "nombre approché ou en lettres",
    _NUMBERS,
    lambda text, chance: chance.choice(
        (f"≈ {text}", f"{text} env.", f"> {text}", f"{text} ?", f"{text}/100", "NC", "n/a", "douze", "½", "#REF!", f"{text}*")
    ),
    lost=True,
)
written(
    _N,
    "lettre O ou l à la place d'un chiffre",
    _NUMBERS,
    lambda text, chance: text.replace("0", "O") if "0" in text else text.replace("1", "l") if "1" in text else None,
)
written(_N, "nombre démesuré", _NUMBERS, lambda text, chance: f"{_plain(text)}00000000000", lost=True)

written(_D, "jj/mm/aaaa", _DATES, _days(lambda day: f"{day:%d/%m/%Y}"))
written(_D, "aaaa-mm-jj", _DATES, _days(lambda day: day.isoformat()))
written(
    _D,
    "aaaa/mm/jj, jj-mm-aaaa, jj.mm.aaaa",
    _DATES,
    lambda text, chance: _days(lambda day: day.strftime(chance.choice(("%Y/%m/%d", "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d"))))(
        text, chance
    ),
)
written(_D, "année de deux chiffres", _DATES, _days(lambda day: f"{day:%d/%m/%y}"))
written(_D, "sans zéros (5/6/2026)", _DATES, _days(lambda day: f"{day.day}/{day.month}/{day.year}"))
written(_D, "mois d'abord, jour après le 12", _DATES, _days(lambda day: f"{day:%m/%d/%Y}" if day.day > 12 else ""))
written(
    _D,
    "numéro de série d'Excel",
    _DATES,
    _days(lambda day: str((day - datetime.date(1899, 12, 30)).days)),
    files=("texte", "archive"),
)
written(_D, "en lettres", _DATES, _days(lambda day: f"{day.day} juin {day.year}"), lost=True)
written(
    _D,
    "jour qui n'existe pas",
    _DATES,
    lambda text, chance: _days(
        lambda day: chance.choice((f"{day.year}-02-30", f"31/11/{day.year}", "00/00/0000", f"{day.year}-13-01", "0000-00-00"))
    )(text, chance),
    lost=True,
)
written(
    _D,
    "année absurde",
    _DATES,
    lambda text, chance: _days(
        lambda day: chance.choice((f"0026-{day:%m-%d}", f"{day:%d/%m}/0026", f"20226-{day:%m-%d}", f"{day:%d/%m}/1026"))
    )(text, chance),
    lost=True,
)
written(
    _D, "texte à la place d'une date", _DATES, lambda text, chance: chance.choice(("en cours", "?", "à venir", "NC")), lost=True
)


@damage(_D, "toute une colonne avec le mois d'abord", ANY)
def american(table: Table, chance: Random):
    places = [place for place, kind in enumerate(table.kinds) if kind in ("date", "date_heure")]
    if not places:
        return False
    place = chance.choice(places)
    filled = [
        (record, day) for record in table.data if place < len(record.cells) and (day := day_of(text_of(record.cells[place])))
    ]
    for record, day in filled:
        record.cells[place] = f"{day:%m/%d/%Y}" + text_of(record.cells[place])[10:]
    return any(day.day > 12 for _, day in filled)


def _finess(nom: str, write: Written, lost: bool = False) -> None:
    written(_F, nom, ("finess",), write, lost)


_finess("chiffre changé", lambda text, chance: _digit(text, chance), lost=True)
_finess("zéro de tête perdu", lambda text, chance: text[1:] if text.startswith("0") else None)
_finess("chiffre perdu ou en trop", lambda text, chance: chance.choice((text[:-1], f"{text}0", text[:4] + text[5:])), lost=True)
_finess(
    "espaces, ou espaces insécables", lambda text, chance: chance.choice((" ", "\u00a0")).join((text[:2], text[2:5], text[5:]))
)
_finess("apostrophe devant", lambda text, chance: f"'{text}")
_finess("notation scientifique", lambda text, chance: f"{int(text):.4E}" if text.isdecimal() else None, lost=True)
_finess(
    "entité juridique, SIREN ou SIRET",
    lambda text, chance: chance.choice(("690990007", "732829320", "73282932000074")),
    lost=True,
)
_finess("lettre O à la place du zéro", lambda text, chance: text.replace("0", "O", 1), lost=True)
_finess("libellé devant ou derrière", lambda text, chance: chance.choice((f"FINESS {text}", f"{text} - EHPAD")))
_finess("deux numéros", lambda text, chance: f"{text} / 010990018", lost=True)
_finess("illisible", lambda text, chance: chance.choice(("?", "à compléter", "#N/A", "0")), lost=True)


def _digit(text: str, chance: Random) -> str:
    place = chance.choice([place for place, sign in enumerate(text) if sign.isdecimal()])
    return text[:place] + str((int(text[place]) + chance.randint(1, 9)) % 10) + text[place + 1 :]


_FULLWIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
_ARABIC = {ord("0") + digit: 0x0660 + digit for digit in range(10)}
_CYRILLIC = str.maketrans("EOCTPAeocpa", "ЕОСТРАеосра")
_TYPED = (*_DATES, *_NUMBERS, "finess")
written(_L, "chiffres pleine chasse ou arabes", _TYPED, lambda text, chance: text.translate(chance.choice((_FULLWIDTH, _ARABIC))))
written(_L, "lettres cyrilliques dans un code", ("code", "oui_non"), lambda text, chance: text.translate(_CYRILLIC))
written(
    _L,
    "espace insécable ou sans largeur dans une cellule",
    (*_TYPED, "code", "oui_non"),
    lambda text, chance: text[:2] + chance.choice(("\u00a0", "\u200b", "\u2060", "\u00ad", "\ufeff")) + text[2:],
)
written(
    _L,
    "espace insécable ou sans largeur autour d'une cellule",
    (*_TYPED, "code", "oui_non"),
    lambda text, chance: chance.choice(("\u00a0", "\u200b", "\u2009", "\t")) + text + chance.choice(("", "\u00a0")),
)
written(
    _L,
    "tiret ou barre d'une autre forme dans une date",
    _DATES,
    lambda text, chance: text.replace("-", chance.choice("‐‑–−")).replace("/", "\u2044") if day_of(text) else None,
)
