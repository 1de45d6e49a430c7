"""The register of the GRADeS and the FINESS file, read as the spec lays them out (CSV only)."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.oracle.oracle_calendar import parse_day


def read_csv(path: Path) -> list[dict[str, str]]:
    """Every row of a `;` UTF-8 file with a header, values stripped; no file, no row."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return [{name: (value or "").strip() for name, value in row.items()} for row in rows]


@dataclass
class Finess:
    """What the FINESS file knows: establishments (ET) with category and closing day, legal entities (EJ), SIREN numbers."""

    categories: dict[str, str] = field(default_factory=dict)
    closed_on: dict[str, date | None] = field(default_factory=dict)
    ej: set[str] = field(default_factory=set)
    siren: set[str] = field(default_factory=set)

    def to_check(self, finess_et: str, day: date) -> bool:
        """Whether the number is unknown as an ET, or closed on that day."""
        # Spec 2.4: "A valid number that the FINESS file does not know, or knows as closed".
        # Choice 18: "Closed in FINESS means closed on or before the last day of M."
        if finess_et not in self.categories:
            return True
        closed = self.closed_on.get(finess_et)
        return closed is not None and closed <= day


@dataclass
class Register:
    """The tables that decide, and the numbers of every perimeter."""

    projets: list[dict[str, str]]
    perimetre: list[dict[str, str]]
    pieces: list[dict[str, str]]
    criteres: list[dict[str, str]] = field(default_factory=list)

    @property
    def perimeter_numbers(self) -> set[str]:
        return {row["finess_et"] for row in self.perimetre}

    def establishments(self, projet_id: str, day: date) -> list[str]:
        """The establishments of a project on that day, each once, in the register's order."""
        # Spec 3: "those of `perimetre` on the last day of M, each once. An exit on the last day of M is still in."
        kept: list[str] = []
        for row in self.perimetre:
            if row["projet_id"] != projet_id or row["finess_et"] in kept:
                continue
            entry, leave = parse_day(row.get("date_entree", "")), parse_day(row.get("date_sortie", ""))
            if (entry is None or entry <= day) and (leave is None or leave >= day):
                kept.append(row["finess_et"])
        return kept

    def given(self, projet_id: str, finess_et: str, column: str) -> str:
        """The first value that the rows of one establishment in one project give to an optional column; empty without any."""
        # Choice 41: "Of several rows of one FINESS, the first value given of each column counts."
        for row in self.perimetre:
            if (row["projet_id"], row["finess_et"]) == (projet_id, finess_et) and row.get(column):
                return row[column]
        return ""

    def missing_papers(self, projet_id: str, wanted: tuple[str, ...]) -> list[str]:
        # Spec 2.1: "`date_reception` (filled = received)".
        received = {row["piece"] for row in self.pieces if row["projet_id"] == projet_id and row["date_reception"]}
        return [piece for piece in wanted if piece not in received]


def amount(text: str) -> Decimal | None:
    """Euros with a decimal comma or point; None when empty."""
    return Decimal(text.replace(",", ".")) if text else None


def read_register(path: Path) -> Register:
    folder = path / "registre"
    return Register(
        projets=read_csv(folder / "projets.csv"),
        perimetre=read_csv(folder / "perimetre.csv"),
        pieces=read_csv(folder / "pieces.csv"),
        criteres=read_csv(folder / "criteres.csv"),
    )


def read_finess(path: Path) -> Finess:
    """The one CSV of `finess/`: legacy without header, or headed."""
    finess = Finess()
    for source in sorted((path / "finess").glob("*.csv")):
        with source.open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.reader(stream, delimiter=";") if row]
        if rows and rows[0][0] in ("finess", "structureet"):
            _read_legacy(finess, rows)
        elif rows:
            _read_headed(finess, rows)
    finess.ej -= set(finess.categories)
    return finess


def _read_legacy(finess: Finess, rows: list[list[str]]) -> None:
    # finess.md 2.1: fields counted from 1: 2 nofinesset, 3 nofinessej, 19 categetab, 23 siret. No closing date.
    for row in rows:
        if row[0] == "structureet":
            _add(finess, et=row[1], ej=row[2], categorie=row[18], siret=row[22], closed=None)


def _read_headed(finess: Finess, rows: list[list[str]]) -> None:
    names = rows[0]

    def value(row: list[str], *candidates: str) -> str:
        found = [row[names.index(name)] for name in candidates if name in names]
        return found[0] if found else ""

    for row in rows[1:]:
        _add(
            finess,
            et=value(row, "finess_et", "nofinesset"),
            ej=value(row, "finess_ej", "nofinessej"),
            categorie=value(row, "categetab"),
            siret=value(row, "siret"),
            closed=parse_day(value(row, "date_fermeture")),
        )


def _add(finess: Finess, et: str, ej: str, categorie: str, siret: str, closed: date | None) -> None:
    finess.categories[et] = categorie
    finess.closed_on[et] = closed
    if ej:
        finess.ej.add(ej)
    if len(siret) == 14:
        finess.siren.add(siret[:9])
