"""The GRADeS register from CSV: header, cells, and rules between rows. The workbook form is in `test_register_workbook`."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from contracts.failures import RegisterError
from contracts.register import TABLES, columns_of, schema_of
from transforms.reading.register import read_register

PROJET = {
    "projet_id": "P1",
    "nom": "Grappe de l'Est",
    "porteur": "Association",
    "texte_id": "ara-generalisation-2025",
    "type_operation": "acquisition",
    "phase": "projet",
    "date_convention": "2025-01-15",
    "date_demarrage": "2025-02-01",
    "date_fin_deploiement": "2026-01-31",
    "premiere_mesure": "2025-06",
    "montant_subvention": "420000",
}
ET, OTHER_ET, CORSICAN = "010000008", "260000005", "2A0999900"


def csv_of(*rows, columns=None, end="\n"):
    columns = columns or list(rows[0])
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return (end.join(";".join(line) for line in lines) + end).encode()


def files(projets=(PROJET,), perimetre=({"projet_id": "P1", "finess_et": ET},), **others):
    columns = list({name: None for row in perimetre for name in row})
    tables = {name: csv_of(*rows) for name, rows in others.items()}
    return {
        "projets.csv": csv_of(*projets),
        "perimetre.csv": csv_of(*perimetre, columns=columns),
        **{f"{name}.csv": content for name, content in tables.items()},
    }


def project_with(**cells):
    return read_register(files(projets=({**PROJET, **cells},))).projets.row(0, named=True)


def perimeter_with(**cells):
    return read_register(files(perimetre=({"projet_id": "P1", "finess_et": ET, **cells},))).perimetre.row(0, named=True)


def refusal(content):
    with pytest.raises(RegisterError) as caught:
        read_register(content)
    return str(caught.value)


def test_a_register_is_typed():
    register = read_register(files())
    project = register.projets.row(0, named=True)
    assert project["ligne"] == 2
    assert project["date_convention"] == date(2025, 1, 15)
    assert project["premiere_mesure"] == "2025-06"
    assert project["montant_subvention"] == Decimal("420000.00")
    assert project["national"] is None
    for table in TABLES:
        assert getattr(register, table).schema == pl.Schema(schema_of(table))
    assert register.criteres.height == register.pieces.height == register.actes.height == 0


def test_models_refuse_a_column_of_another_type():
    frame = pl.DataFrame(schema={**schema_of("pieces"), "date_reception": pl.String})
    with pytest.raises(Exception, match="date_reception"):
        TABLES["pieces"].validate(frame)


def test_byte_order_mark_crlf_and_quotes_are_read():
    content = files()
    content["projets.csv"] = b"\xef\xbb\xbf" + csv_of({**PROJET, "nom": '"Grappe ; ""Est"""'}, end="\r\n")
    assert read_register(content).projets["nom"].to_list() == ['Grappe ; "Est"']


def test_lines_are_those_of_a_spreadsheet():
    content = files()
    content["perimetre.csv"] = f'finess_et;organisme_gestionnaire;projet_id\n{ET};"A\nB";P1\n\n;;\n{OTHER_ET};C;P1\n'.encode()
    assert read_register(content).perimetre["ligne"].to_list() == [2, 5]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1234,5", "1234.50"),
        ("1234.50", "1234.50"),
        ("1 234 567,89", "1234567.89"),
        ("1\u00a0234", "1234.00"),
        ("1\u202f234", "1234.00"),
        ("0", "0.00"),
        ("999999999999,99", "999999999999.99"),
    ],
)
def test_numbers_as_the_french_write_them(written, value):
    assert project_with(montant_subvention=written)["montant_subvention"] == Decimal(value)


@pytest.mark.parametrize("written", ["1,234", "1.234,56", "1,234.56", "-1", "1 23", "12 3456", "1e3", "10 €", "1000000000000", "NC"])
def test_numbers_that_could_mean_another_are_refused(written):
    assert "ligne 2, colonne montant_subvention" in refusal(files(projets=({**PROJET, "montant_subvention": written},)))


