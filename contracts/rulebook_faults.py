"""The French sentence for each thing wrong in a rulebook or an amendment: file, line, key, what is wrong, how to mend it.

What is right is said in `rulebook_file` and `amendment_loader`; here are only words.
"""

from __future__ import annotations

import difflib
import re
import types
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from contracts.toml_lines import KeyLines, Path

MOST_FAULTS = 10
"""Faults shown at once."""

_WORDS: dict[str, tuple[str, str]] = {
    "string_type": ("un texte est attendu", "écrivez-le entre guillemets"),
    "int_type": ("un nombre entier est attendu", "écrivez-le sans guillemets ni décimales"),
    "bool_type": ("un oui ou non est attendu", "écrivez true ou false, sans guillemets"),
    "date_type": ("une date est attendue", "écrivez AAAA-MM-JJ, sans guillemets ni heure"),
    "list_type": ("une liste est attendue", "écrivez ses éléments entre crochets"),
    "dict_type": ("une table est attendue", "ouvrez-la par une ligne entre crochets"),
    "model_type": ("une table est attendue", "ouvrez-la par une ligne entre crochets, ou écrivez { clé = valeur }"),
}

_SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("Cannot ", "une clé ou une table est donnée deux fois", "gardez-en une"),
    ("Duplicate ", "une clé est donnée deux fois", "gardez-en une"),
    ("Expected '='", "le signe = manque après la clé", "écrivez clé = valeur"),
    ("Expected newline", "il y a quelque chose après la valeur", "allez à la ligne, ou mettez les textes entre guillemets"),
    ("Expected ']", "le crochet de la table n'est pas fermé", "fermez-le"),
    ("Unterminated", "un texte n'est pas fermé", "fermez ses guillemets"),
    ('Expected \'"""\'', "un texte n'est pas fermé", "fermez ses guillemets"),
    ("Expected \"'''\"", "un texte n'est pas fermé", "fermez ses guillemets"),
    ("Unclosed", "une liste ou une table n'est pas fermée", "fermez-la"),
    ("Invalid date", "la date n'existe pas", "écrivez AAAA-MM-JJ"),
    ("Invalid value", "la valeur n'est pas lisible", "mettez les textes entre guillemets, les nombres avec un point"),
    ("Illegal", "un caractère n'est pas admis à cet endroit", "fermez les guillemets sur la même ligne, ou retirez ce caractère"),
    ("Unescaped", "une barre oblique inverse n'est pas admise ici", "doublez-la"),
)


@dataclass(frozen=True)
class Place:
    """Where a key stands: file, line, and its path there."""

    name: str
    line: int
    path: Path


def sentence(name: str, line: int, path: Path, what: str, mend: str) -> str:
    """`FILE, ligne N, clé PATH : what ; mend.` The key is left out when the path is empty."""
    key = f", clé {dotted(path)}" if path else ""
    return f"{name}, ligne {line}{key} : {what} ; {mend}."


def dotted(path: Path) -> str:
    """`a.b[2]`: keys joined by points, elements of a list counted from 1."""
    shown = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return shown.removeprefix(".")


def report(sentences: Iterable[str]) -> str:
    """The first faults, one a line, and how many are left."""
    listed = list(dict.fromkeys(sentences))
    left = len(listed) - MOST_FAULTS
    more = [f"Et {left} autre{'s' if left > 1 else ''} : corrigez d'abord celles-ci."] if left > 0 else []
    return "\n".join(listed[:MOST_FAULTS] + more)


def form_faults(error: ValidationError, root: type[BaseModel], locate: Callable[[Path], Place]) -> list[str]:
    """Sentences, file by file and in its order, for what is right as TOML and wrong in its content.

    Args:
        error: what was found.
        root: the form that was demanded of the whole.
        locate: where a key of the whole stands.
    """
    faults = [_form_fault(root, detail, locate) for detail in error.errors(include_url=False)]
    placed = [(locate(path), what, mend) for path, what, mend in faults]
    placed.sort(key=lambda item: (item[0].name, item[0].line))
    return [sentence(place.name, place.line, place.path, what, mend) for place, what, mend in placed]


