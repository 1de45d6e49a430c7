"""What the establishments of the Grappe des Sources Vives send: files in dialects, by path, with their awkward lines.

Who sends what is told in `scenarios_sources_vives`; what is bad in each file, and the rules it breaks, in `senders_shown`.
"""

from __future__ import annotations

from transforms.synth import scenarios_sources_vives as sources
from transforms.synth.deposits import couverture_row, dmp_rows, dossiers_rows, evenements_rows
from transforms.synth.finess_numbers import invented_et, with_wrong_key
from transforms.synth.months import first_day, last_day
from transforms.synth.sample_files import JUIN, Fichiers, place
from transforms.synth.scenarios import Scenario
from transforms.synth.scenarios_sources_vives import TRIMESTRE
from transforms.synth.senders_shown import (
    ALIMENTATION,
    ARCHIVE,
    CROISE,
    ETAT,
    GRILLE,
    INCONNU,
    OPERATEUR,
    PLAT,
    STATISTIQUES,
    TDB,
)
from transforms.synth.senders_text import (
    alimentation_dmp,
    annuaire_boites,
    archive_dui,
    export_plat,
    statistiques_bal,
    suivi_inconnu,
)
from transforms.synth.senders_workbooks import etat_classeur, grille_ars, tableau_croise, tdb_ms

_EHPAD, _SESSAD, _SSIAD = sources.EHPAD_SOURCE_VIVE, sources.SESSAD_RIVES_CLAIRES, sources.SSIAD_VALLON
_EAM, _MECS = sources.EAM_SAULES_BLANCS, sources.MECS_GRAND_PRE
_DOMAINE = "sources-vives.mssante.example"
_CLINIQUE = "clinique-vallon.mssante.example"


def send_beside_dialects(files: Fichiers) -> None:
    """Adds what these establishments do send in pivot form: DMP of one, and the period of the operator's file."""
    for month in TRIMESTRE:
        files.put(place(_SESSAD, month, "dmp"), "dmp", dmp_rows(files.activite(_SESSAD), month))
    period = couverture_row(STATISTIQUES.rpartition("/")[2], first_day(TRIMESTRE[0]), last_day(JUIN))
    files.put(f"{OPERATEUR}/couverture.csv", "couverture", [period])


def senders_files(files: Fichiers) -> dict[str, bytes]:
    """The files in dialects, by path below `depots/`, from the activities that `files` holds."""
    sent = {CROISE: _croise(), STATISTIQUES: _statistiques(files), ALIMENTATION: _alimentation(), TDB: _tdb(), GRILLE: _grille()}
    sent[INCONNU] = suivi_inconnu(_EHPAD.finess_et)
    for month in TRIMESTRE:
        sent[f"{month}/{PLAT}"] = _plat(files, month)
        sent[f"{month}/{ARCHIVE}"] = _archive(files, month)
        sent[f"{month}/{ETAT}"] = _etat(files, month)
    return sent


def mailboxes() -> bytes:
    """The map of mailboxes at the end of May; one mailbox belongs to two establishments, a clinic's to one of no project."""
    boxes = [("ORG", _boite(item), item.finess_et, item.essms.nom) for item in sources.GRAPPE_SOURCES_VIVES.scenarios]
    boxes += [("PER", f"medco@{_DOMAINE}", _EHPAD.finess_et, _EHPAD.essms.nom)]
    boxes += [("ORG", f"astreinte@{_DOMAINE}", item.finess_et, item.essms.nom) for item in (_SSIAD, _EAM)]
    boxes += [("ORG", f"accueil@{_CLINIQUE}", invented_et("070", 9), "CLINIQUE DU VALLON")]
    return annuaire_boites(boxes)


def _boite(item: Scenario) -> str:
    return f"{item.essms.categorie.sigle.lower()}@{_DOMAINE}"


def _short(item: Scenario) -> int:
    """The number as a spreadsheet keeps it, without its zero."""
    return int(item.finess_et)


def _plat(files: Fichiers, month: str) -> bytes:
    number = _EHPAD.finess_et if month != "2026-05" else str(_short(_EHPAD))
    rows = [(number, *row[1:]) for row in dossiers_rows(files.activite(_EHPAD), month)]
    entered, updated = "12/01/2026", "10/06/2026"
    bad = [
        (number, "U-900101", entered, "", "31/02/2026", "En cours", "", "", "Oui"),  # no such day
        (number, "U-900102", "05/03/26", "", updated, "En cours", "", "", "Oui"),  # which century?
        (number, "U-900103", entered, "01/01/1900", updated, "NC", "", "", "Oui"),  # no status
    ]
    return export_plat(rows, bad if month == JUIN else ())