def test_an_empty_grant_is_no_grant():
    assert project_with(montant_subvention="")["montant_subvention"] is None


@pytest.mark.parametrize("written", ["2025-1-15", "15/01/2025", "2025-02-29", "2025-01-15 00:00:00", "25-01-15", "0205-01-01"])
def test_dates_are_strict(written):
    assert "colonne date_convention" in refusal(files(projets=({**PROJET, "date_convention": written},)))


def test_the_29th_of_february_exists_every_four_years():
    assert project_with(date_convention="2024-02-29")["date_convention"] == date(2024, 2, 29)


@pytest.mark.parametrize(("written", "right"), [("2025-01", True), ("2025-12", True), ("2025-00", False), ("2025-13", False)])
def test_first_measure_is_a_month(written, right):
    if right:
        assert project_with(premiere_mesure=written)["premiere_mesure"] == written
    else:
        assert "colonne premiere_mesure" in refusal(files(projets=({**PROJET, "premiere_mesure": written},)))


@pytest.mark.parametrize(("written", "value"), [("O", True), ("N", False), ("", None)])
def test_yes_and_no(written, value):
    assert project_with(national=written)["national"] is value


@pytest.mark.parametrize("written", ["o", "oui", "1", "true"])
def test_other_yeses_are_refused(written):
    assert "colonne national" in refusal(files(projets=({**PROJET, "national": written},)))


@pytest.mark.parametrize("column", [c.name for c in columns_of("projets") if c.value_due])
def test_required_values_are_required(column):
    assert f"ligne 2, colonne {column} : valeur obligatoire absente" in refusal(files(projets=({**PROJET, column: " "},)))


@pytest.mark.parametrize("column", ["date_convention", "date_demarrage", "date_fin_deploiement", "premiere_mesure"])
def test_dates_of_a_project_may_be_empty(column):
    assert project_with(**{column: ""})[column] is None


@pytest.mark.parametrize("column", [c.name for c in columns_of("projets") if c.column_due])
def test_required_columns_are_required(column):
    project = {name: value for name, value in PROJET.items() if name != column}
    assert f"table projets, ligne 1, colonne {column} : colonne absente" in refusal(files(projets=(project,)))


def test_an_unknown_column_is_named():
    assert "table projets, ligne 1, colonne nomm : colonne inconnue" in refusal(files(projets=({**PROJET, "nomm": "x"},)))


def test_a_repeated_column_is_refused():
    content = files()
    content["perimetre.csv"] = f"projet_id;finess_et;finess_et\nP1;{ET};{ET}\n".encode()
    assert "colonne présente deux fois" in refusal(content)


def test_a_trailing_separator_is_no_column():
    content = files()
    content["perimetre.csv"] = f"projet_id;finess_et;\nP1;{ET};\n".encode()
    assert read_register(content).perimetre.height == 1


def test_a_cell_without_column_is_refused():
    content = files()
    content["perimetre.csv"] = f"projet_id;finess_et\nP1;{ET};2025-01-01\n".encode()
    assert "ligne 2 : une cellule n'a pas de colonne" in refusal(content)


def test_a_short_line_is_complete_but_a_cut_last_line_is_not():
    content = files()
    whole = f"projet_id;finess_et;date_entree;date_sortie\nP1;{ET}\nP1;{OTHER_ET};2025-01-01"
    content["perimetre.csv"] = f"{whole}\n".encode()
    assert read_register(content).perimetre.height == 2
    content["perimetre.csv"] = whole.encode()
    assert "s'arrête au milieu de la ligne 3" in refusal(content)


