"""Stage: what SQL counts becomes the verdicts of each establishment and the outcome of each project."""

from __future__ import annotations

from collections import defaultdict

import duckdb
import polars as pl

from contracts.deposits.columns import DATASETS
from contracts.failures import UsageError
from contracts.finess import normalise_finess
from flows.database import fetch, give, give_files, run_layer
from flows.journal import receptions_table
from flows.run_state import Run
from flows.store import Casiers, parts
from flows.unchanged import project_inputs, unchanged_projects
from transforms.decisions.decide import Signals
from transforms.decisions.funding import funding_of, holders
from transforms.decisions.project import ProjectResult, project_result
from transforms.measures.perimeter import ProjectScope, received_papers, scopes, to_check
from transforms.measures.plan import Request, count_tables, requests
from transforms.measures.rows import judge_all, project_rows
from transforms.measures.verdicts import Counts, Measure
from transforms.reading.month_tables import MONTH_TABLES

_FILE_TABLES = ("depots", "paroles", "rejets", "comptages", "corrections")
_DECLARATIONS = ("lignes_effectifs", "lignes_agregats")
_ROWS = tuple(f"lignes_{name}" for name in DATASETS if f"lignes_{name}" not in _DECLARATIONS)


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
    textes = {scope.projet["projet_id"]: scope.texte for scope in asked}
    judged = judge_all(wanted, count(run.connection, wanted, run.casiers), textes)
    by_project: dict[tuple[str, str], list[tuple[Request, Measure]]] = defaultdict(list)
    for request, verdict in judged:
        by_project[request.projet_id, request.finess_et].append((request, verdict))
    rejected = _rejected(run.connection)
    run.results = [_result(scope, run, by_project, rejected) for scope in asked]
    departements = dict(run.finess.et.select("finess_et", "departement").iter_rows())
    holding = holders(run.register)
    run.fundings = {result.projet_id: funding_of(result, run.register, departements, holding) for result in run.results}


def stage_deposits(connection: duckdb.DuckDBPyConnection, casiers: Casiers, receptions: pl.DataFrame) -> None:
    """Runs the staging layer over every month of the store: which deposits speak, what became of each line."""
    give(connection, "receptions", receptions)
    every = [folder for folders in casiers.values() for folder in folders]
    for table in _FILE_TABLES:
        give_files(connection, f"lu_{table}", parts(every, table), MONTH_TABLES[table])
    for table in _DECLARATIONS:
        give_files(connection, table, parts(every, table), MONTH_TABLES[table])
    run_layer(connection, "staging")


def count(connection: duckdb.DuckDBPyConnection, wanted: list[Request], casiers: Casiers) -> list[Counts]:
    """Runs the counting layer for these requests, over the months that can matter to them; one `Counts` per request, in order."""
    variantes, demandes = count_tables(wanted)
    give(connection, "variantes", variantes)
    give(connection, "demandes", demandes)
    needed = _months_needed(connection, variantes)
    needed_folders = [folder for mois, folders in casiers.items() if mois in needed for folder in folders]
    for table in _ROWS:
        give_files(connection, table, parts(needed_folders, table), MONTH_TABLES[table])
    run_layer(connection, "counts")
    counted = fetch(connection, "from cnt_mesures order by demande").drop("demande")
    return [Counts(**row) for row in counted.iter_rows(named=True)]


def _months_needed(connection: duckdb.DuckDBPyConnection, variantes: pl.DataFrame) -> set[str]:
    """Month folders with a deposit in force whose period meets a window or a population asked for."""
    if variantes.is_empty():
        return set()
    first = variantes.select(pl.min_horizontal("fenetre_debut", pl.col("population_debut").dt.month_start()).min()).item()
    query = "select distinct mois from stg_en_vigueur where periode_fin >= $first and periode_debut <= $last"
    return set(fetch(connection, query, {"first": first, "last": variantes["fenetre_fin"].max()})["mois"])


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


def _rejected(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Months in which a `dossiers` row was set aside, by establishment."""
    months: dict[str, set[str]] = defaultdict(set)
    for finess_et, mois in fetch(
        connection, "select finess_et, strftime(mois_etat, '%Y-%m') from stg_dossiers_rejetes"
    ).iter_rows():
        months[finess_et].add(mois)
    return months


def _result(
    scope: ProjectScope,
    run: Run,
    judged: dict[tuple[str, str], list[tuple[Request, Measure]]],
    rejected: dict[str, set[str]],
) -> ProjectResult:
    assert run.register is not None and run.finess is not None
    projet_id = scope.projet["projet_id"]
    numbers = {one.finess_et for one in scope.establishments}
    signals = Signals(
        to_check=frozenset(to_check(run.finess, numbers, run.month)),
        rejected=frozenset((number, mois) for number in numbers for mois in rejected.get(number, ())),
    )
    of_project = {number: judged[projet_id, number] for number in numbers}
    rows = project_rows(scope.establishments, of_project)
    received = received_papers(run.register, projet_id)
    return project_result(scope, run.month, rows, signals, received, run.settings.lectures.get(scope.texte.texte_id))
