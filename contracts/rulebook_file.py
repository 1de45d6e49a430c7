"""What a rulebook file must look like as a whole, and the rules that compare its tables with each other.

Its parts are in `rulebook_measure_file`, `rulebook_money_file` and `rulebook_scale_file`; kinds of value in `rulebook_words`, the
sentences for what is wrong in `rulebook_faults`, the typed result in `rulebook`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from contracts.rulebook_form import DateForm, Form, Sourced, SwitchForm
from contracts.rulebook_measure_file import (
    DefaultReadingForm,
    ExemptionForm,
    IndicatorForm,
    ReadingForm,
    SelectionForm,
    check_indicators,
    check_selection,
)
from contracts.rulebook_money_file import (
    ConditionsForm,
    DeadlineForm,
    InstalmentForm,
    PieceForm,
    check_instalments,
    check_pieces,
)
from contracts.rulebook_scale_file import ScaleForm
from contracts.rulebook_words import WINDOW_READING, Code, IndicatorCode, Operation, ReadingCode, Text, fault
from contracts.vocabulary import COUNTS_SINCE_THE_START

HEAD = ("texte_id", "titre", "emetteur", "reference", "verifie_le", "verifie_par", "publie_le", "en_vigueur_le")
"""What a text is, and not what it says: no amendment changes it."""

SWITCH_OF = {"imports": "imports_comptent", "declaratif": "declaratif_accepte"}
"""The table that makes a reading the text's own when it says yes."""


class ScopeForm(Sourced):
    """How the establishments of a project combine."""

    valeur: Literal["chaque_essms", "ensemble"]


class BalanceForm(Sourced):
    """How the balance is earned. Only what the engine computes is admitted: a text must never be applied in part."""

    valeur: Literal["tout_ou_rien", "au_prorata", "tranche_suivante"]


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
    criteres: SelectionForm | None = Field(default=None, validate_default=True)
    exemptions: dict[Code, ExemptionForm]
    versements: dict[Code, InstalmentForm]
    pieces: dict[Code, PieceForm]
    delais: dict[Operation, DeadlineForm]
    conditions: ConditionsForm
    bareme: ScaleForm | None = None
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
    def check_each_indicator(cls, forms: dict[str, IndicatorForm]) -> dict[str, IndicatorForm]:
        """At least one indicator, each counting what its code allows."""
        return check_indicators(forms)

    @field_validator("criteres")
    @classmethod
    def check_selection(cls, form: SelectionForm | None, info: ValidationInfo) -> SelectionForm | None:
        """Criteria are chosen where targets are set per project, among exactly those."""
        return check_selection(form, info.data["indicateurs"]) if "indicateurs" in info.data else form

    @field_validator("versements")
    @classmethod
    def check_grant(cls, forms: dict[str, InstalmentForm], info: ValidationInfo) -> dict[str, InstalmentForm]:
        """The grant is paid whole, and one instalment is the balance; or it is paid tranche after tranche."""
        return check_instalments(forms, _balance(info))

    @field_validator("pieces")
    @classmethod
    def check_papers(cls, forms: dict[str, PieceForm], info: ValidationInfo) -> dict[str, PieceForm]:
        """Each paper is asked for something that is paid."""
        return check_pieces(forms, info.data["versements"], _balance(info)) if "versements" in info.data else forms

    @field_validator("lectures")
    @classmethod
    def check_readings(cls, forms: dict[str, ReadingForm], info: ValidationInfo) -> dict[str, ReadingForm]:
        """Each reading is another way to read this very text, and one that is computed."""
        for code in forms:
            if "portee" in info.data:
                _check_scope(code, info.data["portee"].valeur)
            if "indicateurs" in info.data:
                _check_counted(code, info.data["indicateurs"])
            switch = SWITCH_OF.get(code)
            if switch in info.data and info.data[switch].valeur:
                mend = f"retirez cette lecture, ou écrivez valeur = false sous [{switch}]"
                raise fault("c'est déjà ce que dit le texte", mend, key=code)
        return forms


def _balance(info: ValidationInfo) -> str | None:
    """How the balance is earned, None when that is wrong."""
    return info.data["solde"].valeur if "solde" in info.data else None


def _check_scope(code: str, portee: str) -> None:
    """A reading combines the establishments otherwise than the text; month ends are not combined on sums."""
    if code == portee:
        other = "ensemble" if portee == "chaque_essms" else "chaque_essms"
        mend = f'retirez cette lecture, ou écrivez valeur = "{other}" sous [portee]'
        raise fault("c'est déjà la portée du texte", mend, key=code)
    if code == "chaque_fin_de_mois" and portee == "ensemble":
        what = "cette lecture n'est pas calculée quand la portée du texte est « ensemble »"
        raise fault(what, 'retirez-la, ou écrivez valeur = "chaque_essms" sous [portee]', key=code)


def _check_counted(code: str, indicators: dict[str, IndicatorForm]) -> None:
    """A reading changes the figures of an indicator that the text measures; `fenetre_N` reads a length that it leaves open."""
    if code == "enpause" and "projets_personnalises" not in indicators:
        mend = "retirez cette lecture, ou décrivez-le sous [indicateurs.projets_personnalises]"
        raise fault("le texte ne mesure pas « projets_personnalises »", mend, key=code)
    numbers = [name for name, rule in indicators.items() if rule.calcul.mesure == "nombre"]
    if code == "duree_projet" and not set(COUNTS_SINCE_THE_START) & set(numbers):
        mend = 'retirez cette lecture, ou donnez mesure = "nombre" à un des deux'
        raise fault("ni « dmp » ni « e_parcours » n'est un nombre dans ce texte", mend, key=code)
    length = WINDOW_READING.fullmatch(code)
    if length and not any(int(length.group(1)) in rule.fenetre.choices for rule in indicators.values()):
        raise fault("aucune fenêtre du texte n'admet cette durée au choix", "retirez cette lecture", key=code)
