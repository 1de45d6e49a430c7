"""Stage: checks that the run kept its promises, then says what was done and what to do next."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from contracts.failures import ContractError
from contracts.signals import SIGNALS
from flows.database import fetch
from flows.next_steps import last_act, next_steps
from flows.publication import BASE
from flows.request import AMOUNTS, RunReport
from flows.run_state import Run
from flows.sql_files import SQL_FOLDER
from flows.up_to_date import keep
from flows.written import from_workspace
from transforms.reading.messages import message


def check_and_report(run: Run) -> None:
    """Makes the report of the run.

    Raises:
        ContractError: a check of `sql/checks/` selects a row.
    """
    run_checks(run)
    ledger = _ledger(run)
    refused = _refused(run)
    decisions = [_decision(decision) for decision in run.decisions]
    steps = next_steps(run.month, decisions, refused, stale_months(run))
    run.report = RunReport(
        month=run.month,
        decisions=decisions,
        deposits=ledger,
        refused=refused,
        written=[str(path) for path in run.written],
        signals=_signals(run),
        next_steps=[sentence for sentence, _ in steps],
        commands=[command for _, command in steps],
        to_read=_to_read(run),
    )
    keep(run)


def run_checks(run: Run) -> None:
    """Runs every check: each selects the rows that are wrong; a good run selects none."""
    for path in sorted((SQL_FOLDER / "checks").glob("*.sql")):
        wrong = fetch(run.connection, path.read_text(encoding="utf-8"))
        if wrong.height:
            raise ContractError(
                f"Le contrôle {path.stem} trouve {wrong.height} ligne(s) incohérente(s) : ne payez rien sur cette publication et"
                " signalez ce défaut."
            )


def _ledger(run: Run) -> dict[str, int]:
    query = """
        select
            count(distinct chemin) as fichiers,
            count(distinct chemin) - count(distinct chemin) filter (where refus is null) as refuses,
            coalesce(sum(lignes_lues), 0)::bigint as lues,
            coalesce(sum(lignes_acceptees), 0)::bigint as acceptees,
            coalesce(sum(lignes_rejetees), 0)::bigint as rejetees,
            coalesce(sum(lignes_remplacees), 0)::bigint as remplacees
        from stg_registre_depots
    """
    return fetch(run.connection, query).row(0, named=True)


def _refused(run: Run) -> list[dict[str, str]]:
    query = """
        select d.fichier as chemin, r.refus, d.jeu, d.refus_colonnes
        from stg_registre_depots as r
        inner join stg_depots as d on r.depot = d.depot
        where r.refus is not null
        order by d.fichier
    """
    rows = fetch(run.connection, query).iter_rows(named=True)
    return [
        {
            "chemin": row["chemin"],
            "motif": row["refus"],
            "message": message(row["refus"], row["jeu"], None, row["refus_colonnes"]),
        }
        for row in rows
    ]


def _decision(decision: dict[str, Any]) -> dict[str, Any]:
    names = ("mois", "projet_id", "decision", "provisoire", "motif", "version", "sensible_a_la_lecture", "nouvelle")
    # A decision written by an early version does not say what was paid: nothing was.
    amounts = {name: decision.get(name, "0.00") for name in AMOUNTS}
    return (
        {name: decision[name] for name in names}
        | {name: None if amount is None else Decimal(amount) for name, amount in amounts.items()}
        | {"acte": last_act(decision)}
    )


def _to_read(run: Run) -> list[str]:
    """What people open, among what is there: pages, notices, sheets, the base, what is sent back."""
    places, month = run.settings, run.month
    words = {
        places.rapports / month / "index.html": "la région, puis chaque projet",
        places.decisions / month: "la notice de chaque décision, et ses preuves",
        places.retours / month: "ce que chaque établissement doit savoir, à lui envoyer",
        places.publication / month / "indicateurs.xlsx": "les chiffres du mois dans un tableur",
        places.publication / BASE: "la base des analystes, par cibles sql",
    }
    return [f"{from_workspace(path, places.workspace)} : {what}" for path, what in words.items() if path.exists()]


def _signals(run: Run) -> list[str]:
    if run.signals is None:
        return []
    grouped = run.signals.group_by("controle", maintain_order=True).len()
    return [f"{code} ({count}) : {SIGNALS[code]}" for code, count in grouped.iter_rows()]


def stale_months(run: Run) -> list[str]:
    """Months already measured, other than this one, that a deposit received in this run speaks of."""
    new = {reception.chemin for reception in run.received}
    if not new:
        return []
    query = """
        select distinct strftime(m.mois_civil, '%Y-%m') as mois
        from stg_mois_depots as m
        inner join stg_en_vigueur as e on m.jeu = e.jeu and m.finess_et = e.finess_et and m.mois = e.mois
        inner join stg_depots as d on e.depot = d.depot
        where list_contains($nouveaux, d.chemin)
        order by mois
    """
    months = fetch(run.connection, query, {"nouveaux": sorted(new)})["mois"].to_list()
    measured = {path.name for path in (run.settings.entrepot / "mesures").glob("*") if path.is_dir()}
    return [mois for mois in months if mois in measured and mois != run.month]
