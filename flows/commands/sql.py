"""`cibles sql`: questions to the published base, which they cannot change, nor can they read another file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.failures import UsageError

if TYPE_CHECKING:
    from flows.analyses import Analysis
    from flows.questioning import Question
    from flows.settings import Settings

SUFFIXES = {".csv": "csv", ".json": "json", ".parquet": "parquet"}


@dataclass(frozen=True)
class Asked:
    """What is asked, as the options say it: a query, its file, or the name of an analysis; and how to answer."""

    query: str | None
    analysis: str | None
    month: str | None
    variables: dict[str, str]
    form: str | None
    out: Path | None
    bom: bool
    seconds: float


def list_analyses(as_json: bool) -> None:
    """Shows the questions that are ready."""
    from flows.analyses import all_analyses
    from flows.display import show_json, show_table

    found = [{"numero": one.numero, "nom": one.nom, "question": one.question} for one in all_analyses()]
    if as_json:
        show_json(found)
    else:
        show_table(["numéro", "nom", "question"], [list(one.values()) for one in found])


def sql_command(asked: Asked, workspace: Path) -> None:
    """Runs one query (text, `.sql` file, standard input, analysis) and gives its rows. Raises UsageError when SQL refuses it."""
    from flows.questioning import questioning, require_published
    from flows.settings import load_settings

    analysis = _analysis(asked)
    text = analysis.texte if analysis else _text(asked.query)
    form = _form(asked)
    settings = load_settings(workspace)
    if asked.out is not None:
        _require_free(asked.out, settings)
    variables = asked.variables | ({"mois": asked.month} if asked.month else {})
    if analysis and asked.month:
        require_published(settings.publication, asked.month)
    with questioning(settings.publication, text, settings.memoire, asked.seconds, variables) as question:
        _answer(question, asked, form)
    if analysis and form == "table":
        print(f"\n{analysis.question}\nLire : {analysis.lecture}\nNe dit pas : {analysis.limites}", file=sys.stderr)


def _answer(question: Question, asked: Asked, form: str) -> None:
    from flows import answers

    if form == "table":
        answers.show(question)
    elif form == "parquet":
        assert asked.out is not None
        with _removed_if_it_fails(asked.out):
            answers.write_parquet(question, asked.out)
    else:
        with _output(asked.out) as out:
            answers.write_csv(question, out, asked.bom) if form == "csv" else answers.write_json(question, out)


@contextmanager
def _output(path: Path | None) -> Iterator:
    if path is None:
        yield sys.stdout
        return
    with _removed_if_it_fails(path), path.open("x", encoding="utf-8", newline="") as handle:
        yield handle


@contextmanager
def _removed_if_it_fails(path: Path) -> Iterator[None]:
    """A file half written is no answer. The file is new: `_require_free` has seen to it."""
    try:
        yield
    except FileExistsError:
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _form(asked: Asked) -> str:
    """The form asked, else that of the suffix of the file, else a table."""
    form = asked.form or (SUFFIXES.get(asked.out.suffix.lower()) if asked.out else "table")
    if form is None or (asked.out and form == "table"):
        raise UsageError("Un fichier s'écrit en csv, json ou parquet : donnez --format, ou un nom qui finit ainsi.")
    if form == "parquet" and asked.out is None:
        raise UsageError("Le Parquet s'écrit dans un fichier : donnez --sortie FICHIER.parquet.")
    return form


def _require_free(path: Path, settings: Settings) -> None:
    """Nothing is ever replaced, and the folders of the workspace hold only what the product knows."""
    from flows.settings import PATHS

    place = path.resolve()
    if place.exists() or path.is_symlink():
        raise UsageError(f"Le fichier {path} existe déjà : donnez un autre nom, rien n'est remplacé.")
    if not place.parent.is_dir():
        raise UsageError(f"Le dossier {path.parent} n'existe pas : créez-le d'abord.")
    for name in PATHS:
        if place.is_relative_to(getattr(settings, name).resolve()):
            raise UsageError(f"Le dossier « {name} » de l'espace n'est pas fait pour cela : écrivez ailleurs.")


def _analysis(asked: Asked) -> Analysis | None:
    from flows.analyses import analysis_named

    if asked.analysis is None:
        return None
    if asked.query is not None:
        raise UsageError("Donnez une requête ou --analyse, pas les deux.")
    return analysis_named(asked.analysis)


def _text(query: str | None) -> str:
    """The query itself, the content of the file it names, or what comes on standard input."""
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
