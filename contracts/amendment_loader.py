"""The strict reading of an amendment (`avenant`): what it is, which texts it changes, and what it puts in place there.

The changes themselves are judged once merged into a text, by `rulebook_loader`; here only that each names a table a text may
have and is founded on the amendment's own sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError, ValidationInfo, field_validator

from contracts.failures import RulebookError
from contracts.rulebook import Amendment
from contracts.rulebook_faults import form_faults, report, shape_inside
from contracts.rulebook_file import HEAD, RulebookForm
from contracts.rulebook_form import DateForm, Form, source_of
from contracts.rulebook_words import Text, Texts, fault
from contracts.toml_file import TomlFile, read_toml

CHANGES = "changements"
"""The table of an amendment that holds part of a rulebook."""


class AmendmentForm(Form):
    """The whole file. Its context: `stem`, name of the file without `.toml`."""

    avenant_id: Text
    titre: Text
    emetteur: Text
    reference: Text
    verifie_le: date
    verifie_par: Text
    modifie: Texts
    date_effet: DateForm
    changements: dict[str, dict[str, Any]]

    @field_validator("avenant_id")
    @classmethod
    def check_name(cls, value: str, info: ValidationInfo) -> str:
        """The file is named for its amendment."""
        stem = info.context["stem"]
        if value != stem:
            raise fault("l'avenant ne porte pas le nom de son fichier", f'écrivez avenant_id = "{stem}", ou renommez le fichier')
        return value

    @field_validator("changements")
    @classmethod
    def check_changes(cls, tables: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Something is changed, that a text says, and each change cites the amendment and not the text it changes."""
        if not tables:
            raise fault("l'avenant ne change rien", f"écrivez ce qu'il change sous [{CHANGES}]")
        said = tuple(key for key in RulebookForm.model_fields if key not in HEAD)
        for key in tables:
            if key in HEAD:
                raise fault("un avenant ne change pas ce qui désigne le texte", "retirez cette clé", key=key)
            if key not in said:
                raise fault("clé inconnue", "", admitted=said, word=key, key=key)
        for path in _unfounded(tables, RulebookForm):
            raise fault("la source manque", "ajoutez source = { document, section, phrase }", key=".".join(path))
        return tables


@dataclass(frozen=True)
class AmendmentFile:
    """An amendment with its file. `verifie_le`, `verifie_par`: when it was last checked, and by whom."""

    amendment: Amendment
    file: TomlFile
    verifie_le: date
    verifie_par: str

    @property
    def changes(self) -> dict[str, Any]:
        """The tables it puts in place: part of the tree of a rulebook file."""
        return self.file.tree[CHANGES]


def load_amendment(name: str, content: bytes) -> AmendmentFile:
    """The amendment written in a file of this name (`<avenant_id>.toml`, a folder may come before).

    Raises RulebookError whose message has one French sentence a fault (file, line, key, what, mend), ten at most.
    """
    file = read_toml(name, content)
    try:
        form = AmendmentForm.model_validate(file.tree, context={"stem": file.stem})
    except ValidationError as error:
        raise RulebookError(report(form_faults(error, AmendmentForm, file.place))) from None
    return AmendmentFile(_amendment(form, file.empreinte), file, form.verifie_le, form.verifie_par)


def amended(tree: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A tree with the changes in place: tables are merged, any other value is replaced; the trees given are left as they are.

    A `source` is a value: no sentence is left to a document that does not hold it. Where it changes, the `lecture` of the
    former sentence goes with it.
    """
    merged = {key: value for key, value in tree.items() if not (key == "lecture" and "source" in changes)}
    for key, value in changes.items():
        held = merged.get(key)
        tables = isinstance(held, dict) and isinstance(value, dict) and key != "source"
        merged[key] = amended(held, value) if tables else value
    return merged


def _amendment(form: AmendmentForm, fingerprint: str) -> Amendment:
    return Amendment(
        avenant_id=form.avenant_id,
        titre=form.titre,
        emetteur=form.emetteur,
        reference=form.reference,
        textes=tuple(form.modifie),
        date_effet=form.date_effet.valeur,
        source=source_of(form.date_effet.source),
        lecture=form.date_effet.lecture,
        empreinte=fingerprint,
    )


def _unfounded(table: dict[str, Any], shape: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The tables that change a value of a sourced table without citing a sentence for it."""
    changes_value = any(not isinstance(value, dict) for value in table.values())
    if changes_value and "source" not in table and shape_inside(shape, "source") is not None:
        yield path
    for key, value in table.items():
        if isinstance(value, dict) and key != "source":
            yield from _unfounded(value, shape_inside(shape, key), (*path, key))
