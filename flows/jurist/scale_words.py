"""In words: the scale of grants (`bareme`), as a table of its items, then each of them with its tiers."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Scale, ScaleItem
from flows.jurist.markdown import plain, table
from flows.jurist.rules import Rule, Section, amount, codes, count, operations
from transforms.grants.words import ranks

_PER = {"essms": "par ESSMS", "projet": "par projet"}


def scale_sections(book: Rulebook) -> Iterator[Section]:
    """The general rules of the scale under a table of its items, then a section for each item."""
    scale = book.bareme
    if scale is None:
        yield Section("Barème", intro="Le texte ne donne pas de barème.")
        return
    yield Section("Barème", tuple(_general(scale)), _summary(scale))
    for item in scale.postes:
        key = f"bareme.postes.{item.code}"
        tiers = (
            Rule(
                f"{key}.paliers.{tier.rang}", (f"{_tier(item, rank)}.",), " ".join(filter(None, ("Montant", _ranks(item, rank))))
            )
            for rank, tier in enumerate(item.paliers)
        )
        rules = (Rule(key, tuple(_due(item)), "À qui et quand"), *tiers)
        yield Section(f"{plain(item.libelle)} (`{item.code}`)", rules, level=3)


def _summary(scale: Scale) -> str:
    rows = [
        [
            plain(item.libelle),
            operations(item.operations),
            "<br>".join(_tier(item, rank) for rank in range(len(item.paliers))),
            "<br>".join(_limits(item)) or "–",
        ]
        for item in scale.postes
    ]
    return table(["Poste", "Opérations", "Montant", "Réserves"], rows)


def _tier(item: ScaleItem, rank: int) -> str:
    """`7 000 € par ESSMS, jusqu'au 49e ESSMS`."""
    said = _ranks(item, rank)
    return f"{amount(item.paliers[rank].montant)} {_PER[item.par]}{f', {said}' if said else ''}"


def _ranks(item: ScaleItem, rank: int) -> str | None:
    following = item.paliers[rank + 1].rang - 1 if rank + 1 < len(item.paliers) else None
    return ranks(item.paliers[rank].rang, following)


def _due(item: ScaleItem) -> Iterator[str]:
    yield "Dû pour chaque ESSMS." if item.par == "essms" else "Dû une fois par projet."
    yield f"Opérations concernées : {operations(item.operations)}."
    for words in _limits(item):
        yield f"{words[0].upper()}{words[1:]}."


def _limits(item: ScaleItem) -> Iterator[str]:
    """What restricts an item."""
    if item.petits:
        whom = "les établissements d'un petit organisme" if item.par == "essms" else "un projet qui compte un petit organisme"
        yield f"seulement pour {whom} gestionnaire"
    if item.segur is not None:
        yield f"éditeur {'référencé' if item.segur else 'non référencé'} Ségur"
    if item.option is not None:
        yield f"si le projet le demande (`{item.option}` au registre)"
    if item.devis is not None:
        without = "rien n'est dû" if item.sans_devis == "rien" else "le montant entier est calculé"
        yield f"dans la limite du devis (`{item.devis}`) ; sans devis, {without}"


def _general(scale: Scale) -> Iterator[Rule]:
    words = "Chaque numéro FINESS géographique compte pour un, une seule fois, sauf nombre corrigé au registre."
    yield Rule("bareme.decompte", (words,), "Ce qui compte pour un établissement")
    if scale.plafond is not None:
        words = f"Au plus {count(scale.plafond.valeur, 'ESSMS')} par projet : les suivants, dans l'ordre du registre, n'ont rien."
        yield Rule("bareme.plafond", (words,), "Nombre d'établissements financés")
    if scale.minimum is not None:
        words = f"En dessous de {count(scale.minimum.valeur, 'ESSMS')}, le texte ne donne pas de montant."
        yield Rule("bareme.minimum", (words,), "Taille minimale")
    if scale.maximum is not None:
        words = f"Au-dessus de {count(scale.maximum.valeur, 'ESSMS')}, le texte ne donne pas de montant (cas par cas)."
        yield Rule("bareme.maximum", (words,), "Taille maximale")
    if scale.petits_moins_de is not None:
        words = f"Un organisme gestionnaire est petit s'il a moins de {count(scale.petits_moins_de.valeur, 'ESSMS')}."
        yield Rule("bareme.petits_moins_de", (words,), "Petit organisme gestionnaire")
    if scale.heures is not None:
        words = f"Montants réduits à la part des heures médico-sociales de l'établissement : {codes(scale.heures.postes)}."
        yield Rule("bareme.heures", (words,), "Services à double activité")
    if scale.partage_ars is not None:
        words = "L'aide est partagée entre les ARS au prorata des établissements de chaque région."
        yield Rule("bareme.partage_ars", (words,), "Partage entre les ARS")
