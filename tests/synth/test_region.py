"""An invented region: what the seed and the layout decide, its distributions, every line of it accounted for."""

import csv
import io
import subprocess
import sys
from collections import Counter, defaultdict

import duckdb
import polars as pl
import pytest

from contracts.deposits.columns import DATASETS
from contracts.finess import has_valid_key
from flows.commands.synth import RegionAsked, synth_command
from flows.request import RunRequest
from flows.run import run_month
from transforms.synth import region_profiles
from transforms.synth.draws import among, drawn
from transforms.synth.faults import WRONG_CELLS, spoil_rows
from transforms.synth.region import LAST_MONTH, MAX_ESSMS, MAX_EVENTS, MAX_MONTHS, region
from transforms.synth.region_dossiers import dossiers_of_month, places
from transforms.synth.region_profiles import batches
from transforms.synth.region_senders import Region


def files_of(seed: int, essms: int, months: int, layout: str = "petits", events: int = 2) -> dict[str, bytes]:
    """The files of a region, whole."""
    files: dict[str, bytes] = defaultdict(bytes)
    for path, content in region(seed, essms, months, layout, events):
        files[path] += bytes(content)
    return dict(files)


def lines_by_dataset(files: dict[str, bytes]) -> dict[tuple[str, str], list[bytes]]:
    """Lines of every deposit but its header and `couverture`, sorted, by month and dataset."""
    lines: dict[tuple[str, str], list[bytes]] = defaultdict(list)
    for path, content in files.items():
        folder, _, name = path.partition("depots/")[2].partition("/")
        jeu = next((jeu for jeu in DATASETS if name.split("/")[-1].startswith(jeu)), None)
        if path.startswith("depots/") and jeu:
            lines[folder, jeu] += content.splitlines()[1:]
    return {key: sorted(held) for key, held in lines.items() if held}


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode()), delimiter=";"))


@pytest.mark.parametrize("layout", ["petits", "gros"])
def test_same_seed_gives_the_same_bytes_and_another_others(layout):
    assert files_of(7, 12, 2, layout) == files_of(7, 12, 2, layout)
    assert lines_by_dataset(files_of(7, 12, 2, layout)) != lines_by_dataset(files_of(8, 12, 2, layout))


def test_draws_are_those_of_splitmix64():
    # The first numbers of the published generator, from the state 0.
    first = pl.DataFrame({"cle": [0, 0, 0], "rang": [1, 2, 3]}, schema={"cle": pl.UInt64, "rang": pl.Int32})
    numbers = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert first.select(drawn(pl.col("cle"), pl.col("rang"))).to_series().to_list() == numbers
    assert pl.select(drawn(pl.lit(0, pl.UInt64), 3)).item() == numbers[2]
    assert first.select(among(pl.lit(numbers[0], pl.UInt64), 10, skip=4)).item(0, 0) == (numbers[0] >> 4) % 10


def test_both_layouts_hold_the_same_lines():
    small, large = files_of(7, 60, 2), files_of(7, 60, 2, "gros")
    assert lines_by_dataset(small) == lines_by_dataset(large)
    assert len([path for path in large if path.startswith("depots/")]) < 60
    assert len([path for path in small if path.startswith("depots/")]) > 60 * 2 * 3.8


def test_large_files_are_cut_in_parts_and_say_who_is_silent_and_who_is_late(monkeypatch):
    monkeypatch.setattr(region_profiles, "BATCH_ROWS", 2_000)
    large = files_of(7, 150, 1, "gros")
    parts = {path.rsplit("/", 1)[1] for path in large if "evenements_editeur_a" in path}
    assert parts == {"evenements_editeur_a-1.csv", "evenements_editeur_a-2.csv"}
    said = rows(large[f"depots/{LAST_MONTH}/couverture.csv"])
    late, silent = [row for row in said if row["date_extraction"]], [row for row in said if not row["date_extraction"]]
    assert {row["fichier"].split("_")[0] for row in late} == {"dossiers"}
    for row in silent:
        assert row["finess_et"].encode() not in large[f"depots/{LAST_MONTH}/{row['fichier']}"]
    assert late
    assert silent


def test_the_size_of_a_batch_changes_no_file(monkeypatch):
    whole = files_of(7, 40, 1)
    monkeypatch.setattr(region_profiles, "BATCH_ROWS", 1)
    assert files_of(7, 40, 1) == whole


