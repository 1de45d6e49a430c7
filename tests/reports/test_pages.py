"""Every figure of the pages is that of the base; pages are well formed, offline and stable; names in them cannot harm."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from decimal import Decimal

import duckdb
import pytest

from contracts.words import DECISIONS
from tests.flows.helpers_workspace import MONTH
from tests.reports.helpers_reports import Page, pages_of

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7*7 }} javascript:alert(1) & </style>"

PROJECTS = ("ARA-2025-001", "ARA-2025-003", "GE-2021-001", "GUA-2022-002", "NAT-2021-001")


def rows(base, query):
    with duckdb.connect(str(base), read_only=True) as connection:
        return connection.execute(query, {"mois": MONTH} if "$mois" in query else {}).fetchall()


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def read(folder, projet_id) -> Page:
    return Page((folder / f"{projet_id}.html").read_text(encoding="utf-8"))


def test_there_is_a_page_per_project_of_the_register(folder, base):
    projects = {f"{row[0]}.html" for row in rows(base, "select projet_id from projets")}
    assert {path.name for path in folder.iterdir()} == projects | {"index.html"}


def test_pages_are_well_formed_in_french_and_ask_nothing_of_the_outside(folder):
    for path in folder.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        page = Page(text)
        ids = [attributes["id"] for attributes in page.having("id")]
        assert page.faults == []
        assert [number for number in Counter(ids).items() if number[1] > 1] == []
        assert page.having("lang", "html") == [{"lang": "fr"}]
        assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == []
        assert re.findall(r"""\s(?:style|on\w+)=|<(?:link|iframe|img|object|base)\b|url\(|@import""", text) == []
        assert re.findall(r"\b(?:None|nan|Undefined|True|False)\b", re.sub(r"<script>.*?</script>", "", text, flags=re.S)) == []


def test_local_links_lead_somewhere(folder, published):
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in folder.resolve().glob("*.html")}
    ids = {path: {attributes["id"] for attributes in page.having("id")} for path, page in pages.items()}
    for path, page in pages.items():
        for attributes in page.having("href", "a"):
            place, _, anchor = attributes["href"].partition("#")
            target = (folder / place).resolve() if place else path
            assert target.is_file(), attributes["href"]
            assert target.is_relative_to(published.resolve())
            if anchor:
                assert anchor in ids[target], attributes["href"]


def test_key_figures(index, base):
    decisions = dict(rows(base, "select decision, count(*) from decisions where courante and mois = $mois group by decision"))
    for code in DECISIONS:
        assert index.by_id(f"cle-{code}")[0]["data-nombre"] == str(decisions.get(code, 0))
    ((measured,),) = rows(base, "select count(distinct finess_et) from indicateurs where mois = $mois")
    assert index.by_id("cle-essms")[0]["data-nombre"] == str(measured)


def test_money_is_that_of_the_decisions_and_adds_up(index, base):
    query = """
        select sum(montant_solde), sum(deja_verse), sum(montant_libere) filter (where not provisoire),
            sum(montant_libere) filter (where provisoire),
            sum(montant_solde - deja_verse - montant_libere) filter (where decision = 'a_instruire'),
            sum(montant_solde - deja_verse - montant_libere) filter (where decision <> 'a_instruire')
        from decisions where courante and mois = $mois and montant_solde is not null
    """
    expected = [value or Decimal("0.00") for value in rows(base, query)[0]]
    shown = [
        Decimal(index.by_id(f"argent-{code}")[0]["data-montant"])
        for code in ("soldes", "verse", "liberable", "provisoire", "instruire", "bloque")
    ]
    assert shown == expected
    assert shown[0] == sum(shown[1:])
    risk = """
        select sum(d.montant_solde - d.deja_verse - d.montant_libere) from decisions as d join projets as p using (projet_id)
        where courante and mois = $mois and decision <> 'liberer' and date_fin_deploiement <= date '2026-09-30'
    """
    assert Decimal(index.by_id("argent-menace")[0]["data-montant"]) == rows(base, risk)[0][0]


def test_each_cell_of_the_region_is_a_row_of_the_base(index, base):
    found = Counter()
    for finess, *figures in rows(base, "select finess_et, numerateur, denominateur, verdict from indicateurs where mois = $mois"):
        found[finess, *map(text_of, figures)] += 1
    for finess in {key[0] for key in found}:
        shown = Counter(
            (finess, a["data-n"], a["data-d"], a["data-v"]) for tag, a, _ in index.inside(f"essms-{finess}") if "data-v" in a
        )
        assert shown == Counter({key: number for key, number in found.items() if key[0] == finess})


@pytest.mark.parametrize("projet_id", PROJECTS)
def test_each_cell_of_a_project_is_a_row_of_the_base(folder, base, projet_id):
    page = read(folder, projet_id)
    told = {attributes["id"][6:] for attributes in page.having("id", "tr") if attributes["id"].startswith("essms-")}
    query = f"""
        select finess_et, numerateur, denominateur, taux, verdict, reste_a_faire from indicateurs
        where mois = $mois and projet_id = '{projet_id}' order by all
    """
    expected = Counter((finess, *map(text_of, (n, d, t, v, r or None))) for finess, n, d, t, v, r in rows(base, query))
    shown = Counter(
        (
            finess,
            a["data-n"],
            a["data-d"],
            a.get("data-t", ""),
            a["data-v"],
            a.get("data-r", "") if a.get("data-r") != "0" else "",
        )
        for finess in told
        for _, a, _ in page.inside(f"essms-{finess}")
        if "data-v" in a
    )
    assert shown == expected
    criteria = f"""
        select indicateur, c.numerateur, c.denominateur, verdict
        from decision_criteres as c join decisions as d using (decision_id)
        where courante and mois = $mois and projet_id = '{projet_id}'
    """
    for indicateur, *figures in rows(base, criteria):
        attributes, _ = page.by_id(f"critere-{indicateur}")
        assert [attributes["data-n"], attributes["data-d"], attributes["data-v"]] == [text_of(figure) for figure in figures]


@pytest.mark.parametrize("projet_id", PROJECTS)
def test_money_of_a_project(folder, base, projet_id):
    page = read(folder, projet_id)
    query = f"""
        select montant_subvention, montant_solde, deja_verse, montant_libere, montant_solde - deja_verse - montant_libere,
            montant_bareme, decision
        from decisions where courante and mois = $mois and projet_id = '{projet_id}'
    """
    *amounts, decision = rows(base, query)[0]
    assert [page.by_id(f"argent-{rank}")[0]["data-montant"] for rank in range(1, 7)] == [text_of(amount) for amount in amounts]
    assert page.having("data-decision")[0]["data-decision"] == decision
    schedule = f"""
        select montant, montant_du from decision_versements join decisions using (decision_id)
        where courante and mois = $mois and projet_id = '{projet_id}' order by rang
    """
    due = rows(base, schedule)
    assert [(a["data-montant"], a["data-du"]) for a in page.having("data-du", "tr")] == [tuple(map(text_of, row)) for row in due]


def test_trends_are_sums_of_the_base(index, base):
    query = """
        select indicateur, mois, count(*) filter (where cible is not null and verdict <> 'exemptee'),
            sum(numerateur) filter (where taux is not null and verdict <> 'exemptee')::bigint,
            sum(denominateur) filter (where taux is not null and verdict <> 'exemptee')::bigint
        from indicateurs group by all
    """
    expected = {(indicateur, mois): (judged or 0, text_of(n), text_of(d)) for indicateur, mois, judged, n, d in rows(base, query)}
    shown = {(a["data-i"], a["data-m"]): (int(a["data-j"] or 0), a["data-n"], a["data-d"]) for a in index.having("data-m", "tr")}
    assert shown == expected


def test_national_count_and_refused_files(index, base):
    query = """
        select finess_et, projet_id, numerateur from indicateurs
        where mois = $mois and indicateur = 'dossiers_actifs' and taux is not null
    """
    order = [row[0] for row in rows(base, "select projet_id from projets")]
    once = {finess_et: n for finess_et, _, n in sorted(rows(base, query), key=lambda row: -order.index(row[1]))}
    assert index.by_id("dossiers-actifs")[0]["data-valeur"] == str(sum(once.values()))
    refused = {row[0] for row in rows(base, "select depot_id from depots where mois = $mois and etat = 'refuse'")}
    assert {a["id"][6:] for a in index.having("data-etat", "tr") if a["data-etat"] == "refuse"} == refused


def test_signals_are_counted(index, base):
    expected = dict(rows(base, "select controle, count(*) from controles where mois = $mois group by all"))
    shown = {a["id"][7:]: int(a["data-nombre"]) for a in index.having("data-nombre", "tr")}
    assert shown == expected


def test_what_is_not_measurable_is_said_in_words(folder):
    page = read(folder, "GUA-2022-002")
    cells = [text for _, a, text in page.inside("essms-970190070") if "data-v" in a]
    assert cells
    assert all("non mesurable" in text for text in cells)


def test_distance_to_the_target_is_said(index, base):
    query = "select finess_et, numerateur, reste_a_faire from indicateurs where mois = $mois and verdict = 'non_atteinte'"
    found = rows(base, query)
    assert found
    for finess, numerator, left in found:
        cells = [text for _, a, text in index.inside(f"essms-{finess}") if a.get("data-v") == "non_atteinte"]
        assert any(f"{numerator} / " in text and f"il manque {left} " in text for text in cells)


def test_pages_are_made_once_and_the_same_base_gives_the_same_bytes(copy):
    folder = copy / "rapports" / MONTH
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert pages_of(copy) is False
    shutil.rmtree(folder)
    assert pages_of(copy) is True
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_hostile_names_are_shown_as_they_are_and_do_nothing(copy):
    with duckdb.connect(str(copy / "publication" / "cibles.duckdb")) as connection:
        for change in (
            "projets set nom = $h, porteur = $h, region = $h",
            "essms set nom = $h, commune = $h",
            "depots set chemin = $h where etat = 'refuse'",
            "rejets set message = $h",
            "controles set message = $h",
            "decision_conditions set detail = $h, phrase = $h, document = $h",
            "decision_versements set tranche = $h where tranche is not null",
        ):
            connection.execute(f"update {change}", {"h": HOSTILE})
    pages_of(copy)
    for path in (copy / "rapports" / MONTH).glob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        tags = [tag for tag, _, _ in page.elements]
        assert page.faults == []
        assert (tags.count("script"), tags.count("style"), tags.count("img")) == (1, 1, 0)
        assert not [a for _, a, _ in page.elements if any(name.startswith("on") for name in a)]
        assert not [a for a in page.having("href") if a["href"].strip().lower().startswith("javascript")]
    title = next("".join(text) for tag, _, text in page.elements if tag == "h1")
    assert HOSTILE in title
