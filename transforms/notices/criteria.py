"""The criteria of a decision, as its notice tells them: figures, rate cut, target, distance, verdict, money, sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.rulebook import Target
from contracts.rulebook_source import Source
from contracts.words import INDICATEURS, VERDICTS, motif_words
from transforms.figures import UNKNOWN, counted, exact_percent, whole
from transforms.measures.verdicts import Measure, Pair, cut, remaining
from transforms.notices.blocks import (
    Block,
    Row,
    column,
    count_of,
    day_of,
    money,
    paragraph,
    rate,
    row,
    section,
    table,
    target_words,
)

Record = Mapping[str, Any]

_RULE = re.compile("-{9,}")
_NOWHERE = Source("", "", "")


def criteria_section(record: Record) -> dict[str, Any] | None:
    """Every criterion of the decision, or why there is none."""
    criteres = record["criteres"]
    if not criteres:
        return section("Critères", paragraph("Aucun critère n'est mesuré ce mois-ci."))
    paid = any(critere["poids"] is not None for critere in criteres)
    columns = [column("Critère", 3), column("Résultat", right=True), column("Taux", right=True), column("Cible", right=True)]
    columns += [column("Il manque", right=True), column("Verdict")]
    columns += [column("Au plus", right=True), column("Libéré", right=True)] if paid else []
    rows = [_row(critere, record, paid) for critere in criteres]
    return section("Critères", paragraph(_scope(record)), table(columns, rows), _total(record))


def _scope(record: Record) -> str:
    if record["conditions"]["portee"] == "chaque_essms":
        return (
            "Chaque établissement doit atteindre chaque cible. Les comptes sont la somme des établissements non dispensés ; le"
            " verdict est celui de l'établissement le plus loin de la cible."
        )
    return "Chaque cible se juge sur le projet entier : les comptes sont la somme des établissements, jamais une moyenne de taux."


def _total(record: Record) -> Block | None:
    if all(critere["poids"] is None for critere in record["criteres"]):
        return None
    return paragraph("Chaque critère donne sa part du solde au prorata du résultat, plafonnée à 1 et coupée au centime.")


def _row(critere: Record, record: Record, paid: bool) -> Row:
    amounts = [money(critere["montant_maximum"]), money(critere["montant_libere"])] if paid else []
    name = INDICATEURS[critere["indicateur"]]
    weight = f" (poids {exact_percent(Decimal(critere['poids']))})" if critere["poids"] is not None else ""
    cells = [name + weight, count_of(critere), rate_of(critere), target_of(critere), _missing(critere, record)]
    return row(*cells, VERDICTS[critere["verdict"]], *amounts, note=_note(critere, record))


def summary(critere: Record) -> list[str]:
    """A criterion in four cells: name, figures and rate, target, verdict."""
    figures, share = count_of(critere), rate_of(critere)
    figures += "" if share == UNKNOWN else f", soit {share}"
    return [INDICATEURS[critere["indicateur"]], figures, target_of(critere), VERDICTS[critere["verdict"]]]


def target_of(critere: Record) -> str:
    """The target of a criterion; a record of format 1 says no unit, and knew no target but shares."""
    return target_words(critere["cible"], critere.get("unite") or "part")


def rate_of(critere: Record) -> str:
    """The rate cut of the published counts, where it can be measured."""
    if critere["numerateur"] is None or not critere["denominateur"]:
        return UNKNOWN
    return rate(cut(Fraction(critere["numerateur"], critere["denominateur"])))


def own_targets(critere: Record, record: Record) -> list[Record]:
    """The rows of establishments that have this target for themselves; none where it is that of the project."""
    return [item for item in record["essms"] if item["indicateur"] == critere["indicateur"] and item["cible"] is not None]


def _missing(critere: Record, record: Record) -> str:
    """How many the numerator lacks: of the project, or summed over the establishments that do not reach the target."""
    if critere["verdict"] != "non_atteinte":
        return UNKNOWN
    rows = own_targets(critere, record)
    if rows:
        lacking = [item["reste_a_faire"] for item in rows if item["verdict"] == "non_atteinte"]
        return UNKNOWN if None in lacking or not lacking else whole(sum(lacking))
    if critere["numerateur"] is None or critere["cible"] is None:
        return UNKNOWN
    measure = Measure(critere["verdict"], None, (Pair(critere["numerateur"], critere["denominateur"]),))
    lacking = remaining(measure, Target(critere.get("unite") or "part", Decimal(critere["cible"]), _NOWHERE))
    return UNKNOWN if lacking is None else whole(lacking)


def _note(critere: Record, record: Record) -> str:
    said = [f"Motif : {motif_words(critere['motif'])}."] if critere["motif"] else []
    said += _establishments(critere, record)
    said += [_windows(critere, record)]
    phrase = _RULE.sub("-" * 8, critere["phrase"])  # a fraction bar of the printed text
    return " ".join([*filter(None, said), f"« {phrase} » {critere['reference']}."])


def _establishments(critere: Record, record: Record) -> list[str]:
    """How many establishments have each verdict, where each has the target for itself."""
    verdicts = Counter(item["verdict"] for item in own_targets(critere, record))
    if not verdicts:
        return []
    told = ", ".join(f"{VERDICTS[verdict]} pour {whole(verdicts[verdict])}" for verdict in VERDICTS if verdicts[verdict])
    return [f"Cible {told} sur {counted(verdicts.total(), 'établissement', 'établissements')}."]


def _windows(critere: Record, record: Record) -> str:
    windows = Counter(
        (item["fenetre_debut"], item["fenetre_fin"])
        for item in record["essms"]
        if item["indicateur"] == critere["indicateur"] and item["verdict"] != "exemptee"
    )
    if not windows:
        return ""
    if len(windows) == 1:
        return f"Fenêtre du {window_words(*next(iter(windows)))}."
    several = " ; ".join(f"du {window_words(*window)} pour {whole(number)}" for window, number in sorted(windows.items()))
    return f"Fenêtre propre à chaque établissement : {several}."


def window_words(first: str, last: str) -> str:
    """Both ends of a window: `01/04/2026 au 30/06/2026`."""
    return f"{day_of(first)} au {day_of(last)}"
