"""One rule on a page: its words, each sentence that founds it, how it is read, and the cases that test its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.jurist.cases import Case, cases_of
from flows.jurist.markdown import bullets, folded, heading, plain, prose, quote
from flows.jurist.rules import Rule

SECOND_HAND = "**Source secondaire : le texte lui-même n'a pas été lu.**"

_CASES_FOLDER = "../../tests/cases"
_SHORT = 40
"""A longer value is already in the words of its rule."""

Row = Mapping[str, Any]
"""One value of a text: a row of the table `regles`."""


@dataclass(frozen=True)
class Surroundings:
    """What a rule is shown with: the cases of the project, and the addresses of the readings (`lectures`) of its text."""

    cases: Sequence[Case] = ()
    readings: Mapping[str, str] = field(default_factory=dict)


def rule_blocks(rule: Rule, rows: Sequence[Row], level: int, around: Surroundings) -> Iterator[str]:
    """The blocks of Markdown of one rule; `rows` are its values, `level` that of its title."""
    if rule.title:
        yield heading(level, rule.title)
    words = [prose(sentence, around.readings) for sentence in rule.words]
    yield folded(words[0]) if len(words) == 1 else bullets(words)
    for row in {_foundation(row): row for row in rows}.values():
        yield quote(row["phrase"])
        yield folded(f"*{plain(row['document'])}, section {plain(row['section'])}.*")
        if row["origine"] == "secondaire":
            yield SECOND_HAND
        if row["lecture"]:
            label = "Pourquoi" if rule.prefix.startswith("lecture") else "Lecture"
            yield folded(f"**{label}.** {prose(row['lecture'], around.readings)}")
    yield "\n".join(case_lines(rows, around.cases))


def _foundation(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("document", "section", "phrase", "lecture", "origine"))


def case_lines(rows: Sequence[Row], cases: Sequence[Case]) -> Iterator[str]:
    """The values with the cases that test them; values that the same cases test are together.

    `rows` need their `texte_id`, `cle`, `valeur` and `unite`.
    """
    together: dict[tuple[Case, ...], list[str]] = {}
    for row in rows:
        together.setdefault(tuple(cases_of(cases, row["texte_id"], row["cle"])), []).append(_value(row))
    for found, values in together.items():
        said = ", ".join(values)
        yield bullets([f"Cas éprouvant {said} :" if found else f"Aucun cas : {said}."])
        if found:
            yield bullets([_case(case) for case in found], "  ")


def _value(row: Row) -> str:
    value = f"{row['valeur']} {row['unite']}" if row["unite"] in {"mois", "ESSMS"} else row["valeur"]
    return f"`{row['cle']}`" + (f" ({plain(value)})" if len(value) <= _SHORT else "")


def _case(case: Case) -> str:
    with_amendments = "".join(f", avec l'avenant {name}" for name in case.avenants)
    return f"[{plain(f'{case.fichier}::{case.nom}')}]({_CASES_FOLDER}/{case.fichier}.toml) ({case.side}{with_amendments})"
