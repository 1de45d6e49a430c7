"""The targets of a project whose text leaves them to it: what its criteria become, in their order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from contracts.rulebook import Target
from flows.texts import load_all_texts
from tests.measures.register_by_hand import table
from transforms.measures.project_text import text_for_project

TEXTS = load_all_texts()
ARA = TEXTS["ara-generalisation-2025"]
GRAND_EST = TEXTS["grand-est-amorcage-2021"]


def criteria(*said: tuple[str, str | None, str], lines: tuple[int, ...] | None = None):
    rows = [
        {"indicateur": code, "evaluation": Decimal(value) if value else None, "statut": status}
        | ({"ligne": lines[rank]} if lines else {})
        for rank, (code, value, status) in enumerate(said)
    ]
    return table("criteres", rows)


def test_a_rate_is_in_percent_and_a_count_is_a_count():
    found = text_for_project(GRAND_EST, criteria(("dossiers_actifs", "90", "retenu"), ("mssante", "12.50", "retenu")))
    rate, count = found.indicateurs
    assert rate.cible == Target("part", Decimal("0.9"), GRAND_EST.rule("dossiers_actifs").par_projet)
    assert count.cible == Target("nombre", Decimal("12.50"), GRAND_EST.rule("mssante").par_projet)
    assert replace(rate, cible=None) == GRAND_EST.rule("dossiers_actifs")
    assert replace(count, cible=None) == GRAND_EST.rule("mssante")


def test_only_what_is_kept_has_a_target_in_the_order_of_the_register():
    said = criteria(
        ("dmp", "30", "retenu"),
        ("e_parcours", None, "impossible"),
        ("dossiers_actifs", "80", "retenu"),
        lines=(7, 5, 4),
    )
    assert [rule.indicateur for rule in text_for_project(GRAND_EST, said).indicateurs] == ["dossiers_actifs", "dmp"]


def test_what_the_text_measures_for_every_project_stays_after_the_criteria():
    fixed = replace(GRAND_EST.rule("e_prescription"), par_projet=None, sans_cible=GRAND_EST.solde_source)
    texte = replace(GRAND_EST, indicateurs=(fixed, GRAND_EST.rule("dmp")))
    found = text_for_project(texte, criteria(("dmp", "30", "retenu")))
    assert [rule.indicateur for rule in found.indicateurs] == ["dmp", "e_prescription"]
    assert found.indicateurs[1] is fixed
    assert replace(found, indicateurs=texte.indicateurs) == texte


@pytest.mark.parametrize("texte", [ARA, TEXTS["guadeloupe-generalisation-2022"]], ids=lambda texte: texte.texte_id)
def test_a_text_that_sets_its_targets_is_given_back(texte):
    assert text_for_project(texte, criteria(("mssante", "30", "retenu"))) is texte
