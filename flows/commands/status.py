"""`cibles status`: one line per month, then what waits for someone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.run_log import PastRun
    from flows.status import MonthStatus, Status

COLUMNS = ("Mois", "État", "Décidé le", "Décisions", "Fichiers", "Refusés", "Sans dépôt", "À relire")


def status_command(*, workspace: Path, strict: bool, as_json: bool) -> int:
    """Shows where each month stands; the exit code: 22 when `strict` and a month is late, else 0."""
    from contracts.failures import LATE_EXIT
    from flows.clock import today
    from flows.display import show_json
    from flows.settings import load_settings
    from flows.status import workspace_status

    settings = load_settings(workspace)
    status = workspace_status(settings, today())
    if as_json:
        show_json(_document(status))
    else:
        _show(status, settings.alerte_jour, workspace)
    return LATE_EXIT if strict and status.late else 0


def _document(status: Status) -> dict[str, Any]:
    run = status.last_run
    return {
        "publiee_le": status.publiee_le,
        "en_retard": status.late,
        "mois": [asdict(month) | {"a_relire": month.waiting} for month in status.months],
        "hors_mois": status.hors_mois,
        "dernier_passage": run and asdict(run) | {"path": run.path.name},
        "purge_avant": status.purged_before,
        "purge_interrompue": status.purge_interrupted,
    }


def _show(status: Status, alert_day: int, workspace: Path) -> None:
    from flows.display import show_table, show_title

    print(f"Base publiée le {_instant(status.publiee_le)}." if status.publiee_le else "Rien n'est publié.")
    if status.last_run:
        print(f"Dernier passage : {_run(status.last_run)}.")
    if status.months:
        show_title("Mois")
        show_table(COLUMNS, [_row(month) for month in status.months], right=(4, 5, 6, 7))
    waiting = _late(status.late, alert_day, workspace)
    waiting += [sentence for month in status.months for sentence in _sentences(month, workspace)]
    waiting += _others(status)
    if waiting:
        show_title("À faire")
        print("\n".join(f"- {sentence}" for sentence in waiting))


def _row(month: MonthStatus) -> tuple[str, ...]:
    from contracts.words import DECISIONS
    from transforms.figures import UNKNOWN, whole

    decisions = ", ".join(f"{words} {month.decisions[code]}" for code, words in DECISIONS.items() if code in month.decisions)
    silent = UNKNOWN if month.sans_depot is None else whole(month.sans_depot)
    day = f"{month.decide_le:%Y-%m-%d}" if month.decide_le else UNKNOWN
    numbers = (whole(month.fichiers), whole(month.refuses), silent, whole(month.waiting))
    return (month.mois, _state(month), day, decisions or UNKNOWN, *numbers)


def _state(month: MonthStatus) -> str:
    if month.en_retard:
        return "en retard"
    if month.publie:
        return "publié, purgé" if month.purge else "publié"
    return "purgé" if month.purge else "mesuré, non publié" if month.mesure else "non mesuré"


def _late(months: list[str], alert_day: int, workspace: Path) -> list[str]:
    from flows.next_steps import command_line

    if not months:
        return []
    first = "Commencez par" if len(months) > 1 else "Lancez"
    command = command_line(workspace, f"run --month {months[0]}")
    return [f"En retard (attendu le {alert_day} du mois suivant) : {', '.join(months)}. {first} {command}"]


def _sentences(month: MonthStatus, workspace: Path) -> list[str]:
    from flows.next_steps import command_line

    kinds = {
        "nouveaux": month.nouveaux,
        "de taille changée": month.modifies,
        "retirés": month.disparus,
        "lus après la mesure": month.recus_depuis,
    }
    said = ", ".join(f"{count} {words}" for words, count in kinds.items() if count)
    if said and month.mesure and not month.purge:
        return [f"{month.mois} est à relire ({said}) : lancez {command_line(workspace, f'run --month {month.mois}')}"]
    if said and month.purge:
        return [f"{month.mois} est purgé et a des fichiers ({said}) : retirez-les, ils sont refusés."]
    return [f"{month.mois} a des dépôts qui attendent un passage ({said})."] if said and not month.en_retard else []


def _others(status: Status) -> list[str]:
    sentences = []
    if status.hors_mois:
        sentences.append(f"{status.hors_mois} fichier(s) ne sont dans aucun dossier de mois : déplacez-les dans depots/AAAA-MM/.")
    if status.purge_interrupted:
        sentences.append(f"Une purge a été interrompue : terminez-la par cibles purge --before {status.purge_interrupted}.")
    if status.last_run and status.last_run.code:
        sentences.append(f"Le dernier passage a échoué (code {status.last_run.code}) : lisez {status.last_run.path.name}.")
    return sentences


def _run(run: PastRun) -> str:
    end = f"terminé le {_instant(run.fin)}, code {run.code}" if run.fin else "sans fin connue : en cours, ou tué"
    return f"{run.mois}, commencé le {_instant(run.debut)}, {end}"


def _instant(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d à %H:%M} (temps universel)" if instant else ""
