"""How the rows of an invented workspace become files: own folder, numbered parts, regional, several months, late, rivals."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from tests.oracle.oracle_calendar import first_day, last_day, shift
from tests.oracle.oracle_people import Contents
from tests.oracle.oracle_plan import Essms, Plan, Record
from tests.oracle.oracle_rows import COLUMNS, INDICATEURS
from tests.oracle.oracle_texts import COUNTS


@dataclass
class Sheet:
    """One file to write. `records` are the fields of each row; `octets` replaces everything when given."""

    jeu: str
    soin: str
    columns: list[str]
    records: list[list[str]]
    encoding: str = "utf-8"
    eol: str = "\n"
    quoted: bool = False
    blank_after: set[int] = field(default_factory=set)
    octets: bytes | None = None


@dataclass
class Layout:
    """Every file of `depots/` by its path, and the lines of each `couverture.csv` by folder."""

    plan: Plan
    sheets: dict[str, Sheet] = field(default_factory=dict)
    couvertures: dict[str, list[list[str]]] = field(default_factory=dict)

    def put(self, path: str, jeu: str, soin: str, rows: list[Record]) -> Sheet:
        """Write these rows in a file of that path, with its columns in the order of the spec or another."""
        columns = list(COLUMNS[jeu])
        if self.plan.chance(0.1):
            self.plan.rng.shuffle(columns)
        records = [[row.get(column, "") for column in columns] for row in rows]
        if jeu == "dossiers" and self.plan.chance(0.1):
            columns, records = [*columns, "nom"], [[*record, "Éloïse; dite « L »"] for record in records]
        sheet = Sheet(jeu, soin, columns, records)
        self.sheets[path] = sheet
        return sheet

    def cover(self, path: str, finess_et: str, begin: str, end: str) -> None:
        folder, _, name = path.rpartition("/")
        self.couvertures.setdefault(folder, []).append([name, finess_et, begin, end, ""])


def lay_out(plan: Plan, contents: Contents) -> Layout:
    """Every row in a file. Each way of sending is likely in every workspace."""
    layout = Layout(plan)
    _drop_and_declare(plan, contents)
    _send_together(layout, contents)
    _send_several_months(layout, contents)
    _send_late(layout, contents)
    for (month, jeu, finess_et), rows in contents.items():
        if rows or jeu != "mises_a_jour" or plan.chance(0.2):
            _send_alone(layout, month, jeu, _essms(plan, finess_et), rows)
    return layout


def _essms(plan: Plan, finess_et: str) -> Essms:
    return next(essms for essms in plan.essms if essms.finess_et == finess_et)


def _accident(plan: Plan, essms: Essms, share: float) -> bool:
    return plan.chance({"net": 0.0, "moyen": share, "brouillon": 2 * share}[essms.soin])


def _drop_and_declare(plan: Plan, contents: Contents) -> None:
    """Files that never came; declared counts in their place, or where nothing is missing."""
    for essms in plan.essms:
        if essms.muet:
            _say_nothing(plan, essms, contents)
    for key in list(contents):
        month, jeu, finess_et = key
        essms = _essms(plan, finess_et)
        # A declared count where nothing is missing serves nothing.
        if jeu == "dossiers" and plan.chance(0.03):
            contents[month, "agregats", finess_et] = _agregats(plan, essms, month)
        lost = _accident(plan, essms, 0.03) or (essms.soin == "net" and month == plan.mois[-1] and plan.chance(0.04))
        if jeu in ("effectifs", "agregats") or not lost:
            continue
        del contents[key]
        if plan.chance(0.6):
            contents[month, "agregats", finess_et] = _agregats(plan, essms, month)


def _say_nothing(plan: Plan, essms: Essms, contents: Contents) -> None:
    """An establishment that sends nothing of the last month, and declares zero for every indicator and window."""
    month = plan.mois[-1]
    for key in [key for key in contents if key[0] == month and key[2] == essms.finess_et]:
        del contents[key]
    contents[month, "agregats", essms.finess_et] = [
        {
            "finess_et": essms.finess_et,
            "indicateur": indicateur,
            "fenetre_debut": first_day(shift(month, 1 - length)).isoformat(),
            "fenetre_fin": last_day(month).isoformat(),
            "numerateur": "0",
            "denominateur": "" if indicateur in COUNTS else "10",
        }
        for indicateur in INDICATEURS
        for length in (1, 3)
    ]


def _agregats(plan: Plan, essms: Essms, month: str) -> list[Record]:
    rng, rows = plan.rng, []
    near_90, near_70 = ((9, 10), (90, 100), (10, 10), (89, 100)), ((7, 10), (70, 100), (10, 10), (69, 100))
    if essms.soin == "net":
        near_90, near_70 = near_90[:3], near_70[:3]
    for indicateur in INDICATEURS:
        for length in (1, 3, 4, 6):
            if not plan.chance(0.95 if essms.soin == "net" else 0.6):
                continue
            top, bottom = rng.choice(near_70 if indicateur in ("mssante", "dmp") else near_90)
            begin = first_day(shift(month, 1 - length))
            row = {
                "finess_et": essms.finess_et,
                "indicateur": indicateur,
                "fenetre_debut": begin.isoformat(),
                "fenetre_fin": rng.choice((last_day(month),) * 8 + (begin,)).isoformat(),
                "numerateur": str(top),
                "denominateur": "" if plan.chance(0.05) or indicateur in COUNTS else str(bottom),
            }
            rows.append(row)
            if row["denominateur"] and plan.chance(0.015):
                rows.append(row | {"numerateur": str(top - 1)})
    return rows


def _send_together(layout: Layout, contents: Contents) -> None:
    """One file for several establishments, in a folder of its own or at the root of the month."""
    plan = layout.plan
    for month in plan.mois:
        for jeu in COLUMNS:
            members = [key for key in contents if key[:2] == (month, jeu)]
            if len(members) < 2 or not plan.chance(0.08):
                continue
            members = plan.rng.sample(members, plan.rng.randint(2, len(members)))
            rows = [row for key in members for row in contents.pop(key)]
            if plan.chance(0.5):
                plan.rng.shuffle(rows)
            name = plan.rng.choice((f"region/{jeu}.csv", f"{jeu}_region.csv"))
            path = f"depots/{month}/{name}"
            layout.put(path, jeu, _essms(plan, members[0][2]).soin, rows)
            # Named one by one: an establishment without a row says zero.
            if plan.chance(0.6):
                for key in members:
                    layout.cover(path, key[2], first_day(month).isoformat(), last_day(month).isoformat())


def _send_several_months(layout: Layout, contents: Contents) -> None:
    """One file for several months, said by `couverture.csv`; the monthly files may have come as well."""
    plan = layout.plan
    for essms in plan.essms:
        for jeu in ("mssante", "dmp", "evenements", "mises_a_jour", "echanges", "dossiers"):
            if not plan.chance(0.04):
                continue
            end = plan.rng.randrange(2, len(plan.mois))
            months = plan.mois[max(0, end - plan.rng.choice((2, 5))) : end + 1]
            keys = [(month, jeu, essms.finess_et) for month in months]
            found = [row for key in keys for row in contents.get(key, [])]
            rows = contents.get(keys[-1], []) if jeu == "dossiers" else found
            overlap = plan.chance(0.4)
            for key in keys if not overlap else keys[-1:]:
                contents.pop(key, None)
            path = f"depots/{months[-1]}/{essms.finess_et}/{jeu}_semestre.csv"
            layout.put(path, jeu, essms.soin, rows)
            named = plan.rng.choice(("", essms.finess_et))
            layout.cover(path, named, first_day(months[0]).isoformat(), last_day(months[-1]).isoformat())


def _send_late(layout: Layout, contents: Contents) -> None:
    """The file of a month in the next month's folder, as a second part of that month's file."""
    plan = layout.plan
    for essms in plan.essms:
        for jeu in ("mssante", "dmp", "evenements", "dossiers", "mises_a_jour"):
            month, folder = _two_months(plan)
            late, own = (month, jeu, essms.finess_et), (folder, jeu, essms.finess_et)
            if not plan.chance(0.04) or late not in contents or own not in contents:
                continue
            base = f"depots/{folder}/{essms.finess_et}/{jeu}"
            rows = contents[late] if plan.chance(0.3) else contents.pop(late)
            layout.put(f"{base}-2.csv", jeu, essms.soin, rows)
            layout.put(f"{base}-1.csv", jeu, essms.soin, contents.pop(own))
            layout.cover(f"{base}-2.csv", "", first_day(month).isoformat(), last_day(month).isoformat())


def _two_months(plan: Plan) -> tuple[str, str]:
    rank = plan.rng.randrange(len(plan.mois) - 1)
    return plan.mois[rank], plan.mois[rank + 1]


def _send_alone(layout: Layout, month: str, jeu: str, essms: Essms, rows: list[Record]) -> None:
    """The establishment's own file: whole, in parts, with a rival, cut short, empty."""
    plan = layout.plan
    base = f"depots/{month}/{essms.finess_et}/{jeu}"
    if rows and plan.chance(0.05):
        cut = plan.rng.randint(0, len(rows))
        layout.put(f"{base}-1.csv", jeu, essms.soin, rows[:cut])
        layout.put(f"{base}-2.csv", jeu, essms.soin, rows[cut:])
        return
    path = base + plan.rng.choice((".csv", ".csv", ".csv", f"_{month}.csv"))
    if rows and _accident(plan, essms, 0.015):
        rows = []
    layout.put(path, jeu, essms.soin, rows)
    if _accident(plan, essms, 0.01):
        rival = plan.rng.choice((f"{base}_bis.csv", f"depots/{month}/region/{jeu}_bis.csv"))
        layout.put(rival, jeu, essms.soin, rows)
    if _accident(plan, essms, 0.03):
        _cut_short(layout, path, month, essms)


