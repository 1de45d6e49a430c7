"""A table completed by another of the same file."""

from __future__ import annotations

from contracts.dialect import Jointure, TableLue
from tests.dialects.translate.tables_by_hand import (
    FINESS,
    OTHER,
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

USERS = Jointure("usagers*", {"Id": "Usager"}, {"N° FINESS": "finess_et"})
PROJECTS = Jointure("projets*", {"Id": "Usager"}, {"Statut": "projet_statut", "Début": "projet_date_debut"}, facultative=True)
STAYS = dossiers(
    source="sejours*",
    colonnes={"dossier_id": ("Usager",), "date_entree": ("Entrée",)},
    jointures=(USERS, PROJECTS),
    valeurs={"projet_statut": {"Actif": "ENCOURS"}},
)
EVENTS = TableLue("evenements", {"dossier_id": ("Usager",), "date_debut": ("Date",)}, "evenements*", jointures=(USERS,))
ARCHIVE = dialect(STAYS, format="archive", dates=("jj/mm/aaaa",))

USERS_TEXT = f"Id|N° FINESS|Nom\nA|{FINESS}|DUPONT\nB|{OTHER}|MARTIN\nC|{OTHER}|DURAND"
STAYS_TEXT = "Usager|Entrée\nA|2025-01-01\nB|2025-01-02\nA|2025-01-15\nX|2025-01-03"


def users(text=USERS_TEXT, **about):
    return grid(text, name="usagers.csv", **about)


def stays(text=STAYS_TEXT):
    return grid(text, name="sejours.csv")


def projects(text="Id|Statut|Début\nA|Actif|02/01/2025\nA|TERMINE|\nB|actif|"):
    return grid(text, name="projets.csv")


def test_each_line_is_completed_as_often_as_it_matches():
    main, other, third = translated(ARCHIVE, projects(), users(), stays())
    assert [(row["ligne"], row["dossier_id"], row.get("finess_et"), row.get("projet_statut")) for row in rows(main)] == [
        (2, "A", FINESS, "ENCOURS"),
        (2, "A", FINESS, "TERMINE"),
        (3, "B", OTHER, "ENCOURS"),
        (4, "A", FINESS, "ENCOURS"),
        (4, "A", FINESS, "TERMINE"),
        (5, "X", None, None),
    ]
    assert main.headers | {"finess_et": "N° FINESS", "projet_statut": "Statut"} == main.headers
    assert column(main, "projet_date_debut")[:2] == ["2025-01-02", None]
    assert (main.suffixe, main.annexe, other.annexe, third.annexe) == ("", False, True, True)
    assert (other.suffixe, faults(other), other.ignored) == ("usagers.csv", [(4, None, "sans_rattachement")], ("Nom",))
    assert (third.suffixe, faults(third)) == ("projets.csv", [])


def test_a_line_whose_establishment_only_the_other_table_says_is_set_aside_without_it():
    main, *_ = translated(ARCHIVE, projects(), users(), stays())
    assert faults(main) == [(5, None, "sans_rattachement")]


def test_an_absent_table_that_may_be():
    main, _ = translated(ARCHIVE, users(), stays())
    assert set(column(main, "projet_statut")) == {None}
    refused = only(translated(ARCHIVE, stays()))
    assert (refused.refusal.rule, refused.refusal.columns) == ("feuille_absente", ("usagers*",))


def test_a_repeated_line_completes_once_and_is_set_aside():
    main, other = translated(ARCHIVE, users(USERS_TEXT + f"\nA|{FINESS}|DUPONT"), stays())
    assert [row["ligne"] for row in rows(main)] == [2, 3, 4, 5]
    assert faults(other) == [(4, None, "sans_rattachement"), (5, None, "sans_rattachement")]


def test_a_line_serves_when_it_completes_one_of_several_tables():
    events = grid("Usager|Date\nC|2025-01-05", name="evenements.csv")
    results = translated(dialect(STAYS, EVENTS, format="archive"), users(), stays(), events)
    assert [(one.suffixe, one.jeu, faults(one)) for one in results] == [
        ("sejours.csv", "dossiers", [(5, None, "sans_rattachement")]),
        ("evenements.csv", "evenements", []),
        ("usagers.csv", "dossiers", []),
    ]


def test_a_table_read_for_itself_is_not_judged_by_those_it_completes():
    by_stay = TableLue(
        "evenements",
        {"dossier_id": ("Usager",), "date_debut": ("Date",)},
        "evenements*",
        jointures=(Jointure("sejours*", {"Usager": "Usager"}, {"Site": "finess_et"}),),
    )
    own = dossiers(source="sejours*", colonnes={"finess_et": ("Site",), "dossier_id": ("Usager",), "date_entree": ("Entrée",)})
    events = grid("Usager|Date\nA|2025-01-05", name="evenements.csv")
    sites = stays(f"Usager|Entrée|Site\nA|2025-01-01|{FINESS}\nA|2025-01-09|{FINESS}\nB|2025-01-01|{OTHER}")
    first, second = translated(dialect(own, by_stay, format="archive"), sites, events)
    assert [len(rows(one)) for one in (first, second)] == [3, 1]
    assert faults(first) == faults(second) == []


def test_broken_lines_of_the_other_table_are_its_own():
    main, other = translated(ARCHIVE, users(USERS_TEXT + "\nX|750", ragged=True), stays())
    assert rows(main)[-1] == {"ligne": 5, "dossier_id": "X", "date_entree": "2025-01-03"}
    assert ragged(other) == [5]


def test_order_of_the_lines_of_either_table_does_not_matter():
    def cells(stays_text, projects_text):
        main = translated(ARCHIVE, users(), stays(stays_text), projects(projects_text))[0]
        return sorted((tuple(sorted((k, v) for k, v in row.items() if k != "ligne"))) for row in rows(main))

    def turned(text):
        first, *rest = text.split("\n")
        return "\n".join([first, *reversed(rest)])

    text = "Id|Statut|Début\nA|Actif|02/01/2025\nA|TERMINE|\nB|actif|"
    assert cells(STAYS_TEXT, text) == cells(turned(STAYS_TEXT), turned(text))


def test_a_key_that_is_none_is_refused_before_it_fills_memory():
    many = "Usager|Entrée\n" + "A|2025-01-01\n" * 200
    projets = "Id|Statut|Début\n" + "\n".join(f"A|{rank}|" for rank in range(200))
    results = translated(ARCHIVE, users(), stays(many), projects(projets))
    assert results[0].refusal.rule == "jointure_demesuree"
