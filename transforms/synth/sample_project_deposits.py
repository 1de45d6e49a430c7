"""Who sends what in the projects whose targets are set per project: each establishment, or one vendor for the pilot tranche."""

from __future__ import annotations

from transforms.synth.deposits import (
    dmp_rows,
    dossiers_rows,
    echanges_rows,
    evenements_rows,
    mssante_monthly_rows,
    mssante_rows,
)
from transforms.synth.sample_files import Fichiers, place
from transforms.synth.scenarios import Scenario
from transforms.synth.scenarios_grand_est import GRAPPES_GRAND_EST
from transforms.synth.scenarios_national import PILOTE

VENDEUR_NATIONAL = "editeur-confluences"


def send_project_texts(files: Fichiers) -> None:
    """Adds the deposits of these projects; the second tranche of the national one sends nothing yet."""
    for grappe in GRAPPES_GRAND_EST:
        for scenario in grappe.scenarios:
            _send_alone(files, scenario)
    for scenario in PILOTE:
        _send_by_vendor(files, scenario)


def _send_alone(files: Fichiers, scenario: Scenario) -> None:
    """One folder per establishment and month; messages or exchanges, whichever it has."""
    activite, profil = files.activite(scenario), scenario.profil
    for month in scenario.mois:
        files.put(place(scenario, month, "dossiers"), "dossiers", dossiers_rows(activite, month))
        files.put(place(scenario, month, "evenements"), "evenements", evenements_rows(activite, month))
        files.put(place(scenario, month, "dmp"), "dmp", dmp_rows(activite, month))
        if profil.messages:
            path = place(scenario, month, "mssante")
            files.put(path, "mssante", mssante_rows(files.draw(path), activite, month))
        if profil.prescriptions:
            files.put(place(scenario, month, "echanges"), "echanges", echanges_rows(activite, month))


def _send_by_vendor(files: Fichiers, scenario: Scenario) -> None:
    """One file per dataset and month for the whole tranche."""
    activite = files.activite(scenario)
    for month in scenario.mois:
        folder = f"{month}/{VENDEUR_NATIONAL}"
        files.put(f"{folder}/dossiers.csv", "dossiers", dossiers_rows(activite, month))
        files.put(f"{folder}/evenements.csv", "evenements", evenements_rows(activite, month))
        files.put(f"{folder}/mssante.csv", "mssante", mssante_monthly_rows(activite, month))
        files.put(f"{folder}/echanges.csv", "echanges", echanges_rows(activite, month))
