"""The hypotheses of `cibles simulate` as they are typed, read against a project. Every refusal says what would be accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from contracts.failures import UsageError
from contracts.finess import normalise_finess
from contracts.rulebook import Rulebook, Target
from transforms.figures import whole
from transforms.measures.readings import DEFAULT, admits
from transforms.simulation.found import ACTIVE, Cell, Found
from transforms.simulation.situation import Situation
from transforms.simulation.way import MOST

_NUMBER = re.compile(r"(?P<value>[0-9]{1,9}(?:[.,][0-9]{1,4})?)(?P<percent>%?)", re.ASCII)
_FOUND = re.compile(r"(?P<finess>[^:=]+):(?P<indicateur>[^:=]+)=(?P<number>[0-9]{1,9})", re.ASCII)
_BLANKS = re.compile(r"[ \u00a0\u202f]")


def targets(texts: Iterable[str], texte: Rulebook) -> dict[str, Target]:
    """Other targets, by indicator, from `INDICATEUR=CIBLE`: a share (0,80 or 80 %) for a rate, a number for a count."""
    known = {rule.indicateur: rule.cible for rule in texte.indicateurs if rule.cible is not None}
    found: dict[str, Target] = {}
    for text in texts:
        name, equal, value = text.partition("=")
        indicateur = name.strip()
        if not equal:
            raise UsageError(f"--target {text} : écrivez INDICATEUR=CIBLE, par exemple dossiers_actifs=80 %.")
        if indicateur not in known:
            raise UsageError(
                f"--target {text} : « {indicateur} » n'a pas de cible dans ce projet ; en ont une : {', '.join(known)}."
            )
        if indicateur in found:
            raise UsageError(f"--target : {indicateur} est donné deux fois ; gardez une seule cible par indicateur.")
        old = known[indicateur]
        found[indicateur] = Target(old.unite, _value(text, value, old.unite), old.source)
    return found


def _value(text: str, value: str, unite: str) -> Decimal:
    said = _NUMBER.fullmatch(_BLANKS.sub("", value))
    number = Decimal(said["value"].replace(",", ".")) if said else Decimal(0)
    if unite == "nombre":
        if not number or (said and said["percent"]):
            raise UsageError(f"--target {text} : la cible est un nombre plus grand que zéro, par exemple 120.")
        return number
    share = number / 100 if said and said["percent"] else number
    # 80 for 80 % would ask eighty times the denominator: without the sign, a share is at most 1.
    if not share or (said and not said["percent"] and share > 1):
        raise UsageError(f"--target {text} : la cible est une part, par exemple 0,80 ou 80 %.")
    return share


def reading(code: str, texte: Rulebook) -> str:
    """Another reading, which the text must admit."""
    if not admits(texte, code):
        known = dict.fromkeys([DEFAULT, texte.portee, *(item.code for item in texte.lectures)])
        raise UsageError(f"--reading {code} : le texte n'admet pas cette lecture ; choisissez parmi {', '.join(known)}.")
    return code


def leaving(texts: Iterable[str]) -> frozenset[str]:
    """Establishments that leave, as FINESS writes their numbers."""
    return frozenset(normalise_finess(text) for text in texts)


def found(texts: Iterable[str], situation: Situation) -> Found:
    """What is found, from `FINESS:INDICATEUR=N`: never more than is missing."""
    read: dict[Cell, int] = {}
    rows = situation.result.rows
    for text in texts:
        said = _FOUND.fullmatch(text.strip())
        if said is None or not int(said["number"]):
            raise UsageError(f"--found {text} : écrivez FINESS:INDICATEUR=N, par exemple 970190013:dossiers_actifs=3.")
        cell = normalise_finess(said["finess"]), said["indicateur"].strip()
        if cell not in rows:
            numbers = dict.fromkeys(finess_et for finess_et, _ in rows)
            wrong = cell[1] if cell[0] in numbers else cell[0]
            known = [name for number, name in rows if number == cell[0]] or list(numbers)
            raise UsageError(
                f"--found {text} : « {wrong} » n'est pas mesuré dans ce projet ; choisissez parmi {', '.join(known)}."
            )
        if cell in read:
            raise UsageError(f"--found : {cell[0]}:{cell[1]} est donné deux fois ; additionnez-les.")
        read[cell] = int(said["number"])
    _refuse_too_many(read, situation)
    return read


def _refuse_too_many(read: Found, situation: Situation) -> None:
    """The base first: dossiers found up to date make room for what may be missing in them."""
    base = {cell: number for cell, number in read.items() if cell[1] == ACTIVE}
    _refuse_beyond(base, situation)
    _refuse_beyond({cell: number for cell, number in read.items() if cell[1] != ACTIVE}, situation.found(base))


def _refuse_beyond(read: Found, situation: Situation) -> None:
    for cell, number in read.items():
        missing = situation.missing(cell)
        most = MOST if missing is None else missing
        if number <= most:
            continue
        if not most:
            motif = situation.row(cell).measure.motif
            why = f" (verdict indeterminee, {motif})" if motif else ""
            raise UsageError(
                f"--found {cell[0]}:{cell[1]}={number} : il n'y manque aucun dossier{why} ; retirez cette hypothèse."
            )
        raise UsageError(
            f"--found {cell[0]}:{cell[1]}={number} : il n'en manque que {whole(most)} ; donnez un nombre de 1 à {whole(most)}."
        )
