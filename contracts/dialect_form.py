"""What the TOML file of a dialect must look like: its tables and keys, each with the French sentence that says what it means.

The sentences are those of `docs/dialectes.md`. What keys owe to each other is in `dialect_rules`, the typed result in `dialect`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from contracts.dialect import CERTITUDES, DATES, ENCODAGES, FORMATS, SEPARATEURS
from contracts.rulebook_form import Form
from contracts.rulebook_words import Text, Texts, fault
from contracts.vocabulary import JEUX

_NAME = re.compile(r"[a-z][a-z0-9-]*")
PIVOT = "pivot"
"""What the ledger writes for a deposit in pivot form: no dialect may be called so."""


def _among(words: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in words:
            raise fault("valeur inconnue", "", admitted=words, word=value)
        return value

    return AfterValidator(check)


def _name(value: str) -> str:
    if value == PIVOT or not _NAME.fullmatch(value):
        mend = f"écrivez-le en minuscules sans accent, chiffres et tirets admis ; « {PIVOT} » désigne la forme pivot"
        raise fault("ce nom n'est pas admis", mend)
    return value


def _separator(value: str) -> str:
    if value not in SEPARATEURS:
        raise fault("séparateur inconnu", 'écrivez ";", ",", "|" ou "\\t" (tabulation)')
    return value


def _header_rows(value: int) -> int:
    if value not in {1, 2}:
        raise fault("un en-tête tient sur une ou deux lignes", "écrivez 1 ou 2")
    return value


def _pattern(value: str) -> str:
    if not value.strip("*? "):
        raise fault("ce modèle désigne n'importe quoi", "écrivez-y un mot qui distingue ce qu'il désigne")
    return value


def _listed(value: Any) -> Any:
    """A text alone is a list of one."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise fault("un texte, ou une liste de textes, est attendu", "écrivez chaque texte entre guillemets")
    return value


def _tables(value: Any) -> Any:
    if not isinstance(value, list):
        raise fault("une table répétée est attendue", "ouvrez-la par une ligne à deux crochets, comme [[table]]")
    return value


def _known(words: tuple[str, ...]) -> Any:
    return Annotated[str, _among(words)]


Names = Annotated[Texts, BeforeValidator(_listed)]
"""One text, or several of which the first found counts."""

Patterns = Annotated[list[Annotated[Text, AfterValidator(_pattern)]], BeforeValidator(_listed)]
Headers = dict[str, Names]
Constants = dict[str, Text]


def _key(sentence: str, **more: Any) -> Any:
    return Field(description=sentence, **more)


def _empty(kind: Callable[[], Any], sentence: str) -> Any:
    return Field(description=sentence, default_factory=kind)


class SerieForm(Form):
    """`[[table.serie]]`: figures side by side, that make one row of the dataset for each series."""

    nom: Text = _key("nom de la série, montré dans le registre des dépôts")
    colonnes: dict[str, Text] = _key("en-tête de chaque colonne du jeu, propre à cette série")
    constantes: Constants = _empty(dict, "valeur des colonnes du jeu qui ne changent pas dans cette série")


class JointureForm(Form):
    """`[[table.jointure]]`: another sheet or member that completes each line."""

    source: Text = _key("feuille du classeur ou fichier de l'archive où sont les colonnes")
    cle: dict[Text, Text] = _key("ce qui rapproche les lignes : en-tête d'ici = en-tête de là-bas")
    colonnes: dict[str, Text] = _key("en-tête, là-bas, de chaque colonne du jeu qui s'y trouve")
    facultative: bool = _key(
        "true : l'autre table peut manquer ; une ligne d'ici qui n'a rien là-bas garde toujours ces colonnes vides", default=False
    )