def test_more_months_add_earlier_folders_and_change_no_other():
    short, long = files_of(7, 20, 1), files_of(7, 20, 14)
    assert {path: content for path, content in long.items() if f"depots/{LAST_MONTH}" in path} == {
        path: content for path, content in short.items() if path.startswith("depots/")
    }


def test_a_dossier_keeps_its_number_and_stay_and_its_place_is_taken_after_it_left():
    files = files_of(7, 10, 16)
    stays: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for path, content in sorted(files.items()):
        if path.endswith("/dossiers.csv"):
            month, shown = path.split("/")[1], rows(content)
            good = [row for row in shown if row["date_entree"][:2] in ("19", "20") and row["date_sortie"][:4] != "1899"]
            for row in good:
                assert row["date_entree"][:7] <= month
                assert not row["date_sortie"] or row["date_sortie"][:4] >= month[:4] or int(row["date_sortie"][:4]) < 2026
                stays[row["finess_et"], row["dossier_id"]].add((row["date_entree"], row["date_sortie"]))
    assert sum(any(end for _, end in told) for told in stays.values()) > 20
    assert max(len({start for start, _ in told}) for told in stays.values()) <= 2


def test_numbers_of_dossiers_are_distinct_in_an_establishment_over_the_longest_calendar():
    profiles = next(frame for _, frame in batches(7, Region(7, 30).senders, 1))
    every = places(profiles)
    months = [f"{year}-{month:02d}" for year in range(2021, 2027) for month in (1, 6, 12)]
    met = pl.concat([dossiers_of_month(every, month).select("essms", "rang", "sejour", "numero") for month in months]).unique()
    assert met.select("essms", "numero").n_unique() == met.height


def test_sizes_are_those_of_a_region():
    frame = pl.concat([frame for _, frame in batches(2026, Region(2026, 6_400).senders, 30)])
    sizes = frame["effectif"].sort(descending=True)
    assert sizes.sum() == pytest.approx(500_000, rel=0.15)
    assert (frame["effectif"] * (frame["intensite"] + 1) / 2).sum() == pytest.approx(15_000_000, rel=0.15)
    assert sizes.median() < sizes.mean() * 0.6
    assert sizes[:64].sum() > sizes.sum() * 0.15
    assert sizes[0] > 4_000
    assert frame["negligent"].mean() == pytest.approx(0.1, abs=0.02)


def test_projects_have_every_text_eight_establishments_or_so_and_now_and_then_fifty():
    files = dict(Region(2026, MAX_ESSMS).register((LAST_MONTH,)))
    projets, membres = rows(files["registre/projets.csv"]), rows(files["registre/perimetre.csv"])
    numbers = [row["finess_et"] for row in membres]
    assert len(numbers) == len(set(numbers)) == MAX_ESSMS
    assert all(map(has_valid_key, numbers))
    sizes = Counter(Counter(row["projet_id"] for row in membres).values())
    assert max(sizes) == 50
    assert sum(many for size, many in sizes.items() if 4 <= size <= 12) > len(projets) * 0.9
    texts = Counter(row["texte_id"] for row in projets)
    assert texts["ara-generalisation-2025"] > len(projets) * 0.7
    assert all(texts[name] > len(projets) * 0.03 for name in texts)
    assert len(texts) == 4


def test_events_have_every_nature_and_status_and_cancelled_ones_a_row_to_cancel():
    content = files_of(7, 30, 1, "gros", events=30)
    told = [row for path, text in content.items() if "/evenements" in path for row in rows(text)]
    assert {"agenda", "", "soin", "transmission", "entretien"} == {row["nature"] for row in told}
    assert {"VALIDE", "TERMINE", "PLANIFIE", "", "ANNULE", "REPORTE", "KO"} >= {row["statut"] for row in told}

    def key(row: dict[str, str]) -> tuple[str, ...]:
        return row["finess_et"], row["dossier_id"], row["date_debut"], row["nature"]

    kept = Counter(key(row) for row in told if row["statut"] != "ANNULE")
    cancelled = [row for row in told if row["statut"] == "ANNULE"]
    found = sum(kept[key(row)] > 0 for row in cancelled)
    assert found > len(cancelled) * 0.95
    assert len(told) * 0.02 < len(cancelled) < len(told) * 0.2


