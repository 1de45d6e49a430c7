"""Invented senders' workbooks: printed state (D4), pivot table (D5), TDB-MS export (D13), grid of an ARS (D15).

Each is laid out as a person or a reporting tool would, with titles, totals, footers and cells bad on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from transforms.synth.deposits import Row
from transforms.synth.senders_text import PROJETS
from transforms.synth.sheets import Cell, Page, workbook_bytes

_INDICATEURS = ("Dossiers actifs", "Projets personnalisés", "Événements d'agenda", "MSSanté", "DMP")
_NBSP = "\u00a0"
_TDB_AVANT = (
    "Année",
    "Région",
    "Département",
    "finess géographique",
    "finess juridique",
    "Raison sociale",
    "Catégorie",
    "Statut de la campagne",
    "Capacité autorisée totale au 31.12",
    f"Nombre de personnes accompagnées dans l'effectif au{_NBSP}31.12",
    "File active des personnes accompagnées sur la période",
    "Nombre de sorties définitives sur l'année",
    "Taux d'occupation",
    "Nombre de dossiers administratifs informatisés au 31.12",
    "Nombre de projets personnalisés informatisés au 31.12",
    "Messagerie sécurisée de santé (MSSanté)",
    "Lien avec le DMP\n(oui/non)",
    f"Nombre de personnes accompagnées dans l'effectif au{_NBSP}31.12",
)
_TDB_AXES = ("Prestations de soins", "Ressources humaines", "Finances", "Objectifs")
TDB_COLUMNS = (*_TDB_AVANT, *(f"{axe} - indicateur {rank}" for axe in _TDB_AXES for rank in range(1, 7)))
"""A part of the 331 columns of the real export, one name twice."""


def etat_classeur(
    month_end: date, groups: Sequence[tuple[Cell, str, Sequence[Row]]], bad: Iterable[Sequence[Cell]] = ()
) -> bytes:
    """The state (D4) at the end of a month: for each establishment its number, its name, its rows of `dossiers`.

    Numbers are in merged cells, dates are those of a spreadsheet, the first column is empty. `bad` are lines added to the last
    establishment, from its column `Dossier N°` on.
    """
    first = month_end.replace(day=1)
    rows: list[list[Cell]] = [
        [None, "ÉTAT DES DOSSIERS DES USAGERS"],
        [None, f"Période du {first:%d/%m/%Y} au {month_end:%d/%m/%Y}"],
        [],
        [None, "Établissement", None, "Dossier", None, "Séjour", None, "Projet personnalisé", None, None],
        [None, "N° FINESS", "Nom", "N°", "Mis à jour le", "Entrée", "Sortie", "Statut", "Début", "Fin"],
    ]
    merged = []
    for rank, (number, name, dossiers) in enumerate(groups, 1):
        lines = [_etat_line(row) for row in dossiers]
        lines += [list(line) for line in bad] if rank == len(groups) else []
        merged.append((len(rows), len(rows) + len(lines) - 1, 1))
        rows += [[None, None if place else number, name, *line] for place, line in enumerate(lines)]
        rows.append([None, f"Sous-total {name}", None, len(lines)])
    rows += [[None, "TOTAL", None, sum(len(dossiers) for _, _, dossiers in groups)], [], [None, "Édité le 02/07/2026 - page 1/1"]]
    hidden = Page("Listes", [["Statut"], *([text] for text in PROJETS.values())], hidden=True)
    return workbook_bytes([Page("Etat", rows, merged), hidden])


def _etat_line(row: Row) -> list[Cell]:
    _, numero, entree, sortie, maj, statut, debut, fin, _ = row
    # An empty exit is the day zero of the software.
    return [numero, _day(maj), _day(entree), _day(sortie) or "01/01/1900", PROJETS.get(statut, "-"), _day(debut), _day(fin)]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def tableau_croise(months: Sequence[Cell], lines: Iterable[tuple[str, Sequence[Cell]]]) -> bytes:
    """The pivot table (D5): months side by side, and for each label two counts per month."""
    above = [cell for month in months for cell in (month, None)]
    below = [text for _ in months for text in ("Somme de Dossiers actifs", "Somme de Personnes accompagnées")]
    body = [[label, *counts] for label, counts in lines]
    totals = [sum(line[place] for line in body if isinstance(line[place], int)) for place in range(1, 1 + len(below))]
    rows = [["Établissements", "(Tous)"], [], [None, *above], ["Étiquettes de lignes", *below], *body]
    rows += [["(vide)", *[None] * len(below)], ["Total général", *totals]]
    return workbook_bytes([Page("TCD", rows), Page("Feuil2", [["Notes"], ["Actualisé par le siège"]])])


def tdb_ms(lines: Iterable[tuple[Cell, str, Cell]]) -> bytes:
    """The TDB-MS export (D13): number, name and file active of each establishment, among many other columns."""
    body = []
    for number, name, active in lines:
        known: dict[str, Cell] = {"Année": 2025, "Région": "Auvergne-Rhône-Alpes", "Département": "07"}
        known |= {"finess géographique": number, "Raison sociale": name, "Statut de la campagne": "Validée"}
        known |= {"File active des personnes accompagnées sur la période": active, "Taux d'occupation": "96,4 %"}
        body.append([known.get(column, "n/a" if " - indicateur " in column else None) for column in TDB_COLUMNS])
    return workbook_bytes([Page("export", [TDB_COLUMNS, *body])])


def grille_ars(debut: str, fin: str, lines: Iterable[tuple[Cell, str, Sequence[Cell]]]) -> bytes:
    """The grid (D15) of a period (days JJ/MM/AAAA): number, name, and numerator then denominator of five indicators."""
    above: list[Cell] = [cell for name in _INDICATEURS for cell in (name, None)]
    rows: list[list[Cell]] = [
        ["Suivi des usages - programme ESMS numérique"],
        [f"Période du {debut} au {fin}"],
        ["À retourner à l'ARS avant le 10 du mois suivant"],
        [],
        [None, None, *above, "Commentaire"],
        ["N° FINESS ET", "Raison sociale", *["Numérateur", "Dénominateur"] * len(_INDICATEURS), None],
    ]
    rows += [[number, name, *figures] for number, name, figures in lines]
    rows += [["TOTAL", None, *[None] * 2 * len(_INDICATEURS)], [], ["Édité le 03/07/2026"]]
    return workbook_bytes([Page("Grille", rows), Page("Notice", [["Remplir une ligne par établissement."]])])
