"""How one decision is shown on a terminal: its criteria, what blocks it, its money, its conditions, its scale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contracts.words import DECISIONS, ETATS_DES_CONDITIONS, ETATS_DES_VERSEMENTS, MOTIFS, VERDICTS, lecture_words
from flows.display import show_table, show_title
from transforms.figures import UNKNOWN, euros, target, yes_no


def show_decision(decision: dict[str, Any]) -> None:
    """Prints a decision: a row of `decisions`, with the rows of its parts (`criteres`, `versements`…) and `essms`."""
    title = f"{decision['projet_id']} – {decision['mois']} – {DECISIONS[decision['decision']]} (version {decision['version']})"
    show_title(title)
    print(
        f"Texte {decision['texte_id']}, lecture : {lecture_words(decision['lecture'])} ;"
        f" provisoire : {yes_no(decision['provisoire'])} ;"
        f" sensible à la lecture : {_readings(decision['lectures_qui_changent'])}."
    )
    print(
        f"Subvention {euros(decision['montant_subvention'])}, solde {euros(decision['montant_solde'])},"
        f" libéré {euros(decision['montant_libere'])}."
    )
    if decision["motif"]:
        print(f"Motif : {_motifs(decision['motif'])}.")
    show_table(*_criteria(decision["criteres"]))
    cited = _Cited()
    for title, (columns, lines, right) in (
        ("Établissements qui bloquent", _blocking(decision["essms"])),
        ("Versements", _instalments(decision["versements"], cited)),
        ("Conditions du texte", _conditions(decision["conditions"], cited)),
        (_scale_title(decision), _scale(decision["bareme"], cited)),
        ("Partage entre les ARS", _shares(decision["partages"])),
    ):
        if lines:
            show_title(title)
            show_table(columns, lines, right=right)
    cited.show()


class _Cited:
    """The sentences that lines refer to, numbered from 1 in the order in which they are first cited."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def mark(self, row: dict[str, Any]) -> str:
        """`[3]`, the number of the sentence of a row; empty when it has none."""
        if not row["phrase"]:
            return ""
        sentence = f"« {row['phrase']} » {row['document']}, {row['section']}"
        return f"[{self.numbers.setdefault(sentence, len(self.numbers) + 1)}]"

    def show(self) -> None:
        """Prints the sentences, one a line."""
        if self.numbers:
            show_title("Phrases citées")
        for sentence, number in self.numbers.items():
            print(f"[{number}] {sentence}")


_Table = tuple[list[str], list[list[str]], tuple[int, ...]]
"""Columns, lines, ranks of the columns aligned on the right."""


def _criteria(rows: list[dict[str, Any]]) -> _Table:
    paid = any(row["poids"] is not None for row in rows)
    money = [[euros(row["montant_maximum"]), euros(row["montant_libere"])] if paid else [] for row in rows]
    lines = [
        [row["indicateur"], _count(row), target(row["cible"], row["unite"]), VERDICTS[row["verdict"]], *amounts]
        + [_motifs(row["motif"]), row["reference"]]
        for row, amounts in zip(rows, money, strict=True)
    ]
    amounts = ["Au plus", "Libéré"] if paid else []
    return ["Critère", "Compte", "Cible", "Verdict", *amounts, "Motif", "Référence"], lines, (1, 2, 4, 5) if paid else (1, 2)


def _blocking(rows: list[dict[str, Any]]) -> _Table:
    lines = [
        [
            row["finess_et"],
            row["indicateur"],
            _count(row),
            VERDICTS[row["verdict"]],
            _motifs(row["motif"]),
            _known(row["reste_a_faire"]),
        ]
        for row in rows
    ]
    return ["FINESS", "Indicateur", "Compte", "Verdict", "Motif", "Manque"], lines, (2, 5)


def _instalments(rows: list[dict[str, Any]], cited: _Cited) -> _Table:
    lines = [
        [row["tranche"] or row["versement"], euros(row["montant"]), euros(row["montant_du"])]
        + [ETATS_DES_VERSEMENTS[row["etat"]], _motifs(row["motif"])]
        + [cited.mark(row)]
        for row in rows
    ]
    return ["Versement", "Montant", "Dû", "État", "Motif", "Phrase"], lines, (1, 2)


def _conditions(rows: list[dict[str, Any]], cited: _Cited) -> _Table:
    lines = [
        [row["condition"], ETATS_DES_CONDITIONS[row["etat"]], yes_no(row["opposable"]), row["detail"], cited.mark(row)]
        for row in rows
    ]
    return ["Condition", "État", "Opposable", "Constat", "Phrase"], lines, ()


def _scale_title(decision: dict[str, Any]) -> str:
    given, computed = decision["montant_subvention"], decision["montant_bareme"]
    gap = f", écart {euros(computed - given)}" if given is not None and computed is not None and computed != given else ""
    return f"Barème du texte : {euros(computed)} (subvention du registre : {euros(given)}{gap})"


def _scale(rows: list[dict[str, Any]], cited: _Cited) -> _Table:
    lines = [
        [row["libelle"], row["finess_et"] or "", str(row["nombre"]), euros(row["montant_unitaire"]), euros(row["montant"])]
        + [row["detail"] or "", cited.mark(row)]
        for row in rows
    ]
    return ["Poste", "FINESS", "Nombre", "Unitaire", "Montant", "Détail", "Phrase"], lines, (2, 3, 4)


def _shares(rows: Iterable[dict[str, Any]]) -> _Table:
    return ["Région", "ESMS", "Montant"], [[row["region"], str(row["nombre"]), euros(row["montant"])] for row in rows], (1, 2)


def _count(row: dict[str, Any]) -> str:
    if row["numerateur"] is None:
        return UNKNOWN
    return str(row["numerateur"]) if row["denominateur"] is None else f"{row['numerateur']}/{row['denominateur']}"


def _readings(codes: str | None) -> str:
    return " ; ".join(lecture_words(code) for code in codes.split(", ")) if codes else "non"


def _motifs(codes: str | None) -> str:
    """Each motif in words, then its code: it is what an arbitration names."""
    return " ; ".join(f"{MOTIFS[code]} ({code})" if code in MOTIFS else code for code in codes.split(", ")) if codes else ""


def _known(value: int | None) -> str:
    return UNKNOWN if value is None else str(value)
