"""The pre-feed of MaturiN-SMS: which column of its file holds what, and the strict reading of the file that says so.

The format of the national tool is not public: columns, separator, encoding and forms are data (`maturin_sms.toml`, or the file of
that name in a workspace), so that the true ones can be written without code. No file is opened here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from contracts.failures import RulebookError
from contracts.rulebook_faults import form_faults, report
from contracts.rulebook_form import Form
from contracts.rulebook_words import Text, fault
from contracts.toml_file import read_toml
from contracts.toml_lines import Path
from contracts.vocabulary import INDICATEURS

_OF_ESSMS: dict[str, str] = {
    **dict.fromkeys(("finess_et", "finess_ej", "nom", "categorie", "categorie_libelle", "commune", "departement"), "texte"),
    "champ": "code",
    "date_fermeture": "date",
    **dict.fromkeys(("mois", "projet_id", "projet_nom", "porteur", "texte_id", "region", "autres_projets"), "texte"),
    "nombre_projets": "entier",
}
_OF_INDICATEUR: dict[str, str] = {
    **dict.fromkeys(("numerateur", "denominateur", "reste_a_faire"), "entier"),
    "taux": "part",
    "cible": "nombre",
    **dict.fromkeys(("verdict", "motif", "source", "source_denominateur"), "code"),
    **dict.fromkeys(("fenetre_debut", "fenetre_fin"), "date"),
}
SOURCES: dict[str, str] = _OF_ESSMS | {f"{code}.{name}": kind for code in INDICATEURS for name, kind in _OF_INDICATEUR.items()}
"""What a column may hold, of the establishment or of one of its indicators, and of which kind it is."""

FORMATS: dict[str, tuple[str, ...]] = {
    "texte": ("texte",),
    "code": ("code", "mots"),
    "entier": ("entier",),
    "nombre": ("nombre",),
    "part": ("part", "pourcentage"),
    "date": ("date",),
}
"""How a value of each kind may be written; the first unless the file says otherwise."""


@dataclass(frozen=True)
class Colonne:
    """One column: its header, and what it holds: a source in a format, or the same text (`valeur`) in every row."""

    entete: str
    source: str | None
    valeur: str | None
    format: str


@dataclass(frozen=True)
class PreFeed:
    """The file to be written. `empreinte`: SHA-256 of the file that describes it."""

    separateur: str
    encodage: str
    decimale: str
    dates: str
    fin_de_ligne: str
    entetes: bool
    colonnes: tuple[Colonne, ...]
    empreinte: str


def _source(value: str) -> str:
    if value not in SOURCES:
        raise fault("source inconnue", "", admitted=tuple(SOURCES), word=value)
    return value


class ColonneForm(Form):
    """One `[[colonne]]`."""

    entete: Text
    source: Annotated[str, AfterValidator(_source)] | None = None
    valeur: str | None = None
    format: Literal["texte", "code", "mots", "entier", "nombre", "part", "pourcentage", "date"] | None = None


class PreFeedForm(Form):
    """The whole file."""

    separateur: Literal[";", ",", "|", "\t"]
    encodage: Literal["utf-8", "utf-8-bom", "cp1252"]
    decimale: Literal[",", "."]
    dates: Literal["AAAA-MM-JJ", "JJ/MM/AAAA", "AAAAMMJJ"]
    fin_de_ligne: Literal["crlf", "lf"]
    entetes: bool
    colonne: list[ColonneForm]


def load_prefeed(name: str, content: bytes) -> PreFeed:
    """What a file of this name says.

    Raises RulebookError whose message has one French sentence a fault (file, line, key, what, mend), ten at most.
    """
    file = read_toml(name, content)
    try:
        form = PreFeedForm.model_validate(file.tree)
        if found := [InitErrorDetails(type=what, loc=path, input=None) for path, what in _faults(form)]:
            raise ValidationError.from_exception_data("maturin_sms", found)
    except ValidationError as error:
        raise RulebookError(report(form_faults(error, PreFeedForm, file.place))) from None
    return PreFeed(
        form.separateur,
        form.encodage,
        form.decimale,
        form.dates,
        form.fin_de_ligne,
        form.entetes,
        tuple(_column(column) for column in form.colonne),
        file.empreinte,
    )


def _faults(form: PreFeedForm) -> Iterator[tuple[Path, PydanticCustomError]]:
    """What is wrong between keys: a column that holds nothing, or two things; a format that is not its own; a header twice."""
    if not form.colonne:
        yield ("colonne",), fault("la liste est vide", "écrivez une table [[colonne]] par colonne du fichier")
    seen: set[str] = set()
    for rank, column in enumerate(form.colonne):
        path = ("colonne", rank)
        if (column.source is None) == (column.valeur is None):
            yield path, fault("une colonne a une source ou une valeur, et une seule", "gardez source = … ou valeur = …")
        elif column.format and column.format not in _formats(column):
            yield (*path, "format"), fault("format d'une autre sorte", "", admitted=_formats(column), word=column.format)
        if column.entete in seen:
            yield (*path, "entete"), fault("deux colonnes portent cet en-tête", "changez l'un des deux")
        seen.add(column.entete)


def _formats(column: ColonneForm) -> tuple[str, ...]:
    return FORMATS[SOURCES[column.source] if column.source else "texte"]


def _column(form: ColonneForm) -> Colonne:
    return Colonne(form.entete, form.source, form.valeur, form.format or _formats(form)[0])
