"""From the form of a rulebook file to the typed `Rulebook`: conversion only, nothing is checked here.

Money is in `rulebook_money_build`.
"""

from __future__ import annotations

from contracts.rulebook import (
    Amendment,
    Basis,
    Exemption,
    IndicatorRule,
    Reading,
    Rulebook,
    Selection,
    Target,
    WindowRule,
)
from contracts.rulebook_file import RulebookForm
from contracts.rulebook_form import Cited, Sourced, source_of
from contracts.rulebook_measure_file import ExemptionForm, IndicatorForm, ReadingForm, SelectionForm, TargetForm, WindowForm
from contracts.rulebook_money_build import conditions_of, deadlines_of, instalments_of, pieces_of, scale_of
from contracts.rulebook_source import Source

_WITH_BASIS = ("publie_le", "en_vigueur_le", "imports_comptent", "declaratif_accepte")
"""Plain fields of `Rulebook` whose source has no field of its own."""


def rulebook_of(form: RulebookForm, empreinte: str, avenants: tuple[Amendment, ...] = ()) -> Rulebook:
    """The rulebook that a file says, with its fingerprint and the amendments already applied to the form."""
    return Rulebook(
        texte_id=form.texte_id,
        titre=form.titre,
        emetteur=form.emetteur,
        reference=form.reference,
        publie_le=form.publie_le.valeur,
        en_vigueur_le=form.en_vigueur_le.valeur,
        verifie_le=form.verifie_le,
        verifie_par=form.verifie_par,
        portee=form.portee.valeur,
        portee_source=source_of(form.portee.source),
        portee_lecture=form.portee.lecture,
        solde=form.solde.valeur,
        solde_source=source_of(form.solde.source),
        solde_lecture=form.solde.lecture,
        indicateurs=tuple(_indicator(code, item) for code, item in form.indicateurs.items()),
        criteres=None if form.criteres is None else _selection(form.criteres),
        exemptions=tuple(_exemption(motif, item) for motif, item in form.exemptions.items()),
        versements=instalments_of(form),
        pieces=pieces_of(form),
        delais=deadlines_of(form),
        conditions=conditions_of(form.conditions),
        bareme=None if form.bareme is None else scale_of(form.bareme),
        lecture_par_defaut=_reading(form.lecture_par_defaut.code, form.lecture_par_defaut),
        lectures=tuple(_reading(code, item) for code, item in form.lectures.items()),
        imports_comptent=form.imports_comptent.valeur,
        declaratif_accepte=form.declaratif_accepte.valeur,
        appuis=tuple(_basis(key, getattr(form, key)) for key in _WITH_BASIS),
        empreinte=empreinte,
        avenants=avenants,
    )


def _basis(key: str, form: Sourced) -> Basis:
    return Basis(key, source_of(form.source), form.lecture)


def _indicator(code: str, form: IndicatorForm) -> IndicatorRule:
    return IndicatorRule(
        indicateur=code,
        libelle=form.libelle,
        fenetre=_window(form.fenetre),
        cible=None if form.cible is None else _target(form.cible),
        calcul=source_of(form.calcul.source),
        lecture=form.lecture,
        sans_cible=_cited(form.sans_cible),
        par_projet=_cited(form.par_projet),
        mesure=form.calcul.mesure,
        toutes_natures=form.calcul.natures == "toutes",
    )


def _cited(form: Cited | None) -> Source | None:
    return None if form is None else source_of(form.source)


def _window(form: WindowForm) -> WindowRule:
    return WindowRule(
        minimum=form.minimum,
        maximum=form.maximum,
        first_measure=form.premiere_mesure,
        source=source_of(form.source),
        lecture=form.lecture,
        maintenance=form.maintenance,
        autres=tuple(form.autres or ()),
    )


def _target(form: TargetForm) -> Target:
    return Target(form.unite, form.valeur, source_of(form.source))


def _selection(form: SelectionForm) -> Selection:
    return Selection(
        obligatoires=tuple(form.obligatoires),
        au_choix=tuple(form.au_choix),
        minimum=form.minimum,
        source=source_of(form.source),
        lecture=form.lecture,
        impossibles=tuple(form.impossibles.indicateurs),
        impossibles_source=source_of(form.impossibles.source),
        impossibles_lecture=form.impossibles.lecture,
    )


def _exemption(motif: str, form: ExemptionForm) -> Exemption:
    return Exemption(
        motif=motif,
        indicateurs=tuple(form.indicateurs),
        categories=tuple(form.categories or ()),
        source=source_of(form.source),
        lecture=form.lecture,
        champs=tuple(form.champs or ()),
        sons_eligible=form.sons_eligible,
    )


def _reading(code: str, form: ReadingForm) -> Reading:
    return Reading(code, form.libelle, form.justification, source_of(form.source))
