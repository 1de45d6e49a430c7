"""What a notice says of each thing a record may hold, before it is typeset."""

from __future__ import annotations

import pytest

from contracts.words import A_FAIRE, MOTIFS
from tests.notices.helpers_notices import below_target, criterion, figure, plain, record, texts_of
from transforms.decisions.decide import RELEASE_BLOCKERS
from transforms.notices.letters import characters_of, drawable
from transforms.notices.story import change_words
from transforms.notices.view import notice

LETTERS = frozenset(range(0x20, 0x2300)) | {0x2610, 0x2713}


def said(**changes: object) -> str:
    """Every text of a notice, one after the other."""
    return plain(" | ".join(texts_of(notice(record(**changes), LETTERS))))


def test_what_each_motif_asks_is_said():
    waiting = {"pieces_manquantes", "cibles_non_atteintes", "source_absente", "solde_deja_verse", *RELEASE_BLOCKERS}
    assert waiting <= A_FAIRE.keys() <= MOTIFS.keys()
    for motif in A_FAIRE:
        assert A_FAIRE[motif].rstrip(".") in said(decision="a_instruire", motif=motif, montant_libere="0.00")


def test_the_paper_that_misses_is_named_on_the_first_page():
    conditions = record()["conditions"] | {"pieces": [{"piece": "etat_depenses", "recue": False}]}
    check = {"condition": "piece:etat_depenses", "etat": "non_remplie", "opposable": True, "lecture": None}
    check |= {"detail": "Pièce non reçue : État des dépenses visé.", "document": "Appel", "section": "5", "phrase": "à fournir"}
    text = said(decision="a_instruire", motif="pieces_manquantes", conditions=conditions, verifications=[check])
    assert "Voir : État des dépenses visé." in text
    assert "État des dépenses visé | manquante | « à fournir » Appel, 5." in text


def test_the_distance_of_a_criterion_sums_its_establishments_below():
    text = said(**{name: below_target(6)[name] for name in ("criteres", "essms", "decision", "motif", "montant_libere")})
    assert "Dossiers actifs | – | – | 90 % | 6 | non atteinte" in text
    assert "non atteinte pour 3, indéterminée pour 3 sur 6 établissements" in text
    assert "Un dépôt nécessaire manque : 3 établissements" in text


def test_the_distance_of_a_pooled_criterion_is_that_of_the_project():
    rows = [figure("010990018", "dossiers_actifs", 10, 18, cible=None, verdict="sans_cible", reste_a_faire=None)]
    judged = criterion("dossiers_actifs", 10, 18, verdict="non_atteinte", cible="0.80", poids="0.2000")
    conditions = record()["conditions"] | {"portee": "ensemble"}
    text = said(essms=rows, criteres=[judged], conditions=conditions)
    assert "Dossiers actifs (poids 20 %) | 10/18 | 55,55 % | 80 % | 5 | non atteinte" in text
    assert "Il manque" in text


def test_a_count_has_no_rate_and_an_unknown_figure_is_never_zero():
    judged = [criterion("mssante", 90, None, cible="90.00", unite="nombre")]
    judged += [criterion("dmp", None, None, verdict="indeterminee", motif="source_absente")]
    text = said(criteres=judged, essms=[])
    assert "Messagerie MSSanté | 90 | – | 90 | – | atteinte" in text
    assert "Alimentation du DMP | – | – | 90 % | – | indéterminée | Motif : un dépôt nécessaire manque." in text


def test_unknown_amounts_are_said_in_words():
    text = said(montant_subvention=None, montant_solde=None, montant_libere=None)
    assert "Montant libéré par cette décision | non connu" in text
    assert "Aucun montant : le registre ne donne pas la subvention." in text


def test_readings_conditions_and_scale_are_told_before_signing():
    failed = {
        "condition": "regroupement",
        "etat": "non_remplie",
        "opposable": True,
        "detail": "4 ESSMS sur 15.",
        "lecture": "Retenu.",
    }
    failed |= {"document": "Appel", "section": "4", "phrase": "quinze structures"}
    scale = {"nombre_essms": 2, "montant": "84000.00", "motif": None, "ecart": "-0.01"}
    text = said(
        sensible_a_la_lecture=True,
        lectures_qui_changent=["fenetre_6", "enpause"],
        verifications=[failed],
        calcul_bareme=scale,
        lecture="annuelle",
    )
    assert "serait autre avec fenêtre de 6 mois ; projets personnalisés en pause comptés" in text
    assert "Lecture choisie par l'ARS : file active de l'année civile." in text
    assert "Conditions du texte non remplies, qui ne retiennent pas le solde : 4 ESSMS sur 15." in text
    assert "« quinze structures » Appel, 4. Lecture : Retenu." in text
    assert "écart -0,01 €" in text


