"""Every code that a published table may hold has its French words."""

from __future__ import annotations

from typing import get_args

from contracts import vocabulary, words
from contracts.explanations import MOTIFS
from contracts.rulebook_words import LECTURES, Operation
from transforms.decisions.acts import PAID, PAID_IN_PART
from transforms.decisions.decide import RELEASE_BLOCKERS
from transforms.decisions.schedule import MOTIFS as SCHEDULE


def test_each_closed_list_has_its_words() -> None:
    assert set(words.DECISIONS) == set(get_args(vocabulary.Decision))
    assert set(words.VERDICTS) == set(get_args(vocabulary.Verdict))
    assert tuple(words.INDICATEURS) == vocabulary.INDICATEURS
    assert tuple(words.CHAMPS) == vocabulary.CHAMPS
    assert tuple(words.ACTES) == vocabulary.ACTES
    assert set(words.LECTURES) == {"fenetre", *LECTURES}
    assert set(words.OPERATIONS) == set(get_args(Operation))


def test_each_motif_that_the_code_names_has_its_words() -> None:
    assert {*MOTIFS, *RELEASE_BLOCKERS, *SCHEDULE, PAID, PAID_IN_PART} <= set(words.MOTIFS)


def test_windows_and_several_motifs_are_written_in_words() -> None:
    assert words.lecture_words("fenetre_1") == "fenêtre d'un mois"
    assert words.lecture_words("fenetre_6") == "fenêtre de 6 mois"
    assert words.lecture_words("presents") == words.LECTURES["presents"]
    assert words.motif_words("source_absente, declaratif").count(" ; ") == 1
    assert words.motif_words(None) == ""
