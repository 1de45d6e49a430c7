"""The pivot form: what each dataset's columns hold, as text, before parsing. Rules on typed rows are in `rows`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from contracts.vocabulary import INDICATEURS

Kind = Literal["finess", "identifiant", "texte", "date", "date_heure", "jour_ou_mois", "entier", "oui_non", "code"]


DTYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "finess": pl.String,
    "identifiant": pl.String,
    "texte": pl.String,
    "date": pl.Date,
    "date_heure": pl.Datetime("us"),
    "jour_ou_mois": pl.Date,
    "entier": pl.Int64,
    "oui_non": pl.Boolean,
    "code": pl.String,
}
"""The type of a parsed column, by kind."""


@dataclass(frozen=True)
class Column:
    """One column of a dataset; `default` is the value an empty cell stands for."""

    name: str
    kind: Kind
    required: bool = False
    default: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Declaration:
    """What a declared figure speaks of (`same`), the columns that may not differ (`values`), and the rule when they do."""

    same: tuple[str, ...]
    values: tuple[str, ...]
    rule: str


@dataclass(frozen=True)
class Dataset:
    """One dataset.

    `dated_by` is the column whose day must lie in the period of the file, for what is counted once; `declares` what its rows
    declare, for declared figures.
    """

    name: str
    columns: tuple[Column, ...]
    dated_by: str | None = None
    declares: Declaration | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Column names, in the order of the pivot form."""
        return tuple(column.name for column in self.columns)

    @property
    def has_dossier(self) -> bool:
        """Whether rows belong to a person, whose number is replaced by a pseudonym."""
        return "dossier_id" in self.names


_FINESS = Column("finess_et", "finess", required=True)
_DOSSIER = Column("dossier_id", "identifiant", required=True)

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            "dossiers",
            (
                _FINESS,
                _DOSSIER,
                Column("date_entree", "date", required=True),
                Column("date_sortie", "date"),
                Column("date_derniere_maj", "date"),
                Column("projet_statut", "code", codes=("ENPREPARATION", "ENCOURS", "ENPAUSE", "TERMINE")),
                Column("projet_date_debut", "date"),
                Column("projet_date_fin", "date"),
                Column("beneficiaire_projet", "oui_non", default="O"),
            ),
        ),
        Dataset(
            "mises_a_jour",
            (
                _FINESS,
                _DOSSIER,
                Column("date_maj", "date", required=True),
                Column("origine", "code", default="saisie", codes=("saisie", "import")),
            ),
        ),
        Dataset(
            "evenements",
            (
                _FINESS,
                _DOSSIER,
                Column("date_debut", "date_heure", required=True),
                Column("statut", "code", default="VALIDE", codes=("PLANIFIE", "VALIDE", "ANNULE", "TERMINE")),
                Column("nature", "texte", default="agenda"),
            ),
        ),
        Dataset(
            "mssante",
            (_FINESS, Column("date_envoi", "jour_ou_mois", required=True), Column("nb_messages", "entier", required=True)),
            dated_by="date_envoi",
        ),
        Dataset(
            "dmp",
            (
                _FINESS,
                _DOSSIER,
                Column("date_depot", "date", required=True),
                Column("statut", "code", default="OK", codes=("OK", "ERREUR")),
            ),
            dated_by="date_depot",
        ),
        Dataset(
            "echanges",
            (
                _FINESS,
                Column("service", "code", required=True, codes=("e_prescription", "e_parcours")),
                Column("date", "date", required=True),
                Column("nb", "entier", required=True),
            ),
            dated_by="date",
        ),
        Dataset(
            "effectifs",
            (
                _FINESS,
                Column("periode_debut", "date", required=True),
                Column("periode_fin", "date", required=True),
                Column("personnes_accompagnees", "entier", required=True),
                Column("beneficiaires_projet", "entier"),
            ),
            declares=Declaration(
                ("periode_debut", "periode_fin"), ("personnes_accompagnees", "beneficiaires_projet"), "effectif_contradictoire"
            ),
        ),
        Dataset(
            "agregats",
            (
                _FINESS,
                Column("indicateur", "code", required=True, codes=INDICATEURS),
                Column("fenetre_debut", "date", required=True),
                Column("fenetre_fin", "date", required=True),
                Column("numerateur", "entier", required=True),
                Column("denominateur", "entier"),
            ),
            declares=Declaration(
                ("indicateur", "fenetre_debut", "fenetre_fin"), ("numerateur", "denominateur"), "agregat_contradictoire"
            ),
        ),
    )
}
"""The eight datasets of the pivot form, by name."""

COVERAGE = Dataset(
    "couverture",
    (
        Column("fichier", "identifiant", required=True),
        Column("finess_et", "finess"),
        Column("periode_debut", "date", required=True),
        Column("periode_fin", "date", required=True),
        Column("date_extraction", "date"),
    ),
)
"""`couverture.csv`: the period files of the same folder speak for, when it is not the month of the folder."""
