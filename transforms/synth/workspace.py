"""Assembles an invented workspace: register, FINESS file, mailboxes, deposits. The sample here; any region in `region`."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.synth.deposits import csv_bytes
from transforms.synth.finess import FINESS_PATH, finess_file
from transforms.synth.readme import readme
from transforms.synth.register import register_files
from transforms.synth.sample_deposits import sample_deposits
from transforms.synth.sample_faults import add_faults, plain_files
from transforms.synth.sample_senders import mailboxes, senders_files
from transforms.synth.scenarios import Grappe
from transforms.synth.scenarios_antilles import CADA_HORS_PERIMETRE, GRAPPES_ANTILLES
from transforms.synth.scenarios_ara import GRAPPES_ARA
from transforms.synth.scenarios_grand_est import GRAPPES_GRAND_EST
from transforms.synth.scenarios_national import GRAPPE_NATIONALE
from transforms.synth.scenarios_sources_vives import GRAPPE_SOURCES_VIVES
from transforms.synth.senders_shown import BOITES_PATH

SAMPLE_SEED = 2026
"""Seed of the committed sample."""

GRAPPES: tuple[Grappe, ...] = (
    *GRAPPES_ARA,
    *GRAPPES_ANTILLES,
    *GRAPPES_GRAND_EST,
    GRAPPE_NATIONALE,
    GRAPPE_SOURCES_VIVES,
)
"""The projects of the sample."""


def sample(seed: int = SAMPLE_SEED) -> Iterator[tuple[str, bytes]]:
    """The files of the sample as `(relative_path, bytes)`, sorted by path.

    The seed moves days and dossier numbers; projects, establishments, counts, verdicts and bad rows are always the same.
    """
    yield from sorted(_sample(seed))


def _sample(seed: int) -> Iterator[tuple[str, bytes]]:
    yield "README.md", readme(GRAPPES, CADA_HORS_PERIMETRE, seed)
    scenarios = [item for grappe in GRAPPES for item in grappe.scenarios] + [CADA_HORS_PERIMETRE]
    yield FINESS_PATH, finess_file(item.essms for item in scenarios if item.connu)
    yield from register_files(
        (grappe.projet for grappe in GRAPPES),
        (member for grappe in GRAPPES for member in grappe.membres),
        (piece for grappe in GRAPPES for piece in grappe.pieces),
        (critere for grappe in GRAPPES for critere in grappe.criteres),
    )
    yield BOITES_PATH, mailboxes()
    files = sample_deposits(seed)
    add_faults(files)
    for path, rows in files.rows.items():
        yield f"depots/{path}", csv_bytes(files.headers[path], rows)
    for path, content in (plain_files() | senders_files(files)).items():
        yield f"depots/{path}", content
