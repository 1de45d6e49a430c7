"""What one indicator counts for one establishment in one window, and the verdict it gives. Spec 3 and 6."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from tests.oracle import oracle_persons as persons
from tests.oracle.oracle_calendar import Window, month_of, parse_day
from tests.oracle.oracle_deposits import Workspace
from tests.oracle.oracle_persons import DEFAULT, Lecture
from tests.oracle.oracle_texts import FLOW, Texte, met

Line = dict[str, object]


@dataclass(frozen=True)
class Figures:
    """What was counted in one window. `absence` says why nothing can be measured; `inconnus` what each unknown dossier
    would add to the numerator and to the denominator if it were active; `compte`, a number without denominator.
    """

    numerateur: int | None
    denominateur: int | None
    source: str | None = "calculee"
    source_denominateur: str | None = None
    absence: str | None = None
    couverte: bool = True
    inconnus: tuple[tuple[int, int], ...] = ()
    compte: bool = False

    @property
    def measurable(self) -> bool:
        """A rate exists: sources present, roll coherent, somebody in the denominator."""
        return self.absence is None and bool(self.denominateur)


def figures(
    workspace: Workspace, texte: Texte, finess_et: str, indicateur: str, window: Window, lecture: Lecture = DEFAULT
) -> Figures:
    """What one indicator counts for one establishment in one window."""
    # Spec 3: "A measure needs, for month M, the `dossiers` deposit (except counts that use no dossier) and the flow it
    # reads, otherwise it is `indeterminee`, motif `source_absente`."
    month, flow, compte = month_of(window[1]), FLOW[indicateur], indicateur in texte.comptes
    no_dossiers = not compte and not persons.has_state(workspace, finess_et, month)
    no_flow = flow is not None and not persons.flow_deposits(workspace, flow, finess_et, month)
    if no_dossiers or no_flow:
        return _declared(workspace, finess_et, indicateur, window, compte)
    covered = flow is None or persons.every_month_covered(workspace, flow, finess_et, window)
    if compte:
        return Figures(persons.count(workspace, finess_et, window, indicateur), None, couverte=covered, compte=True)
    if indicateur in ("mssante", "dmp"):
        return _among_beneficiaries(workspace, finess_et, indicateur, window, lecture, covered)
    if indicateur == "evenements_agenda":
        having = persons.with_event(workspace, finess_et, window, texte.toute_nature)
        return _among_active(workspace, finess_et, indicateur, window, lecture, covered, having)
    return _among_active(workspace, finess_et, indicateur, window, lecture, covered, set())


def _declared(workspace: Workspace, finess_et: str, indicateur: str, window: Window, compte: bool) -> Figures:
    # Spec 3: "Declared counts (`agregats`) serve only where a dataset needed for M is absent and their window is the
    # measure's: `source` = `declaree`". Rows that contradict each other were set aside: those left agree.
    found = []
    for deposit in workspace.in_force("agregats", finess_et):
        for row in deposit.rows():
            same = (parse_day(row.valeurs["fenetre_debut"]), parse_day(row.valeurs["fenetre_fin"])) == window
            if same and row.valeurs["indicateur"] == indicateur:
                found.append(row)
    if not found:
        return Figures(None, None, source=None, absence="source_absente")
    numerateur = int(found[0].valeurs["numerateur"])
    if compte:
        return Figures(numerateur, None, source="declaree", compte=True)
    given = [int(row.valeurs["denominateur"]) for row in found if row.valeurs["denominateur"]]
    return Figures(numerateur, given[0] if given else None, "declaree", "declaree")


def _among_beneficiaries(
    workspace: Workspace, finess_et: str, indicateur: str, window: Window, lecture: Lecture, covered: bool
) -> Figures:
    # Spec 3: MSSanté "messages sent in the window ÷ accompanied persons who may benefit from a personalised project";
    # DMP "distinct dossiers of those persons with at least one successful deposit in the window ÷ those persons".
    roll = persons.roll_window(window, lecture)
    accompanied = persons.accompanied(workspace, finess_et, roll)
    beneficiaries = {dossier for dossier, rows in accompanied.items() if persons.may_benefit(rows)}
    if indicateur == "mssante":
        numerateur = persons.messages(workspace, finess_et, window)
    else:
        numerateur = len(set(persons.documents(workspace, finess_et, window)) & beneficiaries)
    declared = _effectif(workspace, finess_et, roll, "beneficiaires_projet")
    return _over(numerateur, len(beneficiaries), declared, covered, ())


def _among_active(
    workspace: Workspace, finess_et: str, indicateur: str, window: Window, lecture: Lecture, covered: bool, having: set[str]
) -> Figures:
    """`having`: the dossiers with an event, where it is events that are counted."""
    roll = persons.roll_window(window, lecture)
    accompanied = persons.accompanied(workspace, finess_et, roll)
    days = persons.updates(workspace, finess_et, window, lecture)
    active, unknown = persons.active_and_unknown(list(accompanied), days, window)
    if indicateur == "dossiers_actifs":
        declared = _effectif(workspace, finess_et, roll, "personnes_accompagnees")
        return _over(len(active), len(accompanied), declared, covered, tuple((1, 0) for _ in unknown))
    if indicateur == "projets_personnalises":
        having = {dossier for dossier, rows in accompanied.items() if persons.with_project(rows, window, lecture)}
    # Spec 3: "Active with personalised project: [...] over active dossiers"; "Active with agenda event: [...] over active
    # dossiers". An unknown dossier, if active, enters the denominator, and the numerator if it has what is counted.
    adds = tuple((int(dossier in having), 1) for dossier in sorted(unknown))
    return Figures(len(active & having), len(active), "calculee", "dossiers", None, covered, adds)


def _effectif(workspace: Workspace, finess_et: str, period: Window, column: str) -> int | None:
    # Spec 3: "An `effectifs` row whose period is exactly the window replaces denominators".
    # Choice 19: "when its period is exactly that of the reading (the last day alone for `presents`)".
    for deposit in workspace.in_force("effectifs", finess_et):
        for row in deposit.rows():
            same = (parse_day(row.valeurs["periode_debut"]), parse_day(row.valeurs["periode_fin"])) == period
            if same and row.valeurs[column]:
                return int(row.valeurs[column])
    return None


def _over(numerateur: int, counted: int, declared: int | None, covered: bool, unknown: tuple[tuple[int, int], ...]) -> Figures:
    if declared is None:
        return Figures(numerateur, counted, "calculee", "dossiers", None, covered, unknown)
    # Spec 3: "lower than the dossiers counted, that measure is `indeterminee`, motif `effectif_incoherent`".
    absence = "effectif_incoherent" if declared < counted else None
    return Figures(numerateur, declared, "calculee", "effectifs", absence, covered, unknown)


# ------------------------------------------------------------------------------------------------------------- verdict


def choices(unknown: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """What the unknown dossiers add together, for each choice of those that are active."""
    # Spec 3: "a verdict [...] is computed with each choice of the unknowns as active".
    if len(unknown) <= 8:
        subsets = itertools.product((False, True), repeat=len(unknown))
        taken = [[adds for adds, chosen in zip(unknown, subset, strict=True) if chosen] for subset in subsets]
        return [(sum(a for a, _ in adds), sum(b for _, b in adds)) for adds in taken]
    # Beyond, unknown dossiers of one kind are told apart only by how many are active.
    kinds = sorted(set(unknown))
    ranges = [range(unknown.count(kind) + 1) for kind in kinds]
    return [
        (
            sum(k * kind[0] for k, kind in zip(counts, kinds, strict=True)),
            sum(k * kind[1] for k, kind in zip(counts, kinds, strict=True)),
        )
        for counts in itertools.product(*ranges)
    ]


def judge(found: Figures, cible: Decimal | None) -> tuple[str, str | None]:
    """Verdict and motif."""
    if found.absence:
        return "indeterminee", found.absence
    known = _judge_one(found.numerateur or 0, found.denominateur, cible, found)
    results = [_judge_one(numerateur, denominateur, cible, found) for numerateur, denominateur in outcomes(found)]
    # Spec 3: "if the results differ [...], it is `indeterminee`, motif `extraction_tardive`."
    if {verdict for verdict, _ in results} != {known[0]}:
        return "indeterminee", "extraction_tardive"
    return known


def outcomes(found: Figures) -> list[tuple[int, int | None]]:
    """Numerator and denominator under each choice of the unknown dossiers."""
    return [
        ((found.numerateur or 0) + more, None if found.denominateur is None else found.denominateur + persons_more)
        for more, persons_more in choices(found.inconnus)
    ]


def _judge_one(numerateur: int, denominateur: int | None, cible: Decimal | None, found: Figures) -> tuple[str, str | None]:
    # Spec 3: "A zero or unknown denominator is `indeterminee` (motif `denominateur_nul`): not failed, never met, never paid."
    if not denominateur and not found.compte:
        return "indeterminee", "denominateur_nul"
    # Spec 3: "`sans_cible` (no target for this row, measurable; S0's rows per establishment, covered in part or not ...)".
    if cible is None:
        return "sans_cible", None
    if met(numerateur, denominateur, cible):
        return "atteinte", None
    # Spec 3: "A month of the window that a flow does not cover can only raise its numerator: `atteinte` stands,
    # `non_atteinte` becomes `indeterminee`, motif `couverture_partielle`."
    if not found.couverte:
        return "indeterminee", "couverture_partielle"
    return "non_atteinte", None


def retained(
    workspace: Workspace, texte: Texte, finess_et: str, indicateur: str, windows: list[Window], lecture: Lecture = DEFAULT
) -> tuple[Window, Figures]:
    """The window kept among the admissible ones (shortest first), and what it counts."""
    tried = []
    for rank, window in enumerate(windows):
        tried.append((rank, window, figures(workspace, texte, finess_et, indicateur, window, lecture)))
    # Spec 3: "kept is the best rate among the N that are measurable and whose every month the flow covers, ties to the
    # shortest; none: 3, then partial coverage as above."
    good = [item for item in tried if item[2].measurable and item[2].couverte]
    if good:
        best = max(good, key=lambda item: (Fraction(item[2].numerateur or 0, item[2].denominateur or 1), -item[0]))
        return best[1], best[2]
    return tried[0][1], tried[0][2]


def describe(window: Window, found: Figures, cible: Decimal | None, verdict: str, motif: str | None) -> Line:
    """The figures of one row as table `indicateurs` shows them."""
    taux = reste = None
    if found.measurable:
        rate = Fraction(found.numerateur or 0, found.denominateur or 1)
        # Spec 6: "`taux` (DECIMAL, share cut at 4 decimals, NULL if not measurable)".
        taux = Decimal(floor(rate * 10000)).scaleb(-4)
        # Spec 3: "`reste_a_faire` = max(0, ⌈cible × denominateur − numerateur⌉)". Choice 20: NULL when exempt, without a
        # target or not measurable.
        if cible is not None and verdict != "exemptee":
            reste = max(0, ceil(Fraction(cible) * (found.denominateur or 0) - (found.numerateur or 0)))
    return {
        "fenetre_debut": window[0],
        "fenetre_fin": window[1],
        "numerateur": found.numerateur,
        "denominateur": found.denominateur,
        "taux": taux,
        "cible": cible,
        "verdict": verdict,
        "motif": motif,
        "source": found.source,
        "source_denominateur": found.source_denominateur,
        "reste_a_faire": reste,
    }


def pool(found: list[Figures]) -> Figures:
    """The sum; not measurable as soon as one establishment is not."""
    # Spec 4: "not measurable at one or more establishments of the project (no source, incoherent roll; a zero denominator
    # only adds nothing)". A denominator declared without a value is unknown, not zero.
    absences = [item.absence for item in found if item.absence]
    absences += ["denominateur_nul" for item in found if item.absence is None and item.denominateur is None and not item.compte]
    compte = any(item.compte for item in found)
    if absences:
        return Figures(None, None, source=None, absence=absences[0], compte=compte)
    adding = [item for item in found if item.denominateur or item.inconnus or item.compte]
    return Figures(
        numerateur=sum(item.numerateur or 0 for item in adding),
        denominateur=None if compte else sum(item.denominateur or 0 for item in adding),
        source="declaree" if any(item.source == "declaree" for item in adding) else "calculee",
        couverte=all(item.couverte for item in adding),
        inconnus=tuple(itertools.chain.from_iterable(item.inconnus for item in adding)),
        compte=compte,
    )
