"""The pages for jurists say every value of every text, with its sentence and the cases that test it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from contracts.rulebook import Rulebook
from contracts.rulebook_values import rulebook_values
from flows.generate_docs import CASES, ROOT, TEXTS_PAGES, generated_files, left_over_pages
from flows.jurist.cases import cases_of, read_cases
from flows.jurist.markdown import anchor
from flows.jurist.pages import INDEX, jurist_pages
from flows.jurist.rule_page import SECOND_HAND
from flows.jurist.rules import amount, count, day, joined
from flows.jurist.text_page import rows_by_rule, sections
from flows.texts import load_all_amendments, load_all_texts
from tests.cases.case_files import case_files
from tests.flows.helpers_texts import EFFECT, amended_folder

PAGES = jurist_pages(CASES)
BOOKS = load_all_texts()
LINK = re.compile(r"\]\(([^)\s]+)\)")

CASE_FILE = """\
phrase = "Quinze."
document = "Instruction 3"
section = "2"
texte = "full"

[[cas]]
nom = "douze dépôts [à peine]"
valeurs = ["indicateurs.dmp.*"]
cote = "a_la_limite"

[[cas]]
nom = "quatorze dépôts"
valeurs = ["indicateurs.dmp.cible"]
cote = "en_deca"
avenants = { hausse = true }

[[cas]]
nom = "un autre texte"
texte = ["autre", "encore un autre"]
valeurs = ["indicateurs.dmp.cible"]
cote = "au_dela"

[[cas]]
nom = "deux textes"
texte = ["autre", "full"]
valeurs = ["indicateurs.dmp.cible"]
cote = "au_dela"

