"""Signals that compare what was declared (`effectifs`, `agregats`) with what the dossiers and flows count."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from contracts.plausibility import PlausibilityRule, Rules
from transforms.measures.rows import Row
from transforms.plausibility.facts import Declared, Facts, Finding, OtherRoll, finding


def of_rolls(facts: Facts, rolls: Iterable[OtherRoll], rule: PlausibilityRule) -> list[Finding]:
    """More dossiers present on the last day of the month than persons declared for a period that holds it: the furthest one."""
    over = [(facts.presents - one.personnes, one) for one in rolls if facts.presents is not None]
    kept = [(more, one) for more, one in over if more > 0 and _beyond(more, one.personnes, rule)]
    if not kept:
        return []
    more, one = max(kept, key=lambda item: (item[0], item[1].periode_debut, item[1].periode_fin))
    told = {"comptes": facts.presents, "declares": one.personnes, "debut": one.periode_debut, "fin": one.periode_fin}
    return [finding(rule, facts.finess_et, more, **told)]


def of_declarations(rows: Iterable[Row], declared: Iterable[Declared], rules: Rules) -> list[Finding]:
    """What was declared of the windows kept of one establishment, far from what is counted there.

    Args:
        rows: its rows, the windows kept.
        declared: what was declared of its windows.
        rules: the thresholds.
    """
    of_window = {(one.indicateur, one.fenetre_debut, one.fenetre_fin): one for one in declared}
    pairs = [(row, of_window.get((row.request.indicateur, row.request.fenetre_debut, row.request.fenetre_fin))) for row in rows]
    found = [signal for row, one in pairs if one for signal in _of_row(row, one, rules)]
    # Rolls serve several indicators: each is told once.
    return list({(one.code, one.message): one for one in found}.values())


def _of_row(row: Row, one: Declared, rules: Rules) -> list[Finding]:
    rule = rules["effectif_loin_du_compte"]
    persons = _roll(one, one.effectif_personnes, one.personnes, "personnes accompagnées", rule)
    able = _roll(one, one.effectif_beneficiaires, one.beneficiaires, "bénéficiaires d'un projet", rule)
    uses = {"dossiers_actifs": persons, "mssante": able, "dmp": able}.get(row.request.indicateur, [])
    rolls = uses if row.measure.source_denominateur == "effectifs" else []
    counts = _counts(row, one, rules["declare_loin_du_compte"]) if row.measure.source == "calculee" else []
    return rolls + counts


def _roll(one: Declared, roll: int | None, counted: int, who: str, rule: PlausibilityRule) -> list[Finding]:
    """Persons declared who have no dossier; more dossiers than persons have their own motif (`effectif_incoherent`)."""
    if roll is None or roll <= counted or not _beyond(roll - counted, roll, rule):
        return []
    told = {"declares": roll, "comptes": counted, "qui": who, "debut": one.fenetre_debut, "fin": one.fenetre_fin}
    return [finding(rule, one.finess_et, roll - counted, **told)]


def _beyond(difference: int, declared: int, rule: PlausibilityRule) -> bool:
    return difference >= rule.seuil("dossiers") and difference >= rule.seuil("part") * declared


def _counts(row: Row, one: Declared, rule: PlausibilityRule) -> list[Finding]:
    """Declared counts of a window that the deposits count too: rates apart, or numbers where there is no denominator."""
    counted, against = row.measure.numerateur, row.measure.denominateur
    if not one.declaree or one.declare_numerateur is None or counted is None:
        return []
    ratio = row.rule.mesure == "taux"
    if ratio and not (against and one.declare_denominateur):
        return []
    if ratio:
        gap = abs(Fraction(counted, against or 1) - Fraction(one.declare_numerateur, one.declare_denominateur or 1))
        far = gap >= Fraction(rule.seuil("points"))
    else:
        gap = Fraction(abs(counted - one.declare_numerateur))
        far = gap >= Fraction(rule.seuil("part")) * max(counted, one.declare_numerateur)
    if not far or not gap:
        return []
    told = {"comptes": _pair(counted, against, ratio), "declares": _pair(one.declare_numerateur, one.declare_denominateur, ratio)}
    window = {"debut": one.fenetre_debut, "fin": one.fenetre_fin}
    nombre = abs(counted - one.declare_numerateur)
    return [finding(rule, one.finess_et, nombre, indicateur=row.rule.libelle, **told, **window)]


def _pair(numerateur: int, denominateur: int | None, ratio: bool) -> str:
    return f"{numerateur} sur {denominateur}" if ratio else str(numerateur)
