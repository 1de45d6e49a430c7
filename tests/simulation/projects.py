"""Projects drawn at random for the tests of simulation: small, of each kind of text, with counts that could be true."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

from contracts.rulebook import Rulebook, Target
from contracts.vocabulary import FLOW_OF
from flows.texts import load_all_texts
from transforms.decisions.decide import Signals
from transforms.measures.perimeter import ProjectScope, Tranche
from transforms.measures.plan import Measured, Request, requests
from transforms.measures.verdicts import Counts
from transforms.simulation.situation import Situation

MOIS = "2026-06"
TEXTS = load_all_texts()
PLAIN = ("ara-generalisation-2025", "guadeloupe-generalisation-2022", "grand-est-amorcage-2021", "national-2021")
_CHOSEN = {
    "dossiers_actifs": Target("part", Decimal("0.9"), TEXTS[PLAIN[0]].portee_source),
    "projets_personnalises": Target("part", Decimal("0.8"), TEXTS[PLAIN[0]].portee_source),
    "evenements_agenda": Target("part", Decimal("0.75"), TEXTS[PLAIN[0]].portee_source),
    "mssante": Target("nombre", Decimal("12.5"), TEXTS[PLAIN[0]].portee_source),
    "dmp": Target("nombre", Decimal("7"), TEXTS[PLAIN[0]].portee_source),
}
"""Targets of a project where the text leaves them to it."""


def text_of(texte_id: str) -> Rulebook:
    """The text, with targets for a project where it wants them."""
    texte = TEXTS[texte_id]
    if texte.criteres is None:
        return texte
    kept = [replace(rule, cible=_CHOSEN[rule.indicateur]) for rule in texte.indicateurs if rule.indicateur in _CHOSEN]
    return replace(texte, indicateurs=tuple(kept))


def drawn(seed: int, texte_id: str, essms: int, most: int, whole: bool = False) -> Situation:
    """A project.

    Args:
        seed: of the draw.
        texte_id: its text.
        essms: how many establishments.
        most: the most persons of one of them.
        whole: every source is there and covers every month, nothing is unknown nor declared.
    """
    random_ = random.Random(seed)
    texte = text_of(texte_id)
    tranches = ("a", "b") if texte.solde == "tranche_suivante" else (None,)
    measured = tuple(
        Measured(
            projet_id="P",
            texte=texte,
            finess_et=f"{rank:09d}",
            categorie=None,
            mois=MOIS,
            premiere_mesure="2026-05",
            months_in=("2026-05", MOIS),
            tranche=random_.choice(tranches),
        )
        for rank in range(1, essms + 1)
    )
    scope = ProjectScope(
        {
            "projet_id": "P",
            "montant_subvention": Decimal(random_.randrange(100, 10_000_000)) / 100,
            "date_fin_deploiement": date(2026, 6, 1),
        },
        texte,
        measured,
        tuple(Tranche(name, None, sum(one.tranche == name for one in measured)) for name in tranches),
    )
    asked = requests(measured)
    pieces = frozenset(piece.code for piece in texte.pieces)
    signals = Signals()
    if not whole:
        pieces = random_.choice([pieces, pieces, frozenset()])
        signals = Signals(
            to_check=frozenset(random_.sample(["000000001"], random_.randrange(2))),
            rejected=frozenset(random_.sample([("000000001", MOIS), ("000000001", "2020-01")], random_.randrange(2))),
        )
    return Situation(scope, MOIS, _counted(asked, random_, most, whole), signals, pieces)


def _counted(asked: list[Request], random_: random.Random, most: int, whole: bool) -> tuple[tuple[Request, Counts], ...]:
    """Requests that need the same count share it, as in a run."""
    shared: dict[tuple, Counts] = {}
    found = []
    for one in asked:
        key = (one.finess_et, one.fenetre_debut, one.fenetre_fin, one.population_debut, one.enpause, one.imports)
        if key not in shared:
            shared[key] = _counts(random_, most, whole)
        found.append((one, _sources(shared[key], one, random_, whole)))
    return tuple(found)


def _counts(random_: random.Random, most: int, whole: bool) -> Counts:
    persons = random_.randint(1 if whole else 0, most)
    beneficiaries = random_.randint(min(1, persons) if whole else 0, persons)
    active = random_.randint(0, persons)
    unknown = 0 if whole else random_.choice([0, 0, random_.randint(0, persons - active)])
    deposits = random_.randint(0, beneficiaries)
    declared = not whole and random_.random() < 0.15
    return Counts(
        personnes=persons,
        beneficiaires=beneficiaries,
        actifs=active,
        actifs_projet=random_.randint(0, active),
        actifs_evenement=random_.randint(0, active),
        inconnus=unknown,
        inconnus_projet=random_.randint(0, unknown),
        inconnus_evenement=random_.randint(0, unknown),
        dmp=deposits,
        dmp_depots=deposits + random_.randint(0, 2),
        mssante=random_.randint(0, most),
        e_prescription=random_.randint(0, most),
        e_parcours=random_.randint(0, most),
        effectif_personnes=max(0, persons + random_.randint(-1, 2)) if declared else None,
        effectif_beneficiaires=max(0, beneficiaries + random_.randint(-1, 2)) if declared else None,
        dossiers_presents=True,
        flux_present=True,
        mois_couverts=0,
        declaree=False,
        declare_numerateur=None,
        declare_denominateur=None,
    )


def _sources(counts: Counts, one: Request, random_: random.Random, whole: bool) -> Counts:
    """What the sources of a request cover; at times a declared count in their place."""
    if whole or random_.random() < 0.85:
        return replace(counts, mois_couverts=one.length if FLOW_OF[one.indicateur] else 0)
    if random_.random() < 0.5:
        return replace(counts, mois_couverts=random_.randint(0, one.length))
    declared = random_.random() < 0.5
    return replace(
        counts,
        dossiers_presents=False,
        flux_present=False,
        declaree=declared,
        declare_numerateur=random_.randint(0, 5) if declared else None,
        declare_denominateur=random_.choice([None, 5]) if declared else None,
    )
