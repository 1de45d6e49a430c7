"""The Markdown of the pages for jurists: a sentence is shown as it is, whatever it holds."""

from __future__ import annotations

import pytest

from flows.jurist.markdown import WIDTH, anchor, bullets, folded, page, plain, prose, quote, table


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ESSMS < 50 ≥ 1", r"ESSMS \< 50 ≥ 1"),
        ("dans l'année [...].", r"dans l'année \[...\]."),
        ("a * b", r"a \* b"),
        ("un_mot _penché_", r"un_mot \_penché\_"),
        ("a | b", r"a \| b"),
        ("le `code`", r"le \`code\`"),
    ],
)
def test_nothing_in_a_sentence_is_markup(text, written):
    assert plain(text) == written


def test_codes_in_our_own_words_stay_codes_and_some_lead_somewhere():
    shown = prose("Voir `annuelle` et `autre` [ici].", {"annuelle": "#lecture-annuelle"})
    assert shown == r"Voir [`annuelle`](#lecture-annuelle) et `autre` \[ici\]."


@pytest.mark.parametrize("opening", ["-", "--------", "+", "=", "#", "1.", "12)"])
def test_a_line_that_breaks_before_a_mark_opens_no_block(opening):
    before = "x" * (WIDTH - 3)
    first, second = quote(f"{before} {opening} suite").splitlines()
    assert first == f"> {before}"
    assert second.startswith("> ")
    assert "\\" in second
    assert second.replace("\\", "") == f"> {opening} suite"


def test_a_line_that_begins_with_a_number_is_left_alone():
    assert quote("40% au démarrage") == "> 40% au démarrage"
    assert quote("5.4.2 dit") == "> 5.4.2 dit"


def test_french_signs_are_not_left_alone_at_the_end_or_start_of_a_line():
    for sign in (":", ";", "?", "!", "»"):
        assert all(not line.startswith(sign) for line in folded(f"{'x' * (WIDTH - 5)} abcd {sign} suite").splitlines())
    lines = folded(f"{'x' * (WIDTH - 2)} « suite »").splitlines()
    assert lines == ["x" * (WIDTH - 2), "« suite »"]


def test_lines_are_short_and_lose_nothing():
    words = " ".join(f"mot{rank}" for rank in range(200))
    lines = folded(words, "- ", "  ").splitlines()
    assert all(len(line) <= WIDTH for line in lines)
    assert " ".join(line[2:] for line in lines) == words
    assert [line[:2] for line in lines] == ["- "] + ["  "] * (len(lines) - 1)


def test_lists_tables_and_pages():
    assert bullets(["a", "b"], "  ") == "  - a\n  - b"
    assert table(["x", "y"], [["1", "2"]]) == "| x | y |\n| --- | --- |\n| 1 | 2 |"
    assert page(["# a", "", "b"]) == "# a\n\nb\n"


def test_a_link_to_a_title_is_the_one_github_makes():
    assert anchor("Taux d'utilisation du DMP (`dmp`)") == "taux-dutilisation-du-dmp-dmp"
    assert anchor("Lecture `douze_mois`") == "lecture-douze_mois"
