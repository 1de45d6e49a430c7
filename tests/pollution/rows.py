"""Invented rows of each dataset, all of which are accepted as they are. Not a test."""

from __future__ import annotations

import datetime
from random import Random

from contracts.vocabulary import INDICATEURS
from tests.pollution.facts import ESTABLISHMENTS

Row = dict[str, str]
_JUNE = datetime.date(2026, 6, 1)
_STATUSES = ("ENPREPARATION", "ENCOURS", "ENPAUSE", "TERMINE")


def rows_of(jeu: str, chance: Random, count: int) -> list[Row]:
    """`count` rows of a dataset; those of one establishment follow each other."""
    owners = sorted(chance.choices(ESTABLISHMENTS, k=count))
    return [{"finess_et": owner} | _ROWS[jeu](chance, rank) for rank, owner in enumerate(owners)]


def day(chance: Random, first: datetime.date, days: int) -> str:
    """A day among `days` from `first`."""
    return (first + datetime.timedelta(chance.randrange(days))).isoformat()


def _dossier(chance: Random, rank: int) -> str:
    return f"{chance.choice('ABD')}{chance.randrange(100, 1000)}-{rank:03d}"


def _dossiers(chance: Random, rank: int) -> Row:
    row = {
        "dossier_id": _dossier(chance, rank),
        "date_entree": day(chance, datetime.date(2020, 1, 1), 1500),
        "date_sortie": chance.choice(("", day(chance, datetime.date(2025, 1, 1), 500))),
        "date_derniere_maj": chance.choice((day(chance, datetime.date(2026, 1, 1), 180),) * 4 + ("",)),
    }
    if chance.random() < 0.7:
        row["projet_statut"] = chance.choice(_STATUSES)
        row["projet_date_debut"] = day(chance, datetime.date(2024, 7, 1), 180)
        row["projet_date_fin"] = chance.choice(("", day(chance, datetime.date(2026, 1, 1), 300)))
        row["beneficiaire_projet"] = chance.choice(("O", "N", ""))
    return row


def _updates(chance: Random, rank: int) -> Row:
    return {
        "dossier_id": _dossier(chance, rank),
        "date_maj": day(chance, datetime.date(2026, 1, 1), 180),
        "origine": chance.choice(("saisie", "import", "")),
    }


def _events(chance: Random, rank: int) -> Row:
    moment = f" {chance.randrange(24):02d}:{chance.randrange(0, 60, 5):02d}"
    return {
        "dossier_id": _dossier(chance, rank),
        "date_debut": day(chance, _JUNE, 30) + chance.choice((moment, moment, "")),
        "statut": chance.choice(("PLANIFIE", "VALIDE", "ANNULE", "TERMINE")),
        "nature": chance.choice(("agenda", "repas", "reunion")),
    }


def _messages(chance: Random, rank: int) -> Row:
    return {"date_envoi": chance.choice(("2026-06", day(chance, _JUNE, 30))), "nb_messages": str(chance.randrange(10, 5000))}


def _documents(chance: Random, rank: int) -> Row:
    row = {"dossier_id": _dossier(chance, rank), "date_depot": day(chance, _JUNE, 30)}
    return row | {"statut": chance.choice(("OK", "ERREUR"))}


def _exchanges(chance: Random, rank: int) -> Row:
    service = chance.choice(("e_prescription", "e_parcours"))
    return {"service": service, "date": day(chance, _JUNE, 30), "nb": str(chance.randrange(10, 900))}


def _rolls(chance: Random, rank: int) -> Row:
    return {
        "periode_debut": f"2026-{rank % 6 + 1:02d}-01",
        "periode_fin": f"2026-0{rank % 6 + 1}-{28 - rank // 6 % 20}",
        "personnes_accompagnees": str(chance.randrange(100, 5000)),
        "beneficiaires_projet": chance.choice(("", str(chance.randrange(10, 100)))),
    }


def _counts(chance: Random, rank: int) -> Row:
    return {
        "indicateur": INDICATEURS[rank % len(INDICATEURS)],
        "fenetre_debut": f"2026-{rank // len(INDICATEURS) % 6 + 1:02d}-01",
        "fenetre_fin": "2026-06-30",
        "numerateur": str(chance.randrange(10, 900)),
        "denominateur": str(chance.randrange(1000, 5000)),
    }


_ROWS = {
    "dossiers": _dossiers,
    "mises_a_jour": _updates,
    "evenements": _events,
    "mssante": _messages,
    "dmp": _documents,
    "echanges": _exchanges,
    "effectifs": _rolls,
    "agregats": _counts,
}
