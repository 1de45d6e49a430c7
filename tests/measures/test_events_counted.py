"""Which dossiers have an event in a window: the counting SQL against a plain reading of the rule, on hostile deposits.

Periods that overlap and do not match their month folder, cancellations deposited elsewhere, any nature: what senders rarely do.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random

import polars as pl
import pytest

from contracts.deposits.columns import DATASETS
from flows.database import fetch, give, run_layer, working_connection
from transforms.measures.months import first_day, last_day, window_start
from transforms.measures.plan import Request, count_tables
from transforms.reading.month_tables import MONTH_TABLES

MONTHS = ("2026-03", "2026-04", "2026-05", "2026-06")
NUMBERS = ("690990015", "690990023")
DOSSIERS = range(1, 9)
NATURES = ("agenda", "agenda", "autre", None)
STATUTS = ("VALIDE", "PLANIFIE", "ANNULE", "ANNULE")
STATES = {8: "2026-05", 9: "2026-06"}
"""The months whose states show every dossier, by file."""

IN_FORCE = {"mois": pl.String, "jeu": pl.String, "finess_et": pl.String, "depot": pl.Int64, "recence": pl.Int64}
IN_FORCE |= {"periode_debut": pl.Date, "periode_fin": pl.Date}
SPOKEN = {"jeu": pl.String, "finess_et": pl.String, "mois_civil": pl.Date, "couvert": pl.Boolean, "mois": pl.String}
EVENTS = MONTH_TABLES["lignes_evenements"]


def deposits(random: Random) -> pl.DataFrame:
    """For each establishment, its states (`STATES`) and five files of events: any folder, any period."""
    rows = [
        (mois, "dossiers", number, depot, 1, first_day(mois), last_day(mois))
        for number, (depot, mois) in product(NUMBERS, STATES.items())
    ]
    for number, depot in product(NUMBERS, range(1, 6)):
        first, last = sorted(date(2026, random.randint(3, 7), random.choice((1, 10, 20, 30))) for _ in range(2))
        rows.append((random.choice(MONTHS), "evenements", number, depot, 1, first, last))
    return pl.DataFrame(rows, schema=IN_FORCE, orient="row")


def events(random: Random) -> pl.DataFrame:
    """Few dossiers, starts and natures, so that rows meet."""
    march = datetime.fromisoformat("2026-03-01T08:00:00")
    starts = [march + timedelta(days=days, hours=hours) for days in range(0, 140, 15) for hours in (0, 1)]
    rows = []
    for line in range(80):
        number, dossier = random.choice(NUMBERS), random.choice(DOSSIERS)
        chosen = random.choice(starts), random.choice(STATUTS), random.choice(NATURES)
        rows.append((random.randint(1, 6), line, number, dossier, *chosen))
    return pl.DataFrame(rows, schema=EVENTS, orient="row")


def wanted() -> list[Request]:
    """Windows of one to four months, ending in May and June; any nature for the second establishment, both for the first."""
    natures = ((NUMBERS[0], False), (NUMBERS[0], True), (NUMBERS[1], True))
    return [
        Request(
            projet_id="P",
            texte_id="T",
            finess_et=number,
            indicateur="evenements_agenda",
            lecture="fenetre",
            mois=mois,
            length=length,
            fenetre_debut=window_start(mois, length),
            fenetre_fin=last_day(mois),
            population_debut=window_start(mois, length),
            enpause=False,
            imports=False,
            toutes_natures=toutes_natures,
        )
        for mois, length, (number, toutes_natures) in product(STATES.values(), (1, 2, 3, 4), natures)
    ]


def by_hand(one: Request, in_force: list[dict], lines: list[dict]) -> int:
    """The rule as it is written: "A row ANNULE cancels the rows of the same dossier, start (with its time) and nature …"."""
    files = {
        item["depot"]: item["mois"]
        for item in in_force
        if item["jeu"] == "evenements" and item["finess_et"] == one.finess_et
        if item["periode_debut"] <= one.fenetre_fin and item["periode_fin"] >= one.fenetre_debut
    }
    read = [line for line in lines if line["finess_et"] == one.finess_et and line["depot"] in files]
    read = [line for line in read if one.fenetre_debut <= line["date_debut"].date() <= one.fenetre_fin]
    read = [line for line in read if one.toutes_natures or line["nature"] == "agenda"]
    found = set()
    for line in read:
        same = [
            other
            for other in read
            if other["statut"] == "ANNULE" and files[other["depot"]] >= files[line["depot"]] and line["nature"] is not None
            if all(other[name] == line[name] for name in ("dossier", "date_debut", "nature"))
        ]
        if line["statut"] != "ANNULE" and not same:
            found.add(line["dossier"])
    return len(found)


def states() -> pl.DataFrame:
    """Every dossier in every state, updated on its last day: active in every window."""
    rows = [
        {"depot": depot, "ligne": 2, "finess_et": number, "dossier": dossier, "date_entree": date(2020, 1, 1)}
        | {"date_derniere_maj": last_day(mois), "beneficiaire_projet": True}
        for number, dossier, (depot, mois) in product(NUMBERS, DOSSIERS, STATES.items())
    ]
    return pl.DataFrame(rows, schema=MONTH_TABLES["lignes_dossiers"])


def counted(asked: list[Request], in_force: pl.DataFrame, lines: pl.DataFrame, spill: Path) -> list[int]:
    """What the counting layer counts over these tables, the others being empty."""
    tables = {f"lignes_{name}": pl.DataFrame(schema=MONTH_TABLES[f"lignes_{name}"]) for name in DATASETS}
    tables |= {f"stg_{name}": tables[f"lignes_{name}"].with_columns(contradictoire=False) for name in ("effectifs", "agregats")}
    tables["stg_mois_parles"] = pl.DataFrame(schema=SPOKEN)
    tables |= {"lignes_dossiers": states(), "lignes_evenements": lines, "stg_en_vigueur": in_force}
    tables["variantes"], tables["demandes"] = count_tables(asked)
    with working_connection("1GB", spill) as connection:
        for name, table in tables.items():
            give(connection, name, table)
        run_layer(connection, "counts")
        return fetch(connection, "select actifs_evenement from cnt_mesures order by demande")["actifs_evenement"].to_list()


@pytest.mark.parametrize("seed", range(8))
def test_events_are_those_of_the_rule(seed, tmp_path):
    random = Random(seed)
    asked, in_force, lines = wanted(), deposits(random), events(random)
    expected = [by_hand(one, in_force.to_dicts(), lines.to_dicts()) for one in asked]
    assert counted(asked, in_force, lines, tmp_path / "spill") == expected
    assert any(expected)
