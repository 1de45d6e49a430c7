"""The sample as it would be if the senders of the Grappe des Sources Vives used the pivot form, for readers that know no other.

Not a test. The activity is that of the sample; how senders write it is what the product alone must undo.
"""

from __future__ import annotations

from collections.abc import Iterator

from transforms.synth import scenarios_sources_vives as sources
from transforms.synth.deposits import HEADERS, Row, csv_bytes, dossiers_rows, evenements_rows, mssante_monthly_rows
from transforms.synth.sample_files import JUIN, Fichiers, place
from transforms.synth.sample_senders import senders_files
from transforms.synth.senders_shown import OPERATEUR
from transforms.synth.workspace import sample

DECLARED: dict[str, tuple[str, ...]] = {
    sources.EHPAD_SOURCE_VIVE.finess_et: ("30/32", "28/30", "28/30", "25/32", "23/32"),
    sources.SESSAD_RIVES_CLAIRES.finess_et: ("19/20", "18/19", "18/19", "15/20", "15/20"),
    sources.SSIAD_VALLON.finess_et: ("22/24", "20/22", "20/22", "18/24", "17/24"),
    sources.EAM_SAULES_BLANCS.finess_et: ("15/16", "14/15", "14/15", "12/16", "12/16"),
    sources.MECS_GRAND_PRE.finess_et: ("11/12", "10/11", "10/11", "", ""),
}
"""What the grid of the ARS says of April to June, in the order of the targets; nothing where it says no figure. By hand."""

BAD_ROWS: dict[str, list[Row]] = {
    place(sources.EHPAD_SOURCE_VIVE, JUIN, "dossiers"): [
        ("070990023", "U-900101", "2026-01-12", "", "2026-02-31", "ENCOURS", "", "", "O"),
        ("070990023", "U-900102", "05/03/26", "", "2026-06-10", "ENCOURS", "", "", "O"),
        ("070990023", "U-900103", "2026-01-12", "", "2026-06-10", "NC", "", "", "O"),
    ],
    place(sources.EAM_SAULES_BLANCS, "2026-04", "dossiers"): [
        ("070990056", "U-900106", "2026-01-01", "", "NC", "ENCOURS", "2026-01-01", "", ""),
        ("070990056", "U-900107", "2026-02-31", "", "2026-01-01", "ENCOURS", "2026-01-01", "", ""),
    ],
}
"""The lines of `dossiers` that no one can read, by path below `depots/`."""


def twin(seed: int) -> Iterator[tuple[str, bytes]]:
    """The files of the sample, those of these senders in pivot form."""
    files = Fichiers(seed)
    dialects = {f"depots/{path}" for path in senders_files(files)} | {f"depots/{OPERATEUR}/couverture.csv"}
    yield from ((path, content) for path, content in sample(seed) if path not in dialects)
    for scenario in sources.GRAPPE_SOURCES_VIVES.scenarios:
        activite = files.activite(scenario)
        for month in sources.TRIMESTRE:
            files.put(place(scenario, month, "mssante"), "mssante", mssante_monthly_rows(activite, month))
            if scenario is not sources.MECS_GRAND_PRE:
                files.put(place(scenario, month, "dossiers"), "dossiers", dossiers_rows(activite, month))
            if scenario is sources.SESSAD_RIVES_CLAIRES:
                files.put(place(scenario, month, "evenements"), "evenements", evenements_rows(activite, month))
        codes = zip(sources.GRAPPE_SOURCES_VIVES.indicateurs, DECLARED[scenario.finess_et], strict=True)
        window = ("2026-04-01", "2026-06-30")
        rows = [(scenario.finess_et, code, *window, *said.split("/")) for code, said in codes if said]
        files.put(place(scenario, JUIN, "agregats"), "agregats", rows)
    for path, rows in BAD_ROWS.items():
        files.rows[path][1:1] = rows
    for path, rows in files.rows.items():
        yield f"depots/{path}", csv_bytes(HEADERS[path.rpartition("/")[2].removesuffix(".csv")], rows)
