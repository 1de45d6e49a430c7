"""Each input that is not the one of the decision is named, and told to the differences that it can make."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import contracts
from flows.texts import load_all_texts
from flows.verification import Verification
from flows.verification_inputs import AVENANTS, BOITES, DEPOT, DIALECTE, FINESS, LECTURE, PREUVES, REGISTRE, TEXTE
from tests.flows.helpers_workspace import MONTH, run, sample_copy
from tests.verification.helpers_verify import decision_file, inputs_elsewhere, said_by_file, sentences, verified, written

pytestmark = pytest.mark.xdist_group("verification")

PROJECT, NUMBER = "ARA-2025-001", "690990015"


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def of_project(decided: Path, elsewhere: Path, projet_id: str = PROJECT) -> Verification:
    return verified(decision_file(decided, projet_id, MONTH), elsewhere)


def kinds(one: Verification) -> list[tuple[str, str]]:
    return [(cause.genre, cause.nom) for cause in one.causes]


def test_lines_taken_out_of_a_deposit(decided, elsewhere):
    chemin = f"depots/2026-06/{NUMBER}/dossiers.csv"
    lines = (elsewhere / chemin).read_text(encoding="utf-8").splitlines(keepends=True)
    (elsewhere / chemin).write_text("".join(lines[:-3]), encoding="utf-8")
    one = of_project(decided, elsewhere)
    assert kinds(one) == [(DEPOT, chemin)]
    assert not one.alterations
    figures = [explained for explained in one.found if explained.difference.place[0] == "essms"]
    assert figures
    assert all(explained.difference.place[1].startswith(NUMBER) for explained in figures)
    assert all([cause.nom for cause in explained.causes] == [chemin] for explained in figures)


@pytest.mark.long
def test_a_byte_that_changes_no_figure_is_told_all_the_same(decided, elsewhere):
    path = elsewhere / "depots/2026-06" / NUMBER / "dossiers.csv"
    path.write_bytes(path.read_bytes() + b"\r\n")
    one = of_project(decided, elsewhere)
    assert kinds(one) == [(DEPOT, f"depots/2026-06/{NUMBER}/dossiers.csv")]
    assert one.found == ()
    assert not one.identical


def test_a_deposit_that_is_gone(decided, elsewhere):
    chemin = f"depots/2026-05/{NUMBER}/dossiers.csv"
    (elsewhere / chemin).unlink()
    one = of_project(decided, elsewhere)
    assert kinds(one) == [(DEPOT, chemin)]
    assert "purgé" in one.causes[0].phrase


@pytest.mark.long
def test_a_link_in_the_place_of_a_deposit_is_not_followed(decided, elsewhere, tmp_path):
    path = elsewhere / "depots/2026-06" / NUMBER / "dossiers.csv"
    aside = tmp_path / "dossiers.csv"
    os.rename(path, aside)
    path.symlink_to(aside)
    one = of_project(decided, elsewhere)
    assert "fichier ordinaire" in one.causes[0].phrase


@pytest.mark.parametrize(
    ("table", "old", "new", "first"),
    [
        ("projets", "84000,01", "84000,03", "montant_solde"),
        pytest.param("perimetre", "ARA-2025-001;380990010;", "ARA-2025-001;380990010;2025-01-01", None, marks=pytest.mark.long),
        pytest.param("pieces", "", "", None, marks=pytest.mark.long),
    ],
)
def test_a_row_of_the_register(decided, elsewhere, table, old, new, first):
    path = elsewhere / "registre" / f"{table}.csv"
    if old:
        replace_in(path, old, new)
    else:
        path.write_text(path.read_text(encoding="utf-8") + f"{PROJECT};autre_piece;2026-06-01;R-1\n", encoding="utf-8")
    one = of_project(decided, elsewhere)
    assert kinds(one) == [(REGISTRE, table)]
    assert (first in {explained.difference.place[0] for explained in one.found}) if first else one.found == ()
    assert all(cause.nom == table for explained in one.found for cause in explained.causes)


@pytest.mark.long
def test_the_row_of_another_project_does_not_matter(decided, elsewhere):
    replace_in(elsewhere / "registre" / "projets.csv", "120000", "130000")
    assert of_project(decided, elsewhere).identical


@pytest.mark.long
def test_a_project_that_left_the_register(decided, elsewhere):
    for table in ("projets", "perimetre", "criteres", "pieces"):
        path = elsewhere / "registre" / f"{table}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(PROJECT)), encoding="utf-8")
    one = of_project(decided, elsewhere)
    assert "n'est pas dans le registre" in (one.impossible or "")
    assert not one.identical


@pytest.mark.long
def test_a_project_measured_later_now(decided, elsewhere):
    replace_in(elsewhere / "registre" / "projets.csv", ";2026-03;84000,01", ";2026-07;84000,01")
    assert "n'a pas de décision" in (of_project(decided, elsewhere).impossible or "")


@pytest.mark.long
def test_the_name_of_an_establishment_in_finess(decided, elsewhere):
    for path in (elsewhere / "finess").iterdir():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        changed = [line.replace("EHPAD", "EHPAG") if NUMBER in line else line for line in lines]
        if changed == lines:
            changed = [line.replace("SSIAD", "SSIAG").replace("SAMSAH", "SAMSAG") if NUMBER in line else line for line in lines]
        path.write_text("".join(changed), encoding="utf-8")
    one = of_project(decided, elsewhere)
    assert kinds(one) == [(FINESS, "finess")]


def test_the_rules_of_the_software(decided, elsewhere, tmp_path, monkeypatch):
    texts = tmp_path / "texts"
    shutil.copytree(Path(contracts.__file__).parent / "texts", texts)
    [path] = texts.glob("ara-*.toml")
    path.write_text("# Relu.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(load_all_texts, "__defaults__", (texts, *(load_all_texts.__defaults__ or ())[1:]))
    one = of_project(decided, elsewhere)
    assert kinds(one) == [(TEXTE, "ara-generalisation-2025")]
    assert one.found == ()


@pytest.mark.long
@pytest.mark.parametrize("said", ["lectures", "avenants"])
def test_choices_that_the_workspace_does_not_make(tmp_path, said):
    """Made under a reading or an amendment of `cibles.toml`: with that file it is the same, without it nothing confirms it."""
    toml = {
        "lectures": '[lectures]\n"ara-generalisation-2025" = "douze_mois"\n',
        "avenants": '[avenants]\n"instruction-2025-100" = true\n',
    }
    workspace = sample_copy(tmp_path / "espace", ("2026-05", MONTH))
    (workspace / "cibles.toml").write_text(toml[said], encoding="utf-8")
    run(workspace, MONTH, projects=(PROJECT,))
    there = inputs_elsewhere(workspace, tmp_path / "ailleurs")
    path = decision_file(workspace, PROJECT, MONTH)
    assert sentences(verified(path, there)) == ""
    (there / "cibles.toml").unlink()
    one = verified(path, there)
    assert [cause.genre for cause in one.causes] == [{"lectures": LECTURE, "avenants": AVENANTS}[said]]
    assert "cibles.toml" in one.causes[0].phrase
    assert one.found == (), "it is done again under the choices it says"
    (there / "cibles.toml").write_text('nom = "Ailleurs"\n', encoding="utf-8")
    assert "choisit" in verified(path, there).causes[0].phrase


@pytest.mark.long
def test_the_order_of_the_journal_is_that_of_the_file(decided, tmp_path):
    """Where the journal is there, ranks changed by hand that still follow each other are found."""
    said = said_by_file(decision_file(decided, PROJECT, MONTH))
    first = next(iter(said["receptions"]))
    changed = written(tmp_path / "d.json", said | {"receptions": said["receptions"] | {first: [2, 1]}})
    one = verified(changed, decided)
    assert (PREUVES, "receptions") in kinds(one)


@pytest.mark.long
@pytest.mark.parametrize(("genre", "place"), [(BOITES, "boites"), (DIALECTE, "dialectes")])
def test_what_a_senders_file_was_read_with(decided, elsewhere, tmp_path, genre, place):
    projects = [path for path in sorted(decided.glob("decisions/*/*.json")) if place in said_by_file(path)["preuves"]]
    assert projects, "the sample has deposits in a dialect, and some with mailboxes"
    if genre == BOITES:
        [path] = (elsewhere / "boites").iterdir()
        path.write_bytes(path.read_bytes() + b"\n")
        one = verified(projects[0], elsewhere)
    else:
        said = said_by_file(projects[0])
        said["preuves"][place] = dict.fromkeys(said["preuves"][place], "0" * 64)
        one = verified(written(tmp_path / projects[0].name, said), elsewhere)
    assert genre in {cause.genre for cause in one.causes}
