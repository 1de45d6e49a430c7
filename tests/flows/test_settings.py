"""Settings: where each comes from, which wins, and what a wrong one is told."""

from __future__ import annotations

import pytest

from contracts.failures import WorkspaceError
from flows.settings import PATHS, load_settings


def test_every_place_is_a_folder_of_the_workspace(tmp_path):
    settings = load_settings(tmp_path)
    assert {name: getattr(settings, name) for name in PATHS} == {name: tmp_path / name for name in PATHS}
    assert settings.memoire == "1GB"
    assert settings.lot_octets == 64 * 1024 * 1024
    assert settings.fichier_octets_max == 4 * 1024**3
    assert settings.nom is None
    assert settings.lectures == {}


def test_a_relative_place_is_taken_from_the_workspace_and_an_absolute_one_as_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir("/")
    elsewhere = tmp_path / "ailleurs"
    (tmp_path / "espace").mkdir()
    (tmp_path / "espace" / "cibles.toml").write_text(f'depots = "envois"\nentrepot = "{elsewhere}"\n')
    settings = load_settings(tmp_path / "espace")
    assert settings.depots == tmp_path / "espace" / "envois"
    assert settings.entrepot == elsewhere


def test_option_wins_over_environment_and_environment_over_file(tmp_path, monkeypatch):
    (tmp_path / "cibles.toml").write_text('registre = "a"\ndepots = "a"\nfiness = "a"\n')
    monkeypatch.setenv("CIBLES_DEPOTS", "b")
    monkeypatch.setenv("CIBLES_FINESS", "b")
    settings = load_settings(tmp_path, finess="c")
    assert (settings.registre.name, settings.depots.name, settings.finess.name) == ("a", "b", "c")


def test_an_empty_variable_says_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("CIBLES_DEPOTS", "")
    assert load_settings(tmp_path).depots == tmp_path / "depots"


def test_readings_are_a_table(tmp_path):
    (tmp_path / "cibles.toml").write_text('nom = "Région"\n\n[lectures]\n"ara-generalisation-2025" = "annuelle"\n')
    settings = load_settings(tmp_path)
    assert settings.lectures == {"ara-generalisation-2025": "annuelle"}
    assert settings.nom == "Région"


def test_variables_that_are_not_settings_are_left_alone(tmp_path, monkeypatch):
    for name in ("CIBLES_PSEUDONYM_KEY", "CIBLES_MONTH", "CIBLES_WORKSPACE", "CIBLES_DEBUG"):
        monkeypatch.setenv(name, "x")
    assert load_settings(tmp_path).workspace == tmp_path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('depot = "x"', "la clé « depot » est inconnue"),
        ('workspace = "x"', "la clé « workspace » est inconnue"),
        ("depots = 3", "la valeur de « depots » ne convient pas"),
        ('memoire = "1"', "il faut une taille comme 800MB ou 2GB"),
        ('memoire = "0GB"', "il faut une taille comme 800MB ou 2GB"),
        ("lot_octets = 0", "il faut un nombre entier d'octets supérieur à zéro"),
        ('lectures = "annuelle"', "il faut une table [lectures]"),
        ("[lectures]\nx = 1", "il faut une table [lectures]"),
        ("a = 1\nb =\nc = 2", "(ligne 2) n'est pas du TOML valable"),
        ("a = 1\na = 2", "n'est pas du TOML valable"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_key(text, said, tmp_path):
    path = tmp_path / "cibles.toml"
    path.write_text(text)
    with pytest.raises(WorkspaceError) as refused:
        load_settings(tmp_path)
    assert str(path) in str(refused.value)
    assert said in str(refused.value)
    assert refused.value.exit_code == 12


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "cibles.toml").write_bytes('nom = "Région"'.encode("latin-1"))
    with pytest.raises(WorkspaceError, match="UTF-8"):
        load_settings(tmp_path)


def test_a_wrong_variable_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("CIBLES_LOT_OCTETS", "beaucoup")
    with pytest.raises(WorkspaceError, match="^Variable CIBLES_LOT_OCTETS : la valeur de « lot_octets »"):
        load_settings(tmp_path)


@pytest.mark.parametrize("name", ["LECTURES", "AVENANTS"])
def test_a_variable_that_is_not_json_is_named(name, tmp_path, monkeypatch):
    monkeypatch.setenv(f"CIBLES_{name}", "annuelle")
    with pytest.raises(WorkspaceError, match=f"^CIBLES_{name} n'est pas lisible"):
        load_settings(tmp_path)


def test_a_value_of_the_settings_is_never_quoted(tmp_path):
    (tmp_path / "cibles.toml").write_text('memoire = "SECRET"')
    with pytest.raises(WorkspaceError) as refused:
        load_settings(tmp_path)
    assert "SECRET" not in str(refused.value)


def test_a_workspace_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "espace").write_text("")
    with pytest.raises(WorkspaceError, match="n'est pas un dossier"):
        load_settings(tmp_path / "espace")
