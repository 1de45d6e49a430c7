"""A right dialect is read exactly; each way to be wrong is refused with its file, line, key and mend."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from contracts.dialect import CERTITUDES, Dialecte, Ecriture, Jointure, Serie, TableLue
from contracts.dialect_loader import load_dialect
from contracts.failures import RulebookError
from flows.dialect_words import EXAMPLE
from tests.contracts.dialects.small_dialects import FAULTS, SOURCES
from tests.contracts.small_texts import edited

ODD_VALUES = ("1", "true", '""', '"x"', "[[]]", '{ "" = "" }', "2026-01-01")


def refusal(name: str, text: str) -> list[str]:
    """The sentences with which this text is refused."""
    with pytest.raises(RulebookError) as caught:
        load_dialect(name, text.encode())
    return str(caught.value).split("\n")


def spoiled(case: dict[str, Any]) -> str:
    text = edited(SOURCES[case["source"]], case["old"], case["new"])
    return edited(text, case["also_old"], case["also_new"]) if "also_old" in case else text


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
def test_each_fault_is_told_with_its_line_and_mend(case):
    text = spoiled(case)
    places = [number for number, line in enumerate(text.split("\n"), 1) if line == case["at"]]
    line = places[case.get("at_rank", 1) - 1]
    told, *others = refusal(f"{case['source']}.toml", text)
    assert told == f"{case['source']}.toml, ligne {line}, clé {case['key']} : {case['told']}."
    assert len(others) == case.get("more", 0)


def test_a_file_with_what_it_leaves_out_is_read_exactly():
    content = SOURCES["mini"].encode()
    assert load_dialect("mini.toml", content) == Dialecte(
        dialecte="mini",
        titre="Export d'essai",
        certitude="deduite",
        fonde_sur="Un essai.",
        format="texte",
        encodage="cp1252",
        separateur="\t",
        ecriture=Ecriture(dates=("jj/mm/aaaa",)),
        empreinte=hashlib.sha256(content).hexdigest(),
        tables=(
            TableLue(
                jeu="dossiers",
                facultatives=("projet_statut",),
                colonnes={
                    "finess_et": ("N° FINESS", "FINESS"),
                    "dossier_id": ("Dossier",),
                    "date_entree": ("Entrée",),
                    "date_derniere_maj": ("Modifié",),
                    "projet_statut": ("Projet",),
                },
                valeurs={"projet_statut": {"En cours": "ENCOURS"}},
            ),
        ),
    )


def test_everything_a_dialect_may_say_is_read_exactly():
    read = load_dialect("dialectes/grand.toml", SOURCES["grand"].encode())
    assert (read.reference, read.format, read.nom, read.periode) == ("D0", "classeur", "grand*", "Du {debut} au {fin}")
    assert (read.periode_dans, read.encodage, read.separateur) == ("titre", "utf-8", ";")
    assert read.ecriture == Ecriture(("excel", "mmm-aa"), ("1900-01-01",), ("-",), ".")
    window = {"fenetre_debut": "{debut}", "fenetre_fin": "{fin}"}
    assert read.tables == (
        TableLue(
            jeu="agregats",
            source="Mois",
            entetes=2,
            libelle=True,
            ignorer=("Total*",),
            mois_en_colonnes={"numerateur": "Actifs", "denominateur": ""},
            colonnes={"finess_et": ("Étiquettes",)},
            constantes={"indicateur": "dossiers_actifs", **window},
        ),
        TableLue(
            jeu="agregats",
            source="Grille",
            finess="titre",
            mois=("Mois",),
            colonnes={},
            constantes={**window, "fenetre_fin": "2026-03-31"},
            series=(
                Serie("actifs", {"numerateur": "Actifs", "denominateur": "Personnes"}, {"indicateur": "dossiers_actifs"}),
                Serie("projets", {"numerateur": "Projets", "denominateur": "Actifs"}, {"indicateur": "projets_personnalises"}),
            ),
        ),
        TableLue(
            jeu="agregats",
            source="Taux",
            finess="au_dessus",
            taux=("Taux", "%"),
            colonnes={
                "finess_et": ("FINESS",),
                "indicateur": ("Indicateur",),
                "fenetre_debut": ("Du",),
                "fenetre_fin": ("Au",),
                "numerateur": ("Compte",),
                "denominateur": ("Sur",),
            },
            valeurs={"indicateur": {"Actifs": "dossiers_actifs"}},
        ),
        TableLue(
            jeu="mssante",
            source="Envois",
            boites=True,
            colonnes={"finess_et": ("Boîte",), "date_envoi": ("Jour",)},
            constantes={"nb_messages": "1"},
        ),
        TableLue(
            jeu="evenements",
            source="Agenda",
            colonnes={"dossier_id": ("Dossier",), "date_debut": ("Début",), "nature": ("Type",)},
            valeurs={"nature": {"RDV": "agenda"}},
            jointures=(
                Jointure("Usagers", {"Numéro": "Dossier"}, {"FINESS": "finess_et"}),
                Jointure("Statuts", {"Numéro": "Dossier", "Jour": "Début"}, {"Statut": "statut"}, facultative=True),
            ),
        ),
    )


def test_a_year_stands_for_its_period():
    text = edited(SOURCES["grand"], '"Du {debut} au {fin}"', '"export-{annee}"\nperiode_dans = "nom"')
    read = load_dialect("grand.toml", text.encode())
    assert (read.periode, read.periode_dans) == ("export-{annee}", "nom")


def test_every_fault_is_told_in_the_order_of_the_file():
    text = edited(SOURCES["mini"], 'date_entree = "Entrée"\n', "").replace('"ENCOURS"', '"COURS"').replace('"mini"', '"autre"')
    told = refusal("mini.toml", text)
    assert [sentence.split(" : ")[0] for sentence in told] == [
        "mini.toml, ligne 1, clé dialecte",
        "mini.toml, ligne 12, clé table[1]",
        "mini.toml, ligne 23, clé table[1].valeurs.projet_statut.En cours",
    ]


@pytest.mark.parametrize("source", SOURCES)
def test_whatever_a_key_holds_the_file_is_read_or_refused(source):
    lines = SOURCES[source].split("\n")
    told = []
    for number, line in enumerate(lines):
        key, sign, _ = line.partition(" = ")
        for value in ODD_VALUES if sign else ():
            text = "\n".join([*lines[:number], f"{key} = {value}", *lines[number + 1 :]])
            try:
                load_dialect(f"{source}.toml", text.encode())
            except RulebookError as error:
                told += str(error).split("\n")
    assert len(told) > 100
    assert [sentence for sentence in told if not sentence.startswith((f"{source}.toml, ligne ", "Et "))] == []


def test_a_file_without_a_table_says_so():
    text = SOURCES["mini"].split("[[table]]")[0]
    assert refusal("mini.toml", text) == [
        "mini.toml, ligne 1, clé table : aucune table n'est lue ; ajoutez-en une, ouverte par une ligne [[table]]."
    ]


def test_a_table_opened_by_one_bracket_is_told():
    text = edited(SOURCES["mini"], "[[table]]", "[table]")
    assert refusal("mini.toml", text) == [
        "mini.toml, ligne 12, clé table : une table répétée est attendue ; ouvrez-la par une ligne à deux crochets, "
        "comme [[table]]."
    ]


def test_the_name_of_a_text_that_is_not_utf8_is_told():
    with pytest.raises(RulebookError, match="mini.toml, ligne 2 : un caractère n'est pas en UTF-8"):
        load_dialect("mini.toml", b'dialecte = "mini"\ntitre = "\xe9"\n')


def test_the_example_of_the_page_is_a_dialect():
    assert load_dialect("mon-editeur.toml", EXAMPLE.encode()).certitude in CERTITUDES
