"""The pages for analysts say what the SQL says, and the base describes itself to the last column."""

from __future__ import annotations

import re

import pytest

from flows.analyses import all_analyses
from flows.analyses_page import sql_block, title
from flows.generate_docs import ROOT, sampled_files
from tests.analyses.helpers_asked import answer

ANALYSES = all_analyses()
PAGE = (ROOT / "docs" / "analyses.md").read_text(encoding="utf-8")
DICTIONARY = (ROOT / "docs" / "dictionnaire.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "guide-analyste.md").read_text(encoding="utf-8")


def test_numbers_follow_each_other_and_names_differ():
    assert [one.numero for one in ANALYSES] == [f"{rank:02d}" for rank in range(1, len(ANALYSES) + 1)]
    assert len({one.nom for one in ANALYSES}) == len(ANALYSES) >= 18
    assert f"{len(ANALYSES)} questions" in GUIDE


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda one: one.nom)
def test_an_analysis_is_on_the_page_with_its_exact_sql(analysis):
    assert analysis.question.endswith(" ?")
    assert analysis.lecture
    assert analysis.limites
    assert f"## {title(analysis)}\n" in PAGE
    block = sql_block(analysis)
    assert block in PAGE
    header, query = analysis.texte.rstrip("\n"), block.removeprefix("```sql\n").removesuffix("\n```")
    assert header.endswith(query)
    assert all(line.startswith("--") for line in header.removesuffix(query).splitlines())


def test_the_page_has_no_analysis_that_is_no_more():
    assert re.findall(r"^## (.*)", PAGE, re.MULTILINE) == [title(one) for one in ANALYSES]


@pytest.mark.long
def test_the_page_is_up_to_date():
    for path, content in sampled_files().items():
        assert path.read_bytes() == content, "run `make docs`"


def test_every_table_column_and_macro_has_a_comment_and_is_in_the_dictionary(empty_base):
    _, tables = answer(empty_base, "select table_name, comment from duckdb_tables()")
    _, columns = answer(empty_base, "select column_name, comment from duckdb_columns() where not internal")
    _, macros = answer(empty_base, "select function_name, comment from duckdb_functions() where not internal")
    assert min(len(tables), len(macros)) > 10
    for name, comment in [*tables, *columns, *macros]:
        assert comment, name
        assert name in DICTIONARY


def test_macros_read_published_tables_alone(empty_base):
    """What they choose, join and add up was decided elsewhere: none compares a figure with a target."""
    _, macros = answer(empty_base, "select function_name, macro_definition from duckdb_functions() where not internal")
    for name, definition in macros:
        assert not re.search(r"numerateur\s*(>=|<|>|<=)|cible\s*\*|\*\s*\w*\.?cible", definition), name


def test_the_codes_that_macros_name_exist():
    from contracts.signals import SIGNALS
    from contracts.words import DECISIONS, MOTIFS, VERDICTS

    text = (ROOT / "sql" / "published" / "02_macros.sql").read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("comment on"))
    codes = set(re.findall(r"'([a-z]+(?:_[a-z]+)+)'", body))
    assert codes
    assert codes <= {*SIGNALS, *DECISIONS, *MOTIFS, *VERDICTS}
