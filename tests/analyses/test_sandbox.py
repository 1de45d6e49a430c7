"""What a question may not do, tried for real: files, network, settings, several statements, too much time or memory."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from contracts.failures import UsageError
from flows.published_base import BASE
from flows.questioning import questioning
from tests.analyses.helpers_asked import answer

SECRET = "à ne pas lire"

ATTEMPTS = (
    "from read_csv('{secret}')",
    "from '{secret}'",
    "from read_text('{secret}')",
    "from read_blob('{secret}')",
    "from read_json('{secret}')",
    "from read_parquet('{secret}')",
    "from read_duckdb('{secret}')",
    "from sniff_csv('{secret}')",
    "from glob('{folder}/*')",
    "from query('from read_text(''{secret}'')')",
    "explain analyze copy decisions to '{out}'",
    "copy decisions to '{out}'",
    "copy (select 1) to '{out}' (format parquet)",
    "export database '{out}'",
    "import database '{out}'",
    "attach '{out}'",
    "attach ':memory:' as m",
    "create temp table t as select 1",
    "insert into decisions select * from decisions",
    "update decisions set montant_libere = 1",
    "delete from decisions",
    "drop table decisions",
    "install httpfs",
    "load httpfs",
    "load '{out}'",
    "select load_extension('httpfs')",
    "from 'https://exemple.invalid/x.csv'",
    "from read_csv('https://exemple.invalid/x.csv')",
    "set memory_limit = '9GB'",
    "reset memory_limit",
    "set enable_external_access = true",
    "pragma enable_profiling",
    "pragma memory_limit = '9GB'",
    "set variable x = 1",
    "call enable_logging()",
    "from enable_logging('QueryLog', storage = 'file', storage_path = '{out}')",
    "from duckdb_secrets()",
    "create secret s (type s3)",
    "checkpoint",
    "begin",
    "use memory",
    "prepare q as select 1",
    "select getenv('HOME')",
    "from hidden_frame",
    "from arrow_scan(1, 2, 3)",
    ".read {secret}",
    "select 1; select 2",
    "select 1; attach '{out}'",
    "",
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_attempt_is_refused_and_leaves_nothing(attempt, empty_base, tmp_path):
    secret, out = tmp_path / "secret.csv", tmp_path / "sortie"
    secret.write_text(f"a\n{SECRET}\n", encoding="utf-8")
    hidden_frame = secret.read_text(encoding="utf-8")
    before = (empty_base / BASE).read_bytes()
    with pytest.raises(UsageError) as refused:
        answer(empty_base, attempt.format(secret=secret, out=out, folder=tmp_path))
    assert "requête" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert SECRET in hidden_frame
    assert SECRET not in str(refused.value)
    assert sorted(tmp_path.iterdir()) == [secret]
    assert (empty_base / BASE).read_bytes() == before
    assert [path.name for path in empty_base.iterdir()] == [BASE]


@pytest.mark.parametrize(
    "question",
    [
        "from decisions",
        "select 1;",
        "-- une remarque\nselect 1",
        "with a as (select 1 as x) from a",
        "values (1)",
        "describe decisions",
        "summarize decisions",
        "show tables",
        "explain from decisions",
        "pivot indicateurs on verdict using count(*) group by mois",
        "select comment from duckdb_columns()",
    ],
)
def test_a_question_is_answered(question, regions):
    assert answer(regions[0], question)[1]


@pytest.mark.parametrize(
    "endless",
    [
        "select count(*) from range(10000000) a, range(10000000) b",
        *(
            pytest.param(text, marks=pytest.mark.long)
            for text in (
                "with recursive t as (select 1 as x union all select x + 1 from t) select max(x) from t",
                "select a.range from range(10000000) a, range(10000000) b",
            )
        ),
    ],
)
def test_a_question_without_end_is_stopped(endless, empty_base):
    start = time.monotonic()
    with pytest.raises(UsageError, match="arrêtée après 0.3 s"), questioning(empty_base, endless, "500MB", 0.3) as question:
        for _ in question.rows()[1]:
            pass
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "greedy",
    [
        "select list(range) from range(1000000000)",
        pytest.param("select a.range from range(100000) a, range(10000) b order by 1 desc", marks=pytest.mark.long),
        "select repeat('x', 4000000000)",
    ],
)
def test_a_question_that_takes_too_much_memory_is_refused(greedy, empty_base):
    with pytest.raises(UsageError, match="de mémoire"), questioning(empty_base, greedy, "100MB", 60) as question:
        for _ in question.rows()[1]:
            pass
    assert [path.name for path in empty_base.iterdir()] == [BASE], "nothing spills beside the base"


def test_an_answer_is_read_batch_after_batch(empty_base):
    with questioning(empty_base, "from range(1000000000000)", "100MB", 60) as question:
        batch = next(question.rows()[1])
    assert 0 < len(batch) <= 4096


def test_the_bound_of_the_process_is_lifted_afterwards(empty_base):
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    answer(empty_base, "select 1")
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_nothing_is_written_beside_the_base(regions: list[Path]):
    answer(regions[0], "from decisions order by all")
    assert [path.name for path in regions[0].iterdir()] == [BASE]