def _cut_short(layout: Layout, path: str, month: str, essms: Essms) -> None:
    """An export that covers part of the month."""
    rng = layout.plan.rng
    begin, end = rng.choice((("01", "20"), ("01", "20"), ("03", "28")))
    layout.cover(path, rng.choice(("", essms.finess_et)), f"{month}-{begin}", f"{month}-{end}")


# ------------------------------------------------------------------------------------------------------------- writing


def write_layout(layout: Layout, workspace: Path) -> None:
    (workspace / "depots").mkdir(parents=True, exist_ok=True)
    for path, sheet in layout.sheets.items():
        target = workspace / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_octets(sheet))
    for folder, lines in layout.couvertures.items():
        sheet = Sheet("couverture", "net", list(COLUMNS["couverture"]), lines)
        (workspace / folder / "couverture.csv").write_bytes(_octets(sheet))


def _octets(sheet: Sheet) -> bytes:
    if sheet.octets is not None:
        return sheet.octets
    lines = [_line(sheet, sheet.columns)]
    for rank, record in enumerate(sheet.records):
        lines.append(_line(sheet, record))
        if rank in sheet.blank_after:
            lines.append(sheet.eol)
    return "".join(lines).encode(sheet.encoding)


def _line(sheet: Sheet, record: list[str]) -> str:
    stream = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if sheet.quoted else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=";", lineterminator=sheet.eol, quoting=quoting).writerow(record)
    return stream.getvalue()
