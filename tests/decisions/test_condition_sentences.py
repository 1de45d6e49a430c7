"""What each condition answers, whole: its code, its state, whether it binds, and the French sentence people read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from contracts.rulebook import Rulebook
from contracts.rulebook_money import AcquisitionCap, Deadline, Desk, Grouping, LastDay, Piece, Statement
from tests.decisions.facts_by_hand import facts, finess, instalments, many, scale, source, texte, the_check, with_condition

CONVENTION = texte(versements=instalments(("avance", "0.50", "convention"), ("solde", "0.50", "usage")))
TERME = with_condition(terme=LastDay(date(2026, 12, 31), source("terme"), None))
GROUPING = Grouping(15, 3, 8, 2, ("acquisition",), True, True, source("grappe"), None)
DESK = with_condition(guichet=Desk(50, 2, True, source("guichet")))
SMALL = texte(bareme=scale(15))
DOUBLE = with_condition(double_financement=Statement(source("double"), None))
SINGLE = with_condition(operation_unique=Statement(source("operation"), "lecture de l'opération"))
CAP = with_condition(part_acquisition=AcquisitionCap(Decimal("0.40"), source("part"), None))


def delay(opposable: bool = True, **given: object) -> Rulebook:
    return texte(delais=(Deadline("acquisition", 18, opposable, source("dix-huit"), **given),))


def answer(found, rulebook: Rulebook) -> tuple[str, str]:
    check = the_check(found, rulebook)
    return check.etat, check.detail


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        (None, ("inconnue", "La date de la convention n'est pas renseignée au registre.")),
        (
            date(2026, 7, 1),
            ("non_remplie", "Convention datée du 01/07/2026, après le dernier jour du mois mesuré (30/06/2026)."),
        ),
        (date(2026, 6, 30), ("remplie", "Convention signée le 30/06/2026.")),
    ],
)
def test_convention(signed, expected):
    assert answer(facts(projet={"date_convention": signed}), CONVENTION) == expected


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ({"national": True}, ("sans_objet", "Projet national : le texte ne lui donne pas de délai.")),
        ({"date_demarrage": None}, ("inconnue", "La date de démarrage n'est pas renseignée au registre.")),
        (
            {"date_fin_deploiement": None},
            ("inconnue", "Démarrage le 15/01/2025 ; la date de fin de déploiement n'est pas renseignée au registre."),
        ),
        (
            {"date_fin_deploiement": date(2025, 1, 14)},
            ("inconnue", "La fin de déploiement (14/01/2025) précède le démarrage (15/01/2025) : corrigez le registre."),
        ),
        (
            {"date_fin_deploiement": date(2026, 7, 16)},
            ("non_remplie", "Du 15/01/2025 au 16/07/2026 ; le délai de 18 mois finit le 15/07/2026."),
        ),
    ],
)
def test_delay(project, expected):
    assert answer(facts(projet=project), delay(projets_nationaux=False)) == expected


@pytest.mark.parametrize("opposable", [True, False])
def test_an_operation_without_delay_is_answered_as_the_text_binds(opposable):
    check = the_check(facts(projet={"type_operation": "mise_a_niveau"}), delay(opposable))
    assert (check.condition, check.etat, check.opposable) == ("delai", "sans_objet", opposable)
    assert check.detail == "Le texte ne donne pas de délai pour ce type d'opération."
    assert (check.source, check.lecture) == (source("dix-huit"), None)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (
            None,
            (
                "inconnue",
                "La date de fin de déploiement n'est pas renseignée au registre ; le texte finance jusqu'au 31/12/2026.",
            ),
        ),
        (date(2027, 1, 1), ("non_remplie", "Fin de déploiement le 01/01/2027 ; le texte finance jusqu'au 31/12/2026.")),
    ],
)
def test_last_day(end, expected):
    assert answer(facts(projet={"date_fin_deploiement": end}), TERME) == expected


NOBODY = "Le périmètre du projet ne compte aucun établissement."
ALONE = "Un seul organisme gestionnaire, qui n'est pas petit : il peut se présenter seul."


@pytest.mark.parametrize(
    ("rows", "operation", "expected"),
    [
        ([], "acquisition", ("inconnue", NOBODY)),
        (many(3), "mise_a_niveau", ("sans_objet", "Le texte ne demande pas de regroupement pour ce type d'opération.")),
        (many(3, organisme_gestionnaire="A", petit_gestionnaire=False), "acquisition", ("sans_objet", ALONE)),
    ],
)
def test_grouping(rows, operation, expected):
    assert answer(facts(rows, projet={"type_operation": operation}), with_condition(regroupement=GROUPING)) == expected


def test_grouping_of_operators_not_named():
    rows = many(14, organisme_gestionnaire="A", petit_gestionnaire=True) + many(2, start=100)
    assert answer(facts(rows), with_condition(regroupement=GROUPING)) == (
        "inconnue",
        "16 ESSMS, 1 organisme gestionnaire ; le texte demande au moins 15 ESSMS et 3 organismes gestionnaires."
        " Organisme gestionnaire non renseigné pour 2 établissements.",
    )


SIZE_NOT_SAID = " Le registre ne dit pas si l'organisme gestionnaire est petit."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            many(1),
            "1 ESSMS, 0 organisme gestionnaire ; le texte demande au moins 15 ESSMS et 3 organismes gestionnaires."
            " Organisme gestionnaire non renseigné pour 1 établissement." + SIZE_NOT_SAID,
        ),
        (
            many(1, organisme_gestionnaire="A"),
            "1 ESSMS, 1 organisme gestionnaire ; le texte demande au moins 15 ESSMS et 3 organismes gestionnaires."
            + SIZE_NOT_SAID,
        ),
    ],
)
def test_grouping_of_one_operator_of_a_size_not_said(rows, said):
    assert answer(facts(rows), with_condition(regroupement=GROUPING)) == ("inconnue", said)


def test_the_size_of_several_operators_is_not_asked():
    rows = [*many(1, organisme_gestionnaire="A"), *many(1, start=50, organisme_gestionnaire="B"), *many(1, start=100)]
    etat, said = answer(facts(rows), with_condition(regroupement=GROUPING))
    assert (etat, SIZE_NOT_SAID in said) == ("non_remplie", False)


@pytest.mark.parametrize(("operators", "expected"), [(3, "remplie"), (2, "non_remplie")])
def test_overseas_a_text_may_lower_only_the_establishments(operators, expected):
    """A number that the text does not lower overseas stays the general one."""
    rule = Grouping(15, 3, 8, None, ("acquisition",), False, True, source("grappe"), None)
    rows = [row | {"organisme_gestionnaire": f"OG {rank % operators}"} for rank, row in enumerate(many(8))]
    places = {row["finess_et"]: True for row in rows}
    assert answer(facts(rows, outre_mer=places), with_condition(regroupement=rule)) == (
        expected,
        f"8 ESSMS, {operators} organismes gestionnaires ; le texte demande au moins 8 ESSMS et 3 organismes gestionnaires"
        " outre-mer et en Corse.",
    )


@pytest.mark.parametrize(("operators", "expected"), [(2, "remplie"), (1, "non_remplie")])
def test_overseas_a_text_may_lower_only_the_operators(operators, expected):
    rule = Grouping(15, 3, None, 2, ("acquisition",), False, True, source("grappe"), None)
    rows = [row | {"organisme_gestionnaire": f"OG {rank % operators}"} for rank, row in enumerate(many(15))]
    places = {row["finess_et"]: True for row in rows}
    assert answer(facts(rows, outre_mer=places), with_condition(regroupement=rule))[0] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (many(3), ("sans_objet", "Aucun établissement n'est déclaré d'un petit organisme gestionnaire.")),
        (
            many(2, petit_gestionnaire=True),
            ("inconnue", "Petit organisme gestionnaire non nommé au registre pour 2 établissements."),
        ),
        (
            many(1, petit_gestionnaire=True, organisme_gestionnaire="A"),
            ("remplie", "Chaque petit organisme gestionnaire a moins de 15 ESSMS dans le projet."),
        ),
    ],
)
def test_small_operators(rows, expected):
    assert answer(facts(rows), SMALL) == expected


SCOPE = ", sauf portée nationale ; projet national au registre : vérifiez sa portée nationale."
NOT_SAID = " ; le registre ne dit pas si le projet est national."
COULD_CHANGE = " : les régions inconnues peuvent changer le guichet attendu."


@pytest.mark.parametrize(
    ("essms", "unknown", "national", "expected"),
    [
        (49, 0, None, ("inconnue", f"49 ESSMS dans 1 région : guichet régional attendu{NOT_SAID}")),
        (49, 0, True, ("inconnue", f"49 ESSMS dans 1 région : guichet régional attendu{SCOPE}")),
        (
            50,
            0,
            True,
            ("non_remplie", "50 ESSMS dans 1 région : guichet régional attendu, guichet national au registre."),
        ),
        (50, 1, True, ("inconnue", f"50 ESSMS dans 1 région (région inconnue pour 1 établissement){COULD_CHANGE}")),
        (50, 2, True, ("inconnue", f"50 ESSMS dans 1 région (région inconnue pour 2 établissements){COULD_CHANGE}")),
    ],
)
def test_desk(essms, unknown, national, expected):
    regions = {finess(1 + rank): None if rank < unknown else "Bretagne" for rank in range(essms)}
    assert answer(facts(many(essms), regions=regions, projet={"national": national}), DESK) == expected


def test_desk_of_nobody():
    assert answer(facts(), DESK) == ("inconnue", NOBODY)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            many(1),
            (
                "remplie",
                "Aucun établissement n'est dans un autre projet du registre ; les autres aides n'y figurent pas.",
            ),
        ),
        ([], ("inconnue", NOBODY)),
    ],
)
def test_double_financing(rows, expected):
    assert answer(facts(rows), DOUBLE) == expected


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([], ("inconnue", NOBODY)),
        (["acquisition", None], ("remplie", "Tous les établissements ont la même opération.")),
        (
            ["acquisition", "mise_a_niveau"],
            ("non_remplie", "Le projet associe acquisition et mise à niveau, que le texte finance séparément."),
        ),
    ],
)
def test_one_operation(operations, expected):
    rows = [{"finess_et": finess(rank), "type_operation": operation} for rank, operation in enumerate(operations, 1)]
    check = the_check(facts(rows), SINGLE)
    assert (check.etat, check.detail) == expected
    assert (check.condition, check.opposable) == ("operation_unique", True)
    assert (check.source, check.lecture) == (source("operation"), "lecture de l'opération")


@pytest.mark.parametrize("project", ["acquisition", "mise_a_niveau"])
def test_share_of_acquisitions_of_one_operation(project):
    assert answer(facts(many(3), projet={"type_operation": project}), CAP) == (
        "sans_objet",
        "Le projet n'associe pas acquisition et mise à niveau.",
    )


@pytest.mark.parametrize(("received", "tranche"), list(product([True, False], ["pilote", "vague 1"])))
def test_papers(received, tranche):
    piece = Piece("facture", "Facture", source("facture"), tranche="pilote")
    check = the_check(facts(papers_received=frozenset({"facture"} if received else ()), tranche=tranche), texte(pieces=(piece,)))
    asked = ("remplie", "Pièce reçue : Facture.") if received else ("non_remplie", "Pièce non reçue : Facture.")
    other = ("sans_objet", "Pièce demandée pour la seule tranche « pilote » : Facture.")
    assert (check.etat, check.detail) == (asked if tranche == "pilote" else other)
    assert (check.condition, check.opposable, check.source) == ("piece:facture", True, source("facture"))