[[cas]]
nom = "ne nomme aucune valeur"
"""


@pytest.fixture
def pages(tmp_path):
    """Pages of a text that says everything a text may say, and of an amendment that changes it in every way."""
    (tmp_path / "cas" / "textes").mkdir(parents=True)
    (tmp_path / "cas" / "textes" / "depots.toml").write_text(CASE_FILE, encoding="utf-8")
    return jurist_pages(tmp_path / "cas", amended_folder(tmp_path / "textes"))


def said(markdown: str) -> str:
    """What a page says on one line, without the marks of quotes and escapes."""
    lines = (line.removeprefix("> ") for line in markdown.splitlines())
    return " ".join(re.sub(r"\\([^\w\s])", r"\1", " ".join(lines)).split())


def test_there_is_a_page_for_each_text_and_amendment_and_one_that_lists_them():
    names = [*BOOKS, *load_all_amendments()]
    assert set(PAGES) == {INDEX, *(f"{name}.md" for name in names)}
    assert all(f"]({name}.md)" in PAGES[INDEX] for name in names)


@pytest.mark.parametrize("texte_id", BOOKS)
def test_a_page_says_every_value_with_its_sentence_and_reading(texte_id):
    whole = said(PAGES[f"{texte_id}.md"])
    for row in rulebook_values(BOOKS[texte_id]).to_dicts():
        assert f"`{row['cle']}`" in whole
        assert row["phrase"] in whole
        assert f"{row['document']}, section {row['section']}." in whole
        # Codes that lead to a reading have an address after them.
        assert row["lecture"] is None or row["lecture"] in re.sub(r"\[(`\w+`)\]\(#[^)]*\)", r"\1", whole)


def test_values_of_one_rule_share_their_sentence():
    for book in BOOKS.values():
        rules = [rule for section in sections(book) for rule in section.rules]
        for rule, rows in rows_by_rule(book, rules).items():
            assert len({(row["section"], row["phrase"], row["lecture"]) for row in rows}) == 1, rule.prefix


def test_a_value_without_a_rule_or_a_rule_without_a_value_is_refused():
    book: Rulebook = BOOKS["ara-generalisation-2025"]
    rules = [rule for section in sections(book) for rule in section.rules]
    with pytest.raises(LookupError, match="no rule of the page says"):
        rows_by_rule(book, rules[1:])
    with pytest.raises(LookupError, match="of which the text has no value"):
        rows_by_rule(replace(book, exemptions=()), rules)


def test_every_case_that_names_a_value_is_on_the_page_of_its_text():
    # A case about several texts has its text after its name.
    named = {
        (file.name, case.nom.removesuffix(f" ({case.texte})"), case.texte)
        for file in case_files()
        for case in file.cases
        if case.valeurs
    }
    cases = read_cases(CASES)
    assert {(case.fichier, case.nom, case.texte) for case in cases} == named
    for case in cases:
        pages = [f"{case.texte}.md", *(f"{name}.md" for name in case.avenants)]
        assert any(f"[{case.fichier}::{case.nom}]" in said(PAGES[name]) for name in pages)


def test_every_link_leads_somewhere():
    for name, content in PAGES.items():
        titles = {anchor(line.lstrip("# ")) for line in content.splitlines() if line.startswith("#")}
        for address in LINK.findall(content):
            path, _, part = address.partition("#")
            assert path or part in titles, (name, address)
            assert not path or path in PAGES or (TEXTS_PAGES / path).resolve().is_file(), (name, address)


def test_everything_a_text_may_say_is_said_in_words(pages):
    whole = said(pages["full.md"])
    for sentence in (
        "Publié le 1er janvier 2021.",
        "En phase de maintenance : 1 mois.",
        "Autre durée admissible, publiée à côté : 1 ou 6 mois.",
        "Les événements de toute nature comptent",
        "Au moins 12.",
        "Fixée par projet",
        "Au choix, 1 au moins : `mssante`.",
        "champ d'activité AHI ou PJM ; non éligibles au SONS",
        "40 % de la subvention, à la réception des pièces.",
        "Demandée pour le versement `mise_en_place`.",
        "Le texte ne fixe pas de délai",
        "Au moins 15 ESSMS, de 3 organismes au moins.",
        "Outre-mer et en Corse : au moins 8 ESSMS, de 2 organismes au moins.",
        "les acquisitions pèsent au plus 40 % du montant",
        "au plus tard le 31 décembre 2026.",
        "Au plus 30 ESSMS par projet",
        "12 000 € par ESSMS, jusqu'au 49e ESSMS<br>1 000,50 € par ESSMS, à partir du 50e ESSMS",
        "éditeur non référencé Ségur",
        "dans la limite du devis (`devis_editeur`) ; sans devis, rien n'est dû",
        "si le projet le demande (`amoa_pilotage` au registre)",
    ):
        assert sentence in whole.replace("\N{NARROW NO-BREAK SPACE}", " "), sentence


def test_a_second_hand_sentence_is_marked(pages):
    assert pages["full.md"].count(SECOND_HAND) == 2
    assert "Cela concerne 1 de ces valeurs." in said(pages["full.md"])
    rule = pages["full.md"].split("#### Cible")[2]
    assert SECOND_HAND in rule.split("###")[0]


def test_cases_are_under_the_values_they_name(pages):
    target = pages["full.md"].split("#### Cible")[3].split("\n## ")[0]
    assert "Cas éprouvant `indicateurs.dmp.cible` (12) :" in target
    assert r"  - [textes/depots::douze dépôts \[à peine\]](../../tests/cases/textes/depots.toml) (à la limite)" in target
    assert "quatorze dépôts](../../tests/cases/textes/depots.toml) (en deçà, avec l'avenant hausse)" in said(target)
    assert "un autre texte" not in pages["full.md"]
    assert "deux textes" in target
    assert "Aucun cas : `portee` (ensemble)." in pages["full.md"]
    assert ", dont 5 éprouvées par un cas au moins |" in pages["full.md"]


def test_an_amendment_is_shown_before_and_after(pages):
    whole = said(pages["hausse.md"])
    assert "n'est appliqué que si l'espace de travail le choisit" in whole
    assert "Date d'effet | 1er juin 2021" in whole
    assert "### Dépôts (`dmp`) : Cible - Avant : Au moins 12. - Après : Au moins 15. Quinze." in whole
    assert "### Dispenses : `pjm` - Avant : le texte n'en dit rien. - Après : Indicateurs dispensés : `mssante`." in whole
    assert "Avant : Dû une fois par projet. Opérations concernées : mise à niveau. Seulement pour un projet" in whole
    assert "[textes/depots::quatorze dépôts]" in whole
    assert "douze dépôts" not in whole
    assert "`ahi`" not in whole


def test_an_amendment_is_named_on_the_page_of_its_text(pages):
    assert "[Hausse de la cible](hausse.md), depuis le 1er juin 2021." in said(pages["full.md"])
    assert EFFECT.isoformat() == "2021-06-01"


def test_without_cases_pages_are_written_all_the_same(tmp_path):
    pages = jurist_pages(tmp_path / "absent")
    assert "Cas éprouvant" not in pages["ara-generalisation-2025.md"]


def test_patterns_of_values_are_those_of_the_cases():
    cases = read_cases(CASES)
    assert cases_of(cases, "ara-generalisation-2025", "indicateurs.mssante.cible")
    assert not cases_of(cases, "ara-generalisation-2025", "indicateurs.mssante.cible.autre")


def test_no_page_of_a_text_that_is_no_more_is_left():
    assert left_over_pages(generated_files()) == []
    assert [path.name for path in left_over_pages({})] == sorted(path.name for path in TEXTS_PAGES.glob("*.md"))
    assert TEXTS_PAGES.is_relative_to(ROOT)


def test_words_of_figures():
    assert day(EFFECT) == "1er juin 2021"
    assert [count(number, noun) for number, noun in ((1, "région"), (2, "région"), (3, "mois"), (2, "ESSMS"))] == [
        *("1 région", "2 régions"),
        *("3 mois", "2 ESSMS"),
    ]
    assert [joined(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a et b", "a, b et c"]
    assert amount(BOOKS["ara-generalisation-2025"].bareme.postes[0].paliers[0].montant).startswith("7")
