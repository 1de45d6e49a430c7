"""An invented region of any size, streamed: one folder per establishment and month, skewed sizes, imperfect senders.

Each establishment is drawn from the seed and its rank alone, sent, then forgotten: memory does not grow with the deposits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from transforms.synth.deposits import (
    HEADERS,
    Row,
    couverture_row,
    csv_bytes,
    dmp_rows,
    dossiers_rows,
    echanges_rows,
    evenements_rows,
    mssante_rows,
)
from transforms.synth.establishments import CATEGORIES, TERRITOIRES, Essms, invent_essms, invent_gestionnaire
from transforms.synth.faults import spoil_rows
from transforms.synth.finess import FINESS_PATH, finess_file
from transforms.synth.finess_numbers import SERIES_SIZE
from transforms.synth.months import first_day, last_day, months_up_to
from transforms.synth.population import Profil, invent_activite
from transforms.synth.register import Membre, Piece, Projet, register_files

LAST_MONTH = "2026-06"
"""Last month of deposits unless told otherwise."""

_ARA = tuple(code for code, place in TERRITOIRES.items() if place.region in ("Auvergne-Rhône-Alpes", "Corse"))
_ANTILLES = tuple(code for code, place in TERRITOIRES.items() if place.prefixe[0] == "9")
_ANTILLES_EVERY = 10
"""One project in ten follows the text of Guadeloupe."""

_GRAPPE = 8
"""Establishments of a project."""

MAX_ESSMS = 8_000
"""Above, a territory would run out of invented numbers."""

MAX_MONTHS = 60
"""Five years: nobody new arrives during the deposits, and longer would no longer look real."""

_WORDS = ("TILLEULS", "SOURCES", "GALETS", "HERONS", "COMBES", "GENETS", "LUCIOLES", "MARRONNIERS", "ROSEAUX", "CIGALES")
_COMMUNES = ("VALMERLE", "BRIOLLES", "MONTGIVRE", "SAINT-OURSIN", "ROCHEBLEUE", "PONT-DES-AULNES", "SEPTFONTS", "COL-DES-BRUMES")
_SIZE_MEDIAN_LOG, _SIZE_SPREAD, _SIZE_MAX = 3.4, 0.85, 900
_SLOPPY_SHARE, _SLOPPY_ROWS = 0.1, 0.1
"""One sender in ten spoils one row in ten: about one row in a hundred is bad, and most establishments have none."""
_LATE_SHARE, _MISSING_SHARE, _UNKNOWN_SHARE = 0.05, 0.02, 0.005


@dataclass(frozen=True)
class _Sender:
    essms: Essms
    projet_id: str
    connu: bool


def region(seed: int, essms: int, months: int, last_month: str = LAST_MONTH) -> Iterator[tuple[str, bytes]]:
    """The files of a workspace of `essms` establishments over `months` months that end with `last_month`.

    Raises:
        ValueError: the number of establishments is not between 1 and `MAX_ESSMS`, or of months between 1 and `MAX_MONTHS`.
    """
    if not 1 <= essms <= MAX_ESSMS or not 1 <= months <= MAX_MONTHS:
        raise ValueError("size out of bounds")
    calendar = months_up_to(last_month, months)
    senders = _senders(seed, essms)
    yield from _register(seed, senders, calendar)
    yield FINESS_PATH, finess_file(sender.essms for sender in senders if sender.connu)
    for sender in senders:
        yield from _deposits(seed, sender, calendar)


def _senders(seed: int, essms: int) -> list[_Sender]:
    """Establishments in the order of the projects; a project stays within its text's territories and has one manager."""
    rng, used, senders = Random(f"{seed}:etablissements"), dict.fromkeys(TERRITOIRES, 0), []
    for rank in range(essms):
        grappe = rank // _GRAPPE
        antilles = grappe % _ANTILLES_EVERY == _ANTILLES_EVERY - 1
        projet_id = f"{'GUA' if antilles else 'ARA'}-{grappe + 1:04d}"
        places = [code for code in (_ANTILLES if antilles else _ARA) if used[code] < SERIES_SIZE]
        place = places[(grappe + rng.randrange(3)) % len(places)]
        association = f"ASSOCIATION DES {_WORDS[grappe % 10]} N° {grappe + 1}"
        manager = invent_gestionnaire(grappe, "69" if antilles else "42", association)
        categorie = rng.choice(tuple(CATEGORIES))
        name = f"{CATEGORIES[categorie].sigle} DES {rng.choice(_WORDS)} {rank + 1}"
        invented = invent_essms(used[place], place, categorie, name, rng.choice(_COMMUNES), manager)
        used[place] += 1
        senders.append(_Sender(invented, projet_id, rng.random() >= _UNKNOWN_SHARE))
    return senders


