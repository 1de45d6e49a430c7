"""The notices of the sample: every figure is that of the record and of the published base; a rerun leaves them alone."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from contracts.words import DECISIONS, INDICATEURS, VERDICTS
from tests.flows.helpers_files import snapshot
from tests.flows.helpers_workspace import MONTH, whole_run
from tests.notices.helpers_notices import pages, plain, poppler
from transforms.figures import euros, exact_percent, month_words, target, whole
from transforms.notices.blocks import capital

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def base(published: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of the published tables about decisions."""
    tables = ("decisions", "decision_criteres", "decision_versements", "decision_bareme", "decision_partages", "indicateurs")
    with duckdb.connect(str(published / "publication" / "cibles.duckdb"), read_only=True) as connection:
        return {name: connection.sql(f"from {name}").pl().to_dicts() for name in (*tables, "decision_conditions", "projets")}


@pytest.fixture(scope="module")
def told(published: Path) -> dict[str, list[str]]:
    """The pages of each notice, by decision."""
    found = {}
    for path in sorted((published / "decisions").glob("*/*.pdf")):
        decision = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        found[decision["decision_id"]] = pages(path.read_bytes())
    return found


def shown(amount: Decimal | None) -> str:
    return "non connu" if amount is None else plain(euros(amount))


def test_each_decision_of_the_base_has_its_notice(base, told):
    assert set(told) == {row["decision_id"] for row in base["decisions"]}
    assert len(told) > 10


def test_the_first_page_says_what_the_base_decides(base, told):
    projects = {row["projet_id"]: row for row in base["projets"]}
    for row in base["decisions"]:
        first = told[row["decision_id"]][0]
        project = projects[row["projet_id"]]
        assert f"Projet {row['projet_id']} – {project['nom']} Porteur {project['porteur']} Texte " in first
        assert month_words(row["mois"]) in first
        assert f" {capital(DECISIONS[row['decision']])} " in first
        assert f"Subvention inscrite au registre {shown(row['montant_subvention'])}" in first
        assert f"Déjà versé (actes du registre) {shown(row['deja_verse'])} " in first
        assert f"Montant libéré par cette décision {shown(row['montant_libere'])} " in first
        assert f"{shown(row['montant_solde'])} Déjà versé" in first
        assert ("PROVISOIRE" in first) is row["provisoire"]
        assert ("Sensible à la lecture" in first) is row["sensible_a_la_lecture"]
        assert f"Empreinte {row['empreinte']}" in first
        assert "Signature" in first


def test_every_criterion_is_that_of_the_base(base, told):
    units = _units(base)
    for row in base["decision_criteres"]:
        text = " ".join(told[row["decision_id"]])
        name, verdict = INDICATEURS[row["indicateur"]], VERDICTS[row["verdict"]]
        unit = units[row["decision_id"], row["indicateur"]]
        bar = plain(exact_percent(row["cible"]) if unit == "part" else target(row["cible"], unit))
        figures = "–" if row["numerateur"] is None else whole(row["numerateur"])
        figures += f"/{whole(row['denominateur'])}" if row["denominateur"] is not None else ""
        rate = f", soit {_cut(row)}" if row["denominateur"] else ""
        assert f"{name} {plain(figures)}{rate} {bar} {verdict}" in text, row
        if row["poids"] is not None:
            assert f"{verdict} {shown(row['montant_maximum'])} {shown(row['montant_libere'])}" in text, row
        assert f"{plain(row['reference'])}." in text


def _units(base: dict[str, list[dict[str, Any]]]) -> dict[tuple[str, str], str]:
    """A count has no denominator in any establishment; a criterion that is not measured is a share in the sample."""
    return {
        (row["decision_id"], row["indicateur"]): "nombre" if row["cible"] > 1 else "part" for row in base["decision_criteres"]
    }


def _cut(row: dict[str, Any]) -> str:
    """The rate cut at two decimals of a percentage, by whole numbers."""
    hundredths = row["numerateur"] * 10_000 // row["denominateur"]
    return f"{hundredths // 100},{hundredths % 100:02} %"


def test_every_figure_of_an_establishment_is_that_of_the_base(base, told):
    last = {(row["mois"], row["projet_id"]): row["decision_id"] for row in base["decisions"] if row["courante"]}
    checked = 0
    for row in base["indicateurs"]:
        text = " ".join(told[last[row["mois"], row["projet_id"]]])
        annex = text[text.index("Annexe A – ") : text.index("Annexe B – ")]
        assert f" {row['finess_et']} " in annex
        if row["numerateur"] is None:
            continue
        figures = whole(row["numerateur"]) + (f"/{whole(row['denominateur'])}" if row["denominateur"] is not None else "")
        hundredths = None if row["taux"] is None else int(row["taux"] * 10_000)
        rate = "" if hundredths is None else f" {hundredths // 100},{hundredths % 100:02} %"
        assert f" {plain(figures)}{rate}" in annex, row
        if row["verdict"] == "non_atteinte":
            name, bar = INDICATEURS[row["indicateur"]], plain(exact_percent(row["cible"]))
            assert f"{row['finess_et']} {name} {plain(figures)}{rate} {bar} {row['reste_a_faire']}" in text, row
        checked += 1
    assert checked > 200


