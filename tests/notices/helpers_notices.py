"""A record written by hand, of the smallest project that has everything a notice tells, and ways of reading a notice back."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

_HASH = "0123456789abcdef" * 4
_SOURCE = {"document": "Appel", "section": "6.1", "phrase": "Les cibles sont atteintes.", "lecture": None}


def figure(finess: str, indicateur: str, above: int | None, below: int | None, **others: Any) -> dict[str, Any]:
    """A row of `essms`."""
    return {
        "finess_et": finess,
        "indicateur": indicateur,
        "fenetre_debut": "2026-04-01",
        "fenetre_fin": "2026-06-30",
        "numerateur": above,
        "denominateur": below,
        "taux": None,
        "cible": "0.90",
        "verdict": "atteinte",
        "motif": None,
        "source": "calculee",
        "source_denominateur": "dossiers",
        "reste_a_faire": 0,
    } | others


def criterion(indicateur: str, above: int | None, below: int | None, **others: Any) -> dict[str, Any]:
    """A row of `criteres`."""
    return {
        "indicateur": indicateur,
        "poids": None,
        "cible": "0.90",
        "unite": "part",
        "numerateur": above,
        "denominateur": below,
        "verdict": "atteinte",
        "montant_maximum": None,
        "montant_libere": None,
        "motif": None,
        "reference": "Appel, 6.1",
        "phrase": "(nombre de dossiers / nombre de personnes) x 100",
    } | others


def record(**changes: Any) -> dict[str, Any]:
    """The record of a release, of two establishments; `changes` replace its keys."""
    return {
        "decision_id": "P-1-2026-06-v1",
        "version": 1,
        "remplace": None,
        "changements": [],
        "calculee_le": "2026-07-05T06:00:00Z",
        "format": 3,
        "mois": "2026-06",
        "projet_id": "P-1",
        "projet": {
            "projet_id": "P-1",
            "nom": "Grappe des Lilas",
            "porteur": "ASSOCIATION DES LILAS",
            "texte_id": "texte",
            "type_operation": "acquisition",
            "phase": "projet",
            "date_convention": "2025-06-16",
            "date_fin_deploiement": "2026-05-31",
            "region": "Grand Est",
            "national": False,
        },
        "texte": {"texte_id": "texte", "titre": "Appel à projets", "empreinte": _HASH, "avenants": []},
        "lecture": "fenetre",
        "decision": "liberer",
        "motif": None,
        "provisoire": False,
        "sensible_a_la_lecture": False,
        "lectures_qui_changent": [],
        "part_solde": "0.50",
        "montant_subvention": "84000.01",
        "montant_solde": "42000.00",
        "montant_libere": "42000.00",
        "deja_verse": "0.00",
        "montant_bareme": "84000.00",
        "criteres": [criterion("dossiers_actifs", 45, 49)],
        "essms": [
            figure("010990018", "dossiers_actifs", 18, 20, taux="0.9000"),
            figure("010990026", "dossiers_actifs", 27, 29, taux="0.9310"),
        ],
        "conditions": {"portee": "chaque_essms", "tranche": None, "pieces": [], "lignes_rejetees": [], "essms_a_verifier": []},
        "calcul_bareme": None,
        "bareme": [],
        "partages": [],
        "verifications": [],
        "versements": [_instalment(1, "avance", "42000.01"), _instalment(2, "solde", "42000.00")],
        "actes": [],
        "preuves": {
            "depots": [
                {"chemin": "depots/2026-06/010990018/dossiers.csv", "sha256": _HASH, "jeu": "dossiers", "mois": "2026-06"}
            ],
            "registre": {"projets": _HASH},
            "finess": _HASH,
        },
        "empreinte": _HASH,
        "logiciel": {"cibles": "0.1.0"},
        "chaine": _HASH,
    } | changes


def _instalment(rang: int, code: str, amount: str) -> dict[str, Any]:
    due = {"part": "0.50", "montant": amount, "montant_du": amount, "etat": "du", "motif": None}
    return {"rang": rang, "versement": code, "tranche": None} | due | _SOURCE


def below_target(count: int) -> dict[str, Any]:
    """A record of a refusal: so many establishments, every second one without a deposit, the others below the target."""
    rows = []
    for rank in range(count):
        finess = f"{700000000 + rank}"
        if rank % 2:
            missing = {"verdict": "indeterminee", "motif": "source_absente", "reste_a_faire": None, "source_denominateur": None}
            rows.append(figure(finess, "dossiers_actifs", None, None, **missing))
        else:
            short = {"verdict": "non_atteinte", "reste_a_faire": 2, "taux": "0.8000"}
            rows.append(figure(finess, "dossiers_actifs", 16, 20, **short))
    judged = criterion("dossiers_actifs", None, None, verdict="non_atteinte")
    decided = {"decision": "ne_pas_liberer", "motif": "cibles_non_atteintes", "montant_libere": "0.00"}
    return record(essms=rows, criteres=[judged], **decided)


def pages(content: bytes) -> list[str]:
    """The text of each page, spaces made one."""
    return [plain(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def plain(text: str) -> str:
    """A text whose spaces of any kind are one blank."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).replace("\N{NARROW NO-BREAK SPACE}", " ")).strip()


def poppler(content: bytes, folder: Path) -> str:
    """The text of a notice as another program reads it, in the order of its tags."""
    path = folder / "notice.pdf"
    path.write_bytes(content)
    return plain(subprocess.run(["pdftotext", path, "-"], capture_output=True, encoding="utf-8", check=True).stdout)


def texts_of(value: Any) -> list[str]:
    """Every text of a view, in its order."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in texts_of(one)]
