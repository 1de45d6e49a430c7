"""The security page says what the code does: its limits, its modules. Rights of files are tested where data is."""

from __future__ import annotations

import re

from flows.pseudonym_key import _SHORTEST
from flows.run_log import KEPT
from flows.settings import MEBIBYTE, Settings
from tests.conftest import ROOT
from transforms.dialects.limits import Limits

TEXT = (ROOT / "docs" / "securite.md").read_text(encoding="utf-8")


def test_the_modules_named_exist():
    named = set(re.findall(r"`((?:flows|transforms)/[\w/]+\.py)`", TEXT))
    assert len(named) > 12
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_the_limits_told_are_the_limits():
    limits = Limits()
    told = TEXT.replace("\n  ", " ")
    assert f"plus de {Settings.model_fields['fichier_octets_max'].default // 1024 // MEBIBYTE} Gio" in told
    assert (
        f"{limits.octets // MEBIBYTE} Mio par fichier, {limits.octets_decompresses // MEBIBYTE} Mio une fois décompressé" in told
    )
    assert f"taux de compression de {limits.ratio}, {limits.membres:,} membres".replace(",000", " 000") in told
    assert f"{limits.cellules // 10**6} millions de cellules, {limits.colonnes:,} colonnes".replace(",000", " 000") in told
    assert f"{_SHORTEST} caractères au moins" in told
    assert f"{KEPT} gardés" in told
