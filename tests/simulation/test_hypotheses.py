"""Hypotheses as they are typed: what is read, and what is refused in French with what would be accepted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.failures import UsageError
from flows import simulation_hypotheses as hypotheses
from tests.simulation.projects import drawn, text_of
from transforms.measures.plan import Request
from transforms.measures.verdicts import Counts
from transforms.simulation.situation import Situation

ARA, GRAND_EST = text_of("ara-generalisation-2025"), text_of("grand-est-amorcage-2021")
ONE, TWO = "000000001", "000000002"


def situation(**counted: int) -> Situation:
    """Two establishments where the same was counted in every window."""
    made = drawn(1, "ara-generalisation-2025", essms=2, most=10, whole=True)
    plain = {"personnes": 10, "beneficiaires": 10, "actifs": 6, "actifs_projet": 4, "actifs_evenement": 6, "dmp": 3, **counted}
    changed: list[tuple[Request, Counts]] = []
    for request, counts in made.counted:
        for name, value in plain.items():
            setattr(counts, name, value)
        changed.append((request, counts))
    return Situation(made.scope, made.mois, tuple(changed), made.signals, made.received)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dmp=0,80", "0.80"),
        ("dmp=0.8", "0.8"),
        ("dmp = 80 %", "0.8"),
        ("dmp=80\u202f%", "0.8"),
        ("dmp=1", "1"),
        ("dmp=12,5%", "0.125"),
        ("mssante=150 %", "1.5"),
    ],
)
def test_a_share_is_read_exactly(text: str, expected: str) -> None:
    ((name, target),) = hypotheses.targets([text], ARA).items()
    assert (name, target.unite, target.valeur) == (text[: len(name)], "part", Decimal(expected))


def test_a_count_is_read_exactly() -> None:
    found = hypotheses.targets(["dmp=1 200", "mssante=12,5"], GRAND_EST)
    assert [(one.unite, one.valeur) for one in found.values()] == [("nombre", Decimal(1200)), ("nombre", Decimal("12.5"))]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("dmp", "écrivez INDICATEUR=CIBLE"),
        ("e_parcours=3", "« e_parcours » n'a pas de cible dans ce projet ; en ont une : dossiers_actifs, projets"),
        *(
            (f"dmp={value}", "la cible est une part, par exemple 0,80 ou 80 %")
            for value in ("80", "1,01", "0", "0 %", "-1", "a", "")
        ),
    ],
)
def test_a_target_that_does_not_fit_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        hypotheses.targets([text], ARA)


@pytest.mark.parametrize("value", ["80 %", "0", "x"])
def test_a_count_wants_a_number(value: str) -> None:
    with pytest.raises(UsageError, match="la cible est un nombre plus grand que zéro"):
        hypotheses.targets([f"dmp={value}"], GRAND_EST)


def test_one_target_per_indicator() -> None:
    with pytest.raises(UsageError, match="dmp est donné deux fois"):
        hypotheses.targets(["dmp=0,8", "dmp=80 %"], ARA)


def test_a_reading_must_be_admitted() -> None:
    assert [hypotheses.reading(code, ARA) for code in ("fenetre", "chaque_essms", "ensemble", "annuelle")]
    with pytest.raises(UsageError, match="choisissez parmi fenetre, chaque_essms, annuelle, douze_mois"):
        hypotheses.reading("chaque_fin_de_mois", ARA)


@pytest.mark.parametrize(
    "texts",
    [
        [f"{ONE}:dossiers_actifs=4"],
        [f"{ONE}:projets_personnalises=2"],
        [f"{ONE}:projets_personnalises=3", f"{ONE}:dossiers_actifs=1"],
        [" 0000 00001:dmp=7"],
        [f"{ONE}:mssante=1000000"],
    ],
)
def test_as_many_as_are_missing_can_be_found(texts: list[str]) -> None:
    assert sum(hypotheses.found(texts, situation()).values()) == sum(int(text.split("=")[1]) for text in texts)


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ([f"{ONE}:dossiers_actifs=5"], "il n'en manque que 4 ; donnez un nombre de 1 à 4"),
        ([f"{ONE}:projets_personnalises=3"], "il n'en manque que 2 ; donnez"),
        ([f"{ONE}:projets_personnalises=3", f"{TWO}:dossiers_actifs=1"], "il n'en manque que 2 ; donnez"),
        ([f"{ONE}:dmp=8"], "il n'en manque que 7 ; donnez"),
        ([f"{ONE}:evenements_agenda=1"], "il n'y manque aucun dossier ; retirez cette hypothèse"),
        ([f"{ONE}:dmp=1", f"{ONE}:dmp=2"], "est donné deux fois ; additionnez-les"),
        ([f"{ONE}:e_parcours=1"], "« e_parcours » n'est pas mesuré dans ce projet ; choisissez parmi dossiers_actifs"),
        (["970190013:dmp=1"], f"« 970190013 » n'est pas mesuré dans ce projet ; choisissez parmi {ONE}, {TWO}"),
        *(
            ([text], "écrivez FINESS:INDICATEUR=N")
            for text in (f"{ONE}:dmp=0", f"{ONE}:dmp=-1", f"{ONE}:dmp", "dmp=1", f"{ONE}:dmp=1,5")
        ),
    ],
)
def test_more_than_are_missing_is_refused(texts: list[str], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        hypotheses.found(texts, situation())


def test_nothing_is_found_where_nothing_can_be_believed() -> None:
    with pytest.raises(UsageError, match=r"il n'y manque aucun dossier \(verdict indeterminee, effectif_incoherent\)"):
        hypotheses.found([f"{ONE}:dossiers_actifs=1"], situation(effectif_personnes=9))
    for absent in ({"flux_present": False}, {"flux_present": False, "declaree": True, "declare_numerateur": 1}):
        with pytest.raises(UsageError, match="il n'y manque aucun dossier"):
            hypotheses.found([f"{ONE}:dmp=1"], situation(**absent))
