"""The calculations a case may ask for without a deposit: each turns `entree` into results, through the real functions."""

from __future__ import annotations

from collections.abc import Callable

from contracts.rulebook import Rulebook
from tests.cases.case_counts import Results
from tests.cases.case_decisions import decision, money, provisional, sharing
from tests.cases.case_files import Case
from tests.cases.case_grants import amendment, conditions, grant
from tests.cases.case_measures import best, together, verdict, windows
from tests.cases.case_pro_rata import pro_rata, timetable, tranches

CALCULATIONS: dict[str, Callable[[Case, Rulebook], Results]] = {
    "verdict": verdict,
    "meilleure_fenetre": best,
    "fenetres": windows,
    "decision": decision,
    "ensemble": together,
    "argent": money,
    "partage": sharing,
    "provisoire": provisional,
    "prorata": pro_rata,
    "tranches": tranches,
    "echeancier": timetable,
    "bareme": grant,
    "conditions": conditions,
    "avenant": amendment,
}
"""What `calcul` may be in the header of a file."""