class TableForm(Form):
    """`[[table]]`: one table of the file, and the dataset its lines become."""

    jeu: Annotated[str, _among(JEUX)] = _key("jeu de la forme pivot que deviennent ses lignes")
    source: Text | None = _key(
        "feuille du classeur ou fichier de l'archive (`*` et `?` admis) ; inutile s'il n'y en a qu'un", default=None
    )
    entetes: Annotated[int, AfterValidator(_header_rows)] = _key(
        "lignes d'en-tête, 1 ou 2 ; sur deux lignes, une colonne porte les deux noms à la suite, séparés d'une espace, et celui"
        " du haut vaut jusqu'au suivant",
        default=1,
    )
    colonnes: Headers = _empty(dict, "en-tête de chaque colonne du jeu, ou liste d'en-têtes dont le premier trouvé est lu")
    facultatives: Names = _empty(list, "colonnes du jeu dont l'en-tête peut manquer")
    constantes: Constants = _empty(
        dict,
        "valeur des colonnes du jeu que le fichier n'écrit pas ; `{debut}` et `{fin}` : premier et dernier jour du mois de la"
        " ligne ou de la colonne, sinon de la période du fichier",
    )
    valeurs: dict[str, dict[Text, Text]] = _empty(
        dict, "par colonne du jeu, ce que veut dire chaque texte (ni majuscules ni accents ne comptent)"
    )
    mois: Names | None = _key("en-tête de la colonne qui dit le mois de la ligne", default=None)
    mois_en_colonnes: dict[str, str] = _empty(
        dict, 'quand chaque mois est une colonne : par colonne du jeu, le texte écrit à côté du mois (`""` s\'il est seul)'
    )
    finess: Literal["colonne", "au_dessus", "nom", "feuille", "titre", "dossier"] = _key(
        "où est le numéro FINESS : `colonne` ; `au_dessus`, sa colonne, une cellule vide répétant celle du dessus ; `nom` du"
        " fichier ; nom de la `feuille` ou du fichier de l'archive ; `titre`, au-dessus de l'en-tête ; `dossier` du dépôt",
        default="colonne",
    )
    libelle: bool = _key("true : le numéro FINESS est au milieu d'un libellé", default=False)
    boites: bool = _key("true : la colonne donne une boîte MSSanté, dont l'annuaire reçu dit l'établissement", default=False)
    ignorer: Patterns = _empty(
        list, "lignes qui ne sont pas des données (totaux, pieds) : leur première cellule remplie (`*` et `?` admis)"
    )
    taux: Names | None = _key("en-tête du taux écrit à côté des comptes, qui doit leur correspondre", default=None)
    serie: Annotated[list[SerieForm], BeforeValidator(_tables)] = _empty(list, "comptes qu'une ligne porte côte à côte")
    jointure: Annotated[list[JointureForm], BeforeValidator(_tables)] = _empty(
        list, "autres tables du fichier qui complètent chaque ligne"
    )


class EcritureForm(Form):
    """`[ecriture]`: how cells are written."""

    dates: Annotated[list[_known(DATES)], BeforeValidator(_listed)] = _empty(
        list, f"formes des dates et des mois, outre celles du pivot : {', '.join(f'`{form}`' for form in DATES)}"
    )
    dates_vides: Names = _empty(list, "dates qui veulent dire « aucune », quelle que soit leur écriture (`01/01/1900`)")
    vides: Names = _empty(list, "textes qui veulent dire « vide » (`-`, `Néant`)")
    decimale: Literal[",", "."] = _key("signe décimal des nombres, `,` (sans elle) ou `.`", default=",")


class DialectForm(Form):
    """The whole file."""

    dialecte: Annotated[str, AfterValidator(_name)] = _key("nom du dialecte : celui du fichier, sans `.toml`")
    titre: Text = _key("ce qu'est le fichier, en quelques mots")
    reference: Text | None = _key("repère dans la liste des formes connues (`D1`)", default=None)
    certitude: Annotated[str, _among(CERTITUDES)] = _key(
        "`format_verifie` : lu dans un document, un fichier public ou de vrais dépôts ; `traits_verifies` : habitudes relevées"
        " sur des fichiers publics ; `deduite` : déduite des deux"
    )
    fonde_sur: Text = _key("d'où on le sait, en une phrase")
    format: Annotated[str, _among(FORMATS)] = _key("`texte` (CSV), `classeur` (xlsx) ou `archive` (zip de textes)")
    nom: Text = _key("nom du fichier (`*` et `?` admis, majuscules ou non) ; sert à départager", default="*")
    encodage: Annotated[str, _among(ENCODAGES)] | None = _key(f"{', '.join(ENCODAGES)} ; sans elle, utf-8", default=None)
    separateur: Annotated[str, AfterValidator(_separator)] | None = _key(
        'signe entre les cellules : `";"`, `","`, `"|"` ou `"\\t"` (tabulation) ; sans lui, `";"`', default=None
    )
    periode: Text | None = _key(
        "phrase qui donne la période, avec `{debut}` et `{fin}` à la place des jours, ou `{annee}` pour une année", default=None
    )
    periode_dans: Literal["titre", "nom"] = _key(
        "où est cette phrase : `titre`, au-dessus de l'en-tête ; `nom` du fichier", default="titre"
    )
    ecriture: EcritureForm = _empty(EcritureForm, "comment les cellules sont écrites")
    table: Annotated[list[TableForm], BeforeValidator(_tables)] = _empty(list, "chaque table du fichier")


TABLES: dict[str, type[Form]] = {
    "": DialectForm,
    "[ecriture]": EcritureForm,
    "[[table]]": TableForm,
    "[[table.serie]]": SerieForm,
    "[[table.jointure]]": JointureForm,
}
"""The form of each table, by the line that opens it in the file."""