def test_region_refuses_a_size_out_of_bounds_or_an_unknown_layout():
    wrong = ((0, 1), (MAX_ESSMS + 1, 1), (1, 0), (1, MAX_MONTHS + 1), (1, 1, "moyens"), (1, 1, "petits", 0))
    for sizes in (*wrong, (1, 1, "petits", MAX_EVENTS + 1)):
        with pytest.raises(ValueError, match="bounds"):
            next(region(3, *sizes))


def test_spoiled_rows_keep_their_number_and_one_fault_each():
    frame = pl.DataFrame(
        {
            "finess_et": "010990018",
            "finess_faux": "010990019",
            "dossier_id": "U-1",
            "date_debut": "2026-06-01T10:00",
            "statut": "VALIDE",
            "nature": "agenda",
            "n": pl.int_range(60, dtype=pl.UInt64, eager=True),
        }
    )
    spoiled = spoil_rows(frame, pl.col("n") < 50, drawn(pl.col("n"), 1))
    changed = [sum(a != b for a, b in zip(old, new, strict=True)) for old, new in zip(frame.rows(), spoiled.rows(), strict=True)]
    assert changed == [1] * 50 + [0] * 10
    assert set(spoiled["date_debut"]) - set(frame["date_debut"]) == set(WRONG_CELLS["date_debut"])
    assert set(spoiled["finess_et"]) == {"010990018", "010990019"}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The same region in both layouts, run: layout → (workspace, report)."""
    made = {}
    for layout in ("petits", "gros"):
        workspace = tmp_path_factory.mktemp(layout)
        synth_command(workspace, RegionAsked(80, 3, 3, layout), 20, False)
        made[layout] = workspace, run_month(RunRequest(workspace, LAST_MONTH))
    return made


def published(workspace, query):
    with duckdb.connect(str(workspace / "publication" / "cibles.duckdb"), read_only=True) as base:
        return base.execute(query).fetchall()


@pytest.mark.long
@pytest.mark.xdist_group("region")
@pytest.mark.parametrize("layout", ["petits", "gros"])
def test_every_line_of_a_region_is_accounted_for_and_one_in_a_hundred_is_bad(runs, layout):
    workspace, report = runs[layout]
    files = [path for path in (workspace / "depots").rglob("*.csv")]
    written = sum(path.read_bytes().count(b"\n") - 1 for path in files)
    counts = report.deposits
    assert (counts["fichiers"], counts["lues"], counts["refuses"]) == (len(files), written, 0)
    assert counts["acceptees"] + counts["rejetees"] + counts["remplacees"] == written
    assert 0.003 < counts["rejetees"] / written < 0.03


@pytest.mark.long
@pytest.mark.xdist_group("region")
def test_both_layouts_give_the_same_figures_and_decisions(runs):
    figures = """
        select mois, projet_id, texte_id, finess_et, indicateur, fenetre_debut, fenetre_fin, numerateur, denominateur, taux,
            verdict, motif, source, reste_a_faire
        from indicateurs order by all
    """
    decisions = "select projet_id, decision, provisoire, sensible_a_la_lecture, montant_libere, motif from decisions order by all"
    small, large = ([published(runs[layout][0], query) for query in (figures, decisions)] for layout in ("petits", "gros"))
    assert small == large
    verdicts = {row[10] for row in small[0]}
    assert {"atteinte", "non_atteinte", "indeterminee", "sans_cible", "exemptee"} == verdicts
    assert {"liberer", "ne_pas_liberer", "a_instruire"} <= {row[1] for row in small[1]}


_DRAW = """
import resource, sys
from transforms.synth.region import region
size = sum(len(content) for _, content in region(3, int(sys.argv[1]), 1))
print(size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def drawn_size_and_peak(essms: int) -> tuple[int, int]:
    """Bytes of a region of one month drawn in a process of its own, and the peak memory of that process in kB."""
    size, peak = subprocess.check_output([sys.executable, "-c", _DRAW, str(essms)]).split()
    return int(size), int(peak)


@pytest.mark.long
def test_memory_does_not_follow_the_number_of_establishments():
    (size, peak), (larger, higher) = drawn_size_and_peak(800), drawn_size_and_peak(4_800)
    assert larger > size * 5
    assert higher < peak * 1.25
