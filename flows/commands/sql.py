"""`cibles sql`: questions to the published base, which they cannot change, nor can they read another file."""

from __future__ import annotations

import sys
from pathlib import Path


def sql_command(*, query: str | None, workspace: Path, as_json: bool) -> None:
    """Runs one query (text, `.sql` file, or standard input) and shows its rows. Raises UsageError when SQL refuses it."""
    import duckdb

    from contracts.failures import UsageError
    from flows.display import show_json, show_table
    from flows.settings import load_settings

    text = _text(query)
    settings = load_settings(workspace)
    with _read_only(settings.publication, settings.memoire) as connection:
        try:
            relation = connection.sql(text)
            if relation is None:
                return
            columns, rows = relation.columns, relation.fetchall()
        except duckdb.Error as error:
            raise UsageError(f"La requête est refusée, corrigez-la ; DuckDB dit : {str(error).splitlines()[0]}") from None
    if as_json:
        show_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        show_table(columns, [[_cell(value) for value in row] for row in rows])


def _text(query: str | None) -> str:
    """The query itself, the content of the file it names, or what comes on standard input."""
    from contracts.failures import UsageError

    if query is None:
        query = sys.stdin.read()
    elif query.lower().endswith(".sql"):
        try:
            query = Path(query).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise UsageError(f"Le fichier {query} ne se lit pas : donnez une requête ou un fichier .sql en UTF-8.") from None
    if not query.strip():
        raise UsageError("La requête est vide : donnez-la en argument, dans un fichier .sql ou sur l'entrée standard.")
    return query


def _read_only(folder: Path, memory: str):
    import duckdb

    from contracts.failures import WorkspaceError
    from flows.published_base import BASE

    path = folder / BASE
    if not path.exists():
        raise WorkspaceError(f"Rien n'est publié dans {folder} : lancez d'abord cibles run.")
    settings = {
        "memory_limit": memory,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    return duckdb.connect(str(path), read_only=True, config=settings)


def _cell(value: object) -> str:
    return "" if value is None else str(value)
