"""The record of a decision: what is written in its JSON, with the evidence that lets a stranger check it.

Amounts and shares are written as decimal text, never as floating point; dates as AAAA-MM-JJ. No value of a person.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from transforms.decisions.balance import CriterionMoney
from transforms.decisions.criteria import Critere
from transforms.decisions.funding import Funding
from transforms.decisions.funding_record import funding_record
from transforms.decisions.json_text import json_text
from transforms.decisions.papers import balance_papers
from transforms.decisions.project import ProjectResult
from transforms.measures.readings import scope
from transforms.measures.rows import Row
from transforms.measures.verdicts import cut

FORMAT = 3
"""Version of the shape of the record."""


def record_of(result: ProjectResult, funding: Funding, evidence: dict[str, Any]) -> dict[str, Any]:
    """The record of a decision, without its version and date.

    Args:
        result: what was found about the project.
        funding: its grant by the scale, conditions and schedule.
        evidence: hashes of what was read (`depots`, `registre`, `finess`, `dialectes` and `boites` that served), ready for JSON.
    """
    record = {
        "format": FORMAT,
        "mois": result.mois,
        "projet_id": result.projet_id,
        "projet": {name: json_text(value) for name, value in result.projet.items() if name != "ligne"},
        "texte": {
            "texte_id": result.texte.texte_id,
            "titre": result.texte.titre,
            "empreinte": result.texte.empreinte,
            "avenants": [f"{item.avenant_id} ({item.date_effet.isoformat()})" for item in result.texte.avenants],
        },
        "lecture": result.lecture,
        "decision": result.outcome.decision,
        "motif": result.outcome.motif,
        "provisoire": result.provisoire,
        "sensible_a_la_lecture": bool(result.sensitive),
        "lectures_qui_changent": list(result.sensitive),
        "part_solde": json_text(result.part_solde),
        "montant_subvention": json_text(result.montant_subvention),
        "montant_solde": json_text(result.montant_solde),
        "montant_libere": json_text(result.montant_libere),
        "deja_verse": json_text(result.acts.paid),
        "montant_bareme": json_text(funding.bareme.montant) if funding.bareme else None,
        "criteres": [criterion(critere, money) for critere, money in zip(result.criteres, result.money, strict=True)],
        "essms": [establishment(row) for row in result.retained()],
        "conditions": _conditions(result),
        **funding_record(funding),
        "actes": result.acts.record,
        "preuves": evidence,
    }
    return record | {"empreinte": fingerprint(record)}


def fingerprint(value: object) -> str:
    """SHA-256 of the canonical JSON of a value: sorted keys, no blank."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def rows_fingerprint(rows: list[dict[str, Any]]) -> str:
    """SHA-256 of rows of a register."""
    return fingerprint([{name: json_text(value) for name, value in row.items()} for row in rows])


def establishment(row: Row) -> dict[str, Any]:
    """One row of `indicateurs`, as JSON."""
    return {
        "finess_et": row.request.finess_et,
        "indicateur": row.rule.indicateur,
        "fenetre_debut": row.request.fenetre_debut.isoformat(),
        "fenetre_fin": row.request.fenetre_fin.isoformat(),
        "numerateur": row.measure.numerateur,
        "denominateur": row.measure.denominateur,
        "taux": json_text(row.measure.taux),
        "cible": json_text(row.cible.valeur) if row.cible else None,
        "verdict": row.measure.verdict,
        "motif": row.measure.motif,
        "source": row.measure.source,
        "source_denominateur": row.measure.source_denominateur,
        "reste_a_faire": row.reste_a_faire,
    }


def criterion(critere: Critere, money: CriterionMoney) -> dict[str, Any]:
    """One row of `decision_criteres`: an indicator over the project.

    Where the balance is all or nothing a criterion has neither weight nor amount. Its figures are the sums over the
    establishments that are not exempt, NULL when one of them has none.
    """
    rule = critere.rule
    return {
        "indicateur": rule.indicateur,
        "poids": json_text(cut(money.poids)) if money.poids else None,
        "cible": json_text(rule.cible.valeur) if rule.cible else None,
        "unite": rule.cible.unite if rule.cible else None,
        "numerateur": critere.numerateur,
        "denominateur": critere.denominateur,
        "verdict": critere.verdict,
        "montant_maximum": json_text(money.montant_maximum),
        "montant_libere": json_text(money.montant_libere),
        "motif": critere.motif,
        "reference": f"{rule.calcul.document}, {rule.calcul.section}",
        "phrase": rule.calcul.phrase,
    }


def _conditions(result: ProjectResult) -> dict[str, Any]:
    return {
        "portee": scope(result.texte, result.lecture),
        "tranche": result.tranche,
        "pieces": [
            {"piece": piece.code, "recue": piece.code not in result.signals.missing_papers}
            for piece in balance_papers(result.texte, result.tranche)
        ],
        "lignes_rejetees": [list(pair) for pair in sorted(result.signals.rejected)],
        "essms_a_verifier": sorted(result.signals.to_check),
    }
