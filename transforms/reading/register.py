"""The GRADeS register, from the files of its folder to five typed tables. One bad cell refuses the whole register.

Files: which table each holds. Cells and rules are read by `register_tables`, `register_cells` and `register_checks`.
"""

from __future__ import annotations

import polars as pl
from pandera.errors import SchemaErrors

from contracts.failures import ContractError, RegisterError
from contracts.register import REQUIRED_TABLES, TABLES, Register, schema_of
from transforms.reading.register_cells import parse_table
from transforms.reading.register_checks import register_problems
from transforms.reading.register_problems import Problem, refuse_any
from transforms.reading.register_tables import RawTable, read_csv_table, text_frame
from transforms.reading.register_workbook import read_workbook

WORKBOOK = "registre.xlsx"
_SPREADSHEETS = (".csv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
"""Files of these kinds were meant to be read: one that cannot be is refused, never skipped."""


def read_register(files: dict[str, bytes]) -> Register:
    """Reads the register.

    Args:
        files: content of each file of the folder, by name: `projets.csv`, `perimetre.csv`, ..., or `registre.xlsx`.

    Returns:
        The five tables, typed; `criteres`, `pieces` and `actes` have no row when absent.

    Raises:
        RegisterError: a file, a header, a cell or a rule between rows is wrong; the message names the first five problems.
        ContractError: what was read does not meet the register's models (a fault of this program).
    """
    sources = _sources(files)
    problems: list[Problem] = []
    frames: dict[str, pl.DataFrame] = {}
    for table in TABLES:
        frames[table], found = _table(table, sources.get(table))
        problems += found
    refuse_any(problems)
    register = Register(**frames)
    refuse_any(register_problems(register))
    _keep_promise(frames)
    return register


def _table(table: str, raw: RawTable | None) -> tuple[pl.DataFrame, list[Problem]]:
    if raw is None:
        return pl.DataFrame(schema=schema_of(table)), []
    text, problems = text_frame(raw)
    if problems:
        return pl.DataFrame(schema=schema_of(table)), problems
    return parse_table(table, text, raw.sheet)


def _sources(files: dict[str, bytes]) -> dict[str, RawTable]:
    """The one source of each table."""
    sources: dict[str, RawTable] = {}
    for name in sorted(files):
        for raw in _tables_of(name, files[name]):
            if raw.table in sources:
                raise RegisterError(
                    f"La table {raw.table} du registre est donnée deux fois (la seconde dans {name}) : gardez-en une seule."
                )
            sources[raw.table] = raw
    for table in REQUIRED_TABLES:
        if table not in sources:
            raise RegisterError(
                f"La table {table} manque au registre : déposez {table}.csv ou une feuille {table} dans {WORKBOOK}."
            )
    return sources


def _tables_of(name: str, content: bytes) -> list[RawTable]:
    lower = name.casefold()
    if lower.startswith((".", "~$")) or not lower.endswith(_SPREADSHEETS):
        return []
    if lower == WORKBOOK:
        return read_workbook(name, content)
    table = lower.removesuffix(".csv")
    if table not in TABLES or table == lower:
        raise RegisterError(
            f"Le fichier {name} n'est pas une table du registre : "
            f"attendus {', '.join(f'{table}.csv' for table in TABLES)} ou {WORKBOOK} ; renommez-le ou retirez-le."
        )
    return [read_csv_table(table, name, content)]


def _keep_promise(frames: dict[str, pl.DataFrame]) -> None:
    for table, frame in frames.items():
        try:
            TABLES[table].validate(frame, lazy=True)
        except SchemaErrors as error:
            columns = ", ".join(sorted({str(name) for name in error.failure_cases["column"].to_list()}))
            raise ContractError(
                f"La table {table} du registre, une fois lue, ne respecte pas son contrat (colonnes {columns}) : signalez-le."
            ) from None
