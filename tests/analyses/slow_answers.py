"""The same answers by plain loops over the rows of the base: slow, short, and written from the questions alone."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb

from flows.published_base import BASE


class Rows:
    """Every table of a base as lists of dicts."""

    def __init__(self, folder: Path) -> None:
        with duckdb.connect(str(folder / BASE), read_only=True) as connection:
            names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
            self.tables = {}
            for name in names:
                cursor = connection.execute(f"from {name}")
                columns = [column[0] for column in cursor.description]
                self.tables[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def decisions(self, month: str) -> list[dict]:
        return [row for row in self.tables["decisions"] if row["mois"] == month and row["courante"]]

    def criteria(self, decision: dict) -> dict[str, str]:
        rows = self.tables["decision_criteres"]
        return {row["indicateur"]: row["verdict"] for row in rows if row["decision_id"] == decision["decision_id"]}

    def measures(self, decision: dict) -> list[dict]:
        rows = self.tables["indicateurs"]
        return [row for row in rows if row["mois"] == decision["mois"] and row["projet_id"] == decision["projet_id"]]

    def signals(self, decision: dict, codes: tuple[str, ...]) -> list[str]:
        rows = self.tables["controles"]
        same = [row for row in rows if row["mois"] == decision["mois"] and row["projet_id"] == decision["projet_id"]]
        return [row["finess_et"] for row in same if row["controle"] in codes]


def held_back(decision: dict) -> Decimal | None:
    """What is neither paid nor released of a balance."""
    if decision["montant_solde"] is None:
        return None
    return max(Decimal(0), decision["montant_solde"] - decision["deja_verse"] - decision["montant_libere"])


def obstacles(rows: Rows, decision: dict) -> list[tuple[str | None, str | None, int | None]]:
    """(establishment or None, indicator or None, how many are missing) for each thing that stands in the way."""
    if decision["decision"] == "liberer":
        return []
    motifs, found = (decision["motif"] or "").split(", "), []
    measures, criteria = rows.measures(decision), rows.criteria(decision)
    failing = ("non_atteinte", "indeterminee")
    for indicator, verdict in criteria.items():
        here = [row for row in measures if row["indicateur"] == indicator and row["verdict"] in failing]
        if verdict in failing:
            found += [(row["finess_et"], indicator, row["reste_a_faire"]) for row in here] or [(None, indicator, None)]
        if "declaratif" in motifs:
            declared = [row for row in measures if row["indicateur"] == indicator and row["source"] == "declaree"]
            found += [(row["finess_et"], indicator, None) for row in declared if row["verdict"] != "exemptee"]
    if "pieces_manquantes" in motifs:
        papers = [row for row in rows.tables["decision_conditions"] if row["decision_id"] == decision["decision_id"]]
        missing = [
            row for row in papers if row["condition"].startswith("piece:") and row["etat"] != "remplie" and row["opposable"]
        ]
        found += [(None, None, None) for _ in missing]
    if "lignes_rejetees" in motifs:
        found += [(finess, None, None) for finess in rows.signals(decision, ("lignes_rejetees",))]
    if "essms_a_verifier" in motifs:
        found += [(finess, None, None) for finess in rows.signals(decision, ("essms_inconnu", "essms_ferme"))]
    return found


def euros_by_establishment(rows: Rows, month: str) -> dict[str, Decimal | None]:
    """Balance held back of the projects in whose way each establishment stands, each project once; None when none has a grant."""
    found: dict[str, list[Decimal | None]] = defaultdict(list)
    for decision in rows.decisions(month):
        for finess in {finess for finess, _, _ in obstacles(rows, decision) if finess}:
            found[finess].append(held_back(decision))
    return {finess: _total(amounts) for finess, amounts in found.items()}


def nearly_there(rows: Rows, month: str, most: int) -> set[tuple[str, str, str, int]]:
    """(project, establishment, indicator, missing) where at most `most` are missing."""
    return {
        (row["projet_id"], row["finess_et"], row["indicateur"], row["reste_a_faire"])
        for row in rows.tables["indicateurs"]
        if row["mois"] == month
        and row["verdict"] in ("non_atteinte", "indeterminee")
        and 1 <= (row["reste_a_faire"] or 0) <= most
    }


def one_away(rows: Rows, month: str) -> dict[str, tuple[str, int, Decimal | None]]:
    """Project → its only establishment in the way, other things in the way, balance held back."""
    found = {}
    for decision in rows.decisions(month):
        standing = obstacles(rows, decision)
        essms = {finess for finess, _, _ in standing if finess}
        if len(essms) == 1:
            others = sum(finess is None for finess, _, _ in standing)
            found[decision["projet_id"]] = (essms.pop(), others, held_back(decision))
    return found


def money_by(rows: Rows, month: str, column: str) -> dict[str, dict[str, Decimal | int | None]]:
    """Sums of the month by text or region, and for all of them."""
    regions = {row["projet_id"]: row["region"] for row in rows.tables["projets"]}
    groups: dict[str, list[dict]] = defaultdict(list)
    for decision in rows.decisions(month):
        group = decision["texte_id"] if column == "texte" else regions[decision["projet_id"]]
        groups[group].append(decision)
        groups["(ensemble)"].append(decision)
    return {group: _money(decisions) for group, decisions in groups.items()}


def _money(decisions: list[dict]) -> dict[str, Decimal | int | None]:
    released = [(row["provisoire"], row["montant_libere"]) for row in decisions]
    return {
        "projets": len(decisions),
        "sans_montant": sum(row["montant_solde"] is None for row in decisions),
        "soldes": _total([row["montant_solde"] for row in decisions]),
        "verse": _total([row["deja_verse"] for row in decisions]),
        "bloque": _total([held_back(row) for row in decisions]),
        "liberable": sum((amount for provisional, amount in released if amount and not provisional), Decimal(0)),
        "libere_provisoire": sum((amount for provisional, amount in released if amount and provisional), Decimal(0)),
    }


def _total(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
