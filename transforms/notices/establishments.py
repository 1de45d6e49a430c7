"""The establishments of a decision: those that block, grouped by what they miss, and the figures of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.words import INDICATEURS, VERDICTS, motif_words
from transforms.figures import UNKNOWN, counted, whole
from transforms.notices.blocks import (
    Block,
    bounded,
    capital,
    column,
    count_of,
    others,
    paragraph,
    rate,
    row,
    section,
    subtitle,
    table,
    target_words,
)

Record = Mapping[str, Any]

ANNEX = "annexe A"
_MARKS = {"atteinte": "✓", "non_atteinte": "×", "indeterminee": "?", "exemptee": "dispensé"}


def blocking_section(record: Record) -> dict[str, Any] | None:
    """Establishments whose figures hold the decision back; None when there is none."""
    judged = {critere["indicateur"]: critere for critere in record["criteres"]}
    rows = sorted(
        (item for item in record["essms"] if item["indicateur"] in judged),
        key=lambda item: (list(judged).index(item["indicateur"]), item["finess_et"]),
    )
    below = [item for item in rows if item["verdict"] == "non_atteinte"]
    blocks = [*_below(below), *_unmeasured(rows), *_declared(record, rows), *_pooled(record, rows)]
    return section("Établissements qui bloquent", *blocks) if blocks else None


def _below(rows: Sequence[Record]) -> Iterator[Block | None]:
    """Those below their target: what each lacks."""
    if not rows:
        return
    number = len({item["finess_et"] for item in rows})
    yield subtitle(f"Cible non atteinte : {counted(number, 'établissement', 'établissements')}")
    shown, left = bounded(sorted(rows, key=lambda item: -(item["reste_a_faire"] or 0)))
    columns = [column("FINESS", fixed=18), column("Critère", 1), column("Résultat", right=True), column("Taux", right=True)]
    columns += [column("Cible", right=True), column("Il manque", right=True)]
    lines = [
        row(item["finess_et"], INDICATEURS[item["indicateur"]], count_of(item), rate_of(item), _target(item), _lacking(item))
        for item in shown
    ]
    yield table(columns, lines)
    yield others(left, f"toutes les lignes sont dans l'{ANNEX}")


def _target(item: Record) -> str:
    return target_words(item["cible"], "part" if item["denominateur"] is not None else "nombre")


def _lacking(item: Record) -> str:
    return UNKNOWN if item["reste_a_faire"] is None else whole(item["reste_a_faire"])


def _unmeasured(rows: Sequence[Record]) -> Iterator[Block | None]:
    """Those that could not be measured, by reason."""
    reasons: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item in rows:
        if item["motif"] and (item["verdict"] == "indeterminee" or item["numerateur"] is None):
            reasons[item["motif"]][item["finess_et"]].append(INDICATEURS[item["indicateur"]])
    for motif in sorted(reasons):
        found = reasons[motif]
        yield from _named(capital(motif_words(motif)), found)


def _named(title: str, found: Mapping[str, list[str]]) -> Iterator[Block | None]:
    """Establishments and their criteria, under a title."""
    yield subtitle(f"{title} : {counted(len(found), 'établissement', 'établissements')}")
    shown, left = bounded(sorted(found.items()))
    yield table([column("FINESS", fixed=18), column("Critères", 1)], [row(number, ", ".join(names)) for number, names in shown])
    yield others(left, f"toutes les lignes sont dans l'{ANNEX}")


def _declared(record: Record, rows: Sequence[Record]) -> Iterator[Block | None]:
    """Those whose figures are declared, where this holds a release back."""
    found: dict[str, list[str]] = defaultdict(list)
    for item in rows:
        if item["source"] == "declaree" and "declaratif" in (record["motif"] or ""):
            found[item["finess_et"]].append(INDICATEURS[item["indicateur"]])
    if found:
        yield from _named("Chiffres déclarés, non calculés", found)


def _pooled(record: Record, rows: Sequence[Record]) -> Iterator[Block]:
    """Where the project is judged as a whole, no establishment misses a target of its own."""
    missed = [critere for critere in record["criteres"] if critere["verdict"] == "non_atteinte"]
    if missed and not any(item["cible"] is not None for item in rows):
        names = ", ".join(INDICATEURS[critere["indicateur"]] for critere in missed)
        yield paragraph(f"{names} : la cible est celle du projet entier ; l'{ANNEX} donne la part de chaque établissement.")


def rate_of(item: Record) -> str:
    """The published rate of a row; a dash where it cannot be measured."""
    return UNKNOWN if item["taux"] is None else rate(Decimal(item["taux"]))


def figures_annex(record: Record) -> dict[str, Any] | None:
    """Annex A: every figure, a line per establishment, a column per indicator."""
    names = [name for name in INDICATEURS if any(item["indicateur"] == name for item in record["essms"])]
    lines: dict[str, dict[str, Record]] = defaultdict(dict)
    for item in record["essms"]:
        lines[item["finess_et"]][item["indicateur"]] = item
    reasons = sorted({item["motif"] for item in record["essms"] if item["motif"]})
    letters = dict(zip(reasons, "abcdefghijklmnopqrstuvwxyz", strict=False))
    usual = {name: _usual(record, name) for name in names}
    rows = [row(finess, *(_cell(lines[finess].get(name), letters, usual[name]) for name in names)) for finess in sorted(lines)]
    columns = [column("FINESS", fixed=14), *(column(INDICATEURS[name], 1) for name in names)]
    return section(
        "Annexe A – Chiffres de chaque établissement", paragraph(_legend(record, letters), True), table(columns, rows, True)
    )


def _usual(record: Record, indicateur: str) -> int:
    """The most frequent length of the window of an indicator, in months; the shortest of those."""
    lengths = [_months(item) for item in record["essms"] if item["indicateur"] == indicateur]
    return min(set(lengths), key=lambda length: (-lengths.count(length), length))


def _months(item: Record) -> int:
    first, last = date.fromisoformat(item["fenetre_debut"]), date.fromisoformat(item["fenetre_fin"])
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _cell(item: Record | None, letters: Mapping[str, str], usual: int) -> str:
    if item is None:
        return UNKNOWN
    said = [count_of(item)] if item["numerateur"] is not None or item["verdict"] != "exemptee" else []
    said += [rate_of(item)] if item["taux"] is not None else []
    said += [_MARKS[item["verdict"]]] if item["verdict"] in _MARKS else []
    said += [f"({letters.get(item['motif'], item['motif'])})"] if item["motif"] else []
    said += ["déclaré"] if "declaree" in (item["source"], item["source_denominateur"]) else []
    said += ["effectif déclaré"] if item["source_denominateur"] == "effectifs" else []
    said += [f"[{_months(item)} mois]"] if _months(item) != usual and item["verdict"] != "exemptee" else []
    return " ".join(said)


def _legend(record: Record, letters: Mapping[str, str]) -> str:
    kinds = {item["verdict"] for item in record["essms"]}
    marks = [f"{mark} : {VERDICTS[verdict]}" for verdict, mark in _MARKS.items() if verdict in kinds and verdict != "exemptee"]
    marks += [f"({letter}) : {motif_words(motif)}" for motif, letter in letters.items()]
    told = f" {' ; '.join(marks)}." if marks else ""
    return (
        "Numérateur/dénominateur et taux coupé, jamais arrondi, à la fenêtre retenue ; entre crochets, une fenêtre d'une autre"
        f" durée que les autres établissements.{told}"
    )
