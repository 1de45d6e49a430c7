"""`docs/performance.md`: the figures of one bench as tables, in the prose of `page.md`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.aims import AIMS, PER_DECADE, Measured, start_up, unit_costs

_TEMPLATE = Path(__file__).with_suffix(".md")
_LAYOUTS = {"petits": "small files", "gros": "large files"}
_COMMANDS = {
    "synth": "`cibles synth`",
    "run": "`cibles run`, first",
    "copy": "(a) DuckDB copy to Parquet, unchecked",
    "pandas": "(b) pandas script, five rates",
    "counts": "(c) one DuckDB query, five rates",
    "rerun": "`cibles run`, unchanged",
    "corrected": "`cibles run`, one corrected file",
    "explain": "`cibles explain`",
    "sql": "`cibles sql`",
}

_DOCUMENTS = ("notices", "exports", "retours", "rapports")


def page(measured: Measured) -> str:
    """The whole page, in English, from what `bench.run` gathered."""
    regions = measured["regions"]
    return _TEMPLATE.read_text(encoding="utf-8").format(
        command=measured["command"],
        machine=_machine(measured),
        aims=_aims(regions),
        events=measured["events"],
        sizes=_sizes([*measured["small"], *regions]),
        commands=_commands(regions),
        ratios=_ratios(regions),
        stages=_stages(regions),
        bounds=_bounds(regions),
        start_up=start_up(measured),
        per_decade=PER_DECADE,
        unit=_unit(measured),
        same=_same(regions),
    )


def _machine(measured: Measured) -> str:
    rounds = f"{measured['rounds']}, medians; the pandas script in {measured['pandas_rounds']} of them"
    return "\n".join(f"- {label}: {text}" for label, text in (measured["machine"] | {"Rounds": rounds}).items())


def _aims(regions: list[dict[str, Any]]) -> str:
    rows = []
    for aim in AIMS:
        values = [(aim.read(region), _name(region)) for region in regions]
        worst, where = (min if aim.over else max)(values, key=lambda pair: pair[0])
        sign = "≥" if aim.over else "≤"
        kept = "yes" if aim.kept(worst) else "no"
        rows.append((aim.name, f"{sign} {aim.bound:,}", aim.form.format(worst), where, kept))
    return _table(("what", "aim", "measured", "worst in", "kept"), rows)


def _sizes(regions: list[dict[str, Any]]) -> str:
    rows = [
        (_name(region), f"{region['files']:,}", f"{region['octets'] / 1e6:,.1f}", f"{region['store'] / 1e6:,.1f}")
        for region in regions
    ]
    return _table(("region", "files", "deposits, MB", "`entrepot/` after the run, MB"), rows)


def _commands(regions: list[dict[str, Any]]) -> str:
    rows = [
        (_name(region), label, f"{cost['wall']:.2f}", f"{cost['cpu']:.2f}", f"{cost['peak']:,.0f}")
        for region in regions
        for name, label in _COMMANDS.items()
        for cost in [region["costs"][name]]
    ]
    return _table(("region", "command", "wall, s", "CPU, s", "peak, MB"), rows)


def _ratios(regions: list[dict[str, Any]]) -> str:
    rows = [
        (
            _name(region),
            f"{region['ratios']['copy']:.2f}",
            f"{(region['costs']['run']['wall'] - _drawing(region)) / region['costs']['copy']['wall']:.2f}",
            f"{region['ratios']['pandas']:.1f}",
            f"{region['ratios']['counts']:.2f}",
            f"{region['ratios']['rerun']:.3f}",
            f"{region['ratios']['corrected']:.3f}",
        )
        for region in regions
    ]
    names = ("run ÷ (a)", "run but documents ÷ (a)", "(b) ÷ run", "`mesure` ÷ (c)", "unchanged ÷ run", "one corrected ÷ run")
    return _table(("region", *names), rows)


def _drawing(region: dict[str, Any]) -> float:
    """Seconds spent on what people open, which no reference writes."""
    return sum(region["stages"][name] for name in _DOCUMENTS)


def _stages(regions: list[dict[str, Any]]) -> str:
    names = list(regions[0]["stages"])
    rows = [(_name(region), *(f"{region['stages'][name]:.2f}" for name in names)) for region in regions]
    return _table(("region", *(f"`{name}`" for name in names)), rows)


def _bounds(regions: list[dict[str, Any]]) -> str:
    """Where the time of the largest region of each layout goes, and how many cores were busy."""
    lines = []
    for layout in _LAYOUTS:
        region = max((one for one in regions if one["layout"] == layout), key=lambda one: one["essms"])
        whole = sum(region["stages"].values())
        largest = sorted(region["stages"].items(), key=lambda pair: -pair[1])[:2]
        shares = " and ".join(f"{seconds / whole:.0%} in `{name}`" for name, seconds in largest)
        run = region["costs"]["run"]
        lines.append(f"- {_name(region)}: {shares}; {run['cpu'] / run['wall']:.2f} cores busy on average over the run.")
    return "\n".join(lines) + "\n"


def _unit(measured: Measured) -> str:
    rows = []
    for one in unit_costs(measured):
        growths = ("–", "–") if one.growths is None else tuple(f"{growth:.2f}" for growth in one.growths)
        rows.append((f"{one.essms:,}", f"{one.each:.2f}", growths[0], f"{one.per_mb:.1f}", growths[1]))
    return _table(("establishments", "ms per establishment", "growth per decade", "ms per MB", "growth per decade"), rows)


def _same(regions: list[dict[str, Any]]) -> str:
    rows = [
        (_name(region), _COMMANDS[name], f"{compared:,}", f"{different:,}")
        for region in regions
        for name, (compared, different) in region["same"].items()
    ]
    return _table(("region", "reference", "rates compared", "different"), rows)


def _name(region: dict[str, Any]) -> str:
    return f"{region['essms']:,}, {_LAYOUTS[region['layout']]}"


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
