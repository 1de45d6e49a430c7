"""What a rulebook file must say of instalments, papers, delays and conditions. Form only; the scale is in `rulebook_scale_file`.

Rules that compare tables of different kinds are in `rulebook_file`.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from contracts.rulebook_form import Cited, Form, Sourced
from contracts.rulebook_words import Code, Count, Months, Operations, Share, Text, fault


class InstalmentForm(Cited):
    """One `[versements.CODE]` table."""

    part: Share
    condition: Literal["convention", "pieces", "usage"]


class PieceForm(Cited):
    """One `[pieces.CODE]` table."""

    libelle: Text
    versement: Code | None = None
    tranche: Text | None = None


class DeadlineForm(Sourced):
    """One `[delais.OPERATION]` table."""

    mois: Months
    opposable: bool
    projets_nationaux: bool


class GroupingForm(Sourced):
    """The table `[conditions.regroupement]`."""

    essms: Count
    organismes: Count | None = None
    essms_outre_mer: Count | None = None
    organismes_outre_mer: Count | None = None
    operations: Operations
    gestionnaire_seul: bool
    opposable: bool


class DeskForm(Sourced):
    """The table `[conditions.guichet]`."""

    essms: Count
    regions: Count
    portee_nationale: bool


class CapForm(Sourced):
    """The table `[conditions.part_acquisition]`."""

    part: Share


class LastDayForm(Sourced):
    """The table `[conditions.terme]`."""

    jour: date


class ConditionsForm(Form):
    """The table `[conditions]`; a table that is absent says that the text sets no such condition."""

    regroupement: GroupingForm | None = None
    guichet: DeskForm | None = None
    double_financement: Sourced | None = None
    operation_unique: Sourced | None = None
    part_acquisition: CapForm | None = None
    terme: LastDayForm | None = None


def check_instalments(forms: dict[str, InstalmentForm], balance: str | None) -> dict[str, InstalmentForm]:
    """The instalments, if the grant is paid whole and one of them is the balance; PydanticCustomError otherwise.

    Args:
        forms: by code.
        balance: how the balance is earned; None when that is not known, and nothing is then checked.
    """
    if balance is None:
        return forms
    if balance == "tranche_suivante":
        if forms:
            raise fault("l'aide est versée tranche après tranche", "retirez les versements, ou changez solde.valeur")
        return forms
    if sum(Fraction(form.part) for form in forms.values()) != 1:
        shown = " + ".join(str(form.part) for form in forms.values())
        raise fault(f"les parts ne font pas 1 ({shown or 'aucun versement'})", "corrigez les parts des versements")
    usages = sum(form.condition == "usage" for form in forms.values())
    if usages != 1:
        raise fault(f"{usages} versements sont dus à l'usage au lieu d'un", 'donnez condition = "usage" au solde, à lui seul')
    return forms


def check_pieces(
    forms: dict[str, PieceForm], instalments: dict[str, InstalmentForm], balance: str | None
) -> dict[str, PieceForm]:
    """The papers, if each is asked for something that is paid, and each instalment due on papers has one.

    Raises PydanticCustomError. `balance` None: how the balance is earned is not known.
    """
    on_papers = tuple(code for code, form in instalments.items() if form.condition != "convention")
    for code, form in forms.items():
        if form.versement is not None and form.versement not in instalments:
            mend = f"écrivez {' ou '.join(instalments)}" if instalments else "retirez versement"
            raise fault(f"le versement « {form.versement} » n'existe pas", mend, key=f"{code}.versement")
        if form.versement is not None and form.versement not in on_papers:
            what = f"le versement « {form.versement} » est dû à la convention, sans pièce"
            raise fault(what, "retirez cette pièce, ou changez la condition du versement", key=f"{code}.versement")
        if form.tranche is not None and balance not in {None, "tranche_suivante"}:
            raise fault("ce texte ne verse pas par tranche", "retirez tranche", key=f"{code}.tranche")
    asked = {form.versement for form in forms.values()}
    for code, instalment in instalments.items():
        if instalment.condition == "pieces" and code not in asked:
            what = f"le versement « {code} » est dû sur pièces, et n'en a aucune"
            raise fault(what, f'donnez versement = "{code}" à une pièce')
    return forms
