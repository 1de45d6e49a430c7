"""From what a page says to its bytes: the templates of `flows/templates/`, style, script and charts inline, nothing from outside.

Every text is escaped by Jinja; only our own style, script and charts are put in as they are.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import contracts.words as words
from transforms.figures import month_words

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).resolve().parent / "templates"
INDEX = "index.html"


def page_bytes(name: str, view: dict[str, Any], links: dict[str, str], drawn: str) -> bytes:
    """The bytes of a page.

    Args:
        name: its file name; `INDEX` is the page of the region.
        view: what `transforms.reports` says of it.
        links: `decisions`, `retours`: these folders seen from that of the pages.
        drawn: the drawing of the charts of the month.
    """
    from markupsafe import Markup, escape

    from transforms.reports.charts import svg

    trends = view["tendances"]
    title = escape(f"Tendances sur douze mois : {view.get('nom') or view['titre']}. Les chiffres sont dans le tableau qui suit.")
    chart = Markup(svg(drawn, trends["panneaux"], str(title))) if trends and trends["panneaux"] else ""
    template = _environment().get_template("index.html.j2" if name == INDEX else "projet.html.j2")
    text = template.render(
        v=view, svg=chart, liens=links, mois_en_mots=month_words(view["mois"]), noms_indicateurs=words.INDICATEURS
    )
    return text.encode()


@cache
def _environment() -> Environment:
    """The templates, strict: a name that is not given is a fault, and every text is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    for name, file in (("style", "page.css"), ("script", "page.js")):
        text = (TEMPLATES / file).read_text(encoding="utf-8")
        made.globals[name] = Markup(text)
        # The browser applies only the style and the script of these hashes: no other can be slipped into the page.
        made.globals[f"{name}_hash"] = f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
    made.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    return made
