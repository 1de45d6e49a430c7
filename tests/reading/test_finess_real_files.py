"""Real files of the national register, when they are at hand beside the repository: every form, and counts taken on them."""

import io
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from contracts.failures import RegisterError
from contracts.finess import has_valid_key, looks_like_finess, normalised_expr, valid_key_expr
from transforms.reading.finess_register import read_finess

FOLDER = Path(__file__).parents[2].parent / "shared" / "finess"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="real FINESS files are not at hand")

PLUS = "finess_plus_structures_echantillon_20260813.json.gz"
REBUILT = "etalab_cs1100502_reconstruit_20260813.csv"
VERBATIM = "etalab_cs1100502_20260512_verbatim.csv"
SPOILT = "etalab_cs1100507_2016_abime_par_excel.csv"
FLAT = "finess_et_reel.csv"
FLAT_EJ = "finess_ej_reel.csv"


def read(*names):
    with ExitStack() as stack:
        return read_finess({name: stack.enter_context((FOLDER / name).open("rb")) for name in names})


def test_every_real_number_has_the_shape_and_a_valid_key():
    numbers = (FOLDER / "numeros_finess_reels.txt").read_text().split()
    assert len(numbers) == 20_683
    assert all(looks_like_finess(number) and has_valid_key(number) for number in numbers)
    assert pl.DataFrame({"f": numbers}).select(valid_key_expr(normalised_expr(pl.col("f"))).all()).item()


def test_finess_plus_structures():
    register = read(PLUS)
    assert (register.format, register.situation, register.ecartees) == ("finess_plus_structures", date(2026, 8, 13), 0)
    assert (register.et.height, len(register.ej)) == (1753, 30)
    assert register.et["ferme"].sum() == register.et["date_fermeture"].count() == 912
    counts = dict(register.et["categorie"].value_counts().rows())
    assert {code: counts[code] for code in ("354", "500", "460", "214", "182", "340")} == {
        "354": 97,
        "500": 60,
        "460": 45,
        "214": 35,
        "182": 26,
        "340": 1,
    }
    active = register.et.filter(~pl.col("ferme"))
    assert (active.height, active["siret"].null_count()) == (841, 124)
    overseas = {"971": 4, "972": 5, "973": 22, "974": 14, "976": 6, "2A": 9, "2B": 5}
    assert {code: register.et.filter(pl.col("departement") == code).height for code in overseas} == overseas


def test_the_flat_export_says_the_same_as_finess_plus():
    columns = ["finess_et", "finess_ej", "siret", "siren", "nom", "categorie", "champ", "commune", "date_fermeture", "ferme"]
    plus, flat = read(PLUS), read(FLAT, FLAT_EJ)
    assert (flat.format, flat.situation) == ("reexport", None)
    assert flat.et.select(columns).equals(plus.et.select(columns))
    assert (flat.ej, flat.sirens) == (plus.ej, plus.sirens)


def test_the_legacy_form_says_the_same_as_finess_plus_of_what_is_open():
    # The legacy form was rebuilt from FINESS+ with names of communes in capitals.
    columns = [*("finess_et", "finess_ej", "siret", "nom", "categorie", "champ"), pl.col("commune").str.to_uppercase()]
    plus, legacy = read(PLUS), read(REBUILT)
    assert (legacy.format, legacy.situation) == ("cs1100502", date(2026, 8, 13))
    assert legacy.et.select(columns).equals(plus.et.filter(~pl.col("ferme")).select(columns))


def test_official_legacy_lines():
    register = read(VERBATIM)
    assert (register.situation, register.et.height, register.et["ferme"].sum()) == (date(2026, 5, 12), 14, 0)
    assert all(map(has_valid_key, [*register.et["finess_et"], *register.ej]))
    assert {"340", "462", "189", "500"} <= set(register.et["categorie"])
    assert {"971", "972", "973", "974", "976", "986"} <= set(register.et["departement"])


def test_a_legacy_file_spoilt_by_excel():
    register = read(SPOILT)
    assert (register.et["finess_et"].to_list(), register.et["siret"].null_count()) == (["010000024", "010000032"], 2)
    assert register.et["departement"].unique().to_list() == ["01"]


def test_lost_zeros_are_put_back_when_the_key_proves_it():
    content = (FOLDER / "eurostat_FR_zeros_perdus.csv").read_bytes().replace(b"id,", b"finess,", 1)
    numbers = pl.read_csv(content, infer_schema=False)["finess"]
    assert (numbers.len(), (numbers.str.len_chars() == 8).sum()) == (5368, 324)
    register = read_finess({"eurostat.csv": io.BytesIO(content)})
    assert set(register.et["finess_et"]) == {number.zfill(9) for number in numbers}
    assert register.ecartees == 0


def test_the_most_recent_file_prevails_and_entities_add_up():
    register = read(PLUS, VERBATIM, FLAT)
    assert (register.source, register.et.height) == (PLUS, 1753)
    assert read(VERBATIM).ej - set(register.et["finess_et"]) <= register.ej
    with pytest.raises(RegisterError, match="situation du 2026-08-13"):
        read(PLUS, REBUILT)


@pytest.mark.parametrize(
    "name",
    [
        "finess_plus_activites_echantillon_20260818.json.gz",
        "finess_cs1500106_stock_20250526-0337.xml.gz",
        "nomenclature_finess_cs1500106_20250526.csv",
        "t_finess_entetes_74_colonnes.xlsx",
        "numeros_finess_reels.txt",
    ],
)
def test_other_files_of_the_same_source_are_refused(name):
    with pytest.raises(RegisterError, match=r"retirez-le du dossier finess"):
        read(name)
