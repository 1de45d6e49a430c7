"""One decided workspace for every test of the folder that does not change it."""

from __future__ import annotations

from pathlib import Path

import pytest

import flows.verification
from flows.verification_recompute import Asked, Redone, Reference, redo
from tests.flows.helpers_workspace import SampleRun
from tests.verification.helpers_verify import inputs_elsewhere


@pytest.fixture(scope="session")
def decided(sample_run: SampleRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of the sample, the last one decided."""
    return sample_run(tmp_path_factory.mktemp("decide") / "espace")


@pytest.fixture
def elsewhere(decided: Path, tmp_path: Path) -> Path:
    """Its inputs alone, in a place of their own."""
    return inputs_elsewhere(decided, tmp_path / "ailleurs")


@pytest.fixture(scope="session")
def carried(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its inputs alone, which no test changes."""
    return inputs_elsewhere(decided, tmp_path_factory.mktemp("emporte") / "ailleurs")


@pytest.fixture(scope="session")
def answers() -> dict[str, Redone]:
    """What the real recomputation answered, by question."""
    return {}


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch, answers: dict[str, Redone]) -> None:
    """The real recomputation, done once for the same question with the same inputs."""

    def remembered(asked: Asked, reference: Reference) -> Redone:
        key = f"{reference.settings.workspace} {asked}"
        if key not in answers:
            answers[key] = redo(asked, reference)
        return answers[key]

    monkeypatch.setattr(flows.verification, "redo", remembered)
