"""Rows of the sample that are bad on purpose, and a file that is no deposit.

They are placed where they change no verdict, except the three of CHRS L'ESCALE, which are its reason to be in the sample.
"""

from __future__ import annotations

from transforms.synth import scenarios_antilles as antilles
from transforms.synth import scenarios_ara as ara
from transforms.synth.deposits import Row
from transforms.synth.finess_numbers import with_wrong_key
from transforms.synth.sample_deposits import OPERATEUR, VENDEUR
from transforms.synth.sample_files import JUIN, Fichiers, place

LISEZMOI = f"2026-05/{VENDEUR}/LISEZMOI.txt"


def add_faults(files: Fichiers) -> None:
    """Inserts every bad row in its file, second record first, so that line numbers stay easy to find."""
    for path, rows in bad_rows().items():
        width = len(files.headers[path]) - len(rows[0])
        padded = [row + ("",) * width if width > 0 else row for row in rows]
        files.rows[path][1:1] = padded


def bad_rows() -> dict[str, list[Row]]:
    """The bad rows by path below `depots/`, each with one fault; several rules of reading are shown once."""
    tilleuls, sessad, cimes = ara.EHPAD_TILLEULS, ara.SESSAD_PASSERELLE, ara.EHPAD_CIMES
    chrs, sources = ara.CHRS_ESCALE.finess_et, ara.EHPAD_SOURCES
    colibri = antilles.SESSAD_COLIBRI.finess_et
    manager, esat = ara.EHPAD_TILLEULS.essms.gestionnaire, ara.ESAT_GENEVRIERS.finess_et
    return {
        place(ara.CHRS_ESCALE, JUIN, "dossiers"): [
            (chrs, "U-900001", "2026-02-30", "", "2026-06-10", "ENCOURS", "", "", "O"),  # no such day
            (chrs, "U-900002", "2025-11-03", "", "", "ACTIF", "", "", "O"),  # unknown status
            (with_wrong_key(chrs), "U-900003", "2025-10-20", "", "", "", "", "", "O"),  # wrong key
        ],
        place(cimes, JUIN, "dossiers"): [
            (cimes.finess_et, "U-900004", "2025-09-01", "2025-08-01", "2026-06-03", "ENCOURS", "", "", "O"),  # left before entry
            (cimes.finess_et, "U-900005", "2025-09-01", "", "2026-06-03", "ENCOURS", "", "", "oui"),  # neither O nor N
        ],
        place(tilleuls, "2026-03", "evenements"): [
            (tilleuls.finess_et, "U-900006", "2026-02-31T09:00", "VALIDE", "agenda"),  # no such day
            (tilleuls.finess_et, "U-900007", "2026-03-12T09:00", "REPORTE", "agenda"),  # unknown status
        ],
        place(sessad, "2026-04", "dmp"): [
            (sessad.finess_et, "U-900008", "2026-03-30", "OK"),  # outside the month of the file
            (sessad.finess_et, "U-900009", "2026-04-14", "KO"),  # unknown status
        ],
        place(sessad, JUIN, "evenements"): [
            (tilleuls.finess_et, "U-900010", "2026-06-02T10:00", "VALIDE", "agenda"),  # another establishment than the folder's
        ],
        place(sources, "2026-05", "mises_a_jour"): [
            (sources.finess_et, "U-900011", "2026-05-06", "reprise"),  # unknown origin
        ],
        f"2026-05/{OPERATEUR}": [
            (tilleuls.essms.siret, "2026-05", "14"),  # a SIRET
            (with_wrong_key(esat), "2026-05", "12"),  # wrong key
        ],
        f"{JUIN}/{OPERATEUR}": [
            (manager.finess_ej, "2026-06", "37"),  # an EJ in place of an ET
            (esat, "2026-06-15", "-3"),  # negative
            (esat, "2026-05", "12"),  # outside the month of the file
        ],
        f"2026-05/{VENDEUR}/evenements.csv": [
            (colibri, "", "2026-05-11T10:00", "VALIDE", "agenda"),  # no dossier
        ],
        f"{JUIN}/{VENDEUR}/dmp.csv": [
            (colibri, "U-900012", "2026-06-09", "OK", "doublon"),  # one field too many
        ],
        f"{JUIN}/{VENDEUR}/echanges.csv": [
            (antilles.CSAPA_BALISIER.essms.gestionnaire.siren, "e_prescription", "2026-06-30", "8"),  # a SIREN
            (colibri, "e_facture", "2026-06-30", "1"),  # unknown service
        ],
    }


def plain_files() -> dict[str, bytes]:
    """Files that are no deposit, by path below `depots/`."""
    return {LISEZMOI: "Envoi mensuel de l'éditeur (fichier inventé) : ce texte n'est pas un dépôt.\n".encode()}
