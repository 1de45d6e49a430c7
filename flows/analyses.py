"""The questions of `sql/analyses/`: their names, what their first lines say, their SQL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from contracts.failures import UsageError
from flows.sql_files import SQL_FOLDER

FOLDER = SQL_FOLDER / "analyses"

READING, LIMITS = "Lire : ", "Ne dit pas : "
"""How the second and third parts of a header begin."""


@dataclass(frozen=True)
class Analysis:
    """One question: `numero` (two digits) and `nom` of its file, the three parts of its header, the text of the whole file."""

    numero: str
    nom: str
    question: str
    lecture: str
    limites: str
    texte: str


def all_analyses() -> list[Analysis]:
    """Every analysis, in the order of the numbers."""
    return [_read(path) for path in sorted(FOLDER.glob("*.sql"))]


def analysis_named(name: str) -> Analysis:
    """The analysis of this name or number (`bloquants`, `01`, `1`). Raises UsageError when there is none."""
    for analysis in all_analyses():
        if name in (analysis.nom, analysis.numero, analysis.numero.lstrip("0"), f"{analysis.numero}_{analysis.nom}"):
            return analysis
    raise UsageError(f"L'analyse « {name} » n'existe pas : cibles sql --liste les montre toutes.")


def _read(path: Path) -> Analysis:
    text = path.read_text(encoding="utf-8")
    question, *notes = _header(text)
    said = {start: note.removeprefix(start) for start in (READING, LIMITS) for note in notes if note.startswith(start)}
    numero, nom = path.stem.split("_", 1)
    return Analysis(numero, nom, question, said[READING], said[LIMITS], text)


def _header(text: str) -> list[str]:
    """The parts of the comment that opens the file; a line that is set back goes on with the part above."""
    parts: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if line.startswith("--   "):
            parts[-1] += " " + line[2:].strip()
        else:
            parts.append(line[2:].strip())
    return parts
