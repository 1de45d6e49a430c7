"""What goes wrong in the files of an invented workspace: bad rows of each kind, odd writings, files that cannot be read."""

from __future__ import annotations

from pathlib import Path

from tests.oracle.oracle_calendar import first_day, shift
from tests.oracle.oracle_layout import Layout, Sheet
from tests.oracle.oracle_plan import Essms, Plan
from tests.oracle.oracle_rows import COLUMNS, DATES, LISTS, NUMBERS, ORDERS

ROWS = {"net": 0.02, "moyen": 0.08, "brouillon": 0.18}
"""Share of files with a bad row, by care."""
WHOLE = {"net": 0.0, "moyen": 0.008, "brouillon": 0.02}
"""Share of files that are bad as a whole, by care."""


def spoil(layout: Layout) -> None:
    for path, sheet in layout.sheets.items():
        _write_oddly(layout.plan, sheet)
        if layout.plan.chance(ROWS[sheet.soin]):
            for _ in range(layout.plan.rng.randint(1, 2)):
                _add_bad_row(layout.plan, path, sheet)
        if layout.plan.chance(WHOLE[sheet.soin]):
            _spoil_whole(layout, path, sheet)
    _spoil_couvertures(layout)


# ----------------------------------------------------------------------------------------------------------- harmless


def _write_oddly(plan: Plan, sheet: Sheet) -> None:
    sheet.encoding = "utf-8-sig" if plan.chance(0.1) else "utf-8"
    sheet.eol = "\r\n" if plan.chance(0.15) else "\n"
    sheet.quoted = plan.chance(0.1)
    if plan.chance(0.1) and sheet.records:
        sheet.blank_after = {plan.rng.randrange(len(sheet.records)) for _ in range(2)}
    if plan.chance(0.1):
        column = sheet.columns.index("finess_et")
        for record in sheet.records:
            record[column] = _odd_number(plan, record[column])


def _odd_number(plan: Plan, number: str) -> str:
    spaced = f"{number[:2]} {number[2:6]} {number[6:8]} {number[8:]}"
    odd = [number, spaced, spaced.replace(" ", "\u00a0"), "'" + number, number.lower(), f" {number}\u202f"]
    if number.startswith("0"):
        odd += [number[1:], number[1:]]
    return plan.rng.choice(odd)


# ----------------------------------------------------------------------------------------------------------- bad rows


def _add_bad_row(plan: Plan, path: str, sheet: Sheet) -> None:
    good = list(plan.rng.choice(sheet.records)) if sheet.records else _plain_row(plan, path, sheet)
    kinds = [
        _bad_number,
        _bad_number,
        _bad_length,
        _missing,
        _bad_date,
        _bad_count,
        _bad_word,
        _bad_order,
        _bad_order,
        _out_of_period,
    ]
    bad = plan.rng.choice(kinds)(plan, sheet, good)
    if bad is not None:
        sheet.records.insert(plan.rng.randint(0, len(sheet.records)), bad)


def _plain_row(plan: Plan, path: str, sheet: Sheet) -> list[str]:
    month = path.split("/")[1]
    row = []
    for column in sheet.columns:
        words = LISTS.get((sheet.jeu, column))
        day = first_day(month).isoformat() if column in DATES or column == "date_envoi" else "D1"
        row.append(words[0] if words else "1" if column in NUMBERS else day)
    row[sheet.columns.index("finess_et")] = plan.rng.choice(plan.essms).finess_et
    return row


def _with(sheet: Sheet, row: list[str], column: str, value: str) -> list[str]:
    changed = list(row) + [""] * (len(sheet.columns) - len(row))
    changed[sheet.columns.index(column)] = value
    return changed


def _bad_number(plan: Plan, sheet: Sheet, row: list[str]) -> list[str]:
    essms = plan.rng.choice([essms for essms in plan.essms if essms.connu] or plan.essms)
    wrong_key = essms.finess_et[:8] + str((int(essms.finess_et[8]) + 1) % 10)
    values = ["", "12345", wrong_key, essms.siret, "12345678", "A10000024", _other(plan, essms)]
    if essms.connu:
        values += [essms.finess_ej, essms.siret[:9]]
    return _with(sheet, row, "finess_et", plan.rng.choice(values))


def _other(plan: Plan, essms: Essms) -> str:
    """Another establishment's number: wrong in the folder of one, right in a regional file."""
    others = [other.finess_et for other in plan.essms if other is not essms]
    return plan.rng.choice(others or [essms.finess_et])


def _bad_length(plan: Plan, sheet: Sheet, row: list[str]) -> list[str]:
    return plan.rng.choice((row[:-1], [*row, ""], [*row, "x", "y"]))


