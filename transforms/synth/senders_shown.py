"""The senders' files of the sample worth opening: where they are, what is awkward in each, the rows set aside by rule."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.synth import scenarios_sources_vives as sources
from transforms.synth.sample_files import JUIN

BOITES_PATH = "boites/2026-05-31.csv"
"""The map of mailboxes, in the workspace."""

OPERATEUR = f"{JUIN}/operateur-mss-ardeche"
PLAT = f"{sources.EHPAD_SOURCE_VIVE.finess_et}/export_usagers.csv"
ARCHIVE = f"{sources.SESSAD_RIVES_CLAIRES.finess_et}/export_dui.zip"
ETAT = "editeur-hirondelle/etat_dossiers.xlsx"
CROISE = f"2026-05/{sources.MECS_GRAND_PRE.finess_et}/tcd_dossiers.xlsx"
STATISTIQUES = f"{OPERATEUR}/statistiques_bal_T2.csv"
ALIMENTATION = "2026-05/editeur-hirondelle/alimentation_dmp.csv"
TDB = "2026-04/ars-ara/export-tdbesms-2025-region-agg.xlsx"
GRILLE = f"{JUIN}/ars-ara/grille_usages_T2.xlsx"
INCONNU = f"{JUIN}/{sources.EHPAD_SOURCE_VIVE.finess_et}/suivi_activite.csv"
"""Paths below `depots/`; the first three below a month."""


@dataclass(frozen=True)
class Sent:
    """One file worth opening: its path below `depots/`, its dialect ("" for none), what is awkward, rows set aside by rule."""

    path: str
    dialecte: str
    montre: str
    regles: dict[str, int]


SENDERS = (
    Sent(
        f"{JUIN}/{PLAT}",
        "dui-plat",
        "cp1252, CRLF, `01/01/1900`, identity columns nobody reads; `31/02/2026`, a year of two digits, `NC` as a status",
        {"date_invalide": 2, "valeur_inconnue": 1},
    ),
    Sent(f"2026-05/{PLAT}", "dui-plat", "saved by a spreadsheet: every FINESS has lost its zero (put right, traced)", {}),
    Sent(
        f"{JUIN}/{ARCHIVE}",
        "dui-archive",
        "five members with a byte order mark; an event of an unknown person, one of 31 February, one `Reporté`; nobody's project",
        {"date_invalide": 1, "valeur_inconnue": 1, "sans_rattachement": 2},
    ),
    Sent(
        f"{JUIN}/{ETAT}",
        "etat-classeur",
        "title, period in a sentence, two header rows, merged FINESS numbers without their zero, subtotals, total, footer, a "
        "hidden sheet",
        {},
    ),
    Sent(
        f"2026-04/{ETAT}",
        "etat-classeur",
        "the same, with two lines added: an update `NC` and an entry `31/02/2026`",
        {"date_invalide": 2},
    ),
    Sent(
        CROISE, "tableau-croise", "months side by side, FINESS inside a label: read, but a month is not the window measured", {}
    ),
    Sent(
        STATISTIQUES,
        "mssante-operateur",
        "by mailbox and month, `1 204` with a no-break space, declared for April to June by `couverture.csv`; a mailbox that no "
        "map knows, one of two establishments, `NC`, month 13",
        {"boite_inconnue": 1, "boite_ambigue": 1, "nombre_invalide": 1, "mois_invalide": 1},
    ),
    Sent(
        ALIMENTATION,
        "dmp-agrege",
        "by establishment and month, no denominator; `NC`, a wrong key, a total",
        {"nombre_invalide": 1, "finess_cle": 1},
    ),
    Sent(
        TDB,
        "tdb-ms",
        "42 columns of the 331, one name twice, FINESS as numbers; the year is in the name: a roll of 2025, of no window; `n/a`",
        {"nombre_invalide": 1},
    ),
    Sent(GRILLE, "grille-ars", "five indicators side by side; `≈ 45` and `NC` are no figures", {"nombre_invalide": 2}),
    Sent(INCONNU, "", "no dialect: refused whole, named after the nearest (`dui-plat`)", {"dialecte_inconnu": 1}),
)
"""The senders' files worth opening; no other one of theirs has a row set aside."""