def _archive(files: Fichiers, month: str) -> bytes:
    activite = files.activite(_SESSAD)
    dossiers, evenements = dossiers_rows(activite, month), evenements_rows(activite, month)
    if month != JUIN:
        return archive_dui(dossiers, evenements)
    known = dossiers[0][1]
    bad = [
        ("U-900104", "09/06/2026 10:00", "Agenda", "Validé"),  # nobody of that number
        (known, "31/02/2026 09:00", "Agenda", "Validé"),  # no such day
        (known, "11/06/2026 09:30", "Agenda", "Reporté"),  # unknown status
    ]
    return archive_dui(dossiers, evenements, bad, [("U-900105", "Projet personnalisé", "En cours", "01/02/2026 00:00", "")])


def _etat(files: Fichiers, month: str) -> bytes:
    groups = [(_short(item), item.essms.nom, dossiers_rows(files.activite(item), month)) for item in (_SSIAD, _EAM)]
    day = first_day("2026-01")
    bad = [("U-900106", "NC", day, None, "En cours", day, None), ("U-900107", day, "31/02/2026", None, "En cours", day, None)]
    return etat_classeur(last_day(month), groups, bad if month == "2026-04" else ())


def _croise() -> bytes:
    label = f"{_MECS.essms.nom} ({_short(_MECS)})"
    return tableau_croise(("mars-26", "avr.-26", first_day("2026-05")), [(label, (11, 12, 11, 12, 10, 12))])


def _statistiques(files: Fichiers) -> bytes:
    counts = []
    for month in TRIMESTRE:
        for item in sources.GRAPPE_SOURCES_VIVES.scenarios:
            sent = files.activite(item).messages[month]
            if item is _EHPAD:  # two mailboxes of one establishment add up
                counts.append((f"medco@{_DOMAINE}", month, "3"))
                sent -= 3
            counts.append((_boite(item), month, str(sent)))
    counts += [
        (f"accueil@{_CLINIQUE}", JUIN, "1\u00a0204"),
        (f"ancien-service@{_DOMAINE}", JUIN, "4"),  # in no map
        (f"astreinte@{_DOMAINE}", JUIN, "2"),  # of two establishments
        (_boite(_EAM), JUIN, "NC"),
        (_boite(_EAM), "2026-13", "1"),
    ]
    return statistiques_bal(counts)


def _alimentation() -> bytes:
    lines = [(item, month) for month in ("04/2026", "05/2026") for item in (_EHPAD, _SSIAD, _EAM)]
    rows = [(item.finess_et, item.essms.nom, month, str(2 * item.profil.dmp), str(item.profil.dmp)) for item, month in lines]
    unread = (_EAM.finess_et, _EAM.essms.nom, "03/2026", "NC", "NC")
    return alimentation_dmp([*rows, unread, (with_wrong_key(_EAM.finess_et), _EAM.essms.nom, "03/2026", "1", "1")])


def _tdb() -> bytes:
    lines = [(_short(item), item.essms.nom, item.profil.effectif + 3) for item in (_EHPAD, _SESSAD, _SSIAD, _EAM)]
    return tdb_ms([*lines, (_short(_MECS), _MECS.essms.nom, "n/a")])


def _grille() -> bytes:
    lines = []
    for item in sources.GRAPPE_SOURCES_VIVES.scenarios:
        told = item.profil
        figures = [told.actifs, told.effectif, told.projets, told.actifs, told.agenda, told.actifs]
        last = ["≈ 45", told.beneficiaires, "NC", told.beneficiaires] if item is _MECS else _sent(item)
        lines.append((_short(item), item.essms.nom, [*figures, *last]))
    return grille_ars(first_day(TRIMESTRE[0]).strftime("%d/%m/%Y"), last_day(JUIN).strftime("%d/%m/%Y"), lines)


def _sent(item: Scenario) -> list[int]:
    messages = item.profil.messages
    total = 3 * messages if isinstance(messages, int) else sum(messages.values())
    return [total, item.profil.beneficiaires, item.profil.dmp, item.profil.beneficiaires]
