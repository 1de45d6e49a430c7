"""The figures announced for criteria set per project, counted again in the deposits, in loops that know nothing of the product.

These deposits are plain (no exit, no rival file, nothing set aside), so each count is a few lines. Amounts are below, by hand.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from transforms.synth.scenarios import Grappe
from transforms.synth.workspace import GRAPPES, SAMPLE_SEED, sample

EXPECTED = Path(__file__).parents[1] / "sample"
Row = dict[str, str]

WINDOWS = {"projet": ("2026-04", "2026-05", "2026-06"), "maintenance": ("2026-06",)}
"""Spec 4: "3 months in `projet`, 1 in `maintenance` (MSSanté: 3)"."""

OWN_TARGETS = [grappe for grappe in GRAPPES if grappe.criteres]


def rows_of(files: dict[str, bytes], grappe: Grappe, jeu: str, months: tuple[str, ...]) -> list[Row]:
    """The rows of one dataset for the establishments measured, each with its `mois`."""
    numbers = {item.finess_et for item in grappe.scenarios if item.mesure}
    found = []
    for path, content in files.items():
        parts = path.split("/")
        if parts[0] == "depots" and parts[1] in months and parts[-1] == f"{jeu}.csv":
            rows = csv.DictReader(io.StringIO(content.decode()), delimiter=";")
            found += [row | {"mois": parts[1]} for row in rows if row["finess_et"] in numbers]
    return found


def people(rows: list[Row]) -> set[tuple[str, str]]:
    return {(row["finess_et"], row["dossier_id"]) for row in rows}


def counted(files: dict[str, bytes], grappe: Grappe, natures: bool = True) -> dict[str, str]:
    """Result of each criterion kept; `natures`: events of any nature count."""
    months = WINDOWS[grappe.projet.phase]
    states = rows_of(files, grappe, "dossiers", months)
    assert not any(row["date_sortie"] for row in states)
    active = people([row for row in states if row["date_derniere_maj"][:7] in months])
    open_now = people(
        [
            row
            for row in states
            if row["mois"] == "2026-06"
            and row["projet_statut"] in ("ENPREPARATION", "ENCOURS")
            and (not row["projet_date_fin"] or row["projet_date_fin"] >= f"{months[0]}-01")
        ]
    )
    met = people(not_cancelled(rows_of(files, grappe, "evenements", months), natures))
    results = {
        "dossiers_actifs": f"{len(active)}/{len(people(states))}",
        "projets_personnalises": f"{len(active & open_now)}/{len(active)}",
        "evenements_agenda": f"{len(active & met)}/{len(active)}",
        "mssante": total(rows_of(files, grappe, "mssante", WINDOWS["projet"]), "nb_messages"),
        "dmp": str(sum(row["statut"] in ("", "OK") for row in rows_of(files, grappe, "dmp", months))),
    }
    exchanges = rows_of(files, grappe, "echanges", months)
    for service in ("e_prescription", "e_parcours"):
        results[service] = total([row for row in exchanges if row["service"] == service], "nb")
    return {item.indicateur: results[item.indicateur] for item in grappe.criteres if item.statut == "retenu"}


def not_cancelled(events: list[Row], natures: bool) -> list[Row]:
    key = ("finess_et", "dossier_id", "date_debut")
    cancelled = {tuple(row[name] for name in key) for row in events if row["statut"] == "ANNULE"}
    kept = [row for row in events if tuple(row[name] for name in key) not in cancelled]
    return [row for row in kept if natures or row["nature"] in ("", "agenda")]


def total(rows: list[Row], column: str) -> str:
    return str(sum(int(row[column]) for row in rows))


@pytest.mark.parametrize("seed", [SAMPLE_SEED, 7])
@pytest.mark.parametrize("grappe", OWN_TARGETS, ids=lambda item: item.projet.projet_id)
def test_deposits_give_the_results_announced(grappe: Grappe, seed: int) -> None:
    announced = {item.indicateur: item.resultat for item in grappe.resultats}
    assert counted(dict(sample(seed)), grappe) == announced


@pytest.mark.parametrize(
    ("projet_id", "of_the_agenda"),
    # By hand, agenda alone: 11 + 7 + 6 + 6 = 30 of 50; 10 + 15 = 25 of 37; 6 + 5 + 6 = 17 of 30: none would reach 90 %.
    [("GE-2021-001", "30/50"), ("GE-2021-002", "25/37"), ("NAT-2021-001", "17/30")],
)
def test_the_criterion_of_events_is_met_only_by_other_natures(projet_id: str, of_the_agenda: str) -> None:
    grappe = next(item for item in GRAPPES if item.projet.projet_id == projet_id)
    assert counted(dict(sample()), grappe, natures=False)["evenements_agenda"] == of_the_agenda


def test_criteria_announced_are_the_expected_ones() -> None:
    announced = [
        (
            grappe.projet.projet_id,
            row.indicateur,
            f"{Decimal(row.evaluation) / 100:.2f}" if "/" in found.resultat else row.evaluation,
            *(found.resultat.split("/") if "/" in found.resultat else (found.resultat, "")),
            found.verdict,
            found.maximum.replace(",", "."),
            found.libere.replace(",", "."),
        )
        for grappe in OWN_TARGETS
        for row in grappe.criteres
        for found in grappe.resultats
        if row.indicateur == found.indicateur
    ]
    with (EXPECTED / "expected_criteres_2026-06.csv").open(encoding="utf-8", newline="") as handle:
        assert announced == [tuple(row) for row in csv.reader(handle, delimiter=";")][1:]


def test_amounts_worked_out_by_hand() -> None:
    """GE-2021-001: 131 417,13 in 40/40/20 %: 52 566,852 twice and 26 283,426. Cut: 52 566,85 twice and 26 283,42, one cent
    is left, for the largest remainder (0,6 of a cent): the balance is 26 283,43.

    A fifth of it is 5 256,686. Cut: 5 times 5 256,68 make 26 283,40, three cents are left, all remainders are equal: the three
    criteria named first have 5 256,69. Projects: 32/50 = 0,64 of the 0,80 set, 0,8 of the share: 4 205,352, cut to 4 205,35.

    NAT-2021-001: 300 000 between tranches of 3 and 49 establishments of 52: 17 307,6923 and 282 692,3077. Cut: 17 307,69 and
    282 692,30, one cent left for the largest remainder (0,77): 282 692,31 for the tranche unlocked.
    """
    euros = {grappe.projet.projet_id: (grappe.solde, grappe.libere) for grappe in GRAPPES}
    assert Decimal("52566.85") * 2 + Decimal("26283.43") == Decimal("131417.13")
    shares = [Decimal("5256.69")] * 3 + [Decimal("5256.68")] * 2
    assert sum(shares) == Decimal("26283.43")
    assert Decimal("5256.69") * 32 / 50 / Decimal("0.80") == Decimal("4205.352")
    assert sum(shares) - shares[1] + Decimal("4205.35") == Decimal("25232.09")
    assert euros["GE-2021-001"] == ("26283,43", "25232,09")
    # 20 000,00: 8 000, 8 000 and 4 000, in five shares of 800; a paper is missing, nothing is released.
    assert euros["GE-2021-002"] == ("4000,00", "0,00")
    assert Decimal("17307.69") + Decimal("282692.31") == Decimal("300000.00")
    assert euros["NAT-2021-001"] == ("282692,31", "282692,31")
    # 84 000,01 in two halves: the odd cent goes to the first instalment.
    assert euros["ARA-2025-001"] == ("42000,00", "42000,00")


def test_scales_worked_out_by_hand() -> None:
    scales = {grappe.projet.projet_id: Decimal(grappe.bareme[0].replace(",", ".")) for grappe in GRAPPES}
    assert scales == {
        "ARA-2025-001": 4 * (7_000 + 14_000),
        "ARA-2025-002": 4 * 5_000 + 100_000,
        # Two quotes: 12 400 cut to its ceiling of 10 000, and 6 350,50; the third small operator's establishment gave none.
        "ARA-2025-003": 4 * (7_000 + 14_000) + 10_000 + Decimal("6350.50"),
        # A quote of the editor below the ceiling of 14 500; the establishment that enters in July counts.
        "GUA-2022-001": 4 * (7_000 + 8_000),
        "GUA-2022-002": 6 * 5_000,
        "GE-2021-001": 4 * 25_000 + 2 * 20_000,
        "GE-2021-002": 2 * 10_000,
        "NAT-2021-001": 52 * 5_000 + 2 * 20_000,
        "ARA-2025-004": 5 * (7_000 + 14_000),
    }
