"""The page `docs/dictionnaire.md`: every table, column and macro of the published base, from its own comments."""

from __future__ import annotations

import duckdb

from flows.base_definition import macros_text, tables_text
from flows.jurist.markdown import anchor, folded, heading, page, plain, prose, table

INTRODUCTION = (
    "Page écrite par `make docs` d'après les commentaires de la base elle-même (`sql/published/`) ; ne la modifiez pas. Les "
    "mêmes commentaires se lisent dans la base : `select column_name, data_type, comment from duckdb_columns() where "
    "table_name = 'decisions'`.",
)

MACROS = (
    "Les macros sont dans la base : tout client DuckDB (1.5 ou plus récent) qui l'ouvre peut les appeler. Une macro de table se "
    "met après `from`. Elles choisissent, joignent et additionnent des lignes publiées ; aucune ne refait un verdict, un taux "
    "d'établissement ou un montant. Avec `attach`, faites d'abord `use` de la base : elles cherchent leurs tables où vous êtes."
)

_TABLES = "select table_name, comment from duckdb_tables() where not internal order by table_oid"
_COLUMNS = "select column_name, data_type, comment from duckdb_columns() where table_name = $1 order by column_index"
_MACROS = """
    select function_name, parameters, comment, function_type = 'table_macro'
    from duckdb_functions() where not internal order by function_name
"""


def dictionary_page() -> str:
    """The whole page, in Markdown; no base is needed, its definition is enough."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(tables_text())
        connection.execute(macros_text())
        tables = connection.execute(_TABLES).fetchall()
        described = {name: connection.execute(_COLUMNS, [name]).fetchall() for name, _ in tables}
        macros = connection.execute(_MACROS).fetchall()
    summary = [[f"[`{name}`](#{anchor(name)})", plain(comment)] for name, comment in tables]
    calls = [[f"`{_call(name, parameters, of_table)}`", plain(comment)] for name, parameters, comment, of_table in macros]
    return page(
        [
            heading(1, "Dictionnaire de la base publiée"),
            *(folded(prose(text)) for text in INTRODUCTION),
            table(["Table", "Ce qu'elle contient"], summary),
            heading(2, "Macros"),
            folded(prose(MACROS)),
            table(["Macro", "Ce qu'elle donne"], calls),
            *(block for name, comment in tables for block in _described(name, comment, described[name])),
        ]
    )


def _call(name: str, parameters: list[str], of_table: bool) -> str:
    return f"{'from ' if of_table else ''}{name}({', '.join(parameters)})"


def _described(name: str, comment: str, columns: list[tuple[str, str, str]]) -> list[str]:
    rows = [[f"`{column}`", kind, plain(said)] for column, kind, said in columns]
    return [heading(2, name), folded(f"{plain(comment)}."), table(["Colonne", "Type", "Ce qu'elle contient"], rows)]
