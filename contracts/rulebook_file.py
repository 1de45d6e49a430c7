"""What a rulebook file must look like, table by table: the form that `rulebook_loader` demands of a TOML file.

Only the form is here (keys, references inside the file); kinds of value are in `rulebook_words`, the sentences for what is
wrong in `rulebook_faults`, the typed result in `rulebook`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator, model_validator

from contracts.rulebook_words import (
    WINDOW_READING,
    Categories,
    Code,
    IndicatorCode,
    Indicators,
    Months,
    Number,
    ReadingCode,
    Share,
    Text,
    check_share,
    fault,
)
from contracts.vocabulary import COUNTS_WITHOUT_DOSSIER


class Form(BaseModel):
    """A TOML table: no unknown key, no conversion of types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SourceForm(Form):
    """Where a value is written."""

    document: Text
    section: Text
    phrase: Text


class Sourced(Form):
    """A table whose values are founded on one sentence."""

    source: SourceForm
    lecture: Text | None = None


class Cited(Form):
    """A table that only cites a sentence."""

    source: SourceForm


class DateForm(Sourced):
    """A day the text gives."""

    valeur: date


class SwitchForm(Sourced):
    """A yes or no."""

    valeur: bool


class ScopeForm(Sourced):
    """How the establishments of a project combine."""

    valeur: Literal["chaque_essms", "ensemble"]


class BalanceForm(Sourced):
    """How the balance is earned. Only what the engine computes is admitted: a text must never be applied in part."""

    valeur: Literal["tout_ou_rien"]


class WindowForm(Sourced):
    """Window of an indicator, in whole calendar months."""

    minimum: Months
    maximum: Months
    premiere_mesure: Months | None = None

    @model_validator(mode="after")
    def check_order(self) -> WindowForm:
        """The range is in order."""
        if self.minimum > self.maximum:
            raise fault("minimum dépasse maximum", "donnez la plus petite durée à minimum")
        return self


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
    calcul: Cited
    fenetre: WindowForm
    cible: TargetForm | None = None
    sans_cible: Cited | None = None

    @model_validator(mode="after")
    def check_target(self) -> IndicatorForm:
        """A missing target is said, never supposed."""
        if (self.cible is None) == (self.sans_cible is None):
            raise fault(
                "il faut soit une cible, soit la phrase qui n'en fixe pas",
                "donnez une seule des deux tables cible et sans_cible",
            )
        return self


class ExemptionForm(Sourced):
    """One `[exemptions.MOTIF]` table."""

    indicateurs: Indicators
    categories: Categories

    @field_validator("indicateurs")
    @classmethod
    def check_measured(cls, values: list[str], info: ValidationInfo) -> list[str]:
        """The text measures what it exempts from."""
        measured = info.context["indicateurs"]
        for value in values:
            if value not in measured:
                raise fault(f"le texte ne mesure pas « {value} »", f"retirez-le, ou décrivez-le sous [indicateurs.{value}]")
        return values


class InstalmentForm(Cited):
    """One `[versements.CODE]` table."""

    part: Share
    condition: Literal["convention", "facture_mise_en_place", "usage"]


class PieceForm(Cited):
    """One `[pieces.CODE]` table."""

    libelle: Text


class DeadlineForm(Sourced):
    """One `[delais.OPERATION]` table."""

    mois: Months
    opposable: bool
    projets_nationaux: bool


class ReadingForm(Cited):
    """One `[lectures.CODE]` table."""

    libelle: Text
    justification: Text


class DefaultReadingForm(ReadingForm):
    """The reading of the persons accompanied that decides."""

    code: Literal["fenetre"]


class RulebookForm(Form):
    """The whole file. Its context: `stem`, name of the file without `.toml`, and `indicateurs`, the codes it describes."""

    texte_id: Text
    titre: Text
    emetteur: Text
    reference: Text
    verifie_le: date
    verifie_par: Text
    publie_le: DateForm
    en_vigueur_le: DateForm
    portee: ScopeForm
    solde: BalanceForm
    imports_comptent: SwitchForm
    declaratif_accepte: SwitchForm
    indicateurs: dict[IndicatorCode, IndicatorForm]
    exemptions: dict[Code, ExemptionForm]
    versements: dict[Code, InstalmentForm]
    pieces: dict[Code, PieceForm]
    delais: dict[Literal["mise_a_niveau", "acquisition"], DeadlineForm]
    lecture_par_defaut: DefaultReadingForm
    lectures: dict[ReadingCode, ReadingForm]

    @field_validator("texte_id")
    @classmethod
    def check_name(cls, value: str, info: ValidationInfo) -> str:
        """The file is named for its text."""
        stem = info.context["stem"]
        if value != stem:
            raise fault("le texte ne porte pas le nom de son fichier", f'écrivez texte_id = "{stem}", ou renommez le fichier')
        return value

    @field_validator("indicateurs")
    @classmethod
    def check_indicators(cls, forms: dict[str, IndicatorForm]) -> dict[str, IndicatorForm]:
        """At least one indicator; a count without denominator has no share to reach."""
        if not forms:
            raise fault("le texte ne mesure aucun indicateur", "décrivez-en un sous [indicateurs.CODE]")
        for code in COUNTS_WITHOUT_DOSSIER:
            target = forms[code].cible if code in forms else None
            if target is not None and target.unite == "part":
                raise fault(
                    "cet indicateur est un comptage sans dénominateur", 'écrivez unite = "nombre"', key=f"{code}.cible.unite"
                )
        return forms

    @field_validator("versements")
    @classmethod
    def check_instalments(cls, forms: dict[str, InstalmentForm]) -> dict[str, InstalmentForm]:
        """The grant is paid whole, and one instalment is the balance."""
        if sum(Fraction(form.part) for form in forms.values()) != 1:
            shown = " + ".join(str(form.part) for form in forms.values())
            raise fault(f"les parts ne font pas 1 ({shown or 'aucun versement'})", "corrigez les parts des versements")
        usages = sum(form.condition == "usage" for form in forms.values())
        if usages != 1:
            raise fault(f"{usages} versements sont dus à l'usage au lieu d'un", 'donnez condition = "usage" au solde, à lui seul')
        return forms

    @field_validator("lectures")
    @classmethod
    def check_window_readings(cls, forms: dict[str, ReadingForm], info: ValidationInfo) -> dict[str, ReadingForm]:
        """`fenetre_N` reads a range that the text leaves open; elsewhere the length is not a choice."""
        windows = [form.fenetre for form in info.data.get("indicateurs", {}).values()]
        admitted = {n for window in windows for n in range(window.minimum, window.maximum + 1) if window.minimum < window.maximum}
        for code in forms:
            match = WINDOW_READING.fullmatch(code)
            if windows and match and int(match.group(1)) not in admitted:
                raise fault("aucune fenêtre du texte n'admet cette durée au choix", "retirez cette lecture", key=code)
        return forms
