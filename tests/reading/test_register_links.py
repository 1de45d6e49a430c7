"""What the register names: texts among the rulebooks, establishments among the numbers of FINESS."""

import io

import pytest

from contracts.failures import RegisterError
from contracts.register import columns_of
from tests.reading.xlsx_by_hand import workbook
from transforms.reading.finess_register import read_finess
from transforms.reading.register import read_register
from transforms.reading.register_links import check_links

FINESS = """finess_et;finess_ej;siret;date_fermeture
260000005;380999904;73282932000074;
010000008;380999904;;2020-01-01
010999901;380999904;;
"""
WRONG_KEY_BUT_KNOWN = "010999901"
TEXTS = {"ara", "guadeloupe"}


def check(finess_et="260000005", former=None, texte_id="ara"):
    columns = [column.name for column in columns_of("projets") if column.column_due]
    project = {"projet_id": "P1", "nom": "n", "porteur": "p", "texte_id": texte_id, "type_operation": "acquisition"}
    cells = [{**project, "phase": "projet"}.get(name) for name in columns]
    perimeter = [["projet_id", "finess_et", "finess_precedent"], ["P1", finess_et, former]]
    register = read_register({"registre.xlsx": workbook(projets=[columns, cells], perimetre=perimeter)})
    check_links(register, read_finess({"finess.csv": io.BytesIO(FINESS.encode())}), TEXTS)


@pytest.mark.parametrize("number", ["260000005", WRONG_KEY_BUT_KNOWN, "010000008", "260999909"])
def test_known_closed_and_unknown_numbers_are_no_error(number):
    check(finess_et=number, former=number)


@pytest.mark.parametrize(
    ("number", "clause"),
    [
        ("380999904", "est une entité juridique (EJ)"),
        ("732829320", "est un SIREN"),
        ("260999907", "a une clé de contrôle fausse et n'est pas dans FINESS"),
    ],
)
def test_a_number_that_is_no_establishment_is_named(number, clause):
    with pytest.raises(RegisterError) as caught:
        check(finess_et=number)
    assert f"table perimetre, ligne 2, colonne finess_et : {number} {clause}" in str(caught.value)


def test_a_former_number_with_a_wrong_key_is_refused():
    with pytest.raises(RegisterError, match="colonne finess_precedent : 260999907 a une clé de contrôle fausse"):
        check(former="260999907")


def test_an_unknown_text_is_refused_with_the_known_ones():
    with pytest.raises(RegisterError) as caught:
        check(texte_id="ARA")
    assert "ligne 2, colonne texte_id : texte inconnu, choisissez parmi : ara, guadeloupe" in str(caught.value)
