"""Reads the files of one month folder into the store, batch after batch. Files are opened here and judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import polars as pl

from contracts.deposits.columns import COVERAGE, DATASETS, Dataset
from flows.deposit_folder import FoundFile
from flows.month_writer import MonthWriter
from flows.received_bytes import open_received, read_received
from transforms.reading.batch import ReadBatch, read_batch
from transforms.reading.coverage import PERIODS_SCHEMA, read_coverages
from transforms.reading.csv_header import Header, Refusal
from transforms.reading.csv_text import BLOCK, TextRows, stacked, stream_text
from transforms.reading.csv_together import read_files
from transforms.reading.deposit_paths import DepositFile
from transforms.reading.finess_cells import KnownNumbers, folder_establishment
from transforms.reading.month_tables import MONTH_TABLES, general_periods, speech, tally
from transforms.reading.pseudonym import Pseudonyms


class MonthReader:
    """Reads one month of deposits. Results are written as they come, so that memory depends on the batch, not on the month."""

    def __init__(self, folder: Path, known: KnownNumbers, key: bytes, batch_bytes: int) -> None:
        """`folder` is where tables are written; `batch_bytes` bounds the bytes of deposits held together."""
        self.writer = MonthWriter(folder)
        self.known = known
        self.pseudonyms = Pseudonyms(key)
        self.batch_bytes = batch_bytes
        self.refusals: dict[int, Refusal] = {}
        self.headers: dict[int, Header] = {}
        self.lines: dict[int, int] = {}
        self.periods = pl.DataFrame(schema=PERIODS_SCHEMA)
        self.named: list[pl.DataFrame] = []

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
        for batch in self._batches(covers):
            text = self._read_together(COVERAGE, batch)
            files = [cover.file for cover in batch]
            said = read_coverages(text, files, [folders[file.dossier] for file in files], self.known)
            depots = pl.Series("depot", [file.depot for file in files], dtype=pl.Int64)
            self.lines.update(zip(depots, said.lines, strict=True))
            self.periods = pl.concat([self.periods, said.periods])
            place = depots.gather(said.faults["rang"])
            self.writer.write("rejets", said.faults.with_columns(place, pl.lit(None, pl.String).alias("finess_et")))
            self._set_aside(said.refused)
        for cover in covers:
            if cover.file.depot in self.refusals:
                self._set_aside(file.depot for file in folders[cover.file.dossier].values())

    def _set_aside(self, depots: Iterable[int]) -> None:
        for depot in depots:
            self.refusals.setdefault(depot, Refusal("couverture_invalide"))

    def _read_dataset(self, dataset: Dataset, found: list[FoundFile]) -> None:
        small = [one for one in found if one.file.octets <= self.batch_bytes]
        for batch in self._batches(small):
            text = self._read_together(dataset, batch)
            self._keep(dataset, self._read_batch(dataset, [one.file for one in batch], text))
        for one in found:
            if one.file.octets > self.batch_bytes and one.file.depot not in self.refusals:
                self._read_large(dataset, one)

    def _batches(self, found: list[FoundFile]) -> Iterator[list[FoundFile]]:
        """Groups of the files not refused whose bytes do not exceed the bound, unless one file does."""
        waiting: list[FoundFile] = []
        size = 0
        for one in found:
            if one.file.depot in self.refusals:
                continue
            if waiting and size + one.file.octets > self.batch_bytes:
                yield waiting
                waiting, size = [], 0
            waiting.append(one)
            size += one.file.octets
        if waiting:
            yield waiting

    def _read_together(self, dataset: Dataset, batch: list[FoundFile]) -> TextRows:
        outcomes, text = read_files([read_received(one) for one in batch], dataset)
        for one, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Refusal):
                self.refusals[one.file.depot] = outcome
            else:
                self.headers[one.file.depot] = outcome
        return text

    def _read_large(self, dataset: Dataset, one: FoundFile) -> None:
        # A file is set aside whole or not at all: what its first parts gave is taken back when a later one cannot be read.
        mark, named = self.writer.mark(), len(self.named)
        try:
            with open_received(one) as source:
                for text in self._parts(dataset, one, source):
                    self._keep(dataset, self._read_batch(dataset, [one.file], text))
        except Refusal as refusal:
            self.refusals[one.file.depot] = refusal
            self.writer.take_back(mark)
            del self.named[named:]

    def _parts(self, dataset: Dataset, one: FoundFile, source: BinaryIO) -> Iterator[TextRows]:
        waiting: list[TextRows] = []
        for self.headers[one.file.depot], text in stream_text(source, dataset):
            waiting.append(text)
            if len(waiting) * BLOCK >= self.batch_bytes:
                yield stacked(waiting, dataset)
                waiting = []
        yield stacked(waiting, dataset)

    def _read_batch(self, dataset: Dataset, files: list[DepositFile], text: TextRows) -> ReadBatch:
        return read_batch(dataset, files, text, self.periods, self.known, self.pseudonyms)

    def _keep(self, dataset: Dataset, batch: ReadBatch) -> None:
        self.writer.write(f"lignes_{dataset.name}", batch.accepted)
        self.writer.write("rejets", batch.faults)
        self.writer.write("comptages", tally(batch.accepted, dataset))
        self.writer.write("corrections", batch.corrections)
        self.named.append(batch.named)
        for depot, lines in batch.lines.iter_rows():
            self.lines[depot] = self.lines.get(depot, 0) + lines

    def _write_files(self, files: list[DepositFile]) -> None:
        folders = {text: folder_establishment(text, self.known) for text in {file.folder_finess for file in files}}
        own = [(file.depot, folders[file.folder_finess]) for file in files if file.mois and file.jeu in DATASETS]
        speaking = pl.DataFrame(own, schema={"depot": pl.Int64, "finess_et": pl.String}, orient="row").drop_nulls()
        self.writer.write("paroles", speech(pl.concat([speaking, *self.named]), self.periods))
        rows = [self._file_row(file, folders[file.folder_finess]) for file in files]
        self.writer.write("depots", pl.DataFrame(rows, schema=MONTH_TABLES["depots"], orient="row"))
        self.writer.close()

    def _file_row(self, file: DepositFile, finess_dossier: str | None) -> tuple[object, ...]:
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
            finess_dossier,
            0 if refusal else self.lines.get(file.depot, 0),
            refusal.rule if refusal else None,
            ", ".join(refusal.columns) or None if refusal else None,
            ", ".join(name[:60] for name in header.ignored) or None if header else None,
        )
