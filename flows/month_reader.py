"""Reads files of one month folder into the store, batch after batch. Files are opened here and judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl

from contracts.deposits.columns import COVERAGE, DATASETS, Dataset
from flows.deposit_folder import FoundFile
from flows.foreign_reader import Part, may_be_foreign, read_foreign
from flows.month_ledger import Form, MonthLedger
from flows.month_writer import MonthWriter
from flows.received_bytes import open_received, read_received
from flows.senders import Senders
from transforms.reading.batch import ReadBatch, read_batch
from transforms.reading.coverage import PERIODS_SCHEMA, read_coverages
from transforms.reading.csv_header import Refusal
from transforms.reading.csv_text import BLOCK, TextRows, stacked, stream_text
from transforms.reading.csv_together import read_files
from transforms.reading.deposit_paths import DepositFile
from transforms.reading.finess_cells import KnownNumbers, folder_establishment
from transforms.reading.month_tables import declared_for_part, general_periods, speech, tally
from transforms.reading.pseudonym import Pseudonyms


@dataclass(frozen=True)
class Means:
    """What any month is read with: the FINESS numbers known, pseudonyms, how senders write, bytes of deposits held together."""

    known: KnownNumbers
    pseudonyms: Pseudonyms
    senders: Senders
    batch_bytes: int


class MonthReader:
    """Reads deposits of one month. Results are written as they come, so that memory depends on the batch, not on the month."""

    def __init__(self, folder: Path, means: Means) -> None:
        """`folder` is where tables are written."""
        self.writer = MonthWriter(folder)
        self.means = means
        self.known = means.known
        self.ledger = MonthLedger()
        self.refusals = self.ledger.refusals
        self.periods = pl.DataFrame(schema=PERIODS_SCHEMA)
        self.faults: list[pl.DataFrame] = []
        self.named: list[pl.DataFrame] = []

    def read(self, found: list[FoundFile], beside: Sequence[FoundFile] = ()) -> None:
        """Reads these files of the month and writes their tables.

        Args:
            found: the files.
            beside: other files of the month, of which nothing is written: each `couverture.csv` of the folders of `found` that
                is not in `found`, and the other files of the folder of a `couverture.csv` that is.
        """
        every = [*found, *beside]
        for one in every:
            if one.file.refusal:
                self.refusals[one.file.depot] = Refusal(one.file.refusal)
        self._read_coverages([one for one in every if one.file.jeu == COVERAGE.name], every)
        declared = self._keep_own(found)
        self.periods = general_periods([one.file for one in found], declared)
        for dataset in DATASETS.values():
            self._read_dataset(dataset, [one for one in found if one.file.jeu == dataset.name])
        self._write_files([file for one in found for file in self._deposits(one, declared)])

    def _read_coverages(self, covers: list[FoundFile], every: list[FoundFile]) -> None:
        folders: dict[str, dict[str, DepositFile]] = {cover.file.dossier: {} for cover in covers}
        for one in every:
            if one.file.dossier in folders and one.file.jeu != COVERAGE.name:
                folders[one.file.dossier][one.file.name] = one.file
        for batch in self._batches(covers):
            text = self._read_together(COVERAGE, batch)
            files = [cover.file for cover in batch]
            said = read_coverages(text, files, [folders[file.dossier] for file in files], self.known)
            depots = pl.Series("depot", [file.depot for file in files], dtype=pl.Int64)
            self.ledger.lines.update(zip(depots, said.lines, strict=True))
            self.periods = pl.concat([self.periods, said.periods])
            place = depots.gather(said.faults["rang"])
            self.faults.append(said.faults.with_columns(place, pl.lit(None, pl.String).alias("finess_et")))
            self._set_aside(said.refused)
        for cover in covers:
            if cover.file.depot in self.refusals:
                self._set_aside(file.depot for file in folders[cover.file.dossier].values())

    def _keep_own(self, found: list[FoundFile]) -> pl.DataFrame:
        """Of what the `couverture.csv` say, writes the faults of those among these files; the periods they declare for these."""
        own = pl.col("depot").is_in([one.file.depot for one in found])
        for faults in self.faults:
            self._write_faults(faults.filter(own))
        return self.periods.filter(own)

    def _set_aside(self, depots: Iterable[int]) -> None:
        for depot in depots:
            self.refusals.setdefault(depot, Refusal("couverture_invalide"))

    def _read_dataset(self, dataset: Dataset, found: list[FoundFile]) -> None:
        bound = self.means.batch_bytes
        for batch in self._batches([one for one in found if one.file.octets <= bound]):
            text = self._read_together(dataset, batch)
            self._keep(dataset, self._read_batch(dataset, [one.file for one in batch], text))
        for one in found:
            if one.file.octets > bound and one.file.depot not in self.refusals:
                self._read_large(dataset, one)

    def _batches(self, found: list[FoundFile]) -> Iterator[list[FoundFile]]:
        """Groups of the files not refused whose bytes do not exceed the bound, unless one file does."""
        waiting: list[FoundFile] = []
        size = 0
        for one in found:
            if one.file.depot in self.refusals:
                continue
            if waiting and size + one.file.octets > self.means.batch_bytes:
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
                self.ledger.forms[one.file.depot] = Form(ignored=outcome.ignored)
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
        for header, text in stream_text(source, dataset):
            self.ledger.forms[one.file.depot] = Form(ignored=header.ignored)
            waiting.append(text)
            if len(waiting) * BLOCK >= self.means.batch_bytes:
                yield stacked(waiting, dataset)
                waiting = []
        yield stacked(waiting, dataset)

    def _deposits(self, one: FoundFile, declared: pl.DataFrame) -> list[DepositFile]:
        """The deposits of a file: itself, or those it holds when it is in a dialect."""
        before = self.refusals.get(one.file.depot)
        if not may_be_foreign(one.file, before):
            return [one.file]
        try:
            parts = read_foreign(one, self.means.senders)
        except Refusal as refusal:
            # Of a file named like one of the pivot form, what is said is why it is not one.
            self.refusals.setdefault(one.file.depot, refusal)
            return [one.file]
        self.refusals.pop(one.file.depot, None)
        for part in parts:
            self._keep_part(part, declared.filter(pl.col("depot") == one.file.depot))
        return [part.file for part in parts]

    def _keep_part(self, part: Part, declared: pl.DataFrame) -> None:
        said, depot = part.said, part.file.depot
        self.ledger.forms[depot] = Form(part.dialecte, said.ignored, said.outside, said.hidden)
        if said.refusal:
            self.refusals[depot] = said.refusal
        elif said.annexe:
            self.ledger.lines[depot] = said.lues
            self._write_faults(said.faults.with_columns(pl.lit(depot).alias("depot"), pl.lit(None, pl.String).alias("finess_et")))
        else:
            # The only table of a file is the deposit that the file is, whose period is already there.
            others = self.periods.filter(pl.col("depot") != depot)
            self.periods = pl.concat([others, declared_for_part(part.file, declared, said.period)])
            batch = self._read_batch(DATASETS[said.jeu], [part.file], said.text, said.faults)
            self._keep(DATASETS[said.jeu], batch, said.headers)
            # One line may give several rows, when another table completes it.
            self.ledger.lines[depot] = said.text.places["ligne"].n_unique() + said.text.ragged.height

    def _read_batch(
        self, dataset: Dataset, files: list[DepositFile], text: TextRows, told: pl.DataFrame | None = None
    ) -> ReadBatch:
        return read_batch(dataset, files, text, self.periods, self.known, self.means.pseudonyms, told)

    def _keep(self, dataset: Dataset, batch: ReadBatch, headers: dict[str, str] | None = None) -> None:
        self.writer.write(f"lignes_{dataset.name}", batch.accepted)
        self._write_faults(batch.faults, headers)
        self.writer.write("comptages", tally(batch.accepted, dataset, distinct=headers is not None))
        self.writer.write("corrections", batch.corrections)
        self.named.append(batch.named)
        self.ledger.count(batch.lines)

    def _write_faults(self, faults: pl.DataFrame, headers: dict[str, str] | None = None) -> None:
        name = pl.col("colonne").replace_strict(headers or {}, default=None, return_dtype=pl.String)
        self.writer.write("rejets", faults.with_columns(name.alias("en_tete")))

    def _write_files(self, files: list[DepositFile]) -> None:
        spoken = [file for file in files if file.mois and file.jeu in DATASETS]
        folders = {text: folder_establishment(text, self.known) for text in {file.folder_finess for file in spoken}}
        own = [(file.depot, folders[file.folder_finess]) for file in spoken]
        speaking = pl.DataFrame(own, schema={"depot": pl.Int64, "finess_et": pl.String}, orient="row").drop_nulls()
        self.writer.write("paroles", speech(pl.concat([speaking, *self.named]), self.periods))
        self.writer.write("depots", self.ledger.table(files, self.known))
