"""Adds an act to the register of the GRADeS: under the lock, checked as a run would read it, in one rename."""

from __future__ import annotations

import csv
import os
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from contracts.failures import RegisterError, UsageError
from contracts.register import Register, columns_of
from flows.chain import read_chain, refuse_edited_acts
from flows.decision_files import read_decision, written_versions
from flows.lock import exclusive
from flows.settings import Settings
from flows.stages.inputs import input_files
from flows.store import replace_file
from transforms.decisions.acting import Act, available, objection
from transforms.decisions.acts import month_of
from transforms.decisions.json_text import json_text
from transforms.reading.register import WORKBOOK, read_register
from transforms.reading.register_workbook import read_workbook

FILE = "actes.csv"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def versions_of(settings: Settings, projet_id: str, decision_id: str | None) -> list[dict[str, Any]]:
    """The versions of one decision of a project, in order: those of the month of `decision_id`, else of its last month.

    Raises:
        UsageError: the project has no such decision.
    """
    months = [month_of(decision_id) or ""] if decision_id else sorted(path.name for path in settings.decisions.glob("20??-??"))
    for month in reversed(months):
        records = [read_decision(path) for path in written_versions(settings.decisions / month).get(projet_id, [])]
        if records and (decision_id is None or any(record["decision_id"] == decision_id for record in records)):
            return records
    named = f"« {decision_id} »" if decision_id else "du tout"
    raise UsageError(f"Le projet « {projet_id} » n'a pas de décision {named} : voyez cibles history {projet_id}.")


def paid_by_default(settings: Settings, record: dict[str, Any]) -> Decimal | None:
    """What a decision still releases, in euros: the amount of a payment that says none."""
    rows = _register(settings)[1].actes.sort("ligne").to_dicts()
    return available(record, [row for row in rows if row["projet_id"] == record["projet_id"]])


def append_act(settings: Settings, act: Act, versions: list[dict[str, Any]], today: date) -> Path:
    """Appends an act to `actes.csv` of the register, and gives back its path. No line that is there is touched.

    Args:
        settings: of the workspace.
        act: what a person did.
        versions: of the decision it names, in order.
        today: the day.

    Raises:
        UsageError: it cannot be (`objection`), or a text of it would be a formula.
        RegisterError: the register cannot be read, or its acts are in a workbook, which only its keeper edits.
    """
    for text in (act.auteur, act.motif, act.reference):
        if text and (text.startswith(_FORMULA_SIGNS) or any(sign in text for sign in "\r\n")):
            raise UsageError(f"« {text!r} » serait une formule pour un tableur, ou tient sur deux lignes : écrivez-le autrement.")
    with exclusive(settings.entrepot):
        files, register = _register(settings)
        refuse_edited_acts(read_chain(settings), register.actes)
        acts = [row for row in register.actes.sort("ligne").to_dicts() if row["projet_id"] == act.projet_id]
        record = next(one for one in versions if one["decision_id"] == act.decision_id)
        if reason := objection(act, record, versions[-1]["decision_id"], acts, today):
            raise UsageError(reason)
        path = _place(settings, files)
        content = _longer(files.get(path.name, b""), act)
        read_register(files | {path.name: content})
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        replace_file(path, content)
        os.chmod(path, mode)
    return path


def _register(settings: Settings) -> tuple[dict[str, bytes], Register]:
    files = {path.name: path.read_bytes() for path in input_files(settings.registre)}
    return files, read_register(files)


def _place(settings: Settings, files: dict[str, bytes]) -> Path:
    workbooks = [name for name in files if name.casefold() == WORKBOOK]
    if settings.registre.is_file() or any(raw.table == "actes" for name in workbooks for raw in read_workbook(name, files[name])):
        raise RegisterError(
            f"Les actes sont dans {WORKBOOK}, que le logiciel n'écrit pas : ajoutez-y la ligne, ou faites-en {FILE}."
        )
    named = next((name for name in files if name.casefold() == FILE), FILE)
    return settings.registre / named


def _longer(content: bytes, act: Act) -> bytes:
    """The file with one more line, its columns in the order of its header."""
    names = [column.name for column in columns_of("actes")]
    if not content.strip():
        content = (";".join(names) + "\n").encode()
    first = next(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    said = {name: json_text(value) for name, value in asdict(act).items()}
    line = StringIO()
    csv.writer(line, delimiter=";", lineterminator="\n").writerow(said.get(name.strip()) for name in first)
    return content + (b"" if content.endswith(b"\n") else b"\n") + line.getvalue().encode()
