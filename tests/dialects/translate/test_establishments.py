"""Where the establishment is: column, cell above, label, mailbox, or said once for a file or a sheet."""

from __future__ import annotations

import pytest

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
    translated,
)
from transforms.dialects.mailboxes import read_mailboxes

DAYS = ("jj/mm/aaaa",)


def test_finess_in_a_cell_above():
    table = dossiers(finess="au_dessus", ignorer=("Total*",))
    text = f"""
        FINESS         | N° dossier | Date d'entrée
                       | 1          | 2025-01-01
        {FINESS}       | 2          | 2025-01-01
                       | 3          | 2025-01-01
        {OTHER}        | 4          | 2025-01-01
                       | 5          | 2025-01-01
        Total {OTHER}  | 2          |
                       | 6          | 2025-01-01
        """
    assert column(only(translated(dialect(table), grid(text))), "finess_et") == [None, FINESS, FINESS, OTHER, OTHER, None]


def test_a_broken_line_may_have_held_the_finess_of_those_below():
    text = f"FINESS|N° dossier|Date d'entrée\n{FINESS}|1|2025-01-01\n{OTHER}|2\n|3|2025-01-01"
    one = only(translated(dialect(dossiers(finess="au_dessus")), grid(text, ragged=True)))
    assert column(one, "finess_et") == [FINESS, None]


def test_a_total_of_another_width_parts_establishments_too():
    text = f"FINESS|N° dossier|Date d'entrée\n{FINESS}|1|2025-01-01\nTotal|1\n|3|2025-01-01"
    one = only(translated(dialect(dossiers(finess="au_dessus", ignorer=("Total",))), grid(text, ragged=True)))
    assert (column(one, "finess_et"), ragged(one)) == ([FINESS, None], [])


@pytest.mark.parametrize(
    ("where", "about", "sheet", "title"),
    [
        ("nom", {"file_name": f"dui_{FINESS}_20250131.csv"}, "", "x"),
        ("dossier", {"folder_finess": FINESS}, "", "x"),
        ("feuille", {}, f"{FINESS} LILAS", "x"),
        ("titre", {}, "", f"Établissement : {FINESS} – Les Lilas"),
    ],
)
def test_finess_said_once(where, about, sheet, title):
    columns = {name: names for name, names in DOSSIERS.items() if name != "finess_et"}
    text = f"{title}\nN° dossier|Date d'entrée\n1|2025-01-01\n2|2025-01-01"
    given = dialect(dossiers(finess=where, colonnes=columns))
    assert column(only(translated(given, grid(text, name=sheet), **about)), "finess_et") == [FINESS, FINESS]
    without = grid(text.replace(FINESS, "?"), name="x")
    assert only(translated(given, without, file_name="x.csv")).refusal.rule == "finess_absent"


def test_one_sheet_per_establishment_hidden_ones_named():
    table = agregats(source="*", finess="feuille", colonnes={"numerateur": ("DMP",)})
    results = translated(
        dialect(table, format="classeur"),
        grid("DMP\n1", name=FINESS),
        grid("DMP\n2", name=OTHER, hidden=True),
        grid("Mode d'emploi", name="Notice"),
        grid("", name="Feuil3"),
    )
    assert [(one.suffixe, one.hidden) for one in results] == [(FINESS, False), (OTHER, True), ("Notice", False)]
    assert [column(one, "finess_et") for one in results] == [[FINESS], [OTHER], []]
    assert (results[2].refusal.rule, results[2].refusal.columns) == ("colonnes_manquantes", ("DMP",))


def test_mailboxes():
    extraction = "Type de BAL|Adresse BAL|Type identifiant structure|Identification Structure|Autre\n" + "".join(
        f"ORG|{address}|{kind}|{number}|\n"
        for address, kind, number in [
            ("lilas@x.mssante.fr", "FINESS", FINESS),
            ("Lilas@x.mssante.fr", "1", FINESS),
            ("deux@x.mssante.fr", "FINESS", FINESS),
            ("deux@x.mssante.fr", "FINESS", OTHER),
            ("siret@x.mssante.fr", "SIRET", "73282932000074"),
        ]
    )
    table = agregats(boites=True, colonnes={"finess_et": ("Boîte",), "numerateur": ("DMP",)})
    text = "Boîte|DMP\nLILAS@x.mssante.fr|1\ndeux@x.mssante.fr|2\nsiret@x.mssante.fr|3\n|4"
    one = only(translated(dialect(table), grid(text), mailboxes=read_mailboxes(extraction.encode())))
    assert column(one, "finess_et") == [FINESS, None, None, None]
    assert faults(one) == [(4, "finess_et", "boite_inconnue"), (3, "finess_et", "boite_ambigue")]
    assert only(translated(dialect(table), grid(text))).refusal.rule == "boites_absentes"
