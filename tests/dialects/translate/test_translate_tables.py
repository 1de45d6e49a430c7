"""One table, one trait: the grid of a sender, and the rows it becomes."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from contracts.dialect import Serie, TableLue
from tests.dialects.translate.tables_by_hand import (
    DOSSIERS,
    FINESS,
    OTHER,
    agregats,
    column,
    dialect,
    dossiers,
    faults,
    grid,
    only,
    ragged,
    rows,
    translated,
)
from transforms.reading.csv_header import Refusal

DAYS = ("jj/mm/aaaa",)


def test_flat_table_with_its_own_names_dates_values_and_unread_columns():
    table = dossiers(
        colonnes=DOSSIERS | {"date_sortie": ("Date de sortie",), "beneficiaire_projet": ("PAP", "Projet d’accueil")},
        facultatives=("beneficiaire_projet", "date_sortie"),
        valeurs={"beneficiaire_projet": {"Oui": "O", "Non": "N"}},
    )
    one = only(
        translated(
            dialect(table, dates=DAYS, dates_vides=("01/01/1900",), vides=("-",)),
            grid(
                f"""
                Finess      | N° dossier | Nom     | DATE D?ENTREE | Date de sortie | projet d'accueil
                {FINESS}    | 12         | DUPONT  | 02/01/2025    | 01/01/1900     | oui
                {OTHER}     | 13         | MARTIN  | 31/02/2025    | -              | NON
                            |            |         |               |                |
                            |            | DURAND  |               |                | peut-être
                """
            ),
        )
    )
    assert rows(one) == [
        {"ligne": 2, "finess_et": FINESS, "dossier_id": "12", "date_entree": "2025-01-02", "beneficiaire_projet": "O"},
        {"ligne": 3, "finess_et": OTHER, "dossier_id": "13", "date_entree": "31/02/2025", "beneficiaire_projet": "N"},
        {"ligne": 5, "beneficiaire_projet": "peut-être"},
    ]
    assert one.ignored == ("Nom",)
    assert one.outside == 1
    assert one.headers["beneficiaire_projet"] == "projet d'accueil"
    assert (one.suffixe, one.refusal, faults(one)) == ("", None, [])


def test_a_line_of_unread_columns_alone_is_a_line():
    one = only(translated(dialect(dossiers()), grid("FINESS|N° dossier|Date d'entrée|Autre\n|||x")))
    assert rows(one) == [{"ligne": 2}]
    assert one.text.cells["rempli"].to_pylist() == [True]


def test_titles_blank_first_column_and_ignored_lines():
    one = only(
        translated(
            dialect(agregats(ignorer=("TOTAL*", "Édité le *"))),
            grid(
                f"""
                  | Indicateurs DMP |
                  |                 |
                  | FINESS          | DMP
                  | {FINESS}        | 1~234
                  | Total général   | 1~234
                  | {OTHER}         | ≈ 45
                  |                 |
                  | EDITE LE 02/02/2025 |
                """
            ),
        )
    )
    assert [(row["ligne"], row["finess_et"], row["numerateur"]) for row in rows(one)] == [(4, FINESS, "1234"), (6, OTHER, "≈ 45")]
    assert one.outside == 5
    assert set(column(one, "fenetre_debut")) == {"2025-01-01"}


def test_records_with_a_wrong_number_of_fields():
    table = grid(f"FINESS|DMP\n{FINESS}|1\n{FINESS}|1|2\nTOTAL|1|2\n{FINESS}", ragged=True)
    one = only(translated(dialect(agregats(ignorer=("TOTAL",))), table))
    assert (ragged(one), one.outside, len(rows(one))) == ([3, 5], 1, 1)


def test_period_of_a_sentence_and_of_the_month():
    sentence = "Période du {debut} au {fin}"
    text = f"Export | | \nPériode du 01/10/2024 au 31/12/2024 – tous services\nFINESS | DMP\n{FINESS}|3"
    one = only(translated(dialect(agregats(), periode=sentence, dates=DAYS), grid(text)))
    assert one.period == (datetime.date(2024, 10, 1), datetime.date(2024, 12, 31))
    assert (column(one, "fenetre_debut"), column(one, "fenetre_fin")) == (["2024-10-01"], ["2024-12-31"])
    cells = grid(f"PERIODE DU | janvier 2025 | au | février 2025\nFINESS | DMP\n{FINESS}|3")
    assert only(translated(dialect(agregats(), periode=sentence, dates=("mmmm aaaa",)), cells)).period == (
        datetime.date(2025, 1, 1),
        datetime.date(2025, 2, 28),
    )


def test_year_in_the_name_of_the_file():
    given = replace(dialect(agregats(), periode="export-{annee}-"), periode_dans="nom")
    one = only(translated(given, grid(f"FINESS|DMP\n{FINESS}|3"), file_name="Export-2021-region.csv"))
    assert (column(one, "fenetre_debut"), column(one, "fenetre_fin")) == (["2021-01-01"], ["2021-12-31"])
    unknown = only(translated(given, grid(f"FINESS|DMP\n{FINESS}|3"), file_name="Export-20211-region.csv"))
    assert unknown.refusal.rule == "periode_absente"


@pytest.mark.parametrize(
    "title", ["", "Période du 01/10/24 au 31/12/24", "Période du 31/12/2024 au 01/10/2024", "Période du 31/02/2025 au 31/03/2025"]
)
def test_period_that_cannot_be_read(title):
    table = grid(f"{title or 'x'}\nFINESS|DMP\n{FINESS}|3")
    one = only(translated(dialect(agregats(), periode="Période du {debut} au {fin}", dates=DAYS), table))
    assert one.refusal.rule == "periode_absente"
    assert rows(one) == []


def test_column_of_months():
    text = f"FINESS|Mois|DMP\n{FINESS}|févr.-24|3\n{FINESS}|2024-03-15|4\n{FINESS}||5"
    one = only(translated(dialect(agregats(mois=("Mois",)), dates=("mmm-aa",)), grid(text)))
    assert column(one, "fenetre_debut") == ["2024-02-01", None, None]
    assert column(one, "fenetre_fin") == ["2024-02-29", None, None]
    assert faults(one) == [(3, "fenetre_debut", "mois_invalide"), (3, "fenetre_fin", "mois_invalide")]


def test_months_as_columns_of_a_pivot_table():
    table = agregats(
        colonnes={"finess_et": ("Étiquettes de lignes",)}, mois_en_colonnes={"numerateur": ""}, ignorer=("Total*",), libelle=True
    )
    results = translated(
        dialect(table, dates=("mmm-aa", "excel")),
        grid(
            f"""
            Somme de DMP         | Étiquettes de colonnes |       |
            Étiquettes de lignes | févr.-25 | 45658 | Total général
            {FINESS} LES LILAS   | 4        | 3     | 7
            {OTHER} FOYER        |          | 5     | 5
            Total général        | 4        | 8     | 12
            """,
            serials=True,
        ),
    )
    assert [one.suffixe for one in results] == ["2025-01", "2025-02"]
    assert [(row["ligne"], row["finess_et"], row["numerateur"]) for row in rows(results[0])] == [
        (3, FINESS, "3"),
        (4, OTHER, "5"),
    ]
    assert [(row["ligne"], row["finess_et"], row["fenetre_fin"]) for row in rows(results[1])] == [(3, FINESS, "2025-02-28")]
    assert results[0].ignored == ("Total général",)


def test_months_above_two_figures_in_a_header_of_two_rows():
    table = agregats(
        colonnes={"finess_et": ("FINESS",)},
        entetes=2,
        mois_en_colonnes={"numerateur": "DMP alimentés", "denominateur": "Personnes"},
    )
    january, february = translated(
        dialect(table, dates=("mmmm aaaa",)),
        grid(
            f"""
            FINESS   | Janvier 2025  |           | Février 2025  |
                     | DMP alimentés | Personnes | DMP alimentés | Personnes
            {FINESS} | 1             | 2         |               | 4
            """
        ),
    )
    assert rows(january)[0]["numerateur"] + rows(january)[0]["denominateur"] == "12"
    assert "numerateur" not in rows(february)[0]
    assert rows(february)[0]["denominateur"] == "4"


def test_a_month_without_one_of_its_two_figures_is_no_month_without_it():
    text = f"FINESS | DMP janv.-25 | Personnes janv.-25 | DMP févr.-25 | Personnel févr.-25\n{FINESS} | 1 | 2 | 3 | 4"
    table = agregats(mois_en_colonnes={"numerateur": "DMP", "denominateur": "Personnes"}, colonnes={"finess_et": ("FINESS",)})
    [refused] = translated(dialect(table, dates=("mmm-aa",)), grid(text))
    assert (refused.refusal.rule, refused.refusal.columns) == ("colonnes_manquantes", ("Personnes 2025-02",))


def test_below_the_header_of_another_table_nothing_is_read():
    header = "FINESS | N° dossier | Date d'entrée"
    row = f"{FINESS} | 1 | 01/02/2024"
    again = only(translated(dialect(dossiers(), dates=DAYS), grid(f"{header}\n{row}\n{header}\n{row}")))
    assert [line["ligne"] for line in rows(again)] == [2, 3, 4]
    [other] = translated(dialect(dossiers(), dates=DAYS), grid(f"{header}\n{row}\nFINESS | N° dossier | Date de sortie\n{row}"))
    assert other.refusal.rule == "tables_multiples"


def test_a_column_that_shows_the_month_first_keeps_the_days_that_may_be_two():
    text = "FINESS | N° dossier | Date d'entrée" + "".join(
        f"\n{FINESS} | 1 | {day}" for day in ("06/25/2026", "06/05/2026", "06/06/2026")
    )
    one = only(translated(dialect(dossiers(), dates=DAYS), grid(text)))
    assert column(one, "date_entree") == ["06/25/2026", "06/05/2026", "2026-06-06"]


def test_series_side_by_side_give_one_row_each_where_they_have_a_value():
    series = (
        Serie("DMP", {"numerateur": "DMP", "denominateur": "Personnes"}, {"indicateur": "dmp"}),
        Serie("Messages", {"numerateur": "MSS"}, {"indicateur": "mssante"}),
    )
    table = agregats(
        colonnes={"finess_et": ("FINESS",)}, series=series, constantes={"fenetre_debut": "{debut}", "fenetre_fin": "{fin}"}
    )
    text = f"FINESS|DMP|Personnes|MSS\n{FINESS}|NC|5|\n{OTHER}|n/a||8\n{OTHER}|||"
    dmp, messages = translated(dialect(table, vides=("n/a",)), grid(text))
    assert [row["ligne"] for row in rows(dmp)] == [2]
    assert [(row["ligne"], row["indicateur"], row["numerateur"]) for row in rows(messages)] == [(3, "mssante", "8")]
    assert (dmp.suffixe, messages.suffixe) == ("DMP", "Messages")
    assert dmp.headers == {"finess_et": "FINESS", "numerateur": "DMP", "denominateur": "Personnes"}


def test_printed_rate_that_is_not_that_of_its_figures():
    table = agregats(colonnes={"finess_et": ("FINESS",), "numerateur": ("N",), "denominateur": ("D",)}, taux=("Taux",))
    text = f"FINESS|N|D|Taux\n{FINESS}|2|3|66,6 %\n{FINESS}|2|3|76,6 %\n{FINESS}|NC|3|5 %\n{FINESS}|2|3|"
    assert faults(only(translated(dialect(table), grid(text)))) == [(3, "numerateur", "taux_incoherent")]


def test_duplicate_header_matters_when_it_is_read():
    text = f"FINESS|DMP|Autre|Autre\n{FINESS}|1|x|y"
    assert only(translated(dialect(agregats()), grid(text))).refusal is None
    refusal = only(translated(dialect(agregats()), grid(text.replace("Autre|Autre", "Autre|dmp")))).refusal
    assert (refusal.rule, refusal.columns) == ("colonne_en_double", ("DMP",))


def test_the_only_table_is_the_visible_one_that_has_the_header():
    given = dialect(agregats(), format="classeur")
    first, copy = grid(f"FINESS|DMP\n{FINESS}|1", name="A"), grid(f"FINESS|DMP\n{FINESS}|2", name="B", hidden=True)
    notice = grid("Notice", name="N")
    one = only(translated(given, notice, copy, first))
    assert (column(one, "numerateur"), one.hidden, one.suffixe) == (["1"], False, "")
    assert one.ignored == ("feuille « N »", "feuille « B » masquée")
    assert only(translated(given, notice, copy)).hidden
    copy.hidden = False
    with pytest.raises(Refusal) as caught:
        translated(given, notice, copy, first)
    assert (caught.value.rule, caught.value.columns) == ("feuilles_multiples", ("B", "A"))


def test_what_stands_for_no_date_is_one_only_where_a_date_is():
    text = f"FINESS|N° dossier|Date d'entrée\n{FINESS}|1900|1900"
    one = only(translated(dialect(dossiers(), dates_vides=("1900",)), grid(text)))
    assert rows(one) == [{"ligne": 2, "finess_et": FINESS, "dossier_id": "1900"}]


@pytest.mark.parametrize("text", ["01/01/1900", "1900-01-01", "1900-01-01 00:00", "1900-01-01T00:00:00"])
def test_a_day_that_stands_for_none_does_so_however_it_is_written(text):
    given = f"FINESS|N° dossier|Date d'entrée|Date de sortie\n{FINESS}|12|2025-01-01|{text}"
    one = only(translated(dialect(leavers(), dates=DAYS, dates_vides=("01/01/1900",)), grid(given)))
    assert rows(one) == [{"ligne": 2, "finess_et": FINESS, "dossier_id": "12", "date_entree": "2025-01-01"}]


def test_another_day_of_that_year_or_another_hour_of_that_day_is_left():
    given = f"FINESS|N° dossier|Date d'entrée|Date de sortie\n{FINESS}|12|1900-01-02|1900-01-01 08:00"
    one = only(translated(dialect(leavers(), dates=DAYS, dates_vides=("01/01/1900",)), grid(given)))
    assert (column(one, "date_entree"), column(one, "date_sortie")) == (["1900-01-02"], ["1900-01-01 08:00"])


def leavers():
    return dossiers(colonnes=DOSSIERS | {"date_sortie": ("Date de sortie",)}, facultatives=("date_sortie",))


def test_two_datasets_of_one_table():
    updates = TableLue(
        "mises_a_jour",
        {"finess_et": ("FINESS",), "dossier_id": ("N° dossier",), "date_maj": ("Maj",)},
    )
    text = f"FINESS|N° dossier|Date d'entrée|Maj\n{FINESS}|1|2025-01-01|2025-01-20"
    first, second = translated(dialect(dossiers(), updates), grid(text))
    assert [(one.suffixe, one.jeu) for one in (first, second)] == [("dossiers", "dossiers"), ("mises_a_jour", "mises_a_jour")]
    assert column(second, "date_maj") == ["2025-01-20"]
