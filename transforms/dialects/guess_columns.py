"""Which dataset a table holds, and which of its columns is which: by the words of their headers, then by their cells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from contracts.deposits.columns import DATASETS, Column, Dataset
from contracts.dialect_value_rules import alike
from transforms.dialects.guess_cells import Look
from transforms.dialects.guess_words import INDICATEUR, JEUX, MONTH, PERSONAL, VALUES, hints_of, strength, words_of
from transforms.dialects.names import comparable

_NAMED, _SEEN = 0.6, 0.4
"""What the name of a column and its cells count for."""

_ABSENT = -0.6
"""What a required column that nothing resembles costs a dataset."""

_WEAK, _DOUBT = 0.35, 0.4
"""Below the first, a required column is found by its cells alone: the dataset loses the second."""

_UNSURE, _USUAL = 0.25, "dossiers"
"""Below the first, no dataset is like the table: the second is the one people send most."""

_OPTIONAL, _HINTED = 0.15, 0.2
_LEAST = 0.3
"""Below, a column is not proposed, unless it is required."""

_LEAST_REQUIRED = 0.12
_BY_CONTEXT = {"finess_et", "fenetre_debut", "fenetre_fin", "periode_debut", "periode_fin", "indicateur"}
"""Required columns that a name, a folder, a period or a constant can give instead."""


@dataclass(frozen=True)
class Label:
    """A column of the sender: its header on one line ("" for none), and what its cells look like."""

    text: str
    look: Look


@dataclass(frozen=True)
class Guess:
    """A dataset, how sure we are of it, and for each of its columns found, the place of the sender's and how sure we are; the
    place of the month of a line, if there is one and a period needs it.
    """

    jeu: str
    confidence: float
    places: dict[str, tuple[int, float]]
    mois: int | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that no column of the sender gives."""
        return tuple(column.name for column in DATASETS[self.jeu].columns if column.required and column.name not in self.places)


def guess_dataset(labels: Sequence[Label], context: str, months: Sequence[str] = (), taken: Collection[int] = ()) -> Guess:
    """The dataset whose columns are best found, and these columns.

    Args:
        labels: the columns of the sender.
        context: names of the file and of the table, as plain words.
        months: texts beside the months that are columns.
        taken: these columns.
    """
    guesses = {name: _guess(dataset, labels, context, months, taken) for name, dataset in DATASETS.items()}
    best = max(guesses.values(), key=lambda guess: guess.confidence)
    return best if best.confidence >= _UNSURE else guesses[_USUAL]


def _guess(dataset: Dataset, labels: Sequence[Label], context: str, months: Sequence[str], taken: Collection[int]) -> Guess:
    scored = [
        (score, column.required, -place, column.name)
        for column in dataset.columns
        for place, label in enumerate(labels)
        if place not in taken and (score := _score(dataset, column, label)) >= (_LEAST_REQUIRED if column.required else _LEAST)
    ]
    places: dict[str, tuple[int, float]] = {}
    # The same header twice is one name: only its first column can be asked for.
    used: set[str] = set()
    for score, _, place, name in sorted(scored, reverse=True):
        label = alike(labels[-place].text)
        if name not in places and label not in used:
            places[name] = (-place, score)
            used.add(label)
    mois = _month(dataset, labels, places, taken)
    context_given = _given_by_context(dataset, labels, places, mois, months)
    return Guess(dataset.name, _confidence(dataset, places, context_given, context), places, mois)


def _confidence(dataset: Dataset, places: dict[str, tuple[int, float]], besides: dict[str, float], context: str) -> float:
    total, required = 0.0, 0
    for column in dataset.columns:
        found = places.get(column.name)
        if column.required:
            required += 1
            score = found[1] - _DOUBT * (found[1] < _WEAK) if found else _ABSENT
            total += max(score, besides.get(column.name, _ABSENT))
        elif found:
            total += _OPTIONAL * found[1] * 3
    hinted = _HINTED if JEUX[dataset.name].search(context) else 0.0
    return max(0.0, min(1.0, total / required + hinted))


