"""The plausibility signals: what each is called, its thresholds and figures, and the strict reading of `plausibilite.toml`.

Thresholds, their reasons and the sentence that gives the figures are data; what is compared is in `transforms/plausibility`.
They are shown beside the verdicts and change none. No file is opened here (`flows.plausibility` does).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from string import Formatter
from typing import Annotated, Any, cast

from pydantic import AfterValidator, ValidationError, ValidationInfo, create_model, field_validator

from contracts.failures import RulebookError
from contracts.rulebook_faults import form_faults, report
from contracts.rulebook_form import Form
from contracts.rulebook_words import Number, Text, fault
from contracts.toml_file import read_toml


@dataclass(frozen=True)
class Known:
    """What the program knows of a signal: the thresholds it must be given, the figures its sentence may show."""

    seuils: tuple[str, ...]
    chiffres: tuple[str, ...]


_MOIS = ("mois", "mois_avant")

KNOWN: Mapping[str, Known] = {
    "maj_en_masse": Known(("part", "dossiers", "jours_de_fin"), ("jour", "nombre", "total")),
    "maj_par_import": Known(("part", "dossiers"), ("nombre", "total")),
    "dates_identiques": Known(("lignes",), ("colonnes", "nombre")),
    "dossiers_disparus": Known(("part", "dossiers"), ("nombre", "total", *_MOIS)),
    "effectif_en_baisse": Known(("part", "dossiers"), ("nombre", "avant", "apres", *_MOIS)),
    "effectif_en_hausse": Known(("part", "dossiers"), ("nombre", "avant", "apres", *_MOIS)),
    "effectif_depasse": Known(("part", "dossiers"), ("nombre", "comptes", "declares", "debut", "fin")),
    "effectif_loin_du_compte": Known(("part", "dossiers"), ("nombre", "comptes", "declares", "debut", "fin", "qui")),
    "declare_loin_du_compte": Known(("points", "part"), ("indicateur", "comptes", "declares", "debut", "fin")),
    "saut_de_taux": Known(("points", "dossiers"), ("indicateur", "avant", "apres", *_MOIS)),
    "messages_hors_norme": Known(("par_personne", "messages"), ("nombre", "personnes")),
    "delai_depasse": Known(("jours",), ("demarrage", "mois", "limite", "nombre")),
    "convention_ancienne": Known(("jours",), ("convention", "nombre")),
    "solde_en_attente": Known(("jours",), ("fin", "nombre")),
}
"""Every plausibility signal, in the order in which they are shown."""


@dataclass(frozen=True)
class Threshold:
    """A figure, exact, from which on a signal is raised; `unite`: of what, in French."""

    valeur: Decimal
    unite: str


@dataclass(frozen=True)
class PlausibilityRule:
    """One signal. `raison`: why these thresholds; `phrase`: the sentence of its figures, `{nombre}` standing for one."""

    code: str
    seuils: Mapping[str, Threshold]
    raison: str
    phrase: str

    def seuil(self, nom: str) -> Decimal:
        """The value of a threshold; KeyError for one that this signal has not."""
        return self.seuils[nom].valeur


Rules = Mapping[str, PlausibilityRule]
"""The rules by code."""


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise fault("le seuil est négatif", "écrivez un nombre, 0 au moins")
    return value


class ThresholdForm(Form):
    """One threshold."""

    valeur: Annotated[Number, AfterValidator(_not_negative)]
    unite: Text


class SignalForm(Form):
    """One signal."""

    phrase: Text
    raison: Text
    seuils: dict[str, ThresholdForm]


class _EverySignal(Form):
    """A table per signal; what each must hold is said by `KNOWN`."""

    @field_validator("*")
    @classmethod
    def check_signal(cls, signal: SignalForm, info: ValidationInfo) -> SignalForm:
        """Its thresholds are those the program compares, and its sentence shows figures it has."""
        known = KNOWN[str(info.field_name)]
        for name in signal.seuils:
            if name not in known.seuils:
                raise fault("seuil inconnu", "", admitted=known.seuils, word=name, key=f"seuils.{name}")
        for name in known.seuils:
            if name not in signal.seuils:
                raise fault(f"le seuil {name} manque", f'ajoutez seuils.{name} = {{ valeur = "…", unite = "…" }}', key="seuils")
        for name in _figures(signal.phrase):
            if name not in known.chiffres:
                raise fault("chiffre inconnu", "", admitted=known.chiffres, word=name, key="phrase")
        return signal


def _figures(phrase: str) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(phrase) if name is not None]
    except ValueError:
        raise fault("une accolade n'est pas fermée", "écrivez chaque chiffre ainsi : {nombre}", key="phrase") from None


PlausibilityForm = create_model("PlausibilityForm", __base__=_EverySignal, **cast(Any, dict.fromkeys(KNOWN, (SignalForm, ...))))
"""The whole file."""


def load_plausibility(name: str, content: bytes) -> Rules:
    """The rules written in a file: every signal known, no other.

    Raises RulebookError whose message has one French sentence a fault (file, line, key, what, mend), ten at most.
    """
    file = read_toml(name, content)
    try:
        form = PlausibilityForm.model_validate(file.tree)
    except ValidationError as error:
        raise RulebookError(report(form_faults(error, PlausibilityForm, file.place))) from None
    return {code: _rule(code, getattr(form, code)) for code in KNOWN}


def _rule(code: str, form: SignalForm) -> PlausibilityRule:
    told = {name: Threshold(form.seuils[name].valeur, form.seuils[name].unite) for name in KNOWN[code].seuils}
    return PlausibilityRule(code, told, form.raison, form.phrase)
