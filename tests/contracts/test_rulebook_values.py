"""The rows of `regles`: every value of a text, once, with its sentence."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import polars as pl
import pytest

import contracts
from contracts.rulebook_loader import load_rulebook
from contracts.rulebook_values import COLUMNS, rulebook_values

MINI = (Path(__file__).parent / "bad_texts" / "mini.toml").read_bytes()
PUBLISHED = sorted(Path(contracts.__file__).parent.glob("texts/*.toml"))


def test_every_value_of_a_small_text():
    rows = rulebook_values(load_rulebook("mini.toml", MINI))
    assert rows.select("cle", "valeur", "unite", "section").rows() == [
        ("portee", "chaque_essms", None, "3"),
        ("solde", "tout_ou_rien", None, "4"),
        ("publie_le", "2025-01-01", "date", "1"),
        ("en_vigueur_le", "2025-01-02", "date", "2"),
        ("imports_comptent", "non", None, "5"),
        ("declaratif_accepte", "oui", None, "6"),
        ("indicateurs.mssante.calcul", "Messages", None, "7"),
        ("indicateurs.mssante.fenetre.minimum", "2", "mois", "8"),
        ("indicateurs.mssante.fenetre.maximum", "4", "mois", "8"),
        ("indicateurs.mssante.fenetre.premiere_mesure", "5", "mois", "8"),
        ("indicateurs.mssante.cible", "0.70", "part", "9"),
        ("indicateurs.e_parcours.calcul", "Échanges", None, "10"),
        ("indicateurs.e_parcours.fenetre.minimum", "1", "mois", "11"),
        ("indicateurs.e_parcours.fenetre.maximum", "1", "mois", "11"),
        ("indicateurs.e_parcours.sans_cible", "aucune cible", None, "12"),
        ("exemptions.majeurs.indicateurs", "mssante", None, "13"),
        ("exemptions.majeurs.categories", "340", "catégorie FINESS", "13"),
        ("versements.avance.part", "0.40", "part", "14"),
        ("versements.avance.condition", "convention", None, "14"),
        ("versements.solde.part", "0.6", "part", "15"),
        ("versements.solde.condition", "usage", None, "15"),
        ("pieces.facture", "Facture", None, "16"),
        ("delais.acquisition.mois", "18", "mois", "17"),
        ("delais.acquisition.opposable", "oui", None, "17"),
        ("delais.acquisition.projets_nationaux", "non", None, "17"),
        ("lecture_par_defaut", "Fenêtre", None, "18"),
        ("lectures.fenetre_2", "Deux mois", None, "19"),
        ("lectures.annuelle", "Année", None, "20"),
    ]


def test_a_row_carries_its_sentence_and_reading():
    rows = rulebook_values(load_rulebook("mini.toml", MINI))
    assert rows.filter(pl.col("cle") == "portee").row(0, named=True) == {
        "texte_id": "mini",
        "cle": "portee",
        "valeur": "chaque_essms",
        "unite": None,
        "document": "AAP",
        "section": "3",
        "phrase": "Pour chaque ESSMS.",
        "lecture": "Retenu : chaque.",
    }
    assert rows.filter(pl.col("cle") == "lectures.annuelle")["lecture"].to_list() == ["L'année civile."]


def test_columns_are_text_whatever_the_text_holds():
    text = re.sub(r"\n(\[(lectures)\.\w+\]\n(.+\n)+\n?)+", "\n[lectures]\n", MINI.decode())
    rows = rulebook_values(load_rulebook("mini.toml", text.encode()))
    assert rows.schema == dict.fromkeys(COLUMNS, pl.String)
    assert not rows["cle"].str.starts_with("lectures.").any()


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_sentence_of_a_published_text_is_in_its_rows(path):
    content = path.read_bytes()
    book = load_rulebook(path.name, content)
    rows = rulebook_values(book)
    assert book.empreinte == hashlib.sha256(content).hexdigest()
    assert rows["cle"].is_unique().all()
    assert rows.drop("unite", "lecture").null_count().sum_horizontal().item() == 0
    # Each `phrase =` of the file is on a row, and no row has another.
    written = content.decode().count("phrase = ")
    per_source = rows.select(pl.col("cle").str.replace(r"\.(minimum|maximum|premiere_mesure|indicateurs|categories)$", ""))
    per_source = per_source.select(pl.col("cle").str.replace(r"\.(part|condition|mois|opposable|projets_nationaux)$", ""))
    assert per_source["cle"].n_unique() == written
