"""The record of a decision: what is written in its JSON, with the evidence that lets a stranger check it.

Amounts and shares are written as decimal text, never as floating point; dates as AAAA-MM-JJ. No value of a person.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.rulebook import IndicatorRule
from transforms.decisions.project import ProjectResult
from transforms.measures.readings import POOLED
from transforms.measures.rows import Row, worst

FORMAT = 1
"""Version of the shape of the record."""


def record_of(result: ProjectResult, evidence: dict[str, Any]) -> dict[str, Any]:
    """The record of a decision, without its version and date.

    Args:
        result: what was found about the project.
        evidence: hashes of what was read (`depots`, `registre`, `finess`), ready for JSON.
    """
    record = {
        "format": FORMAT,
        "mois": result.mois,
        "projet_id": result.projet_id,
        "projet": {name: _text(value) for name, value in result.projet.items() if name != "ligne"},
        "texte": {"texte_id": result.texte.texte_id, "titre": result.texte.titre, "empreinte": result.texte.empreinte},
        "lecture": result.lecture,
        "decision": result.outcome.decision,
        "motif": result.outcome.motif,
        "provisoire": result.provisoire,
        "sensible_a_la_lecture": bool(result.sensitive),
        "lectures_qui_changent": list(result.sensitive),
        "part_solde": _text(result.part_solde),
        "montant_subvention": _text(result.montant_subvention),
        "montant_solde": _text(result.montant_solde),
        "montant_libere": _text(result.montant_libere),
        "criteres": [criterion(rule, result) for rule in result.texte.indicateurs if rule.cible is not None],
        "essms": [establishment(row) for row in result.retained()],
        "conditions": _conditions(result),
        "preuves": evidence,
    }
    return record | {"empreinte": fingerprint(record)}


def fingerprint(value: object) -> str:
    """SHA-256 of the canonical JSON of a value: sorted keys, no blank."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def rows_fingerprint(rows: list[dict[str, Any]]) -> str:
    """SHA-256 of rows of a register."""
    return fingerprint([{name: _text(value) for name, value in row.items()} for row in rows])


def establishment(row: Row) -> dict[str, Any]:
    """One row of `indicateurs`, as JSON."""
    return {
        "finess_et": row.request.finess_et,
        "indicateur": row.rule.indicateur,
        "fenetre_debut": row.request.fenetre_debut.isoformat(),
        "fenetre_fin": row.request.fenetre_fin.isoformat(),
        "numerateur": row.measure.numerateur,
        "denominateur": row.measure.denominateur,
        "taux": _text(row.measure.taux),
        "cible": _text(row.rule.cible.valeur) if row.rule.cible else None,
        "verdict": row.measure.verdict,
        "motif": row.measure.motif,
        "source": row.measure.source,
        "source_denominateur": row.measure.source_denominateur,
        "reste_a_faire": row.reste_a_faire,
    }


def criterion(rule: IndicatorRule, result: ProjectResult) -> dict[str, Any]:
    """One row of `decision_criteres`: an indicator over the project.

    Where the balance is all or nothing a criterion has neither weight nor amount. Its figures are the sums over the
    establishments that are not exempt, NULL when one of them has none; its verdict is that of the worst establishment.
    """
    rows = [row for row in result.retained() if row.rule.indicateur == rule.indicateur]
    bound = [row.measure for row in rows if row.measure.verdict != "exemptee"]
    deciding = worst(bound) if bound else None
    numerators = [measure.numerateur for measure in bound]
    denominators = [measure.denominateur for measure in bound]
    return {
        "indicateur": rule.indicateur,
        "poids": None,
        "cible": _text(rule.cible.valeur) if rule.cible else None,
        "numerateur": sum(numerators) if bound and None not in numerators else None,
        "denominateur": sum(denominators) if bound and None not in denominators else None,
        "verdict": deciding.verdict if deciding else "exemptee",
        "montant_maximum": None,
        "montant_libere": None,
        "motif": deciding.motif if deciding else None,
        "reference": f"{rule.calcul.document}, {rule.calcul.section}",
        "phrase": rule.calcul.phrase,
    }


def _conditions(result: ProjectResult) -> dict[str, Any]:
    return {
        "portee": result.texte.portee if result.lecture != POOLED else POOLED,
        "pieces": [
            {"piece": piece.code, "recue": piece.code not in result.signals.missing_papers} for piece in result.texte.pieces
        ],
        "lignes_rejetees": [list(pair) for pair in sorted(result.signals.rejected)],
        "essms_a_verifier": sorted(result.signals.to_check),
    }


def _text(value: object) -> Any:
    """Decimals and dates as text; everything else as it is."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value
