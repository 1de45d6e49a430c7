"""The strict reading of a rulebook file: bytes in, `Rulebook` out, or one refusal that names every fault.

No file is opened here (`flows.texts` does). What a file must look like is in `rulebook_file`.
"""

from __future__ import annotations

import hashlib
import tomllib
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from contracts.failures import RulebookError
from contracts.rulebook import (
    Basis,
    Deadline,
    Exemption,
    IndicatorRule,
    Instalment,
    Piece,
    Reading,
    Rulebook,
    Source,
    Target,
    WindowRule,
)
from contracts.rulebook_faults import form_faults, report, sentence, syntax_fault
from contracts.rulebook_file import (
    IndicatorForm,
    ReadingForm,
    RulebookForm,
    Sourced,
    SourceForm,
    TargetForm,
    WindowForm,
)
from contracts.toml_lines import locate_keys

_WITH_BASIS = ("publie_le", "en_vigueur_le", "imports_comptent", "declaratif_accepte")
"""Plain fields of `Rulebook` whose source has no field of its own."""


def load_rulebook(name: str, content: bytes) -> Rulebook:
    """The rulebook written in a file of this name (`<texte_id>.toml`).

    Raises RulebookError whose message has one French sentence a fault (file, line, key, what, mend), ten at most.
    """
    text = _decoded(name, content)
    tree = _tree(name, text)
    described = tree.get("indicateurs")
    context = {"stem": PurePosixPath(name).stem, "indicateurs": tuple(described) if isinstance(described, dict) else ()}
    try:
        form = RulebookForm.model_validate(tree, context=context)
    except ValidationError as error:
        raise RulebookError(report(form_faults(name, error, locate_keys(text)))) from None
    return _rulebook(form, hashlib.sha256(content).hexdigest())


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        mend = "enregistrez le fichier en UTF-8"
        raise RulebookError(sentence(name, line, (), "un caractère n'est pas en UTF-8", mend)) from None


def _tree(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RulebookError(report(syntax_fault(name, str(error), locate_keys(text)))) from None


def _rulebook(form: RulebookForm, fingerprint: str) -> Rulebook:
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
        portee_source=_source(form.portee.source),
        portee_lecture=form.portee.lecture,
        solde=form.solde.valeur,
        solde_source=_source(form.solde.source),
        indicateurs=tuple(_indicator(code, item) for code, item in form.indicateurs.items()),
        exemptions=_exemptions(form),
        versements=tuple(
            Instalment(code, item.part, item.condition, _source(item.source)) for code, item in form.versements.items()
        ),
        pieces=tuple(Piece(code, item.libelle, _source(item.source)) for code, item in form.pieces.items()),
        delais=_deadlines(form),
        lectures=tuple(_reading(code, item) for code, item in form.lectures.items()),
        imports_comptent=form.imports_comptent.valeur,
        declaratif_accepte=form.declaratif_accepte.valeur,
        empreinte=fingerprint,
        solde_lecture=form.solde.lecture,
        lecture_par_defaut=_reading(form.lecture_par_defaut.code, form.lecture_par_defaut),
        appuis=tuple(_basis(key, getattr(form, key)) for key in _WITH_BASIS),
    )


def _source(form: SourceForm) -> Source:
    return Source(form.document, form.section, form.phrase)


def _basis(key: str, form: Sourced) -> Basis:
    return Basis(key, _source(form.source), form.lecture)


def _indicator(code: str, form: IndicatorForm) -> IndicatorRule:
    return IndicatorRule(
        indicateur=code,
        libelle=form.libelle,
        fenetre=_window(form.fenetre),
        cible=None if form.cible is None else _target(form.cible),
        calcul=_source(form.calcul.source),
        lecture=form.lecture,
        sans_cible=None if form.sans_cible is None else _source(form.sans_cible.source),
    )


def _window(form: WindowForm) -> WindowRule:
    return WindowRule(form.minimum, form.maximum, form.premiere_mesure, _source(form.source), form.lecture)


def _target(form: TargetForm) -> Target:
    return Target(form.unite, form.valeur, _source(form.source))


def _exemptions(form: RulebookForm) -> tuple[Exemption, ...]:
    return tuple(
        Exemption(motif, tuple(item.indicateurs), tuple(item.categories), _source(item.source), item.lecture)
        for motif, item in form.exemptions.items()
    )


def _deadlines(form: RulebookForm) -> tuple[Deadline, ...]:
    return tuple(
        Deadline(operation, item.mois, item.opposable, _source(item.source), item.projets_nationaux, item.lecture)
        for operation, item in form.delais.items()
    )


def _reading(code: str, form: ReadingForm) -> Reading:
    return Reading(code, form.libelle, form.justification, _source(form.source))
