"""Invented perimeters for hypothesis: all the columns a grant reads, few values, near the edges. Not a test."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.grants.perimeter_by_hand import number

FLAG = st.sampled_from([True, False, None])
MAYBE_QUOTE = st.sampled_from([None, "0", "0.01", "5999.99", "10000", "14500", "60000"])
HOURS = st.sampled_from([None, None, ("0", "3000"), ("1", "3"), ("2000", "3000"), ("1607.25", "1607.26"), ("5", "5")])
COUNT = st.sampled_from([None, None, None, 0, 1, 2, 3])
SIZES = st.sampled_from([0, 0, 1, 25, 29, 29, 44, 48, 48, 49, 49, 497])
REGION = st.sampled_from(["Grand Est", "GRAND-EST", "Corse", "Normandie", None])


@st.composite
def rows(draw, first: int = 1, most: int = 8) -> list[dict[str, Any]]:
    """Rows of a perimeter: corrections, quotes, hours, duplicates with other columns, some former numbers."""
    found: list[dict[str, Any]] = []
    for rank in range(first, first + draw(st.integers(0, most))):
        hours = draw(HOURS) or (None, None)
        found.append(
            {
                "finess_et": number(rank),
                "type_operation": draw(st.sampled_from(["acquisition", "mise_a_niveau", None])),
                "petit_gestionnaire": draw(FLAG),
                "segur_reference": draw(FLAG),
                "heures_medico_sociales": hours[0],
                "heures_totales": hours[1],
                "devis_equipement": draw(MAYBE_QUOTE),
                "devis_editeur": draw(MAYBE_QUOTE),
                "nombre_essms": draw(COUNT),
                "region": draw(REGION),
            }
        )
    return found


@st.composite
def perimeters(draw, repeats: bool = True) -> list[dict[str, Any]]:
    """Rows near a tier: as many plain ones as bring the others around the 30th, 50th or 500th rank, anywhere among them.

    `repeats`: some establishments have a second row.
    """
    special = draw(rows())
    repeated = [dict(row, nombre_essms=None) for row in special if repeats and draw(st.booleans())]
    for index, row in enumerate(special[1:], start=1):
        if draw(st.integers(0, 4)) == 0:
            row["finess_precedent"] = special[index - 1]["finess_et"]
    plain = [{"finess_et": number(1000 + rank)} for rank in range(draw(SIZES))]
    place = draw(st.sampled_from([0, len(plain) // 2, len(plain)]))
    return [*plain[:place], *special, *plain[place:], *repeated]


PROJECTS = st.fixed_dictionaries(
    {
        "type_operation": st.sampled_from(["acquisition", "mise_a_niveau"]),
        "amoa_marche": FLAG,
        "amoa_pilotage": FLAG,
        "montant_subvention": st.sampled_from([None, "0", "0.01", "750000", "100000.01", "84000.02"]),
        "region": st.sampled_from(["Bretagne", None]),
    }
)
