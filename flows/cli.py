"""The command line: what each command takes, in French, and which exit code each failure gives. Bodies are in `flows/commands/`.

Nothing heavy is imported before a command runs: `cibles --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from contracts.failures import CiblesError
from flows.cli_analyst import sql
from flows.cli_decisions import COMMANDS as DECISION_COMMANDS
from flows.cli_senders import check, profile
from flows.options import (
    Month,
    day_option,
    finess_filter_option,
    indicator_option,
    json_option,
    month_option,
    path_options,
    projects_option,
    workspace_option,
)
from flows.unexpected import debugging, explained

INTERRUPTED = 130


class Commands(click.Group):
    """The commands, listed in the order in which they are declared."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in order of declaration."""
        return list(self.commands)


@click.group(
    cls=Commands,
    subcommand_metavar="COMMANDE [OPTIONS]...",
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
)
@click.version_option(package_name="cibles", prog_name="cibles")
def cibles() -> None:
    """Mesure chaque mois les cibles d'usage des appels à projets ESMS numérique.

    Décide du versement du solde de chaque projet, preuves à l'appui.
    """


@cibles.command(epilog="Un chemin relatif est pris depuis l'espace de travail.")
@month_option
@workspace_option
@projects_option
@finess_filter_option
@click.option("--strict", is_flag=True, help="Sort avec 20 si un dépôt est refusé, 21 si une décision est à instruire.")
@click.option("--prefect", is_flag=True, help="Enregistre le passage dans Prefect (embarqué sans PREFECT_API_URL).")
@json_option
@path_options
def run(
    month: str | None,
    workspace: Path,
    projects: tuple[str, ...],
    finess: tuple[str, ...],
    strict: bool,
    prefect: bool,
    as_json: bool,
    **paths: str | None,
) -> int:
    """Lit les dépôts d'un mois, mesure, décide et publie."""
    from flows.commands.run import run_command
    from flows.request import RunRequest

    overrides = {name.removeprefix("path_"): value for name, value in paths.items() if value is not None}
    return run_command(RunRequest(workspace, month, projects, finess, overrides), strict=strict, prefect=prefect, as_json=as_json)


@cibles.command()
@month_option
@workspace_option
@projects_option
@json_option
def decide(month: str | None, workspace: Path, projects: tuple[str, ...], as_json: bool) -> None:
    """Montre les décisions d'un mois et ce qui les fonde."""
    from flows.commands.decide import decide_command

    decide_command(month=month or _last_month(), workspace=workspace, projects=projects, as_json=as_json)


@cibles.command()
@month_option
@click.option("--finess", metavar="N", help="Établissement, par son numéro FINESS.")
@indicator_option
@click.option("--project", metavar="ID", help="Projet, si l'établissement en a plusieurs ; seul, ses montants sont expliqués.")
@workspace_option
@json_option
def explain(
    month: str | None, finess: str | None, indicator: str | None, project: str | None, workspace: Path, as_json: bool
) -> None:
    """Remonte d'un taux aux dossiers qui manquent, ou d'un montant à ce qui le fait.

    Chaque dossier est nommé par le fichier et la ligne du dépôt, avec la raison. Avec --project seul, les montants de la
    décision : parts, comptes, dossiers, fichiers, phrases du texte.
    """
    if finess is None and indicator is None and project is not None:
        from flows.commands.explain_amounts import explain_amounts_command

        explain_amounts_command(month=month or _last_month(), project=project, workspace=workspace, as_json=as_json)
        return
    if finess is None or indicator is None:
        raise click.UsageError("Donnez --finess et --indicator pour un taux, ou --project seul pour les montants d'une décision.")
    from flows.commands.explain import explain_command

    explain_command(
        month=month or _last_month(), finess=finess, indicator=indicator, project=project, workspace=workspace, as_json=as_json
    )


for command in (*DECISION_COMMANDS, check, profile, sql):
    cibles.add_command(command)


@cibles.command()
@click.argument("name", metavar="[TEXTE|AVENANT]", required=False)
@day_option
@json_option
def texts(name: str | None, day: date | None, as_json: bool) -> None:
    """Montre les textes en vigueur et leurs sources.

    Pour un texte donné, chaque règle et la phrase dont elle vient. Un avenant est montré par ce qu'il changerait, avant et
    après : il n'est appliqué que si l'espace de travail le choisit.
    """
    from flows.commands.texts import texts_command

    texts_command(name, day=day, as_json=as_json)


