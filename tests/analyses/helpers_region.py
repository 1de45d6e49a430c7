"""A published base written by hand, without a run: any rows, in the tables and with the macros of the product."""

from __future__ import annotations

import random
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl

from flows.base_definition import macros_text, tables_text
from flows.publication import STORAGE_VERSION
from flows.published_base import BASE

MONTHS = ("2026-04", "2026-05", "2026-06")
INDICATORS = ("dossiers_actifs", "mssante", "dmp")
SHARED = "010000040"
"""An establishment in two projects."""

Rows = dict[str, list[dict[str, object]]]


def write_base(folder: Path, rows: Rows) -> Path:
    """The base of `folder` with these rows; a column that is not given is NULL. Returns `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{folder / BASE}' as base (storage_version '{STORAGE_VERSION}')")
        connection.execute("use base")
        connection.execute(tables_text())
        connection.execute(macros_text())
        for table, records in rows.items():
            if records:
                frame = pl.DataFrame(records, infer_schema_length=None).to_arrow()
                connection.register("rows", frame)
                connection.execute(f"insert into {table} by name from rows")
        connection.execute("use memory")
        connection.execute("detach base")
    return folder


def region(seed: int) -> Rows:
    """Eight projects of two texts over three months: verdicts, versions, papers, payments and amounts at random."""
    draw = random.Random(seed)
    rows: Rows = {
        name: [] for name in ("essms", "projets", "indicateurs", "decisions", "decision_criteres", "decision_conditions")
    }
    rows |= {"controles": [], "depots": [], "rejets": [], "decision_versements": [], "lectures": []}
    for number in range(8):
        _project(draw, rows, number)
    known = sorted({str(row["finess_et"]) for row in rows["indicateurs"]})
    rows["essms"] = [
        {"finess_et": finess, "nom": f"Maison {finess}", "champ": draw.choice(["PA", "PH", "PJM"]), "departement": finess[:2]}
        for finess in known
        if draw.random() < 0.9
    ]
    _deposits(draw, rows, known)
    return rows


def _project(draw: random.Random, rows: Rows, number: int) -> None:
    projet, texte = f"P-{number}", "texte-b" if number % 4 == 3 else "texte-a"
    subvention = None if number == 5 else Decimal(draw.randrange(1_000_000, 30_000_000)) / 100
    finess = [f"01000{number}{rank:02d}0" for rank in range(1, draw.randint(2, 5))]
    finess += [SHARED] if number in (1, 2) else []
    rows["projets"].append(
        {
            "projet_id": projet,
            "nom": f"Projet {number}",
            "texte_id": texte,
            "region": draw.choice(["Est", "Ouest"]),
            "montant_subvention": subvention,
        }
    )
    for month in MONTHS:
        _month(draw, rows, projet, texte, subvention, finess, month)


def _month(draw, rows, projet, texte, subvention, finess, month) -> None:
    key = {"mois": month, "projet_id": projet, "texte_id": texte}
    measured = [_measure(draw, texte, key, et, indicator) for et in finess for indicator in INDICATORS]
    rows["indicateurs"] += measured
    criteria = [_criterion(draw, texte, measured, indicator) for indicator in INDICATORS]
    verdicts = {criterion["verdict"] for criterion in criteria}
    solde = None if subvention is None else subvention / 2
    solde = None if solde is None else solde.quantize(Decimal("0.01"))
    versions = draw.choice([1, 1, 2])
    for version in range(1, versions + 1):
        found = _decided(draw, verdicts)
        paid = Decimal("0.00") if solde is None or draw.random() < 0.5 else (solde / 4).quantize(Decimal("0.01"))
        released = (
            None if solde is None else {"liberer": solde - paid, "liberer_partiellement": solde / 2}.get(found[0], Decimal(0))
        )
        name = f"{projet}-{month}-v{version}"
        rows["decisions"].append(
            key
            | {
                "decision_id": name,
                "version": version,
                "remplace": f"{projet}-{month}-v{version - 1}" if version > 1 else None,
                "courante": version == versions,
                "decision": found[0],
                "motif": found[1],
                "provisoire": draw.random() < 0.3,
                "sensible_a_la_lecture": False,
                "lecture": "fenetre",
                "montant_subvention": subvention,
                "montant_solde": solde,
                "montant_libere": None if released is None else released.quantize(Decimal("0.01")),
                "deja_verse": paid,
                "calculee_le": datetime.fromisoformat("2026-07-05T06:00"),
            }
        )
        rows["decision_criteres"] += [criterion | {"decision_id": name} for criterion in criteria]
        rows["decision_conditions"] += [
            {
                "decision_id": name,
                "condition": "piece:facture",
                "etat": "non_remplie",
                "opposable": True,
                "detail": "Pièce non reçue.",
            }
            for _ in range("pieces_manquantes" in (found[1] or "") or draw.random() < 0.5)
        ]
    if "essms_a_verifier" in (rows["decisions"][-1]["motif"] or ""):
        rows["controles"].append(
            {"mois": month, "projet_id": projet, "finess_et": finess[0], "controle": "essms_inconnu", "message": "Inconnu."}
        )


def _measure(draw, texte, key, et, indicator) -> dict[str, object]:
    verdict = draw.choices(["atteinte", "non_atteinte", "indeterminee", "exemptee"], [12, 2, 1, 1])[0]
    bottom = draw.randrange(1, 60)
    top = draw.randrange(0, bottom + 1)
    verdict = "sans_cible" if texte == "texte-b" and verdict != "indeterminee" else verdict
    unknown = verdict == "indeterminee" and draw.random() < 0.5
    return key | {
        "finess_et": et,
        "indicateur": indicator,
        "numerateur": None if unknown else top,
        "denominateur": None if unknown else bottom,
        "taux": None if unknown else Decimal(top * 10000 // bottom) / 10000,
        "cible": Decimal("0.9") if texte == "texte-a" else None,
        "verdict": verdict,
        "motif": "source_absente" if unknown else None,
        "source": "calculee",
        "reste_a_faire": draw.randrange(1, 9)
        if verdict == "non_atteinte"
        else draw.choice([0, None])
        if verdict != "atteinte"
        else 0,
    }


def _criterion(draw, texte, measured, indicator) -> dict[str, object]:
    verdicts = [row["verdict"] for row in measured if row["indicateur"] == indicator]
    worst = next((one for one in ("non_atteinte", "indeterminee") if one in verdicts), "atteinte")
    if texte == "texte-b":
        # Judged on the whole project: an establishment that is not measurable may not matter.
        worst = draw.choice(["atteinte", "non_atteinte", worst])
    return {"indicateur": indicator, "cible": Decimal("0.9"), "numerateur": 1, "denominateur": 2, "verdict": worst}


def _decided(draw, verdicts) -> tuple[str, str | None]:
    if "non_atteinte" in verdicts:
        return draw.choice([("ne_pas_liberer", "cibles_non_atteintes"), ("liberer_partiellement", "cibles_non_atteintes")])
    if "indeterminee" in verdicts:
        return "a_instruire", "source_absente"
    return draw.choice(
        [("liberer", None), ("a_instruire", "pieces_manquantes"), ("a_instruire", "pieces_manquantes, essms_a_verifier")]
    )


def _deposits(draw: random.Random, rows: Rows, known: list[str]) -> None:
    for month in MONTHS:
        following = int(month[-2:]) + 1
        for finess in known:
            if draw.random() < 0.2:
                continue
            refused = draw.random() < 0.1
            name = f"{month}-{finess}"
            read = draw.randrange(1, 50)
            rejected = read if refused else draw.randrange(0, 2)
            received = datetime.fromisoformat(f"2026-{following:02d}-{draw.randrange(1, 20):02d}T08:00")
            rows["depots"].append(
                {
                    "depot_id": name,
                    "mois": month,
                    "chemin": f"depots/{month}/{finess}/dmp.csv",
                    "dialecte": None if refused else "pivot",
                    "jeu": "dmp",
                    "lignes_lues": read,
                    "lignes_acceptees": read - rejected,
                    "lignes_rejetees": rejected,
                    "lignes_remplacees": 0,
                    "etat": "refuse" if refused else "partiel" if rejected else "accepte",
                    "recu_le": received,
                }
            )
            lines = [None] if refused else range(2, 2 + rejected)
            rows["rejets"] += [
                {"depot_id": name, "ligne": line, "regle": "date_invalide", "message": "Corrigez."} for line in lines
            ]
