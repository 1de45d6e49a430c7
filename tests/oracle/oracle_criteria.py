"""One criterion whose target the register sets for the project: what it is worth, met or paid pro rata. Spec 4, S0 and S2."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tests.oracle.oracle_figures import Figures, judge, outcomes
from tests.oracle.oracle_register import Register, amount
from tests.oracle.oracle_texts import Texte


@dataclass(frozen=True)
class Critere:
    """A kept criterion; `cible` is a share for a rate, a number for a count."""

    indicateur: str
    cible: Decimal
    compte: bool


@dataclass(frozen=True)
class Judged:
    """What a criterion gave; `part` is what it earns of its share, nothing while it is not known."""

    critere: Critere
    figures: Figures
    verdict: str
    motif: str | None
    part: Fraction


def kept_criteria(register: Register, projet_id: str, texte: Texte) -> list[Critere]:
    """The criteria of a project that are paid or verified."""
    # Choice 33: "The order of the criteria is that of their lines in the register; only `retenu` ones have rows."
    found = []
    for row in register.criteres:
        if row["projet_id"] == projet_id and row["statut"] == "retenu":
            compte = row["indicateur"] in texte.comptes
            evaluation = amount(row["evaluation"])
            assert evaluation is not None
            # Choice 33: "`evaluation` is a percent for a rate and a count otherwise".
            found.append(Critere(row["indicateur"], evaluation if compte else evaluation / 100, compte))
    return found


def capped(numerateur: int, denominateur: int | None, critere: Critere) -> Fraction | None:
    """Result ÷ evaluation, capped at 1; None without anybody in the denominator."""
    # S0: "La part de financement de chaque critère est liée au résultat obtenu (prorata entre l'évaluation faite et le résultat
    # réel obtenu)". Spec 4: "each pro rata of result ÷ evaluation capped at 1".
    if critere.compte:
        return min(Fraction(1), Fraction(numerateur) / Fraction(critere.cible))
    if not denominateur:
        return None
    return min(Fraction(1), Fraction(numerateur, denominateur) / Fraction(critere.cible))


def judge_criterion(texte: Texte, found: Figures, critere: Critere) -> Judged:
    """The verdict on the figures of an establishment or of the whole project."""
    if texte.par_tranche:
        # Spec 4, row `balance`: S2 "next tranche unlocked when all met": met or not, nothing pro rata.
        verdict, motif = judge(found, critere.cible)
        return Judged(critere, found, verdict, motif, Fraction(int(verdict == "atteinte")))
    return _judge_pro_rata(found, critere)


def _judge_pro_rata(found: Figures, critere: Critere) -> Judged:
    def unknown(motif: str) -> Judged:
        return Judged(critere, found, "indeterminee", motif, Fraction(0))

    # Spec 4: "a kept criterion that is not measurable at one or more establishments of the project (no source, incoherent roll
    # ...), whose pooled denominator is zero, that late extraction could change, or that has an uncovered month and is not
    # already full, makes it `a_instruire`".
    if found.absence:
        return unknown(found.absence)
    known = capped(found.numerateur or 0, found.denominateur, critere)
    # Spec 3: "if the results differ (S0: the capped ratio), it is `indeterminee`, motif `extraction_tardive`."
    if any(capped(*figures, critere) != known for figures in outcomes(found)):
        return unknown("extraction_tardive")
    if known is None:
        return unknown("denominateur_nul")
    # Choice 36: "`atteinte` when it is full, else `non_atteinte`".
    if known == 1:
        return Judged(critere, found, "atteinte", None, known)
    if not found.couverte:
        return unknown("couverture_partielle")
    return Judged(critere, found, "non_atteinte", None, known)


def furthest_behind(texte: Texte, found: list[Figures], critere: Critere) -> Judged:
    """A rate judged at each establishment, under the reading `chaque_essms`."""
    # Choice 38: "each establishment against the project's evaluation, for rates; a criterion is worth the capped ratio of the
    # establishment furthest behind."
    judged = [judge_criterion(texte, item, critere) for item in found]
    # Spec 4: "`chaque_essms`: one `non_atteinte` gives `ne_pas_liberer`, else one `indeterminee` gives `a_instruire`"; paid
    # pro rata, what cannot be measured somewhere releases nothing.
    order = ("non_atteinte", "indeterminee") if texte.par_tranche else ("indeterminee",)
    for wanted in order:
        for item in judged:
            if item.verdict == wanted:
                return item
    return min(judged, key=lambda item: item.part)
