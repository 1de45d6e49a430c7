"""An amendment is read strictly, merged into a text, and told by its own file and line when it makes the text wrong."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.amendment_loader import AmendmentFile, amended, load_amendment
from contracts.failures import RulebookError
from contracts.rulebook import Amendment, Source
from contracts.rulebook_loader import load_rulebook
from contracts.rulebook_values import rulebook_values
from tests.contracts.small_texts import FULL, edited, refusal

SOURCE = 'source = { document = "Avenant", section = "I", phrase = "Désormais." }'

HEAD = """\
avenant_id = "plus"
titre = "Avenant d'essai"
emetteur = "DNS"
reference = "Instruction 3"
verifie_le = 2026-01-31
verifie_par = "équipe"
modifie = ["full"]

[date_effet]
valeur = 2025-09-02
source = { document = "Avenant", section = "II", phrase = "Au 2 septembre.", secondaire = true }
lecture = "Retenu : la signature."
"""

RIGHT = f"""{HEAD}
[changements.versements.avance]
part = "0.30"
{SOURCE}

[changements.versements.solde]
part = "0.30"
{SOURCE}
"""


def amendment(changes: str, name: str = "plus") -> AmendmentFile:
    """An amendment that makes these changes."""
    text = HEAD.replace('avenant_id = "plus"', f'avenant_id = "{name}"') + changes
    return load_amendment(f"avenants/{name}.toml", text.encode())


def told(text: str) -> list[str]:
    """The sentences with which this amendment is refused."""
    with pytest.raises(RulebookError) as caught:
        load_amendment("avenants/plus.toml", text.encode())
    return str(caught.value).split("\n")


def test_a_right_amendment_is_read_whole():
    read = load_amendment("avenants/plus.toml", RIGHT.encode())
    assert read.amendment == Amendment(
        avenant_id="plus",
        titre="Avenant d'essai",
        emetteur="DNS",
        reference="Instruction 3",
        textes=("full",),
        date_effet=date(2025, 9, 2),
        source=Source("Avenant", "II", "Au 2 septembre.", secondaire=True),
        lecture="Retenu : la signature.",
        empreinte=hashlib.sha256(RIGHT.encode()).hexdigest(),
    )
    assert (read.verifie_le, read.verifie_par) == (date(2026, 1, 31), "équipe")
    assert list(read.changes) == ["versements"]


def test_values_are_replaced_and_tables_merged():
    book = load_rulebook("full.toml", FULL.encode(), [load_amendment("plus.toml", RIGHT.encode())])
    assert [(item.code, item.part, item.condition) for item in book.versements] == [
        ("avance", Decimal("0.30"), "convention"),
        ("mise_en_place", Decimal("0.4"), "pieces"),
        ("solde", Decimal("0.30"), "usage"),
    ]
    plain = load_rulebook("full.toml", FULL.encode())
    assert [item.source.document for item in book.versements] == ["Avenant", "AAP", "Avenant"]
    assert replace(book, versements=plain.versements, avenants=(), empreinte=plain.empreinte) == plain
    assert [item.avenant_id for item in book.avenants] == ["plus"]


def test_a_part_that_the_text_does_not_have_is_added():
    text = FULL.replace(FULL[FULL.index("[bareme.heures]") : FULL.index("[bareme.partage_ars]")], "")
    change = amendment(f'[changements.bareme.heures]\npostes = ["editeur"]\n{SOURCE}\n')
    assert load_rulebook("full.toml", text.encode()).bareme.heures is None
    assert load_rulebook("full.toml", text.encode(), [change]).bareme.heures.postes == ("editeur",)


def test_the_note_on_a_former_sentence_goes_with_it():
    change = amendment(f"[changements.indicateurs.evenements_agenda.fenetre]\nmaintenance = 2\n{SOURCE}\n")
    window = load_rulebook("full.toml", FULL.encode(), [change]).rule("evenements_agenda").fenetre
    assert (window.minimum, window.maintenance, window.source.document, window.lecture) == (3, 2, "Avenant", None)


def test_merging_leaves_the_trees_as_they_were():
    tree, changes = {"a": {"b": 1, "lecture": "x", "source": {"d": 1, "s": 2}}}, {"a": {"b": 2, "source": {"d": 3}}, "e": [1]}
    assert amended(tree, changes) == {"a": {"b": 2, "source": {"d": 3}}, "e": [1]}
    assert tree == {"a": {"b": 1, "lecture": "x", "source": {"d": 1, "s": 2}}}
    assert amended(tree, {"a": 3}) == {"a": 3}


def test_the_fingerprint_is_that_of_the_files_in_order():
    first = amendment(f"[changements.conditions.terme]\njour = 2027-12-31\n{SOURCE}\n", "first")
    second = amendment(f"[changements.conditions.terme]\njour = 2028-12-31\n{SOURCE}\n", "second")
    hashes = [hashlib.sha256(FULL.encode()).hexdigest(), first.amendment.empreinte, second.amendment.empreinte]
    book = load_rulebook("full.toml", FULL.encode(), [first, second])
    assert book.empreinte == hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    assert (book.conditions.terme.jour, [item.avenant_id for item in book.avenants]) == (date(2028, 12, 31), ["first", "second"])
    turned = load_rulebook("full.toml", FULL.encode(), [second, first])
    assert turned.empreinte != book.empreinte
    assert turned.conditions.terme.jour == date(2027, 12, 31)


def test_rows_of_values_name_the_amendment_and_say_what_is_second_hand():
    second_hand = SOURCE.replace(" }", ", secondaire = true }")
    change = amendment(f"[changements.conditions.terme]\njour = 2027-12-31\n{second_hand}\n")
    rows = {row["cle"]: row for row in rulebook_values(load_rulebook("full.toml", FULL.encode(), [change])).to_dicts()}
    day, last = rows["avenants.plus.date_effet"], rows["conditions.terme"]
    assert (day["valeur"], day["unite"], day["lecture"], day["origine"]) == (
        "2025-09-02",
        "date",
        "Retenu : la signature.",
        "secondaire",
    )
    assert (last["valeur"], last["document"], last["origine"]) == ("2027-12-31", "Avenant", "secondaire")
    assert rows["portee"]["origine"] == "texte"


@pytest.mark.parametrize(
    ("old", "new", "at", "key", "says"),
    [
        ('avenant_id = "plus"', 'avenant_id = "moins"', 1, "avenant_id", 'nom de son fichier ; écrivez avenant_id = "plus", ou'),
        ('emetteur = "DNS"\n', "", 1, "emetteur", "la clé manque ; ajoutez-la en tête du fichier"),
        ("verifie_le = 2026-01-31", 'verifie_le = "hier"', 5, "verifie_le", "une date est attendue"),
        ('modifie = ["full"]', "modifie = []", 7, "modifie", "la liste est vide"),
        ('modifie = ["full"]', 'modifie = "full"', 7, "modifie", "une liste est attendue"),
        ('modifie = ["full"]', 'modifie = ["full", "full"]', 7, "modifie", "« full » y figure plusieurs fois"),
        ("[date_effet]", "[date_effets]", 9, "date_effets", "clé inconnue ; écrivez peut-être « date_effet »"),
        ("valeur = 2025-09-02\n", "", 9, "date_effet", "la clé valeur manque"),
        ("secondaire = true", "secondaire = 1", 11, "date_effet.source.secondaire", "un oui ou non est attendu"),
        (
            "[changements.versements.avance]",
            "[changement.versements.avance]",
            14,
            "changement",
            "écrivez peut-être « changements »",
        ),
        (
            "[changements.versements.avance]",
            "[changements.versement.avance]",
            14,
            "changements.versement",
            "clé inconnue ; écrivez peut-être « versements »",
        ),
        (
            "[changements.versements.avance]",
            '[changements]\ntitre = "Autre"\n[changements.versements.avance]',
            15,
            "changements.titre",
            "une table est attendue",
        ),
        (
            "[changements.versements.avance]",
            "[changements.publie_le]\nvaleur = 2025-01-01\n[changements.versements.avance]",
            14,
            "changements.publie_le",
            "un avenant ne change pas ce qui désigne le texte ; retirez cette clé",
        ),
        ('part = "0.30"\nsource', 'part = "0.30"\n# source', 14, "changements.versements.avance", "la source manque"),
        ('part = "0.30"\nsource', 'part = "0.30"\npart = "0.30"\nsource', 16, "changements.versements.avance.part", "deux fois"),
    ],
)
def test_each_way_for_an_amendment_to_be_wrong_is_told(old, new, at, key, says):
    sentences = told(RIGHT.replace(old, new, 1))
    start = f"avenants/plus.toml, ligne {at}, clé {key} : "
    assert [sentence for sentence in sentences if sentence.startswith(start) and says in sentence], sentences


@pytest.mark.parametrize(
    ("text", "line"),
    [(HEAD, 1), (HEAD + "[changements]\n", 13), ("changements = 3\n" + HEAD, 1)],
    ids=["none", "empty", "number"],
)
def test_an_amendment_that_changes_nothing_is_refused(text, line):
    assert re.match(rf"avenants/plus\.toml, ligne {line}, clé changements : .+ ; .+\.$", told(text)[0])


def test_what_is_not_toml_is_told_by_the_name_of_the_amendment():
    assert told("a = ")[0].startswith("avenants/plus.toml, ligne 1, clé a : ")


def test_a_change_may_be_of_what_has_no_sentence_of_its_own():
    change = amendment('[changements.indicateurs.mssante]\nlibelle = "Courriels"\n')
    assert load_rulebook("full.toml", FULL.encode(), [change]).rule("mssante").libelle == "Courriels"


@pytest.mark.parametrize(
    ("changes", "line", "key", "says"),
    [
        (f'[changements.versements.avance]\npart = "0.30"\n{SOURCE}\n', 13, "versements", "les parts ne font pas 1 (0.30 +"),
        (f"[changements.conditions.terme]\njour = 3\n{SOURCE}\n", 14, "conditions.terme.jour", "une date est attendue"),
        (f"[changements.conditions.terme]\njours = 3\n{SOURCE}\n", 14, "conditions.terme.jours", "clé inconnue"),
        (f'[changements.pieces.devis]\nlibele = "Devis"\n{SOURCE}\n', 14, "pieces.devis.libele", "écrivez peut-être « libelle »"),
        (f'[changements.exemptions.pa]\nindicateurs = ["dmp"]\n{SOURCE}\n', 13, "exemptions.pa", "rien ne dit qui est dispensé"),
        (
            "[changements.indicateurs.e_parcours]\n"
            f'libelle = "Échanges"\ncalcul = {{ mesure = "nombre", {SOURCE} }}\nsans_cible = {{ {SOURCE} }}\n',
            13,
            "indicateurs.e_parcours",
            "la clé fenetre manque ; ajoutez la table [changements.indicateurs.e_parcours.fenetre]",
        ),
        (f"[changements.criteres]\nminimum = 2\n{SOURCE}\n", 14, "criteres.minimum", "minimum dépasse le nombre de critères"),
    ],
)
def test_a_change_that_makes_the_text_wrong_is_told_where_it_is_written(changes, line, key, says):
    sentences = refusal(FULL, "full.toml", [amendment(changes)])
    start = f"avenants/plus.toml, ligne {line}, clé changements.{key} : "
    assert [sentence for sentence in sentences if sentence.startswith(start) and says in sentence], sentences


def test_of_two_amendments_the_last_that_writes_the_value_is_told():
    def ends(day: str, name: str) -> AmendmentFile:
        return amendment(f"[changements.conditions.terme]\njour = {day}\n{SOURCE}\n", name)

    elsewhere = amendment("[changements.delais]\n", "elsewhere")
    for order in ([ends("2027-01-01", "first"), ends("0", "second")], [ends("0", "second"), elsewhere]):
        assert refusal(FULL, "full.toml", order)[0].startswith("avenants/second.toml, ligne 14, ")


def test_what_an_amendment_makes_wrong_elsewhere_names_the_text_and_the_amendment():
    change = amendment(f"[changements.indicateurs.evenements_agenda.fenetre]\nautres = [1]\n{SOURCE}\n")
    line = FULL.splitlines().index("[lectures.fenetre_6]") + 1
    assert refusal(FULL, "full.toml", [change]) == [
        f"full.toml (modifié par avenants/plus.toml), ligne {line}, clé lectures.fenetre_6 : "
        "aucune fenêtre du texte n'admet cette durée au choix ; retirez cette lecture."
    ]


def test_a_text_that_is_wrong_alone_is_told_as_itself():
    text = edited(FULL, 'emetteur = "ARS"', "emetteur = 3")
    line = text.splitlines().index("emetteur = 3") + 1
    sentences = refusal(text, "full.toml", [load_amendment("plus.toml", RIGHT.encode())])
    assert sentences == [f"full.toml, ligne {line}, clé emetteur : un texte est attendu ; écrivez-le entre guillemets."]
