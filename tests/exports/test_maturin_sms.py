"""The pre-feed of MaturiN-SMS: its description is read strictly, its rows are those of the base."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from contracts.failures import RulebookError
from contracts.maturin_sms import SOURCES, load_prefeed
from flows.maturin_sms import PRODUCT_DESCRIPTION, prefeed_of
from tests.flows.helpers_workspace import MONTH
from transforms.exports.maturin_sms import prefeed

TEXT = PRODUCT_DESCRIPTION.read_text(encoding="utf-8")
HEAD = 'separateur = ";"\nencodage = "utf-8"\ndecimale = ","\ndates = "JJ/MM/AAAA"\nfin_de_ligne = "lf"\nentetes = true\n'


def described(*columns: str, head: str = HEAD):
    """A description with these columns."""
    return load_prefeed("maturin_sms.toml", (head + "".join(f"[[colonne]]\n{column}\n" for column in columns)).encode())


def essms(**values: object) -> pl.DataFrame:
    """One establishment."""
    known = {"finess_et": "010990018", "nom": "EHPAD", "projet_id": "P1", "champ": "PA", "mois": MONTH, "nombre_projets": 1}
    return pl.DataFrame([known | values])


FIGURES = {
    "projet_id": "P1",
    "finess_et": "010990018",
    "indicateur": "dmp",
    "numerateur": 1234,
    "taux": Decimal("0.8996"),
    "verdict": "non_atteinte",
    "motif": None,
    "fenetre_fin": date(2026, 6, 30),
}


def line(asked, essms_row: pl.DataFrame, **figures: object) -> str:
    """The line written for one establishment."""
    content = prefeed(essms_row, pl.DataFrame([FIGURES | figures]), asked)
    return content.decode().splitlines()[-1]


def test_the_file_published_is_that_of_the_base(ran, base):
    content = (ran / "publication" / MONTH / "maturin_sms.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    measured = base["indicateurs"].filter(pl.col("mois") == MONTH)
    assert [row["FINESS géographique"] for row in rows] == sorted(measured["finess_et"].unique())
    figures = {(row["projet_id"], row["finess_et"], row["indicateur"]): row for row in measured.to_dicts()}
    compared = 0
    for column in prefeed_of(ran).colonnes:
        code, dot, name = (column.source or "").partition(".")
        for row in rows if dot else ():
            published = figures.get((row["Projet"], row["FINESS géographique"], code), {}).get(name)
            told = row[column.entete]
            if name == "taux":
                assert (Decimal(told.replace(",", ".")) if told else None) == published
            else:
                assert told == ("" if published is None else str(published))
            compared += bool(told)
    assert compared > 500


def test_an_establishment_of_two_projects_has_one_row_from_the_first_of_the_register(ran, tmp_path):
    import duckdb

    from flows.exports import of_month

    base = tmp_path / "cibles.duckdb"
    base.write_bytes((ran / "publication" / "cibles.duckdb").read_bytes())
    with duckdb.connect(str(base)) as connection:
        connection.execute(
            "insert into indicateurs select * replace ('GE-2021-001' as projet_id, 1 as numerateur) from indicateurs"
            f" where finess_et = '010990018' and mois = '{MONTH}'"
        )
        found = of_month(connection, "essms_une_fois", MONTH).filter(pl.col("finess_et") == "010990018").to_dicts()
        active = of_month(connection, "synthese_dossiers", MONTH).row(0, named=True)
    assert [(row["projet_id"], row["autres_projets"], row["nombre_projets"]) for row in found] == [
        ("ARA-2025-001", "GE-2021-001", 2)
    ]
    with duckdb.connect(str(ran / "publication" / "cibles.duckdb"), read_only=True) as connection:
        assert of_month(connection, "synthese_dossiers", MONTH).row(0, named=True) == active


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ('source = "dmp.taux"', "0,8996"),
        ('source = "dmp.taux"\nformat = "pourcentage"', "89,96"),
        ('source = "dmp.numerateur"', "1234"),
        ('source = "dmp.verdict"', "non_atteinte"),
        ('source = "dmp.verdict"\nformat = "mots"', "non atteinte"),
        ('source = "dmp.motif"', ""),
        ('source = "dmp.fenetre_fin"', "30/06/2026"),
        ('source = "mssante.taux"', ""),
        ('source = "champ"\nformat = "mots"', "Personnes âgées"),
        ('source = "finess_et"', "010990018"),
        ('valeur = "ESMS-2026"', "ESMS-2026"),
    ],
)
def test_each_source_is_written_as_asked(column, written):
    assert line(described(f'entete = "x"\n{column}', 'entete = "y"\nvaleur = "fin"'), essms()) == f"{written};fin"


@pytest.mark.parametrize("name", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1"])
def test_a_name_that_could_become_a_formula_is_neutralised(name):
    assert line(described('entete = "x"\nsource = "nom"'), essms(nom=name)) == f"'{name}"


def test_separators_quotes_and_letters_of_names_are_kept():
    asked = described('entete = "x"\nsource = "nom"', head=HEAD.replace('"utf-8"', '"cp1252"'))
    content = prefeed(essms(nom='A;"B" œuvre €\u2011'), pl.DataFrame([FIGURES]), asked)
    assert content.decode("cp1252") == 'x\n"A;""B"" œuvre €?"\n'


def test_a_file_may_have_no_header():
    asked = described('entete = "x"\nsource = "nom"', head=HEAD.replace("entetes = true", "entetes = false"))
    assert prefeed(essms(), pl.DataFrame([FIGURES]), asked) == b"EHPAD\n"


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_admitted_exists_in_what_is_read(source, ran):
    import duckdb

    from flows.exports import of_month

    with duckdb.connect(str(ran / "publication" / "cibles.duckdb"), read_only=True) as connection:
        query, name = ("indicateurs", source.partition(".")[2]) if "." in source else ("essms_une_fois", source)
        assert name in of_month(connection, query, MONTH).columns


FAULTS = [
    ("unknown key", 'entete = "x"\nsource = "nom"\nlargeur = 3', "clé colonne[1].largeur : clé inconnue", 10),
    ("unknown source", 'entete = "x"\nsource = "dmp.tau"', "source inconnue ; écrivez peut-être « dmp.taux »", 9),
    ("both", 'entete = "x"\nsource = "nom"\nvaleur = "x"', "une source ou une valeur, et une seule", 7),
    ("neither", 'entete = "x"', "une source ou une valeur, et une seule", 7),
    ("other format", 'entete = "x"\nsource = "nom"\nformat = "pourcentage"', "format d'une autre sorte", 10),
    ("unknown format", 'entete = "x"\nsource = "nom"\nformat = "euros"', "valeur inconnue", 10),
    ("empty header", 'entete = ""\nsource = "nom"', "le texte est vide", 8),
    ("header twice", 'entete = "x"\nsource = "nom"\n[[colonne]]\nentete = "x"\nsource = "mois"', "portent cet en-tête", 11),
    ("no header", 'source = "nom"', "la clé entete manque", 7),
    ("key twice", 'entete = "x"\nentete = "y"\nsource = "nom"', "deux fois", 9),
]


@pytest.mark.parametrize(("column", "said", "at"), [pytest.param(*item[1:], id=item[0]) for item in FAULTS])
def test_a_fault_of_a_column_is_refused_in_a_sentence(column, said, at):
    with pytest.raises(RulebookError) as refused:
        described(column)
    assert said in str(refused.value)
    assert f"maturin_sms.toml, ligne {at}" in str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace('separateur = ";"', 'separateur = ":"'), "clé separateur : valeur inconnue"),
        (lambda text: text.replace("entetes = true", 'entetes = "oui"'), "clé entetes : un oui ou non est attendu"),
        (lambda text: text + 'autre = "x"\n', "clé inconnue"),
        (lambda text: text.replace('decimale = ","\n', ""), "clé decimale : la clé manque"),
        (lambda text: text[: text.index("\n[[colonne]]")], "clé colonne : la clé manque"),
        (lambda text: text[: text.index("\n[[colonne]]")] + "\ncolonne = []\n", "clé colonne : la liste est vide"),
        (lambda text: text.replace('"mois"', '"mois'), "fermez les guillemets"),
    ],
)
def test_a_fault_of_the_whole_is_refused_in_a_sentence(change, said):
    changed = change(TEXT)
    assert changed != TEXT
    with pytest.raises(RulebookError) as refused:
        load_prefeed("maturin_sms.toml", changed.encode())
    assert said in str(refused.value)
    assert re.search(r"maturin_sms\.toml, ligne \d+", str(refused.value))