def _missing(plan: Plan, sheet: Sheet, row: list[str]) -> list[str]:
    required = [column for column, needed in COLUMNS[sheet.jeu].items() if needed and column != "finess_et"]
    return _with(sheet, row, plan.rng.choice(required), plan.rng.choice(("", " ")))


def _bad_date(plan: Plan, sheet: Sheet, row: list[str]) -> list[str]:
    if sheet.jeu == "mssante":
        return _with(sheet, row, "date_envoi", plan.rng.choice(("2025-13", "2025-00", "31/01/2025", "2025-02-30")))
    dates = [column for column in sheet.columns if column in DATES]
    value = plan.rng.choice(("31/01/2025", "2025-02-30", "2025-1-5", "janvier", "2025-02-29T10:00"))
    return _with(sheet, row, plan.rng.choice(dates), value)


def _bad_count(plan: Plan, sheet: Sheet, row: list[str]) -> list[str] | None:
    numbers = [column for column in sheet.columns if column in NUMBERS]
    if not numbers:
        return None
    if sheet.jeu == "agregats" and plan.chance(0.8):
        return _with(sheet, _with(sheet, _with(sheet, row, "indicateur", "dmp"), "numerateur", "11"), "denominateur", "10")
    return _with(sheet, row, plan.rng.choice(numbers), plan.rng.choice(("-1", "3,5", "2.0", "NC")))


def _bad_word(plan: Plan, sheet: Sheet, row: list[str]) -> list[str] | None:
    columns = [column for jeu, column in LISTS if jeu == sheet.jeu]
    return _with(sheet, row, plan.rng.choice(columns), plan.rng.choice(("INCONNU", "oui"))) if columns else None


def _bad_order(plan: Plan, sheet: Sheet, row: list[str]) -> list[str] | None:
    orders = ORDERS.get(sheet.jeu)
    if not orders:
        return None
    begin, end, _ = plan.rng.choice(orders)
    return _with(sheet, _with(sheet, row, begin, "2025-01-02"), end, plan.rng.choice(("2025-01-01", "2025-01-02")))


def _out_of_period(plan: Plan, sheet: Sheet, row: list[str]) -> list[str] | None:
    column = {"mssante": "date_envoi", "dmp": "date_depot", "echanges": "date"}.get(sheet.jeu)
    if column is None:
        return None
    month = shift(plan.rng.choice(plan.mois), plan.rng.choice((-12, 1, 2)))
    return _with(sheet, row, column, first_day(month).isoformat())


# -------------------------------------------------------------------------------------------------------- whole files


def _spoil_whole(layout: Layout, path: str, sheet: Sheet) -> None:
    plan = layout.plan
    kinds = ["manquante", "double", "vide", "toutes_rejetees", "entete_seul"]
    kind = plan.rng.choice([*kinds, "encodage"] if sheet.jeu != "dossiers" else kinds)
    if kind == "manquante":
        required = next(column for column, needed in COLUMNS[sheet.jeu].items() if needed and column != "finess_et")
        sheet.columns[sheet.columns.index(required)] = "autre"
    elif kind == "double":
        sheet.columns.append(plan.rng.choice(list(COLUMNS[sheet.jeu])))
        sheet.records = [[*record, ""] for record in sheet.records]
    elif kind == "vide":
        sheet.octets = b""
    elif kind == "encodage":
        sheet.octets = "finess_et;dossier_id\nd\u00e9but;\u00e9t\u00e9\n".encode("cp1252")
    elif kind == "toutes_rejetees":
        sheet.records = [record[:-1] for record in sheet.records]
    else:
        sheet.records = []


def _spoil_couvertures(layout: Layout) -> None:
    """A line of `couverture.csv` that is bad, or that contradicts another."""
    plan = layout.plan
    for lines in layout.couvertures.values():
        if plan.chance(0.04):
            line = plan.rng.choice(lines)
            bad = plan.rng.choice(("date", "ordre", "deux"))
            if bad == "date":
                line[2] = "premier mai"
            elif bad == "ordre":
                line[2], line[3] = line[3], line[2]
            else:
                lines.append([*line[:3], "2030-12-31", ""])


def add_strays(plan: Plan, workspace: Path) -> None:
    """Files nobody expects: unknown name, not CSV, outside a month, a link."""
    month = plan.rng.choice(plan.mois)
    own = f"depots/{month}/{plan.essms[0].finess_et}"
    strays = [
        f"{own}/notes.csv",
        f"{own}/dmp.xlsx",
        "depots/2025-13/dmp.csv",
        "depots/dossiers.csv",
        f"depots/{month}/LISEZMOI.txt",
    ]
    for stray in strays:
        if plan.chance(0.1):
            target = workspace / stray
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"finess_et;dossier_id;date_depot\n")
    link = workspace / own / "dmp_lien.csv"
    if plan.chance(0.05) and link.parent.exists():
        link.symlink_to("dmp.csv")
