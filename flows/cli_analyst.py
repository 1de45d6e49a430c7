"""The command of whoever questions the published base. Its body is in `flows/commands/sql.py`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from flows.options import Month, json_option, workspace_option

FORMS = ("table", "csv", "json", "parquet")

VARIABLE = re.compile(r"([a-z][a-z0-9_]*)=(.*)", re.ASCII)


def _read_variables(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    read = {}
    for text in given:
        found = VARIABLE.fullmatch(text)
        if found is None:
            raise click.BadParameter(f"« {text} » n'est pas une variable ; écrivez par exemple manque=10.", ctx, param)
        read[found[1]] = found[2]
    return read


@click.command(
    epilog="Rien d'autre que la base ne peut être lu ni écrit par une requête. Les analyses sont montrées dans docs/analyses.md."
)
@click.argument("query", metavar="[REQUÊTE|FICHIER]", required=False)
@click.option("--analyse", "analysis", metavar="NOM", help="Une analyse toute prête, par son nom ou son numéro.")
@click.option("--liste", "listed", is_flag=True, help="Montre les analyses toutes prêtes et leurs questions.")
@click.option(
    "--month",
    metavar="AAAA-MM",
    type=Month(),
    help="Mois de l'analyse (variable « mois » d'une requête) ; sans elle, le dernier mois publié.",
)
@click.option(
    "--variable",
    "variables",
    metavar="NOM=VALEUR",
    multiple=True,
    callback=_read_variables,
    help="Valeur que la requête lit par getvariable('NOM') (répétable).",
)
@click.option("--format", "form", type=click.Choice(FORMS), help="Forme de la réponse ; à défaut celle du fichier, sinon table.")
@click.option(
    "--sortie",
    "out",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help="Écrit la réponse dans ce fichier, qui est nouveau.",
)
@click.option("--sans-bom", "no_bom", is_flag=True, help="CSV sans la marque qui fait lire l'UTF-8 à Excel.")
@click.option(
    "--secondes",
    "seconds",
    metavar="N",
    type=click.FloatRange(min=0, min_open=True, max=86400),
    default=60,
    show_default=True,
    help="Temps laissé à la requête.",
)
@workspace_option
@json_option
def sql(
    query: str | None,
    analysis: str | None,
    listed: bool,
    month: str | None,
    variables: dict[str, str],
    form: str | None,
    out: Path | None,
    no_bom: bool,
    seconds: float,
    workspace: Path,
    as_json: bool,
) -> None:
    """Interroge la base publiée en SQL, sans la changer.

    Sans argument, la requête est lue sur l'entrée standard. --analyse pose une question toute prête.
    """
    from flows.commands.sql import Asked, list_analyses, sql_command

    if as_json and form not in (None, "json"):
        raise click.UsageError("Donnez --json ou --format, pas les deux.")
    if listed:
        list_analyses(as_json or form == "json")
        return
    form = "json" if as_json else form
    sql_command(Asked(query, analysis, month, variables, form, out, not no_bom, seconds), workspace)
