"""A new call for projects is one file: an invented ARS, unlike any published text, applied by the whole run without any code.

The figures are worked out by hand beside each deposit.
"""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from flows.texts import TEXTS_DIRECTORY, load_all_texts
from tests.flows.helpers_workspace import deposit, run
from transforms.synth.finess_numbers import invented_et

TEXT = Path(__file__).parent / "new_text" / "ars-imaginaire-2030.toml"
A, B, C = (invented_et("690", rank) for rank in range(3))
"""Two EHPAD, and a home of child protection (category 177)."""


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Path:
    """The published texts, and one file more."""
    folder = tmp_path_factory.mktemp("textes") / "texts"
    shutil.copytree(TEXTS_DIRECTORY, folder)
    shutil.copy(TEXT, folder)
    return folder


@pytest.fixture(scope="module")
def base(texts, tmp_path_factory) -> duckdb.DuckDBPyConnection:
    """What is published for May and June 2026, June with the paper of the balance, July without usage."""
    workspace = tmp_path_factory.mktemp("espace")
    _register(workspace)
    _deposits(workspace)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("flows.stages.inputs.load_all_texts", lambda **chosen: load_all_texts(texts, **chosen))
        run(workspace, "2026-05")
        _paper(workspace, "attestation_usage")
        run(workspace, "2026-06")
    return duckdb.connect(str(workspace / "publication" / "cibles.duckdb"), read_only=True)


def _write(workspace: Path, name: str, *lines: str) -> None:
    path = workspace / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _register(workspace: Path) -> None:
    _write(
        workspace,
        "registre/projets.csv",
        "projet_id;nom;porteur;texte_id;type_operation;phase;date_convention;date_demarrage;date_fin_deploiement;"
        "premiere_mesure;montant_subvention;national",
        "IMA-1;Projet;Porteur;ars-imaginaire-2030;acquisition;projet;2026-01-10;2026-01-10;2026-05-31;2026-05;20000,01;N",
    )
    _write(workspace, "registre/perimetre.csv", "projet_id;finess_et", *(f"IMA-1;{number}" for number in (A, B, C)))
    _paper(workspace)
    _write(workspace, "finess/finess.csv", "finess_et;categorie", f"{A};500", f"{B};500", f"{C};177")


def _paper(workspace: Path, *received: str) -> None:
    lines = (f"IMA-1;{code};2026-06-20;R1" for code in received)
    _write(workspace, "registre/pieces.csv", "projet_id;piece;date_reception;reference", *lines)


def _deposits(workspace: Path) -> None:
    """Ten dossiers in A and in B, two in C. Updates: all in March; 7 of A, 9 of B and none of C again in June, by import in B.

    May, first measure, four months: 22 of 22. June, two months (May and June): 7 + 9 + 0 = 16 of 22, of which 85 % is 18.7:
    16 / 18.7 = 160/187 of the share. Messages: 5 in May and 28 in June = 33 of 40. DMP, C being exempt: 4 of 20 in June alone,
    10 of 20 over May and June: the best window has 50 %, full.
    """
    for month in ("03", "04", "05", "06"):
        for number, size in ((A, 10), (B, 10), (C, 2)):
            rows = [f"{number};d{rank};2020-01-01;{_updated(number, rank, month)}" for rank in range(size)]
            _send(workspace, month, number, "dossiers", "finess_et;dossier_id;date_entree;date_derniere_maj", rows)
            imports = [f"{number};d{rank};2026-06-10;import" for rank in range(9)] if (number, month) == (B, "06") else []
            _send(workspace, month, number, "mises_a_jour", "finess_et;dossier_id;date_maj;origine", imports)
            messages = {(A, "05"): 5, (B, "06"): 28}.get((number, month), 0)
            _send(workspace, month, number, "mssante", "finess_et;date_envoi;nb_messages", [f"{number};2026-{month};{messages}"])
            fed = {(A, "05"): range(6), (A, "06"): range(6, 10)}.get((number, month), ())
            _send(
                workspace,
                month,
                number,
                "dmp",
                "finess_et;dossier_id;date_depot",
                [f"{number};d{r};2026-{month}-05" for r in fed],
            )
            _send(workspace, month, number, "echanges", "finess_et;service;date;nb", [f"{number};e_parcours;2026-{month}-05;3"])


