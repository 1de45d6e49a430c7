"""The dialects of the product load and are told on their page; those of a workspace come besides and replace none."""

from __future__ import annotations

import shutil

import pytest

from contracts.dialect_form import TABLES
from contracts.failures import RulebookError
from flows.dialect_documents import dialects_page
from flows.dialects import DIALECTS_DIRECTORY, dialects_fingerprint, load_all_dialects
from tests.contracts.dialects.small_dialects import SOURCES

SHIPPED = load_all_dialects([DIALECTS_DIRECTORY])
PAGE = dialects_page(SHIPPED)
DATASETS_OF = {
    "dmp-agrege": ("D12", {"agregats"}),
    "dui-archive": ("D2", {"dossiers", "evenements"}),
    "dui-plat": ("D1", {"dossiers"}),
    "etat-classeur": ("D4", {"dossiers"}),
    "grille-ars": ("D15", {"agregats"}),
    "mssante-operateur": ("D8", {"mssante"}),
    "tableau-croise": ("D5", {"agregats"}),
    "tdb-ms": ("D13", {"effectifs"}),
}


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "dialectes"
    folder.mkdir()
    (folder / "mini.toml").write_text(SOURCES["mini"], encoding="utf-8")
    return folder


def test_each_form_has_its_dialect():
    assert {name: (item.reference, {read.jeu for read in item.tables}) for name, item in SHIPPED.items()} == DATASETS_OF


def test_only_what_was_read_in_public_files_is_said_verified():
    sure = {name: item.certitude for name, item in SHIPPED.items() if item.certitude != "deduite"}
    assert sure == {"tdb-ms": "format_verifie", "etat-classeur": "traits_verifies"}


def test_a_grid_has_the_five_indicators():
    (grid,) = SHIPPED["grille-ars"].tables
    assert [serie.constantes["indicateur"] for serie in grid.series] == [
        "dossiers_actifs",
        "projets_personnalises",
        "evenements_agenda",
        "mssante",
        "dmp",
    ]


def test_the_page_says_every_header_value_and_constant():
    told = " ".join(PAGE.replace("\\", "").split())
    for item in SHIPPED.values():
        for read in item.tables:
            columns = [read.colonnes.values(), *(serie.colonnes.values() for serie in read.series)]
            columns += [join.colonnes for join in read.jointures]
            flat = [header for group in columns for given in group for header in ([given] if isinstance(given, str) else given)]
            texts = [text for values in read.valeurs.values() for text in values]
            words = [f"« {word} »" for word in (*flat, *read.mois, *texts)] + [f"`{pattern}`" for pattern in read.ignorer]
            assert [word for word in words if word not in told] == []


def test_the_page_says_every_key():
    keys = [f"- `{key}`" for form in TABLES.values() for key in form.model_fields]
    assert [key for key in keys if key not in PAGE] == []


def test_those_of_a_workspace_come_besides(workspace):
    both = load_all_dialects([DIALECTS_DIRECTORY, workspace])
    assert list(both) == sorted([*SHIPPED, "mini"])
    assert load_all_dialects([DIALECTS_DIRECTORY, workspace / "absent"]) == SHIPPED


def test_a_name_already_taken_is_refused(workspace):
    shutil.copy(DIALECTS_DIRECTORY / "dui-plat.toml", workspace)
    with pytest.raises(RulebookError) as caught:
        load_all_dialects([DIALECTS_DIRECTORY, workspace])
    told = "dialectes/dui-plat.toml : un dialecte livré porte déjà ce nom ; renommez ce fichier et sa clé dialecte."
    assert str(caught.value) == told


def test_a_bad_file_of_a_workspace_is_named(workspace):
    (workspace / "mini.toml").write_text(SOURCES["mini"].replace("ENCOURS", "COURS"), encoding="utf-8")
    with pytest.raises(RulebookError, match=r"^dialectes/mini\.toml, ligne 24, clé "):
        load_all_dialects([DIALECTS_DIRECTORY, workspace])


def test_a_folder_named_like_a_dialect_is_told(workspace):
    (workspace / "autre.toml").mkdir()
    with pytest.raises(RulebookError, match=r"^dialectes/autre\.toml : le dialecte ne peut pas être lu"):
        load_all_dialects([workspace])


def test_the_fingerprint_changes_with_any_file(workspace):
    before = dialects_fingerprint(load_all_dialects([workspace]))
    assert dialects_fingerprint(load_all_dialects([workspace])) == before
    with (workspace / "mini.toml").open("a", encoding="utf-8") as file:
        file.write("# relu\n")
    after = dialects_fingerprint(load_all_dialects([workspace]))
    assert len({before, after, dialects_fingerprint({}), dialects_fingerprint(SHIPPED)}) == 4
