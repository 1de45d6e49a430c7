"""The page for senders says what is true: its commands run, in its order, and show what it prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contracts.dialect_loader import load_dialect
from flows.cli import cibles
from tests.flows.helpers_page import typed
from tests.flows.helpers_workspace import ROOT

PAGE = ROOT / "docs" / "emetteurs.md"
TEXT = PAGE.read_text(encoding="utf-8")
STEPS = re.compile(r"^```sh\n(?P<typed>.*?)^```$(?:\n\n^```(?:text|toml)\n(?P<shown>.*?)^```$)?", re.MULTILINE | re.DOTALL)


@pytest.mark.long
def test_the_walk_goes_from_an_unknown_file_to_an_accepted_deposit(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("CIBLES_WORKSPACE", raising=False)
    for step in STEPS.finditer(TEXT):
        done = typed(step["typed"], tmp_path / "espace", tmp_path / "archive")
        assert done.returncode == 0, (step["typed"], done.stdout, done.stderr)
        if step["shown"]:
            assert done.stdout.strip("\n") == step["shown"].strip("\n")
    assert len([step for step in STEPS.finditer(TEXT) if step["shown"]]) == 6
    assert "accepte  mon-editeur  dossiers  3            3" in TEXT


def test_the_draft_printed_loads():
    (draft,) = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert load_dialect("mon-editeur.toml", draft.encode()).dialecte == "mon-editeur"


def test_every_command_and_option_named_exists():
    named = re.findall(r"\bcibles ([a-z]+)\b([^`\n]*)", "\n".join(step["typed"] for step in STEPS.finditer(TEXT)))
    assert {name for name, _ in named} == {"synth", "profile", "check", "run", "sql"}
    for name, rest in named:
        options = {option for param in cibles.commands[name].params for option in param.opts}
        assert set(re.findall(r"--[a-z]+", rest)) <= options


def test_every_page_it_leads_to_exists():
    targets = re.findall(r"\]\((?!http)([^)#]+)", TEXT)
    assert targets
    assert all(Path(PAGE.parent / target).exists() for target in targets)
