"""The strict reading of the file of a dialect: bytes in, `Dialecte` out, or one refusal.

No file is opened here (`flows.dialects` does). What a file must look like is in `dialect_form`, what its keys owe to each other
in `dialect_rules`.
"""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import InitErrorDetails

from contracts.dialect import Dialecte, Ecriture, Jointure, Serie, TableLue
from contracts.dialect_form import DialectForm, EcritureForm, JointureForm, SerieForm, TableForm
from contracts.dialect_rules import faults
from contracts.failures import RulebookError
from contracts.rulebook_faults import form_faults, report
from contracts.toml_file import TomlFile, read_toml


def load_dialect(name: str, content: bytes) -> Dialecte:
    """The dialect written in a file of this name (`<dialecte>.toml`, a folder may come before).

    Raises RulebookError whose message has one French sentence a fault (file, line, key, what, mend), ten at most.
    """
    file = read_toml(name, content)
    try:
        form = _checked(file)
    except ValidationError as error:
        raise RulebookError(report(form_faults(error, DialectForm, file.place))) from None
    return _dialect(form, file.empreinte)


def _checked(file: TomlFile) -> DialectForm:
    """The form of a right file. Raises ValidationError with the faults of each key or, without any, those between keys."""
    form = DialectForm.model_validate(file.tree)
    found = [InitErrorDetails(type=what, loc=path, input=None) for path, what in faults(form, file.stem)]
    if found:
        raise ValidationError.from_exception_data("dialecte", found)
    return form


def _dialect(form: DialectForm, fingerprint: str) -> Dialecte:
    return Dialecte(
        dialecte=form.dialecte,
        titre=form.titre,
        certitude=form.certitude,
        fonde_sur=form.fonde_sur,
        format=form.format,
        tables=tuple(_table(table) for table in form.table),
        reference=form.reference,
        nom=form.nom,
        encodage=form.encodage or Dialecte.encodage,
        separateur=form.separateur or Dialecte.separateur,
        ecriture=_writing(form.ecriture),
        periode=form.periode,
        periode_dans=form.periode_dans,
        empreinte=fingerprint,
    )


def _writing(form: EcritureForm) -> Ecriture:
    return Ecriture(tuple(form.dates), tuple(form.dates_vides), tuple(form.vides), form.decimale)


def _table(form: TableForm) -> TableLue:
    return TableLue(
        jeu=form.jeu,
        colonnes={name: tuple(headers) for name, headers in form.colonnes.items()},
        source=form.source,
        entetes=form.entetes,
        facultatives=tuple(form.facultatives),
        constantes=form.constantes,
        valeurs=form.valeurs,
        mois=tuple(form.mois or ()),
        mois_en_colonnes=form.mois_en_colonnes,
        series=tuple(_series(serie) for serie in form.serie),
        finess=form.finess,
        libelle=form.libelle,
        boites=form.boites,
        ignorer=tuple(form.ignorer),
        taux=tuple(form.taux or ()),
        jointures=tuple(_join(join) for join in form.jointure),
    )


def _series(form: SerieForm) -> Serie:
    return Serie(form.nom, form.colonnes, form.constantes)


def _join(form: JointureForm) -> Jointure:
    """People write what they look for, then where it is; the reader starts from the other table."""
    keys = {there: here for here, there in form.cle.items()}
    columns = {there: name for name, there in form.colonnes.items()}
    return Jointure(form.source, keys, columns, form.facultative)
