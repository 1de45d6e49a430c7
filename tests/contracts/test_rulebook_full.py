"""A text that says everything a text may say is read exactly; and a text paid tranche after tranche."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from contracts.rulebook import Exemption, Selection, Source, WindowRule
from contracts.rulebook_loader import load_rulebook
from contracts.rulebook_money import (
    AcquisitionCap,
    Bound,
    Conditions,
    Desk,
    Grouping,
    HoursShare,
    Instalment,
    LastDay,
    Piece,
    Scale,
    ScaleItem,
    Statement,
    Tier,
)
from tests.contracts.small_texts import FULL, edited, refusal

BOOK = load_rulebook("full.toml", FULL.encode())

TRANCHES = re.sub(r"\[versements\.avance\](.|\n)*?(?=\[pieces\.)", "[versements]\n\n", FULL)
TRANCHES = TRANCHES.replace('valeur = "au_prorata"', 'valeur = "tranche_suivante"')
TRANCHES = TRANCHES.replace('versement = "mise_en_place"', 'tranche = "pilote"').replace('versement = "solde"\n', "")
"""The full text, paid tranche after tranche; one paper is for the pilot, one for every tranche."""


def source(section: str, phrase: str) -> Source:
    return Source("AAP", section, phrase)


def test_targets_set_per_project_and_what_is_counted():
    events, messages, deposits = BOOK.indicateurs
    assert (events.par_projet, events.cible, events.sans_cible) == (source("9", "Fixée par le porteur."), None, None)
    assert (events.mesure, events.toutes_natures, messages.mesure, messages.toutes_natures) == ("taux", True, "nombre", False)
    assert messages.par_projet == Source("AAP", "12", "Fixé.", secondaire=True)
    assert (deposits.cible.unite, deposits.cible.valeur) == ("nombre", Decimal(12))


def test_window_of_each_phase_and_of_other_readings():
    window = BOOK.rule("evenements_agenda").fenetre
    assert window == WindowRule(3, 3, None, source("8", "Trois mois."), "Retenu : trois.", maintenance=1, autres=(1, 6))
    assert window.lengths(first=False, phase="maintenance") == (1,)
    assert window.choices == (1, 6)


def test_a_window_may_be_a_range_and_have_other_lengths():
    text = edited(FULL, "minimum = 3\nmaximum = 3\n", "minimum = 2\nmaximum = 3\n").replace("fenetre_6", "fenetre_2")
    assert load_rulebook("full.toml", text.encode()).rule("evenements_agenda").fenetre.choices == (2, 3, 1, 6)


def test_criteria():
    assert BOOK.criteres == Selection(
        obligatoires=("evenements_agenda",),
        au_choix=("mssante",),
        minimum=1,
        source=source("16", "Un au moins."),
        lecture="Retenu : un ou plus.",
        impossibles=("mssante",),
        impossibles_source=source("17", "Si impossible."),
    )


def test_no_criterion_need_be_proposed_nor_impossible():
    text = edited(FULL, 'obligatoires = ["evenements_agenda"]', 'obligatoires = ["evenements_agenda", "mssante"]')
    text = edited(text, 'au_choix = ["mssante"]\nminimum = 1', "au_choix = []\nminimum = 0")
    text = edited(text, 'indicateurs = ["mssante"]', "indicateurs = []")
    criteria = load_rulebook("full.toml", text.encode()).criteres
    assert (criteria.au_choix, criteria.minimum, criteria.impossibles) == ((), 0, ())


def test_criteria_are_demanded_where_targets_are_set_per_project_and_only_there():
    absent = re.sub(r"\[criteres\](.|\n)*?(?=\[exemptions)", "", FULL)
    what = "rien ne dit comment se choisissent les critères fixés par projet ; ajoutez la table [criteres]"
    assert refusal(absent, "full.toml") == [f"full.toml, ligne 1, clé criteres : {what}."]
    alone = re.sub(r"par_projet\]", "sans_cible]", FULL).replace("par_projet =", "sans_cible =")
    alone = re.sub(r'(obligatoires|au_choix|indicateurs) = \["(evenements_agenda|mssante)"\]', r"\1 = []", alone)
    line = alone.splitlines().index("[criteres]") + 1
    what = "aucun indicateur n'a sa cible fixée par projet ; retirez la table [criteres]"
    assert refusal(alone.replace("minimum = 1\n", "minimum = 0\n"), "full.toml") == [
        f"full.toml, ligne {line}, clé criteres : {what}."
    ]


def test_exemption_by_field_and_eligibility():
    exemption = Exemption("ahi", ("dmp",), (), source("18", "Sauf AHI."), None, champs=("AHI", "PJM"), sons_eligible=False)
    assert BOOK.exemptions == (exemption,)
    assert exemption.releases("219", "AHI", False)
    assert not any(exemption.releases("219", champ, known) for champ, known in [("AHI", True), ("AHI", None), ("PA", False)])


def test_instalments_and_their_papers():
    assert BOOK.versements[1] == Instalment("mise_en_place", Decimal("0.4"), "pieces", source("20", "40 % sur facture"))
    assert BOOK.balance.code == "solde"
    assert BOOK.pieces == (
        Piece("facture_mise_en_place", "Facture de mise en place", source("22", "Une facture."), versement="mise_en_place"),
        Piece("facture_fin", "Facture de fin", source("23", "Une autre facture."), versement=None),
    )


def test_conditions():
    assert BOOK.conditions == Conditions(
        regroupement=Grouping(15, 3, 8, 2, ("acquisition",), True, True, source("24", "Trois organismes."), "Retenu : les deux."),
        guichet=Desk(50, 2, False, source("25", "Cinquante.")),
        double_financement=Statement(source("26", "Une fois.")),
        part_acquisition=AcquisitionCap(Decimal("0.4"), source("27", "40 % d'acquisitions")),
        terme=LastDay(date(2026, 12, 31), source("28", "Fin 2026.")),
    )


def test_scale():
    editor = ScaleItem(
        code="editeur",
        libelle="Éditeur",
        par="essms",
        operations=("acquisition", "mise_a_niveau"),
        paliers=(
            Tier(1, Decimal(12000), source("38", "Douze mille.")),
            Tier(50, Decimal("1000.50"), source("37", "Puis mille.")),
        ),
        source=source("36", "L'éditeur."),
        lecture="Retenu : un devis.",
        segur=False,
        devis="devis_editeur",
        sans_devis="rien",
    )
    steering = ScaleItem(
        code="amoa",
        libelle="Pilotage",
        par="projet",
        operations=("mise_a_niveau",),
        paliers=(Tier(1, Decimal(100000), source("39", "Cent mille."), "Une fois."),),
        source=source("40", "Pour les petits."),
        petits=True,
        option="amoa_pilotage",
    )
    assert BOOK.bareme == Scale(
        decompte=Statement(source("29", "FINESS uniques.")),
        postes=(editor, steering),
        plafond=Bound(30, source("30", "Trente au plus.")),
        minimum=Bound(5, source("31", "Cinq au moins.")),
        maximum=Bound(500, source("32", "Cinq cents au plus.")),
        petits_moins_de=Bound(12, source("33", "Moins de douze.")),
        heures=HoursShare(("editeur",), source("34", "Au prorata des heures.")),
        partage_ars=Statement(source("35", "Entre ARS.")),
    )


@pytest.mark.parametrize(("written", "read"), [("0", "0"), ("7e3", "7E+3"), ('"0.5"', "0.5"), ("1000.50", "1000.50")])
def test_an_amount_is_exact_however_written(written, read):
    text = edited(FULL, 'montant = "1000.50"', f"montant = {written}")
    assert str(load_rulebook("full.toml", text.encode()).bareme.postes[0].paliers[1].montant) == read


def test_tiers_are_read_in_order_of_rank_as_numbers():
    text = (
        edited(FULL, "paliers.50]", "paliers.9]")
        + "\n"
        + edited(FULL, "paliers.50]", "paliers.100]")[FULL.index("[bareme.postes.editeur.paliers.50]") :].split("\n\n")[0]
    )
    assert [tier.rang for tier in load_rulebook("full.toml", text.encode()).bareme.postes[0].paliers] == [1, 9, 100]


def test_a_scale_without_item_is_refused():
    text = re.sub(r"\[bareme\.postes\.editeur\](.|\n)*?(?=\[lecture_par)", "[bareme.postes]\n", FULL)
    line = text.splitlines().index("[bareme.postes]") + 1
    what = "le barème n'a aucun poste ; décrivez-en un sous [bareme.postes.CODE], ou retirez [bareme]"
    assert refusal(text, "full.toml") == [f"full.toml, ligne {line}, clé bareme.postes : {what}."]


def test_a_text_paid_tranche_after_tranche():
    book = load_rulebook("full.toml", TRANCHES.encode())
    assert (book.solde, book.versements, book.balance) == ("tranche_suivante", (), None)
    assert [(piece.code, piece.versement, piece.tranche) for piece in book.pieces] == [
        ("facture_mise_en_place", None, "pilote"),
        ("facture_fin", None, None),
    ]


def test_a_paper_of_an_instalment_is_refused_where_there_is_none():
    text = edited(TRANCHES, 'tranche = "pilote"', 'tranche = "pilote"\nversement = "solde"')
    line = text.splitlines().index('versement = "solde"') + 1
    what = "le versement « solde » n'existe pas ; retirez versement"
    assert refusal(text, "full.toml") == [f"full.toml, ligne {line}, clé pieces.facture_mise_en_place.versement : {what}."]


def test_a_wrong_balance_hides_no_other_fault_and_invents_none():
    text = edited(FULL, 'valeur = "au_prorata"', 'valeur = "prorata"').replace("organismes = 3", "organismes = 0")
    assert [re.search(r"clé (\S+) :", told).group(1) for told in refusal(text, "full.toml")] == [
        "solde.valeur",
        "conditions.regroupement.organismes",
    ]


@pytest.mark.parametrize(
    ("old", "new", "reading", "key"),
    [
        ('valeur = "ensemble"', 'valeur = "tous"', "ensemble", "portee.valeur"),
        ('libelle = "Dépôts"', "libelle = 3", "enpause", "indicateurs.dmp.libelle"),
        (
            'false\nsource = { document = "AAP", section = "5"',
            '1\nsource = { document = "AAP", section = "5"',
            "imports",
            "imports_",
        ),
    ],
)
def test_a_table_that_is_wrong_tells_nothing_of_the_readings(old, new, reading, key):
    text = edited(edited(FULL, old, new), "[lectures.fenetre_6]", f"[lectures.{reading}]")
    told = refusal(text, "full.toml")
    assert len(told) == 1
    assert f"clé {key}" in told[0]
