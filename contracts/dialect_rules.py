"""What the keys of a dialect owe to each other and to the form of the file: `faults` gives every fault with its place.

The rules of one table are in `dialect_table_rules`; what each key may hold alone is in `dialect_form`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from contracts.dialect_form import DialectForm
from contracts.dialect_table_rules import table_faults
from contracts.rulebook_words import fault
from contracts.toml_lines import Path

_MARK = re.compile(r"\{[^{}]*\}")
_WHOLE_PERIODS = (["{debut}", "{fin}"], ["{annee}"])


def faults(form: DialectForm, stem: str) -> Iterator[tuple[Path, PydanticCustomError]]:
    """Path and fault of each thing that is wrong in a dialect whose keys are right one by one.

    Args:
        form: what the file says.
        stem: name of the file without `.toml`.
    """
    if form.dialecte != stem:
        mend = f'écrivez dialecte = "{stem}", ou renommez le fichier'
        yield ("dialecte",), fault("le dialecte ne porte pas le nom de son fichier", mend)
    if not form.table:
        yield ("table",), fault("aucune table n'est lue", "ajoutez-en une, ouverte par une ligne [[table]]")
    yield from _name_faults(form)
    yield from _text_faults(form)
    yield from _period_faults(form)
    yield from _date_faults(form)
    for rank, table in enumerate(form.table):
        if (table.jeu, table.source) in [(other.jeu, other.source) for other in form.table[:rank]]:
            what = "une autre table lit déjà les mêmes lignes pour ce jeu"
            yield ("table", rank), fault(what, "réunissez-les, au besoin par des [[table.serie]]")
        for path, found in table_faults(table, form):
            yield ("table", rank, *path), found


def _name_faults(form: DialectForm) -> Iterator[tuple[Path, PydanticCustomError]]:
    if "/" in form.nom or "\\" in form.nom:
        yield ("nom",), fault("un chemin n'est pas admis", "écrivez le nom du fichier seul, sans dossier")


def _text_faults(form: DialectForm) -> Iterator[tuple[Path, PydanticCustomError]]:
    """A workbook has its own encoding and no separator."""
    for key in ("encodage", "separateur"):
        if form.format == "classeur" and getattr(form, key) is not None:
            yield (key,), fault("un classeur n'en a pas", "retirez cette clé")


def _period_faults(form: DialectForm) -> Iterator[tuple[Path, PydanticCustomError]]:
    """The sentence shows where both days are, or the year; elsewhere no mark is read."""
    if form.periode is None:
        if form.periode_dans != "titre":
            yield ("periode_dans",), fault("aucune phrase n'est à chercher", "ajoutez periode = …, ou retirez cette clé")
        return
    if sorted(_MARK.findall(form.periode)) not in _WHOLE_PERIODS:
        mend = "écrivez la phrase avec {debut} et {fin} à la place des jours, ou {annee} à la place de l'année, une fois chacun"
        yield ("periode",), fault("la phrase ne dit pas où est la période", mend)
    elif not re.search(r"\w", _MARK.sub("", form.periode)):
        yield ("periode",), fault("la phrase n'a aucun mot qui la fasse reconnaître", "écrivez-la en entier")


def _date_faults(form: DialectForm) -> Iterator[tuple[Path, PydanticCustomError]]:
    """03/04/2026 would be two days."""
    forms = form.ecriture.dates
    american = [rank for rank, name in enumerate(forms) if name.startswith("mm/jj/")]
    if american and any(name.startswith("jj/mm/") for name in forms):
        what = "jour/mois et mois/jour ensemble : 03/04/2026 serait deux jours"
        yield ("ecriture", "dates", american[0]), fault(what, "ne gardez qu'un des deux ordres")
    for rank, name in enumerate(forms):
        if name in forms[:rank]:
            yield ("ecriture", "dates", rank), fault(f"« {name} » y figure plusieurs fois", "gardez-en un")
