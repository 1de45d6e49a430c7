"""Reads the files of one month folder into the store, batch after batch. Files are opened here and judged elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from contracts.deposits.columns import COVERAGE, DATASETS, Dataset
from contracts.failures import WorkspaceError
from flows.deposit_folder import FoundFile, hash_file
from flows.store import write_part
from transforms.reading.batch import ReadBatch, read_batch
from transforms.reading.coverage import PERIODS_SCHEMA, Coverage, read_coverage
from transforms.reading.csv_text import Header, Refusal, TextRows, read_text, stream_text
from transforms.reading.deposit_paths import DepositFile
from transforms.reading.finess_cells import KnownNumbers, folder_establishment
from transforms.reading.month_tables import MONTH_TABLES, general_periods, speech, tally
from transforms.reading.pseudonym import pseudonymise

Part = tuple[DepositFile, TextRows]


class MonthReader:
    """Reads one month of deposits. Results are written as they come, so that memory depends on the batch, not on the month."""

    def __init__(self, folder: Path, known: KnownNumbers, key: bytes, batch_bytes: int) -> None:
        """`folder` is where tables are written; `batch_bytes` bounds the bytes of deposits held together."""
        self.folder = folder
        self.known = known
        self.key = key
        self.batch_bytes = batch_bytes
        self.refusals: dict[int, Refusal] = {}
        self.headers: dict[int, Header] = {}
        self.lines: dict[int, int] = {}
        self.periods = pl.DataFrame(schema=PERIODS_SCHEMA)
        self.named: list[pl.DataFrame] = []
        self.written = dict.fromkeys(MONTH_TABLES, 0)

    def read(self, found: list[FoundFile]) -> None:
        """Reads every file of the month and writes its tables."""
        for one in found:
            if one.file.refusal:
                self.refusals[one.file.depot] = Refusal(one.file.refusal)
        self._read_coverages([one for one in found if one.file.jeu == COVERAGE.name], found)
        self.periods = general_periods([one.file for one in found], self.periods)
        for dataset in DATASETS.values():
            self._read_dataset(dataset, [one for one in found if one.file.jeu == dataset.name])
        self._write_files([one.file for one in found])

    def _read_coverages(self, covers: list[FoundFile], found: list[FoundFile]) -> None:
        folders: dict[str, dict[str, DepositFile]] = {cover.file.dossier: {} for cover in covers}
        for one in found:
            if one.file.dossier in folders and one.file.jeu != COVERAGE.name:
                folders[one.file.dossier][Path(one.file.chemin).name] = one.file
        for cover in covers:
            self._read_coverage(cover, folders[cover.file.dossier])

    def _read_coverage(self, cover: FoundFile, beside: dict[str, DepositFile]) -> None:
        refused = frozenset(file.depot for file in beside.values())
        if cover.file.depot not in self.refusals:
            try:
                header, text = read_text(_content(cover), COVERAGE)
            except Refusal as refusal:
                self.refusals[cover.file.depot] = refusal
            else:
                said = read_coverage(text, cover.file, beside, self.known)
                refused = self._keep_coverage(cover.file, header, said)
        for depot in refused:
            self.refusals.setdefault(depot, Refusal("couverture_invalide"))

    def _keep_coverage(self, cover: DepositFile, header: Header, said: Coverage) -> frozenset[int]:
        self.headers[cover.depot] = header
        self.lines[cover.depot] = said.lines
        self.periods = pl.concat([self.periods, said.periods])
        faults = said.faults.with_columns(
            pl.lit(cover.depot, pl.Int64).alias("depot"), pl.lit(None, pl.String).alias("finess_et")
        )
        self._write("rejets", faults)
        return said.refused

    def _read_dataset(self, dataset: Dataset, found: list[FoundFile]) -> None:
        for batch in self._batches(dataset, found):
            self._keep(dataset, read_batch(dataset, batch, self.periods, self.known))

    def _batches(self, dataset: Dataset, found: list[FoundFile]) -> Iterator[list[Part]]:
        """Groups of files, or of parts of a large file, whose bytes do not exceed the bound."""
        waiting: list[Part] = []
        size = 0
        for one in found:
            if one.file.depot in self.refusals:
                continue
            if one.file.octets > self.batch_bytes:
                yield from ([part] for part in self._parts_of_large(dataset, one))
                continue
            if size + one.file.octets > self.batch_bytes and waiting:
                yield waiting
                waiting, size = [], 0
            part = self._whole(dataset, one)
            if part is not None:
                waiting.append(part)
                size += one.file.octets
        if waiting:
            yield waiting

    def _whole(self, dataset: Dataset, one: FoundFile) -> Part | None:
        try:
            self.headers[one.file.depot], text = read_text(_content(one), dataset)
        except Refusal as refusal:
            self.refusals[one.file.depot] = refusal
            return None
        return one.file, text

    def _parts_of_large(self, dataset: Dataset, one: FoundFile) -> Iterator[Part]:
        # A large file is read twice, first to see that it can be read to its end: a file is set aside whole or not at all.
        try:
            with one.place.open("rb") as source:
                for self.headers[one.file.depot], _ in stream_text(source, dataset):
                    pass
        except Refusal as refusal:
            self.refusals[one.file.depot] = refusal
            return
        with one.place.open("rb") as source:
            for _, text in stream_text(source, dataset):
                yield one.file, text
        _check_unchanged(one, hash_file(one.place))

    def _keep(self, dataset: Dataset, batch: ReadBatch) -> None:
        accepted = pseudonymise(batch.accepted, self.key) if dataset.has_dossier else batch.accepted
        self._write(f"lignes_{dataset.name}", accepted)
        self._write("rejets", batch.faults)
        self._write("comptages", tally(batch.accepted, dataset))
        self._write("corrections", batch.corrections)
        self.named.append(batch.named.select("depot", "finess_et"))
        for depot, lines in batch.lines.iter_rows():
            self.lines[depot] = self.lines.get(depot, 0) + lines

    def _write_files(self, files: list[DepositFile]) -> None:
        folders = [(file.depot, folder_establishment(file.folder_finess, self.known)) for file in files if file.mois]
        own = pl.DataFrame(folders, schema={"depot": pl.Int64, "finess_et": pl.String}, orient="row").drop_nulls()
        readable = pl.Series([file.depot for file in files if file.jeu in DATASETS], dtype=pl.Int64)
        named = pl.concat([own.filter(pl.col("depot").is_in(readable.implode())), *self.named])
        self._write("paroles", speech(named, self.periods))
        rows = [self._file_row(file) for file in files]
        self._write("depots", pl.DataFrame(rows, schema=MONTH_TABLES["depots"], orient="row"))
        for table, schema in MONTH_TABLES.items():
            if not self.written[table]:
                write_part(self.folder, table, 0, pl.DataFrame(schema=schema))

    def _file_row(self, file: DepositFile) -> tuple[object, ...]:
        refusal = self.refusals.get(file.depot)
        header = self.headers.get(file.depot)
        return (
            file.depot,
            file.depot_id,
            file.mois,
            file.chemin,
            file.sha256,
            file.octets,
            file.jeu,
            file.serie,
            file.numero,
            folder_establishment(file.folder_finess, self.known),
            0 if refusal else self.lines.get(file.depot, 0),
            refusal.rule if refusal else None,
            ", ".join(refusal.columns) or None if refusal else None,
            ", ".join(name[:60] for name in header.ignored) or None if header else None,
        )

    def _write(self, table: str, frame: pl.DataFrame) -> None:
        if frame.height:
            schema = MONTH_TABLES[table]
            frame = frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
            write_part(self.folder, table, self.written[table], frame)
            self.written[table] += 1


def _content(one: FoundFile) -> bytes:
    """The bytes of a file, which are those that were received."""
    content = one.place.read_bytes()
    _check_unchanged(one, hashlib.sha256(content).hexdigest())
    return content


def _check_unchanged(one: FoundFile, sha256: str) -> None:
    """The proof of a decision names the hash of what was read: a file rewritten during the run stops it."""
    if sha256 != one.file.sha256:
        raise WorkspaceError(f"{one.file.chemin} a changé pendant le passage : attendez la fin des envois, puis relancez.")