def _given_by_context(
    dataset: Dataset, labels: Sequence[Label], places: dict[str, tuple[int, float]], mois: int | None, months: Sequence[str]
) -> dict[str, float]:
    """How sure we are of the columns that something else than a column may give."""
    given = dict.fromkeys(_BY_CONTEXT, 0.0)
    if mois is not None:
        given |= {"fenetre_debut": 0.3, "fenetre_fin": 0.3}
    if "numerateur" in places:
        words = words_of(labels[places["numerateur"][0]].text)
        given["indicateur"] = 0.5 if any(pattern.search(words) for pattern in INDICATEUR.values()) else 0.0
    return given | _of_months(dataset, months)


def _of_months(dataset: Dataset, months: Sequence[str]) -> dict[str, float]:
    """How sure we are of the columns that months in columns give."""
    if not months:
        return {}
    messages = max(strength(hints_of("mssante", "nb_messages"), words_of(text)) for text in months)
    if dataset.name == "mssante" and messages:
        return {"date_envoi": messages, "nb_messages": messages}
    return {"numerateur": 0.7, "fenetre_debut": 0.7, "fenetre_fin": 0.7} if dataset.name == "agregats" else {}


def _month(dataset: Dataset, labels: Sequence[Label], places: dict[str, tuple[int, float]], taken: Collection[int]) -> int | None:
    if dataset.name not in {"agregats", "effectifs"} or any(name.endswith(("_debut", "_fin")) for name in places):
        return None
    used = {place for place, _ in places.values()} | set(taken)
    found = [place for place, label in enumerate(labels) if place not in used and strength(MONTH, words_of(label.text))]
    return found[0] if found else None


def _score(dataset: Dataset, column: Column, label: Label) -> float:
    words = words_of(label.text)
    if not words:
        return 0.0
    exact = comparable(label.text) == column.name
    named = 1.0 if exact else strength(hints_of(dataset.name, column.name), words)
    if named < 1 and column.kind != "finess" and PERSONAL.search(words):
        return 0.0
    seen = _seen(dataset, column, label.look)
    if not named:
        return _by_cells_alone(column, label.look, seen or 0.0)
    if seen is None:  # an empty column: its name alone
        return _NAMED * named + _SEEN / 2
    if seen < 0.2:  # its cells deny its name
        return 0.3 * named if named == 1 or column.kind != "finess" else 0.0
    return _NAMED * named + _SEEN * seen


def _by_cells_alone(column: Column, look: Look, seen: float) -> float:
    if column.kind == "finess":
        return 0.75 * look.keyed
    if column.name in _BY_CONTEXT:
        return 0.0
    if column.kind == "identifiant":
        return 0.15 * seen
    weights = {"code": 0.45, "date": 0.2, "date_heure": 0.2, "jour_ou_mois": 0.2, "entier": 0.2}
    return weights.get(column.kind, 0.0) * seen


def _seen(dataset: Dataset, column: Column, look: Look) -> float | None:
    """How much cells are those of a column (0 to 1); None when none is filled."""
    if not look.filled:
        return None
    match column.kind:
        case "finess":
            return max(look.keyed, 0.7 * look.finess, 0.9 * look.label, 0.8 * look.mailbox) + 0.8 * look.eight
        case "date" | "date_heure" | "jour_ou_mois":
            return min(1.0, sum(look.dates.values()) + 0.6 * look.short_years)
        case "entier":
            return look.whole
        case "oui_non":
            return look.yes_no
        case "code":
            known = {comparable(text) for text in (*VALUES.get((dataset.name, column.name), {}), *column.codes)}
            return len(look.texts & known) / len(look.texts)
        case "identifiant":
            return 0.0 if max(look.dated, look.finess, look.yes_no) > 0.5 else 0.5 + look.distinct / 2
        case _:
            return 0.5
