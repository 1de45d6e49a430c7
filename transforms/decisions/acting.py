"""Whether a person may do something with a decision, before it is written in the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from transforms.decisions.acts import motifs_of, told
from transforms.decisions.decide import RELEASE_BLOCKERS


@dataclass(frozen=True)
class Act:
    """One act to be: the columns of `actes`. `montant` in euros."""

    projet_id: str
    decision_id: str
    acte: str
    montant: Decimal | None
    date: date
    auteur: str | None
    motif: str | None
    reference: str | None


def available(record: dict[str, Any], acts: list[dict[str, Any]]) -> Decimal | None:
    """What a decision still releases, in euros, once the payments made since it was written are taken off; None without a grant.

    Args:
        record: the decision.
        acts: every act of the project, as in the register.
    """
    if record["montant_libere"] is None:
        return None
    known = list(record.get("actes", []))
    since = []
    for act in acts:
        if act["acte"] != "versee" or not act["decision_id"]:
            continue
        said = told(act)
        if said in known:
            known.remove(said)
        else:
            since.append(act)
    if any(act["montant"] is None for act in since):
        return Decimal("0.00")
    return max(Decimal("0.00"), Decimal(record["montant_libere"]) - sum((act["montant"] for act in since), Decimal("0.00")))


def objection(act: Act, record: dict[str, Any], last: str, acts: list[dict[str, Any]], today: date) -> str | None:
    """Why an act cannot be: a French sentence; None when it can.

    Args:
        act: what is asked.
        record: the decision it names.
        last: the last version of that decision.
        acts: every act of the project, as in the register.
        today: the day.
    """
    if act.decision_id != last:
        return f"La décision {act.decision_id} est remplacée par {last} : nommez celle-ci."
    if act.date > today:
        return f"Le {act.date:%d/%m/%Y} n'est pas encore passé : un acte s'enregistre quand il a eu lieu."
    if act.date.isoformat() < record["calculee_le"][:10]:
        return f"Le {act.date:%d/%m/%Y} est avant la décision, calculée le {record['calculee_le'][:10]} : corrigez la date."
    of_decision = [one for one in acts if one["decision_id"] == act.decision_id]
    if any(one["acte"] == "refusee" for one in of_decision) and act.acte in ("signee", "versee"):
        return f"La décision {act.decision_id} a été refusée : relancez le mois, et agissez sur une nouvelle version."
    if act.acte in ("signee", "refusee") and any(one["acte"] == act.acte for one in of_decision):
        return f"La décision {act.decision_id} est déjà {'signée' if act.acte == 'signee' else 'refusée'}."
    if act.acte == "versee":
        return _payment(act, record, acts)
    return _arbitration(act, record) if act.acte == "arbitrage" else None


def _payment(act: Act, record: dict[str, Any], acts: list[dict[str, Any]]) -> str | None:
    if record["provisoire"]:
        return f"La décision {act.decision_id} est provisoire : rien ne se verse avant la fin du déploiement."
    rest = available(record, acts)
    if record["decision"] not in ("liberer", "liberer_partiellement") or rest == 0:
        return f"La décision {act.decision_id} ne libère plus rien : un solde déjà versé ne se verse pas une seconde fois."
    if act.montant is None or act.montant <= 0:
        return "Donnez le montant versé, supérieur à zéro (--amount)."
    if rest is not None and act.montant > rest:
        return f"Le montant dépasse ce que la décision {act.decision_id} libère encore : {rest} euros."
    return None


def _arbitration(act: Act, record: dict[str, Any]) -> str | None:
    if record["decision"] != "a_instruire":
        return f"La décision {act.decision_id} n'est pas à instruire : il n'y a rien à arbitrer."
    waiting, named = motifs_of(record["motif"]), motifs_of(act.motif)
    if not named:
        return f"Nommez le motif levé (--reason), parmi : {', '.join(waiting)}."
    for motif in named:
        if motif not in waiting:
            return f"« {motif} » n'est pas un motif de la décision {act.decision_id}, qui attend : {', '.join(waiting)}."
        if motif not in RELEASE_BLOCKERS:
            return (
                f"« {motif} » ne se lève pas par un arbitrage : rien ne se paie sur une mesure qui manque. Faites déposer ou"
                " déclarer (agregats) les chiffres, ou corrigez le périmètre, puis relancez le mois."
            )
    return None
