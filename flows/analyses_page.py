"""The page `docs/analyses.md`: each question of `sql/analyses/`, its SQL, and its answer on the sample."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from flows.analyses import Analysis, all_analyses
from flows.jurist.markdown import anchor, folded, heading, page, plain, prose, table
from flows.questioning import questioning
from transforms.figures import whole, yes_no

SHOWN = 6
"""Rows of an answer on the page."""

LONGEST = 90
"""Characters of a cell on the page."""

INTRODUCTION = (
    "Page écrite par `make docs` d'après `sql/analyses/` ; ne la modifiez pas. Chaque réponse est celle de l'échantillon "
    "(`data/sample`, établissements inventés) : mai et juin 2026 publiés, chaque mois reçu le 5 du suivant (deux "
    "établissements plus tard), puis juin recalculé après une pièce reçue et un solde versé. Seules les premières lignes "
    "sont montrées, cellules abrégées.",
    "Une analyse se lance par `cibles sql --analyse NOM --workspace DOSSIER`, avec `--month AAAA-MM` pour un autre mois que "
    "le dernier publié, et `--sortie FICHIER.csv` pour l'ouvrir dans un tableur. Le texte SQL se colle aussi dans tout "
    "client DuckDB (1.5 ou plus récent) ouvert sur `cibles.duckdb` : le mois est celui de la variable `mois` (`set variable "
    "mois = '2026-05'`), sinon le dernier publié.",
    "Une cellule vide est une valeur qui n'existe pas ou ne se mesure pas ; ce n'est jamais zéro. Un taux est une part : "
    "0.8995 est 89,95 %. Les macros (`decisions_du_mois`, `essms_bloquants`…) et les colonnes sont dans `dictionnaire.md` ; "
    "la façon d'ouvrir la base, dans `guide-analyste.md`.",
)

LINKS = {name: name for name in ("dictionnaire.md", "guide-analyste.md")}


def analyses_page() -> str:
    """The whole page, in Markdown. The sample is run in a temporary folder."""
    from flows.analyses_sample import sample_base

    analyses = all_analyses()
    with tempfile.TemporaryDirectory(prefix="cibles-analyses-") as folder:
        base = sample_base(Path(folder) / "espace")
        sections = [block for analysis in analyses for block in section(analysis, base)]
    summary = [[f"`{one.numero}`", f"[{plain(one.question)}](#{anchor(title(one))})"] for one in analyses]
    return page(
        [
            heading(1, "Analyses"),
            *(folded(prose(text, LINKS)) for text in INTRODUCTION),
            table(["", "Question"], summary),
            *sections,
        ]
    )


def title(analysis: Analysis) -> str:
    """The title of a section: number and name, as the command takes them."""
    return f"{analysis.numero} {analysis.nom}"


def sql_block(analysis: Analysis) -> str:
    """The SQL of an analysis without its header, as the page shows it."""
    lines = analysis.texte.rstrip().splitlines()
    start = next(rank for rank, line in enumerate(lines) if not line.startswith("--"))
    return "\n".join(["```sql", *lines[start:], "```"])


def section(analysis: Analysis, base: Path) -> list[str]:
    """Title, question, answer, how to read it, what it does not say, SQL."""
    with questioning(base, analysis.texte, "1GB", 600) as question:
        columns, batches = question.rows()
        rows = [row for batch in batches for row in batch]
    shown = [[_cell(value) for value in row] for row in rows[:SHOWN]]
    return [
        heading(2, title(analysis)),
        f"**{plain(analysis.question)}**",
        table(columns, shown) if rows else "Aucune ligne sur l'échantillon.",
        f"{whole(len(rows))} lignes, {whole(len(shown))} montrées." if len(rows) > SHOWN else "",
        folded(f"Lire : {plain(analysis.lecture)}"),
        folded(f"Ne dit pas : {plain(analysis.limites)}"),
        sql_block(analysis),
    ]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, int | Decimal | date | datetime):
        return str(value)
    text = " ".join(str(value).split())
    return plain(text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…")
