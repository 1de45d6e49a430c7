"""`cibles simulate` on the sample: a project of each kind of text, figures computed by hand, both sides of each bound."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.settings import load_settings
from flows.simulation import Asked, simulate, under
from flows.simulation_inputs import load, reading
from transforms.simulation.situation import Situation
from transforms.simulation.way import shortest_way

pytestmark = pytest.mark.xdist_group("simulation")

ARA, GUA, GE, NAT = "ARA-2025-003", "GUA-2022-001", "GE-2021-001", "NAT-2021-001"
OTHERS = ("ARA-2025-001", "ARA-2025-002", "ARA-2025-004", GUA, "GE-2021-002")
CIMES, VERGER = "730990017", "540990017"


@cache
def asked(sample: Path, project: str, month: str = "2026-06", **hypotheses: Any) -> dict[str, Any]:
    return simulate(load_settings(sample), Asked(project, month, **hypotheses))


@cache
def as_it_is(sample: Path, project: str) -> Situation:
    with reading(load_settings(sample), project, "2026-06") as run:
        return load(run).situation


def after(sample: Path, project: str, **hypotheses: Any) -> tuple[str, str]:
    """The decision under hypotheses, and what it releases; the store is read once for those that need no other count."""
    if "leaving" in hypotheses:
        found = asked(sample, project, **hypotheses)["apres"]
        return found["decision"], found["montant_libere"]
    result = under(as_it_is(sample, project), Asked(project, "2026-06", **hypotheses)).result
    return result.outcome.decision, str(result.montant_libere)


@pytest.mark.parametrize(
    "project", [ARA, GE, NAT, "GUA-2022-002", *(pytest.param(one, marks=pytest.mark.long) for one in OTHERS)]
)
def test_the_baseline_is_the_published_decision_to_the_letter(sample: Path, project: str) -> None:
    assert asked(sample, project)["publiee"] == {
        "decision_id": f"{project}-2026-06-v1",
        "identique": True,
        "differences": [],
    }


def test_all_or_nothing_counts_what_a_dossier_up_to_date_makes_others_lack(sample: Path) -> None:
    """188/209 wants 189, which makes the events 170/189: 90 % of 189 is 170.1, one more event is due. 172 projects are enough.

    146/209 messages want 147; 17/25 documents want 18. Rows of the state of June were set aside: a person must look.
    """
    document = asked(sample, ARA)
    way = document["chemin"]
    assert sorted(way["trouves"]) == [
        "2A0990016:dmp=1",
        f"{CIMES}:dossiers_actifs=1",
        f"{CIMES}:evenements_agenda=1",
        f"{CIMES}:mssante=1",
    ]
    assert (way["nombre"], way["decision"], way["motif"]) == (4, "a_instruire", "lignes_rejetees")
    assert [(one["motif"], one["finess_et"], one["detail"]) for one in document["obstacles"]] == [
        ("lignes_rejetees", CIMES, "2026-06")
    ]
    assert document["enjeux"] == {
        "montant_solde": "125000.00",
        "deja_verse": "0.00",
        "montant_libere": "0.00",
        "bloque_seul": [
            {"obstacle": name, "montant": "0.00"} for name in ("dossiers_actifs", "mssante", "dmp", "lignes_rejetees")
        ],
        "bloque_ensemble": "125000.00",
        "hors_atteinte": "0.00",
    }
    assert after(sample, ARA, found=tuple(way["trouves"])) == ("a_instruire", "0.00")
    for one in way["trouves"]:
        kept = tuple(other for other in way["trouves"] if other != one)
        assert after(sample, ARA, found=kept) == ("ne_pas_liberer", "0.00")


def test_pro_rata_says_what_each_dossier_brings(sample: Path) -> None:
    """32/50 where 80 % was set: 40 are due. A share of 5 256,69 earns 32/40, 4 205,35: 1 051,34 for eight, 131,41 each.

    A point of the rate brings 5 256,69 ÷ 80 = 65,70.
    """
    document = asked(sample, GE)
    (step,) = document["chemin"]["etapes"]
    assert (step["indicateur"], step["nombre"]) == ("projets_personnalises", 8)
    assert (step["apport"], step["par_dossier"], step["par_point"]) == ("1051.34", "131.41", "65.70")
    assert (document["chemin"]["decision"], document["chemin"]["montant_libere"]) == ("liberer", "26283.43")
    stakes = document["enjeux"]
    assert stakes["bloque_seul"] == [{"obstacle": "projets_personnalises", "montant": "1051.34"}]
    assert (stakes["montant_libere"], stakes["bloque_ensemble"]) == ("25232.09", "0.00")


def steps_under(sample: Path, project: str, **hypotheses: Any) -> list[tuple[str, int, str, str]]:
    """The steps of the shortest way under hypotheses: indicator, how many, what they bring, what each brings."""
    way = shortest_way(under(as_it_is(sample, project), Asked(project, "2026-06", **hypotheses)))
    assert way.reached.result.outcome.decision == "liberer"
    return [(step.indicateur, step.nombre, str(step.apport), str(step.par_dossier)) for step in way.steps]


def test_the_cheapest_euros_come_first(sample: Path) -> None:
    """63 documents of 70 earn 4 731,01 of 5 256,68: seven bring 525,67, 75,09 each, less than a project does."""
    assert steps_under(sample, GE, targets=("dmp=70",)) == [
        ("projets_personnalises", 8, "1051.34", "131.41"),
        ("dmp", 7, "525.67", "75.09"),
    ]


def test_dossiers_up_to_date_cost_what_they_take_from_projects_and_events(sample: Path) -> None:
    """50/55 where 95 % is set wants 53: three bring 226,37.

    Among 53 active, 40 projects where 42.4 are due earn 4 959,14 (297,55 less), and 46 events where 47.7 are due 5 069,34 (187,35
    less): these three cost 258,53 until three projects and two events more are found.
    """
    assert steps_under(sample, GE, targets=("dossiers_actifs=95 %",)) == [
        ("projets_personnalises", 8, "1051.34", "131.41"),
        ("dossiers_actifs", 3, "-258.53", "-86.17"),
        ("projets_personnalises", 3, "297.55", "99.18"),
        ("evenements_agenda", 2, "187.35", "93.67"),
    ]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (7, ("liberer_partiellement", "26152.01")),  # 39/40 of 5 256,69 is 5 125,27
        (8, ("liberer", "26283.43")),
    ],
)
def test_found_on_both_sides_of_a_pro_rata_target(sample: Path, number: int, expected: tuple[str, str]) -> None:
    assert after(sample, GE, found=(f"{VERGER}:projets_personnalises={number}",)) == expected


@pytest.mark.parametrize(
    ("project", "targets", "expected"),
    [
        (GE, "projets_personnalises=64 %", ("liberer", "26283.43")),
        (GE, "projets_personnalises=0,65", ("liberer_partiellement", "26202.55")),  # 32/32.5 of 5 256,69 is 5 175,81
        (GE, "dmp=63", ("liberer_partiellement", "25232.09")),
        (GE, "dmp=64", ("liberer_partiellement", "25149.95")),  # 63/64 of 5 256,68 is 5 174,54
        (GUA, "dossiers_actifs=90 %", ("liberer", "30000.00")),
        (GUA, "dossiers_actifs=90,01 %", ("ne_pas_liberer", "0.00")),  # 18/20
        (NAT, "e_parcours=36", ("liberer", "282692.31")),
        (NAT, "e_parcours=37", ("ne_pas_liberer", "0.00")),
    ],
)
def test_targets_on_both_sides(sample: Path, project: str, targets: str, expected: tuple[str, str]) -> None:
    assert after(sample, project, targets=(targets,)) == expected


def test_readings(sample: Path) -> None:
    assert after(sample, GUA, reading="fenetre") == ("liberer", "30000.00")
    assert after(sample, GUA, reading="chaque_essms") == ("liberer", "30000.00")
    assert after(sample, GUA, reading="annuelle") == ("ne_pas_liberer", "0.00")
    assert after(sample, ARA, reading="ensemble") == ("a_instruire", "0.00")


@pytest.mark.long
def test_establishments_that_leave(sample: Path) -> None:
    assert after(sample, GUA, reading="annuelle", leaving=("970190013",)) == ("liberer", "30000.00")
    assert after(sample, ARA, leaving=(CIMES,)) == ("ne_pas_liberer", "0.00")
    assert after(sample, ARA, leaving=(CIMES, "2a0990016")) == ("liberer", "125000.00")
    everybody = asked(sample, GUA, leaving=("970190013", "970190021", "970290011"))["apres"]
    assert (everybody["decision"], everybody["motif"]) == ("a_instruire", "perimetre_vide")


@pytest.mark.long
def test_a_tranche_with_one_establishment_less_is_worth_less(sample: Path) -> None:
    """Pilot of 2, next tranche of 49: 49/51 of 300 000 is 288 235,29, the cent left goes to the largest remainder, the pilot."""
    assert after(sample, NAT, leaving=("350990016",)) == ("liberer", "288235.29")


@pytest.mark.long
def test_hypotheses_compose(sample: Path) -> None:
    """Without the Cimes, one document more in the ESAT is enough; with a target of 80 % for documents, three more are due."""
    one = ("2A0990016:dmp=1",)
    assert after(sample, ARA, leaving=(CIMES,), found=one) == ("liberer", "125000.00")
    # 80 % of 25 is 20; the MECS is at 13/18, where 14.4 are due.
    three = ("2A0990016:dmp=3", "030990014:dmp=2")
    assert after(sample, ARA, leaving=(CIMES,), found=one, targets=("dmp=80 %",)) == ("ne_pas_liberer", "0.00")
    assert after(sample, ARA, leaving=(CIMES,), found=three, targets=("dmp=80 %",)) == ("liberer", "125000.00")


def test_a_later_month_with_what_was_received_for_it(sample: Path) -> None:
    document = asked(sample, ARA, "2026-05", until="2026-06")
    assert document["publiee"] is None
    assert (document["avant"]["mois"], document["apres"]["mois"]) == ("2026-05", "2026-06")
    assert document["apres"] == asked(sample, ARA)["avant"]
    assert "730990017, mssante : 97/209 non_atteinte → 146/209 non_atteinte" in document["changements"]
    assert "430990010, dossiers_actifs : 2/7 non_atteinte → non mesuré" in document["changements"]
    assert document["avertissements"] == []


@pytest.mark.long
def test_a_later_month_for_which_nothing_was_received(sample: Path) -> None:
    document = asked(sample, NAT, until="2026-09")
    assert (document["apres"]["decision"], document["apres"]["motif"]) == ("a_instruire", "source_absente")
    assert document["avertissements"] == ["Aucun dépôt de 2026-09 n'a été lu : ce mois ne se mesure que sur ce qui précède."]


def test_what_dossiers_do_not_mend_is_named_with_its_remedy(sample: Path) -> None:
    document = asked(sample, "GUA-2022-002")
    found = {(one["motif"], one["finess_et"], one["indicateur"]): one for one in document["obstacles"]}
    absent = found["source_absente", "970190047", "dmp"]
    assert (absent["dossiers"], absent["remede"]) == (None, "envoyer dmp pour 2026-06, ou corriger ce qui a été refusé")
    # 16/19 where the agenda wants 90 %, 17.1: two more; 17/20 up to date wants 18.
    assert found["couverture_partielle", "970190054", "evenements_agenda"]["dossiers"] == 2
    assert found["extraction_tardive", "970390019", "dossiers_actifs"]["dossiers"] == 1
    assert found["effectif_incoherent", "970190062", "dossiers_actifs"]["dossiers"] is None
    assert sum(motif == "denominateur_nul" for motif, _, _ in found) == 7
    assert document["chemin"]["montant_libere"] is None
    assert document["enjeux"]["bloque_ensemble"] is None


def test_blockers_of_a_release_are_named_one_by_one(sample: Path) -> None:
    document = asked(sample, "ARA-2025-002")
    assert document["chemin"]["trouves"] == []
    assert [(one["motif"], one["finess_et"], one["indicateur"], one["detail"]) for one in document["obstacles"]] == [
        ("pieces_manquantes", None, None, "etat_recapitulatif_depenses"),
        ("lignes_rejetees", "260990015", None, "2026-06"),
        ("essms_a_verifier", "630990018", None, None),
        ("declaratif", "2B0990014", "evenements_agenda", "evenements"),
    ]
    one_paper = asked(sample, "GE-2021-002")["enjeux"]
    assert one_paper["bloque_seul"] == [{"obstacle": "pieces_manquantes", "montant": "4000.00"}]
