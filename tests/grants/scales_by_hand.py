"""The scales of the four calls written by hand, so that the engine is tested apart from the TOML texts. Not a test."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Bound, HoursShare, Scale, ScaleItem, Statement, Tier
from contracts.rulebook_source import Source

BOTH = ("acquisition", "mise_a_niveau")


def said(sentence: str) -> Source:
    """Where a sentence is written."""
    return Source("appel", "section", sentence)


def item(code: str, *amounts: int, par: Any = "essms", operations: tuple[str, ...] = BOTH, **others: Any) -> ScaleItem:
    """An item: its amount, and from the 50th rank a second one where there is."""
    tiers = tuple(Tier(rank, Decimal(amount), said(f"{code} {rank}")) for rank, amount in zip((1, 50), amounts, strict=False))
    return ScaleItem(code, code.capitalize(), par, operations, tiers, said(code), **others)


def texte(*postes: ScaleItem, texte_id: str = "texte", **others: Any) -> Rulebook:
    """A rulebook that has this scale and nothing else."""
    day, source = date(2025, 1, 1), said("texte")
    return Rulebook(
        texte_id=texte_id,
        **dict.fromkeys(("titre", "emetteur", "reference", "verifie_par", "empreinte"), "texte"),
        **dict.fromkeys(("publie_le", "en_vigueur_le", "verifie_le"), day),
        portee="chaque_essms",
        portee_source=source,
        portee_lecture=None,
        solde="tout_ou_rien",
        solde_source=source,
        **dict.fromkeys(("indicateurs", "exemptions", "versements", "pieces", "delais", "lectures"), ()),
        imports_comptent=False,
        declaratif_accepte=False,
        bareme=Scale(Statement(said("decompte")), postes, **others),
    )


def bound(value: int) -> Bound:
    """A whole number the text sets."""
    return Bound(value, said(f"borne {value}"), f"lecture {value}")


GRAND_EST = texte(
    item("acquisition", 25000, operations=("acquisition",)),
    item("mise_a_niveau", 10000, operations=("mise_a_niveau",)),
    item("equipement", 20000, petits=True),
    plafond=bound(30),
    partage_ars=Statement(said("partage")),
    texte_id="grand-est-amorcage-2021",
)
NATIONAL = texte(
    item("dui", 5000), item("equipement", 20000, petits=True), minimum=bound(50), maximum=bound(500), texte_id="national-2021"
)
ARA = texte(
    item("usages_acquisition", 7000, 2000, operations=("acquisition",)),
    item("usages_mise_a_niveau", 5000, 2000, operations=("mise_a_niveau",)),
    item("logiciel", 14000, 3000, operations=("acquisition",)),
    item("equipement", 10000, petits=True, devis="devis_equipement", sans_devis="rien"),
    item("amoa", 100000, par="projet", petits=True, option="amoa_pilotage"),
    heures=HoursShare(("usages_acquisition", "usages_mise_a_niveau", "logiciel"), said("heures"), "lecture des heures"),
    texte_id="ara-generalisation-2025",
)
GUADELOUPE = texte(
    item("usages_acquisition", 7000, 2000, operations=("acquisition",)),
    item("usages_mise_a_niveau", 5000, 2000, operations=("mise_a_niveau",)),
    item("editeur", 12000, 1000, operations=("acquisition",), segur=False, devis="devis_editeur"),
    item("editeur_segur", 14500, 3000, operations=("acquisition",), segur=True, devis="devis_editeur"),
    item("equipement", 20000, petits=True),
    item("amoa_marche", 15000, par="projet", petits=True, option="amoa_marche"),
    item("amoa_pilotage", 100000, par="projet", petits=True, option="amoa_pilotage"),
    texte_id="guadeloupe-generalisation-2022",
)
