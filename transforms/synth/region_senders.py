"""The establishments and projects of an invented region: who is where, under which text, with which vendor; and its register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from transforms.synth.establishments import CATEGORIES, TERRITOIRES, Essms, invent_essms, invent_gestionnaire
from transforms.synth.months import last_day
from transforms.synth.register import Critere, Membre, Piece, Projet, register_files

EDITEURS = ("a", "b", "c", "d")
"""Vendors; the first serves about half of the projects."""

_EDITEURS_WEIGHTS = (50, 25, 15, 10)
_SIZES, _SIZES_WEIGHTS = (*range(4, 13), 50), (*(10,) * 9, 4)
"""Establishments of a project: eight, give or take four, and now and then fifty."""

_UNKNOWN_SHARE = 0.005
_WORDS = ("TILLEULS", "SOURCES", "GALETS", "HERONS", "COMBES", "GENETS", "LUCIOLES", "MARRONNIERS", "ROSEAUX", "CIGALES")
_COMMUNES = ("VALMERLE", "BRIOLLES", "MONTGIVRE", "SAINT-OURSIN", "ROCHEBLEUE", "PONT-DES-AULNES", "SEPTFONTS", "COL-DES-BRUMES")
_CHOIX = ("mssante", "dmp", "e_prescription", "e_parcours")


@dataclass(frozen=True)
class _Programme:
    """A text and where it applies; `siege` is the territory of the managing bodies."""

    code: str
    texte_id: str
    region: str
    territoires: tuple[str, ...]
    siege: str
    pieces: tuple[str, ...] = ()
    criteres: bool = False


def _places(*regions: str) -> tuple[str, ...]:
    return tuple(code for code, place in TERRITOIRES.items() if place.region in regions)


_ARA = _Programme(
    "ARA",
    "ara-generalisation-2025",
    "Auvergne-Rhône-Alpes",
    _places("Auvergne-Rhône-Alpes", "Corse"),
    "42",
    ("etat_recapitulatif_depenses",),
)
_GUA = _Programme(
    "GUA",
    "guadeloupe-generalisation-2022",
    "Guadeloupe",
    tuple(code for code, place in TERRITOIRES.items() if place.prefixe[0] == "9"),
    "69",
)
_GES = _Programme(
    "GES", "grand-est-amorcage-2021", "Grand Est", _places("Grand Est"), "54", ("facture_fin_deploiement",), criteres=True
)
_NAT = _Programme(
    "NAT",
    "national-2021",
    "Occitanie",
    _places("Occitanie", "Bretagne", "Hauts-de-France"),
    "59",
    ("demonstration", "preuve_integration"),
    criteres=True,
)
_ROUND = (_ARA,) * 5 + (_GES,) + (_ARA,) * 3 + (_GUA,) + (_ARA,) * 5 + (_NAT,) + (_ARA,) * 3 + (_GUA,)
"""The programmes in turn: of twenty projects, two follow the text of Guadeloupe, one that of Grand Est, one the national one."""


@dataclass(frozen=True)
class Sender:
    """One establishment that sends deposits. `connu`: the FINESS file lists it; `echanges`: its text counts exchanges."""

    essms: Essms
    projet_id: str
    editeur: str
    connu: bool
    echanges: bool


@dataclass(frozen=True)
class _Grappe:
    projet_id: str
    programme: _Programme
    senders: tuple[Sender, ...]


class Region:
    """The projects of a region of `essms` establishments, drawn from `seed`. Nothing here grows with months or dossiers."""

    def __init__(self, seed: int, essms: int) -> None:
        self.seed = seed
        self._used = dict.fromkeys(TERRITOIRES, 0)
        self._grappes = tuple(self._draw(essms))

    @property
    def senders(self) -> Iterator[Sender]:
        """Every establishment, vendor after vendor, then project after project."""
        for editeur in EDITEURS:
            yield from (sender for grappe in self._grappes for sender in grappe.senders if sender.editeur == editeur)

    def register(self, calendar: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        """The tables of the register; `calendar` are the months of deposits."""
        projets: list[Projet] = []
        membres: list[Membre] = []
        pieces: list[Piece] = []
        criteres: list[Critere] = []
        for grappe in self._grappes:
            rng = Random(f"{self.seed}:{grappe.projet_id}")
            projets.append(_projet(rng, grappe, calendar))
            membres += _membres(grappe)
            day = last_day(calendar[-1]).isoformat()
            received = [piece for piece in grappe.programme.pieces if rng.random() < 0.8]
            pieces += [Piece(grappe.projet_id, piece, day, f"{piece[:3].upper()}-{grappe.projet_id}") for piece in received]
            if grappe.programme.criteres:
                criteres += _criteres(rng, grappe)
        return register_files(projets, membres, pieces, criteres)

    def _draw(self, essms: int) -> Iterator[_Grappe]:
        rng, made, rank = Random(f"{self.seed}:projets"), 0, 0
        while made < essms:
            size = min(rng.choices(_SIZES, _SIZES_WEIGHTS)[0], essms - made)
            yield self._grappe(rng, _ROUND[rank % len(_ROUND)], rank, size)
            made, rank = made + size, rank + 1

    def _grappe(self, rng: Random, programme: _Programme, rank: int, size: int) -> _Grappe:
        projet_id = f"{programme.code}-{rank + 1:04d}"
        editeur = rng.choices(EDITEURS, _EDITEURS_WEIGHTS)[0]
        association = f"ASSOCIATION DES {_WORDS[rank % 10]} N° {rank + 1}"
        manager = invent_gestionnaire(rank, programme.siege, association)
        senders = []
        for _ in range(size):
            place = programme.territoires[(rank + rng.randrange(3)) % len(programme.territoires)]
            categorie = rng.choice(tuple(CATEGORIES))
            name = f"{CATEGORIES[categorie].sigle} DES {rng.choice(_WORDS)} {self._used[place] + 1}"
            invented = invent_essms(self._used[place], place, categorie, name, rng.choice(_COMMUNES), manager)
            self._used[place] += 1
            known = rng.random() >= _UNKNOWN_SHARE
            senders.append(Sender(invented, projet_id, editeur, known, programme is not _ARA))
        return _Grappe(projet_id, programme, tuple(senders))


def _projet(rng: Random, grappe: _Grappe, calendar: tuple[str, ...]) -> Projet:
    programme = grappe.programme
    end = last_day(calendar[-1]) + timedelta(days=rng.choice((-60, 0, 45)))
    return Projet(
        grappe.projet_id,
        f"Grappe {grappe.projet_id}",
        f"PORTEUR DE LA GRAPPE {grappe.projet_id}",
        programme.texte_id,
        rng.choice(("acquisition", "mise_a_niveau")),
        (end - timedelta(days=280)).isoformat(),
        (end - timedelta(days=250)).isoformat(),
        end.isoformat(),
        rng.choice(calendar[-3:]),
        f"{rng.randrange(20_000, 400_000)},{rng.randrange(100):02d}",
        programme.region,
        national="O" if programme is _NAT else "N",
    )


def _membres(grappe: _Grappe) -> Iterator[Membre]:
    """Of a national project, the first three establishments are the pilot tranche."""
    for rank, sender in enumerate(grappe.senders):
        tranche = {"tranche": "pilote" if rank < 3 else "deploiement 1"} if grappe.programme is _NAT else {}
        yield Membre(grappe.projet_id, sender.essms, autres=tranche)


def _criteres(rng: Random, grappe: _Grappe) -> Iterator[Critere]:
    """The three business criteria, and two or three of the four others; counts are in proportion to the establishments."""
    for code in ("dossiers_actifs", "projets_personnalises", "evenements_agenda"):
        yield Critere(grappe.projet_id, code, str(rng.choice((60, 70, 80, 90))))
    for code in sorted(rng.sample(_CHOIX, rng.choice((2, 2, 3)))):
        each = rng.randrange(5, 15) if code.startswith("e_") else rng.randrange(60, 180)
        yield Critere(grappe.projet_id, code, str(each * len(grappe.senders)))