def _register(seed: int, senders: list[_Sender], calendar: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    projets, pieces = [], []
    for projet_id in dict.fromkeys(sender.projet_id for sender in senders):
        rng = Random(f"{seed}:{projet_id}")
        projets.append(_projet(rng, projet_id, calendar))
        if rng.random() < 0.8:
            pieces.append(Piece(projet_id, "etat_recapitulatif_depenses", last_day(calendar[-1]).isoformat(), f"ERD-{projet_id}"))
    yield from register_files(projets, (Membre(sender.projet_id, sender.essms) for sender in senders), pieces)


def _projet(rng: Random, projet_id: str, calendar: tuple[str, ...]) -> Projet:
    antilles = projet_id.startswith("GUA")
    end = last_day(calendar[-1]) + timedelta(days=rng.choice((-60, 0, 45)))
    return Projet(
        projet_id,
        f"Grappe {projet_id}",
        f"PORTEUR DE LA GRAPPE {projet_id}",
        "guadeloupe-generalisation-2022" if antilles else "ara-generalisation-2025",
        rng.choice(("acquisition", "mise_a_niveau")),
        (end - timedelta(days=280)).isoformat(),
        (end - timedelta(days=250)).isoformat(),
        end.isoformat(),
        rng.choice(calendar[-3:]),
        f"{rng.randrange(20_000, 400_000)},{rng.randrange(100):02d}",
        "Guadeloupe" if antilles else "Auvergne-Rhône-Alpes",
    )


def _profil(rng: Random, calendar: tuple[str, ...]) -> Profil:
    """Skewed sizes; seven senders in ten near or above every target, two in ten near, one in ten far below."""
    size = min(_SIZE_MAX, max(1, round(rng.lognormvariate(_SIZE_MEDIAN_LOG, _SIZE_SPREAD))))
    low, high = rng.choices(((0.9, 1.0), (0.8, 0.95), (0.2, 0.8)), (7, 2, 1))[0]

    def part(of: int) -> int:
        return round(of * rng.uniform(low, high))

    active = part(size)
    beneficiaries = size - rng.randrange(0, max(1, size // 10))
    late = last_day(calendar[-1]) + timedelta(days=rng.randrange(5, 25)) if rng.random() < _LATE_SHARE else None
    return Profil(
        size,
        active,
        part(active),
        part(active),
        beneficiaries,
        min(beneficiaries, part(beneficiaries)),
        part(size),
        prescriptions=rng.randrange(30),
        parcours=rng.randrange(10),
        tardifs=min(2, size - active) if late else 0,
        extraction_tardive=late,
        evenements_max=4,
    )


def _deposits(seed: int, sender: _Sender, calendar: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    number = sender.essms.finess_et
    rng = Random(f"{seed}:{number}")
    profil = _profil(rng, calendar)
    sloppy = _SLOPPY_ROWS if rng.random() < _SLOPPY_SHARE else 0.0
    activite = invent_activite(rng, number, profil, calendar)
    for month in calendar:
        late = profil.extraction_tardive if month == calendar[-1] else None
        sent: dict[str, list[Row]] = {
            "dossiers": dossiers_rows(activite, month, late),
            "evenements": evenements_rows(activite, month),
            "mssante": mssante_rows(rng, activite, month),
            "dmp": dmp_rows(activite, month),
        }
        if sender.projet_id.startswith("GUA"):
            sent["echanges"] = echanges_rows(activite, month)
        for jeu, rows in sent.items():
            if rng.random() >= _MISSING_SHARE:
                yield _path(month, number, jeu), csv_bytes(HEADERS[jeu], spoil_rows(rng, jeu, rows, sloppy))
        if late:
            yield _path(month, number, "couverture"), _late_coverage(month, late)


def _path(month: str, number: str, name: str) -> str:
    return f"depots/{month}/{number}/{name}.csv"


def _late_coverage(month: str, late: date) -> bytes:
    return csv_bytes(HEADERS["couverture"], [couverture_row("dossiers.csv", first_day(month), last_day(month), late)])
