"""docs/planification.md is followed by hand: its units are those systemd takes, its options exist, its deployments are ours."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from flows.cli import cibles
from flows.prefect_states import LATE, REFUSED, TO_REVIEW, UP_TO_DATE
from tests.schedule.helpers_processes import ROOT
from tests.schedule.helpers_server import regional

PAGE = (ROOT / "docs" / "planification.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
UNITS = {Path(text.splitlines()[0].removeprefix("# ")).name: text for kind, text in BLOCKS if kind == "ini"}
INSTALLED = "/usr/local/lib/cibles/.venv/bin/"


def test_the_units_are_those_that_the_page_names():
    assert set(UNITS) == {
        "cibles-prefect.service",
        "cibles@.service",
        "cibles-retard@.service",
        "cibles-retard@.timer",
        "cibles-courriel@.service",
    }
    assert all(name.split("@")[0] in PAGE.replace(text, "") for name, text in UNITS.items())


def verified(folder: Path, units: dict[str, str]) -> str:
    """What `systemd-analyze verify` says of these units, the program being where this test runs; empty when they are right."""
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd is not installed / systemd n'est pas installé")
    for name, text in units.items():
        (folder / name).write_text(text.replace(INSTALLED, f"{Path(sys.executable).parent}/"), encoding="utf-8")
    names = [str(folder / name.replace("@.", "@essai.")) for name in units]
    for name in units:
        if "@." in name:
            (folder / name.replace("@.", "@essai.")).symlink_to(folder / name)
    done = subprocess.run([verify, "--man=no", "verify", *names], capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_systemd_takes_the_units(tmp_path):
    assert verified(tmp_path, UNITS) == ""


def test_the_check_of_units_sees_a_fault(tmp_path):
    wrong = UNITS["cibles@.service"].replace("cibles serve", "inconnu serve")
    assert "inconnu" in verified(tmp_path, {"cibles@.service": wrong})


def test_every_command_and_option_of_the_page_exists():
    asked = re.findall(r"cibles (run|serve|status|decide)((?: --?[a-z]+(?: [^-`\s]\S*| \"[^\"]*\")?)*)", PAGE)
    assert {command for command, _ in asked} >= {"run", "serve", "status"}
    for command, options in asked:
        known = {name for parameter in cibles.commands[command].params for name in parameter.opts}
        assert set(re.findall(r"--[a-z]+", options)) <= known, (command, options)


def test_two_regions_are_our_deployments_twice():
    ours = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    (example,) = [yaml.safe_load(text) for kind, text in BLOCKS if kind == "yaml"]
    places = {region: f"/srv/cibles/{region}" for region in ("grand-est", "guadeloupe")}
    assert example["deployments"] == regional(ours, places)["deployments"]


def test_the_page_names_every_state_of_ours():
    assert all(f"| {state} |" in PAGE for state in (TO_REVIEW, REFUSED, LATE, UP_TO_DATE))
