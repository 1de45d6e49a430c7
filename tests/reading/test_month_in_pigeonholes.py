"""A month gives the same tables however many pigeonholes it is read in, and a change reads again those it concerns, no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.casier_reading import Casier, read_casiers
from flows.deposit_folder import find_deposits
from flows.senders import Senders
from flows.settings import load_settings
from flows.stages.ingest import casiers_of
from flows.store import parts
from transforms.dialects.limits import Limits
from transforms.reading import casiers
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.month_tables import DEPOTS, MONTH_TABLES, REJETS

EHPAD, OTHER, THIRD = "010990018", "380990010", "690990015"
KNOWN = KnownNumbers(frozenset({EHPAD, OTHER}), frozenset(), frozenset(), frozenset({EHPAD, OTHER, THIRD}))
CHEMIN, REFUS, REGLE = [*DEPOTS].index("chemin"), [*DEPOTS].index("refus"), [*REJETS].index("regle")
NO_SENDERS = Senders((), (), Limits(), "aucun")
COVERAGE = "fichier;finess_et;periode_debut;periode_fin;date_extraction\n"
DMP = "finess_et;dossier_id;date_depot;statut\n"
DOSSIERS = "finess_et;dossier_id;date_entree\n"
MSSANTE = "finess_et;date_envoi;nb_messages\n"
MAY, JUNE, TWO_MONTHS = "2026-05-01;2026-05-31;", "2026-06-01;2026-06-30;", "2026-05-01;2026-06-30;"


def dmp(*numbers: str) -> str:
    """For each establishment, a document in each of three months: those outside the period of the file are set aside."""
    return DMP + "".join(
        f"{finess};{rank};2026-{month:02d}-15;OK\n" for rank, finess in enumerate(numbers) for month in (5, 6, 7)
    )


FILES = {
    "couverture.csv": COVERAGE
    + f"dmp_a.csv;;{TWO_MONTHS}\n"
    + f"dmp_b.csv;{OTHER};{MAY}\n"
    + f"dmp_c.csv;;{MAY}\ndmp_c.csv;;{JUNE}\n"  # they contradict each other: the file is set aside
    + f"dossiers.csv;{THIRD};{JUNE}\n"
    + f"absent.csv;;{MAY}\n"
    + f"notes.txt;;{MAY}\n"
    + "mssante.csv;;2026-06-31;2026-06-30;\n",
    "dmp_a.csv": dmp(EHPAD, OTHER),
    "dmp_b.csv": dmp(EHPAD, OTHER, "x"),
    "dmp_c.csv": dmp(EHPAD),
    "dossiers.csv": DOSSIERS + f"{EHPAD};1;2026-01-02\n",
    "mssante.csv": MSSANTE + f"{EHPAD};2026-06-02;3\n",
    "notes.txt": "rien",
    "abime/couverture.csv": "fichier;periode\n",
    "abime/dmp_a.csv": dmp(EHPAD),
    "abime/dmp_b.csv": dmp(EHPAD),
    "decale/couverture.csv": COVERAGE + "dmp_a.csv;\n" + f"dmp_b.csv;;{MAY}\n",
    "decale/dmp_a.csv": dmp(OTHER),
    "decale/dmp_b.csv": dmp(OTHER),
    "double/couverture.csv": COVERAGE + f"dmp.csv;;{TWO_MONTHS}\n",
    "double/couverture.CSV": COVERAGE + "dmp.csv;;2026-06-10;2026-07-31;\nautre.csv;;2026-06-01;2026-06-30;\n",
    "double/dmp.csv": dmp(EHPAD, THIRD),
    f"{EHPAD}/couverture.csv": COVERAGE + f"dmp.csv;;{TWO_MONTHS}\nmssante.csv;{EHPAD};{MAY}\n",
    f"{EHPAD}/dmp.csv": dmp(EHPAD, OTHER),
    f"{EHPAD}/mssante.csv": MSSANTE + f"{EHPAD};2026-06-02;3\n",
}

Writer = Callable[..., list[Casier]]


@pytest.fixture
def month(tmp_path, monkeypatch) -> Writer:
    """Writes the month, with some files changed (None: taken away), and shares it out in so many pigeonholes."""

    def shared(number: int, alone: int = 10**9, **changes: str | None) -> list[Casier]:
        monkeypatch.setattr(casiers, "_number", lambda files, size: number)
        monkeypatch.setattr(casiers, "_BYTES", alone)
        root = tmp_path / "depots" / "2026-06"
        for name, content in (FILES | changes).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).unlink(missing_ok=True)
            if content is not None:
                (root / name).write_text(content, encoding="utf-8")
        return casiers_of(find_deposits(tmp_path / "depots", 10**9), KNOWN, b"cle", "aucun", load_settings(tmp_path))

    return shared


def tables(read: list[Casier], workspace: Path) -> dict[str, list[tuple]]:
    """What these pigeonholes say once read, without what depends on how rows were read together."""
    read_casiers([one for one in read if not one.folder.exists()], KNOWN, b"cle", NO_SENDERS, load_settings(workspace))
    found = {}
    for name, schema in MONTH_TABLES.items():
        files = parts([one.folder for one in read], name)
        table = pl.read_parquet(files) if files else pl.DataFrame(schema=schema)
        found[name] = table.sort(table.columns).rows()
    return found


def test_a_month_is_the_same_whatever_the_pigeonholes(month, tmp_path):
    whole = tables(month(1), tmp_path)
    refusals = {row[CHEMIN].removeprefix("depots/2026-06/"): row[REFUS] for row in whole["depots"]}
    assert {name for name, refusal in refusals.items() if refusal == "couverture_invalide"} == {
        "dmp_c.csv",
        "mssante.csv",
        "abime/dmp_a.csv",
        "abime/dmp_b.csv",
        "decale/dmp_a.csv",
        "decale/dmp_b.csv",
    }
    assert len(whole["lignes_dmp"]) == 2 * 2 + 2 + 2 + 2
    assert [row[REGLE] for row in whole["rejets"]].count("fichier_inconnu") == 2
    for number, alone in ((4, 10**9), (16, 10**9), (1, 90)):
        shared = month(number, alone)
        assert len(shared) >= number / 2
        assert any(one.beside for one in shared)
        assert tables(shared, tmp_path) == whole


CHANGED = {
    "couverture.csv": FILES["couverture.csv"].replace(TWO_MONTHS, JUNE),
    "dmp_a.csv": dmp(OTHER),
    "autre.csv": "rien",
    "absent.csv": "rien",
    "notes.txt": None,
    "abime/couverture.csv": COVERAGE,
    "double/couverture.CSV": None,
    "double/dmp.csv": None,
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_change_reads_again_what_it_concerns_and_nothing_else(name, month):
    before = {one.folder for one in month(16, 0)}
    shared = month(16, 0, **{name: CHANGED[name]})
    again = {one.file.chemin for casier in shared if casier.folder not in before for one in casier.found}
    folder = str(Path("depots/2026-06", name).parent)
    around = {one.file.chemin for casier in shared for one in casier.found if one.file.dossier == folder}
    changed = f"depots/2026-06/{name}"
    if "couverture" in name:  # it speaks of its folder
        assert again == around
    elif name == "dmp_a.csv":  # its content concerns nobody else
        assert again == {changed}
    else:  # a name came or went, which a coverage of its folder may have
        assert again - {changed} == {path for path in around if path.lower().endswith("couverture.csv")}


def test_what_is_read_again_gives_what_reading_everything_gives(month, tmp_path):
    tables(month(16), tmp_path)
    incremental = tables(month(16, **CHANGED), tmp_path)
    assert incremental == tables(month(1, **CHANGED), tmp_path)
    assert [row[REGLE] for row in incremental["rejets"]].count("fichier_inconnu") == 2  # notes.txt and double/dmp.csv
