"""`cibles purge`: removes the deposits and the rows per person of the months before a boundary; shows what went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.purge_removal import Plan
    from flows.settings import Settings

COLUMNS = ("Mois", "Fichiers", "Dépôts (octets)", "Entrepôt (octets)")


def purge_command(*, before: str, workspace: Path, trial: bool, as_json: bool) -> None:
    """Purges every month before `before`; with `trial` shows what would go and writes nothing.

    Raises UsageError when `before` is to come; WorkspaceError when a deposit was not published as it is on disk, or when a run
    holds the workspace.
    """
    from contracts.failures import UsageError
    from flows.clock import now, today
    from flows.lock import exclusive
    from flows.private_files import private_files
    from flows.purge_removal import plan, purge
    from flows.settings import load_settings
    from flows.workspace_version import check_version

    settings = load_settings(workspace)
    check_version(settings.entrepot)
    if before > f"{today():%Y-%m}":
        raise UsageError(f"{before} est à venir : rien n'est purgé, donnez au plus le mois en cours.")
    if trial:
        planned = plan(settings, before)
    else:
        with private_files(), exclusive(settings.entrepot):
            planned = plan(settings, before)
            purge(settings, planned, f"{now():%Y-%m-%dT%H:%M:%SZ}")
    _show(settings, planned, trial, as_json)


def _show(settings: Settings, planned: Plan, trial: bool, as_json: bool) -> None:
    from flows.display import show_json, show_table, show_title
    from transforms.figures import whole

    counts = {month.mois: month.counts() for month in planned.months}
    files = sum(one["fichiers"] for one in counts.values())
    size = sum(one["octets"] + one["octets_entrepot"] for one in counts.values())
    warning = _too_recent(settings, planned.avant)
    if as_json:
        document: dict[str, Any] = {"avant": planned.avant, "essai": trial, "mois": counts, "fichiers": files, "octets": size}
        show_json(document | {"figes": planned.figes, "avertissement": warning})
        return
    if not counts:
        print(f"Rien à purger avant {planned.avant}.")
    else:
        show_title(f"Ce qui serait purgé avant {planned.avant}" if trial else f"Purgé avant {planned.avant}")
        rows = [(mois, *(whole(number) for number in one.values())) for mois, one in counts.items()]
        show_table(COLUMNS, rows, right=(1, 2, 3))
        freed = "seraient libérés ; rien n'est écrit" if trial else "libérés"
        print(f"{len(counts)} mois, {whole(files)} fichiers, {whole(size)} octets {freed}.")
        print("Les décisions, les chiffres publiés et le registre des dépôts sont gardés.")
        if planned.figes:
            print(f"Mois figés, qui ne seront plus recalculés : {', '.join(planned.figes)}.")
    if warning:
        print(f"Attention : {warning}")


def _too_recent(settings: Settings, avant: str) -> str | None:
    """A sentence when the next month to measure may read months that go."""
    from flows.purge_reach import READ_BACK
    from transforms.measures.months import shift

    measured = sorted(path.name for path in (settings.entrepot / "mesures").glob("*") if path.is_dir())
    if not measured or avant <= shift(measured[-1], 2 - READ_BACK):
        return None
    return (
        f"{shift(measured[-1], 1)}, prochain mois à mesurer, peut lire douze mois : ce qui est purgé y manquera comme un dépôt"
        " jamais reçu."
    )