def syntax_fault(name: str, message: str, lines: KeyLines) -> list[str]:
    """Sentences for a text that is not TOML: keys given twice are named with both lines, anything else by what `tomllib` says."""
    if lines.repeated:
        return [
            sentence(name, again, path, "la clé est donnée deux fois", f"gardez celle-ci ou celle de la ligne {first}")
            for path, first, again in lines.repeated
        ]
    found = re.search(r"at line (\d+)", message)
    line = int(found.group(1)) if found else max(lines.lines.values(), default=1)
    what, mend = next(
        ((what, mend) for start, what, mend in _SYNTAX if message.startswith(start)),
        ("l'écriture TOML n'est pas reconnue", "corrigez cette ligne ou la précédente"),
    )
    return [sentence(name, line, lines.last_before(line), what, mend)]


def _form_fault(root: type[BaseModel], detail: ErrorDetails, locate: Callable[[Path], Place]) -> tuple[Path, str, str]:
    """Path, what is wrong and mend of one pydantic error."""
    path: Path = tuple(part for part in detail["loc"] if part != "[key]")
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "regle":
            return _rule_fault(path, context)
        case "missing":
            return _missing_fault(path, _is_table(root, path), locate)
        case "extra_forbidden":
            return path, "clé inconnue", _nearest(str(path[-1]), tuple(_shape_at(root, path[:-1]).model_fields))
        case "literal_error":
            return path, "valeur inconnue", _nearest(str(detail["input"]), _admitted(context["expected"]))
        case other:
            return path, *_WORDS[other]


def _rule_fault(path: Path, context: dict[str, Any]) -> tuple[Path, str, str]:
    path = (*path, *str(context["key"]).split(".")) if "key" in context else path
    mend = _nearest(context["word"], context["admitted"]) if "admitted" in context else context["mend"]
    return path, context["what"], mend


def _missing_fault(path: Path, is_table: bool, locate: Callable[[Path], Place]) -> tuple[Path, str, str]:
    """A missing key is told at the table that lacks it, or as itself at the top of the file."""
    key = str(path[-1])
    if key == "source":
        return path[:-1], "la source manque", "ajoutez source = { document, section, phrase }"
    if len(path) == 1:
        return path, "la clé manque", f"ajoutez la table [{key}]" if is_table else "ajoutez-la en tête du fichier"
    inside = (*locate(path[:-1]).path, key)
    # A table inside an element of a list has no header of its own that could be shown: it is written on one line.
    named = is_table and not any(isinstance(part, int) for part in inside)
    return path[:-1], f"la clé {key} manque", f"ajoutez {f'la table [{dotted(inside)}]' if named else f'{key} = …'}"


def _nearest(word: str, admitted: tuple[str, ...]) -> str:
    """The mend for a word that is not in a closed list."""
    close = difflib.get_close_matches(word, admitted, n=1, cutoff=0.6)
    return f"écrivez peut-être « {close[0]} »" if close else f"sont admis ici : {', '.join(admitted)}"


def _admitted(expected: str) -> tuple[str, ...]:
    return tuple(re.findall(r"'([^']*)'", expected))


def shape_inside(shape: Any, key: str) -> Any:
    """What a table of this shape (a form, a dict or a list of forms) must hold at a key; None where nothing may be."""
    if get_origin(shape) in {dict, list}:
        return get_args(shape)[-1]
    known = getattr(shape, "model_fields", {}).get(key)
    inside = None if known is None else known.annotation
    return get_args(inside)[0] if get_origin(inside) in {Union, types.UnionType} else inside


def _is_table(root: type[BaseModel], path: Path) -> bool:
    shape = _shape_at(root, path)
    return get_origin(shape) is dict or (isinstance(shape, type) and issubclass(shape, BaseModel))


def _shape_at(root: type[BaseModel], path: Path) -> Any:
    return reduce(shape_inside, map(str, path), root)
