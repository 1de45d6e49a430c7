"""Runs cases, calculated or deposited, and says what differs. Cases of one month and one `cibles.toml` share a workspace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from contracts.failures import CiblesError, RegisterError
from contracts.rulebook import Rulebook
from tests.cases.case_calculations import CALCULATIONS
from tests.cases.case_differences import differences
from tests.cases.case_expected import published_differences
from tests.cases.case_files import Case, CaseFile, WrongCaseFile
from tests.cases.case_placed import Placed, placed
from tests.cases.case_workspace import Published, run_cases

Group = tuple[object, ...]


def calculated(file: CaseFile, case: Case, texts: dict[str, Rulebook]) -> list[str]:
    """What differs in a case that has an `entree`."""
    if file.calcul not in CALCULATIONS:
        raise WrongCaseFile(f"{file.name} : calcul « {file.calcul} » inconnu ; calculs : {', '.join(CALCULATIONS)}")
    results = CALCULATIONS[file.calcul](case, texts[case.texte])
    return list(differences("résultat", case.attendu, results))


class Deposited:
    """The cases that deposit files: each workspace is run once, when a case of it is first asked for.

    A case that expects a refusal (`attendu.refus`) has a workspace of its own, since a register is refused whole.
    """

    def __init__(self, cases: Iterable[Case], texts: dict[str, Rulebook], new_folder: Callable[[], Path]) -> None:
        """`new_folder` gives an empty folder for each workspace."""
        self.texts = texts
        self.new_folder = new_folder
        self.groups: dict[Group, list[Case]] = defaultdict(list)
        self.ran: dict[Group, list[Published] | CiblesError | str] = {}
        for case in cases:
            if case.entree is None:
                self.groups[_group(case)].append(case)

    def differ(self, case: Case) -> list[str]:
        """What differs in a case, after its first reception (`attendu_avant`) and after its last.

        Raises:
            Exception: the run of its workspace failed; the other cases of the workspace say so in one line.
        """
        group = _group(case)
        cases = placed(self.groups[group])
        passages = self.ran[group] if group in self.ran else self._run(group, cases)
        if isinstance(passages, CiblesError):
            return _refused(case, passages)
        if isinstance(passages, str):
            return [passages]
        if case.refus is not None:
            return [f"le registre n'est pas refusé ; attendu : « … {case.refus} … »"]
        one = next(one for one in cases if one.case is case)
        before = published_differences(one, case.attendu_avant, passages[0])
        after = published_differences(one, case.attendu, passages[-1])
        return [f"après la première réception, {line}" for line in before] + after

    def _run(self, group: Group, cases: list[Placed]) -> list[Published] | CiblesError:
        self.ran[group] = f"le calcul de {cases[0].case.mois}, commun à {len(cases)} cas, a échoué : voyez le premier"
        published: list[Published] | CiblesError
        try:
            published = run_cases(cases, self.texts, self.new_folder())
        except CiblesError as error:
            published = error
        self.ran[group] = published
        return published


def _group(case: Case) -> Group:
    """What cases must share to be run together."""
    alone = case.case_id if case.refus is not None else None
    return case.mois, case.lectures, case.avenants, alone


def _refused(case: Case, error: CiblesError) -> list[str]:
    """A register refused (exit 11) as the case expects, or a refusal that nothing announced."""
    if case.refus is None or not isinstance(error, RegisterError):
        return [f"le calcul est refusé (sortie {error.exit_code}) : {error}"]
    said = " ".join(str(error).split())
    return [] if case.refus in said else [f"refus : attendu « … {case.refus} … », obtenu « {said} »"]
