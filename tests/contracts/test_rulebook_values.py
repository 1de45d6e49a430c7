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
from tests.contracts.small_texts import FULL

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
        ("indicateurs.mssante.calcul.mesure", "taux", None, "7"),
        ("indicateurs.mssante.fenetre.minimum", "2", "mois", "8"),
        ("indicateurs.mssante.fenetre.maximum", "4", "mois", "8"),
        ("indicateurs.mssante.fenetre.premiere_mesure", "5", "mois", "8"),
        ("indicateurs.mssante.cible", "0.70", "part", "9"),
        ("indicateurs.e_parcours.calcul", "Échanges", None, "10"),
        ("indicateurs.e_parcours.calcul.mesure", "nombre", None, "10"),
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


ADDED = [
    ("indicateurs.evenements_agenda.calcul.natures", "toutes", None, "7"),
    ("indicateurs.evenements_agenda.fenetre.maintenance", "1", "mois", "8"),
    ("indicateurs.evenements_agenda.fenetre.autres", "1, 6", "mois", "8"),
    ("indicateurs.evenements_agenda.par_projet", "fixée par projet", None, "9"),
    ("indicateurs.mssante.par_projet", "fixée par projet", None, "12"),
    ("indicateurs.dmp.cible", "12", "nombre", "15"),
    ("criteres.obligatoires", "evenements_agenda", None, "16"),
    ("criteres.au_choix", "mssante", None, "16"),
    ("criteres.minimum", "1", "critères", "16"),
    ("criteres.impossibles.indicateurs", "mssante", None, "17"),
    ("exemptions.ahi.indicateurs", "dmp", None, "18"),
    ("exemptions.ahi.champs", "AHI, PJM", "champ d'activité", "18"),
    ("exemptions.ahi.sons_eligible", "non", None, "18"),
    ("versements.mise_en_place.condition", "pieces", None, "20"),
    ("pieces.facture_mise_en_place", "Facture de mise en place", None, "22"),
    ("pieces.facture_mise_en_place.versement", "mise_en_place", None, "22"),
    ("pieces.facture_fin", "Facture de fin", None, "23"),
    ("conditions.regroupement.essms", "15", "ESSMS", "24"),
    ("conditions.regroupement.organismes", "3", "organismes", "24"),
    ("conditions.regroupement.essms_outre_mer", "8", "ESSMS", "24"),
    ("conditions.regroupement.organismes_outre_mer", "2", "organismes", "24"),
    ("conditions.regroupement.operations", "acquisition", None, "24"),
    ("conditions.regroupement.gestionnaire_seul", "oui", None, "24"),
    ("conditions.regroupement.opposable", "oui", None, "24"),
    ("conditions.guichet.essms", "50", "ESSMS", "25"),
    ("conditions.guichet.regions", "2", "régions", "25"),
    ("conditions.guichet.portee_nationale", "non", None, "25"),
    ("conditions.double_financement", "selon la phrase", None, "26"),
    ("conditions.part_acquisition", "0.4", "part", "27"),
    ("conditions.terme", "2026-12-31", "date", "28"),
    ("bareme.decompte", "selon la phrase", None, "29"),
    ("bareme.plafond", "30", "ESSMS", "30"),
    ("bareme.minimum", "5", "ESSMS", "31"),
    ("bareme.maximum", "500", "ESSMS", "32"),
    ("bareme.petits_moins_de", "12", "ESSMS", "33"),
    ("bareme.heures.postes", "editeur", None, "34"),
    ("bareme.partage_ars", "selon la phrase", None, "35"),
    ("bareme.postes.editeur", "Éditeur", None, "36"),
    ("bareme.postes.editeur.par", "essms", None, "36"),
    ("bareme.postes.editeur.operations", "acquisition, mise_a_niveau", None, "36"),
    ("bareme.postes.editeur.segur", "non", None, "36"),
    ("bareme.postes.editeur.devis", "devis_editeur", None, "36"),
    ("bareme.postes.editeur.sans_devis", "rien", None, "36"),
    ("bareme.postes.editeur.paliers.1", "12000", "euros par ESSMS", "38"),
    ("bareme.postes.editeur.paliers.50", "1000.50", "euros par ESSMS", "37"),
    ("bareme.postes.amoa", "Pilotage", None, "40"),
    ("bareme.postes.amoa.par", "projet", None, "40"),
    ("bareme.postes.amoa.operations", "mise_a_niveau", None, "40"),
    ("bareme.postes.amoa.petits", "oui", None, "40"),
    ("bareme.postes.amoa.option", "amoa_pilotage", None, "40"),
    ("bareme.postes.amoa.paliers.1", "100000", "euros par projet", "39"),
    ("lectures.declaratif", "Déclaré", None, "44"),
]
"""Values of the full text that the small one does not have."""


def test_every_value_of_a_full_text():
    rows = rulebook_values(load_rulebook("full.toml", FULL.encode()))
    read = rows.select("cle", "valeur", "unite", "section").rows()
    assert [row for row in read if row in ADDED] == ADDED
    assert rows["cle"].is_unique().all()
    families = ("criteres", "exemptions", "conditions", "bareme")
    assert not {row[0] for row in read if row[0].startswith(families)} - {row[0] for row in ADDED}
    assert set(rows.filter(rows["origine"] == "secondaire")["cle"]) == {"indicateurs.mssante.par_projet"}


def test_what_a_text_leaves_empty_has_no_row():
    text = FULL.replace('au_choix = ["mssante"]\nminimum = 1', "au_choix = []\nminimum = 0")
    text = text.replace('obligatoires = ["evenements_agenda"]', 'obligatoires = ["evenements_agenda", "mssante"]')
    text = text.replace('indicateurs = ["mssante"]', "indicateurs = []").replace(
        'devis = "devis_editeur"\nsans_devis = "rien"\n', ""
    )
    rows = rulebook_values(load_rulebook("full.toml", text.replace("montant = 12000", "montant = 12e3").encode()))
    values = dict(rows.select("cle", "valeur").rows())
    assert (values["criteres.au_choix"], values["criteres.impossibles.indicateurs"]) == ("aucun", "aucun")
    assert not {"bareme.postes.editeur.devis", "bareme.postes.editeur.sans_devis", "bareme.postes.amoa.segur"} & set(values)
    assert values["bareme.postes.editeur.paliers.1"] == "12000"


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
        "origine": "texte",
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
    parts = (
        "minimum|maximum|premiere_mesure|maintenance|autres|indicateurs|categories|champs|mesure|natures|obligatoires|au_choix"
    )
    parts += "|part|condition|mois|opposable|projets_nationaux|versement|tranche|essms|organismes|essms_outre_mer"
    parts += (
        "|organismes_outre_mer|operations|gestionnaire_seul|regions|portee_nationale|par|petits|segur|option|devis|sans_devis"
    )
    own = rows["cle"].str.contains(r"^bareme\.(minimum|maximum)$")
    tables = rows.select(pl.when(own).then("cle").otherwise(pl.col("cle").str.replace(rf"\.({parts})$", "")))
    assert tables.to_series().n_unique() == content.decode().count("phrase = ")
