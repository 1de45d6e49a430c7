"""The balance of a decision and what is released of it, criterion by criterion, and what was already paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.rulebook import Target
from contracts.rulebook_source import Source
from contracts.words import DECISIONS, INDICATEURS, VERDICTS, motif_words, name_words
from transforms.decisions.acts import PAID_IN_PART
from transforms.decisions.money import to_cents, to_euros
from transforms.decisions.versions import act_words
from transforms.evidence.amounts import Amount, decimal, split
from transforms.evidence.words import euros, number, share
from transforms.measures.verdicts import Pair, earned

_NOWHERE = Source("", "", "")
_RELEASES = ("liberer", "liberer_partiellement")


def balance(record: Mapping[str, Any], phrase: Mapping[str, str] | None) -> Amount:
    """The balance, and its share of each criterion where the text pays pro rata.

    Args:
        record: the decision.
        phrase: the sentence of the text that ties it to usage.
    """
    amount = decimal(record["montant_solde"])
    shared = [row for row in record["criteres"] if row["montant_maximum"] is not None]
    children = []
    for row in shared:
        most = Decimal(row["montant_maximum"])
        told = (
            f"{euros(most)}"
            if amount is None
            else split(amount, Fraction(1, len(shared)), f"1 ÷ {len(shared)} × {euros(amount)}", most)
        )
        children.append(Amount(f"Au plus, {name_words(INDICATEURS, row['indicateur'])}", most, told))
    return Amount("Solde", amount, _balance_told(record, amount), tuple(children), bool(children), phrase)


def _balance_told(record: Mapping[str, Any], amount: Decimal | None) -> str:
    if amount is None:
        return "inconnu : le registre ne donne pas la subvention"
    if record["part_solde"] is None:
        return "tranche qui suit celle qui est vérifiée" if amount else "aucune tranche ne suit celle qui est vérifiée"
    return f"versement à l'usage : {share(Decimal(record['part_solde']))} de la subvention (voir Versements)"


def released(record: Mapping[str, Any], decides: frozenset[str] | None) -> Amount:
    """What is released, criterion by criterion.

    Args:
        record: the decision.
        decides: the establishments whose figures make the decision; None: all of them.
    """
    amount = decimal(record["montant_libere"])
    children = tuple(_criterion(record, row, decides) for row in record["criteres"])
    adds = amount is not None and any(child.montant is not None for child in children)
    return Amount("Libéré", amount, _released_told(record, amount), children, somme=adds)


def paid(record: Mapping[str, Any]) -> Amount | None:
    """What was already paid of the balance, act by act; None when nobody did anything."""
    acts = record.get("actes", [])
    if not acts:
        return None
    payments = [row for row in acts if row["acte"] == "versee" and row["decision_id"]]
    others = [row for row in acts if row not in payments]
    children = [
        Amount(
            "Versement fait",
            decimal(row["montant"]),
            act_words(row) + ("" if row["montant"] else ", sans montant : tout le solde"),
        )
        for row in payments
    ]
    children += [Amount("Acte", None, act_words(row)) for row in others]
    total = decimal(record["deja_verse"])
    return Amount(
        "Déjà versé", total, "paiements du registre, table actes, qui nomment une décision", tuple(children), bool(payments)
    )


def _motifs(record: Mapping[str, Any]) -> list[str]:
    return (record["motif"] or "").split(", ")


def _releases(record: Mapping[str, Any]) -> bool:
    return record["decision"] in _RELEASES


def _released_told(record: Mapping[str, Any], amount: Decimal | None) -> str:
    why = f"décision « {DECISIONS[record['decision']]} »" + (f" ({motif_words(record['motif'])})" if record["motif"] else "")
    if amount is None:
        return f"{why} ; montant inconnu : le registre ne donne pas la subvention"
    whole = decimal(record["montant_solde"])
    if not _releases(record):
        return f"{why} : rien n'est libéré"
    if any(row["montant_maximum"] is not None for row in record["criteres"]):
        told = f"{why} : somme des critères"
    else:
        told = f"{why} : tout le solde, {euros(whole or Decimal(0))}"
    if PAID_IN_PART not in _motifs(record):
        return told
    shared = any(row["montant_maximum"] is not None for row in record["criteres"])
    return f"{told}, déjà versé ôté" if shared else f"{told}, moins {euros((whole or Decimal(0)) - amount)} déjà versés"


def _criterion(record: Mapping[str, Any], row: Mapping[str, Any], decides: frozenset[str] | None) -> Amount:
    return Amount(
        libelle=f"Critère {name_words(INDICATEURS, row['indicateur'])}",
        montant=decimal(row["montant_libere"]),
        calcul=f"{_result(row)} : {VERDICTS[row['verdict']]}"
        + (f" ({motif_words(row['motif'])})" if row["motif"] else "")
        + _earned(record, row, decides),
        phrase={name: row[name] for name in ("reference", "phrase")},
        indicateur=row["indicateur"],
    )


def _result(row: Mapping[str, Any]) -> str:
    if row["numerateur"] is None:
        return "sans chiffre"
    target = share(Decimal(row["cible"])) if row["unite"] == "part" else number(Decimal(row["cible"]))
    figure = f"{number(row['numerateur'])}" + (f" ÷ {number(row['denominateur'])}" if row["denominateur"] is not None else "")
    return f"{figure}, cible {target}"


def _earned(record: Mapping[str, Any], row: Mapping[str, Any], decides: frozenset[str] | None) -> str:
    """The arithmetic of a criterion paid pro rata; nothing for one that has no amount."""
    most, got = decimal(row["montant_maximum"]), decimal(row["montant_libere"])
    if most is None or got is None:
        return ""
    if not _releases(record):
        return f" ; part de {euros(most)}, rien n'est libéré"
    part, told = _part(record, row, decides)
    if part is None:
        return f" ; part de {euros(most)}"
    exact = Fraction(most) * 100 * part
    cents = exact.numerator // exact.denominator
    said = f" ; {euros(most)} × {told} = {euros(exact / 100)}" + ("" if exact == cents else f", coupé à {euros(to_euros(cents))}")
    taken = cents - to_cents(got)
    return said + (f", moins {euros(to_euros(taken))} déjà versés" if taken > 0 else "")


def _part(record: Mapping[str, Any], row: Mapping[str, Any], decides: frozenset[str] | None) -> tuple[Fraction | None, str]:
    """The exact part of a criterion that its result earns, and its arithmetic."""
    target = Target(row["unite"], Decimal(row["cible"]), _NOWHERE)
    pooled = record["conditions"]["portee"] == "ensemble" or row["unite"] == "nombre"
    pairs = [Pair(row["numerateur"], row["denominateur"])] if pooled else list(_pairs(record, row["indicateur"], decides))
    if not pairs or any(pair.numerateur is None or (row["unite"] == "part" and not pair.denominateur) for pair in pairs):
        return None, ""
    lowest = min(pairs, key=lambda pair: earned(pair, target))
    due = number(target.valeur) if row["unite"] == "nombre" else f"({share(target.valeur)} × {number(lowest.denominateur or 0)})"
    of_whom = "" if pooled else ", l'établissement le plus en retard"
    return earned(lowest, target), f"min(1 ; {number(lowest.numerateur)} ÷ {due}{of_whom})"


def _pairs(record: Mapping[str, Any], indicateur: str, decides: frozenset[str] | None) -> Iterator[Pair]:
    for one in record["essms"]:
        counts = one["indicateur"] == indicateur and one["verdict"] != "exemptee"
        if counts and (decides is None or one["finess_et"] in decides):
            yield Pair(one["numerateur"], one["denominateur"])
