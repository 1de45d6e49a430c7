"""One file read by the code that reads deposits: what is accepted, what is set aside, and where. Not a test."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from contracts.deposits.columns import DATASETS
from flows.dialects import DIALECTS_DIRECTORY, load_all_dialects
from flows.foreign_reader import may_be_foreign
from tests.pollution.facts import ESTABLISHMENTS, KNOWN, PSEUDONYMS, Fact, accepted_fact
from transforms.dialects.limits import Limits
from transforms.dialects.mailboxes import read_mailboxes
from transforms.dialects.translated import Context, Translated
from transforms.dialects.unfold import unfold
from transforms.reading.batch import read_batch
from transforms.reading.coverage import PERIODS_SCHEMA
from transforms.reading.csv_header import Header, Refusal
from transforms.reading.csv_text import TextRows
from transforms.reading.csv_together import read_files
from transforms.reading.deposit_paths import DepositFile, describe
from transforms.reading.month_tables import declared_for_part, month_period

MONTH = "2026-06"
SHIPPED = list(load_all_dialects([DIALECTS_DIRECTORY]).values())
MAILBOXES = {f"ehpad{rank}@essai.mssante.fr": finess for rank, finess in enumerate(ESTABLISHMENTS)}
_HEADER = "Type de BAL|Adresse BAL|Type identifiant structure|Identification Structure\n"
_MAILBOXES = read_mailboxes((_HEADER + "".join(f"ORG|{box}|1|{number}\n" for box, number in MAILBOXES.items())).encode())
_LIMITS = Limits()
_NOTHING = pl.DataFrame(schema=PERIODS_SCHEMA)


@dataclass
class Part:
    """One deposit: a file of the pivot form, or a table or series of a sender's file.

    `accepted`: line and fact of each accepted row; `aside`: rules by line set aside; `lines`: lines read, as the ledger counts
    them; `annexe`: a table that only completes others; `ignored`: columns the ledger names as not read.
    """

    jeu: str
    accepted: list[tuple[int, Fact]] = field(default_factory=list)
    aside: dict[int, set[str]] = field(default_factory=dict)
    lines: int = 0
    refusal: str | None = None
    annexe: bool = False
    ignored: tuple[str, ...] = ()


def read_deposit(name: str, content: bytes) -> list[Part]:
    """What a file received under this name gives; a file set aside whole is one part."""
    file = describe(f"depots/{MONTH}/essai/{name}", "0" * 64, len(content))
    refusal = Refusal(file.refusal) if file.refusal else None
    if file.jeu and not refusal:
        [outcome], text = read_files([content], DATASETS[file.jeu])
        if isinstance(outcome, Header):
            return [_pivot(file, outcome, text)]
        refusal = outcome
    if may_be_foreign(file, refusal):
        try:
            found = unfold(content, SHIPPED, Context(name, None, month_period(MONTH), _MAILBOXES), _LIMITS)
        except Refusal as foreign:
            refusal = refusal or foreign
        else:
            return [_foreign(file, said) for said in found.parts]
    assert refusal is not None
    return [Part(file.jeu or "", refusal=refusal.rule)]


def _pivot(file: DepositFile, header: Header, text: TextRows) -> Part:
    part = _read(file, file.jeu or "", text, declared_for_part(file, _NOTHING, None), None)
    part.ignored = header.ignored
    return part


def _foreign(file: DepositFile, said: Translated) -> Part:
    if said.refusal:
        return Part(said.jeu, refusal=said.refusal.rule, annexe=said.annexe)
    if said.annexe:
        aside = {line: {rule} for line, rule in said.faults.select("ligne", "regle").iter_rows()}
        aside |= {line: {"champs_nombre"} for line in said.text.ragged["ligne"]}
        return Part(said.jeu, aside=aside, lines=said.lues, annexe=True)
    one = file.part(said.suffixe, said.jeu, 0, 1)
    part = _read(one, said.jeu, said.text, declared_for_part(one, _NOTHING, said.period), said.faults)
    part.ignored = said.ignored
    part.lines = said.text.places["ligne"].n_unique() + said.text.ragged.height
    return part


def _read(file: DepositFile, jeu: str, text: TextRows, periods: pl.DataFrame, told: pl.DataFrame | None) -> Part:
    batch = read_batch(DATASETS[jeu], [file], text, periods, KNOWN, PSEUDONYMS, told)
    aside: dict[int, set[str]] = {}
    for line, rule in batch.faults.select("ligne", "regle").iter_rows():
        aside.setdefault(line, set()).add(rule)
    accepted = [(row["ligne"], accepted_fact(jeu, row)) for row in batch.accepted.iter_rows(named=True)]
    return Part(jeu, accepted, aside, int(batch.lines["lignes_lues"].sum()))
