"""What one run knows: each stage reads what earlier ones left here, and leaves its own result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from contracts.dialect import Dialecte
from contracts.finess_register import FinessRegister
from contracts.maturin_sms import PreFeed
from contracts.register import Register
from contracts.rulebook import Rulebook
from flows.deposit_folder import FoundFile
from flows.journal import Reception
from flows.request import RunReport, RunRequest
from flows.settings import Settings
from flows.store import Casiers
from transforms.decisions.funding import Funding
from transforms.decisions.project import ProjectResult
from transforms.reading.finess_cells import KnownNumbers


@dataclass
class Run:
    """The state of a run. Fields without a default are set when it opens; the others by the stage that their comment names."""

    request: RunRequest
    settings: Settings
    month: str
    key: bytes
    started: datetime
    connection: duckdb.DuckDBPyConnection

    register_hashes: dict[str, str] = field(default_factory=dict)  # reception
    finess_hashes: dict[str, str] = field(default_factory=dict)  # reception
    up_to_date: bool = False  # reception: what was read, asked and left is what it was last time
    texts: dict[str, Rulebook] = field(default_factory=dict)  # textes
    dialectes: dict[str, Dialecte] = field(default_factory=dict)  # textes
    prefeed: PreFeed | None = None  # textes
    register: Register | None = None  # registre
    finess: FinessRegister | None = None  # finess
    known: KnownNumbers | None = None  # finess
    found: list[FoundFile] = field(default_factory=list)  # reception
    journal: list[Reception] = field(default_factory=list)  # reception
    received: list[Reception] = field(default_factory=list)  # reception
    casiers: Casiers = field(default_factory=dict)  # lecture
    inputs: dict[str, str] = field(default_factory=dict)  # mesure, hash of the inputs of each project
    asked: set[str] = field(default_factory=set)  # mesure, the projects of this run
    unchanged: set[str] = field(default_factory=set)  # mesure, those of them that need not be computed again
    looked_at: pl.DataFrame | None = None  # mesure, `LOOKED_AT`
    results: list[ProjectResult] = field(default_factory=list)  # mesure
    fundings: dict[str, Funding] = field(default_factory=dict)  # mesure, by projet_id
    decisions: list[dict] = field(default_factory=list)  # decision
    signals: pl.DataFrame | None = None  # publication
    written: list[Path] = field(default_factory=list)  # every stage that writes for people
    published: bool = False  # publication
    report: RunReport | None = None  # bilan

    @property
    def whole(self) -> bool:
        """Whether the run is of every project of the register."""
        return not self.request.projects and not self.request.finess


@dataclass(frozen=True)
class Stage:
    """One step of the run; `label` is what people read. `retriable`: trying again can help after a fault of the system."""

    name: str
    label: str
    function: Callable[[Run], None]
    retriable: bool
