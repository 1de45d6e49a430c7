"""The amounts of a decision in force, down to shares, counts, dossiers by file and line, files and sentences. Only reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from flows.counting import list_missing
from flows.database import fetch
from flows.decision_files import read_decision
from flows.evidence import make_counted
from flows.evidence_material import Material, NoMoreEvidence, decision_in_force, material
from flows.settings import Settings
from transforms.evidence.amounts import Amount
from transforms.evidence.amounts_balance import balance, paid, released
from transforms.evidence.amounts_grant import grant, schedule
from transforms.returns.windows import lists_dossiers

LISTED = 20
"""Missing dossiers listed at most for one indicator; how many there are is always told."""

Counted = dict[str, list[dict[str, Any]]]
"""By indicator, what is counted in each establishment that decides it."""


def explain_amounts(settings: Settings, project: str, month: str) -> dict[str, Any]:
    """The decision in force and its amounts, ready for JSON.

    `montants`: the tree. `sans_detail`: why the dossiers cannot be told; None when they are.

    Raises:
        UsageError: nothing was decided.
        WorkspaceError: another run holds the workspace.
    """
    record = read_decision(decision_in_force(settings, project, month)[-1])
    counted: Counted = {}
    numbers, decides, phrase, reason = None, None, None, None
    try:
        with material(settings, project, month) as found:
            numbers, decides = [tranche.nombre for tranche in found.scope.tranches], found.decides
            source = found.texte.solde_source
            phrase = {"reference": f"{source.document}, {source.section}", "phrase": source.phrase}
            counted = _counted(found)
    except NoMoreEvidence as error:
        reason = str(error)
    trees = (grant(record), schedule(record, numbers), balance(record, phrase), released(record, decides), paid(record))
    told = ("decision_id", "mois", "projet_id", "decision", "motif", "provisoire", "lecture")
    return {
        **{name: record[name] for name in told},
        "texte": record["texte"],
        "montants": [_tree(tree, counted) for tree in trees if tree],
        "sans_detail": reason,
    }


def _tree(amount: Amount, counted: Counted) -> dict[str, Any]:
    node: dict[str, Any] = {
        "libelle": amount.libelle,
        "montant": amount.montant,
        "calcul": amount.calcul,
        "somme": amount.somme,
        "phrase": amount.phrase,
        "enfants": [_tree(child, counted) for child in amount.enfants],
    }
    return node | ({"etablissements": counted.get(amount.indicateur, [])} if amount.indicateur else {})


def _counted(found: Material) -> Counted:
    """The counts of every criterion, establishment by establishment."""
    make_counted(found)
    list_missing(found.connection, LISTED)
    missing = _by_row(found, "from dossiers_manquants order by finess_et, indicateur, chemin, ligne")
    flows = _by_row(
        found, "select finess_et, indicateur, mois, sum(nombre)::bigint as nombre from preuve_flux group by all order by all"
    )
    files = _by_row(found, _FILES)
    verdicts = {row["indicateur"]: row["verdict"] for row in found.record["criteres"]}
    hashes = {one["chemin"]: one["sha256"] for one in found.record["preuves"]["depots"]}
    told: Counted = defaultdict(list)
    for row in found.record["essms"]:
        if row["indicateur"] not in verdicts or row["finess_et"] not in found.decides:
            continue
        key = (row["finess_et"], row["indicateur"])
        misses = _misses(row, verdicts[row["indicateur"]]) and lists_dossiers(row, found.texte)
        room = LISTED - sum(len(one["manquants"]) for one in told[row["indicateur"]])
        told[row["indicateur"]].append(
            {name: value for name, value in row.items() if name != "indicateur"}
            | {
                "total_manquants": (missing[key][0]["total"] if missing[key] else 0) if misses else None,
                "manquants": [_place(one) for one in missing[key][:room]] if misses else [],
                "mois": [{"mois": one["mois"], "nombre": one["nombre"]} for one in flows[key]],
                "fichiers": [{"chemin": one["chemin"], "sha256": hashes.get(one["chemin"])} for one in files[key]],
            }
        )
    return told


_FILES = "select distinct finess_et, indicateur, chemin from preuve_fichiers_lus order by all"


def _by_row(found: Material, query: str) -> Mapping[tuple[str, str], list[dict[str, Any]]]:
    rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in fetch(found.connection, query).iter_rows(named=True):
        rows[row["finess_et"], row["indicateur"]].append(row)
    return rows


def _misses(row: dict[str, Any], verdict: str) -> bool:
    """Whether an establishment misses a target, or helps the project to miss its own."""
    return row["verdict"] in ("non_atteinte", "indeterminee") or (row["verdict"] == "sans_cible" and verdict != "atteinte")


def _place(one: dict[str, Any]) -> dict[str, Any]:
    return {name: one[name] for name in ("chemin", "lignes", "raison")}
