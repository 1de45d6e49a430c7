"""In words: how a grant is paid, on which papers, in which delay, and on which conditions. The scale is in `scale_words`."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.rulebook import Rulebook
from contracts.rulebook_money import Conditions, Deadline, Desk, Grouping, Piece
from contracts.words import OPERATIONS
from flows.jurist.markdown import plain
from flows.jurist.rules import Rule, Section, count, day, operations
from transforms.figures import exact_percent

_DUE = {
    "convention": "à la signature de la convention",
    "pieces": "à la réception des pièces",
    "usage": "selon l'usage constaté : c'est le solde",
}


def money_sections(book: Rulebook) -> Iterator[Section]:
    """Instalments, papers, delays, conditions; a text that says nothing of one says so."""
    paid = (
        Rule(
            f"versements.{item.code}",
            (f"{exact_percent(item.part)} de la subvention, {_DUE[item.condition]}.",),
            f"`{item.code}`",
        )
        for item in book.versements
    )
    yield _section("Versements", paid, "L'aide est versée tranche après tranche, sans parts fixées par le texte.")
    papers = (
        Rule(f"pieces.{item.code}", (_paper(item, book),), f"{plain(item.libelle)} (`{item.code}`)") for item in book.pieces
    )
    yield _section("Pièces", papers, "Le texte ne demande pas de pièce.")
    delays = (_delay(item) for item in book.delais)
    yield _section("Délais", delays, "Le texte ne fixe pas de délai entre le démarrage et la fin du déploiement.")
    yield _section("Conditions", _conditions(book.conditions), "Le texte ne pose pas d'autre condition que le programme suive.")


def _section(title: str, rules: Iterator[Rule], otherwise: str) -> Section:
    held = tuple(rules)
    return Section(title, held, "" if held else otherwise)


def _paper(item: Piece, book: Rulebook) -> str:
    if book.solde == "tranche_suivante":
        due = "pour débloquer la tranche suivante"
    else:
        due = f"pour le versement `{item.versement}`" if item.versement is not None else "pour le solde"
    only = f", dans la seule tranche « {item.tranche} »" if item.tranche is not None else ""
    return f"Demandée {due}{only}."


def _delay(item: Deadline) -> Rule:
    words = (
        f"{count(item.mois, 'mois')} au plus entre le démarrage et la fin du déploiement.",
        "Délai exigé par le texte." if item.opposable else "À titre indicatif : un dépassement est signalé, sans rien bloquer.",
        f"{'Concerne aussi' if item.projets_nationaux else 'Ne concerne pas'} les projets de portée nationale.",
    )
    return Rule(f"delais.{item.type_operation}", words, OPERATIONS[item.type_operation].capitalize())


def _conditions(item: Conditions) -> Iterator[Rule]:
    if item.regroupement is not None:
        yield Rule("conditions.regroupement", tuple(_grouping(item.regroupement)), "Regroupement")
    if item.guichet is not None:
        yield Rule("conditions.guichet", _desk(item.guichet), "Guichet de dépôt")
    if item.double_financement is not None:
        words = ("Un établissement ne figure que dans un projet.",)
        yield Rule("conditions.double_financement", words, "Double financement")
    if item.operation_unique is not None:
        words = ("Tous les établissements d'un projet font la même opération : acquisition, ou mise à niveau.",)
        yield Rule("conditions.operation_unique", words, "Opération unique")
    if item.part_acquisition is not None:
        most = exact_percent(item.part_acquisition.part)
        words = (f"Dans un projet qui fait les deux, les acquisitions pèsent au plus {most} du montant, équipements exclus.",)
        yield Rule("conditions.part_acquisition", words, "Part des acquisitions")
    if item.terme is not None:
        words = (f"La fin du déploiement est au plus tard le {day(item.terme.jour)}.",)
        yield Rule("conditions.terme", words, "Terme")


def _grouping(item: Grouping) -> Iterator[str]:
    yield f"Au moins {_size(item.essms, item.organismes)}."
    if item.essms_outre_mer is not None or item.organismes_outre_mer is not None:
        essms = item.essms if item.essms_outre_mer is None else item.essms_outre_mer
        organismes = item.organismes if item.organismes_outre_mer is None else item.organismes_outre_mer
        yield f"Outre-mer et en Corse : au moins {_size(essms, organismes)}."
    yield f"Opérations concernées : {operations(item.operations)}."
    if item.gestionnaire_seul:
        yield "Un organisme gestionnaire qui n'est pas petit peut venir seul."
    else:
        yield "Un organisme gestionnaire seul est tenu au même nombre."
    yield "Exigé par le texte." if item.opposable else "Souhaité par le texte, sans être exigé."


def _size(essms: int, organismes: int | None) -> str:
    together = "" if organismes is None else f", de {count(organismes, 'organisme')} au moins"
    return f"{count(essms, 'ESSMS')}{together}"


def _desk(item: Desk) -> tuple[str, ...]:
    where = "" if item.regions == 1 else f", dans {count(item.regions, 'région')} au moins"
    may = "peut" if item.portee_nationale else "ne peut pas"
    return (
        f"Guichet national à partir de {count(item.essms, 'ESSMS')}{where} ; guichet régional sinon.",
        f"Un projet plus petit, de portée nationale, {may} être déposé au guichet national.",
    )
