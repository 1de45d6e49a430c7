"""What a text demands of the register: the criteria each project chose, the tranches of its establishments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from contracts.register import Register
from contracts.rulebook import Rulebook, Selection
from transforms.reading.register_problems import Problem, refuse_any


def check_texts(register: Register, textes: Mapping[str, Rulebook]) -> None:
    """Refuses criteria or tranches that the text of a project does not allow.

    "3 business + at least 2 of 4 (fewer: exit 11; more: allowed)"; a criterion that may not be impossible, or that the text does
    not have, is refused, and so are criteria of a project whose text sets its own targets.

    Args:
        register: the typed register, whose texts are all known.
        textes: the rulebooks, by `texte_id`.

    Raises:
        RegisterError: a project does not keep its text.
    """
    found: list[Problem] = []
    for projet in register.projets.sort("ligne").iter_rows(named=True):
        texte = textes[projet["texte_id"]]
        own = pl.col("projet_id") == projet["projet_id"]
        found += _criteria(projet, register.criteres.filter(own).sort("ligne"), texte)
        if texte.solde == "tranche_suivante":
            found += _tranches(register.perimetre.filter(own).sort("ligne"))
    refuse_any(found)


def _criteria(projet: dict, criteres: pl.DataFrame, texte: Rulebook) -> Iterator[Problem]:
    if texte.criteres is None:
        for line in criteres["ligne"]:
            clause = f"le texte {texte.texte_id} fixe lui-même ses cibles, retirez cette ligne"
            yield Problem("criteres", clause, line, "projet_id")
        return
    yield from _each_criterion(criteres, texte.criteres)
    named = set(criteres["indicateur"])
    missing = [code for code in texte.criteres.obligatoires if code not in named]
    chosen = len(named.intersection(texte.criteres.au_choix))
    if missing:
        clause = f"le projet {projet['projet_id']} n'a pas de critère {', '.join(missing)}, que son texte demande, ajoutez-le"
        yield Problem("criteres", clause)
    if chosen < texte.criteres.minimum:
        least, among = texte.criteres.minimum, ", ".join(texte.criteres.au_choix)
        clause = f"le projet {projet['projet_id']} a choisi {chosen} critère(s) parmi {among}, son texte en demande {least}"
        yield Problem("criteres", f"{clause}, complétez-les")


def _each_criterion(criteres: pl.DataFrame, selection: Selection) -> Iterator[Problem]:
    known = (*selection.obligatoires, *selection.au_choix)
    for line, code, statut in criteres.select("ligne", "indicateur", "statut").rows():
        if code not in known:
            yield Problem("criteres", "le texte du projet n'a pas ce critère, retirez-le", line, "indicateur")
        elif statut == "impossible" and code not in selection.impossibles:
            yield Problem("criteres", "le texte n'admet pas que ce critère soit impossible, retenez-le", line, "statut")


def _tranches(perimetre: pl.DataFrame) -> Iterator[Problem]:
    """Either no establishment has a tranche, and the project is one, or all have."""
    without = perimetre.filter(pl.col("tranche").is_null())
    if without.height < perimetre.height:
        for line in without["ligne"]:
            yield Problem("perimetre", "d'autres lignes du projet ont une tranche, donnez celle-ci", line, "tranche")
