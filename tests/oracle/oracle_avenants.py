"""Who is exempt of what: the text's own exemption, and the amendment an ARS may switch on. Spec 4 and choice 46."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from tests.oracle.oracle_calendar import last_day, parse_day
from tests.oracle.oracle_register import Finess, Register
from tests.oracle.oracle_texts import ARA, Texte

INSTRUCTION_2025_100 = "instruction-2025-100"
OWN_DAY = date(2025, 9, 2)

# finess.md 4, row AHI: "214 CHRS, 219 autre centre d'accueil, 442 CPH, 443 CADA, 216, 256, 257 FJT, 258, 259, 271, 380".
AHI_CATEGORIES = ("214", "219", "442", "443", "216", "256", "257", "258", "259", "271", "380")


def read_amendment(path: Path) -> date | None:
    """The day from which the instruction applies in this workspace; None when it is off."""
    # Spec 4: "is an amendment file, off by default". Choice 46: "`[avenants]` of `cibles.toml`: `"instruction-2025-100" =
    # true` (its own day of effect) or a date."
    settings = path / "cibles.toml"
    if not settings.exists():
        return None
    value = tomllib.loads(settings.read_text(encoding="utf-8")).get("avenants", {}).get(INSTRUCTION_2025_100)
    if isinstance(value, str):
        return parse_day(value)
    return OWN_DAY if value is True else value or None


def exemption(
    register: Register,
    finess: Finess,
    since: date | None,
    projet_id: str,
    texte: Texte,
    finess_et: str,
    indicateur: str,
    month: str,
) -> str | None:
    """The motif of the exemption; None when the establishment is bound."""
    if texte.exempts(indicateur, finess.categories.get(finess_et)):
        return "protection_juridique_majeurs"
    # Spec 4: "Instruction DNS/DGCS/CNSA/2025/100 (AHI not eligible to SONS released from MSSanté and DMP from 2025-09-02)".
    # Choice 46: "It applies to the months whose last day is on or after that day."
    if texte.texte_id != ARA or indicateur not in ("mssante", "dmp") or since is None or last_day(month) < since:
        return None
    # Spec 2.1: "`champ`? (overrides the one derived from the category)".
    champ = register.given(projet_id, finess_et, "champ")
    is_ahi = champ == "AHI" if champ else finess.categories.get(finess_et) in AHI_CATEGORIES
    # Choice 46: "An establishment whose `sons_eligible` is empty is not released."
    return "ahi_hors_sons" if is_ahi and register.given(projet_id, finess_et, "sons_eligible") == "N" else None
