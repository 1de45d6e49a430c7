"""What senders really send in the sample, read by the product: the dialect of each file, bad lines by reason, every figure.

Figures are those that the oracle finds in the same activity written in pivot form (`sample_twin`), worked out by hand.
"""

from __future__ import annotations

import io
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import duckdb
import fastexcel
import pytest

from flows.request import RunRequest
from flows.run import run_month
from tests.synth.sample_twin import DECLARED
from transforms.synth.sample_files import JUIN, Fichiers
from transforms.synth.sample_senders import senders_files
from transforms.synth.senders_shown import BOITES_PATH, ETAT, GRILLE, PLAT, SENDERS, STATISTIQUES, TDB
from transforms.synth.senders_workbooks import grille_ars
from transforms.synth.workspace import SAMPLE_SEED, sample

SENT = {f"depots/{path}": content for path, content in senders_files(Fichiers(SAMPLE_SEED)).items()}
ROOT = Path(__file__).parents[2]


def asked(base: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(base), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_each_file_is_read_in_its_dialect(published: Path) -> None:
    rows = asked(published, "select chemin, dialecte from depots")
    found = {chemin: dialecte or "" for chemin, dialecte in rows if chemin in SENT}
    announced = {f"depots/{sent.path}": sent.dialecte for sent in SENDERS}
    assert found.keys() == SENT.keys()
    assert {chemin: dialecte for chemin, dialecte in found.items() if chemin in announced} == announced


def test_every_line_is_told_and_every_file_in_a_dialect_says_something(published: Path) -> None:
    rows = asked(
        published,
        """
        select chemin, lignes_lues, lignes_acceptees, lignes_rejetees, lignes_remplacees, etat from depots
        where dialecte is not null and dialecte != 'pivot'
        """,
    )
    assert rows
    assert all(row[1] == row[2] + row[3] + row[4] and row[2] > 0 and row[5] in ("accepte", "partiel") for row in rows)


def test_lines_set_aside_are_those_announced(published: Path) -> None:
    found: dict[str, Counter[str]] = {chemin: Counter() for chemin in SENT}
    for chemin, regle in asked(published, "select chemin, regle from rejets join depots using (depot_id)"):
        if chemin in found:
            found[chemin][regle] += 1
    announced = {f"depots/{sent.path}": sent.regles for sent in SENDERS}
    assert found == {chemin: Counter(announced.get(chemin, {})) for chemin in SENT}


def test_the_unknown_file_is_refused_with_its_nearest_dialect_and_what_differs(published: Path) -> None:
    ((message,),) = asked(published, "select message from rejets where regle = 'dialecte_inconnu' and message like '%dui-plat%'")
    assert all(part in message for part in ("« N° de dossier » absente", "« Initiales » en plus"))


def test_rates_are_those_worked_out_by_hand(published: Path) -> None:
    rows = asked(
        published,
        """
        select finess_et, indicateur, coalesce(numerateur || '/' || denominateur, ''), source from indicateurs
        where projet_id = 'ARA-2025-004' and mois = '2026-06'
        """,
    )
    codes = ("dossiers_actifs", "projets_personnalises", "evenements_agenda", "mssante", "dmp")
    assert {row[:2]: row[2] for row in rows} == {
        (number, code): rate for number, rates in DECLARED.items() for code, rate in zip(codes, rates, strict=True)
    }
    declared = {row[:2] for row in rows if row[3] == "declaree"}
    assert declared == {(number, code) for number in ("070990023", "070990049", "070990056") for code in codes[2::2]} | {
        ("070990064", code) for code in codes[:3]
    }


def test_columns_of_identity_are_named_and_never_read(published: Path) -> None:
    ((ignored,),) = asked(published, f"select colonnes_ignorees from depots where chemin = 'depots/{JUIN}/{PLAT}'")
    assert ignored == "Nom de l'usager, Chambre"
    with duckdb.connect(str(published), read_only=True) as connection:
        names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
        texts = [str(connection.table(name).fetchall()) for name in names]
    assert names
    assert not [text for text in texts if "FICTIF" in text or "mssante.example" in text]


def test_two_cells_put_right_leave_what_holds_back_a_release(published: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "espace"
    shutil.copytree(published.parents[1], workspace)
    told = DECLARED | {"070990064": (*DECLARED["070990064"][:3], "45/12", "9/12")}
    lines = [(int(number), "", [int(cell) for rate in rates for cell in rate.split("/")]) for number, rates in told.items()]
    grid = grille_ars("01/04/2026", "30/06/2026", lines)
    (workspace / "depots" / GRILLE).write_bytes(grid)
    run_month(RunRequest(workspace, JUIN))
    decided = asked(
        workspace / "publication" / "cibles.duckdb",
        "select version, decision, motif, montant_libere from decisions where projet_id = 'ARA-2025-004' order by version",
    )
    assert [row[:2] for row in decided] == [(1, "a_instruire"), (2, "a_instruire")]
    assert [set(row[2].split(", ")) for row in decided] == [{"source_absente"}, {"lignes_rejetees", "declaratif"}]
    assert [row[3] for row in decided] == [0, 0]


def test_workbooks_and_archives_are_stored_and_open_elsewhere() -> None:
    packed = {path: content for path, content in SENT.items() if path.endswith((".xlsx", ".zip"))}
    assert len(packed) == 9
    for content in packed.values():
        with ZipFile(io.BytesIO(content)) as archive:
            assert {(entry.compress_type, entry.date_time) for entry in archive.infolist()} == {
                (ZIP_STORED, (2026, 7, 1, 0, 0, 0))
            }
    state = fastexcel.read_excel(SENT[f"depots/{JUIN}/{ETAT}"])
    assert state.sheet_names == ["Etat", "Listes"]
    export = fastexcel.read_excel(SENT[f"depots/{TDB}"]).load_sheet(0, header_row=None)
    assert export.width == 42


def test_files_have_the_habits_announced() -> None:
    plain = SENT[f"depots/{JUIN}/{PLAT}"]
    assert plain.decode("cp1252").startswith("N° FINESS;N° de dossier;")
    assert plain.count(b"\r\n") == plain.count(b"\n") == 36
    with pytest.raises(UnicodeDecodeError):
        plain.decode()
    assert "1\u00a0204" in SENT[f"depots/{STATISTIQUES}"].decode()
    header, *boxes = dict(sample())[BOITES_PATH].decode().splitlines()
    assert {line.count("|") for line in (header, *boxes)} == {30}
    assert all(".mssante.example|" in line for line in boxes)


def test_senders_files_stay_small() -> None:
    assert sum(map(len, SENT.values())) < 300_000
