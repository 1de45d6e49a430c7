"""Stage: what SQL counts becomes the verdicts of each establishment and the outcome of each project."""

from __future__ import annotations

from collections import defaultdict

import duckdb
import polars as pl

from contracts.failures import UsageError
from contracts.finess import normalise_finess
from contracts.register import Register
from flows.counting import count, forget_dossiers, stage_deposits
from flows.database import fetch, give
from flows.journal import receptions_table
from flows.plausibility import make_facts
from flows.run_state import Run
from flows.unchanged import project_inputs, unchanged_projects
from transforms.decisions.acts import acts_of
from transforms.decisions.decide import Signals
from transforms.decisions.funding import funding_of, holders
from transforms.decisions.project import ProjectResult, project_result
from transforms.measures.perimeter import ProjectScope, by_project, received_papers, scopes, to_check
from transforms.measures.plan import Request, looked_at, requests
from transforms.measures.rows import judge_all, project_rows
from transforms.measures.verdicts import Measure


def measure(run: Run) -> None:
    """Counts and judges every project asked for, for the month of the run."""
    assert run.register is not None and run.finess is not None
    stage_deposits(
        run.connection,
        run.casiers,
        receptions_table(run.journal, [(one.file.chemin, one.file.sha256) for one in run.found]),
    )
    run.inputs = project_inputs(run)
    run.asked = _asked(run)
    run.unchanged = unchanged_projects(run) & run.asked
    asked = scopes(run.register, run.texts, run.finess, run.month, run.asked - run.unchanged)
    wanted = requests(one for scope in asked for one in scope.establishments)
    run.looked_at = looked_at(wanted)
    textes = {scope.projet["projet_id"]: scope.texte for scope in asked}
    judged = judge_all(wanted, count(run.connection, wanted, run.casiers), textes)
    make_facts(run.connection)
    forget_dossiers(run.connection)
    judged_of: dict[tuple[str, str], list[tuple[Request, Measure]]] = defaultdict(list)
    for pair in judged:
        judged_of[pair[0].projet_id, pair[0].finess_et].append(pair)
    rejected = rejected_months(run.connection, run.looked_at)
    doubtful = set(to_check(run.finess, {one.finess_et for scope in asked for one in scope.establishments}, run.month))
    registers = by_project(run.register)
    run.results = [_result(scope, run, registers[scope.projet["projet_id"]], judged_of, rejected, doubtful) for scope in asked]
    departements = dict(run.finess.et.select("finess_et", "departement").iter_rows())
    holding = holders(run.register)
    run.fundings = {
        result.projet_id: funding_of(result, registers[result.projet_id], departements, holding) for result in run.results
    }


def _asked(run: Run) -> set[str]:
    """The projects named by `--project` and those of the establishments named by `--finess`; all when none is named."""
    assert run.register is not None
    projects, numbers = set(run.request.projects), {normalise_finess(number) for number in run.request.finess}
    known = set(run.register.projets["projet_id"])
    for unknown in sorted(projects - known):
        raise UsageError(f"Le projet « {unknown} » n'est pas dans le registre : vérifiez --project.")
    for unknown in sorted(numbers - set(run.register.perimetre["finess_et"])):
        raise UsageError(f"L'établissement « {unknown} » n'est dans le périmètre d'aucun projet : vérifiez --finess.")
    if not projects and not numbers:
        return known
    members = run.register.perimetre.filter(pl.col("finess_et").is_in(list(numbers)))["projet_id"]
    return projects | set(members)


def rejected_months(connection: duckdb.DuckDBPyConnection, looked: pl.DataFrame) -> dict[str, set[tuple[str, str]]]:
    """By project, the establishments and the months its measures look at in which a `dossiers` row was set aside."""
    give(connection, "perimetre_lu", looked)
    query = """
        select p.projet_id, p.finess_et, strftime(r.mois_etat, '%Y-%m') as mois
        from stg_dossiers_rejetes as r
        inner join perimetre_lu as p
            on r.finess_et = p.finess_et and r.mois_etat between date_trunc('month', p.premier_jour) and p.dernier_jour
    """
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for projet_id, finess_et, mois in fetch(connection, query).iter_rows():
        found[projet_id].add((finess_et, mois))
    return found


def _result(
    scope: ProjectScope,
    run: Run,
    register: Register,
    judged: dict[tuple[str, str], list[tuple[Request, Measure]]],
    rejected: dict[str, set[tuple[str, str]]],
    doubtful: set[str],
) -> ProjectResult:
    """The decision of a project; `register` is its own, `doubtful` the establishments that FINESS does not vouch for."""
    projet_id = scope.projet["projet_id"]
    numbers = {one.finess_et for one in scope.establishments}
    signals = Signals(
        to_check=frozenset(numbers & doubtful),
        rejected=frozenset(rejected[projet_id]),
    )
    of_project = {number: judged[projet_id, number] for number in numbers}
    rows = project_rows(scope.establishments, of_project)
    received = received_papers(register, projet_id)
    reading = run.settings.lectures.get(scope.texte.texte_id)
    acts = acts_of(register.actes, projet_id, run.month)
    return project_result(scope, run.month, rows, signals, received, reading, acts)
