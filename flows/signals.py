"""The rows of `controles` that one run finds: about the establishments of the month measured, and about deposits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from contracts.signals import SIGNALS
from contracts.words import condition_words
from flows.database import fetch, published_query
from flows.plausibility import plausibility_signals
from flows.purge import purged_ledger
from flows.run_state import Run
from transforms.decisions.funding import Funding
from transforms.decisions.project import ProjectResult
from transforms.decisions.tables import controles
from transforms.measures.perimeter import to_check
from transforms.reading.deposit_paths import describe


def month_signals(run: Run) -> pl.DataFrame:
    """Signals about the establishments of the projects measured in this run."""
    assert run.finess is not None
    counted = fetch(run.connection, "select finess_et, controle, nombre from cnt_signaux order by all").rows()
    plausible = plausibility_signals(run)
    rows = []
    for result in run.results:
        numbers = dict.fromkeys(row.request.finess_et for row in result.retained())
        found = [(number, code, count) for number, code, count in counted if number in numbers and _concerns(code, result)]
        found += [(number, code, None) for number, code in to_check(run.finess, set(numbers), run.month).items()]
        found += [(number, "lignes_rejetees", None) for number in sorted({number for number, _ in result.signals.rejected})]
        rows += [_signal(run.month, result.projet_id, number, None, code, count) for number, code, count in found]
        rows += _funding_signals(run.month, result.projet_id, run.fundings[result.projet_id])
        rows += _act_signals(run.month, result)
        for one in plausible[result.projet_id]:
            row = _signal(run.month, result.projet_id, one.finess_et, None, one.code, one.nombre)
            rows.append(row | {"message": one.message})
    return controles(rows)


def _concerns(code: str, result: ProjectResult) -> bool:
    """Where a text counts documents, it counts them whoever the person is."""
    documents = [rule for rule in result.texte.indicateurs if rule.indicateur == "dmp" and rule.mesure == "nombre"]
    return code != "dmp_hors_file" or not documents


def _funding_signals(mois: str, projet_id: str, funding: Funding) -> list[dict[str, Any]]:
    """A grant that is not that of the scale, and each condition that is not met, with its facts."""
    rows = []
    if funding.bareme is not None and funding.bareme.ecart:
        row = _signal(mois, projet_id, None, None, "ecart_bareme", None)
        rows.append(row | {"message": f"{row['message']} Écart : {_euros(funding.bareme.ecart)} (barème moins subvention)."})
    for check in funding.conditions:
        if check.etat == "non_remplie":
            row = _signal(mois, projet_id, None, None, "condition_non_remplie", None)
            rows.append(row | {"message": f"{row['message']} {condition_words(check.condition)} : {check.detail}"})
    return rows


def _act_signals(mois: str, result: ProjectResult) -> list[dict[str, Any]]:
    counts = {"arbitrage_sans_effet": result.acts.without_effect, "versement_sans_decision": result.acts.without_decision}
    return [_signal(mois, result.projet_id, None, None, code, count) for code, count in counts.items() if count]


def _euros(amount: Decimal) -> str:
    return f"{amount:,.2f} euros".replace(",", " ").replace(".", ",")


def deposit_signals(run: Run) -> pl.DataFrame:
    """Signals about deposits: outside every perimeter, FINESS corrected, gone since they were received."""
    present = {one.file.chemin for one in run.found}
    purged = set(purged_ledger(run.settings.entrepot)["chemin"])
    gone = {reception.chemin for reception in run.journal} - present - purged
    rows = [
        _signal(row["mois"], None, row["finess_et"], row["depot_id"], row["controle"], row["nombre"])
        for row in published_query(run.connection, "controles_depots").iter_rows(named=True)
    ]
    for path in sorted(gone):
        row = _signal(describe(path, "", 0).mois, None, None, None, "depot_disparu", None)
        rows.append(row | {"message": f"{path} : {row['message']}"})
    return controles(rows)


def _signal(
    mois: str | None, projet_id: str | None, finess_et: str | None, depot_id: str | None, code: str, count: int | None
) -> dict[str, Any]:
    return {
        "mois": mois,
        "projet_id": projet_id,
        "finess_et": finess_et,
        "depot_id": depot_id,
        "controle": code,
        "message": SIGNALS[code],
        "nombre": count,
    }
