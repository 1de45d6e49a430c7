"""Settings of a workspace: `cibles.toml`, then `CIBLES_…` variables, then command options, the later winning.

The month asked and the pseudonym key are not settings: see `flows/clock.py` and `flows/pseudonym_key.py`.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from contracts.failures import WorkspaceError
from transforms.dialects.limits import Limits

SETTINGS_FILE = "cibles.toml"
ENV_PREFIX = "CIBLES_"
PATHS = ("registre", "depots", "finess", "dialectes", "boites", "entrepot", "publication", "retours", "decisions", "rapports")
"""Settings that are places; each is by default the folder of that name in the workspace."""

MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """Everything a run needs to know about its workspace; made by `load_settings`, which makes paths absolute."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    workspace: Path
    registre: Path = Path("registre")
    depots: Path = Path("depots")
    finess: Path = Path("finess")
    dialectes: Path = Path("dialectes")
    """Dialects of the workspace, besides those of the product; the folder may be absent."""
    boites: Path = Path("boites")
    """Dated extractions of the directory of MSSanté mailboxes; the folder may be absent."""
    entrepot: Path = Path("entrepot")
    publication: Path = Path("publication")
    retours: Path = Path("retours")
    decisions: Path = Path("decisions")
    rapports: Path = Path("rapports")
    nom: str | None = None
    """Name of the region, shown in titles."""
    lectures: dict[str, str] = {}
    """Reading (`lecture`) that the ARS chose, per `texte_id`."""
    avenants: dict[str, bool | date] = {}
    """Amendments (`avenant_id`) that the ARS applies: true from their own day of effect, or from the date given."""
    memoire: Annotated[str, Field(pattern=r"^[1-9]\d*(\.\d+)?(MB|GB|MiB|GiB)$")] = "1GB"
    """Memory that DuckDB may use before it spills to disk."""
    lot_octets: Annotated[int, Field(gt=0)] = 64 * MEBIBYTE
    """Bytes of deposits read together."""
    processus: Annotated[int, Field(gt=0)] | None = None
    """Processes that read deposits at the same time; by default, as many as the machine has cores."""
    fichier_octets_max: Annotated[int, Field(gt=0)] = 4096 * MEBIBYTE
    """A larger file is refused without being read."""
    limites: Limits = Limits()
    """How much of a file in a dialect is read."""
    alerte_jour: Annotated[int, Field(ge=1, le=28)] = 10
    """Day of the following month from which a month that is not published is late."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        **_: Any,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order of precedence, strongest first: options, environment, file."""
        given: dict[str, Any] = init_settings.init_kwargs  # type: ignore[attr-defined]
        return init_settings, env_settings, InitSettingsSource(settings_cls, _read_file(given["workspace"]))


def load_settings(workspace: Path, **overrides: str) -> Settings:
    """Settings of `workspace`; `overrides` are those given as command options (setting → text).

    Raises WorkspaceError, naming the place and the key, when the folder is missing or a setting is unknown or malformed.
    """
    require_workspace(workspace)
    try:
        settings = Settings(workspace=workspace.resolve(), **overrides)
    except ValidationError as error:
        first = error.errors()[0]
        raise WorkspaceError(_sentence(workspace, str(first["loc"][0]), first["type"], overrides)) from None
    except SettingsError as error:
        name = next(name for name in JSON_SETTINGS if f'"{name}"' in str(error))
        raise WorkspaceError(
            f"{ENV_PREFIX}{name.upper()} n'est pas lisible ; écrivez un objet JSON comme {JSON_SETTINGS[name]}."
        ) from None
    places = {name: settings.workspace / getattr(settings, name).expanduser() for name in PATHS}
    return settings.model_copy(update=places)


def require_workspace(workspace: Path) -> None:
    """Raise WorkspaceError unless `workspace` is a folder."""
    if not workspace.is_dir():
        raise WorkspaceError(f"L'espace de travail {workspace} n'est pas un dossier ; indiquez-le avec --workspace.")


def _read_file(workspace: Path) -> dict[str, Any]:
    """What `cibles.toml` says; nothing when there is no such file."""
    path = workspace / SETTINGS_FILE
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise WorkspaceError(f"{path} n'est pas en UTF-8 ; enregistrez-le dans cet encodage.") from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f" (ligne {line[1]})" if line else ""
        raise WorkspaceError(
            f"{path}{where} n'est pas du TOML valable : vérifiez les guillemets, les crochets et le signe « = »."
        ) from None
    if "workspace" in values:
        raise WorkspaceError(f"{path} : la clé « workspace » est inconnue ; l'espace est le dossier qui contient ce fichier.")
    return values


def _sentence(workspace: Path, key: str, kind: str, overrides: dict[str, str]) -> str:
    """French sentence for one invalid setting: where it was given, which key, what is expected."""
    place = _place(workspace, key, overrides)
    if kind == "extra_forbidden":
        known = ", ".join(sorted(set(Settings.model_fields) - {"workspace"}))
        return f"{place} : la clé « {key} » est inconnue ; clés admises : {known}."
    return f"{place} : la valeur de « {key} » ne convient pas ; il faut {EXPECTED.get(key, 'un texte')}."


def _place(workspace: Path, key: str, overrides: dict[str, str]) -> str:
    """Where the value of `key` came from, by order of precedence."""
    if key in overrides:
        return "Options de la commande"
    if any(name.upper() == f"{ENV_PREFIX}{key}".upper() and value for name, value in os.environ.items()):
        return f"Variable {ENV_PREFIX}{key.upper()}"
    return str(workspace / SETTINGS_FILE)


JSON_SETTINGS = {
    "lectures": '{"<texte_id>": "<lecture>"}',
    "avenants": '{"<avenant_id>": true}',
    "limites": '{"colonnes": 1000}',
}
"""Settings that a variable gives as JSON, and an example."""

EXPECTED = {
    **dict.fromkeys(PATHS, "le chemin d'un dossier ou d'un fichier"),
    "lectures": 'une table [lectures] de lignes « "<texte_id>" = "<lecture>" »',
    "avenants": 'une table [avenants] de lignes « "<avenant_id>" = true », ou d\'une date AAAA-MM-JJ',
    "limites": "une table [limites] de nombres entiers supérieurs à zéro, parmi "
    + ", ".join(limit.name for limit in fields(Limits)),
    "memoire": "une taille comme 800MB ou 2GB",
    "processus": "un nombre entier supérieur à zéro",
    "lot_octets": "un nombre entier d'octets supérieur à zéro",
    "fichier_octets_max": "un nombre entier d'octets supérieur à zéro",
    "alerte_jour": "un jour du mois, de 1 à 28",
}
