"""A right rulebook is read exactly; each way to be wrong is refused with its file, line, key and mend."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.failures import RulebookError
from contracts.rulebook import Basis, Deadline, Exemption, Instalment, Piece, Reading, Source, Target, WindowRule
from contracts.rulebook_loader import load_rulebook
from contracts.rulebook_money import Conditions
from tests.contracts.small_texts import FULL, FULL_FAULTS, MINI, MINI_FAULTS, edited, refusal


def source(section: str, phrase: str) -> Source:
    return Source("AAP", section, phrase)


def test_a_right_file_is_read_whole():
    book = load_rulebook("mini.toml", MINI.encode())
    assert (book.texte_id, book.titre, book.emetteur, book.reference) == ("mini", "Appel d'essai", "ARS", "Instruction 1")
    assert (book.publie_le, book.en_vigueur_le) == (date(2025, 1, 1), date(2025, 1, 2))
    assert (book.verifie_le, book.verifie_par) == (date(2026, 1, 31), "équipe")
    assert (book.portee, book.portee_source) == ("chaque_essms", source("3", "Pour chaque ESSMS."))
    assert book.portee_lecture == "Retenu : chaque."
    assert (book.solde, book.solde_source, book.solde_lecture) == ("tout_ou_rien", source("4", "Sous condition."), None)
    assert (book.imports_comptent, book.declaratif_accepte) == (False, True)
    assert book.appuis == (
        Basis("publie_le", source("1", "Publié le 1er."), None),
        Basis("en_vigueur_le", source("2", "Ouvert le 2."), None),
        Basis("imports_comptent", source("5", "Mis à jour."), "Retenu : saisie."),
        Basis("declaratif_accepte", source("6", "Déclaré."), None),
    )
    assert book.exemptions == (Exemption("majeurs", ("mssante",), ("340",), source("13", "Sauf PJM."), None),)
    assert book.versements == (
        Instalment("avance", Decimal("0.40"), "convention", source("14", "40 %")),
        Instalment("solde", Decimal("0.6"), "usage", source("15", "60 %")),
    )
    assert book.balance.code == "solde"
    assert book.pieces == (Piece("facture", "Facture", source("16", "Une facture.")),)
    assert book.delais == (Deadline("acquisition", 18, True, source("17", "18 mois."), False, None),)
    assert book.lecture_par_defaut == Reading("fenetre", "Fenêtre", "Même période.", source("18", "Sur le mois."))
    assert [reading.code for reading in book.lectures] == ["fenetre_2", "annuelle"]
    assert (book.criteres, book.bareme, book.conditions, book.avenants) == (None, None, Conditions(), ())


def test_indicators_keep_their_order_window_and_exact_target():
    book = load_rulebook("mini.toml", MINI.encode())
    assert [rule.indicateur for rule in book.indicateurs] == ["mssante", "e_parcours"]
    messages, exchanges = book.indicateurs
    assert messages.fenetre == WindowRule(2, 4, 5, source("8", "De 2 à 4 mois."), None)
    assert messages.cible == Target("part", Decimal("0.70"), source("9", "70 %"))
    assert messages.calcul == source("7", "messages / personnes")
    assert (messages.sans_cible, messages.par_projet, messages.mesure, messages.toutes_natures) == (None, None, "taux", False)
    assert exchanges.mesure == "nombre"
    assert (exchanges.cible, exchanges.sans_cible) == (None, source("12", "Pas de cible."))
    assert exchanges.lecture == "Retenu : la fenêtre."


def test_the_fingerprint_is_that_of_the_bytes():
    content = MINI.encode()
    assert load_rulebook("mini.toml", content).empreinte == hashlib.sha256(content).hexdigest()
    assert load_rulebook("mini.toml", content + b"\n").empreinte != hashlib.sha256(content).hexdigest()


def test_line_ends_and_mark_of_windows_say_the_same():
    windows = b"\xef\xbb\xbf" + MINI.replace("\n", "\r\n").encode()
    plain = load_rulebook("mini.toml", MINI.encode())
    assert replace(load_rulebook("mini.toml", windows), empreinte=plain.empreinte) == plain


def test_a_sentence_over_several_lines_is_read_on_one():
    book = load_rulebook("mini.toml", edited(MINI, '"Pour chaque ESSMS."', '"""\nPour  chaque\n\tESSMS."""').encode())
    assert book.portee_source.phrase == "Pour chaque ESSMS."


@pytest.mark.parametrize(
    ("written", "read"), [('"0.90"', "0.90"), ("0.90", "0.90"), ("1", "1"), ('"1"', "1"), ("0.1", "0.1"), ('"0.0001"', "0.0001")]
)
def test_a_share_is_exact_however_written(written, read):
    book = load_rulebook("mini.toml", edited(MINI, 'valeur = "0.70"', f"valeur = {written}").encode())
    assert str(book.rule("mssante").cible.valeur) == read


def test_a_count_may_be_a_target():
    text = edited(MINI, 'unite = "part"\nvaleur = "0.70"', 'unite = "nombre"\nvaleur = 12')
    text = text.replace('mesure = "taux"', 'mesure = "nombre"')
    assert load_rulebook("mini.toml", text.encode()).rule("mssante").cible.valeur == Decimal(12)


def test_empty_tables_say_that_there_is_none():
    text = MINI
    for table in ("exemptions", "pieces", "delais"):
        text = re.sub(rf"\[{table}\.\w+\]\n(.+\n)+", f"[{table}]\n", text)
    book = load_rulebook("mini.toml", text.encode())
    assert (book.exemptions, book.pieces, book.delais) == ((), (), ())


@pytest.mark.parametrize("case", MINI_FAULTS.values(), ids=MINI_FAULTS)
def test_each_way_to_be_wrong_is_told(case):
    text = edited(MINI, case["old"], case["new"])
    line = text.splitlines().index(case["at"]) + 1
    assert refusal(text) == [f"mini.toml, ligne {line}, clé {case['key']} : {case['told']}."]


@pytest.mark.parametrize("case", FULL_FAULTS.values(), ids=FULL_FAULTS)
def test_each_way_to_be_wrong_is_told_in_the_parts_a_text_may_have(case):
    text = edited(FULL, case["old"], case["new"])
    line = text.splitlines().index(case["at"]) + 1
    assert refusal(text, "full.toml") == [f"full.toml, ligne {line}, clé {case['key']} : {case['told']}."]


def test_a_text_without_indicator_is_refused():
    text = re.sub(r"\[indicateurs\.[^\[]*(?=\[)", "", MINI).replace("[exemptions.majeurs]", "[indicateurs]\n[exemptions.majeurs]")
    line = text.splitlines().index("[indicateurs]") + 1
    what = "le texte ne mesure aucun indicateur ; décrivez-en un sous [indicateurs.CODE]"
    assert f"mini.toml, ligne {line}, clé indicateurs : {what}." in refusal(text)


def test_a_file_that_is_not_utf8_is_refused_at_its_line():
    with pytest.raises(RulebookError) as caught:
        load_rulebook("mini.toml", MINI.encode("cp1252"))
    assert str(caught.value) == ("mini.toml, ligne 6 : un caractère n'est pas en UTF-8 ; enregistrez le fichier en UTF-8.")


def test_an_empty_file_is_refused_key_by_key():
    told = refusal("")
    assert told[0] == "mini.toml, ligne 1, clé texte_id : la clé manque ; ajoutez-la en tête du fichier."
    assert (len(told), told[-1]) == (11, "Et 10 autres : corrigez d'abord celles-ci.")


def test_all_faults_are_told_at_once_in_the_order_of_the_file():
    text = edited(MINI, "mois = 18", "mois = 0").replace('titre = "Appel d\'essai"', "titre = 3").replace('["340"]', "[]")
    assert [re.search(r"clé (\S+) :", told).group(1) for told in refusal(text)] == [
        "titre",
        "exemptions.majeurs.categories",
        "delais.acquisition.mois",
    ]


@pytest.mark.parametrize(("faults", "last"), [(10, "Facture"), (11, "Et 1 autre : corrigez d'abord celles-ci.")])
def test_ten_faults_are_shown_and_the_others_counted(faults, last):
    extra = "".join(f"\nzz{number} = 1" for number in range(faults))
    told = refusal(edited(MINI, 'libelle = "Facture"', f'libelle = "Facture"{extra}'))
    assert len(told) == min(faults, 10) + (faults > 10)
    assert told[-1] == last if faults > 10 else "pieces.facture.zz9" in told[-1]


@pytest.mark.parametrize("content", [b"[" * 2000, b"a = " + b"[" * 50_000, b"\x00", b"a = '''", b"= 1", b"a = {", b"a = \t\n"])
def test_what_is_not_toml_is_a_rulebook_error(content):
    with pytest.raises(RulebookError, match=r"^x\.toml, ligne 1(, clé a)? : .+ ; .+\.$"):
        load_rulebook("x.toml", content)
