"""`explain`, `decide` and `sql` on the sample: what a person asks after a run, as a process of their own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.flows.helpers_workspace import EVERY_MONTH, MONTH, ROOT, SAMPLE, SampleRun, answer_of, run, said_by, sample_copy

pytestmark = [pytest.mark.xdist_group("reading_commands"), pytest.mark.usefixtures("undrawn")]


@pytest.fixture(scope="module")
def published(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, run once."""
    return sample_run(tmp_path_factory.mktemp("commandes") / "espace", EVERY_MONTH)


def explained(workspace: Path, finess: str, indicator: str, *options: str) -> list[dict]:
    asked = ("--workspace", workspace, "--month", MONTH, "--finess", finess, "--indicator", indicator, "--json", *options)
    return json.loads(answer_of("explain", *asked))


def test_the_sample_gives_the_verdicts_its_readme_announces(published: Path) -> None:
    said = answer_of("sql", "--workspace", published, "--json", f"from indicateurs where mois = '{MONTH}'")
    found = {
        (row["projet_id"], row["finess_et"], row["indicateur"]): (row["verdict"], row["motif"] or "") for row in json.loads(said)
    }
    with (ROOT / "tests" / "sample" / f"expected_{MONTH}.csv").open(encoding="utf-8") as handle:
        expected = {
            (row["projet_id"], row["finess_et"], row["indicateur"]): (row["verdict"], row["motif"])
            for row in csv.DictReader(handle, delimiter=";")
        }
    assert found == expected
    assert {verdict for verdict, _ in found.values()} == {"atteinte", "non_atteinte", "indeterminee", "exemptee", "sans_cible"}


def test_the_sample_gives_the_decisions_its_readme_announces(published: Path) -> None:
    said = answer_of("sql", "--workspace", published, "--json", f"from decisions where mois = '{MONTH}' and courante")
    found = {row["projet_id"]: (row["decision"], row["motif"] or "") for row in json.loads(said)}
    with (ROOT / "tests" / "sample" / f"expected_decisions_{MONTH}.csv").open(encoding="utf-8") as handle:
        expected = {row["projet_id"]: (row["decision"], row["motif"]) for row in csv.DictReader(handle, delimiter=";")}
    assert found == expected


@pytest.mark.parametrize(
    "indicator",
    [
        "dossiers_actifs",
        *(pytest.param(one, marks=pytest.mark.long) for one in ("projets_personnalises", "evenements_agenda", "dmp")),
    ],
)
def test_explain_names_as_many_dossiers_as_the_rate_misses(published: Path, indicator: str) -> None:
    for finess in ("690990023", "730990017", "970390019"):
        for row in explained(published, finess, indicator):
            if row["source_denominateur"] == "dossiers":
                assert len(row["manquants"]) == row["denominateur"] - row["numerateur"]
            for missing in row["manquants"]:
                lines = (published / missing["chemin"]).read_text(encoding="utf-8-sig").splitlines()
                assert lines[missing["ligne"] - 1].split(";")[0] == finess


def test_explain_says_why_a_late_export_leaves_dossiers_unknown(published: Path) -> None:
    (row,) = explained(published, "970390019", "dossiers_actifs")
    assert row["motif"] == "extraction_tardive"
    assert "mise_a_jour_apres_seulement" in {missing["raison"] for missing in row["manquants"]}


def test_explain_in_words_shows_months_files_and_reasons(published: Path) -> None:
    said = answer_of(
        "explain", "--workspace", published, "--month", MONTH, "--finess", "970190054", "--indicator", "evenements_agenda"
    )
    assert "Motif : un mois de la fenêtre n'est pas couvert" in said
    assert "2026-04  non      aucun fichier" in said
    assert "depots/2026-06/970190054/dossiers.csv      8  dossier actif sans évènement d'agenda" in said


@pytest.mark.parametrize(
    ("finess", "indicator", "sentence"),
    [
        ("690990023", "activite", "Valeur refusée"),
        ("690990024", "dmp", "Aucune mesure publiée de dmp pour 690990024"),
    ],
)
def test_explain_refuses_what_is_not_published(published: Path, finess: str, indicator: str, sentence: str) -> None:
    asked = ("--workspace", published, "--month", MONTH, "--finess", finess, "--indicator", indicator)
    code, said = said_by("explain", *asked)
    assert code == 2
    assert sentence in said


def test_nothing_to_read_before_the_first_run(tmp_path: Path) -> None:
    workspace = sample_copy(tmp_path / "espace", ())
    for command in (["sql", "from decisions"], ["explain", "--finess", "690990023", "--indicator", "dmp"]):
        code, said = said_by(*command, "--workspace", workspace)
        assert code == 12
        assert "lancez d'abord cibles run" in said


