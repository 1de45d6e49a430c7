"""Every figure of the workbook is the one that the base publishes, in a cell of its type."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from random import Random

import fastexcel
import polars as pl

from contracts import words
from flows.texts import load_all_texts
from tests.exports.helpers_exports import SHEETS, block, cells, table
from tests.flows.helpers_workspace import MONTH
from transforms.exports.words import NOT_MEASURABLE, NOT_MEASURED, UNKNOWN_NAME
from transforms.sheets.cells import Column, Euros, Rate, Sheet
from transforms.sheets.workbook import workbook

TEXTS = load_all_texts()
AMOUNTS = {
    "Subvention": "montant_subvention",
    "Solde": "montant_solde",
    "Libéré": "montant_libere",
    "Déjà versé du solde": "deja_verse",
}


def exact(cell: float | str | None) -> Decimal | None:
    """What a spreadsheet shows of a number: the shortest decimal."""
    return None if cell is None else Decimal(repr(cell) if isinstance(cell, float) else str(cell))


def moment(day: object) -> object:
    return datetime(day.year, day.month, day.day) if day is not None else None  # noqa: DTZ001


def same(found: Decimal | None, published: Decimal | None) -> bool:
    return (found is None) == (published is None) and (found is None or found == published)


def test_the_workbook_has_its_sheets_in_order(book):
    assert fastexcel.read_excel(book).sheet_names == SHEETS


def test_each_project_shows_its_decision_and_its_amounts(book, base):
    decisions = base["decisions"].filter(pl.col("courante"), pl.col("mois") == MONTH)
    published = {row["projet_id"]: row for row in decisions.to_dicts()}
    shown = table(book, "Projets").to_dicts()
    assert sorted(row["Projet"] for row in shown) == base["projets"]["projet_id"].to_list()
    assert len(published) > 5
    for row in shown:
        decision = published.get(row["Projet"])
        if decision is None:
            assert row["Décision"] == NOT_MEASURED
            continue
        assert row["Décision"] == words.DECISIONS[decision["decision"]]
        assert row["Provisoire"] == ("oui" if decision["provisoire"] else "non")
        assert row["Version de la décision"] == decision["decision_id"]
        assert (row["Motifs"] or "") == words.motif_words(decision["motif"])
        for title, column in AMOUNTS.items():
            assert same(exact(row[title]), decision[column]), (row["Projet"], title)


def test_each_criterion_shows_its_verdict(book, base):
    shown = {row["Projet"]: row for row in table(book, "Projets").to_dicts()}
    current = base["decisions"].filter(pl.col("courante"), pl.col("mois") == MONTH)
    criteria = base["decision_criteres"].join(current, on="decision_id", suffix="_d").to_dicts()
    assert len(criteria) > 30
    for row in criteria:
        assert shown[row["projet_id"]][words.INDICATEURS[row["indicateur"]]] == words.VERDICTS[row["verdict"]]


def test_each_indicator_shows_its_counts_and_its_rate(book, base):
    names = {row["finess_et"]: row for row in base["essms"].to_dicts()}
    shown = {(row["Projet"], row["FINESS"], row["Code de l'indicateur"]): row for row in table(book, "Établissements").to_dicts()}
    rows = base["indicateurs"].filter(pl.col("mois") == MONTH).to_dicts()
    assert len(shown) == len(rows) > 100
    silent = 0
    for row in rows:
        found = shown[row["projet_id"], row["finess_et"], row["indicateur"]]
        assert found["Établissement"] == (names[row["finess_et"]]["nom"] or UNKNOWN_NAME)
        assert (found["Numérateur"], found["Dénominateur"]) == (row["numerateur"], row["denominateur"])
        assert found["Reste à faire"] == row["reste_a_faire"]
        assert found["Verdict"] == words.VERDICTS[row["verdict"]]
        assert (found["Motif"] or "") == words.motif_words(row["motif"])
        assert found["Fenêtre : du"] == moment(row["fenetre_debut"])
        assert found["au"] == moment(row["fenetre_fin"])
        assert same(exact(found["Cible"]), row["cible"])
        if row["taux"] is not None:
            assert Decimal(str(found["Taux"])) == row["taux"]
        elif TEXTS[row["texte_id"]].rule(row["indicateur"]).mesure == "taux" or row["numerateur"] is None:
            assert found["Taux"] == NOT_MEASURABLE
            silent += 1
        else:
            assert found["Taux"] is None
    assert silent > 5


def test_finess_numbers_and_departments_are_texts(book):
    shown = table(book, "Établissements")
    assert shown.schema["FINESS"] == pl.String
    assert shown.schema["Département"] == pl.String
    assert "010990018" in shown["FINESS"].to_list()
    assert shown.schema["Fenêtre : du"] == pl.Datetime("ms")
    assert table(book, "Projets").schema["Subvention"] == pl.Float64


def test_each_deposit_shows_its_lines_and_why(book, base):
    shown = {row["Identifiant du dépôt"]: row for row in table(book, "Dépôts").to_dicts()}
    published = base["depots"].filter(pl.col("mois") == MONTH).to_dicts()
    assert len(shown) == len(published) > 50
    refusals = dict(base["rejets"].group_by("depot_id").agg("message").iter_rows())
    for row in published:
        found = shown[row["depot_id"]]
        assert found["Fichier"] == row["chemin"]
        assert found["État"] == words.ETATS_DES_DEPOTS[row["etat"]]
        lines = [found[title] for title in ("Lignes lues", "acceptées", "mises de côté", "remplacées")]
        assert lines == [row[f"lignes_{name}"] for name in ("lues", "acceptees", "rejetees", "remplacees")]
        told = found["Pourquoi, et que faire"] or ""
        assert bool(told) == (row["depot_id"] in refusals)
        assert not told or any(message in told for message in refusals[row["depot_id"]])


def test_every_rule_is_there_with_its_sentence(book, base):
    shown = [tuple(row[:8]) for row in cells(book, "Règles")[3:]]
    names = ["texte_id", "cle", "valeur", "unite", "document", "section", "phrase", "lecture"]
    assert sorted(shown, key=str) == sorted(base["regles"].select(names).rows(), key=str)


def test_the_totals_of_the_summary_are_those_of_the_base(book, base):
    decisions = base["decisions"].filter(pl.col("courante"), pl.col("mois") == MONTH)
    told = {row["Décision"]: row for row in block(book, "Décisions")}
    for code, label in words.DECISIONS.items():
        of_kind = decisions.filter(pl.col("decision") == code)
        assert int(told[label]["Projets"] if label in told else 0) == of_kind.height
        for title, column in AMOUNTS.items() if of_kind.height else ():
            assert Decimal(told[label][title]) == of_kind[column].sum(), (label, title)
    assert Decimal(told["Ensemble"]["Libéré"]) == decisions["montant_libere"].sum()
    indicators = base["indicateurs"].filter(pl.col("mois") == MONTH)
    for row in block(book, "Établissements par indicateur"):
        code = next(code for code, label in words.INDICATEURS.items() if label == row["Indicateur"])
        mine = indicators.filter(pl.col("indicateur") == code)
        assert int(row["Établissements mesurés"]) == mine["finess_et"].n_unique()
        assert int(row["Cible atteinte"]) == mine.filter(pl.col("verdict") == "atteinte")["finess_et"].n_unique()
    deposits = base["depots"].filter(pl.col("mois") == MONTH)
    assert int(block(book, "Dépôts")[-1]["mises de côté"]) == deposits["lignes_rejetees"].sum()
    measured = indicators.filter(pl.col("indicateur") == "dossiers_actifs", pl.col("taux").is_not_null()).to_dicts()
    order = base["projets"]["projet_id"].to_list()
    once = {row["finess_et"]: row for row in sorted(measured, key=lambda row: -order.index(row["projet_id"]))}
    assert f"Dossiers actifs : {sum(row['numerateur'] for row in once.values())} sur" in str(cells(book, "Synthèse")[2][0])


def test_amounts_and_rates_of_every_size_are_kept_to_the_last_digit():
    random = Random(14)
    amounts = [Decimal("999999999999.99"), Decimal("0.01"), Decimal("-0.01"), Decimal("131417.13")]
    amounts += [Decimal(random.randrange(10**14)).scaleb(-2) for _ in range(2000)]
    rates = [Decimal(random.randrange(10 ** random.randrange(1, 12))).scaleb(-4) for _ in amounts]
    rows = tuple((Euros(amount), Rate(rate)) for amount, rate in zip(amounts, rates, strict=True))
    made = workbook((Sheet("Table", (), (Column("a", 20), Column("b", 20)), rows),), "Essai", datetime(2026, 6, 30))  # noqa: DTZ001
    read = fastexcel.read_excel(made).load_sheet("Table").to_polars()
    assert [exact(value) for value in read["a"]] == amounts
    assert [exact(value) for value in read["b"]] == rates


def test_a_number_too_long_for_a_spreadsheet_is_written_as_text():
    rows = ((10**18 + 1,), (Decimal("9999999999999999.99"),))
    made = workbook((Sheet("Table", (), (Column("a", 20),), rows),), "Essai", datetime(2026, 6, 30))  # noqa: DTZ001
    read = fastexcel.read_excel(made).load_sheet("Table").to_polars()
    assert read["a"].to_list() == ["1000000000000000001", "9999999999999999.99"]
