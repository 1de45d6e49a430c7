"""`cibles texts`: what is in force on a day, every value with its sentence, and what an amendment would change."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from contracts.failures import UsageError
from flows.cli import main
from flows.commands.text_page import CHOSEN_ONLY, SECOND_HAND
from flows.commands.texts import texts_command
from flows.texts import load_all_texts
from tests.flows.helpers_texts import EFFECT, SINCE, amended_folder

ARA, GRAND_EST, GUADELOUPE, NATIONAL = (
    *("ara-generalisation-2025", "grand-est-amorcage-2021"),
    *("guadeloupe-generalisation-2022", "national-2021"),
)
INSTRUCTION = "instruction-2025-100"
INSTRUCTION_EFFECT = date(2025, 9, 2)
A_DAY = timedelta(days=1)


@pytest.fixture
def shown(capsys):
    """What the command prints, in words or in JSON."""

    def ask(name=None, as_json=False, **options):
        texts_command(name, as_json=as_json, **options)
        out = capsys.readouterr().out
        return json.loads(out) if as_json else out

    return ask


def test_the_list_names_each_text_with_its_targets(shown):
    out = shown(day=INSTRUCTION_EFFECT)
    for said in (ARA, GUADELOUPE, "ARS Auvergne-Rhône-Alpes", "chaque_essms", "mssante 70 %", "e_parcours sans cible"):
        assert said in out
    assert "dossiers_actifs fixée par projet" in out
    assert "\x1b" not in out


def test_texts_are_in_force_from_their_day_on(shown):
    for book in load_all_texts().values():
        day_before = {row["texte_id"]: row for row in shown(as_json=True, day=book.en_vigueur_le - A_DAY)}
        that_day = {row["texte_id"]: row for row in shown(as_json=True, day=book.en_vigueur_le)}
        assert not day_before[book.texte_id]["en_vigueur"]
        assert that_day[book.texte_id]["en_vigueur"]


def test_texts_not_yet_in_force_are_apart(shown):
    current, coming = shown(day=date(2022, 3, 18)).split("Pas encore en vigueur le 18/03/2022")
    assert "Textes en vigueur le 18/03/2022" in current
    assert all(texte_id in current for texte_id in (GRAND_EST, NATIONAL, GUADELOUPE))
    assert ARA in coming
    assert ARA not in current
    assert "Aucun texte en vigueur le 01/01/2020" in shown(day=date(2020, 1, 1))


def test_the_list_says_which_amendments_would_apply_that_day_and_only_if_chosen(shown):
    before, after = shown(day=INSTRUCTION_EFFECT - A_DAY), shown(day=INSTRUCTION_EFFECT)
    assert INSTRUCTION not in before
    assert CHOSEN_ONLY not in before
    assert f"Avenant possible depuis le 02/09/2025 : {INSTRUCTION}" in after
    assert CHOSEN_ONLY in after
    listed = {row["texte_id"]: row["avenants"] for row in shown(as_json=True, day=INSTRUCTION_EFFECT)}
    assert [item["avenant_id"] for item in listed[ARA]] == [INSTRUCTION]
    assert listed[ARA][0]["date_effet"] == "2025-09-02"
    assert listed[GUADELOUPE] == []


def test_an_amendment_changes_nothing_before_the_text_itself(shown, tmp_path):
    folder = amended_folder(tmp_path / "textes")
    text = (folder / "full.toml").read_text(encoding="utf-8").replace("valeur = 2021-01-02", "valeur = 2022-01-01")
    (folder / "full.toml").write_text(text, encoding="utf-8")
    (row,) = shown(as_json=True, day=EFFECT, directory=folder)
    assert (row["en_vigueur"], row["avenants"]) == (False, [])


def test_the_list_as_json(shown):
    listed = {row["texte_id"]: row for row in shown(as_json=True)}
    assert listed[ARA]["cibles"]["dmp"] == "0.70"
    assert listed[ARA]["part_solde"] == "0.50"
    assert listed[GUADELOUPE]["cibles"]["e_prescription"] is None
    assert listed[GRAND_EST]["cibles"]["mssante"] == "fixée par projet"
    assert listed[NATIONAL]["part_solde"] is None
    assert len({tuple(row) for row in listed.values()}) == 1


def test_a_target_that_is_a_count_is_a_number(shown, tmp_path):
    folder = amended_folder(tmp_path / "textes")
    (row,) = shown(as_json=True, directory=folder)
    assert row["cibles"] == {"evenements_agenda": "fixée par projet", "mssante": "fixée par projet", "dmp": 12}
    assert "dmp 12 " in shown(directory=folder)


def test_the_day_is_today_when_none_is_asked(shown, monkeypatch):
    monkeypatch.setattr("flows.clock.today", lambda: date(2021, 2, 12))
    assert [row["texte_id"] for row in shown(as_json=True) if row["en_vigueur"]] == [GRAND_EST]


@pytest.mark.parametrize("texte_id", [ARA, GRAND_EST, GUADELOUPE, NATIONAL])
def test_one_text_shows_every_value_with_its_sentence_uncut(shown, texte_id):
    values = shown(texte_id, as_json=True)
    lines = [line.strip() for line in shown(texte_id).splitlines()]
    own = [value for value in values if value["avenant_id"] is None]
    assert len(own) > 40
    for value in own:
        assert any(line.startswith(f"{value['cle']} = {value['valeur']}") for line in lines)
        assert value["changement"] is value["valeur_avant"] is None
    for value in values:
        assert f"« {value['phrase']} »" in lines
        assert f"{value['document']}, section {value['section']}" in lines
        assert value["lecture"] is None or f"Lecture : {value['lecture']}" in lines
    assert len({tuple(value) for value in values}) == 1


def test_a_second_hand_sentence_is_marked(shown, tmp_path):
    out = shown("full", day=SINCE, directory=amended_folder(tmp_path / "textes"))
    marked = [part for part in out.split("\n\n") if SECOND_HAND in part]
    assert len(marked) == 1
    assert marked[0].startswith("indicateurs.mssante.par_projet = fixée par projet")


def test_one_text_says_what_an_amendment_in_force_that_day_would_change(shown, tmp_path):
    folder = amended_folder(tmp_path / "textes")
    before, after = (shown("full", day=day, directory=folder) for day in (EFFECT - A_DAY, EFFECT))
    assert "Avenant" not in before
    assert "Avenant hausse, depuis le 01/06/2021 — Hausse de la cible" in after
    assert CHOSEN_ONLY in after
    assert "indicateurs.dmp.cible : 12 (nombre) → 15 (nombre)" in after
    assert "exemptions.pjm.categories : rien → 340 (catégorie FINESS)" in after
    assert "bareme.postes.amoa.petits : oui → rien" in after
    assert "portee : ensemble, inchangé, sur une autre phrase ou une autre lecture" in after
    assert "indicateurs.dmp.cible = 12 (nombre)" in after


def test_the_values_of_a_text_and_their_changes_have_the_same_keys(shown, tmp_path):
    rows = shown("full", as_json=True, day=EFFECT, directory=amended_folder(tmp_path / "textes"))
    assert len({tuple(row) for row in rows}) == 1
    (target,) = (row for row in rows if row["cle"] == "indicateurs.dmp.cible" and row["avenant_id"])
    assert (target["changement"], target["valeur_avant"], target["valeur"]) == ("modifie", "12", "15")
    (removed,) = (row for row in rows if row["changement"] == "retire")
    assert (removed["cle"], removed["valeur_avant"], removed["valeur"]) == ("bareme.postes.amoa.petits", "oui", None)


def test_a_text_not_yet_in_force_says_so(shown):
    assert "Pas encore en vigueur le 01/01/2025 : il le sera le 18/04/2025." in shown(ARA, day=date(2025, 1, 1))
    assert "En vigueur depuis le 18/04/2025." in shown(ARA, day=date(2025, 4, 18))


def test_an_amendment_shows_what_it_is_and_what_it_changes(shown):
    out = shown(INSTRUCTION, day=INSTRUCTION_EFFECT)
    document = shown(INSTRUCTION, as_json=True, day=INSTRUCTION_EFFECT)
    lines = [line.strip() for line in out.splitlines()]
    for said in (document["titre"], document["emetteur"], document["reference"], CHOSEN_ONLY, f"dans {ARA}"):
        assert said in out
    assert "date_effet = 02/09/2025" in lines
    assert f"« {document['phrase']} »" in lines
    assert SECOND_HAND in lines
    assert "exemptions.ahi_hors_sons.champs : rien → AHI (champ d'activité)" in lines
    assert (document["textes"], document["en_vigueur"]) == ([ARA], True)
    assert {row["changement"] for row in document["changements"]} == {"ajoute"}
    assert {row["avenant_id"] for row in document["changements"]} == {INSTRUCTION}


def test_an_amendment_without_effect_yet_says_so(shown):
    day = INSTRUCTION_EFFECT - A_DAY
    assert "date_effet = 02/09/2025 (pas encore le 01/09/2025)" in shown(INSTRUCTION, day=day)
    assert not shown(INSTRUCTION, as_json=True, day=day)["en_vigueur"]


def test_an_unknown_name_is_told_with_those_known():
    with pytest.raises(UsageError, match=rf"« ara » n'est ni un texte ni un avenant.*{ARA}, .*{INSTRUCTION}"):
        texts_command("ara")


@pytest.mark.parametrize("day", ["2025-02-30", "2025-6-1", "20250601", "juin"])
def test_a_day_that_is_none_is_a_usage_error(day, capsys):
    assert main(["texts", "--date", day]) == 2
    assert f"« {day} » n'est pas une date ; écrivez AAAA-MM-JJ" in capsys.readouterr().err


def test_the_day_of_the_command_line_is_the_one_asked(capsys):
    assert main(["texts", "--date", "2021-02-12", "--json"]) == 0
    assert [row["texte_id"] for row in json.loads(capsys.readouterr().out) if row["en_vigueur"]] == [GRAND_EST]
