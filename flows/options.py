"""Options that several commands share, declared once so that they read and behave alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from contracts.vocabulary import INDICATEURS
from flows.french import speak_french

# Types name themselves (« fichier », « chemin ») when they are made: before any option is declared.
speak_french()

MONTH_FORM = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)
"""The programme began in 2020: another century is a slip, and a far one would be computed for ever."""

DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
AMOUNT_FORM = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)

PATH_OPTIONS = {
    "registre": ("--registre", "Registre du GRADeS : dossier de CSV ou classeur."),
    "depots": ("--depots", "Dossier des dépôts."),
    "finess": ("--chemin-finess", "Fichier FINESS, ou dossier qui le contient."),
    "entrepot": ("--entrepot", "Dossier où le logiciel garde les lignes lues."),
    "publication": ("--publication", "Dossier de la base publiée."),
    "retours": ("--retours", "Dossier des retours aux établissements."),
    "decisions": ("--decisions", "Dossier des décisions et de leurs preuves."),
    "rapports": ("--rapports", "Dossier des rapports."),
}
"""Setting → option that gives it another place, and its help. `--finess` names an establishment, hence `--chemin-finess`."""


class Month(click.ParamType):
    """A month written AAAA-MM."""

    name = "mois"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """`value` unchanged, or a usage error."""
        if not MONTH_FORM.fullmatch(value):
            self.fail(f"« {value} » n'est pas un mois ; écrivez AAAA-MM, par exemple 2026-06.", param, ctx)
        return value


class Day(click.ParamType):
    """A day written AAAA-MM-JJ; the command receives a date."""

    name = "jour"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error."""
        try:
            return date.fromisoformat(value if DAY_FORM.fullmatch(value) else "")
        except ValueError:
            self.fail(f"« {value} » n'est pas une date ; écrivez AAAA-MM-JJ, par exemple 2026-06-30.", param, ctx)


class Amount(click.ParamType):
    """Euros, cents at most; the command receives an exact decimal."""

    name = "montant"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """The amount, or a usage error."""
        text = re.sub(r"[ \u00a0\u202f]", "", value).replace(",", ".")
        if not AMOUNT_FORM.fullmatch(text):
            self.fail(f"« {value} » n'est pas un montant ; écrivez 12500,50.", param, ctx)
        return Decimal(text)


month_option = click.option(
    "--month",
    metavar="AAAA-MM",
    type=Month(),
    envvar="CIBLES_MONTH",
    help="Mois mesuré ; à défaut CIBLES_MONTH, sinon le dernier mois complet.",
)
workspace_option = click.option(
    "--workspace",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    default=".",
    envvar="CIBLES_WORKSPACE",
    help="Espace de travail ; à défaut CIBLES_WORKSPACE, sinon le dossier courant.",
)
projects_option = click.option("--project", "projects", metavar="ID", multiple=True, help="Seulement ce projet (répétable).")
finess_filter_option = click.option(
    "--finess", "finess", metavar="N", multiple=True, help="Seulement les projets de cet établissement (répétable)."
)
day_option = click.option("--date", "day", metavar="AAAA-MM-JJ", type=Day(), help="Jour demandé ; à défaut aujourd'hui.")
json_option = click.option("--json", "as_json", is_flag=True, help="Écrit un document JSON au lieu de tableaux.")
indicator_option = click.option(
    "--indicator", metavar="CODE", type=click.Choice(INDICATEURS), help=f"Indicateur : {', '.join(INDICATEURS)}."
)


def path_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add one option per path of the workspace; the command receives them by the name of the setting prefixed with `path_`."""
    for setting, (option, text) in reversed(PATH_OPTIONS.items()):
        command = click.option(option, f"path_{setting}", metavar="CHEMIN", help=f"{text}")(command)
    return command
