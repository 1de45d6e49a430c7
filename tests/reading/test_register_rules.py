"""The GRADeS register: identifiers, FINESS numbers, periods, criteria, acts, and links between tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.reading.register_by_hand import CORSICAN, ET, OTHER_ET, PROJET, files, perimeter_with, refusal
from transforms.reading.register import read_register


@pytest.mark.parametrize("projet_id", ["P1", "ara-2025_01.b", "9", "a" * 64])
def test_identifiers_name_files(projet_id):
    content = files(projets=({**PROJET, "projet_id": projet_id},), perimetre=({"projet_id": projet_id, "finess_et": ET},))
    assert read_register(content).projets["projet_id"].to_list() == [projet_id]


@pytest.mark.parametrize("projet_id", ["..", "a..b", ".a", "-a", "a/b", "a b", "é", "a" * 65])
def test_identifiers_that_cannot_name_files_are_refused(projet_id):
    content = files(projets=({**PROJET, "projet_id": projet_id},), perimetre=({"projet_id": projet_id, "finess_et": ET},))
    assert "table projets, ligne 2, colonne projet_id" in refusal(content)


@pytest.mark.parametrize("again", ["P1", "p1"])
def test_identifiers_are_unique_whatever_their_case(again):
    clause = "table projets, ligne 3, colonne projet_id : identifiant déjà pris"
    assert clause in refusal(files(projets=(PROJET, {**PROJET, "projet_id": again})))


@pytest.mark.parametrize(("column", "value"), [("type_operation", "achat"), ("phase", "Projet"), ("phase", "run")])
def test_closed_lists_of_projects(column, value):
    assert f"colonne {column} : valeur hors de la liste" in refusal(files(projets=({**PROJET, column: value},)))


def test_a_finess_number_is_normalised():
    assert perimeter_with(finess_et="' 2a 0999900")["finess_et"] == CORSICAN
    assert perimeter_with(finess_precedent="26\u00a00000005")["finess_precedent"] == OTHER_ET


@pytest.mark.parametrize(
    ("number", "clause"),
    [
        ("10000008", "le zéro de tête est perdu"),
        ("01000000800012", "sont un SIRET"),
        ("0100000080", "neuf caractères"),
        ("010000008.0", "neuf caractères"),
        ("2C0999900", "neuf caractères"),
    ],
)
@pytest.mark.parametrize("column", ["finess_et", "finess_precedent"])
def test_a_number_of_another_shape_is_named(number, clause, column):
    row = {"projet_id": "P1", "finess_et": ET, column: number}
    message = refusal(files(perimetre=(row,)))
    assert f"table perimetre, ligne 2, colonne {column}" in message
    assert clause in message


def test_every_column_of_the_perimeter_is_typed():
    row = perimeter_with(
        champ="PJM",
        petit_gestionnaire="O",
        segur_reference="N",
        heures_medico_sociales="1 000",
        heures_totales="1 607,5",
        devis_editeur="12000",
        nombre_essms="2",
        motif_nombre="service scindé",
        type_operation="mise_a_niveau",
    )
    assert (row["champ"], row["petit_gestionnaire"], row["segur_reference"]) == ("PJM", True, False)
    assert (row["heures_totales"], row["devis_editeur"]) == (Decimal("1607.50"), Decimal("12000.00"))
    assert (row["nombre_essms"], row["motif_nombre"], row["type_operation"]) == (2, "service scindé", "mise_a_niveau")


@pytest.mark.parametrize("written", ["-1", "1,5", "deux"])
def test_a_corrected_number_is_whole(written):
    row = {"projet_id": "P1", "finess_et": ET, "nombre_essms": written, "motif_nombre": "m"}
    assert "colonne nombre_essms" in refusal(files(perimetre=(row,)))


def test_a_corrected_number_is_explained():
    row = {"projet_id": "P1", "finess_et": ET, "nombre_essms": "2"}
    assert "ligne 2, colonne motif_nombre" in refusal(files(perimetre=(row,)))


@pytest.mark.parametrize(("done", "total"), [("2000", "3000"), ("3000", "3000"), ("0", "0,01"), ("1607,25", "1607,26"), ("", "")])
def test_hours_are_read(done, total):
    row = perimeter_with(heures_medico_sociales=done, heures_totales=total)
    assert (row["heures_medico_sociales"] is None) == (row["heures_totales"] is None) == (not done)


@pytest.mark.parametrize(
    ("done", "total", "column", "clause"),
    [
        ("2000", "", "heures_totales", "donnez les deux ou aucune"),
        ("0", "", "heures_totales", "donnez les deux ou aucune"),
        ("", "3000", "heures_medico_sociales", "donnez les deux ou aucune"),
        ("", "0", "heures_medico_sociales", "donnez les deux ou aucune"),
        ("3000,01", "3000", "heures_medico_sociales", "dépassent les heures totales"),
        ("0", "0", "heures_totales", "supérieur à zéro"),
        ("5", "0", "heures_totales", "supérieur à zéro"),
    ],
)
def test_hours_that_make_no_share_are_refused(done, total, column, clause):
    row = {"projet_id": "P1", "finess_et": ET, "heures_medico_sociales": done, "heures_totales": total}
    message = refusal(files(perimetre=(row,)))
    assert f"Registre refusé, table perimetre, ligne 2, colonne {column} : " in message
    assert clause in message


def test_hours_are_told_line_by_line():
    rows = (
        {"projet_id": "P1", "finess_et": ET, "heures_medico_sociales": "2", "heures_totales": "1"},
        {"projet_id": "P1", "finess_et": OTHER_ET, "heures_medico_sociales": "2", "heures_totales": ""},
    )
    message = refusal(files(perimetre=rows))
    assert "2 problèmes" in message
    assert message.index("ligne 2, colonne heures_medico_sociales") < message.index("ligne 3, colonne heures_totales")


@pytest.mark.parametrize("operation", ["acquisition", "mise_a_niveau"])
def test_an_establishment_may_have_its_own_operation(operation):
    assert perimeter_with(type_operation=operation)["type_operation"] == operation
    assert perimeter_with(type_operation="")["type_operation"] is None


def test_the_operation_of_an_establishment_is_of_a_closed_list():
    row = {"projet_id": "P1", "finess_et": ET, "type_operation": "achat"}
    assert "table perimetre, ligne 2, colonne type_operation : valeur hors de la liste" in refusal(files(perimetre=(row,)))


def test_an_establishment_may_leave_the_day_it_enters_but_not_before():
    assert perimeter_with(date_entree="2025-03-01", date_sortie="2025-03-01")["date_sortie"] == date(2025, 3, 1)
    row = {"projet_id": "P1", "finess_et": ET, "date_entree": "2025-03-01", "date_sortie": "2025-02-28"}
    assert "la sortie précède l'entrée" in refusal(files(perimetre=(row,)))


def two_rows(first_exit, second_entry, **second):
    first = {"projet_id": "P1", "finess_et": ET, "date_entree": "", "date_sortie": first_exit, "champ": "PA"}
    other = {"projet_id": "P1", "finess_et": ET, "date_entree": second_entry, "date_sortie": "", "champ": "PA"}
    return files(perimetre=(first, {**other, **second}))


def test_two_rows_of_one_day_that_say_the_same_are_allowed():
    assert read_register(two_rows("2025-06-30", "2025-06-30")).perimetre.height == 2


@pytest.mark.parametrize(("exit_", "entry"), [("2025-06-30", "2025-06-30"), ("", "2025-06-30"), ("2025-06-30", ""), ("", "")])
def test_two_rows_of_one_day_that_differ_are_refused(exit_, entry):
    message = refusal(two_rows(exit_, entry, champ="PH"))
    assert "table perimetre, ligne 3, colonne finess_et : établissement déjà en ligne 2" in message


def test_an_empty_attribute_differs_from_a_filled_one():
    assert "établissement déjà en ligne 2" in refusal(two_rows("", "", champ=""))


def test_an_establishment_may_change_from_one_day_to_the_next():
    assert read_register(two_rows("2025-06-29", "2025-06-30", champ="PH")).perimetre.height == 2


def test_an_establishment_born_of_a_merger_has_one_row_per_former_number():
    assert read_register(two_rows("", "", finess_precedent=ET)).perimetre.height == 2


def test_one_establishment_of_two_projects_is_no_contradiction():
    rows = ({"projet_id": "P1", "finess_et": ET, "champ": "PA"}, {"projet_id": "P2", "finess_et": ET, "champ": "PH"})
    assert read_register(files(projets=(PROJET, {**PROJET, "projet_id": "P2"}), perimetre=rows)).perimetre.height == 2


CRITERE = {"projet_id": "P1", "indicateur": "dmp", "evaluation": "90", "statut": "retenu", "motif": ""}
PIECE = {"projet_id": "P1", "piece": "facture_fin_deploiement", "date_reception": "2026-01-05", "reference": "F-12"}
ACTE = {
    "projet_id": "P1",
    "decision_id": "",
    "acte": "versee",
    "montant": "210000",
    "date": "2026-02-01",
    "auteur": "",
    "motif": "",
    "reference": "",
}


@pytest.mark.parametrize(
    ("decision_id", "good"),
    [
        ("P1-2026-01-v1", True),
        ("P1-2026-12-v10", True),
        ("", True),
        ("P2-2026-01-v1", False),
        ("P1-2026-13-v1", False),
        ("P1-2026-01-v0", False),
        ("P1-2026-01", False),
        ("d", False),
    ],
)
def test_an_act_names_a_decision_of_its_project(decision_id, good):
    given = files(actes=({**ACTE, "decision_id": decision_id},))
    if good:
        assert read_register(given).actes.height == 1
    else:
        assert "ce n'est pas une décision de ce projet" in refusal(given)


@pytest.mark.parametrize(("table", "row"), [("criteres", CRITERE), ("pieces", PIECE), ("actes", ACTE)])
def test_tables_name_projects_that_exist(table, row):
    assert getattr(read_register(files(**{table: (row,)})), table).height == 1
    message = refusal(files(**{table: (row, {**row, "projet_id": "P9"})}))
    assert f"table {table}, ligne 3, colonne projet_id : projet absent" in message


def test_the_perimeter_names_projects_that_exist():
    rows = ({"projet_id": "p1", "finess_et": ET},)
    assert "table perimetre, ligne 2, colonne projet_id : projet absent" in refusal(files(perimetre=rows))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"evaluation": "0"}, "evaluation"),
        ({"evaluation": ""}, "evaluation"),
        ({"evaluation": "-5"}, "evaluation"),
        ({"evaluation": "1.234"}, "evaluation"),
        ({"indicateur": "DMP"}, "indicateur"),
        ({"statut": "choisi"}, "statut"),
        ({"statut": "impossible"}, "motif"),
        ({"indicateur": "dossiers_actifs", "evaluation": "0,9"}, "evaluation"),
    ],
)
def test_criteria_are_strict(cells, column):
    assert f"table criteres, ligne 2, colonne {column}" in refusal(files(criteres=({**CRITERE, **cells},)))


@pytest.mark.parametrize(
    ("cells", "evaluation"),
    [
        ({"evaluation": "0,01"}, "0.01"),
        ({"evaluation": "92,5", "indicateur": "evenements_agenda"}, "92.50"),
        ({"evaluation": "1", "indicateur": "dossiers_actifs"}, "1.00"),
        ({"evaluation": "", "statut": "impossible", "motif": "éditeur défaillant"}, None),
    ],
)
def test_criteria_are_read(cells, evaluation):
    value = read_register(files(criteres=({**CRITERE, **cells},))).criteres["evaluation"].to_list()
    assert value == [None if evaluation is None else Decimal(evaluation)]


def test_a_criterion_is_given_once_per_project():
    assert "ligne 3, colonne indicateur : critère déjà donné" in refusal(
        files(criteres=(CRITERE, {**CRITERE, "evaluation": "80"}))
    )


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"acte": "payee"}, "acte"), ({"date": ""}, "date"), ({"montant": "-1"}, "montant"), ({"acte": "arbitrage"}, "motif")],
)
def test_acts_are_strict(cells, column):
    assert f"table actes, ligne 2, colonne {column}" in refusal(files(actes=({**ACTE, **cells},)))


def test_a_paper_not_received_has_no_date():
    assert read_register(files(pieces=({**PIECE, "date_reception": ""},))).pieces["date_reception"].to_list() == [None]


def test_five_problems_are_told_and_the_others_counted():
    rows = tuple({"projet_id": "P1", "finess_et": "1"} for _ in range(7))
    message = refusal(files(perimetre=rows))
    assert "7 problèmes à corriger" in message
    assert [f"ligne {line}," in message for line in range(2, 9)] == [True] * 5 + [False] * 2
    assert "et 2 autres" in message
