"""The kinds of value a rulebook file holds (text, share, months, codes), each with its bounds and what is said when it is wrong.

The tables made of them are in `rulebook_form` and the modules it names.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from contracts.vocabulary import CHAMPS, INDICATEURS

LECTURES: tuple[str, ...] = (
    "annuelle",
    "douze_mois",
    "presents",
    "enpause",
    "imports",
    "ensemble",
    "chaque_essms",
    "chaque_fin_de_mois",
    "duree_projet",
    "declaratif",
)
"""Readings the measures know, besides `fenetre_N` (N a length the text admits)."""

WINDOW_READING = re.compile(r"fenetre_([1-9][0-9]?)")
"""`fenetre_N`: the window is N months."""

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_CATEGORY = re.compile(r"[0-9]{3}")
_RANK = re.compile(r"[1-9][0-9]{0,8}")


def fault(what: str, mend: str, **more: object) -> PydanticCustomError:
    """A fault in the terms of the file.

    In `more`: `admitted`, the words that would have been right instead of `word`; `key`, what to add to the path of the fault.
    """
    return PydanticCustomError("regle", "regle", {"what": what, "mend": mend, **more})


def _folded(text: str) -> str:
    """Text on one line: how lines are broken in the file says nothing."""
    folded = " ".join(text.split())
    if not folded:
        raise fault("le texte est vide", "écrivez-le")
    return folded


def _decimal(value: Any) -> Any:
    """An exact number: a TOML integer or float (already a Decimal), or a text of digits with a point."""
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Decimal(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    raise fault("ce n'est pas un nombre exact", 'écrivez un nombre avec un point, par exemple "0.90"')


def check_share(value: Decimal) -> Decimal:
    """The value, if it is in ]0, 1]; PydanticCustomError otherwise."""
    if not 0 < value <= 1:
        raise fault("une part est plus grande que 0 et au plus 1", 'écrivez par exemple "0.90" pour 90 %')
    return value


def _months(value: int) -> int:
    if value < 1:
        raise fault("la durée est inférieure à un mois", "écrivez un nombre entier de mois, 1 au moins")
    return value


def _count(value: int) -> int:
    if value < 1:
        raise fault("le nombre est inférieur à 1", "écrivez un nombre entier, 1 au moins")
    return value


def _not_negative(value: int) -> int:
    if value < 0:
        raise fault("le nombre est négatif", "écrivez un nombre entier, 0 au moins")
    return value


def _euros(value: Decimal) -> Decimal:
    """An amount people can pay: `7e3` and `7000` are the same, `0.005` is none."""
    if value < 0:
        raise fault("le montant est négatif", "écrivez un montant en euros, 0 au moins")
    if int(value.as_tuple().exponent) < -2:
        raise fault("le montant a plus de deux décimales", 'écrivez des euros et des centimes, par exemple "7000.50"')
    return value


def _rank(value: str) -> str:
    if not _RANK.fullmatch(value):
        raise fault("ce n'est pas un rang", "écrivez le rang du premier ESSMS du palier en chiffres, par exemple 1 ou 50")
    return value


def _code(value: str) -> str:
    if not _CODE.fullmatch(value):
        raise fault("le code n'est pas admis", "écrivez-le en minuscules sans accent, chiffres et « _ » admis après une lettre")
    return value


def _indicator(value: str) -> str:
    if value not in INDICATEURS:
        raise fault("indicateur inconnu", "", admitted=INDICATEURS, word=value)
    return value


def _reading(value: str) -> str:
    if value not in LECTURES and not WINDOW_READING.fullmatch(value):
        raise fault("lecture inconnue", "", admitted=(*LECTURES, "fenetre_3"), word=value)
    return value


def _category(value: str) -> str:
    if not _CATEGORY.fullmatch(value):
        raise fault("ce n'est pas une catégorie FINESS", 'écrivez ses trois chiffres entre guillemets, par exemple "340"')
    return value


def _champ(value: str) -> str:
    if value not in CHAMPS:
        raise fault("champ d'activité inconnu", "", admitted=CHAMPS, word=value)
    return value


def _filled(values: list[Any]) -> list[Any]:
    if not values:
        raise fault("la liste est vide", "donnez au moins un élément")
    return values


def _each_once(values: list[Any]) -> list[Any]:
    repeated = [value for value, count in Counter(values).items() if count > 1]
    if repeated:
        raise fault(f"« {repeated[0]} » y figure plusieurs fois", "gardez-en un")
    return values


Text = Annotated[str, AfterValidator(_folded)]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
Share = Annotated[Decimal, BeforeValidator(_decimal), AfterValidator(check_share)]
Euros = Annotated[Decimal, BeforeValidator(_decimal), AfterValidator(_euros)]
Months = Annotated[int, AfterValidator(_months)]
Count = Annotated[int, AfterValidator(_count)]
CountOrZero = Annotated[int, AfterValidator(_not_negative)]
Code = Annotated[str, AfterValidator(_code)]
Rank = Annotated[str, AfterValidator(_rank)]
IndicatorCode = Annotated[str, AfterValidator(_indicator)]
ReadingCode = Annotated[str, AfterValidator(_reading)]
Operation = Literal["mise_a_niveau", "acquisition"]

_Filled = AfterValidator(_filled)
_EachOnce = AfterValidator(_each_once)
Categories = Annotated[list[Annotated[str, AfterValidator(_category)]], _Filled, _EachOnce]
Champs = Annotated[list[Annotated[str, AfterValidator(_champ)]], _Filled, _EachOnce]
Codes = Annotated[list[Code], _Filled, _EachOnce]
Indicators = Annotated[list[IndicatorCode], _Filled, _EachOnce]
IndicatorsIfAny = Annotated[list[IndicatorCode], _EachOnce]
Lengths = Annotated[list[Months], _Filled, _EachOnce]
Operations = Annotated[list[Operation], _Filled, _EachOnce]
Texts = Annotated[list[Text], _Filled, _EachOnce]
