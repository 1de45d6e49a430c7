"""Imports go one way, SQL holds no rule of Python, files stay small and say nothing of the machine they were written on."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("contracts", "transforms", "flows")
FORBIDDEN = {
    "contracts": {"transforms", "flows", "prefect", "duckdb", "tests"},
    "transforms": {"flows", "prefect", "duckdb", "os", "pathlib", "shutil", "tempfile", "subprocess", "time", "socket", "tests"},
    "flows": {"tests"},
}
"""Top-level modules each layer may not import, inside functions either. Paths that touch no disk are free (`PurePosixPath`)."""

IMPURE_CALLS = {
    "open",
    "input",
    "print",
    "now",
    "utcnow",
    "today",
    "getenv",
    "read_text",
    "read_bytes",
    "scan_csv",
    "scan_parquet",
}
"""Names no transform calls: files, the clock, the environment. Bytes, frames and dates are given."""

PREFECT_MODULES = {f"flows/prefect_{name}.py" for name in ("flow", "artifacts", "states", "watch", "runner")}
"""The only modules that import Prefect when they are imported; the commands that need it import it inside a function."""

SQL_LAYERS = ("staging", "counts", "controls", "published", "checks", "explain", "evidence", "returns", "reports")
MAKES = re.compile(
    r"\bcreate\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?(\w+)", re.IGNORECASE
)
READS = re.compile(r"\b(?:from|join)\s+(\w+)", re.IGNORECASE)

LONG_FILES = {"tests/oracle/test_oracle_self.py": "one short scenario per rule of the oracle, read side by side"}
"""Files over 300 lines, and why they are not cut."""

LONGEST = 300

TEXT_SUFFIXES = {".py", ".sql", ".toml", ".md", ".po", ".yaml", ".yml", ".lock", ".sh", ".csv", ".json", ".txt", ".cfg", ""}
SKIPPED_FOLDERS = {
    ".git",
    ".venv",
    ".lock",
    ".bench",
    ".fuzz",
    ".browser",
    "espace",
    "build",
    "__pycache__",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".prefect",
}

# Written in pieces, so that this file does not hold what it forbids.
MACHINE = re.compile(
    "|".join([r"/(work|tmp|root|home|Users|opt)" + r"/\w", r"pypi" + r"\.", "python" + "hosted", r"--index" + "-url"])
)


def project_files() -> list[Path]:
    """Every file of the project that is kept under version control, generated folders left out."""
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not SKIPPED_FOLDERS.intersection(path.relative_to(ROOT).parts) and not _in_metadata(path)
    )


def _in_metadata(path: Path) -> bool:
    return any(part.endswith(".egg-info") for part in path.parts)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


FILES = project_files()
MODULES = [path for path in FILES if path.suffix == ".py"]
LAYER_MODULES = [path for path in MODULES if path.relative_to(ROOT).parts[0] in LAYERS]
QUERIES = [path for path in FILES if path.suffix == ".sql"]


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Top-level name of every module imported in `tree`, and its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level and not _only_pure_paths(node):
            yield node.module.split(".")[0], node.lineno


def _only_pure_paths(node: ast.ImportFrom) -> bool:
    return node.module == "pathlib" and all(alias.name.startswith("Pure") for alias in node.names)


def called(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Name of every function or method called in `tree`, and its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node.lineno


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=relative(path))


def module_level(tree: ast.Module) -> ast.Module:
    """What runs when the module is imported: function bodies and `if TYPE_CHECKING` blocks left out."""

    class Pruned(ast.NodeTransformer):
        def visit_FunctionDef(self, node: ast.FunctionDef) -> None: ...

        def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None: ...

        def visit_If(self, node: ast.If) -> ast.AST | None:
            if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
                return None
            return self.generic_visit(node)

    return Pruned().visit(tree)


def test_the_walk_sees_every_layer():
    assert {path.relative_to(ROOT).parts[0] for path in LAYER_MODULES} == set(LAYERS)


def test_imports_go_one_way():
    wrong = [
        f"{relative(path)}:{line} imports {name}"
        for path in LAYER_MODULES
        for name, line in imported(parsed(path))
        if name in FORBIDDEN[path.relative_to(ROOT).parts[0]]
    ]
    assert wrong == []


def test_transforms_touch_neither_files_nor_the_clock():
    wrong = [
        f"{relative(path)}:{line} calls {name}()"
        for path in LAYER_MODULES
        if path.relative_to(ROOT).parts[0] == "transforms"
        for name, line in called(parsed(path))
        if name in IMPURE_CALLS
    ]
    assert wrong == []


def test_only_the_flow_imports_prefect_when_imported():
    importing = {
        relative(path) for path in LAYER_MODULES if any(name == "prefect" for name, _ in imported(module_level(parsed(path))))
    }
    assert importing == PREFECT_MODULES


def test_only_the_clock_asks_the_time():
    wrong = [
        f"{relative(path)}:{line}"
        for path in LAYER_MODULES
        if relative(path) != "flows/clock.py"
        for line in _clock_calls(parsed(path))
    ]
    assert wrong == []


def _clock_calls(tree: ast.AST) -> Iterator[int]:
    """Lines of `datetime.now()`, `date.today()` and their like; `clock.now()` goes through our own clock."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="clock"))):
                continue
            case ast.Call(func=ast.Attribute(attr="now" | "utcnow" | "today")):
                yield node.lineno


@pytest.mark.parametrize("path", QUERIES, ids=relative)
def test_sql_is_not_a_template(path):
    text = path.read_text(encoding="utf-8")
    without_comments = re.sub(r"--[^\n]*", "", text)
    assert not re.search(r"\{\w*\}|%\(\w+\)s|%s", without_comments), (
        "values go through $parameters, never through string formatting"
    )


def test_sql_reads_only_what_lower_or_earlier_queries_made():
    made: dict[str, tuple[int, str]] = {}
    reads: list[tuple[tuple[int, str], str]] = []
    for path in QUERIES:
        text = re.sub(r"--[^\n]*|'[^']*'", "", path.read_text(encoding="utf-8"))
        rank = (SQL_LAYERS.index(path.parent.name), path.name)
        made.update((name, rank) for name in MAKES.findall(text))
        reads += [(rank, name) for name in READS.findall(text)]
    wrong = [f"{SQL_LAYERS[rank[0]]}/{rank[1]} reads {name}" for rank, name in reads if name in made and made[name] > rank]
    assert made, "no query was found: the pattern no longer recognises how a table is made"
    assert wrong == []


def test_every_module_says_what_belongs_in_it():
    assert [relative(path) for path in MODULES if not ast.get_docstring(parsed(path))] == []


def test_files_stay_small():
    long = {relative(path) for path in [*MODULES, *QUERIES] if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST}
    assert long - set(LONG_FILES) == set()


def test_no_file_speaks_of_the_machine_it_was_written_on():
    wrong = [
        f"{relative(path)}:{number}"
        for path in FILES
        if path.suffix in TEXT_SUFFIXES
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert wrong == []


def test_standard_library_names_are_not_shadowed():
    top = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert top.isdisjoint(sys.stdlib_module_names)
