"""Invented workspaces: `generate` writes one, `generate_history` says what happens to it next. Same seed, same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.oracle.oracle_accidents import add_strays, spoil
from tests.oracle.oracle_calibration import draw_evaluations
from tests.oracle.oracle_layout import lay_out, write_layout
from tests.oracle.oracle_people import Contents, draw_contents
from tests.oracle.oracle_plan import draw_plan, write_finess
from tests.oracle.oracle_rows import JEUX, NUMBERS
from tests.oracle.oracle_texts import BUSINESS

Step = Callable[[], None]


def generate(seed: int, path: Path) -> list[str]:
    """Write a small awkward workspace below `path`, and return its months, the last being the one to measure."""
    plan = draw_plan(seed)
    contents: Contents = {}
    for essms in plan.essms:
        draw_contents(plan, essms, contents)
    layout = lay_out(plan, contents)
    spoil(layout)
    write_finess(plan, path)
    write_layout(layout, path)
    add_strays(plan, path)
    draw_evaluations(plan, path)
    return plan.mois


def generate_history(seed: int, path: Path) -> list[Step]:
    """Two or three steps to apply one after the other to a generated workspace, a run of the product after each."""
    count = Random(f"{seed} etapes").randint(2, 3)
    return [_step(Random(f"{seed} etape {rank}"), path, rank) for rank in range(count)]


def _step(rng: Random, path: Path, rank: int) -> Step:
    def apply() -> None:
        touched: set[tuple[str, str]] = set()
        for _ in range(rng.randint(4, 10)):
            _change_one(rng, path, rank, touched)
        rng.choice((_receive_papers, _correct_evaluation, _amend))(rng, path)

    return apply


def _receive_papers(rng: Random, path: Path) -> None:
    """Papers come in, or turn out not to have."""
    file = path / "registre" / "pieces.csv"
    header, *rows = _read(file)
    for row in rows:
        if rng.random() < 0.5:
            row[header.index("date_reception")] = rng.choice(("2025-01-10", ""))
    _write(file, [header, *rows])


def _correct_evaluation(rng: Random, path: Path) -> None:
    file = path / "registre" / "criteres.csv"
    header, *rows = _read(file)
    for row in rows:
        if rng.random() < 0.3:
            row[header.index("evaluation")] = rng.choice(("5", "50", "90", "99,5" if row[1] in BUSINESS else "12"))
    _write(file, [header, *rows])


def _amend(rng: Random, path: Path) -> None:
    settings = rng.choice(("true", "false", "2024-12-31"))
    (path / "cibles.toml").write_text(f'[avenants]\n"instruction-2025-100" = {settings}\n', encoding="utf-8")


def _change_one(rng: Random, path: Path, rank: int, touched: set[tuple[str, str]]) -> None:
    """One change to a (month folder, dataset) that this step has not touched: what is received together stays clear."""
    files = sorted(file for file in (path / "depots").rglob("*.csv") if not file.is_symlink() and _kind(path, file))
    if not files:
        return
    file = rng.choice(files)
    kind = _kind(path, file)
    if kind is None or kind in touched:
        return
    touched.add(kind)
    changes = (_correct, _correct, _correct, _send_elsewhere, _send_elsewhere, _send_under_new_name, _send_part, _remove, _empty)
    rng.choice(changes)(rng, path, file, rank)


def _kind(path: Path, file: Path) -> tuple[str, str] | None:
    jeu = next((name for name in JEUX if file.name.startswith(name)), None)
    parts = file.relative_to(path).parts
    return (parts[1], jeu) if jeu and len(parts) > 2 else None


def _correct(rng: Random, path: Path, file: Path, rank: int) -> None:
    """The same path, its rows corrected."""
    _write(file, _altered(rng, _read(file)))


def _send_elsewhere(rng: Random, path: Path, file: Path, rank: int) -> None:
    """The same rows, corrected, in a file of another folder of the same month: the establishments named are replaced."""
    month, jeu = _kind(path, file) or ("", "")
    _write(path / "depots" / month / f"envoi{rank + 2}" / f"{jeu}.csv", _altered(rng, _read(file)))


def _send_under_new_name(rng: Random, path: Path, file: Path, rank: int) -> None:
    """A second file beside the first, sent later."""
    _write(file.with_name(f"{file.stem}_v{rank + 2}.csv"), _altered(rng, _read(file)))


def _send_part(rng: Random, path: Path, file: Path, rank: int) -> None:
    """A corrected numbered part when there is one, otherwise a new part sent later: it replaces the series."""
    parts = sorted(file.parent.glob("*-[12].csv"))
    same = [part for part in parts if _kind(path, part) == _kind(path, file)]
    target = rng.choice(same) if same and rng.random() < 0.6 else file.with_name(f"{file.stem}-{rank + 3}.csv")
    _write(target, _altered(rng, _read(file)))


def _remove(rng: Random, path: Path, file: Path, rank: int) -> None:
    file.unlink()


def _empty(rng: Random, path: Path, file: Path, rank: int) -> None:
    """A header alone: from now on the file says zero."""
    _write(file, _read(file)[:1])


def _read(file: Path) -> list[list[str]]:
    text = file.read_bytes().decode("utf-8-sig", errors="replace")
    return [record for record in csv.reader(io.StringIO(text, newline=""), delimiter=";") if record]


def _write(file: Path, records: list[list[str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\n").writerows(records)
    file.write_bytes(stream.getvalue().encode())


def _altered(rng: Random, records: list[list[str]]) -> list[list[str]]:
    """Rows taken away, repeated, or with a count one higher."""
    if len(records) < 2:
        return records
    header, rows = records[0], [list(row) for row in records[1:]]
    for _ in range(rng.randint(1, 3)):
        row = rng.choice(rows)
        columns = [rank for rank, name in enumerate(header) if name in NUMBERS and rank < len(row) and row[rank].isdigit()]
        change = rng.choice(("retire", "repete", "compte"))
        if change == "retire" and len(rows) > 1:
            rows.remove(row)
        elif change == "repete":
            rows.append(list(row))
        elif columns:
            row[columns[0]] = str(int(row[columns[0]]) + 1)
    return [header, *rows]
