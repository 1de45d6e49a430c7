"""Who sends what in the sample: files of one establishment, of an operator or of a vendor, and the awkward ways of sending.

Rows set aside on purpose are added by `sample_faults`.
"""

from __future__ import annotations

from datetime import date

from transforms.synth import scenarios_antilles as antilles
from transforms.synth import scenarios_ara as ara
from transforms.synth.deposits import (
    couverture_row,
    dmp_rows,
    dossiers_rows,
    echanges_rows,
    evenements_rows,
    mises_a_jour_rows,
    mssante_monthly_rows,
    mssante_rows,
    with_finess,
)
from transforms.synth.months import first_day, last_day
from transforms.synth.sample_files import JUIN, Fichiers, place
from transforms.synth.sample_project_deposits import send_project_texts
from transforms.synth.sample_senders import send_beside_dialects
from transforms.synth.scenarios import MOIS, Scenario

OPERATEUR = "operateur-mss/mssante_ara.csv"
VENDEUR = "editeur-antilles"

_BY_OPERATOR = (ara.EHPAD_TILLEULS, ara.SSIAD_COMBES, ara.SMJPM_HORIZON, ara.EHPAD_CIMES, ara.ESAT_GENEVRIERS, ara.MECS_NICHOIR)
_BY_VENDOR = (antilles.EHPAD_FLAMBOYANTS, antilles.SESSAD_COLIBRI, antilles.CSAPA_BALISIER, antilles.SAA_GOMMIERS)
_EXCHANGES = (
    *_BY_VENDOR[:3],
    antilles.SSIAD_LAMBIS,
    antilles.IME_CARBET,
    antilles.EAM_WAPA,
    antilles.LHSS_LAGON,
    antilles.EHPAD_HIBISCUS,
)


def sample_deposits(seed: int) -> Fichiers:
    """Every file of deposits of the sample, before the rows set aside on purpose."""
    files = Fichiers(seed)
    for scenario in (item for grappe in (*ara.GRAPPES_ARA, antilles.GRAPPES_ANTILLES[1]) for item in grappe.scenarios):
        if scenario is not antilles.CHRS_PASSAGE:
            _send_alone(files, scenario)
    _send_alone(files, antilles.CADA_HORS_PERIMETRE)
    _send_together(files)
    _bend_ara(files)
    _bend_antilles(files)
    send_project_texts(files)
    send_beside_dialects(files)
    return files


def _send_alone(files: Fichiers, scenario: Scenario) -> None:
    """The usual way: one folder per establishment and month, one file per dataset."""
    activite = files.activite(scenario)
    for month in scenario.mois:
        late = scenario.profil.extraction_tardive if month == scenario.mois[-1] else None
        files.put(place(scenario, month, "dossiers"), "dossiers", dossiers_rows(activite, month, late))
        files.put(place(scenario, month, "evenements"), "evenements", evenements_rows(activite, month))
        if scenario.profil.dmp or scenario is antilles.LHSS_LAGON:
            files.put(place(scenario, month, "dmp"), "dmp", dmp_rows(activite, month))
        path = place(scenario, month, "mssante")
        if scenario in _BY_OPERATOR:
            files.put(f"{month}/{OPERATEUR}", "mssante", mssante_monthly_rows(activite, month))
        elif scenario is not ara.LIEU_ARDOISES:
            files.put(path, "mssante", mssante_rows(files.draw(path), activite, month))
        if mises_a_jour := mises_a_jour_rows(activite, month):
            files.put(place(scenario, month, "mises_a_jour"), "mises_a_jour", mises_a_jour)


def _send_together(files: Fichiers) -> None:
    """A vendor sends one file per dataset for all its establishments."""
    for month in MOIS:
        folder = f"{month}/{VENDEUR}"
        for scenario in (item for item in _BY_VENDOR if month in item.mois):
            activite = files.activite(scenario)
            files.put(f"{folder}/dossiers.csv", "dossiers", dossiers_rows(activite, month))
            files.put(f"{folder}/evenements.csv", "evenements", evenements_rows(activite, month))
            files.put(f"{folder}/mssante.csv", "mssante", mssante_monthly_rows(activite, month))
            files.put(f"{folder}/dmp.csv", "dmp", dmp_rows(activite, month))
        for scenario in (item for item in _EXCHANGES if month in item.mois):
            files.put(f"{folder}/echanges.csv", "echanges", echanges_rows(files.activite(scenario), month))


