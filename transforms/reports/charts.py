"""Trends as SVG text, one panel per indicator: Altair writes the drawing once for a month, vl-convert fills it with figures.

Figures become floats here, to be drawn and only drawn. Libraries are imported when something is drawn.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import contracts.words as words
from contracts.vocabulary import INDICATEURS
from transforms.reports.trends import months_shown

SERIES = ("essms", "taux")
COLOURS = ("#000091", "#b34000")
"""Dark blue with discs, dark orange with squares on a broken line: told apart without colour."""

_SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_DATA = "mesures"
_WIDTH, _HEIGHT = 180, 84
_ACCESSIBILITY = re.compile(r' (?:role|aria-[a-z]+|pointer-events|class|xmlns:xlink|version)="[^"]*"| (?:stroke-)?opacity="1"')
_EMPTY = re.compile(r'<path d=""[^>]*/>|<path d="M0,0h0v0h0Z"[^>]*/>|<rect width="\d+" height="\d+" fill="white"/>')


def short_month(mois: str) -> str:
    """`2026-07` is `juil. 26`, as axes write it."""
    return f"{_SHORT[int(mois[5:]) - 1]} {mois[2:4]}"


@lru_cache(4)
def drawing(mois: str) -> str:
    """The Vega drawing (JSON) of the panels of twelve months that end with `mois`, without figures."""
    import altair as alt
    import vl_convert

    months = [short_month(month) for month in months_shown(mois)]
    grey = "#5b5b66"
    x = alt.X(
        "mois:O",
        title=None,
        scale=alt.Scale(domain=months),
        axis=alt.Axis(values=[months[0], months[5], months[11]], labelAngle=0),
    )
    y = alt.Y("part:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", values=[0, 0.5, 1]))
    # A mark on the last figure alone: one on each would take half of the time of a drawing.
    last = alt.Y("dernier:Q", title=None, scale=alt.Scale(domain=[0, 1]))
    colour = alt.Color("serie:N", scale=alt.Scale(domain=list(SERIES), range=list(COLOURS)), legend=None)
    dash = alt.StrokeDash("serie:N", scale=alt.Scale(domain=list(SERIES), range=[[1, 0], [5, 3]]), legend=None)
    shape = alt.Shape("serie:N", scale=alt.Scale(domain=list(SERIES), range=["circle", "square"]), legend=None)
    panel = alt.layer(
        alt.Chart().mark_rule(strokeDash=[2, 3], color=grey, strokeWidth=1.5).encode(y="cible:Q"),
        alt.Chart().mark_line(strokeWidth=2).encode(x=x, y=y, color=colour, strokeDash=dash),
        alt.Chart().mark_point(filled=True, size=34, opacity=1).encode(x=x, y=last, color=colour, shape=shape),
        data=alt.Data(name=_DATA, values=[]),
    ).properties(width=_WIDTH, height=_HEIGHT)
    header = alt.Header(
        labelFontSize=13, labelFontWeight="bold", labelColor="#161616", labelAnchor="start", labelBaseline="alphabetic"
    )
    titles = [words.INDICATEURS[code] for code in INDICATEURS]
    grid = panel.facet(alt.Facet("titre:N", title=None, sort=titles, header=header), columns=2, spacing={"row": 18, "column": 34})
    chart = grid.configure(font="sans-serif", aria=False).configure_axis(
        labelFontSize=11, labelColor=grey, domainColor=grey, tickColor=grey, gridColor="#dddddd"
    )
    return json.dumps(vl_convert.vegalite_to_vega(chart.to_dict()))


def svg(drawn: str, panels: list[dict[str, Any]], title: str) -> str:
    """The panels of `trends` as one SVG image named `title`; a share above 100 % is drawn at 100 %.

    Args:
        drawn: what `drawing` gave for the same month.
        panels: `panneaux` of `trends`.
        title: the text alternative, already escaped for an attribute.
    """
    filled = _filled(drawn, json.dumps([row for panel in panels for row in _rows(panel)]))
    return filled.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)


@lru_cache(32)  # a run that follows another in the same process draws the same figures
def _filled(drawn: str, rows: str) -> str:
    import vl_convert

    vega = json.loads(drawn)
    data = [item | {"values": json.loads(rows)} if item["name"] == _DATA else item for item in vega["data"]]
    text = vl_convert.vega_to_svg(vega | {"data": data}, format_locale="fr-FR")
    return _EMPTY.sub("", _ACCESSIBILITY.sub("", text))


def _rows(panel: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"titre": panel["titre"], "mois": short_month(mois), "serie": series, "part": min(1.0, float(share))}
        for mois, series, share in panel["points"]
    ]
    for row in {row["serie"]: row for row in rows}.values():
        row["dernier"] = row["part"]
    if panel["cible"] is not None:
        rows[0]["cible"] = float(panel["cible"])
    return rows
