"""The French details of a calculation of grant: ranks, hours, quotes, and why a line is worth nothing."""

from __future__ import annotations

from decimal import Decimal

NO_QUOTE = "aucun devis fourni : rien n'est dû sans devis"
NO_SMALL_OPERATOR = "aucun établissement d'un petit gestionnaire"
SIZE_UNKNOWN = "taille des gestionnaires non renseignée, supposée petite"


def ranks(first: int, last: int | None) -> str | None:
    """`jusqu'au 49e ESSMS`, `à partir du 50e ESSMS`, `du 50e au 99e ESSMS`; None when every rank is meant."""
    if last is None:
        return None if first == 1 else f"à partir du {_ordinal(first)} ESSMS"
    if first == 1:
        return f"jusqu'au {_ordinal(last)} ESSMS"
    return f"du {_ordinal(first)} au {_ordinal(last)} ESSMS"


def beyond(last: int) -> str:
    """Why establishments beyond a cap get nothing."""
    return f"au-delà du {_ordinal(last)} ESSMS : rien n'est dû"


def hours(medico_sociales: Decimal, totales: Decimal) -> str:
    """`2 000 heures sur 3 000`: the share of hours the text finances."""
    return f"{_number(medico_sociales)} heure{'s' if medico_sociales >= 2 else ''} sur {_number(totales)}"


def quote(montant: Decimal) -> str:
    """`devis de 6 000,00 euros`."""
    return f"devis de {_grouped(f'{montant:,.2f}')} euro{'s' if montant >= 2 else ''}"


def too_few(nombre: int, minimum: int) -> str:
    """Why a project of fewer ESSMS than the scale knows has no amount."""
    return f"{nombre} ESSMS : le texte ne fixe de montant qu'à partir de {minimum} ESSMS"


def too_many(nombre: int, maximum: int) -> str:
    """Why a project of more ESSMS than the scale knows has no amount."""
    return f"{nombre} ESSMS : au-delà de {maximum} ESSMS le montant est étudié au cas par cas"


def joined(*details: str | None) -> str | None:
    """Several details as one; None when there is none."""
    return " ; ".join(filter(None, details)) or None


def _ordinal(rank: int) -> str:
    return "1er" if rank == 1 else f"{rank}e"


def _number(value: Decimal) -> str:
    """Decimals only where there are some."""
    whole = value == value.to_integral_value()
    return _grouped(f"{value:,.0f}" if whole else f"{value.normalize():,f}")


def _grouped(text: str) -> str:
    return text.replace(",", " ").replace(".", ",")
