"""What a dialect says of a sender's file, once its TOML is read: how to recognise it, where each value is, how it is written.

A dialect only says where, which column, which value. What needs logic is a reader (`transforms/dialects`), never a new key here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FORMATS = ("texte", "classeur", "archive")
Format = Literal["texte", "classeur", "archive"]
"""`texte`: one table of separated text; `classeur`: sheets of an xlsx; `archive`: a zip of `texte` members."""

ENCODAGES = ("utf-8", "cp1252", "latin-1", "utf-16")
"""A byte order mark is always allowed before UTF-8 and UTF-16."""

SEPARATEURS = (";", ",", "\t", "|")

CERTITUDES = ("format_verifie", "traits_verifies", "deduite")
"""How sure we are that senders write like this: the format was read in a public document, its traits were measured on public
files, or it was deduced from both.
"""

DATES = (
    "aaaa-mm-jj",
    "aaaa/mm/jj",
    "aaaammjj",
    "jj/mm/aaaa",
    "jj-mm-aaaa",
    "jj.mm.aaaa",
    "jj/mm/aaaa hh:mm",
    "jj/mm/aaaa hh:mm:ss",
    "mm/jj/aaaa",
    "aaaa-mm",
    "mm/aaaa",
    "mmmm aaaa",
    "mmm-aa",
    "excel",
)
"""How a day, a moment or a month may be written; the pivot form's own way is always read. `mmmm` and `mmm` are French names of
months, `excel` a serial number. `mmm-aa` is what Excel shows for a month (`janv.-25`), the only form with a year of two digits.
"""

OuFiness = Literal["colonne", "au_dessus", "nom", "feuille", "titre", "dossier"]
"""Where the number of the establishment is: in its column; in its column, an empty cell repeating the one above; in the name of
the file; in that of the sheet or member; above the header; in the folder of the deposit.
"""


@dataclass(frozen=True)
class Ecriture:
    """How cells are written. `dates`: forms (`DATES`) read besides the pivot's; `dates_vides`: dates that stand for none, however
    they are written; `vides`: texts that stand for an empty cell; `decimale`: the decimal sign of numbers, whose thousands may be
    separated by spaces.
    """

    dates: tuple[str, ...] = ()
    dates_vides: tuple[str, ...] = ()
    vides: tuple[str, ...] = ()
    decimale: Literal[",", "."] = ","


@dataclass(frozen=True)
class Serie:
    """Figures that one line holds side by side: the line gives one row of the dataset for each series that has a value.

    `colonnes`: header by column of the dataset; `constantes`: value by column of the dataset.
    """

    nom: str
    colonnes: Mapping[str, str]
    constantes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Jointure:
    """Another table of the same file that completes each line: `cle`, header here by header there; `colonnes`, column of the
    dataset by header there. A line with several matches gives several rows; a line of the other table without match is set aside.
    A line here without match keeps those columns empty. `facultative`: the other table may be absent.
    """

    source: str
    cle: Mapping[str, str]
    colonnes: Mapping[str, str]
    facultative: bool = False


@dataclass(frozen=True)
class TableLue:
    """One table of a sender's file, and the dataset its lines become.

    Attributes:
        jeu: a dataset of the pivot form.
        source: name of the sheet or member (`*` and `?` allowed), for a workbook or an archive; None: the only one.
        entetes: rows of the header, 1 or 2; in a header of two rows a name is that of both, joined by a space, the first row's
            cell counting for the columns on its right until the next one.
        colonnes: names a header may have, by column of the dataset; the first one found is read.
        facultatives: columns of the dataset whose header may be absent.
        constantes: value by column of the dataset; `{debut}` and `{fin}` stand for the first and last day of `mois` or, without
            it, of the period of the file.
        valeurs: by column of the dataset, the value of each text (compared without case, accents nor spaces around).
        mois: names of the column that holds a month.
        mois_en_colonnes: when months are columns: by column of the dataset, the text of the header beside the month ("" if none);
            each month is a series.
        series: see `Serie`.
        finess: where the establishment is; `libelle`: its number is inside a label.
        boites: the column of `finess_et` holds a mailbox, whose establishment is in the dated map of mailboxes.
        ignorer: lines that are no data (totals, footers): what their first filled cell is (`*` and `?` allowed).
        taux: names of the column of a printed rate, which must agree with numerator and denominator.
        jointures: see `Jointure`.
    """

    jeu: str
    colonnes: Mapping[str, tuple[str, ...]]
    source: str | None = None
    entetes: int = 1
    facultatives: tuple[str, ...] = ()
    constantes: Mapping[str, str] = field(default_factory=dict)
    valeurs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mois: tuple[str, ...] = ()
    mois_en_colonnes: Mapping[str, str] = field(default_factory=dict)
    series: tuple[Serie, ...] = ()
    finess: OuFiness = "colonne"
    libelle: bool = False
    boites: bool = False
    ignorer: tuple[str, ...] = ()
    taux: tuple[str, ...] = ()
    jointures: tuple[Jointure, ...] = ()


@dataclass(frozen=True)
class Dialecte:
    """How one sender writes.

    `nom` is a pattern of the file's name (`*` and `?` allowed, case ignored); `periode` a sentence that says the period, with
    `{debut}` and `{fin}` in it, or `{annee}` for a whole year; `periode_dans` where that sentence is, above the header or in the
    name of the file; `empreinte` the SHA-256 of the file of the dialect.
    """

    dialecte: str
    titre: str
    certitude: Literal["format_verifie", "traits_verifies", "deduite"]
    fonde_sur: str
    format: Format
    tables: tuple[TableLue, ...]
    reference: str | None = None
    nom: str = "*"
    encodage: str = "utf-8"
    separateur: str = ";"
    ecriture: Ecriture = field(default_factory=Ecriture)
    periode: str | None = None
    periode_dans: Literal["titre", "nom"] = "titre"
    empreinte: str = ""
