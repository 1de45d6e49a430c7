"""The operations page says what is true: its commands run, in its order, and its codes, settings and options exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contracts import failures
from flows.cli import cibles
from flows.run_log import KEPT
from flows.settings import load_settings
from tests.flows.helpers_base import read_base
from tests.flows.helpers_page import PAGE, blocks, typed

TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.long
def test_the_commands_of_the_page_run_in_its_order(tmp_path):
    workspace, archive = tmp_path / "espace", tmp_path / "sauvegarde.tar.gz"
    said = {}
    for block in blocks("sh"):
        done = typed(block.text, workspace, archive)
        assert done.returncode == 0, (block.section, done.stdout, done.stderr)
        said.setdefault(block.section, []).append(done.stdout)
    assert "dialecte_inconnu" in said["Journaux"][0]
    assert "depots/2026-05/editeur-antilles/LISEZMOI.txt" in said["Journaux"][1]
    assert "Rien : les mêmes entrées ont déjà été traitées." in said["Restaurer"][0]
    assert "seraient libérés" in said["Purger"][0]
    assert '"etat": "terminee"' in said["Purger"][0]
    assert archive.stat().st_mode & 0o077 == 0
    assert (workspace.parent / "espace.perdu").is_dir()
    assert not (workspace / "depots" / "2026-03").exists()
    assert read_base(workspace)["decisions"].height > 10


def test_the_settings_shown_are_settings(tmp_path):
    (shown,) = blocks("toml")
    (tmp_path / "cibles.toml").write_text(shown.text, encoding="utf-8")
    settings = load_settings(tmp_path)
    assert settings.alerte_jour == type(settings).model_fields["alerte_jour"].default
    assert f"`alerte_jour` ({settings.alerte_jour} par défaut)" in TEXT


def test_every_exit_code_is_told():
    section = TEXT.split("## À 6 heures", 1)[1].split("\n## ", 1)[0]
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)}
    families = [value for value in vars(failures).values() if isinstance(value, type) and issubclass(value, failures.CiblesError)]
    known = {family.exit_code for family in families} | {
        failures.DEPOSIT_REFUSED_EXIT,
        failures.TO_REVIEW_EXIT,
        failures.LATE_EXIT,
    }
    assert told == known | {0, 130}


def test_the_number_of_logs_kept_is_told():
    assert f"Les {KEPT} derniers sont gardés" in TEXT


def test_every_command_and_option_named_exists():
    lines = [line for kind in ("sh", "console") for block in blocks(kind) for line in block.text.splitlines()]
    named = re.findall(r"\bcibles ([a-z]+)\b([^`\n]*)", "\n".join(lines))
    assert {name for name, _ in named} >= {"run", "status", "purge", "decide", "sql", "synth"}
    for name, rest in named:
        options = {option for param in cibles.commands[name].params for option in param.opts}
        assert set(re.findall(r"--[a-z]+", rest.split('"select')[0])) <= options | {"--help"}


def test_every_page_it_leads_to_exists():
    for target in re.findall(r"\]\((?!http)([^)#]+)", TEXT):
        assert Path(PAGE.parent / target).exists(), target
