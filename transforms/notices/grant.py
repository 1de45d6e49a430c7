"""The money of a grant, as a notice tells it: its instalments, its scale, its shares between regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from contracts.words import ETATS_DES_VERSEMENTS, VERSEMENTS, motif_words, name_words
from transforms.figures import UNKNOWN, counted, exact_percent, whole
from transforms.notices.blocks import (
    Block,
    bounded,
    capital,
    column,
    decimal,
    money,
    others,
    paragraph,
    row,
    section,
    source_note,
    subtitle,
    table,
)

Record = Mapping[str, Any]

_LINES = 40
_WHERE = "toutes les lignes sont dans le fichier de la décision"


def grant_section(record: Record) -> dict[str, Any] | None:
    """Schedule, scale, shares; None in a record written before they were kept."""
    return section("Subvention", *_schedule(record), *_scale(record), *_shares(record))


def _schedule(record: Record) -> Iterator[Block | None]:
    versements = record.get("versements") or ()
    if not versements:
        return
    yield subtitle("Échéancier")
    rows = [
        row(
            instalment_words(item),
            UNKNOWN if item["part"] is None else exact_percent(Decimal(item["part"])),
            money(item["montant"]),
            money(item["montant_du"]),
            _state(item),
            note=source_note(item),
        )
        for item in versements
    ]
    columns = [column("Versement", 2), column("Part", right=True), column("Montant", right=True)]
    yield table([*columns, column("Dû", right=True), column("État", 2)], rows)


def instalment_words(item: Record) -> str:
    """An instalment, or a tranche and its name."""
    code = str(item["versement"])
    if code.startswith("tranche_"):
        name = f" « {item['tranche']} »" if item["tranche"] else ""
        return f"Tranche {code.removeprefix('tranche_')}{name}"
    return capital(name_words(VERSEMENTS, code))


def _state(item: Record) -> str:
    state = ETATS_DES_VERSEMENTS[item["etat"]]
    return f"{state} : {motif_words(item['motif'])}" if item["motif"] else state


def _scale(record: Record) -> Iterator[Block | None]:
    said = record.get("calcul_bareme")
    if not said:
        return
    yield subtitle("Subvention selon le barème du texte")
    number = counted(said["nombre_essms"], "établissement compté", "établissements comptés")
    gap = decimal(said["ecart"])
    told = f"{number} ; total {money(said['montant'])}, subvention inscrite au registre {money(record['montant_subvention'])}"
    told += f", écart {money(said['ecart'])}." if gap else "."
    told += f" Sans total : {said['motif']}" if said["motif"] else ""
    yield paragraph(f"{told} Seule la subvention du registre sert à calculer les versements.")
    shown, left = bounded(record.get("bareme") or (), _LINES)
    yield _lines(shown)
    yield others(left, _WHERE)


def _lines(items: list[Record]) -> Block | None:
    named = any(item["finess_et"] for item in items)
    columns = [column("Poste", 3), *([column("FINESS", fixed=18)] if named else []), column("Nombre", right=True)]
    columns += [column("Unitaire", right=True), column("Montant", right=True), column("Détail", 2)]
    rows, cited = [], ""
    for item in items:
        cells = [item["libelle"], *([item["finess_et"] or ""] if named else []), whole(item["nombre"])]
        cells += [money(item["montant_unitaire"]), money(item["montant"]), item["detail"] or ""]
        note = source_note(item)
        # Lines of one item cite one sentence: it is written under the first.
        rows.append(row(*cells, note="" if note == cited else note))
        cited = note
    return table(columns, rows)


def _shares(record: Record) -> Iterator[Block | None]:
    shares = record.get("partages") or ()
    if not shares:
        return
    yield subtitle("Partage de la subvention entre les agences régionales de santé")
    rows = [row(item["region"], whole(item["nombre"]), money(item["montant"])) for item in shares]
    yield table([column("Région", 1), column("Établissements", right=True), column("Montant", right=True)], rows)
