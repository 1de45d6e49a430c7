"""Runs that write returns, and what a person finds when opening one."""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile
from pathlib import Path

import fastexcel
import polars as pl

from flows.request import RunRequest
from flows.run import STAGES, open_run
from flows.run_state import Run
from tests.flows.helpers_workspace import DRAWINGS, MONTH

SHEETS = ["Synthèse", "Dépôts reçus", "Lignes refusées", "Dossiers manquants", "Mode d'emploi"]
FIRST_TITLES = {"Synthèse": "Projet", "Dépôts reçus": "Fichier", "Lignes refusées": "Fichier", "Dossiers manquants": "Indicateur"}


def run_all(workspace: Path, month: str = MONTH, again: bool = True, **asked: object) -> Run:
    """A run with its returns; `again`: even if nothing has changed since the last one."""
    if again:
        (workspace / "entrepot" / "mesures" / month / "passage.json").unlink(missing_ok=True)
    with open_run(RunRequest(workspace, month, **asked)) as run:
        for stage in STAGES:
            if stage.name not in DRAWINGS:
                stage.function(run)
        return run


def place(workspace: Path, finess: str, month: str = MONTH) -> Path:
    """Where a return is."""
    return workspace / "retours" / month / f"{finess}.xlsx"


def table(path: Path, sheet: str) -> pl.DataFrame:
    """The typed table of a sheet, under its titles."""
    raw = _raw(path, sheet)
    header = raw[raw.columns[0]].to_list().index(FIRST_TITLES[sheet])
    if raw.height == header + 1:
        return pl.DataFrame(schema={title: pl.Null for title in raw.row(header)})
    return fastexcel.read_excel(path).load_sheet(sheet, header_row=header).to_polars()


def sentences(path: Path, sheet: str) -> list[str]:
    """The sentences above the table of a sheet."""
    first = _raw(path, sheet)
    texts = first[first.columns[0]].to_list()
    return texts[: texts.index(FIRST_TITLES[sheet])] if sheet in FIRST_TITLES else texts


def _raw(path: Path, sheet: str) -> pl.DataFrame:
    return fastexcel.read_excel(path).load_sheet(sheet, header_row=None, dtypes="string").to_polars()


def parts(content: bytes | Path) -> bytes:
    """Everything a workbook holds, unpacked: names and contents of its parts."""
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    with zipfile.ZipFile(source) as archive:
        return b"\n".join(name.encode() + b"\n" + archive.read(name) for name in archive.namelist())


def as_libreoffice_shows(path: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook as LibreOffice shows it in English, by name; `folder` is a place to work in."""
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    form = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1033,false,true,true,false,false,-1"
    asked = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, path]
    subprocess.run(asked, check=True, capture_output=True, timeout=120)
    return {
        made.stem.removeprefix(f"{path.stem}-"): list(
            csv.reader(io.StringIO(made.read_text(encoding="utf-8"), newline=""), delimiter=";")
        )
        for made in folder.glob(f"{path.stem}-*.csv")
    }
