"""The published rulebooks say what the calls say: figures as agreed, each sentence word for word in its section of the call.

The calls are not part of the repository; without them beside it, the sentences are not compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

import contracts
from contracts.rulebook import Rulebook, Source
from contracts.rulebook_loader import load_rulebook

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
ARA, GUADELOUPE = "ara-generalisation-2025", "guadeloupe-generalisation-2022"
SEED_OF = {ARA: "001_c77ba3dd9dfe6b5d.txt", GUADELOUPE: "004_6ad114a290e15910.txt"}
SOCLE = ("dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "dmp")
COMMON_READINGS = ("annuelle", "douze_mois", "presents", "enpause", "imports", "ensemble")


def published(texte_id: str) -> Rulebook:
    """A rulebook of the product."""
    path = Path(contracts.__file__).parent / "texts" / f"{texte_id}.toml"
    return load_rulebook(path.name, path.read_bytes())


def sources(value: object) -> list[Source]:
    """Every source inside a rulebook."""
    if isinstance(value, Source):
        return [value]
    inside = value if isinstance(value, tuple) else vars(value).values() if hasattr(value, "__dict__") else ()
    return [source for item in inside for source in sources(item)]


def folded(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


def sections(call: str) -> dict[str, str]:
    """The call by section number, on one line each, without the marks of italics and bold nor the notes at the foot of pages."""
    call = re.sub(r"</?i>|\*\*", "", call)
    call = re.sub(r"\n {40,}\n\d .*?\n(?= \S|\Z)", "\n", call, flags=re.DOTALL)
    parts: dict[str, list[str]] = defaultdict(list)
    number = letter = ""
    for line in call.splitlines():
        if found := re.match(r" ?(\d+(?:\.\d+)*) [A-ZÉL]", line):
            number, letter = found.group(1), ""
        elif found := re.match(r"([A-E])\. ", line):
            letter = f" {found.group(1)}"
        elif line in {"Calendrier", "Sommaire"}:
            number, letter = line, ""
        parts[number + letter].append(line)
    return {key: folded("\n".join(lines)) for key, lines in parts.items()}


@pytest.mark.parametrize("texte_id", SEED_OF)
def test_every_sentence_stands_word_for_word_in_its_section(texte_id):
    seed = SEEDS / SEED_OF[texte_id]
    if not seed.exists():
        pytest.skip("les appels à projets ne sont pas à côté du dépôt")
    call = sections(seed.read_text(encoding="utf-8"))
    cited = sources(published(texte_id))
    assert len(cited) > 30
    absent = [(source.section, source.phrase) for source in cited if source.phrase not in call.get(source.section, "")]
    assert absent == []


def test_a_note_at_the_foot_of_a_page_does_not_cut_a_sentence():
    call = " 3.1 Argent \nversé au porteur sous \n" + " " * 50 + "\n1 Décret \ndu 17 juin. \n conditions \n4.1 Autre \nversé"
    assert sections(call) == {"3.1": "3.1 Argent versé au porteur sous conditions", "4.1": "4.1 Autre versé"}


@pytest.mark.parametrize(
    ("texte_id", "indicators"), [(ARA, SOCLE), (GUADELOUPE, (*SOCLE, "e_prescription", "e_parcours"))], ids=SEED_OF
)
def test_indicators_in_the_order_of_the_vocabulary(texte_id, indicators):
    assert tuple(rule.indicateur for rule in published(texte_id).indicateurs) == indicators


@pytest.mark.parametrize("texte_id", SEED_OF)
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


@pytest.mark.parametrize("texte_id", SEED_OF)
def test_scope_balance_and_what_counts(texte_id):
    book = published(texte_id)
    assert (book.texte_id, book.portee, book.solde) == (texte_id, "chaque_essms", "tout_ou_rien")
    assert (book.imports_comptent, book.declaratif_accepte) == (False, False)
    assert [(item.part, item.condition) for item in book.versements] == [
        (Decimal("0.50"), "convention"),
        (Decimal("0.50"), "usage"),
    ]


@pytest.mark.parametrize(("texte_id", "pieces"), [(ARA, ["etat_recapitulatif_depenses"]), (GUADELOUPE, [])], ids=SEED_OF)
def test_papers(texte_id, pieces):
    assert [piece.code for piece in published(texte_id).pieces] == pieces


@pytest.mark.parametrize("indicateur", SOCLE)
def test_only_ara_exempts_and_only_pjm_from_mssante_and_dmp(indicateur):
    exempted = published(ARA).exemption(indicateur, "340")
    assert (exempted is not None) == (indicateur in {"mssante", "dmp"})
    assert published(ARA).exemption(indicateur, "500") is None
    assert published(ARA).exemption(indicateur, None) is None
    assert published(GUADELOUPE).exemption(indicateur, "340") is None


@pytest.mark.parametrize(("texte_id", "national"), [(ARA, False), (GUADELOUPE, True)], ids=SEED_OF)
def test_deadlines_are_indicative(texte_id, national):
    assert [(item.type_operation, item.mois, item.opposable, item.projets_nationaux) for item in published(texte_id).delais] == [
        ("mise_a_niveau", 9, False, national),
        ("acquisition", 18, False, national),
    ]


@pytest.mark.parametrize(
    ("texte_id", "own"),
    [(ARA, ("fenetre_3", "fenetre_4", "fenetre_5", "fenetre_6")), (GUADELOUPE, ("chaque_fin_de_mois",))],
    ids=SEED_OF,
)
def test_readings(texte_id, own):
    book = published(texte_id)
    assert sorted(reading.code for reading in book.lectures) == sorted((*COMMON_READINGS, *own))
    assert book.lecture_par_defaut.code == "fenetre"


@pytest.mark.parametrize("texte_id", SEED_OF)
def test_open_points_say_which_reading_was_chosen(texte_id):
    book = published(texte_id)
    notes = [book.portee_lecture, *(rule.fenetre.lecture for rule in book.indicateurs if rule.cible)]
    assert all(notes)
    assert "`ensemble`" in book.portee_lecture
    assert "`enpause`" in book.rule("projets_personnalises").lecture
    assert all("devrait" in (item.lecture or item.source.phrase) for item in book.delais)


@pytest.mark.parametrize("texte_id", SEED_OF)
def test_a_note_names_only_readings_that_exist(texte_id):
    path = Path(contracts.__file__).parent / "texts" / f"{texte_id}.toml"
    named = set(re.findall(r"`(\w+)`", path.read_text(encoding="utf-8")))
    known = {reading.code for reading in published(texte_id).lectures}
    assert named - known == {"lecture", "lecture_par_defaut"}
