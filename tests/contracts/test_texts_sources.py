"""The published rulebooks say what the calls say: figures as agreed, each sentence word for word in its section of the call.

The calls are not part of the repository; without them beside it, the sentences are not compared.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import contracts
from contracts.rulebook import Source
from contracts.rulebook_values import rulebook_values
from tests.contracts.published_texts import (
    AMORCAGE,
    ARA,
    CALLS,
    GRAND_EST,
    GUADELOUPE,
    NATIONAL,
    SEEDS,
    SLIDES,
    folded,
    published,
    sections,
    sources,
)

TEXTS = (ARA, GUADELOUPE, GRAND_EST, NATIONAL)

FIXED_TARGETS = (ARA, GUADELOUPE)
"""Texts that set the targets themselves."""

SOCLE = ("dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "dmp")
COMMON_READINGS = ("annuelle", "douze_mois", "presents", "enpause", "imports", "ensemble", "declaratif")


def quoted_sections(document: str, cited: list[Source]) -> dict[str, str]:
    """The sections of a call, found in the way in which these sources name them."""
    named = {source.section for source in cited if source.document == document}
    titles = frozenset(section for section in named if not re.fullmatch(r"[\d.]+( [A-E])?|Calendrier", section))
    call = (SEEDS / CALLS[document]).read_text(encoding="utf-8")
    if document == SLIDES:
        # What a slide says may stand before its title: the text was taken out of boxes.
        return {title: folded(call) for title in titles if title in call}
    return sections(call, titles)


@pytest.mark.parametrize("texte_id", TEXTS)
def test_every_sentence_stands_word_for_word_in_its_section(texte_id):
    if not SEEDS.exists():
        pytest.skip("les appels à projets ne sont pas à côté du dépôt")
    cited = sources(published(texte_id))
    assert len(cited) > 30
    calls = {document: quoted_sections(document, cited) for document in {source.document for source in cited}}
    absent = [
        (source.document, source.section, source.phrase)
        for source in cited
        if source.phrase not in calls[source.document].get(source.section, "")
    ]
    assert absent == []


@pytest.mark.parametrize("texte_id", TEXTS)
def test_what_is_taken_from_another_call_is_second_hand(texte_id):
    values = rulebook_values(published(texte_id))
    second_hand = values.filter(pl.col("origine") == "secondaire")
    borrowed = values.filter((pl.col("document") == AMORCAGE) & (texte_id == NATIONAL))
    assert second_hand["cle"].to_list() == borrowed["cle"].to_list()


def test_the_national_call_takes_what_is_counted_from_another_and_neither_its_money_nor_its_scope():
    values = rulebook_values(published(NATIONAL))
    keys = set(values.filter(pl.col("origine") == "secondaire")["cle"])
    counted = {f"indicateurs.{code}.calcul" for code in (*SOCLE, "e_prescription", "e_parcours")}
    assert counted | {"imports_comptent", "criteres.impossibles.indicateurs", "lecture_par_defaut"} <= keys
    assert not any(key.startswith(("portee", "solde", "pieces", "conditions", "bareme")) for key in keys)


def test_a_note_at_the_foot_of_a_page_does_not_cut_a_sentence():
    call = " 3.1 Argent \nversé au porteur sous \n" + " " * 50 + "\n1 Décret \ndu 17 juin. \n conditions \n4.1 Autre \nversé"
    assert sections(call) == {"3.1": "3.1 Argent versé au porteur sous conditions", "4.1": "4.1 Autre versé"}


def test_sections_are_found_by_number_or_by_title():
    call = "2.4. Objets\njusqu'au 49^{ème}\n Modalités de <i>financement</i> \n**25 k€**"
    assert sections(call) == {"2.4": "2.4. Objets jusqu'au 49ème Modalités de financement 25 k€"}
    by_title = sections(call, frozenset({"Objets", "Modalités"}))
    assert by_title == {"": "2.4. Objets jusqu'au 49ème", "Modalités": "Modalités de financement 25 k€"}


@pytest.mark.parametrize(
    ("texte_id", "indicators"), [(ARA, SOCLE), (GUADELOUPE, (*SOCLE, "e_prescription", "e_parcours"))], ids=FIXED_TARGETS
)
def test_indicators_in_the_order_of_the_vocabulary(texte_id, indicators):
    assert tuple(rule.indicateur for rule in published(texte_id).indicateurs) == indicators


@pytest.mark.parametrize("texte_id", FIXED_TARGETS)
@pytest.mark.parametrize(
    ("indicateur", "cible"),
    [("dossiers_actifs", "0.90"), ("projets_personnalises", "0.90"), ("evenements_agenda", "0.90")]
    + [("mssante", "0.70"), ("dmp", "0.70")],
)
def test_targets(texte_id, indicateur, cible):
    target = published(texte_id).rule(indicateur).cible
    assert (target.unite, target.valeur) == ("part", Decimal(cible))
    assert re.search(rf"{int(Decimal(cible) * 100)} ?%$", target.source.phrase)


@pytest.mark.parametrize("indicateur", ["e_prescription", "e_parcours"])
def test_counts_without_target_quote_the_words_that_set_none(indicateur):
    rule = published(GUADELOUPE).rule(indicateur)
    assert rule.cible is None
    assert rule.sans_cible.phrase.endswith("Pas de valeur cible imposée")


@pytest.mark.parametrize(
    ("texte_id", "indicateur", "first", "later"),
    [
        (ARA, "dossiers_actifs", (3,), (3,)),
        (ARA, "projets_personnalises", (3,), (3,)),
        (ARA, "evenements_agenda", (3,), (1,)),
        (ARA, "mssante", (3, 4, 5, 6), (3, 4, 5, 6)),
        (ARA, "dmp", (3, 4, 5, 6), (3, 4, 5, 6)),
        *((GUADELOUPE, indicateur, (3,), (1,)) for indicateur in (*SOCLE, "e_prescription", "e_parcours")),
    ],
)
def test_windows(texte_id, indicateur, first, later):
    window = published(texte_id).rule(indicateur).fenetre
    assert (window.lengths(first=True), window.lengths(first=False)) == (first, later)


@pytest.mark.parametrize("texte_id", FIXED_TARGETS)
def test_scope_balance_and_what_counts(texte_id):
    book = published(texte_id)
    assert (book.texte_id, book.portee, book.solde) == (texte_id, "chaque_essms", "tout_ou_rien")
    assert (book.imports_comptent, book.declaratif_accepte) == (False, False)
    assert [(item.part, item.condition) for item in book.versements] == [
        (Decimal("0.50"), "convention"),
        (Decimal("0.50"), "usage"),
    ]


@pytest.mark.parametrize(("texte_id", "pieces"), [(ARA, ["etat_recapitulatif_depenses"]), (GUADELOUPE, [])], ids=FIXED_TARGETS)
def test_papers(texte_id, pieces):
    assert [piece.code for piece in published(texte_id).pieces] == pieces


@pytest.mark.parametrize("indicateur", SOCLE)
def test_only_ara_exempts_and_only_pjm_from_mssante_and_dmp(indicateur):
    exempted = published(ARA).exemption(indicateur, "340")
    assert (exempted is not None) == (indicateur in {"mssante", "dmp"})
    assert published(ARA).exemption(indicateur, "500") is None
    assert published(ARA).exemption(indicateur, None) is None
    assert published(GUADELOUPE).exemption(indicateur, "340") is None


@pytest.mark.parametrize(("texte_id", "national"), [(ARA, False), (GUADELOUPE, True)], ids=FIXED_TARGETS)
def test_deadlines_are_indicative(texte_id, national):
    assert [(item.type_operation, item.mois, item.opposable, item.projets_nationaux) for item in published(texte_id).delais] == [
        ("mise_a_niveau", 9, False, national),
        ("acquisition", 18, False, national),
    ]


@pytest.mark.parametrize(
    ("texte_id", "own"),
    [(ARA, ("fenetre_3", "fenetre_4", "fenetre_5", "fenetre_6")), (GUADELOUPE, ("chaque_fin_de_mois", "duree_projet"))],
    ids=FIXED_TARGETS,
)
def test_readings(texte_id, own):
    book = published(texte_id)
    assert sorted(reading.code for reading in book.lectures) == sorted((*COMMON_READINGS, *own))
    assert book.lecture_par_defaut.code == "fenetre"


@pytest.mark.parametrize("texte_id", FIXED_TARGETS)
def test_open_points_say_which_reading_was_chosen(texte_id):
    book = published(texte_id)
    notes = [book.portee_lecture, *(rule.fenetre.lecture for rule in book.indicateurs if rule.cible)]
    assert all(notes)
    assert "`ensemble`" in book.portee_lecture
    assert "`enpause`" in book.rule("projets_personnalises").lecture
    assert all("devrait" in (item.lecture or item.source.phrase) for item in book.delais)


@pytest.mark.parametrize("texte_id", TEXTS)
def test_a_note_names_only_readings_that_exist(texte_id):
    path = Path(contracts.__file__).parent / "texts" / f"{texte_id}.toml"
    named = set(re.findall(r"`(\w+)`", path.read_text(encoding="utf-8")))
    known = {reading.code for reading in published(texte_id).lectures}
    assert named - known <= {"lecture", "lecture_par_defaut"}


@pytest.mark.parametrize("texte_id", TEXTS)
def test_a_reading_that_a_note_calls_admissible_is_published(texte_id):
    book = published(texte_id)
    notes = rulebook_values(book).filter(~pl.col("cle").str.starts_with("lectures."))["lecture"].drop_nulls()
    claims = [claim for note in notes.unique() for claim in re.split(r"(?<=[.;])\s", note) if "admissible" in claim]
    assert len(claims) > 2
    known = {reading.code for reading in book.lectures}
    unfounded = [claim for claim in claims if "publiée à côté" not in claim or not known & set(re.findall(r"`(\w+)`", claim))]
    assert unfounded == []


@pytest.mark.parametrize("texte_id", FIXED_TARGETS)
def test_rates_and_counts(texte_id):
    counted = {rule.indicateur for rule in published(texte_id).indicateurs if rule.mesure == "nombre"}
    assert counted == ({"e_prescription", "e_parcours"} if texte_id == GUADELOUPE else set())
    assert not any(rule.toutes_natures for rule in published(texte_id).indicateurs)