def _updated(number: str, rank: int, month: str) -> str:
    return "2026-06-15" if number == A and rank < 7 and month == "06" else "2026-03-15"


def _send(workspace: Path, month: str, number: str, dataset: str, header: str, rows: list[str]) -> None:
    deposit(workspace, f"2026-{month}/{number}/{dataset}.csv", "\n".join([header, *rows]) + "\n")


def _row(base: duckdb.DuckDBPyConnection, query: str) -> tuple:
    (found,) = base.sql(query).fetchall()
    return found


def _criterion(base: duckdb.DuckDBPyConnection, month: str, indicateur: str) -> tuple:
    return _row(
        base,
        "select numerateur, denominateur, cible, verdict, poids, montant_maximum, c.montant_libere from decision_criteres as c"
        f" join decisions using (decision_id) where mois = '{month}' and indicateur = '{indicateur}'",
    )


def test_its_own_windows_scope_and_targets_decide(base):
    assert _criterion(base, "2026-05", "dossiers_actifs")[:4] == (22, 22, Decimal("0.85"), "atteinte")
    assert _criterion(base, "2026-06", "dossiers_actifs")[:4] == (16, 22, Decimal("0.85"), "non_atteinte")
    assert _criterion(base, "2026-06", "mssante")[:4] == (33, None, Decimal(40), "non_atteinte")
    assert _criterion(base, "2026-06", "dmp")[:4] == (10, 20, Decimal("0.50"), "atteinte")


def test_its_own_split_pays_in_exact_cents(base):
    """45 % of 20 000.01 is 9 000.0045: 30 % and 25 % leave .003 and .0025, so that the cent goes to the balance: 9 000.01 in all

    parts: 6 000.003, 5 000.0025, 9 000.0045; whole cents 6 000.00, 5 000.00, 9 000.00; one cent left, to the largest remainder,
    the balance. Thirds of 9 000.01: 3 000.01, 3 000.00, 3 000.00, in the order of the text.
    """
    assert _criterion(base, "2026-06", "dossiers_actifs")[4:] == (Decimal("0.3333"), Decimal("3000.01"), Decimal("2566.85"))
    assert _criterion(base, "2026-06", "mssante")[4:] == (Decimal("0.3333"), Decimal("3000.00"), Decimal("2475.00"))
    assert _criterion(base, "2026-06", "dmp")[4:] == (Decimal("0.3333"), Decimal("3000.00"), Decimal("3000.00"))
    june = _row(base, "select decision, part_solde, montant_solde, montant_libere from decisions where mois = '2026-06'")
    assert june == ("liberer_partiellement", Decimal("0.45"), Decimal("9000.01"), Decimal("8041.85"))


def test_its_own_papers_hold_each_instalment(base):
    assert _row(base, "select decision, motif from decisions where mois = '2026-05'") == ("a_instruire", "pieces_manquantes")
    june = "join decisions using (decision_id) where mois = '2026-06' order by rang"
    assert base.sql(f"select versement, montant, montant_du, etat, v.motif from decision_versements as v {june}").fetchall() == [
        ("avance", Decimal("6000.00"), Decimal("6000.00"), "du", None),
        ("etape", Decimal("5000.00"), Decimal("0.00"), "bloque", "pieces_manquantes"),
        ("solde", Decimal("9000.01"), Decimal("8041.85"), "du", None),
    ]


def test_its_own_exemption_scale_and_conditions(base):
    exempt = f"select verdict, motif from indicateurs where mois = '2026-06' and finess_et = '{C}' and indicateur = 'dmp'"
    assert _row(base, exempt) == ("exemptee", "enfance")
    assert _row(base, "select montant_bareme from decisions where mois = '2026-06'") == (Decimal("19500.00"),)
    desk = "select etat from decision_conditions join decisions using (decision_id) where mois = '2026-06'"
    assert _row(base, f"{desk} and condition = 'guichet'") == ("non_remplie",)


def test_it_stands_beside_the_published_texts(base):
    assert base.sql("select distinct texte_id from regles order by all").fetchall() == [
        ("ara-generalisation-2025",),
        ("ars-imaginaire-2030",),
        ("grand-est-amorcage-2021",),
        ("guadeloupe-generalisation-2022",),
        ("national-2021",),
    ]