def test_the_money_of_the_grant_is_that_of_the_base(base, told):
    for row in base["decision_versements"]:
        text = " ".join(told[row["decision_id"]])
        part = "–" if row["part"] is None else plain(exact_percent(row["part"]))
        amounts = (plain(euros(row["montant"])), plain(euros(row["montant_du"])))
        assert f"{part} {amounts[0]} {amounts[1]} {'dû' if row['etat'] == 'du' else 'bloqué'}" in text, row
        assert plain(row["phrase"]) in text
    for row in base["decision_bareme"]:
        text = " ".join(told[row["decision_id"]])
        figures = f"{whole(row['nombre'])} {euros(row['montant_unitaire'])} {euros(row['montant'])}"
        assert plain(figures) in text, row
    for row in base["decision_partages"]:
        text = " ".join(told[row["decision_id"]])
        assert plain(f"{row['region']} {whole(row['nombre'])} {euros(row['montant'])}") in text
    for row in base["decision_conditions"]:
        text = " ".join(told[row["decision_id"]])
        if not row["condition"].startswith("piece:"):
            assert plain(row["detail"]).split(" ")[0] in text
        assert row["phrase"] is None or plain(row["phrase"]) in text


def test_every_deposit_and_every_hash_is_told(published, told):
    for path in sorted((published / "decisions").glob("*/*.json")):
        decision = json.loads(path.read_text(encoding="utf-8"))
        text = " ".join(told[decision["decision_id"]])
        preuves = decision["preuves"]
        for said in (decision["texte"]["empreinte"], preuves["finess"], *preuves["registre"].values(), decision["chaine"]):
            assert said in text
        for depot in preuves["depots"]:
            assert f"{depot['chemin']} {depot['sha256']}" in text
        assert f"cibles verify decisions/{decision['mois']}/{path.name} --workspace DOSSIER" in text


def test_another_program_reads_the_same_first_page(published, tmp_path):
    for path in sorted((published / "decisions" / MONTH).glob("*.pdf")):
        text = poppler(path.read_bytes(), tmp_path)
        decision = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        places = [
            text.find(said) for said in (decision["projet"]["nom"], "Subvention inscrite", "Résultats", "Signature", "Critères")
        ]
        assert -1 not in places
        assert places == sorted(places)


def test_a_rerun_writes_nothing_and_a_notice_removed_is_made_again_alike(published, tmp_path):
    workspace = Path(shutil.copytree(published, tmp_path / "espace", copy_function=shutil.copy2))
    assert whole_run(workspace).written == []
    before = snapshot(workspace / "decisions")
    gone, altered = (workspace / "decisions" / MONTH / f"{name}-v1.pdf" for name in ("GE-2021-001", "NAT-2021-001"))
    contents = {path: path.read_bytes() for path in (gone, altered)}
    gone.unlink()
    altered.write_bytes(b"%PDF")
    assert whole_run(workspace, projects=("GUA-2022-001",)).written == []
    assert sorted(whole_run(workspace).written) == [str(gone), str(altered)]
    assert {path: path.read_bytes() for path in contents} == contents
    assert set(snapshot(workspace / "decisions")) == set(before)
    assert whole_run(workspace).written == []


def test_a_new_version_adds_its_notice_and_leaves_the_first(published, tmp_path):
    workspace = Path(shutil.copytree(published, tmp_path / "espace"))
    first = workspace / "decisions" / MONTH / "ARA-2025-001-v1.pdf"
    before = first.read_bytes()
    with (workspace / "registre" / "actes.csv").open("a", encoding="utf-8") as table:
        table.write("ARA-2025-001;ARA-2025-001-2026-06-v1;versee;42000;2026-07-15;AUTEUR-SECRET;;M-8\n")
    whole_run(workspace)
    assert first.read_bytes() == before
    text = " ".join(pages(first.with_name("ARA-2025-001-v2.pdf").read_bytes()))
    assert "Plus rien n'est dû : le solde est déjà versé." in text
    assert "décision : libérer → ne pas libérer" in text
    assert "Déjà versé (actes du registre) 42 000,00 € Montant libéré par cette décision 0,00 €" in text
    assert "versée 15/07/2026 42 000,00 € ARA-2025-001-2026-06-v1 M-8" in text
    assert "AUTEUR-SECRET" not in text
