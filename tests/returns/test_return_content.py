"""What a return tells is what was published, and each establishment is told of its own lines alone."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import polars as pl
import pytest

from contracts.explanations import REASONS
from flows.explanation import explain_row, published_rows
from flows.settings import load_settings
from flows.texts import load_all_texts
from tests.flows.helpers_base import read_base
from tests.flows.helpers_workspace import EVERY_MONTH, MONTH, SAMPLE, SampleRun
from tests.returns.helpers_returns import FIRST_TITLES, SHEETS, as_libreoffice_shows, place, run_all, sentences, table

IN_VENDOR_FILE = "730990017"
"""An establishment with its own folder, and lines in the file of an operator."""

TEXTS = load_all_texts()
RATES = ("dossiers_actifs", "projets_personnalises", "evenements_agenda", "dmp")


def label(texte_id: str, code: str) -> str:
    """What a text calls an indicator."""
    return TEXTS[texte_id].rule(code).libelle


@pytest.fixture(scope="module")
def ran(sample_run: SampleRun, tmp_path_factory) -> Path:
    return sample_run(tmp_path_factory.mktemp("retours") / "espace", EVERY_MONTH)


@pytest.fixture(scope="module")
def base(ran):
    return read_base(ran)


def numbers(workspace: Path, month: str = MONTH) -> list[str]:
    return sorted(path.stem for path in (workspace / "retours" / month).iterdir())


def test_a_return_for_each_establishment_of_a_perimeter_on_the_last_day(ran, base):
    assert numbers(ran) == base["indicateurs"]["finess_et"].unique().sort().to_list()
    assert "970290011" in numbers(ran), "left on the last day: still in"
    assert {"430990010", "970190039"}.isdisjoint(numbers(ran)), "left before, entered after"


def test_the_summary_holds_the_published_figures(ran, base):
    for finess in numbers(ran):
        shown = table(place(ran, finess), "Synthèse")
        expected = base["indicateurs"].filter(pl.col("finess_et") == finess)
        assert shown.height == expected.height
        found = {
            (
                row["Projet"],
                row["Numérateur"],
                row["Dénominateur"],
                row["Reste à faire"],
                row["Fenêtre : du"].date(),
                row["au"].date(),
            )
            for row in shown.to_dicts()
        }
        names = ("projet_id", "numerateur", "denominateur", "reste_a_faire", "fenetre_debut", "fenetre_fin")
        assert found == {tuple(row[name] for name in names) for row in expected.to_dicts()}, finess


def test_rates_are_cut_and_typed(ran):
    first = table(place(ran, IN_VENDOR_FILE), "Synthèse").row(0, named=True)
    assert (first["Numérateur"], first["Dénominateur"]) == (188, 209)  # 0.89952...
    assert (first["Taux"], first["Cible"], first["Verdict"]) == (0.899, 0.9, "non atteinte")
    assert first["Explication"] == "Il manque 1 au numérateur pour atteindre la cible."


def test_verdicts_without_a_failure_are_explained(ran):
    said = {
        row["Verdict"]: row["Explication"] for finess in numbers(ran) for row in table(place(ran, finess), "Synthèse").to_dicts()
    }
    assert set(said) == {"atteinte", "non atteinte", "indéterminée", "dispensé", "sans cible"}
    assert said["dispensé"] == "Le texte dispense l'établissement de cette cible."
    assert "_" not in "".join(said.values()).replace("« ", ""), "a code is shown instead of a sentence"


def named(row: dict) -> str:
    """A file of the ledger as returns name it, its part included."""
    return " » ".join(text for text in (row["chemin"], row["partie"]) if text)


def test_files_of_a_folder_are_told_as_in_the_ledger(ran, base):
    words = {"accepte": "accepté", "partiel": "accepté en partie", "refuse": "refusé"}
    words["remplace"] = "remplacé par un dépôt plus récent"
    ledger = {named(row): row for row in base["depots"].to_dicts()}
    states = set()
    for finess in numbers(ran):
        for row in table(place(ran, finess), "Dépôts reçus").to_dicts():
            known = ledger[row["Fichier"]]
            if f"/{finess}/" not in row["Fichier"]:
                assert row["Lignes lues"] <= known["lignes_lues"]
                continue
            states.add(known["etat"])
            assert (row["État"], row["Jeu de données"]) == (words[known["etat"]], known["jeu"])
            names = ("lignes_lues", "lignes_acceptees", "lignes_rejetees", "lignes_remplacees")
            if known["etat"] != "refuse":
                shown = tuple(row[title] for title in ("Lignes lues", "acceptées", "refusées", "remplacées"))
                assert shown == tuple(known[name] for name in names)
    assert states >= {"accepte", "partiel"}


def test_lines_of_a_file_of_several_establishments_add_up(ran, base):
    shared = base["depots"].filter(pl.col("chemin").str.contains("/operateur-mss/"), pl.col("mois") == MONTH)
    for chemin, accepted in shared.select("chemin", "lignes_acceptees").iter_rows():
        seen = [row for finess in numbers(ran) for row in table(place(ran, finess), "Dépôts reçus").to_dicts()]
        mine = [row["acceptées"] for row in seen if row["Fichier"] == chemin]
        assert len(mine) > 1
        assert sum(mine) <= accepted


def test_an_establishment_sees_the_lines_set_aside_that_are_its_own(ran, base):
    rejets = base["rejets"].join(base["depots"], on="depot_id").filter(pl.col("ligne").is_not_null())
    seen = {}
    for finess in numbers(ran):
        for row in table(place(ran, finess), "Lignes refusées").to_dicts():
            seen.setdefault((row["Fichier"], row["Ligne"], row["Colonne"], row["Pourquoi, et que faire"]), []).append(finess)
    told = {(named(row), row["ligne"], row["colonne"], row["message"]): row for row in rejets.to_dicts()}
    assert len(seen) > 10
    for fault, finess in seen.items():
        assert fault[1] is None or fault in told
        assert len(finess) == 1 or fault[1] is None, "a line is shown to one establishment"
        own = fault[0].split("/")[2]
        if own in numbers(ran):
            assert finess == [own]
    anonymous = [fault for fault, row in told.items() if "/operateur-mss/" in row["chemin"] and row["colonne"] == "finess_et"]
    assert anonymous, "the sample has lines of an operator that name nobody"
    assert not set(anonymous) & set(seen), "it may be anyone's: shown to none, counted for all"
    counted = {row["Sans établissement reconnu"] for row in table(place(ran, IN_VENDOR_FILE), "Dépôts reçus").to_dicts()}
    assert counted - {None}


def test_missing_dossiers_are_those_of_the_figures_and_of_the_establishment(ran, base):
    files: dict[str, list[list[str]]] = {}
    compared = 0
    pivot = {named(row) for row in base["depots"].to_dicts() if row["dialecte"] == "pivot"}
    for finess in numbers(ran):
        rows = table(place(ran, finess), "Dossiers manquants").to_dicts()
        for row in rows:
            if row["Fichier"] not in pivot:
                continue
            lines = files.setdefault(
                row["Fichier"],
                list(csv.reader(io.StringIO((ran / row["Fichier"]).read_text(encoding="utf-8-sig")), delimiter=";")),
            )
            number = "".join(lines[int(row["Ligne"]) - 1][0].split()).lstrip("'").upper().zfill(9)
            assert number == finess, row
        mine = base["indicateurs"].filter(pl.col("finess_et") == finess, pl.col("source_denominateur") == "dossiers")
        due = mine.filter(pl.col("indicateur").is_in(RATES), pl.col("verdict") != "exemptee", pl.col("numerateur").is_not_null())
        for figures in due.to_dicts():
            title = label(figures["texte_id"], figures["indicateur"])
            listed = {(row["Fichier"], row["Ligne"]) for row in rows if row["Indicateur"] == title}
            assert len(listed) == figures["denominateur"] - figures["numerateur"], (finess, title)
            compared += len(listed)
    assert compared > 100


def test_missing_dossiers_are_those_of_explain(ran):
    settings = load_settings(ran)
    shown = table(place(ran, IN_VENDOR_FILE), "Dossiers manquants").to_dicts()
    for code in ("dossiers_actifs", "projets_personnalises", "dmp"):
        (row,) = published_rows(settings, MONTH, IN_VENDOR_FILE, code, None)
        expected = {(one["chemin"], one["ligne"], REASONS[one["raison"]]) for one in explain_row(settings, row)["manquants"]}
        found = {
            (one["Fichier"], one["Ligne"], one["Pourquoi"]) for one in shown if one["Indicateur"] == label(row["texte_id"], code)
        }
        assert expected
        assert found == expected


def test_every_sheet_is_there_and_says_what_it_holds(ran):
    import fastexcel

    for finess in numbers(ran):
        assert fastexcel.read_excel(place(ran, finess)).sheet_names == SHEETS
    assert sentences(place(ran, IN_VENDOR_FILE), "Synthèse") == [
        'Retour de juin 2026 : EHPAD "LES CIMES", COL-DES-BRUMES (FINESS 730990017)',
        "Projet : ARA-2025-003 – Grappe Cimes et Maquis",
        "Dépôts : 13 fichiers reçus, dont 0 refusé ; 2 lignes mises de côté.",
        "Mesures : 3 cibles atteintes sur 5.",
    ]


@pytest.mark.long
def test_libreoffice_opens_a_return_and_shows_its_cells(ran, tmp_path):
    path = place(ran, IN_VENDOR_FILE)
    shown = as_libreoffice_shows(path, tmp_path)
    assert set(shown) == set(SHEETS)
    for sheet, first in FIRST_TITLES.items():
        lines = shown[sheet]
        header = next(rank for rank, line in enumerate(lines) if line[0] == first)
        expected = table(path, sheet)
        assert lines[header] == expected.columns
        assert len(lines) - header - 1 == expected.height
        for line, row in zip(lines[header + 1 :], expected.rows(), strict=True):
            texts = [(cell, value) for cell, value in zip(line, row, strict=True) if isinstance(value, str)]
            assert all(cell == value for cell, value in texts)
            wholes = [(cell, value) for cell, value in zip(line, row, strict=True) if isinstance(value, float) and value >= 2]
            assert all(cell.replace(",", "") == f"{value:.0f}" for cell, value in wholes)
    rates = [line[4:10] for line in shown["Synthèse"] if line[0].startswith("ARA")]
    assert rates[0] == ["89.9\N{NO-BREAK SPACE}%", "90.0\N{NO-BREAK SPACE}%", "non atteinte", "1", "01/04/2026", "30/06/2026"]


def test_no_deposit_before_the_first_measure_and_two_projects(tmp_path):
    workspace = tmp_path / "espace"
    for name in ("registre", "finess"):
        shutil.copytree(SAMPLE / name, workspace / name)
    shutil.copytree(SAMPLE / "depots" / "2026-05" / "690990015", workspace / "depots" / "2026-05" / "690990015")
    perimetre = workspace / "registre" / "perimetre.csv"
    added = "GUA-2022-001;690990015;;;ASSOCIATION;Auvergne-Rhône-Alpes;;;;O;;8000,00;\n"
    perimetre.write_text(perimetre.read_text(encoding="utf-8").rstrip("\n") + "\n" + added, encoding="utf-8")
    run_all(workspace, "2026-05")
    both = table(place(workspace, "690990015", "2026-05"), "Synthèse")
    assert both["Projet"].unique(maintain_order=True).to_list() == ["ARA-2025-001", "GUA-2022-001"]
    assert (
        len([line for line in sentences(place(workspace, "690990015", "2026-05"), "Synthèse") if line.startswith("Projet")]) == 2
    )
    silent = sentences(place(workspace, "420990012", "2026-05"), "Synthèse")
    assert silent[-2].startswith("Dépôts : aucun n'a été reçu")
    assert silent[-1] == "Mesures : aucune ce mois ; la première est prévue pour juin 2026."
    assert sentences(place(workspace, "420990012", "2026-05"), "Dépôts reçus")[0].startswith("Aucun fichier reçu")
