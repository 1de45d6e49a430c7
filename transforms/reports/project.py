"""The page of one project: its decision, its money, its figures and what they rest on, as French texts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import contracts.words as words
from transforms.figures import UNKNOWN, exact_percent, month_words, percent
from transforms.reports.cells import cell, essms_rows, shown_indicators
from transforms.reports.deposits import files, without_deposit
from transforms.reports.money import is_at_risk, remaining
from transforms.reports.projection import projections
from transforms.reports.trends import trends
from transforms.reports.words import aim, amount, counted, counts, day_cell, decision_words, page_of, spaced

Rows = list[dict[str, Any]]
"""Rows of one query of `sql/reports/`, of one project."""

_STATES = {"remplie": ("oui", "✓"), "non_remplie": ("non", "✗"), "inconnue": ("inconnu", "?"), "sans_objet": ("dispense", "○")}


def heading(row: dict[str, Any], mois: str) -> dict[str, Any]:
    """What the page of the region and that of the project both say of a project: texts and values to sort and filter."""
    return {
        "projet_id": row["projet_id"],
        "page": page_of(row["projet_id"]),
        "nom": row["nom"],
        "porteur": row["porteur"] or "",
        "texte": row["texte"],
        "texte_id": row["texte_id"],
        "operation": words.OPERATIONS.get(row["type_operation"], row["type_operation"]),
        "phase": words.PHASES.get(row["phase"], row["phase"]),
        "region": row["region"] or "",
        "fin": day_cell(row["date_fin_deploiement"]),
        "decision": decision_words(row),
        "sensible": bool(row["sensible_a_la_lecture"]),
        "solde": amount(row["montant_solde"]),
        "libere": amount(row["montant_libere"]),
        "verse": amount(row["deja_verse"]),
        "menace": row["decision"] is not None and is_at_risk(row, mois),
        "version": row["version"],
    }


def project(row: dict[str, Any], tables: dict[str, Rows], mois: str) -> dict[str, Any]:
    """Everything that the page of a project says.

    Args:
        row: its row of `sql/reports/projets.sql`.
        tables: its rows of the other queries, by their names; empty lists for those without a row.
        mois: the month measured.
    """
    indicators = shown_indicators(tables["indicateurs"])
    criteria = sorted(tables["criteres"], key=lambda one: [*words.INDICATEURS].index(one["indicateur"]))
    targets = {one["indicateur"]: one["cible"] for one in criteria if one["cible"] is not None}
    rates = {one["indicateur"] for one in criteria if one["denominateur"] is not None}
    essms = essms_rows(tables["indicateurs"], indicators, {(row["projet_id"], one["indicateur"]) for one in criteria})
    return heading(row, mois) | {
        "mois": mois,
        "demarrage": day_cell(row["date_demarrage"])["texte"],
        "convention": day_cell(row["date_convention"])["texte"],
        "premiere_mesure": month_words(row["premiere_mesure"]) if row["premiere_mesure"] else "dès le premier dépôt",
        "au_perimetre": counted(row["nombre_essms"], "établissement", "établissements"),
        "mesures": counted(len(essms), "établissement mesuré", "établissements mesurés"),
        "portee": "pour le projet entier" if row["portee"] == "ensemble" else "par chaque établissement",
        "lecture": words.lecture_words(row["lecture"]) if row["lecture"] else "",
        "empreinte": row["empreinte"] or "",
        "calculee_le": f"{row['calculee_le']:%d/%m/%Y}" if row["calculee_le"] else "",
        "argent": _money(row),
        "criteres": [_criterion(one) for one in criteria],
        "au_prorata": any(one["montant_maximum"] is not None for one in criteria),
        "indicateurs": [words.INDICATEURS[code] for code in indicators],
        "essms": essms,
        "tendances": trends(tables["tendances"], mois, {code: share for code, share in targets.items() if code in rates}),
        "projection": projections(row, tables["projection"], targets, mois),
        "lectures": _readings(row, tables["lectures"]),
        "conditions": [_condition(one) for one in tables["conditions"]],
        "versements": [_instalment(one) for one in tables["versements"]],
        "manquants": without_deposit(tables["indicateurs"]),
        "depots": files(tables["depots"], tables["rejets"]),
        "signaux": [_signal(one) for one in tables["controles"]],
        "versions": [_version(one) for one in tables["versions"]],
    }


def _money(row: dict[str, Any]) -> list[dict[str, Any]]:
    if row["decision"] is None:
        return [_sum("Subvention", row["montant_subvention"], "au registre")]
    share = (
        f"{spaced(exact_percent(row['part_solde']))} de la subvention" if row["part_solde"] is not None else "tranche suivante"
    )
    released = "provisoire : rien n'est encore dû" if row["provisoire"] else "par la décision en vigueur"
    known = row["montant_solde"] is not None
    return [
        _sum(
            "Subvention",
            row["montant_subvention"],
            "au registre" if row["montant_subvention"] is not None else "absente du registre",
        ),
        _sum("Solde", row["montant_solde"], share),
        _sum("Déjà versé du solde", row["deja_verse"], "actes du registre"),
        _sum("Libéré", row["montant_libere"], released),
        _sum("Non libéré", remaining(row) if known else None, "ce qui reste du solde"),
        _sum("Selon le barème", row["montant_bareme"], "pour comparaison ; ne remplace jamais la subvention"),
    ]


def _sum(title: str, value: Decimal | None, detail: str) -> dict[str, Any]:
    return {"titre": title, "montant": amount(value), "detail": detail}


def _criterion(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "indicateur": words.INDICATEURS[row["indicateur"]],
        "code": row["indicateur"],
        "cellule": cell(row),
        "cible": aim(row["cible"], row["denominateur"] is not None) if row["cible"] is not None else UNKNOWN,
        "poids": spaced(percent(row["poids"])) if row["poids"] is not None else "",
        "maximum": amount(row["montant_maximum"]),
        "libere": amount(row["montant_libere"]),
        "reference": row["reference"] or "",
    }


def _readings(row: dict[str, Any], rows: Rows) -> list[dict[str, Any]]:
    """Each reading that would change the decision, with the verdicts that it changes."""
    codes = row["lectures_qui_changent"].split(", ") if row["lectures_qui_changent"] else []
    return [
        {"lecture": words.lecture_words(code), "code": code, "lignes": [_reading(one) for one in rows if one["lecture"] == code]}
        for code in codes
    ]


def _reading(row: dict[str, Any]) -> dict[str, Any]:
    whom = (
        "Tout le projet"
        if row["finess_et"] is None
        else f"{row['nom'] or 'établissement inconnu de FINESS'} ({row['finess_et']})"
    )
    return {
        "qui": whom,
        "indicateur": words.INDICATEURS[row["indicateur"]],
        "retenu": _judged(row["numerateur_retenu"], row["denominateur_retenu"], row["verdict_retenu"]),
        "lu": _judged(row["numerateur"], row["denominateur"], row["verdict"]),
    }


def _judged(numerator: int | None, denominator: int | None, verdict: str | None) -> str:
    if verdict is None:
        return UNKNOWN
    figures = counts(numerator, denominator)
    return f"{words.VERDICTS[verdict]}{'' if figures == UNKNOWN else f' ({figures})'}"


def _condition(row: dict[str, Any]) -> dict[str, Any]:
    look, sign = _STATES[row["etat"]]
    return {
        "condition": words.condition_words(row["condition"]),
        "classe": look,
        "signe": sign,
        "mot": words.ETATS_DES_CONDITIONS[row["etat"]],
        "exige": "exigée" if row["opposable"] else "souhaitée",
        "detail": row["detail"] or "",
        "source": ", ".join(part for part in (row["document"], row["section"]) if part),
        "phrase": row["phrase"] or "",
    }


def _instalment(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "versement": words.versement_words(row["versement"], row["tranche"]),
        "part": spaced(exact_percent(row["part"])) if row["part"] is not None else UNKNOWN,
        "montant": amount(row["montant"]),
        "du": amount(row["montant_du"]),
        "classe": "oui" if row["etat"] == "du" else "non",
        "signe": "✓" if row["etat"] == "du" else "✗",
        "mot": words.ETATS_DES_VERSEMENTS[row["etat"]],
        "motif": words.motif_words(row["motif"]),
    }


def _signal(row: dict[str, Any]) -> dict[str, Any]:
    whom = f"{row['nom'] or ''} ({row['finess_et']})".strip() if row["finess_et"] else "Tout le projet"
    return {"qui": whom, "message": row["message"], "code": row["controle"], "chemin": row["chemin"] or ""}


def _version(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "mois": month_words(row["mois"]),
        "mois_code": row["mois"],
        "version": row["version"],
        "decision_id": row["decision_id"],
        "decision": decision_words(row),
        "courante": row["courante"],
        "libere": amount(row["montant_libere"]),
        "calculee_le": f"{row['calculee_le']:%d/%m/%Y}",
        "acte": words.ACTES.get(row["acte"] or "", ""),
    }


def by_project(frames: dict[str, Any], keys: Callable[[dict[str, Any]], list[str]]) -> dict[str, dict[str, Rows]]:
    """The rows of each project, by project then by query: `keys` says which projects a row is told to."""
    found: dict[str, dict[str, Rows]] = {}
    for name, frame in frames.items():
        for row in frame.iter_rows(named=True):
            for projet_id in keys(row):
                found.setdefault(projet_id, {}).setdefault(name, []).append(row)
    return found
