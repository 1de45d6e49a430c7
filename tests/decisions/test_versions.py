"""Versions of a decision: when one is due, its name, the one it replaces, and the sentences that say what changed."""

from __future__ import annotations

from copy import deepcopy

import pytest

from transforms.decisions.record import fingerprint
from transforms.decisions.versions import _set_aside, changes, next_version

NOW = "2026-07-02T08:00:00Z"
LATER = "2026-07-09T08:00:00Z"


REGISTER = {"projets": "p1", "perimetre": "r1", "actes": "a1"}


def record(**changed: object) -> dict:
    """A record as `record_of` makes it, with other values and their fingerprint."""
    made = {
        "projet_id": "P1",
        "mois": "2026-06",
        "decision": "liberer",
        "motif": None,
        "provisoire": False,
        "sensible_a_la_lecture": False,
        "lecture": "fenetre",
        "montant_subvention": "84000.01",
        "montant_solde": "42000.00",
        "montant_libere": "42000.00",
        "montant_bareme": "84000.00",
        "verifications": [],
        "versements": [],
        "texte": {"texte_id": "ara-generalisation-2025", "empreinte": "e1"},
        "essms": [figure(90, 100)],
        "preuves": {"registre": REGISTER, "finess": "f1", "depots": [{"chemin": "depots/a.csv", "sha256": "s1"}]},
    } | changed
    return made | {"empreinte": fingerprint(made)}


def figure(n: int | None, d: int | None, verdict: str = "atteinte", motif: str | None = None, number: str = "690990015") -> dict:
    """One row of the record."""
    values = {"numerateur": n, "denominateur": d, "verdict": verdict, "motif": motif}
    return {"finess_et": number, "indicateur": "dmp"} | values


def after(**changed: object) -> list[str]:
    return changes(record(), record(**changed))


def test_the_first_version_replaces_none():
    first = next_version(record(), [], NOW)
    assert first is not None
    assert (first["decision_id"], first["version"], first["remplace"]) == ("P1-2026-06-v1", 1, None)
    assert first["changements"] == []
    assert first["calculee_le"] == NOW


def test_the_same_record_is_no_new_version():
    first = next_version(record(), [], NOW)
    assert next_version(record(), [first], LATER) is None


def test_another_record_is_a_version_that_names_the_one_it_replaces():
    first = next_version(record(), [], NOW)
    second = next_version(record(decision="ne_pas_liberer"), [first], LATER)
    assert second is not None
    assert (second["decision_id"], second["version"], second["remplace"]) == ("P1-2026-06-v2", 2, "P1-2026-06-v1")
    assert second["calculee_le"] == LATER


def test_going_back_to_an_earlier_record_is_a_version_too():
    first = next_version(record(), [], NOW)
    second = next_version(record(decision="ne_pas_liberer"), [first], LATER)
    third = next_version(record(), [first, second], LATER)
    assert third is not None
    assert (third["version"], third["remplace"]) == (3, "P1-2026-06-v2")


def test_earlier_versions_are_left_as_they_are():
    first = next_version(record(), [], NOW)
    kept = deepcopy(first)
    next_version(record(decision="ne_pas_liberer"), [first], LATER)
    assert first == kept


def test_the_order_of_keys_makes_no_version():
    first = next_version(record(), [], NOW)
    turned = dict(reversed(record().items()))
    assert next_version(turned, [first], LATER) is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"decision": "a_instruire"}, "décision : liberer → a_instruire"),
        ({"motif": "pieces_manquantes"}, "motif : – → pieces_manquantes"),
        ({"provisoire": True}, "caractère provisoire : non → oui"),
        ({"montant_subvention": "84000.00"}, "subvention (euros) : 84000.01 → 84000.00"),
        ({"montant_subvention": None}, "subvention (euros) : 84000.01 → –"),
        ({"montant_solde": "41999.99"}, "solde (euros) : 42000.00 → 41999.99"),
        ({"montant_libere": "0.00"}, "montant libéré (euros) : 42000.00 → 0.00"),
        ({"sensible_a_la_lecture": True}, "sensibilité à la lecture : non → oui"),
        ({"lecture": "annuelle"}, "lecture retenue : fenetre → annuelle"),
        ({"essms": [figure(89, 100, "non_atteinte")]}, "690990015, dmp : 90/100 atteinte → 89/100 non_atteinte"),
        (
            {"essms": [figure(None, None, "indeterminee", "source_absente")]},
            "690990015, dmp : 90/100 atteinte → –/– indeterminee (source_absente)",
        ),
        ({"essms": []}, "690990015, dmp : 90/100 atteinte → non mesuré"),
        (
            {"texte": {"texte_id": "ara-generalisation-2025", "empreinte": "e2"}},
            "texte ara-generalisation-2025 : le fichier de règles a changé",
        ),
    ],
)
def test_what_changed_is_said_in_figures(changed, sentence):
    assert after(**changed) == [sentence]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"registre": REGISTER | {"perimetre": "r2"}}, "registre du projet, table perimetre : le contenu lu a changé"),
        ({"finess": "f2"}, "fichier FINESS : le contenu lu a changé"),
        ({"depots": [{"chemin": "depots/a.csv", "sha256": "s2"}]}, "dépôt corrigé : depots/a.csv"),
        ({"depots": []}, "dépôt qui ne compte plus : depots/a.csv"),
        (
            {"depots": [{"chemin": "depots/a.csv", "sha256": "s1"}, {"chemin": "depots/b.csv", "sha256": "s3"}]},
            "dépôt ajouté : depots/b.csv",
        ),
    ],
)
def test_what_was_read_otherwise_is_named(changed, sentence):
    assert after(preuves=record()["preuves"] | changed) == [sentence]


def test_an_establishment_that_enters_is_said():
    entered = [figure(90, 100), figure(7, 10, number="690990023")]
    assert after(essms=entered) == ["690990023, dmp : non mesuré → 7/10 atteinte"]


def test_the_decision_comes_before_its_causes():
    sentences = after(
        decision="ne_pas_liberer",
        essms=[figure(89, 100, "non_atteinte")],
        preuves=record()["preuves"] | {"depots": [{"chemin": "depots/a.csv", "sha256": "s2"}]},
    )
    assert [sentence.split(" :")[0] for sentence in sentences] == ["décision", "690990015, dmp", "dépôt corrigé"]


def test_nothing_changed_is_no_sentence():
    assert changes(record(), record()) == []


def test_months_set_aside_that_come_or_no_longer_count_are_said():
    before = {"conditions": {"lignes_rejetees": [["690990015", "2026-01"], ["690990015", "2026-05"]]}}
    after = {"conditions": {"lignes_rejetees": [["690990015", "2026-05"], ["690990023", "2026-06"]]}}
    assert _set_aside(before, after) == [
        "lignes de dossiers mises de côté, 690990015 : 2026-01 ne compte plus",
        "lignes de dossiers mises de côté, 690990023 : 2026-06 ajouté",
    ]


def test_what_people_did_since_is_told_and_the_table_of_acts_is_not():
    act = {
        "acte": "versee",
        "decision_id": "P-2026-06-v1",
        "montant": "42000.00",
        "date": "2026-08-14",
        "motif": None,
        "reference": "M-7",
    }
    after = record() | {
        "actes": [act],
        "deja_verse": "42000.00",
        "preuves": record()["preuves"] | {"registre": REGISTER | {"actes": "a2"}},
    }
    assert changes(record(), after) == [
        "déjà versé (euros) : 0.00 → 42000.00",
        "acte : versee le 2026-08-14, 42000.00 euros, décision P-2026-06-v1, référence M-7",
    ]