def test_explain_answers_when_no_deposit_was_ever_received(tmp_path: Path) -> None:
    workspace = sample_copy(tmp_path / "espace", ())
    (workspace / "depots").mkdir(exist_ok=True)
    run(workspace)
    (row,) = explained(workspace, "690990023", "dossiers_actifs")
    assert (row["verdict"], row["motif"], row["manquants"]) == ("indeterminee", "source_absente", [])


def test_decide_shows_what_founds_each_decision_and_changes_nothing(published: Path) -> None:
    before = {path: path.read_bytes() for path in (published / "decisions").rglob("*.json")}
    said = answer_of("decide", "--workspace", published, "--month", MONTH, "--project", "ARA-2025-003", "--json")
    (decision,) = json.loads(said)
    assert decision["decision"] == "ne_pas_liberer"
    assert {item["indicateur"] for item in decision["essms"]} == {"dmp", "dossiers_actifs", "mssante"}
    assert all(item["reste_a_faire"] == 1 for item in decision["essms"])
    assert {path: path.read_bytes() for path in (published / "decisions").rglob("*.json")} == before


@pytest.mark.long
def test_decide_takes_a_paper_received_since_into_account(tmp_path: Path) -> None:
    workspace = sample_copy(tmp_path / "espace", EVERY_MONTH)
    pieces = workspace / "registre" / "pieces.csv"
    whole = pieces.read_text(encoding="utf-8")
    header, *rows = whole.splitlines()
    pieces.write_text("\n".join([header, *(row for row in rows if "ARA-2025-001" not in row)]) + "\n", encoding="utf-8")
    run(workspace)
    pieces.write_text(whole, encoding="utf-8")
    said = answer_of("decide", "--workspace", workspace, "--month", MONTH, "--project", "ARA-2025-001", "--json")
    (decision,) = json.loads(said)
    assert (decision["decision"], decision["version"]) == ("liberer", 2)
    written = json.loads((workspace / "decisions" / MONTH / "ARA-2025-001-v2.json").read_text(encoding="utf-8"))
    assert written["remplace"] == "ARA-2025-001-2026-06-v1"
    assert written["changements"][0] == "décision : a_instruire → liberer"
    assert "registre du projet, table pieces : le contenu lu a changé" in written["changements"]


def test_a_reading_chosen_by_the_ars_is_applied_and_recorded(tmp_path: Path) -> None:
    workspace = sample_copy(tmp_path / "espace", EVERY_MONTH)
    (workspace / "cibles.toml").write_text('[lectures]\n"ara-generalisation-2025" = "ensemble"\n', encoding="utf-8")
    report = run(workspace)
    decisions = {decision["projet_id"]: decision["decision"] for decision in report.decisions}
    assert decisions["ARA-2025-003"] != "ne_pas_liberer"
    record = json.loads((workspace / "decisions" / MONTH / "ARA-2025-003-v1.json").read_text(encoding="utf-8"))
    assert record["lecture"] == "ensemble"
    assert "fenetre" in record["lectures_qui_changent"]


def test_a_reading_the_text_does_not_admit_is_refused(tmp_path: Path) -> None:
    workspace = sample_copy(tmp_path / "espace", ())
    (workspace / "cibles.toml").write_text('[lectures]\n"ara-generalisation-2025" = "chaque_fin_de_mois"\n', encoding="utf-8")
    code, said = said_by("run", "--workspace", workspace, "--month", MONTH)
    assert code == 12
    assert "la lecture « chaque_fin_de_mois » n'est pas admise" in said


@pytest.mark.parametrize(
    "query",
    [
        f"from read_csv('{SAMPLE}/registre/projets.csv')",
        "attach 'ailleurs.duckdb'",
        "copy decisions to 'ailleurs.csv'",
        "delete from decisions",
        "set memory_limit = '99GB'",
        "selec",
        " ",
    ],
)
def test_sql_refuses_what_is_not_a_question_to_the_base(published: Path, query: str) -> None:
    code, said = said_by("sql", "--workspace", published, query)
    assert code == 2
    assert "requête" in said
    assert "Traceback" not in said


def test_sql_takes_a_file_and_prints_plain_columns(published: Path, tmp_path: Path) -> None:
    question = tmp_path / "question.sql"
    question.write_text(
        "select projet_id, montant_libere from decisions where courante order by projet_id limit 1", encoding="utf-8"
    )
    said = answer_of("sql", "--workspace", published, question)
    assert said == "projet_id     montant_libere\nARA-2025-001  42000.00\n"
