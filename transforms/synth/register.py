"""The register of an invented workspace: `projets`, `perimetre`, `pieces`, `actes`, as CSV (`;`, UTF-8)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
)
PERIMETRE = ("projet_id", "finess_et", "date_entree", "date_sortie", "organisme_gestionnaire", "region", "champ")
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


@dataclass(frozen=True)
class Membre:
    """One row of `perimetre`; `champ` only where FINESS cannot give it."""

    projet_id: str
    essms: Essms
    date_entree: str = ""
    date_sortie: str = ""
    champ: str = ""


@dataclass(frozen=True)
class Piece:
    """One row of `pieces`; an empty `date_reception` means that the paper is awaited."""

    projet_id: str
    piece: str
    date_reception: str
    reference: str


def register_files(projets: Iterable[Projet], membres: Iterable[Membre], pieces: Iterable[Piece]) -> Iterator[tuple[str, bytes]]:
    """The four tables, as `(relative_path, bytes)`; nobody has signed or paid anything yet, so `actes` has its header only."""
    yield "registre/projets.csv", _table(PROJETS, (_projet(item) for item in projets))
    yield "registre/perimetre.csv", _table(PERIMETRE, (_membre(item) for item in membres))
    yield "registre/pieces.csv", _table(PIECES, ((p.projet_id, p.piece, p.date_reception, p.reference) for p in pieces))
    yield "registre/actes.csv", _table(ACTES, ())


def _projet(item: Projet) -> tuple[str, ...]:
    return (
        item.projet_id,
        item.nom,
        item.porteur,
        item.texte_id,
        item.type_operation,
        "projet",
        item.date_convention,
        item.date_demarrage,
        item.date_fin_deploiement,
        item.premiere_mesure,
        item.montant_subvention,
        item.region,
        "N",
    )


def _membre(item: Membre) -> tuple[str, ...]:
    manager, region = item.essms.gestionnaire.nom, item.essms.territoire.region
    return (item.projet_id, item.essms.finess_et, item.date_entree, item.date_sortie, manager, region, item.champ)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
