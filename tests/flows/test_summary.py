"""What a run says at its end: amounts and words in French, plain when piped, one document with `--json`."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal

import pytest

from flows.display import plain_table
from flows.request import RunReport, strict_exit_code
from flows.summary import show_report
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
            "montant_libere": Decimal("1084000.00"),
            "motif": None,
            "version": 2,
            "nouvelle": True,
        },
        {
            "mois": "2026-06",
            "projet_id": "P2-[bold]",
            "decision": "ne_pas_liberer",
            "provisoire": True,
            "sensible_a_la_lecture": True,
            "montant_libere": None,
            "motif": "cibles_non_atteintes, pieces_manquantes",
            "version": 1,
            "nouvelle": False,
        },
    ],
    deposits={"fichiers": 9, "refuses": 1, "lues": 10623, "acceptees": 10613, "rejetees": 6, "remplacees": 4},
    refused=[{"chemin": "2026-06/" + "x" * 200 + ".csv", "motif": "encodage", "message": "Le fichier n'est pas en UTF-8."}],
    written=["espace/publication/cibles.duckdb"],
    signals=["Un signal."],
    next_steps=["Relire les lignes mises de côté."],
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
    show_report(REPORT, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert "P1         libérer                                            1\u202f084\u202f000,00\u202f€  2 (nouvelle)" in lines
    assert (
        "P2-[bold]  ne pas libérer  provisoire, sensible à la lecture               –  1             "
        "des cibles ne sont pas atteintes ; des pièces manquent"
    ) in lines
    assert "lignes mises de côté                             6" in lines
    assert "lignes lues                                 10\u202f623" in lines
    assert lines.index("Dépôts") < lines.index("Décisions de 2026-06") < lines.index("Écrit")
    assert [line for line in lines if line.startswith("- ")] == [
        "- Un signal.",
        "- espace/publication/cibles.duckdb",
        "- Relire les lignes mises de côté.",
    ]


def test_a_run_that_changed_nothing_says_so(capsys):
    show_report(dataclasses.replace(REPORT, decisions=[], refused=[], written=[], signals=[], next_steps=[]), as_json=False)
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
