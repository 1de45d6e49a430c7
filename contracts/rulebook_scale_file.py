"""What a rulebook file must say of the scale of grants, table `[bareme]`. Form only."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator, model_validator

from contracts.rulebook_form import Form, Sourced
from contracts.rulebook_words import Code, Codes, Count, Euros, Operations, Rank, Text, fault


class BoundForm(Sourced):
    """A whole number of establishments."""

    valeur: Count


class HoursForm(Sourced):
    """The table `[bareme.heures]`."""

    postes: Codes


class TierForm(Sourced):
    """One `[bareme.postes.CODE.paliers.RANG]` table: the amount from that rank on, in euros."""

    montant: Euros


class ScaleItemForm(Sourced):
    """One `[bareme.postes.CODE]` table."""

    libelle: Text
    par: Literal["essms", "projet"]
    operations: Operations
    petits: bool = False
    segur: bool | None = None
    option: Literal["amoa_marche", "amoa_pilotage"] | None = None
    devis: Literal["devis_equipement", "devis_editeur"] | None = None
    sans_devis: Literal["plafond", "rien"] | None = None
    paliers: dict[Rank, TierForm]

    @field_validator("paliers")
    @classmethod
    def check_first_tier(cls, forms: dict[str, TierForm]) -> dict[str, TierForm]:
        """The first establishment has an amount."""
        if "1" not in forms:
            raise fault("aucun palier ne part du premier ESSMS", "donnez le palier 1")
        return forms

    @model_validator(mode="after")
    def check_whole_project(self) -> ScaleItemForm:
        """What is due once per project depends on no establishment; what replaces a quote needs one."""
        if self.par == "projet" and len(self.paliers) > 1:
            raise fault("un montant par projet n'a qu'un palier", "gardez le palier 1 seul", key="paliers")
        for key in ("segur", "devis"):
            if self.par == "projet" and getattr(self, key) is not None:
                raise fault(f"{key} se lit par ESSMS, et ce poste est dû par projet", f"retirez {key}", key=key)
        if self.sans_devis is not None and self.devis is None:
            raise fault("ce poste ne dépend d'aucun devis", "retirez sans_devis, ou donnez devis", key="sans_devis")
        return self


class ScaleForm(Form):
    """The table `[bareme]`."""

    decompte: Sourced
    plafond: BoundForm | None = None
    minimum: BoundForm | None = None
    maximum: BoundForm | None = None
    petits_moins_de: BoundForm | None = None
    heures: HoursForm | None = None
    partage_ars: Sourced | None = None
    postes: dict[Code, ScaleItemForm]

    @field_validator("postes")
    @classmethod
    def check_some_item(cls, forms: dict[str, ScaleItemForm]) -> dict[str, ScaleItemForm]:
        """A scale that gives nothing is no scale."""
        if not forms:
            raise fault("le barème n'a aucun poste", "décrivez-en un sous [bareme.postes.CODE], ou retirez [bareme]")
        return forms

    @model_validator(mode="after")
    def check_bounds(self) -> ScaleForm:
        """The bounds are in order."""
        if self.minimum is not None and self.maximum is not None and self.minimum.valeur > self.maximum.valeur:
            raise fault("minimum dépasse maximum", "donnez le plus petit nombre à minimum", key="minimum.valeur")
        return self

    @model_validator(mode="after")
    def check_hours(self) -> ScaleForm:
        """Hours are those of an establishment: they reduce items that exist and are due per establishment."""
        for code in self.heures.postes if self.heures is not None else ():
            if code not in self.postes:
                raise fault(f"le poste « {code} » n'existe pas", "", admitted=tuple(self.postes), word=code, key="heures.postes")
            if self.postes[code].par == "projet":
                what = f"le poste « {code} » est dû par projet, il ne dépend pas des heures d'un ESSMS"
                raise fault(what, "retirez-le", key="heures.postes")
        return self
