"""What the record of a decision says of the grant, the conditions and the schedule: the rows of their published tables."""

from __future__ import annotations

from typing import Any

from contracts.rulebook_source import Source
from transforms.decisions.conditions import Check
from transforms.decisions.funding import Funding
from transforms.decisions.json_text import json_text
from transforms.decisions.schedule import Due
from transforms.grants.record import Grant, GrantLine


def funding_record(funding: Funding) -> dict[str, Any]:
    """Keys `bareme`, `calcul_bareme`, `partages`, `verifications` and `versements` of the record, ready for JSON."""
    grant = funding.bareme
    return {
        "calcul_bareme": _summary(grant) if grant else None,
        "bareme": [_line(rank, line) for rank, line in enumerate(grant.lignes, start=1)] if grant else [],
        "partages": [
            {"region": share.region, "nombre": share.nombre, "montant": json_text(share.montant)}
            for share in (grant.partages if grant else ())
        ],
        "verifications": [_check(check) for check in funding.conditions],
        "versements": [_due(due) for due in funding.versements],
    }


def _summary(grant: Grant) -> dict[str, Any]:
    return {
        "nombre_essms": grant.nombre_essms,
        "montant": json_text(grant.montant),
        "motif": grant.motif,
        "ecart": json_text(grant.ecart),
    }


def _line(rank: int, line: GrantLine) -> dict[str, Any]:
    return {
        "rang": rank,
        "poste": line.poste,
        "libelle": line.libelle,
        "finess_et": line.finess_et,
        "nombre": line.nombre,
        "montant_unitaire": json_text(line.montant_unitaire),
        "montant": json_text(line.montant),
        "detail": line.detail,
        **_sentence(line.source, line.lecture),
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "condition": check.condition,
        "etat": check.etat,
        "opposable": check.opposable,
        "detail": check.detail,
        **_sentence(check.source, check.lecture),
    }


def _due(due: Due) -> dict[str, Any]:
    return {
        "rang": due.rang,
        "versement": due.versement,
        "tranche": due.tranche,
        "part": json_text(due.part),
        "montant": json_text(due.montant),
        "montant_du": json_text(due.montant_du),
        "etat": due.etat,
        "motif": due.motif,
        **_sentence(due.source, None),
    }


def _sentence(source: Source | None, lecture: str | None) -> dict[str, Any]:
    return {
        "document": source.document if source else None,
        "section": source.section if source else None,
        "phrase": source.phrase if source else None,
        "lecture": lecture,
    }
