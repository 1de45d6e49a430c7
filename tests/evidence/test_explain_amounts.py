"""`cibles explain --project`: every amount of a decision is there, what adds up does, down to dossiers by file and line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.words import INDICATEURS
from flows.explanation_amounts import LISTED, explain_amounts
from flows.settings import load_settings
from tests.evidence.helpers_evidence import PROJECTS
from tests.flows.helpers_workspace import MONTH, said_by

pytestmark = pytest.mark.xdist_group("preuves")

_CASES = [("measured", project) for project in PROJECTS] + [
    ("acted", project) for project in ("GE-2021-001", "ARA-2025-001", "GUA-2022-001", "GE-2021-002")
]
_QUICK = {("measured", "GE-2021-001"), ("measured", "GUA-2022-002"), ("acted", "GE-2021-001"), ("measured", "NAT-2021-001")}
_AMOUNTS = ("montant", "montant_du", "montant_unitaire", "montant_maximum", "montant_libere")


def walk(nodes: list[dict]) -> Iterator[dict]:
    for node in nodes:
        yield node
        yield from walk(node["enfants"])


def node(document: dict, *names: str) -> dict:
    nodes, found = document["montants"], {}
    for name in names:
        found = next(one for one in nodes if one["libelle"] == name)
        nodes = found["enfants"]
    return found


def record_of(workspace: Path, project: str) -> dict:
    return json.loads(sorted((workspace / "decisions" / MONTH).glob(f"{project}-v*.json"))[-1].read_text(encoding="utf-8"))


def amounts_in(record: dict) -> list[str]:
    """Every amount of the record, wherever it is told."""
    found = [record[name] for name in ("montant_subvention", "montant_solde", "montant_libere", "montant_bareme")]
    found += [record["deja_verse"]] if record["actes"] else []
    for key in ("criteres", "bareme", "partages", "versements"):
        found += [row[name] for row in record[key] for name in _AMOUNTS if name in row and name != "montant_unitaire"]
    return [amount for amount in found if amount is not None]


@pytest.mark.parametrize(
    ("which", "project"), [pytest.param(*case, marks=[] if case in _QUICK else [pytest.mark.long]) for case in _CASES]
)
def test_every_amount_of_the_record_is_told_and_what_adds_up_does(request, which, project):
    workspace = request.getfixturevalue(which)
    record = record_of(workspace, project)
    document = explain_amounts(load_settings(workspace), project, MONTH)
    nodes = list(walk(document["montants"]))
    told = sorted(one["montant"] for one in nodes if one["montant"] is not None)
    for amount in amounts_in(record):
        told.remove(Decimal(amount))
    # What is left repeats an amount of the record under another name: a whole that its parts add up to, a payment.
    assert {str(amount) for amount in told} <= {record["montant_subvention"], *(row["montant"] for row in record["actes"])}
    adding = [one for one in nodes if one["somme"]]
    for one in adding:
        assert sum((child["montant"] or Decimal(0) for child in one["enfants"]), Decimal(0)) == one["montant"], one["libelle"]
    assert len(adding) >= (2 if record["montant_subvention"] else 1)
    assert document["sans_detail"] is None
    assert node(document, "Libéré")["montant"] == (Decimal(record["montant_libere"]) if record["montant_libere"] else None)
    if record["montant_maximum"] if "montant_maximum" in record else record["criteres"][0]["montant_maximum"]:
        assert node(document, "Libéré")["somme"]
        assert node(document, "Solde")["somme"]


@pytest.mark.parametrize("project", ["GE-2021-001", pytest.param("ARA-2025-003", marks=pytest.mark.long)])
def test_counts_of_each_establishment_go_down_to_dossiers_and_files(measured, project):
    record = record_of(measured, project)
    hashes = {one["chemin"]: one["sha256"] for one in record["preuves"]["depots"]}
    document = explain_amounts(load_settings(measured), project, MONTH)
    for criterion in record["criteres"]:
        told = node(document, "Libéré", f"Critère {INDICATEURS[criterion['indicateur']]}")
        assert told["phrase"] == {"reference": criterion["reference"], "phrase": criterion["phrase"]}
        rows = [row for row in record["essms"] if row["indicateur"] == criterion["indicateur"]]
        assert [one["finess_et"] for one in told["etablissements"]] == [row["finess_et"] for row in rows]
        listed = 0
        for one, row in zip(told["etablissements"], rows, strict=True):
            assert {name: one[name] for name in row if name != "indicateur"} == {
                n: v for n, v in row.items() if n != "indicateur"
            }
            assert one["fichiers"]
            assert all(file["sha256"] == hashes[file["chemin"]] for file in one["fichiers"])
            if one["total_manquants"] is not None:
                assert one["total_manquants"] == row["denominateur"] - row["numerateur"]
            for missing in one["manquants"]:
                line = (measured / missing["chemin"]).read_text(encoding="utf-8-sig").splitlines()[missing["lignes"][0] - 1]
                assert row["finess_et"].lstrip("0").lower() in line.replace(" ", "").lower()
            listed += len(one["manquants"])
        assert listed <= LISTED


def test_more_dossiers_than_are_listed_are_counted(measured):
    document = explain_amounts(load_settings(measured), "ARA-2025-003", MONTH)
    rows = node(document, "Libéré", "Critère Dossiers actifs")["etablissements"]
    one = next(row for row in rows if row["finess_et"] == "730990017")
    assert (one["total_manquants"], len(one["manquants"])) == (21, LISTED)
    code, page = said_by("explain", "--project", "ARA-2025-003", "--month", MONTH, "--workspace", measured)
    assert code == 0
    assert "21 dossiers manquent, dont 20 ici (tous : cibles explain --finess 730990017" in " ".join(page.split())


def test_the_page_says_the_arithmetic_on_lines_of_a_hundred_columns(measured):
    code, page = said_by("explain", "--project", "GE-2021-001", "--month", MONTH, "--workspace", measured)
    assert code == 0
    assert [line for line in page.splitlines() if len(line) > 100] == []
    plain = " ".join(page.replace("\N{NARROW NO-BREAK SPACE}", " ").split())
    assert "5 256,69 € × min(1 ; 32 ÷ (80 % × 50)) = 4 205,352 €, coupé à 4 205,35 €" in plain
    assert "20 % × 131 417,13 € = 26 283,426 €, soit 26 283,43 € (un centime de plus : parmi les plus forts restes)" in plain
    assert "dossier actif sans projet personnalisé : depots/2026-06/540990017/dossiers.csv, lignes 2, 3, 5, 7" in plain
    assert "Libéré : 25 232,09 €" in plain


def test_what_is_paid_is_taken_off_the_earliest_criteria(acted):
    document = explain_amounts(load_settings(acted), "GE-2021-001", MONTH)
    assert "moins 3\N{NARROW NO-BREAK SPACE}743,32" in node(document, "Libéré", "Critère Projets personnalisés")["calcul"]
    paid = node(document, "Déjà versé")
    assert (paid["montant"], [child["montant"] for child in paid["enfants"]]) == (Decimal("9000.01"), [Decimal("9000.01"), None])
    assert "AUTEUR-SECRET" not in json.dumps(document, default=str)


def test_amounts_are_told_when_the_dossiers_no_longer_can(copy):
    shutil.rmtree(copy / "entrepot" / "mois")
    code, said = said_by("explain", "--project", "GE-2021-001", "--month", MONTH, "--workspace", copy, "--json")
    document = json.loads(said)
    assert code == 0
    assert "n'est plus celui qui a été lu" in document["sans_detail"]
    assert node(document, "Libéré", "Critère Projets personnalisés")["montant"] == "4205.35"
    assert node(document, "Libéré", "Critère Projets personnalisés")["etablissements"] == []


def test_nothing_decided_is_said(measured):
    code, said = said_by("explain", "--project", "GE-2021-009", "--month", MONTH, "--workspace", measured)
    assert (code, "Rien n'est décidé pour « GE-2021-009 »" in said) == (2, True)