@pytest.mark.parametrize(
    ("content", "clause"),
    [
        (b"", "la première ligne doit porter les noms des colonnes"),
        (b"projet_id,finess_et\n", "le séparateur doit être « ; »"),
        ("projet_id;finess_et;é\n".encode("cp1252"), "n'est pas en UTF-8"),
        (b'projet_id;finess_et\n"P1;010000008\n', "guillemet mal fermé"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content, clause):
    assert clause in refusal({**files(), "perimetre.csv": content})


def test_required_tables_are_required():
    content = files()
    del content["perimetre.csv"]
    assert "La table perimetre manque" in refusal(content)


@pytest.mark.parametrize("name", ["perimetres.csv", "autre.xlsx", "projets.xls", "actes.ods"])
def test_a_file_meant_to_be_read_is_never_skipped(name):
    assert f"Le fichier {name} n'est pas une table" in refusal({**files(), name: b""})


@pytest.mark.parametrize("name", ["LISEZMOI.md", ".DS_Store", "~$registre.xlsx", "convention.pdf"])
def test_other_files_are_none_of_ours(name):
    assert read_register({**files(), name: b"\0"}).projets.height == 1


def test_names_of_files_do_not_depend_on_case():
    content = files()
    content["PROJETS.CSV"] = content.pop("projets.csv")
    assert read_register(content).projets.height == 1
    assert "La table projets du registre est donnée deux fois" in refusal({**content, "projets.csv": content["PROJETS.CSV"]})


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


@pytest.mark.parametrize(
    ("column", "value"), [("type_operation", "achat"), ("phase", "Projet"), ("phase", "run")]
)
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
    row = {"projet_id": "P1", "finess_et": ET, **{column: number}}
    message = refusal(files(perimetre=(row,)))
    assert f"table perimetre, ligne 2, colonne {column}" in message
    assert clause in message


def test_every_column_of_the_perimeter_is_typed():
    row = perimeter_with(
        champ="PJM",
        petit_gestionnaire="O",
        segur_reference="N",
        heures_totales="1 607,5",
        devis_editeur="12000",
        nombre_essms="2",
        motif_nombre="service scindé",
    )
    assert (row["champ"], row["petit_gestionnaire"], row["segur_reference"]) == ("PJM", True, False)
    assert (row["heures_totales"], row["devis_editeur"]) == (Decimal("1607.50"), Decimal("12000.00"))
    assert (row["nombre_essms"], row["motif_nombre"]) == (2, "service scindé")


@pytest.mark.parametrize("written", ["-1", "1,5", "deux"])
def test_a_corrected_number_is_whole(written):
    row = {"projet_id": "P1", "finess_et": ET, "nombre_essms": written, "motif_nombre": "m"}
    assert "colonne nombre_essms" in refusal(files(perimetre=(row,)))


def test_a_corrected_number_is_explained():
    row = {"projet_id": "P1", "finess_et": ET, "nombre_essms": "2"}
    assert "ligne 2, colonne motif_nombre" in refusal(files(perimetre=(row,)))


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


def test_one_establishment_of_two_projects_is_no_contradiction():
    rows = ({"projet_id": "P1", "finess_et": ET, "champ": "PA"}, {"projet_id": "P2", "finess_et": ET, "champ": "PH"})
    assert read_register(files(projets=(PROJET, {**PROJET, "projet_id": "P2"}), perimetre=rows)).perimetre.height == 2


CRITERE = {"projet_id": "P1", "indicateur": "dmp", "evaluation": "90", "statut": "retenu", "motif": ""}
PIECE = {"projet_id": "P1", "piece": "facture_fin_deploiement", "date_reception": "2026-01-05", "reference": "F-12"}
ACTE = {
    "projet_id": "P1",
    "decision_id": "d",
    "acte": "versee",
    "montant": "210000",
    "date": "2026-02-01",
    "auteur": "",
    "motif": "",
    "reference": "",
}


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
    assert "ligne 3, colonne indicateur : critère déjà donné" in refusal(files(criteres=(CRITERE, {**CRITERE, "evaluation": "80"})))


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
