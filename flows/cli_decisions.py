"""Commands about decisions once written: what people did with them, their story, their proof, what would change them.

Bodies are in `flows/commands/`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from contracts.vocabulary import ACTES
from flows.options import Amount, Day, Month, json_option, month_option, workspace_option

_PROJECT = {"metavar": "PROJET"}


@click.command(epilog="Un acte ne se modifie pas et ne se retire pas : ajoutez-en un autre.")
@click.argument("project", **_PROJECT)
@click.argument("act", metavar="ACTE", type=click.Choice(ACTES))
@click.option("--decision", "decision_id", metavar="ID", help="Décision concernée ; à défaut la dernière du projet.")
@click.option("--amount", metavar="EUROS", type=Amount(), help="Montant versé ; à défaut ce que la décision libère encore.")
@click.option("--date", "day", metavar="AAAA-MM-JJ", type=Day(), help="Jour de l'acte ; à défaut aujourd'hui.")
@click.option("--author", metavar="QUI", help="Service ou fonction de qui a agi.")
@click.option("--reason", metavar="MOTIF", help="Motif ; pour un arbitrage, le motif de la décision qu'il lève.")
@click.option("--reference", metavar="RÉFÉRENCE", help="Référence du courrier, du mandat…")
@workspace_option
def act(
    project: str,
    act: str,
    decision_id: str | None,
    amount: Decimal | None,
    day: date | None,
    author: str | None,
    reason: str | None,
    reference: str | None,
    workspace: Path,
) -> None:
    """Ajoute au registre ce que des personnes ont fait d'une décision.

    signee, refusee, versee, ou arbitrage qui lève un motif d'instruction. Le prochain passage en tient compte.
    """
    from flows.commands.act import act_command

    act_command(
        project=project,
        act=act,
        decision_id=decision_id,
        amount=amount,
        day=day,
        author=author,
        reason=reason,
        reference=reference,
        workspace=workspace,
    )


@click.command()
@click.argument("project", **_PROJECT)
@workspace_option
@json_option
def history(project: str, workspace: Path, as_json: bool) -> None:
    """Raconte un projet : décisions, versions et leurs causes, actes."""
    from flows.commands.history import history_command

    history_command(project=project, workspace=workspace, as_json=as_json)


@click.command(epilog="Sort avec 23 si quelque chose diffère. Rien n'est écrit.")
@click.argument("files", metavar="[DECISION.json]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@workspace_option
@json_option
def verify(files: tuple[Path, ...], workspace: Path, as_json: bool) -> int:
    """Refait une décision depuis les entrées, et dit ce qui diffère.

    Ni la base ni l'entrepôt ne servent : le fichier de la décision, les entrées de l'espace et le logiciel suffisent. Sans
    fichier, vérifie la chaîne des réceptions, des actes et des décisions de l'espace.
    """
    from flows.commands.verify import verify_command

    return verify_command(files=files, workspace=workspace, as_json=as_json)


@click.command()
@click.argument("project", **_PROJECT)
@month_option
@click.option("--output", metavar="FICHIER.zip", type=click.Path(path_type=Path), help="À défaut preuves-PROJET-MOIS.zip, ici.")
@workspace_option
def evidence(project: str, month: str | None, output: Path | None, workspace: Path) -> None:
    """Rassemble les preuves d'une décision pour un auditeur.

    Une archive : comptes par dossier (sous pseudonyme), empreintes des entrées, lignes des registres, actes, décision, et de quoi
    les contrôler avec des outils publics seulement.
    """
    from flows.commands.evidence import evidence_command

    evidence_command(project=project, month=month, output=output, workspace=workspace)


@click.command(epilog="Rien n'est écrit. Sans hypothèse, montre le chemin le plus court vers le solde et les euros en jeu.")
@click.argument("project", **_PROJECT)
@month_option
@click.option("--target", "targets", metavar="INDICATEUR=CIBLE", multiple=True, help="Autre cible : 0,80 ou 80 %, ou un nombre.")
@click.option("--reading", metavar="LECTURE", help="Autre lecture admissible du texte.")
@click.option(
    "--found", metavar="FINESS:INDICATEUR=N", multiple=True, help="N dossiers manquants retrouvés (N messages, N envois…)."
)
@click.option("--without", "leaving", metavar="FINESS", multiple=True, help="Établissement qui quitte le projet.")
@click.option("--until", metavar="AAAA-MM", type=Month(), help="Mois suivant : la même décision, mesurée ce mois-là.")
@workspace_option
@json_option
def simulate(
    project: str,
    month: str | None,
    targets: tuple[str, ...],
    reading: str | None,
    found: tuple[str, ...],
    leaving: tuple[str, ...],
    until: str | None,
    workspace: Path,
    as_json: bool,
) -> None:
    """Dit ce que des hypothèses changeraient à une décision.

    En dossiers et en euros, établissement par établissement.
    """
    from flows.commands.simulate import simulate_command

    simulate_command(
        project=project,
        month=month,
        targets=targets,
        reading=reading,
        found=found,
        leaving=leaving,
        until=until,
        workspace=workspace,
        as_json=as_json,
    )


COMMANDS = (act, history, verify, evidence, simulate)
"""In the order in which help lists them."""
