"""What the text asks besides usage, the papers, and what was set aside or waits to be checked, as a notice tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.words import CONDITIONS, ETATS_DES_CONDITIONS, name_words
from transforms.figures import month_words
from transforms.notices.blocks import (
    Block,
    bounded,
    capital,
    column,
    others,
    paragraph,
    row,
    section,
    source_note,
    subtitle,
    table,
)

Record = Mapping[str, Any]

_PAPER = "piece:"
_STATES = {True: "reçue", False: "manquante"}
_WHERE = "la liste entière est dans le fichier de la décision"


def conditions_section(record: Record) -> dict[str, Any] | None:
    """Papers, conditions of the text, rows set aside, establishments to check."""
    blocks = [*_papers(record), *_checks(record), *_set_aside(record), *_to_check(record)]
    return section("Pièces et conditions du texte", *blocks)


def _papers(record: Record) -> Iterator[Block | None]:
    papers = record["conditions"]["pieces"]
    yield subtitle("Pièces du solde")
    if not papers:
        yield paragraph("Le texte ne demande aucune pièce.")
        return
    rows = []
    for paper in papers:
        note = source_note(_check(paper["piece"], record))
        rows.append(row(paper_name(paper["piece"], record), _STATES[paper["recue"]], note=note, strong=not paper["recue"]))
    yield table([column("Pièce", 1), column("État")], rows)


def paper_name(code: str, record: Record) -> str:
    """The name of a paper, as its check tells it; its code in a record that has no checks."""
    _, _, name = str(_check(code, record).get("detail") or "").partition(" : ")
    return capital(name.removesuffix(".") or code.replace("_", " "))


def _check(code: str, record: Record) -> Record:
    checks = record.get("verifications") or ()
    return next((item for item in checks if item["condition"] == f"{_PAPER}{code}"), {})


def _checks(record: Record) -> Iterator[Block | None]:
    asked = {f"{_PAPER}{paper['piece']}" for paper in record["conditions"]["pieces"]}
    checks = [item for item in record.get("verifications") or () if item["condition"] not in asked]
    if not checks:
        return
    yield subtitle("Conditions")
    yield paragraph("Elles sont constatées et signalées ; aucune, hors les pièces, ne change la décision.")
    rows = [
        row(
            _condition(item["condition"]),
            ETATS_DES_CONDITIONS[item["etat"]],
            "exigée" if item["opposable"] else "indicative",
            item["detail"],
            note=source_note(item),
            strong=item["etat"] == "non_remplie",
        )
        for item in checks
    ]
    yield table([column("Condition", 2), column("État"), column("Portée"), column("Constat", 4)], rows)


def _condition(code: str) -> str:
    if code.startswith(_PAPER):
        return f"Pièce : {code.removeprefix(_PAPER).replace('_', ' ')}"
    return name_words(CONDITIONS, code)


def _set_aside(record: Record) -> Iterator[Block | None]:
    pairs = record["conditions"]["lignes_rejetees"]
    if not pairs:
        return
    yield subtitle("Lignes de dossiers mises de côté")
    yield paragraph(
        "Une ligne écartée ne doit pas faire monter un taux : dans la fenêtre d'une mesure, elle retient le versement."
    )
    shown, left = bounded(pairs)
    yield paragraph(", ".join(f"{finess} ({month_words(mois)})" for finess, mois in shown))
    yield others(left, _WHERE)


def _to_check(record: Record) -> Iterator[Block | None]:
    numbers = record["conditions"]["essms_a_verifier"]
    if not numbers:
        return
    yield subtitle("Établissements à vérifier dans FINESS, inconnus ou fermés")
    shown, left = bounded(numbers)
    yield paragraph(", ".join(shown))
    yield others(left, _WHERE)
