"""What a rulebook file must say of what is measured: indicators, chosen criteria, exemptions, readings. Form only.

Rules that compare tables of different kinds are in `rulebook_file`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import ValidationInfo, field_validator, model_validator

from contracts.rulebook_form import Cited, Form, Sourced
from contracts.rulebook_words import (
    Categories,
    Champs,
    CountOrZero,
    Indicators,
    IndicatorsIfAny,
    Lengths,
    Months,
    Number,
    Text,
    check_share,
    fault,
)
from contracts.vocabulary import COUNTS_WITHOUT_DOSSIER


class CalculationForm(Cited):
    """What an indicator counts. `natures`: events of any nature, not only those of the agenda."""

    mesure: Literal["taux", "nombre"]
    natures: Literal["toutes"] | None = None


class WindowForm(Sourced):
    """Window of an indicator, in whole calendar months."""

    minimum: Months
    maximum: Months
    premiere_mesure: Months | None = None
    maintenance: Months | None = None
    autres: Lengths | None = None

    @model_validator(mode="after")
    def check_order(self) -> WindowForm:
        """The range is in order; another length is not one of the range."""
        if self.minimum > self.maximum:
            raise fault("minimum dépasse maximum", "donnez la plus petite durée à minimum")
        for length in self.autres or ():
            if self.minimum <= length <= self.maximum:
                raise fault(f"« {length} » est déjà une durée de cette fenêtre", "retirez-la de autres", key="autres")
        return self

    @property
    def choices(self) -> set[int]:
        """The lengths that a reading `fenetre_N` may choose."""
        ranged = range(self.minimum, self.maximum + 1) if self.minimum < self.maximum else ()
        return {*ranged, *(self.autres or ())}


class TargetForm(Cited):
    """What an indicator must reach."""

    unite: Literal["part", "nombre"]
    valeur: Number

    @field_validator("valeur")
    @classmethod
    def check_bounds(cls, value: Decimal, info: ValidationInfo) -> Decimal:
        """A share is at most the whole; a number is reached by counting."""
        if info.data.get("unite") == "part":
            return check_share(value)
        if info.data.get("unite") == "nombre" and (value <= 0 or value != value.to_integral_value()):
            raise fault("un nombre à atteindre est un entier positif", 'écrivez par exemple "12"')
        return value


class IndicatorForm(Form):
    """One `[indicateurs.CODE]` table."""

    libelle: Text
    lecture: Text | None = None
    calcul: CalculationForm
    fenetre: WindowForm
    cible: TargetForm | None = None
    par_projet: Cited | None = None
    sans_cible: Cited | None = None

    @model_validator(mode="after")
    def check_target(self) -> IndicatorForm:
        """A missing target is said, never supposed; a target is in the unit of what is measured."""
        if sum(table is not None for table in (self.cible, self.par_projet, self.sans_cible)) != 1:
            raise fault(
                "il faut une cible, ou la phrase qui la laisse au projet, ou celle qui n'en fixe pas",
                "donnez une seule des trois tables cible, par_projet et sans_cible",
            )
        counted = self.calcul.mesure == "nombre"
        if self.cible is not None and counted != (self.cible.unite == "nombre"):
            what, unit = ("un comptage sans dénominateur", "nombre") if counted else ("un taux", "part")
            raise fault(f"cet indicateur est {what}", f'écrivez unite = "{unit}", ou changez calcul.mesure', key="cible.unite")
        return self


def check_indicators(forms: dict[str, IndicatorForm]) -> dict[str, IndicatorForm]:
    """The indicators, if there is one and each counts what its code allows; PydanticCustomError otherwise."""
    if not forms:
        raise fault("le texte ne mesure aucun indicateur", "décrivez-en un sous [indicateurs.CODE]")
    for code, form in forms.items():
        if code in COUNTS_WITHOUT_DOSSIER and form.calcul.mesure != "nombre":
            what = "cet indicateur est un comptage sans dénominateur"
            raise fault(what, 'écrivez mesure = "nombre"', key=f"{code}.calcul.mesure")
        if code != "evenements_agenda" and form.calcul.natures is not None:
            raise fault("seul evenements_agenda compte des événements", "retirez natures", key=f"{code}.calcul.natures")
    return forms


class ImpossibleForm(Sourced):
    """The table `[criteres.impossibles]`."""

    indicateurs: IndicatorsIfAny


class SelectionForm(Sourced):
    """The table `[criteres]`."""

    obligatoires: IndicatorsIfAny
    au_choix: IndicatorsIfAny
    minimum: CountOrZero
    impossibles: ImpossibleForm

    @model_validator(mode="after")
    def check_lists(self) -> SelectionForm:
        """A criterion is in one list, enough are proposed, and none that is obligatory may be impossible."""
        for code in self.au_choix:
            if code in self.obligatoires:
                raise fault(f"« {code} » est à la fois obligatoire et au choix", "gardez-le dans une seule liste", key="au_choix")
        if self.minimum > len(self.au_choix):
            what = f"minimum dépasse le nombre de critères au choix ({len(self.au_choix)})"
            raise fault(what, "diminuez-le, ou complétez au_choix", key="minimum")
        for code in self.impossibles.indicateurs:
            if code not in self.au_choix:
                raise fault(f"« {code} » n'est pas au choix", "retirez-le", key="impossibles.indicateurs")
        return self


def check_selection(form: SelectionForm | None, indicators: dict[str, IndicatorForm]) -> SelectionForm | None:
    """The table, if it is given where targets are set per project and lists exactly those; PydanticCustomError otherwise."""
    left = [code for code, rule in indicators.items() if rule.par_projet is not None]
    if form is None:
        if left:
            raise fault("rien ne dit comment se choisissent les critères fixés par projet", "ajoutez la table [criteres]")
        return form
    for key in ("obligatoires", "au_choix"):
        for code in getattr(form, key):
            if code not in left:
                mend = f"retirez-le, ou décrivez [indicateurs.{code}.par_projet]"
                raise fault(f"la cible de « {code} » n'est pas fixée par projet", mend, key=key)
    for code in left:
        if code not in (*form.obligatoires, *form.au_choix):
            raise fault(f"« {code} » n'est ni obligatoire ni au choix", "ajoutez-le à obligatoires ou à au_choix")
    if not left:
        raise fault("aucun indicateur n'a sa cible fixée par projet", "retirez la table [criteres]")
    return form


class ExemptionForm(Sourced):
    """One `[exemptions.MOTIF]` table."""

    indicateurs: Indicators
    categories: Categories | None = None
    champs: Champs | None = None
    sons_eligible: bool | None = None

    @field_validator("indicateurs")
    @classmethod
    def check_measured(cls, values: list[str], info: ValidationInfo) -> list[str]:
        """The text measures what it exempts from."""
        measured = info.context["indicateurs"]
        for value in values:
            if value not in measured:
                raise fault(f"le texte ne mesure pas « {value} »", f"retirez-le, ou décrivez-le sous [indicateurs.{value}]")
        return values

    @model_validator(mode="after")
    def check_somebody(self) -> ExemptionForm:
        """It says who is exempt: an exemption of everybody would be no target at all."""
        if self.categories is None and self.champs is None and self.sons_eligible is None:
            raise fault("rien ne dit qui est dispensé", "donnez categories, champs ou sons_eligible")
        return self


class ReadingForm(Cited):
    """One `[lectures.CODE]` table."""

    libelle: Text
    justification: Text


class DefaultReadingForm(ReadingForm):
    """The reading of the persons accompanied that decides."""

    code: Literal["fenetre"]
