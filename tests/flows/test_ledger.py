"""Every line of every file is accounted for: read = accepted + set aside + superseded, each at the rank a spreadsheet shows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from tests.flows.helpers_base import assert_same, read_base, rows_of, timeless
from tests.flows.helpers_nasty import COLUMNS, nasty
from tests.flows.helpers_workspace import CHRS_OUTSIDE, EHPAD, MONTH, bare_workspace, deposit, run, sample_copy

FILES = 100
HEADER = ";".join(COLUMNS)
GOOD = f"{EHPAD};D1;2026-06-02;;"
ELSEWHERE = f"{CHRS_OUTSIDE};D1;2026-06-02;;"

CORNERS = (
    (HEADER, 0, set()),
    (HEADER + "\n", 0, set()),
    (HEADER + "\r\n\r\n\r\n", 0, set()),
    (f"{HEADER}\n{GOOD}", 1, set()),
    (f"\ufeff{HEADER}\r\n{GOOD}\r\n", 1, set()),
    (f"{HEADER}\n\n{GOOD}\n\n;;;;\nx\n", 2, {6}),
    (f"{HEADER}\n;;\n;;;;;;;\n{GOOD}\nx;y\n", 2, {5}),
    (f'{HEADER}\n{GOOD}"a\n\n\nb"\nx\n', 2, {3}),
    (f'"finess_et";dossier_id;"date_debut";statut;nature;"date de\nnaissance"\n{GOOD};1931\nx\n', 2, {3}),
    (f"{HEADER}\r\n{GOOD}\n{GOOD}\r\nx", 3, {4}),
    (f"{HEADER}\n{GOOD[:-2]}\n", 1, {2}),
    (f"{HEADER}\n{GOOD};\n", 1, {2}),
    (f"{HEADER}\n{GOOD}\n\x1a", 2, {3}),
    (f'{HEADER}\n{GOOD}a "b" c\n{GOOD}"a"b\nx', 3, {3, 4}),
    (f'{HEADER}\n{GOOD}taille 5"\nx', 2, {2, 3}),
)
"""Files; the records to be read in each; the ranks to be set aside."""

UNREADABLE = (
    (b"", "fichier_vide"),
    (b"\xef\xbb\xbf", "fichier_vide"),
    (b"\r\n\n  \n", "fichier_vide"),
    (f"{HEADER}\n{ELSEWHERE}\n".encode("utf-16"), "encodage"),
    (f"{HEADER}\n{ELSEWHERE}\0\n".encode(), "encodage"),
    (f"{HEADER}\n{f'{ELSEWHERE}{chr(10)}' * 10}{ELSEWHERE}\0\n".encode(), "encodage"),
    (f"{HEADER}\n{ELSEWHERE}é\n".encode("cp1252"), "encodage"),
    (f"{HEADER}\n{ELSEWHERE}\n".replace(";", ",").encode(), "separateur"),
    (f"{HEADER}\n{ELSEWHERE}\n".replace("\n", "\r").encode(), "csv_invalide"),
    (f'{HEADER};"oubli\n{ELSEWHERE};\n'.encode(), "csv_invalide"),
    (f'{HEADER}\n{ELSEWHERE}"oubli\n{ELSEWHERE}\n{ELSEWHERE}\n'.encode(), "csv_invalide"),
    (f'{HEADER}\n{ELSEWHERE}\n"{ELSEWHERE}\n{ELSEWHERE}\n'.encode(), "csv_invalide"),
    (f'{HEADER}\n{ELSEWHERE}taille 5"\n{ELSEWHERE}"oubli\n{ELSEWHERE}\n'.encode(), "csv_invalide"),
    (b"dossier_id;date_debut\nD1;2026-06-02\n", "colonnes_manquantes"),
    (f"{HEADER};statut\n{ELSEWHERE};\n".encode(), "colonne_en_double"),
    (f"{ELSEWHERE}\n{ELSEWHERE}\n".encode(), "colonnes_manquantes"),
)
"""Files, and the rule for which each is set aside whole."""


@pytest.fixture(scope="module")
def nasty_base(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """The base of a month whose events come in many numbered parts, each a nasty file."""
    workspace = nasty_workspace(tmp_path_factory.mktemp("affreux") / "espace")
    run(workspace)
    return read_base(workspace)


def nasty_workspace(path: Path) -> Path:
    workspace = bare_workspace(path)
    for seed in range(1, FILES + 1):
        deposit(workspace, f"{MONTH}/lot/evenements-{seed}.csv", nasty(seed).content)
    for rank, (content, _, _) in enumerate(CORNERS, FILES + 1):
        deposit(workspace, f"{MONTH}/lot/evenements-{rank}.csv", content)
    for rank, (content, _) in enumerate(UNREADABLE):
        deposit(workspace, f"{MONTH}/illisibles/evenements-{rank}.csv", content)
    return workspace


def ledger_of(base: dict[str, pl.DataFrame], place: str) -> tuple[dict[str, object], set[int | None]]:
    """The row of a file in `depots`, and the lines that `rejets` names."""
    (row,) = rows_of(base, "depots", chemin=f"depots/{place}")
    return row, {reject["ligne"] for reject in rows_of(base, "rejets", depot_id=row["depot_id"])}


def assert_adds_up(base: dict[str, pl.DataFrame]) -> None:
    for row in base["depots"].to_dicts():
        parts = [row[f"lignes_{word}"] for word in ("acceptees", "rejetees", "remplacees")]
        assert min(parts) >= 0, row["chemin"]
        assert row["lignes_lues"] == sum(parts), row["chemin"]
        lines = {reject["ligne"] for reject in rows_of(base, "rejets", depot_id=row["depot_id"])}
        assert row["lignes_rejetees"] == (row["lignes_lues"] if None in lines else len(lines)), row["chemin"]


@pytest.mark.parametrize("seed", range(1, FILES + 1))
def test_ranks_and_counts_of_a_nasty_file_are_those_of_a_plain_reader(seed, nasty_base):
    file = nasty(seed)
    row, lines = ledger_of(nasty_base, f"{MONTH}/lot/evenements-{seed}.csv")
    assert row["lignes_lues"] == file.read
    assert lines == file.set_aside
    assert row["lignes_rejetees"] == len(file.set_aside)
    assert row["lignes_acceptees"] == file.read - len(file.set_aside) - row["lignes_remplacees"]


def test_nasty_files_are_nasty(nasty_base):
    states = nasty_base["depots"]["etat"].value_counts()
    assert set(states["etat"]) == {"accepte", "partiel", "refuse"}
    assert nasty_base["rejets"]["regle"].n_unique() > 6
    assert_adds_up(nasty_base)


@pytest.mark.long
def test_parts_read_one_by_one_as_large_files_give_the_same_tables(nasty_base, tmp_path, monkeypatch):
    monkeypatch.setenv("CIBLES_LOT_OCTETS", "1")
    workspace = nasty_workspace(tmp_path / "espace")
    run(workspace)
    assert_same(timeless(read_base(workspace)), timeless(nasty_base))


@pytest.mark.long
def test_the_sample_read_as_large_files_gives_the_same_tables(tmp_path, monkeypatch):
    together, apart = (sample_copy(tmp_path / name, (MONTH,)) for name in ("ensemble", "un par un"))
    run(together)
    monkeypatch.setenv("CIBLES_LOT_OCTETS", "64")
    run(apart)
    base = read_base(together)
    assert_same(timeless(read_base(apart)), timeless(base))
    assert_adds_up(base)
    for row in base["depots"].filter((pl.col("etat") != "refuse") & (pl.col("dialecte") == "pivot")).to_dicts():
        text = (together / row["chemin"]).read_text(encoding="utf-8-sig")
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
        assert row["lignes_lues"] == sum(any(cell.strip() for cell in record) for record in records), row["chemin"]


@pytest.mark.parametrize("rank", range(len(CORNERS)))
def test_corner_by_corner(rank, nasty_base):
    _, read, lines = CORNERS[rank]
    row, found = ledger_of(nasty_base, f"{MONTH}/lot/evenements-{FILES + 1 + rank}.csv")
    assert (row["lignes_lues"], found) == (read, lines)
    assert (row["lignes_acceptees"], row["lignes_rejetees"]) == (read - len(lines), len(lines))


@pytest.mark.parametrize("rank", range(len(UNREADABLE)))
def test_a_file_that_cannot_be_read_is_set_aside_whole(rank, nasty_base):
    row, lines = ledger_of(nasty_base, f"{MONTH}/illisibles/evenements-{rank}.csv")
    assert (row["etat"], row["lignes_lues"], lines) == ("refuse", 0, {None})
    (reject,) = rows_of(nasty_base, "rejets", depot_id=row["depot_id"])
    assert reject["regle"] == UNREADABLE[rank][1]


def test_superseded_lines_are_counted_as_such(tmp_path):
    workspace = bare_workspace(tmp_path / "espace")
    deposit(workspace, "2026-05/lot/mssante.csv", f"finess_et;date_envoi;nb_messages\n{EHPAD};2026-05-02;3\n{EHPAD};x;3\n")
    deposit(
        workspace, f"{MONTH}/lot/mssante.csv", f"finess_et;date_envoi;nb_messages\n{EHPAD};2026-05-02;3\n{EHPAD};2026-06-02;1\n"
    )
    deposit(
        workspace,
        f"{MONTH}/lot/couverture.csv",
        "fichier;finess_et;periode_debut;periode_fin\nmssante.csv;;2026-05-01;2026-06-30\n",
    )
    run(workspace)
    base = read_base(workspace)
    may, _ = ledger_of(base, "2026-05/lot/mssante.csv")
    june, _ = ledger_of(base, f"{MONTH}/lot/mssante.csv")
    words = ("lues", "acceptees", "rejetees", "remplacees")
    assert [may[f"lignes_{word}"] for word in words] == [2, 0, 1, 1]
    assert [june[f"lignes_{word}"] for word in words] == [2, 2, 0, 0]
    assert_adds_up(base)
