"""What the published calls that set their own targets say of money and conditions: figures as agreed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.rulebook_money import ScaleItem
from tests.contracts.published_texts import ARA, GUADELOUPE, published

BOTH = ("acquisition", "mise_a_niveau")

ITEMS = {
    ARA: {
        "usages_acquisition": ("essms", ("acquisition",), {1: 7000, 50: 2000}),
        "usages_mise_a_niveau": ("essms", ("mise_a_niveau",), {1: 5000, 50: 2000}),
        "logiciel": ("essms", ("acquisition",), {1: 14000, 50: 3000}),
        "equipement": ("essms", BOTH, {1: 10000}),
        "amoa_pilotage": ("projet", BOTH, {1: 100000}),
    },
    GUADELOUPE: {
        "maitrise_ouvrage_acquisition": ("essms", ("acquisition",), {1: 7000, 50: 2000}),
        "editeur_non_reference": ("essms", ("acquisition",), {1: 12000, 50: 1000}),
        "editeur_reference": ("essms", ("acquisition",), {1: 14500, 50: 3000}),
        "maitrise_ouvrage_mise_a_niveau": ("essms", ("mise_a_niveau",), {1: 5000, 50: 2000}),
        "equipement": ("essms", BOTH, {1: 20000}),
        "amoa_marche": ("projet", BOTH, {1: 15000}),
        "amoa_pilotage": ("projet", BOTH, {1: 100000}),
    },
}

SPECIAL = {
    (ARA, "equipement"): {"petits": True, "devis": "devis_equipement", "sans_devis": "rien"},
    (ARA, "amoa_pilotage"): {"petits": True, "option": "amoa_pilotage"},
    (GUADELOUPE, "editeur_non_reference"): {"segur": False, "devis": "devis_editeur", "sans_devis": "plafond"},
    (GUADELOUPE, "editeur_reference"): {"segur": True, "devis": "devis_editeur", "sans_devis": "plafond"},
    (GUADELOUPE, "equipement"): {"petits": True},
    (GUADELOUPE, "amoa_marche"): {"petits": True, "option": "amoa_marche"},
    (GUADELOUPE, "amoa_pilotage"): {"petits": True, "option": "amoa_pilotage"},
}
PLAIN = {"petits": False, "segur": None, "option": None, "devis": None, "sans_devis": "plafond"}


def items(texte_id: str) -> dict[str, ScaleItem]:
    """The lines of a scale, by code."""
    scale = published(texte_id).bareme
    assert scale is not None
    return {item.code: item for item in scale.postes}


@pytest.mark.parametrize("texte_id", ITEMS)
def test_amounts_by_rank(texte_id):
    read = {
        code: (item.par, item.operations, {tier.rang: tier.montant for tier in item.paliers})
        for code, item in items(texte_id).items()
    }
    assert read == ITEMS[texte_id]


@pytest.mark.parametrize("texte_id", ITEMS)
def test_who_and_what_an_amount_depends_on(texte_id):
    for code, item in items(texte_id).items():
        assert {name: getattr(item, name) for name in PLAIN} == PLAIN | SPECIAL.get((texte_id, code), {}), code


@pytest.mark.parametrize("texte_id", ITEMS)
def test_an_amount_is_in_its_sentence(texte_id):
    for code, item in items(texte_id).items():
        for tier in item.paliers:
            thousands = format(tier.montant / 1000, "f").rstrip("0").rstrip(".") if tier.montant % 1000 else tier.montant // 1000
            assert f"{thousands} k€".replace(".", ",") in tier.source.phrase.replace("K€", "k€"), code


@pytest.mark.parametrize(("texte_id", "small"), [(ARA, 15), (GUADELOUPE, 8)], ids=ITEMS)
def test_bounds_of_the_scale(texte_id, small):
    scale = published(texte_id).bareme
    assert scale.petits_moins_de.valeur == small
    assert (scale.plafond, scale.minimum, scale.maximum, scale.partage_ars) == (None, None, None, None)
    assert "FINESS géographiques" in scale.decompte.source.phrase


def test_hours_reduce_what_is_due_per_establishment():
    assert published(ARA).bareme.heures.postes == ("usages_acquisition", "usages_mise_a_niveau", "logiciel")
    per_establishment = {code for code, item in items(GUADELOUPE).items() if item.par == "essms"}
    assert set(published(GUADELOUPE).bareme.heures.postes) == per_establishment


@pytest.mark.parametrize(("texte_id", "essms", "regions", "national"), [(ARA, 15, 2, False), (GUADELOUPE, 8, 1, True)], ids=ITEMS)
def test_conditions(texte_id, essms, regions, national):
    conditions = published(texte_id).conditions
    grouping, desk = conditions.regroupement, conditions.guichet
    assert (grouping.essms, grouping.organismes, grouping.essms_outre_mer, grouping.organismes_outre_mer) == (
        essms,
        None,
        None,
        None,
    )
    assert (grouping.operations, grouping.gestionnaire_seul, grouping.opposable) == (BOTH, True, False)
    assert "idéalement" in grouping.source.phrase
    assert (desk.essms, desk.regions, desk.portee_nationale) == (50, regions, national)
    assert "deux logiciels de DUI différents" in conditions.double_financement.source.phrase
    assert (conditions.part_acquisition, conditions.terme) == (None, None)


@pytest.mark.parametrize("texte_id", ITEMS)
def test_the_balance_is_half(texte_id):
    balance = published(texte_id).balance
    assert (balance.code, balance.part) == ("solde", Decimal("0.50"))
    assert all(piece.versement is None and piece.tranche is None for piece in published(texte_id).pieces)