def test_tranches_are_named_as_such():
    tranche = record()["versements"][0] | {"versement": "tranche_2", "tranche": "déploiement", "part": None}
    text = said(versements=[tranche], part_solde=None, conditions=record()["conditions"] | {"tranche": "pilote"})
    assert "la tranche suivante peut être débloquée" in text
    assert "Tranche suivante | 42 000,00 €" in text
    assert "Tranche vérifiée | pilote" in text
    assert "Tranche 2 « déploiement »" in text


def test_acts_and_versions_are_told():
    acts = [
        {
            "acte": "versee",
            "decision_id": "P-1-2026-05-v1",
            "montant": "50000.00",
            "date": "2026-06-10",
            "motif": None,
            "reference": "M-7",
        },
        {
            "acte": "arbitrage",
            "decision_id": None,
            "montant": None,
            "date": "2026-06-11",
            "motif": "declaratif",
            "reference": None,
        },
    ]
    text = said(actes=acts, remplace="P-1-2026-06-v0", changements=["décision : a_instruire → liberer"])
    assert "versée | 10/06/2026 | 50 000,00 € | P-1-2026-05-v1 | M-7" in text
    assert "arbitrage | 11/06/2026 | – | – | des chiffres sont déclarés, non calculés" in text
    assert "Cette version remplace P-1-2026-06-v0" in text
    assert "décision : à instruire → libérer" in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("décision : a_instruire → liberer", "décision : à instruire → libérer"),
        (
            "motif : pieces_manquantes, declaratif → –",
            "motif : des pièces manquent ; des chiffres sont déclarés, non calculés → aucun",
        ),
        ("montant libéré (euros) : 0.00 → 42000.00", "montant libéré : 0,00 € → 42 000,00 €"),
        ("montant libéré (euros) : – → 1.00", "montant libéré : – → 1,00 €"),
        ("caractère provisoire : oui → non", "caractère provisoire : oui → non"),
        ("lecture retenue : fenetre → fenetre_1", "lecture retenue : la fenêtre du texte → fenêtre d'un mois"),
        (
            "010990018, dmp : –/– indeterminee (source_absente) → 12/14 atteinte",
            "010990018, Alimentation du DMP : –/– indéterminée (un dépôt nécessaire manque) → 12/14 atteinte",
        ),
        ("010990018, dmp : non mesuré → 12/14 atteinte", "010990018, Alimentation du DMP : non mesuré → 12/14 atteinte"),
        ("versement solde : bloque → du", "versement « solde » : bloqué → dû"),
        ("condition terme : – → non_remplie", "condition « Terme du financement » : – → non remplie"),
        ("condition piece:etat_depenses : non_remplie → remplie", "condition pièce « etat depenses » : non remplie → remplie"),
        ("acte : versee le 2026-08-14, référence x → y", "acte : versée le 2026-08-14, référence x → y"),
        ("dépôt ajouté : depots/2026-06/liberer : a → b.csv", "dépôt ajouté : depots/2026-06/liberer : a → b.csv"),
        ("registre du projet, table pieces : le contenu lu a changé",) * 2,
        ("tout autre chose",) * 2,
    ],
)
def test_what_changed_is_told_in_words(written, shown):
    assert plain(change_words(written)) == plain(shown)


def test_a_record_of_format_1_tells_what_it_has():
    old = record(format=1)
    for key in (
        "deja_verse",
        "montant_bareme",
        "calcul_bareme",
        "bareme",
        "partages",
        "verifications",
        "versements",
        "actes",
        "chaine",
    ):
        del old[key]
    del old["texte"]["avenants"], old["conditions"]["tranche"], old["criteres"][0]["unite"]
    text = plain(" | ".join(texts_of(notice(old, LETTERS))))
    assert "Déjà versé (actes du registre) | non suivi à cette date" in text
    assert "Montant libéré par cette décision | 42 000,00 €" in text
    assert "45/49 | 91,83 % | 90 %" in text
    assert "Échéancier" not in text
    assert "forme 1 du fichier" in text


def test_a_run_of_unknown_letters_is_one_and_nothing_is_lost():
    known = frozenset(map(ord, "abc é[]U+0123456789F"))
    assert drawable("a\u0627\u0628b\x07c\tc\ne\u0301", known) == "a[U+0627 U+0628]b[U+0007]c c é"


def test_bytes_that_are_no_font_are_refused():
    with pytest.raises(ValueError, match="table of characters"):
        characters_of(b"\x00" * 64)
