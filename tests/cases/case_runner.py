"""Runs cases, calculated or deposited, and says what differs. Cases of one month and one choice of readings share a workspace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from contracts.rulebook import Rulebook
from tests.cases.case_calculations import CALCULATIONS
from tests.cases.case_expected import differences, published_differences
from tests.cases.case_files import Case, CaseFile
from tests.cases.case_workspace import Placed, Published, placed, run_cases

Group = tuple[str, tuple[tuple[str, str], ...]]


def calculated(file: CaseFile, case: Case, texts: dict[str, Rulebook]) -> list[str]:
    """What differs in a case that has an `entree`."""
    results = CALCULATIONS[file.calcul or ""](case, texts[case.texte])
    return list(differences("résultat", case.attendu, results))


class Deposited:
    """The cases that deposit files: each workspace is run once, when a case of it is first asked for."""

    def __init__(self, cases: Iterable[Case], texts: dict[str, Rulebook], new_folder: Callable[[], Path]) -> None:
        """`new_folder` gives an empty folder for each workspace."""
        self.texts = texts
        self.new_folder = new_folder
        self.groups: dict[Group, list[Case]] = defaultdict(list)
        self.ran: dict[Group, list[Published] | str] = {}
        for case in cases:
            if case.entree is None:
                self.groups[case.mois, case.lectures].append(case)

    def differ(self, case: Case) -> list[str]:
        """What differs in a case, after its first reception (`attendu_avant`) and after its last.

        Raises:
            Exception: the run of its workspace failed; the other cases of the workspace say so in one line.
        """
        group = (case.mois, case.lectures)
        cases = placed(self.groups[group])
        passages = self.ran[group] if group in self.ran else self._run(group, cases)
        if isinstance(passages, str):
            return [passages]
        one = next(one for one in cases if one.case is case)
        before = published_differences(one, case.attendu_avant, passages[0])
        after = published_differences(one, case.attendu, passages[-1])
        return [f"après la première réception, {line}" for line in before] + after

    def _run(self, group: Group, cases: list[Placed]) -> list[Published]:
        self.ran[group] = f"le calcul de {group[0]}, commun à {len(cases)} cas, a échoué : voyez le premier"
        published = run_cases(cases, self.texts, self.new_folder())
        self.ran[group] = published
        return published
