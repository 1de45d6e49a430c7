"""The whole notice of a decision: its first page, its sections, its annexes, as texts ready for JSON. Any format of record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transforms.notices.conditions import conditions_section
from transforms.notices.criteria import criteria_section
from transforms.notices.establishments import blocking_section, figures_annex
from transforms.notices.first_page import first_page
from transforms.notices.grant import grant_section
from transforms.notices.letters import printable
from transforms.notices.proofs import deposits_annex, proofs_section
from transforms.notices.story import readings_section, story_section

WATERMARK = "PROVISOIRE"


def notice(record: Mapping[str, Any], letters: frozenset[int]) -> dict[str, Any]:
    """What the notice of a decision says.

    Args:
        record: a version of the decision, as its file says it; a record of an older format tells what it has.
        letters: the characters that the font draws; others are told by their numbers.
    """
    sections = [
        criteria_section(record),
        blocking_section(record),
        conditions_section(record),
        grant_section(record),
        readings_section(record),
        story_section(record),
        proofs_section(record),
    ]
    annexes = [figures_annex(record), deposits_annex(record)]
    view = {
        "identifiant": record["decision_id"],
        "titre": f"Notice de la décision {record['decision_id']}",
        "filigrane": WATERMARK if record["provisoire"] else None,
        "empreinte": record["empreinte"],
        "premiere": first_page(record),
        "sections": [one for one in sections if one],
        "annexes": [one for one in annexes if one],
    }
    return printable(view, letters)
