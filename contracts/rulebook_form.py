"""The tables that every part of a rulebook file is made of: strict, each founded on a sentence.

What a given part holds is in `rulebook_measure_file`, `rulebook_money_file`, `rulebook_scale_file`; the whole in `rulebook_file`.
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from contracts.rulebook_source import Source
from contracts.rulebook_words import Text


class Form(BaseModel):
    """A TOML table: no unknown key, no conversion of types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SourceForm(Form):
    """Where a value is written; `secondaire` when the text itself was not read."""

    document: Text
    section: Text
    phrase: Text
    secondaire: bool = False


class Cited(Form):
    """A table that only cites a sentence."""

    source: SourceForm


class Sourced(Cited):
    """A table whose values are founded on one sentence, read in one way."""

    lecture: Text | None = None


class DateForm(Sourced):
    """A day the text gives."""

    valeur: date


class SwitchForm(Sourced):
    """A yes or no."""

    valeur: bool


def source_of(form: SourceForm) -> Source:
    """The source once read."""
    return Source(form.document, form.section, form.phrase, form.secondaire)
