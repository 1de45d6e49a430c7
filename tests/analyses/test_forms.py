"""`cibles sql` as a person runs it: forms, files, analyses, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from flows.analyses import all_analyses
from flows.answers import SHOWN
from flows.cli import main
from tests.analyses.helpers_asked import answer
from tests.flows.helpers_workspace import said_by, script

EVERYTHING = "select * from decisions order by decision_id"


@pytest.fixture
def workspace(regions: list[Path], tmp_path: Path) -> Path:
    """A workspace that holds a base and nothing else."""
    shutil.copytree(regions[0], tmp_path / "espace" / "publication")
    return tmp_path / "espace"


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_csv_json_and_parquet_hold_the_same_exact_amounts(workspace, tmp_path):
    columns, rows = answer(workspace / "publication", EVERYTHING)
    exact = [row[columns.index("montant_solde")] for row in rows]
    for suffix in ("csv", "json", "parquet"):
        code, said = said_by("sql", "--workspace", workspace, "--sortie", tmp_path / f"d.{suffix}", EVERYTHING)
        assert (code, said) == (0, "")
    raw = (tmp_path / "d.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfdecision_id;version;")
    table = read_csv(raw.decode("utf-8-sig"))
    assert [row["montant_solde"] for row in table] == ["" if one is None else str(one).replace(".", ",") for one in exact]
    document = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert [row["montant_solde"] for row in document] == [None if one is None else str(one) for one in exact]
    frame = pl.read_parquet(tmp_path / "d.parquet")
    assert frame.schema["montant_solde"] == pl.Decimal(14, 2)
    assert frame["montant_solde"].to_list() == exact
    assert (frame.schema["courante"], frame.schema["calculee_le"]) == (pl.Boolean, pl.Datetime("us"))


def test_json_is_what_it_was(workspace):
    query = "select 1 as a, 1.50::decimal(9, 2) as b, date '2026-06-30' as c, null as d, 'é' as e, sum(2) as f"
    code, said = said_by("sql", "--workspace", workspace, "--json", query)
    assert (code, json.loads(said)) == (0, [{"a": 1, "b": "1.50", "c": "2026-06-30", "d": None, "e": "é", "f": 2}])
    assert said.startswith('[\n  {\n    "a": 1,\n')
    assert said_by("sql", "--workspace", workspace, "--json", "select 1 where false")[1] == "[]\n"


def test_hostile_text_commands_nothing(workspace, tmp_path):
    query = "select chr(27) || '[2J' as ecran, '=1+1' as formule, chr(8238) || 'x' as sens, -1.5 as nombre, chr(155) as c1"
    shown = said_by("sql", "--workspace", workspace, query)[1]
    as_csv = said_by("sql", "--workspace", workspace, "--format", "csv", "--sans-bom", query)[1]
    as_json = said_by("sql", "--workspace", workspace, "--json", query)[1]
    for said in (shown, as_csv, as_json):
        assert not {"\x1b", "\u202e", "\x9b"} & set(said)
    (row,) = read_csv(as_csv)
    assert (row["formule"], row["nombre"], row["ecran"]) == ("'=1+1", "-1,5", "·[2J")
    assert json.loads(as_json)[0]["ecran"] == "\x1b[2J", "JSON says the text itself, by codes"


def test_a_long_table_says_how_many_rows_there_are(workspace, capsys):
    assert main(["sql", "--workspace", str(workspace), "from range(12340)"]) == 0
    shown, told = capsys.readouterr()
    assert len(shown.splitlines()) == SHOWN + 1
    assert told.replace("\N{NARROW NO-BREAK SPACE}", " ") == "… 12 340 lignes, 1 000 montrées : --format csv pour tout\n"


def test_a_long_csv_is_whole(workspace, tmp_path):
    said_by("sql", "--workspace", workspace, "--sortie", tmp_path / "long.csv", "from range(12340)")
    assert len((tmp_path / "long.csv").read_text(encoding="utf-8").splitlines()) == 12341


def test_a_file_is_never_replaced_nor_put_among_the_stores(workspace, tmp_path):
    there = tmp_path / "la.csv"
    there.write_text("à garder", encoding="utf-8")
    link = tmp_path / "lien.csv"
    link.symlink_to(tmp_path / "ailleurs.csv")
    depots = workspace / "depots"
    depots.mkdir()
    for place, why in (
        (there, "existe déjà"),
        (link, "existe déjà"),
        (depots / "x.csv", "« depots »"),
        (workspace / "publication" / "x.csv", "« publication »"),
        (depots / ".." / "depots" / "x.csv", "« depots »"),
        (tmp_path / "absent" / "x.csv", "n'existe pas"),
        (tmp_path / "x.txt", "csv, json ou parquet"),
    ):
        code, said = said_by("sql", "--workspace", workspace, "--sortie", place, "select 1")
        assert (code, why in said) == (2, True), said
    assert there.read_text(encoding="utf-8") == "à garder"
    assert not list(depots.iterdir())


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
def test_a_refused_question_leaves_no_file(workspace, tmp_path, suffix):
    late = "select range // (range - 5000) from range(100000)"
    code, _ = said_by("sql", "--workspace", workspace, "--sortie", tmp_path / f"x.{suffix}", late)
    assert code == 2
    assert not (tmp_path / f"x.{suffix}").exists()


def test_analyses_are_listed_and_run_by_name_or_number(workspace, capsys):
    listed = said_by("sql", "--liste")[1]
    assert all(f"{one.numero}" in listed and one.nom in listed and one.question in listed for one in all_analyses())
    assert len(json.loads(said_by("sql", "--liste", "--json")[1])) == len(all_analyses())
    asked = [said_by("sql", "--workspace", workspace, "--json", "--analyse", name) for name in ("bloquants", "01", "1")]
    assert asked[0][0] == 0
    assert asked[0] == asked[1] == asked[2]
    assert main(["sql", "--workspace", str(workspace), "--analyse", "bloquants"]) == 0
    shown, told = capsys.readouterr()
    assert "Ne dit pas : " in told
    assert "Ne dit pas" not in shown


def test_the_month_and_the_variables_of_an_analysis(workspace):
    base = workspace / "publication"
    expected = answer(base, "select count(*) from reste_a_faire('2026-05', 2)")[1][0][0]
    options = ("--analyse", "presque", "--month", "2026-05", "--variable", "manque=2", "--json")
    assert len(json.loads(said_by("sql", "--workspace", workspace, *options)[1])) == expected
    shown = said_by("sql", "--workspace", workspace, "--json", "--month", "2026-05", "select mois_demande() as m")[1]
    assert json.loads(shown) == [{"m": "2026-05"}]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--analyse", "rien"), "n'existe pas"),
        (("--analyse", "1", "--month", "2025-01"), "Mois publiés : 2026-04, 2026-05, 2026-06"),
        (("--analyse", "1", "select 1"), "pas les deux"),
        (("--json", "--format", "csv", "select 1"), "pas les deux"),
        (("--format", "parquet", "select 1"), "--sortie"),
        (("--json", "select 1 as a, 2 as a"), "deux fois la colonne « a »"),
        (("--variable", "manque", "select 1"), "manque=10"),
        (("--secondes", "0", "select 1"), "--secondes"),
        (("select 1; select 2",), "une seule question"),
    ],
)
def test_what_cannot_be_asked_is_said_in_french(workspace, arguments, why):
    code, said = said_by("sql", "--workspace", workspace, *arguments)
    assert (code, why in said) == (2, True), said


def test_amounts_beyond_floats_stay_exact(workspace):
    said = said_by("sql", "--workspace", workspace, "--format", "csv", "select 9007199254740993.01::decimal(20, 2) as a")[1]
    assert read_csv(said.removeprefix("\ufeff")) == [{"a": str(Decimal("9007199254740993.01")).replace(".", ",")}]


def test_a_question_loads_no_library_that_it_does_not_need(workspace):
    # A question is answered in half a second only if DuckDB alone is loaded.
    loaded = "print('LOADED', {'polars', 'pandera', 'pyarrow', 'prefect'} & set(sys.modules))"
    text = f"import sys\nfrom flows.cli import main\nmain(['sql', '--workspace', sys.argv[1], 'select 1'])\n{loaded}"
    with script(text, workspace) as running:
        output, errors = running.communicate()
    assert output.endswith("LOADED set()\n"), errors
