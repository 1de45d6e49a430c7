"""Commands of whoever sends files: `check` before sending, `profile` for a form never seen. Bodies are in `flows/commands/`."""

from __future__ import annotations

from pathlib import Path

import click

from flows.options import Month, json_option

_WORKSPACE = {"metavar": "DOSSIER", "type": click.Path(path_type=Path), "envvar": "CIBLES_WORKSPACE"}
"""These commands need no workspace; one that is given is only read."""


@click.command(epilog="Le verdict est celui qu'aurait un dépôt reçu pour la première fois. Rien n'est écrit.")
@click.argument("files", metavar="FICHIER...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--month", metavar="AAAA-MM", type=Month(), help="Mois du dépôt ; à défaut celui du dossier, sinon le dernier complet."
)
@click.option("--finess", metavar="N", help="Établissement dont ce serait le dossier.")
@click.option(
    "--workspace",
    **_WORKSPACE,
    help="Espace dont le registre, le fichier FINESS, les dialectes et les boîtes servent ; à défaut CIBLES_WORKSPACE.",
)
@click.option("--dialect", "dialecte", metavar="NOM", help="Seul dialecte essayé : son nom, ou son fichier .toml.")
@click.option("--strict", is_flag=True, help="Sort avec 20 si un fichier est refusé en entier, ou dans toutes ses lignes.")
@json_option
def check(
    files: tuple[Path, ...],
    month: str | None,
    finess: str | None,
    workspace: Path | None,
    dialecte: str | None,
    strict: bool,
    as_json: bool,
) -> int:
    """Dit ce que deviendraient des fichiers déposés, avant l'envoi.

    Pour chacun, sa forme, ce qui en est lu et ce qui serait refusé, cause par cause, avec les lignes et le remède. Plusieurs
    fichiers sont jugés ensemble, et un dossier vaut pour ceux qu'il contient. Un couverture.csv placé à côté compte.
    """
    from flows.commands.check import check_command

    return check_command(
        files=files, month=month, finess=finess, workspace=workspace, dialecte=dialecte, strict=strict, as_json=as_json
    )


@click.command(epilog="Aucune valeur du fichier n'est montrée : les lettres deviennent x ou X, les chiffres 9.")
@click.argument("file", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", metavar="DIALECTE.toml", type=click.Path(path_type=Path), help="Écrit un brouillon de dialecte.")
@click.option(
    "--workspace",
    **_WORKSPACE,
    help="Espace dont les dialectes comptent parmi ceux qui sont connus ; à défaut CIBLES_WORKSPACE.",
)
@json_option
def profile(file: Path, output: Path | None, workspace: Path | None, as_json: bool) -> None:
    """Étudie un fichier reçu : dialecte le plus proche, ou brouillon.

    Encodage, séparateur, en-tête, colonnes devinées avec leur certitude. Le brouillon se relit, se corrige et se place dans
    le dossier dialectes/ de l'espace de travail.
    """
    from flows.commands.profile import profile_command

    profile_command(file=file, output=output, workspace=workspace, as_json=as_json)
