"""The register of an invented workspace: `projets`, `perimetre`, `criteres`, `pieces`, `actes`, as CSV (`;`, UTF-8)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO

from transforms.synth.establishments import Essms

PROJETS = (
    "projet_id",
    "nom",
    "porteur",
    "texte_id",
    "type_operation",
    "phase",
    "date_convention",
    "date_demarrage",
    "date_fin_deploiement",
    "premiere_mesure",
    "montant_subvention",
    "region",
    "national",
    "amoa_pilotage",
)
PERIMETRE = ("projet_id", "finess_et", "date_entree", "date_sortie", "organisme_gestionnaire", "region", "champ")
PERIMETRE_FACULTATIF = (
    "tranche",
    "petit_gestionnaire",
    "segur_reference",
    "devis_equipement",
    "devis_editeur",
    "type_operation",
)
"""Columns written only in a register where an establishment fills them."""
CRITERES = ("projet_id", "indicateur", "evaluation", "statut", "motif")
PIECES = ("projet_id", "piece", "date_reception", "reference")
ACTES = ("projet_id", "decision_id", "acte", "montant", "date", "auteur", "motif", "reference")


@dataclass(frozen=True)
class Projet:
    """One row of `projets`; dates are texts, `montant_subvention` in euros with a decimal comma or empty."""

    projet_id: str
    nom: str
    porteur: str
    texte_id: str
    type_operation: str
    date_convention: str
    date_demarrage: str
    date_fin_deploiement: str
    premiere_mesure: str
    montant_subvention: str
    region: str
    phase: str = "projet"
    national: str = "N"
    amoa_pilotage: str = ""


@dataclass(frozen=True)
class Membre:
    """One row of `perimetre`; `champ` only where FINESS cannot give it, `autres` among `PERIMETRE_FACULTATIF`."""

    projet_id: str
    essms: Essms
    date_entree: str = ""
    date_sortie: str = ""
    champ: str = ""
    autres: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Critere:
    """One row of `criteres`: a percent for a rate and a count otherwise, empty with a motif for what is impossible."""

    projet_id: str
    indicateur: str
    evaluation: str
    statut: str = "retenu"
    motif: str = ""


@dataclass(frozen=True)
class Piece:
    """One row of `pieces`; an empty `date_reception` means that the paper is awaited."""

    projet_id: str
    piece: str
    date_reception: str
    reference: str


def register_files(
    projets: Iterable[Projet], membres: Iterable[Membre], pieces: Iterable[Piece], criteres: Iterable[Critere] = ()
) -> Iterator[tuple[str, bytes]]:
    """The tables, as `(relative_path, bytes)`: no `criteres` without a row, and `actes` without any, nobody having acted yet."""
    listed = tuple(membres)
    filled = tuple(name for name in PERIMETRE_FACULTATIF if any(item.autres.get(name) for item in listed))
    yield "registre/projets.csv", _table(PROJETS, (_projet(item) for item in projets))
    yield "registre/perimetre.csv", _table((*PERIMETRE, *filled), (_membre(item, filled) for item in listed))
    if chosen := [(c.projet_id, c.indicateur, c.evaluation, c.statut, c.motif) for c in criteres]:
        yield "registre/criteres.csv", _table(CRITERES, chosen)
    yield "registre/pieces.csv", _table(PIECES, ((p.projet_id, p.piece, p.date_reception, p.reference) for p in pieces))
    yield "registre/actes.csv", _table(ACTES, ())


def _projet(item: Projet) -> tuple[str, ...]:
    return (
        item.projet_id,
        item.nom,
        item.porteur,
        item.texte_id,
        item.type_operation,
        item.phase,
        item.date_convention,
        item.date_demarrage,
        item.date_fin_deploiement,
        item.premiere_mesure,
        item.montant_subvention,
        item.region,
        item.national,
        item.amoa_pilotage,
    )


def _membre(item: Membre, filled: tuple[str, ...]) -> tuple[str, ...]:
    manager, region = item.essms.gestionnaire.nom, item.essms.territoire.region
    always = (item.projet_id, item.essms.finess_et, item.date_entree, item.date_sortie, manager, region, item.champ)
    return (*always, *(item.autres.get(name, "") for name in filled))


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