@cibles.command()
@click.argument("dest", metavar="DOSSIER", type=click.Path(path_type=Path))
@click.option("--seed", metavar="N", type=int, default=2026, show_default=True, help="Graine : la même donne les mêmes données.")
@click.option("--essms", metavar="N", type=int, help="Nombre d'établissements ; sans elle, l'échantillon du logiciel.")
@click.option("--months", metavar="N", type=int, default=6, show_default=True, help="Nombre de mois de dépôts, avec --essms.")
@click.option(
    "--layout",
    type=click.Choice(("petits", "gros")),
    default="petits",
    show_default=True,
    help="Un dossier par établissement et par mois, ou quelques gros fichiers par mois, avec --essms.",
)
@click.option(
    "--events", metavar="N", type=int, default=30, show_default=True, help="Événements par dossier et par mois, avec --essms."
)
@click.option("--force", is_flag=True, help="Remplace les entrées qui sont déjà dans le dossier.")
def synth(dest: Path, seed: int, essms: int | None, months: int, layout: str, events: int, force: bool) -> None:
    """Écrit un espace de travail inventé.

    Sans --essms, l'échantillon ; avec --essms, une région de la taille voulue, écrite au fil de l'eau.
    """
    from flows.commands.synth import RegionAsked, synth_command

    region = None if essms is None else RegionAsked(essms, months, events, layout)
    synth_command(dest, region, seed, force)


@cibles.command()
@workspace_option
@click.option("--cron", metavar="CRON", default="0 6 5 * *", show_default=True, help="Quand passer, à l'heure de Paris.")
@click.option("--strict", is_flag=True, help="Marque en échec un passage dont un dépôt est refusé ou une décision à instruire.")
def serve(workspace: Path, cron: str, strict: bool) -> None:
    """Fait le passage de chaque mois à date fixe.

    Demande un serveur Prefect (PREFECT_API_URL) et tourne jusqu'à Ctrl-C ; mesure le dernier mois complet, et
    surveille chaque jour les mois en retard.
    """
    from flows.commands.serve import serve_command

    serve_command(workspace, cron, strict)


@cibles.command(epilog="Ce qui est gardé : décisions, chiffres publiés, registre des dépôts. Un mois figé n'est plus recalculé.")
@click.option("--before", metavar="AAAA-MM", type=Month(), required=True, help="Premier mois gardé : ceux d'avant sont purgés.")
@workspace_option
@click.option("--essai", "trial", is_flag=True, help="Montre ce qui serait supprimé, sans rien écrire.")
@json_option
def purge(before: str, workspace: Path, trial: bool, as_json: bool) -> None:
    """Supprime les dépôts et les lignes par personne des mois anciens.

    Un mois dont un dépôt n'a pas été publié tel quel arrête la purge : rien n'est supprimé.
    """
    from flows.commands.purge import purge_command

    purge_command(before=before, workspace=workspace, trial=trial, as_json=as_json)


@cibles.command(
    epilog="Les fichiers sont comparés par chemin et par taille ; un passage seul voit un contenu changé de même taille."
)
@workspace_option
@click.option("--strict", is_flag=True, help="Sort avec 22 si un mois est en retard.")
@json_option
def status(workspace: Path, strict: bool, as_json: bool) -> int:
    """Dit où en est chaque mois : publié, en attente, en retard."""
    from flows.commands.status import status_command

    return status_command(workspace=workspace, strict=strict, as_json=as_json)


def main(args: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Failures become one French line on stderr, never a traceback unless CIBLES_DEBUG=1."""
    try:
        code = _run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has left (`| head`); Python would complain again when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(args: Sequence[str] | None) -> int:
    try:
        result = cibles.main(args, prog_name="cibles", standalone_mode=False)
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CiblesError as error:
        return _told(error)
    except BrokenPipeError:
        raise
    except Exception as error:
        if debugging():
            raise
        return _told(explained(error))
    return result if isinstance(result, int) else 0


def _told(error: CiblesError) -> int:
    """Say the failure on stderr; its exit code."""
    click.echo(f"Erreur : {error}", err=True)
    return error.exit_code


def _last_month() -> str:
    """The month measured when none is given."""
    from flows.clock import last_complete_month, today

    return last_complete_month(today())


if __name__ == "__main__":
    sys.exit(main())
