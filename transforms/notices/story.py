"""Readings that matter, versions and what they change, acts, as a notice tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from contracts.words import (
    ACTES,
    CONDITIONS,
    DECISIONS,
    ETATS_DES_CONDITIONS,
    ETATS_DES_VERSEMENTS,
    INDICATEURS,
    VERDICTS,
    VERSEMENTS,
    lecture_words,
    motif_words,
    name_words,
)
from transforms.figures import UNKNOWN, euros
from transforms.notices.blocks import (
    Block,
    bounded,
    bullets,
    column,
    day_of,
    facts,
    money,
    others,
    paragraph,
    row,
    section,
    subtitle,
    table,
)

Record = Mapping[str, Any]

_STATE = re.compile(r"(condition|versement) (\S+) : (\S+) → (\S+)")
_CHANGE = re.compile(r"(.+?) : (.+) → (.+)")
_FIGURE = re.compile(r"(\S{9}), (\w+)")
_COUNT = re.compile(r"(\S+) (\w+)(?: \((.+)\))?")
_WHERE = "la liste entière est dans le fichier de la décision"


def readings_section(record: Record) -> dict[str, Any] | None:
    """Which reading of the text was kept, and those that would change the decision."""
    kept = lecture_words(record["lecture"])
    chosen = "par défaut" if record["lecture"] == "fenetre" else "choisie par l'ARS"
    told = f"Lecture retenue, {chosen} : {kept}."
    changing = [lecture_words(code) for code in record["lectures_qui_changent"]]
    if not changing:
        return section("Lectures du texte", paragraph(f"{told} Aucune autre lecture admissible ne changerait la décision."))
    return section(
        "Lectures du texte",
        paragraph(f"{told} Là où le texte laisse un choix, la décision, ou la part libérée, serait autre avec :"),
        bullets(changing),
        paragraph("Les chiffres de chaque lecture sont dans la base publiée (table lectures)."),
    )


def story_section(record: Record) -> dict[str, Any] | None:
    """Version, what it replaces and changes, acts."""
    when = record["calculee_le"]
    said = [("Version", f"{record['version']}, calculée le {day_of(when)} à {when[11:16].replace(':', ' h ')} (temps universel)")]
    said += [("Remplace", record["remplace"] or "rien : première version pour ce mois")]
    return section("Version et actes", facts(said), *_changes(record), *_acts(record))


def _changes(record: Record) -> Iterator[Block | None]:
    shown, left = bounded(record["changements"])
    if shown:
        yield subtitle("Ce que cette version change")
        yield bullets([change_words(sentence) for sentence in shown])
        yield others(left, _WHERE)


def _acts(record: Record) -> Iterator[Block | None]:
    if "actes" not in record:
        return
    yield subtitle("Actes connus quand la décision a été calculée")
    if not record["actes"]:
        yield paragraph("Aucun.")
        return
    shown, left = bounded(record["actes"])
    columns = [column("Acte"), column("Date"), column("Montant", right=True)]
    yield table([*columns, column("Décision", 2), column("Motif, référence", 3)], [_act(item) for item in shown])
    yield others(left, _WHERE)


def _act(item: Record) -> dict[str, Any]:
    motif = motif_words(item["motif"]) if item["acte"] == "arbitrage" else item["motif"]
    said = " ; ".join(filter(None, (motif, item["reference"])))
    return row(ACTES[item["acte"]], day_of(item["date"]), money(item["montant"]), item["decision_id"] or UNKNOWN, said)


def change_words(sentence: str) -> str:
    """A sentence of `changements` with its codes in words and its amounts in euros; one that is not known is left as it is."""
    act = re.match(r"acte : (\w+) ", sentence)
    if act:
        return sentence.replace(act[1], ACTES.get(act[1], act[1]), 1)
    state = _STATE.fullmatch(sentence)
    if state:
        return _state_change(*state.groups())
    change = _CHANGE.fullmatch(sentence)
    if change is None:
        return sentence
    label, before, after = change.groups()
    figure = _FIGURE.fullmatch(label)
    if figure and figure[2] in INDICATEURS:
        return f"{figure[1]}, {INDICATEURS[figure[2]]} : {_figure(before)} → {_figure(after)}"
    if label.endswith(" (euros)"):
        return f"{label.removesuffix(' (euros)')} : {_euros(before)} → {_euros(after)}"
    words = {"décision": _decision, "motif": _motif, "lecture retenue": _reading}.get(label)
    return f"{label} : {words(before)} → {words(after)}" if words else sentence


def _state_change(kind: str, code: str, before: str, after: str) -> str:
    states = ETATS_DES_CONDITIONS if kind == "condition" else ETATS_DES_VERSEMENTS
    name = name_words(CONDITIONS if kind == "condition" else VERSEMENTS, code.removeprefix("piece:"))
    paper = " pièce" if code.startswith("piece:") else ""
    return f"{kind}{paper} « {name} » : {name_words(states, before)} → {name_words(states, after)}"


def _figure(text: str) -> str:
    found = _COUNT.fullmatch(text)
    if found is None or found[2] not in VERDICTS:
        return text
    return f"{found[1]} {VERDICTS[found[2]]}" + (f" ({motif_words(found[3])})" if found[3] else "")


def _euros(text: str) -> str:
    return euros(Decimal(text)) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text


def _decision(text: str) -> str:
    return DECISIONS.get(text, text)


def _motif(text: str) -> str:
    return "aucun" if text == UNKNOWN else motif_words(text)


def _reading(text: str) -> str:
    return text if text == UNKNOWN else lecture_words(text)
