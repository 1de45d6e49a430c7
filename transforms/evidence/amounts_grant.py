"""The grant of a decision, line by line: the register, the scale beside it, instalments or tranches, shares between ARS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.words import motif_words, versement_words
from transforms.evidence.amounts import Amount, decimal, sentence, split
from transforms.evidence.words import euros, number, share


def grant(record: Mapping[str, Any]) -> Amount:
    """The grant of the register, against the scale of the text."""
    amount = decimal(record["montant_subvention"])
    known = "registre du GRADeS, table projets, montant_subvention"
    children = [child for child in (_scale(record, amount), _shares(record, amount)) if child]
    return Amount("Subvention", amount, known if amount is not None else f"vide au {known} : aucun montant", tuple(children))


def _scale(record: Mapping[str, Any], amount: Decimal | None) -> Amount | None:
    summary = record.get("calcul_bareme")
    if summary is None:
        return None
    lines = tuple(_line(row) for row in record["bareme"])
    total = decimal(summary["montant"])
    if total is None:
        return Amount("Barème du texte", None, summary["motif"] or "le texte ne donne pas de montant", lines)
    gap = "sans effet : seule la subvention du registre compte"
    if amount is not None and total != amount:
        gap += f" ; écart {'+' if total > amount else '-'} {euros(abs(total - amount))}"
    return Amount("Barème du texte", total, f"somme de ses lignes, {gap}", lines, somme=True)


def _line(row: Mapping[str, Any]) -> Amount:
    amount, unit = decimal(row["montant"]), Decimal(row["montant_unitaire"])
    name = row["libelle"] + (f", {row['finess_et']}" if row["finess_et"] else "")
    told = f"{row['nombre']} × {euros(unit)}"
    if amount is not None and amount != row["nombre"] * unit:
        told += f", ramené à {euros(amount)}"
    return Amount(name, amount, told + (f" : {row['detail']}" if row["detail"] else ""), phrase=sentence(row))


def _shares(record: Mapping[str, Any], amount: Decimal | None) -> Amount | None:
    rows = record.get("partages", [])
    if not rows:
        return None
    total = sum(row["nombre"] for row in rows)
    children = []
    for row in rows:
        part, told = decimal(row["montant"]), f"{row['nombre']} ESMS sur {total}"
        if part is not None and amount is not None:
            told = split(amount, Fraction(row["nombre"], total), f"{row['nombre']} ÷ {total} × {euros(amount)}", part)
        children.append(Amount(row["region"], part, told))
    known = amount is not None and all(child.montant is not None for child in children)
    return Amount(
        "Partage entre les ARS", amount if known else None, "au prorata des ESMS de chaque région", tuple(children), known
    )


def schedule(record: Mapping[str, Any], numbers: Sequence[int] | None) -> Amount:
    """The instalments of the grant, or its tranches.

    Args:
        record: the decision.
        numbers: ESSMS counted in each tranche, in order, where there are tranches and the register still says it.
    """
    amount = decimal(record["montant_subvention"])
    rows = record.get("versements", ())
    if any(row["part"] is not None for row in rows):
        children = tuple(_due(row, _instalment(row, amount)) for row in rows)
        told = "parts de la subvention"
    else:
        counts = numbers if numbers is not None and len(numbers) == len(rows) else [None] * len(rows)
        total = sum(count or 0 for count in counts)
        children = tuple(_due(row, _tranche(row, amount, count, total)) for row, count in zip(rows, counts, strict=True))
        told = "tranches de la subvention, au prorata de leurs établissements"
    return Amount("Versements", amount, told, children, somme=amount is not None and bool(children))


def _due(row: Mapping[str, Any], told: str) -> Amount:
    motif = f", {motif_words(row['motif'])}" if row["motif"] else ""
    due = Amount("Dû à ce jour", decimal(row["montant_du"]), f"{'dû' if row['etat'] == 'du' else 'bloqué'}{motif}")
    name = f"Tranche « {row['tranche']} »" if row["tranche"] else versement_words(row["versement"], None)
    return Amount(name, decimal(row["montant"]), told, (due,), phrase=sentence(row))


def _instalment(row: Mapping[str, Any], amount: Decimal | None) -> str:
    part, got = Decimal(row["part"]), decimal(row["montant"])
    if amount is None or got is None:
        return f"{share(part)} de la subvention"
    return split(amount, Fraction(part), f"{share(part)} × {euros(amount)}", got)


def _tranche(row: Mapping[str, Any], amount: Decimal | None, count: int | None, total: int) -> str:
    got = decimal(row["montant"])
    if count is None or not total or amount is None or got is None:
        return "part de ses établissements dans la subvention"
    return split(amount, Fraction(count, total), f"{number(count)} ÷ {number(total)} × {euros(amount)}", got)
