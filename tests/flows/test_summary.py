"""What a run says at its end: amounts and words in French, plain when piped, one document with `--json`."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest

from flows.display import plain_table
from flows.next_steps import command_line, last_act, next_steps
from flows.request import AMOUNTS, RunReport, strict_exit_code
from flows.summary import by_need, money_rows, show_report
from transforms.figures import euros

REPORT = RunReport(
    month="2026-06",
    decisions=[
        {
            "mois": "2026-06",
            "projet_id": "P1",
            "decision": "liberer",
            "provisoire": False,
            "sensible_a_la_lecture": False,
            "montant_solde": Decimal("1084000.00"),
            "deja_verse": Decimal("0.00"),
            "montant_libere": Decimal("1084000.00"),
            "motif": None,
            "version": 2,
            "nouvelle": True,
            "acte": None,
        },
        {
            "mois": "2026-06",
            "projet_id": "P2-[bold]",
            "decision": "ne_pas_liberer",
            "provisoire": True,
            "sensible_a_la_lecture": True,
            "montant_solde": None,
            "deja_verse": Decimal("0.00"),
            "montant_libere": None,
            "motif": "cibles_non_atteintes, pieces_manquantes",
            "version": 1,
            "nouvelle": False,
            "acte": None,
        },
    ],
    deposits={"fichiers": 9, "refuses": 1, "lues": 10623, "acceptees": 10613, "rejetees": 6, "remplacees": 4},
    refused=[{"chemin": "2026-06/" + "x" * 200 + ".csv", "motif": "encodage", "message": "Le fichier n'est pas en UTF-8."}],
    written=["/srv/r/decisions/2026-06/P1-v2.json", "/srv/r/decisions/2026-06/P3-v1.json", "/srv/r/publication/cibles.duckdb"],
    signals=["Un signal."],
    next_steps=["Relire les lignes mises de côté.", "Relancez le mois :"],
    commands=["", "run --month 2026-06"],
    to_read=["publication/cibles.duckdb : la base"],
)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("1084000.00"), "1\u202f084\u202f000,00\u202f€"),
        (Decimal("999.99"), "999,99\u202f€"),
        (Decimal("1000"), "1\u202f000,00\u202f€"),
        (Decimal("0"), "0,00\u202f€"),
        (None, "–"),
    ],
)
def test_amounts_are_written_as_in_france(amount, shown):
    assert euros(amount) == shown


def test_piped_text_has_no_colour_no_frame_and_is_never_cut(capsys):
    show_report(REPORT, as_json=False)
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert not set(shown) & set("│┃┏┡━─…")
    assert "2026-06/" + "x" * 200 + ".csv" in shown
    assert "P2-[bold]" in shown


def test_every_part_of_the_report_is_told(capsys):
    show_report(REPORT, as_json=False, workspace=Path("/srv/r"))
    lines = capsys.readouterr().out.splitlines()
    assert "P1         libérer                                            1\u202f084\u202f000,00\u202f€  2 (nouvelle)" in lines
    assert (
        "P2-[bold]  ne pas libérer  provisoire, sensible à la lecture               –  1"
        "             des cibles ne sont pas atteintes ; des pièces manquent" in lines
    )
    assert "lignes mises de côté                             6" in lines
    assert "lignes lues                                 10\u202f623" in lines
    assert lines.index("Dépôts") < lines.index("Décisions de juin 2026") < lines.index("Écrit") < lines.index("À faire")
    assert [line for line in lines if line.startswith(("- ", "    "))] == [
        "- Un signal.",
        "- 2 décisions nouvelles dans decisions/2026-06/",
        "- publication/cibles.duckdb",
        "- publication/cibles.duckdb : la base",
        "- Relire les lignes mises de côté.",
        "- Relancez le mois :",
        "    cibles run --month 2026-06 --workspace /srv/r",
    ]


def decided(projet_id: str, decision: str, **other: object) -> dict:
    euros_of_it = {name: Decimal(str(value)) for name, value in other.items() if name in AMOUNTS}
    kept = {name: value for name, value in other.items() if name not in AMOUNTS}
    return {**REPORT.decisions[0], "projet_id": projet_id, "decision": decision, **euros_of_it, **kept}


MONTH_DECIDED = [
    decided("A", "liberer_partiellement", montant_solde=100, montant_libere="60.01", deja_verse=20),
    decided("B", "ne_pas_liberer", montant_solde=50, montant_libere=0, provisoire=True),
    decided("C", "liberer", montant_solde=7, montant_libere=7, provisoire=True),
    decided("D", "a_instruire", montant_solde=1000, montant_libere=0),
    decided("E", "ne_pas_liberer", montant_solde=30, montant_libere=0, deja_verse=30, motif="solde_deja_verse"),
    REPORT.decisions[1],
]


def test_the_balances_of_the_month_are_told_in_all():
    assert money_rows(MONTH_DECIDED) == [
        ("Déjà versé", "2", "50,00\u202f€"),
        ("Libérable maintenant", "1", "60,01\u202f€"),
        ("Libérable plus tard", "1", "7,00\u202f€"),
        ("À instruire", "1", "1\u202f000,00\u202f€"),
        ("Cibles non atteintes", "2", "69,99\u202f€"),
        ("Sans subvention au registre", "1", "–"),
    ]


def test_what_waits_for_a_person_comes_first():
    assert [one["projet_id"] for one in by_need(MONTH_DECIDED)] == ["D", "A", "E", "C", "B", "P2-[bold]"]


def test_each_step_comes_with_what_to_type():
    signed = decided("F", "liberer", montant_libere=5, acte="signee")
    steps = next_steps("2026-06", [*MONTH_DECIDED, signed], REPORT.refused, ["2026-05"])
    assert [command for _, command in steps] == [
        "decide --month 2026-06 --project D",
        "run --month 2026-06",
        "run --month 2026-05",
        "act A signee",
    ]
    assert "A (60,01\u202f€)" in steps[-1][0]


def test_many_projects_are_named_in_part_and_shown_all():
    ((sentence, command),) = next_steps(
        "2026-06", [decided(f"P{rank}", "a_instruire", montant_libere=0) for rank in range(12)], [], []
    )
    assert "P9 et 2 autres" in sentence
    assert command == "decide --month 2026-06"


def test_an_act_on_an_earlier_version_is_the_answer_to_the_decision():
    record = {"projet_id": "P", "mois": "2026-06"}
    of = "P-2026-06-v1"
    assert last_act(record | {"actes": [{"acte": "signee", "decision_id": of}]}) == "signee"
    assert last_act(record | {"actes": [{"acte": "signee", "decision_id": "P-2026-05-v1"}]}) is None
    assert last_act(record) is None


def test_a_command_can_be_pasted_whatever_the_place():
    assert command_line(Path(), "run") == "cibles run"
    assert command_line(Path("/srv/ma région"), "run") == "cibles run --workspace '/srv/ma région'"


def test_many_refused_files_are_counted(capsys):
    files = [{"chemin": f"depots/2026-0{5 + rank % 2}/{rank}.csv", "motif": "encodage", "message": "Non."} for rank in range(12)]
    show_report(dataclasses.replace(REPORT, refused=files), as_json=False)
    shown = capsys.readouterr().out
    assert shown.index("depots/2026-06/11.csv") < shown.index("depots/2026-05/0.csv")
    assert "… et 2 de plus." in shown


def test_a_run_that_changed_nothing_says_so(capsys):
    show_report(
        dataclasses.replace(REPORT, decisions=[], refused=[], written=[], signals=[], next_steps=[], commands=[]), as_json=False
    )
    shown = capsys.readouterr().out
    assert "Aucune : aucun projet n'est mesuré ce mois-là." in shown
    assert "Rien : les mêmes entrées ont déjà été traitées." in shown
    assert "À faire" not in shown


def test_json_is_one_document_with_exact_amounts(capsys):
    show_report(REPORT, as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {field.name for field in dataclasses.fields(RunReport)}
    assert document["decisions"][0]["montant_libere"] == "1084000.00"
    assert document["decisions"][1]["montant_libere"] is None


def test_plain_table_aligns_and_keeps_one_line_per_row():
    assert plain_table(("A", "Nombre"), [("x\ny", "1"), ("long text", "1000")], right=(1,)) == [
        "A          Nombre",
        "x y             1",
        "long text    1000",
    ]


TO_REVIEW = {**REPORT.decisions[0], "decision": "a_instruire"}


@pytest.mark.parametrize(
    ("refused", "decisions", "code"),
    [
        ([], [], 0),
        ([], REPORT.decisions, 0),
        ([], [*REPORT.decisions, TO_REVIEW], 21),
        (REPORT.refused, REPORT.decisions, 20),
        (REPORT.refused, [TO_REVIEW], 20),
    ],
)
def test_strict_exit_codes(refused, decisions, code):
    assert strict_exit_code(dataclasses.replace(REPORT, refused=refused, decisions=decisions)) == code