def _bend_ara(files: Fichiers) -> None:
    _bend_numbers(files)
    _bend_periods(files)
    fevrier = place(ara.SESSAD_PASSERELLE, "2026-02", "evenements")
    files.put(fevrier.replace(".csv", "_bis.csv"), "evenements", files.rows[fevrier][:-3])

    whole = files.drop(place(ara.EHPAD_CIMES, JUIN, "evenements"))
    half = len(whole) // 2
    files.put(place(ara.EHPAD_CIMES, JUIN, "evenements-1"), "evenements", whole[:half])
    files.put(place(ara.EHPAD_CIMES, JUIN, "evenements-2"), "evenements", whole[half:])
    _add_column(files, place(ara.EHPAD_CIMES, JUIN, "dossiers"), "chambre")
    _remove_column(files, place(ara.ESAT_GENEVRIERS, "2026-03", "evenements"), "dossier_id")

    samsah = ara.SAMSAH_LENTISQUES
    files.drop(place(samsah, JUIN, "evenements"))
    declared = (samsah.finess_et, "evenements_agenda", "2026-04-01", "2026-06-30", "19", "21")
    files.put(place(samsah, JUIN, "agregats"), "agregats", [declared])


def _bend_numbers(files: Fichiers) -> None:
    """Ways of writing a number that are put right and traced: a lost zero, lower case, an apostrophe, blanks."""
    for path, text in (
        (place(ara.EHPAD_TILLEULS, JUIN, "dossiers"), ara.EHPAD_TILLEULS.finess_et[1:]),
        (place(ara.ESAT_GENEVRIERS, JUIN, "dossiers"), ara.ESAT_GENEVRIERS.finess_et.lower()),
        (place(ara.SAMSAH_LENTISQUES, JUIN, "dmp"), ara.SAMSAH_LENTISQUES.finess_et.lower()),
        (place(ara.CHRS_ESCALE, "2026-05", "evenements"), f"'{ara.CHRS_ESCALE.finess_et}"),
        (place(ara.MECS_NICHOIR, JUIN, "dmp"), _spaced(ara.MECS_NICHOIR.finess_et)),
    ):
        files.rows[path] = with_finess(files.rows[path], text)


def _spaced(number: str) -> str:
    return f"{number[:2]} {number[2:6]} {number[6:]}"


def _bend_periods(files: Fichiers) -> None:
    """A file for six months, and a later one that covers a month already sent."""
    ssiad, sessad = ara.SSIAD_COMBES, ara.SESSAD_PASSERELLE
    rows = [row for month in MOIS for row in files.drop(place(ssiad, month, "dmp"))]
    files.put(place(ssiad, JUIN, "dmp_semestre"), "dmp", rows)
    coverage = couverture_row("dmp_semestre.csv", first_day(MOIS[0]), last_day(JUIN), date(2026, 7, 2))
    files.put(place(ssiad, JUIN, "couverture"), "couverture", [coverage])

    path = place(sessad, JUIN, "mssante")
    corrected = mssante_rows(files.draw(f"{path}:mai"), files.activite(sessad), "2026-05")
    files.rows[path] = corrected + files.rows[path]
    files.put(
        place(sessad, JUIN, "couverture"), "couverture", [couverture_row("mssante.csv", first_day("2026-05"), last_day(JUIN))]
    )


def _bend_antilles(files: Fichiers) -> None:
    files.drop(place(antilles.SSIAD_LAMBIS, JUIN, "dmp"))
    files.drop(place(antilles.IME_CARBET, "2026-04", "evenements"))
    files.drop(place(antilles.IME_CARBET, "2026-04", "mssante"))
    eam, late = antilles.EAM_WAPA, antilles.EAM_WAPA.profil.extraction_tardive
    exported = couverture_row("dossiers.csv", first_day(JUIN), last_day(JUIN), late)
    files.put(place(eam, JUIN, "couverture"), "couverture", [exported])
    roll = (antilles.EHPAD_HIBISCUS.finess_et, "2026-04-01", "2026-06-30", "24", "28")
    files.put(place(antilles.EHPAD_HIBISCUS, JUIN, "effectifs"), "effectifs", [roll])
    for jeu in ("dossiers", "evenements", "mssante", "dmp"):
        files.put(place(antilles.CHRS_PASSAGE, JUIN, jeu), jeu, [])
        coverage = couverture_row(f"{jeu}.csv", first_day("2026-04"), last_day(JUIN))
        files.put(place(antilles.CHRS_PASSAGE, JUIN, "couverture"), "couverture", [coverage])


def _add_column(files: Fichiers, path: str, name: str) -> None:
    rng = files.draw(path)
    files.headers[path] = (*files.headers[path], name)
    files.rows[path] = [(*row, str(rng.randrange(100, 400))) for row in files.rows[path]]


def _remove_column(files: Fichiers, path: str, name: str) -> None:
    at = files.headers[path].index(name)
    files.headers[path] = tuple(cell for cell in files.headers[path] if cell != name)
    files.rows[path] = [row[:at] + row[at + 1 :] for row in files.rows[path]]
