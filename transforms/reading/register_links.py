"""What the register names elsewhere: its texts among the rulebooks, its establishments among the numbers FINESS knows.

A valid number that FINESS does not know, or knows as closed, is no error here: it is signalled by the checks of a run.
"""

from __future__ import annotations

from collections.abc import Iterator

from contracts.finess import has_valid_key, looks_like_finess
from contracts.finess_register import FinessRegister
from contracts.register import Register
from transforms.reading.register_problems import Problem, refuse_any


def check_links(register: Register, finess: FinessRegister, textes: set[str]) -> None:
    """Refuses a register that names an unknown text, or a number that is no establishment's.

    Args:
        register: the typed register.
        finess: the FINESS register in use.
        textes: identifiers of the rulebooks at hand.

    Raises:
        RegisterError: a `texte_id` is unknown; a `finess_et` is a legal entity, a SIREN or a SIRET, or has a wrong key and
            is absent from FINESS; a `finess_precedent` has a wrong key and is absent from FINESS.
    """
    refuse_any([*_unknown_texts(register, textes), *_wrong_numbers(register, finess)])


def _unknown_texts(register: Register, textes: set[str]) -> Iterator[Problem]:
    known = ", ".join(sorted(textes)) or "aucun"
    for line, texte_id in register.projets.select("ligne", "texte_id").rows():
        if texte_id not in textes:
            yield Problem("projets", f"texte inconnu, choisissez parmi : {known}", line, "texte_id")


def _wrong_numbers(register: Register, finess: FinessRegister) -> Iterator[Problem]:
    known = frozenset(finess.et["finess_et"])
    for line, number, former in register.perimetre.select("ligne", "finess_et", "finess_precedent").rows():
        clause = None if number in known else _why_not_an_establishment(number, finess)
        if clause:
            yield Problem("perimetre", f"{number} {clause}", line, "finess_et")
        if former is not None and former not in known and not has_valid_key(former):
            yield Problem("perimetre", f"{former} {_WRONG_KEY}", line, "finess_precedent")


_WRONG_KEY = "a une clé de contrôle fausse et n'est pas dans FINESS, corrigez le numéro"


def _why_not_an_establishment(number: str, finess: FinessRegister) -> str | None:
    if number in finess.ej:
        return "est une entité juridique (EJ), donnez le numéro FINESS de l'établissement (ET)"
    if number in finess.sirens:
        return "est un SIREN, donnez le numéro FINESS de l'établissement (ET)"
    if len(number) == 14 and not looks_like_finess(number):
        return "est un SIRET, donnez le numéro FINESS de l'établissement (ET)"
    return None if has_valid_key(number) else _WRONG_KEY
