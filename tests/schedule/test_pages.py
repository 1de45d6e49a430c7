"""What a person sees in Prefect's pages, opened in Chromium: the list of runs, the form, the artifacts."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.flows.helpers_workspace import MONTH

pytestmark = [
    pytest.mark.long,
    pytest.mark.parametrize("server", [pytest.param("sqlite", marks=pytest.mark.xdist_group("schedule-sqlite"))], indirect=True),
]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def missing(server, tmp_path_factory):
    """The words that a page does not show. It is opened again, for longer, when some are: its scripts may still be asking."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt install chromium) / Chromium n'est pas installé")
    profile = tmp_path_factory.mktemp("chromium")

    def page(place: str, seconds: int) -> str:
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,3000", f"--user-data-dir={profile}"]
        options.append(f"--virtual-time-budget={seconds * 1000}")
        done = subprocess.run(
            [CHROMIUM, *options, "--dump-dom", f"{server.site}{place}"],
            capture_output=True,
            encoding="utf-8",
            timeout=90,
            check=False,
        )
        return done.stdout

    def not_shown(place: str, words: list[str]) -> list[str]:
        for seconds in (15, 60, 240):
            shown = page(place, seconds)
            if not (left := [word for word in words if word not in shown]):
                break
        return left

    return not_shown


@pytest.fixture(scope="session")
def shown_run(deployed):
    """A run of the sample, ended, and its artifacts."""
    from tests.schedule.helpers_server import worker

    with worker(deployed):
        run_id = deployed.start_run("Passage mensuel/mensuel", month=MONTH)
        deployed.ended(run_id)
    return run_id, {key: artifact["id"] for key, artifact in deployed.artifacts(run_id).items()}


def test_the_list_of_runs_shows_that_one_needs_a_person(missing, shown_run):
    assert missing("/runs", ["À instruire", f"passage {MONTH}, Grand Est"]) == []


def test_the_page_of_a_run_says_that_a_person_is_needed(missing, shown_run):
    assert missing(f"/runs/flow-run/{shown_run[0]}", ["À instruire", f"passage {MONTH}, Grand Est"]) == []


def test_the_form_is_in_french(missing, deployed):
    form = f"/deployments/deployment/{deployed.deployment('Passage mensuel/mensuel')['id']}/run"
    words = ["Ce qui est demandé au passage", "Espace de travail", "Mois mesuré, AAAA-MM", "Établissements", "Chemins"]
    assert missing(form, words) == []


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("a-instruire", ["ce qu'une personne doit faire", "À faire", "cibles decide", "des pièces manquent"]),
        ("decisions", ["Montant libéré", "libérer en partie", "€"]),
        ("fichiers-refuses", ["Un autre dépôt a été reçu en même temps", "evenements_bis.csv"]),
        ("registre-des-depots", ["lignes mises de côté", "Signalé", "Où lire", "index.html"]),
    ],
)
def test_an_artifact_is_readable(key, words, missing, shown_run):
    assert missing(f"/artifacts/artifact/{shown_run[1][f'{key}-grand-est']}", words) == []
