"""Bases to make pages of: that of the sample, larger ones filled by hand, one full of hostile names; and pages read back."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import duckdb

from flows.base_definition import macros_text, tables_text
from flows.report_files import write_pages
from flows.reports import read_tables, views
from flows.settings import Settings, load_settings
from tests.flows.helpers_workspace import MONTH

_NUMBERED = ("projets", "essms", "indicateurs", "lectures", "decisions", "controles", "depots", "rejets")
VOID = {"meta", "br", "input", "link", "img", "hr"}


def pages_of(workspace: Path, month: str = MONTH, whole: bool = True) -> bool:
    """Writes the pages of a month from the base of a workspace, as the stage does; whether anything has changed."""
    settings = load_settings(workspace)
    return write_pages(settings, month, views(settings.nom, month, read_tables(base_of(settings), month)), whole)


def base_of(settings: Settings) -> Path:
    """Where the published base is."""
    return settings.publication / "cibles.duckdb"


def multiplied(source: Path, workspace: Path, projects: int, essms: int, months: int = 12) -> None:
    """A published base with the rows of a month of `source`: `projects` times its projects, `essms` times the establishments
    of each, over `months` months. The numbers of establishments are not valid ones.
    """
    (workspace / "publication").mkdir(parents=True)
    with duckdb.connect(str(workspace / "publication" / "cibles.duckdb")) as connection:
        connection.execute(tables_text())
        connection.execute(macros_text())
        connection.execute(f"attach '{source}' as source (read_only)")
        connection.execute("create temp table k as select range as k from range($n)", {"n": projects})
        connection.execute("create temp table j as select range as j from range($n)", {"n": essms})
        connection.execute(
            "create temp table m as select strftime('2026-06-01'::date - to_months(range::integer), '%Y-%m') as m from range($n)",
            {"n": months},
        )
        project = "projet_id || '-' || k as projet_id"
        number = "substr(finess_et, 1, 4) || lpad((k * 100 + j)::varchar, 5, '0') || right(finess_et, 4) as finess_et"
        decision = "decision_id || '-' || k as decision_id"
        for query in (
            f"projets select t.* replace ({project}, nom || ' ' || k as nom) from source.projets as t, k",
            f"essms select t.* replace ({number}, nom || ' ' || k || '.' || j as nom) from source.essms as t, k, j",
            f"indicateurs select t.* replace ({project}, {number}, m as mois) from source.indicateurs as t, k, j, m"
            f" where mois = '{MONTH}'",
            f"decisions select t.* replace ({project}, {decision}) from source.decisions as t, k where mois = '{MONTH}'",
            f"controles select t.* replace ({project}, {number}) from source.controles as t, k, j where mois = '{MONTH}'"
            " and projet_id is not null and (finess_et is not null or j = 0)",
            *(
                f"{name} select t.* replace ({decision}) from source.{name} as t, k"
                for name in ("decision_criteres", "decision_versements", "decision_conditions")
            ),
            "depots select * from source.depots",
            "rejets select * from source.rejets",
            "regles select * from source.regles",
        ):
            connection.execute(f"insert into {query}")


class Page(HTMLParser):
    """What a page holds: elements as (tag, attributes, text inside), in order; ids; faults of nesting."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag, _ in self._open]

    def handle_starttag(self, tag, attrs):
        inside: list[str] = []
        self.elements.append((tag, {name: value or "" for name, value in attrs}, inside))
        if tag not in VOID:
            self._open.append((tag, inside))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))

    def handle_endtag(self, tag):
        if not self._open or self._open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes nothing, at {self.getpos()}")
        else:
            self._open.pop()

    def handle_data(self, data):
        for _, inside in self._open:
            inside.append(data)

    def having(self, name: str, tag: str | None = None) -> list[dict[str, str]]:
        """Attributes of the elements that have this one."""
        return [attributes for found, attributes, _ in self.elements if name in attributes and tag in (None, found)]

    def by_id(self, wanted: str) -> tuple[dict[str, str], str]:
        """Attributes and text of the element of this id."""
        found = [
            (attributes, " ".join("".join(inside).split()))
            for _, attributes, inside in self.elements
            if attributes.get("id") == wanted
        ]
        assert len(found) == 1, f"{wanted}: {len(found)}"
        return found[0]

    def inside(self, wanted: str) -> list[tuple[str, dict[str, str], str]]:
        """The elements of a table row: those that follow the element of this id, up to the next row."""
        start = next(rank for rank, (_, attributes, _) in enumerate(self.elements) if attributes.get("id") == wanted)
        found = []
        for tag, attributes, text in self.elements[start + 1 :]:
            if tag == "tr":
                break
            found.append((tag, attributes, " ".join("".join(text).split())))
        return found
