"""The command line itself: it answers at once, speaks French, and gives each failure its exit code."""

from __future__ import annotations

import ast
import gettext
import os
import re
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import click
import pytest

from flows.cli import cibles, main
from flows.french import CATALOGUE, compiled_catalogue
from transforms.synth.workspace import SAMPLE_SEED

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("polars", "duckdb", "prefect", "pandera", "pyarrow", "pydantic", "rich")
COMMANDS = list(cibles.commands)

ENGLISH = re.compile(
    r"\b(usage:|command|commands|show|this|message|exit|version and|error|try|for help|missing|no such|did you mean|invalid"
    r"|value|required|default|got|unexpected|extra"
    r"|does not|requires|is not|one of|valid|integer|range|text|path|file|directory|env var)\b",
    re.IGNORECASE,
)
"""Words of click that French does not have. The names of options and commands are English and are taken out first."""

NAMES = re.compile(r"--[a-z]+|(?<=')-?\w+(?=')|\b(" + "|".join(COMMANDS) + r")\b|cibles\.toml|\[REQUÊTE\|FICHIER\]|\[TEXTE\]")


def run_cibles(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """One command in its own process."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *args],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def english_words(text: str) -> list[str]:
    return ENGLISH.findall(NAMES.sub("", text))


def test_help_imports_nothing_heavy():
    code = f"import sys\nfrom flows.cli import main\nmain(['--help'])\nprint('LOADED', sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("LOADED []")


def test_help_answers_in_under_half_a_second():
    times = []
    for _ in range(5):
        start = perf_counter()
        run_cibles("--help")
        times.append(perf_counter() - start)
    assert min(times) < 0.5


def test_help_names_every_command():
    shown = run_cibles("--help")
    assert shown.returncode == 0
    assert COMMANDS == [
        "run",
        "decide",
        "explain",
        "act",
        "history",
        "verify",
        "evidence",
        "simulate",
        "check",
        "profile",
        "sql",
        "texts",
        "synth",
        "serve",
        "purge",
        "status",
    ]
    assert re.findall(r"^  (\w+)  +[A-ZÉ]", shown.stdout, re.MULTILINE) == COMMANDS


@pytest.mark.parametrize("language", ["C", "en_US.UTF-8"])
def test_help_is_french_in_every_language(language):
    shown = run_cibles("run", "--help", LANGUAGE=language, LC_ALL=language, PYTHONUTF8="1")
    assert shown.stdout.startswith("Usage : cibles run")


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_help_holds_no_english(command, capsys):
    assert main([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert english_words(shown) == []
    assert "Affiche cette aide." in shown


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["rum"], "La commande 'rum' n'existe pas. Vouliez-vous dire 'run' ?"),
        (["run", "--mont", "3"], "L'option '--mont' n'existe pas."),
        (["run", "--month"], "L'option '--month' demande une valeur."),
        (["run", "--json=3"], "L'option '--json' ne prend pas de valeur."),
        (["run", "x"], "Argument en trop (x)"),
        (["run", "--month", "2026-00"], "« 2026-00 » n'est pas un mois"),
        (["run", "--month", "2026-13"], "« 2026-13 » n'est pas un mois"),
        (["run", "--month", "2026-6"], "« 2026-6 » n'est pas un mois"),
        (["run", "--month", "2026-06-01"], "« 2026-06-01 » n'est pas un mois"),
        (["explain"], "Donnez --finess et --indicator pour un taux, ou --project seul"),
        (["explain", "--project", "P", "--finess", "010000008"], "Donnez --finess et --indicator"),
        (["explain", "--finess", "010000008", "--indicator", "dmpp"], "'dmpp' n'est pas l'une des valeurs 'dossiers_actifs'"),
        (["synth"], "Il manque l'argument 'DOSSIER'."),
        (["synth", "x", "--essms", "beaucoup"], "'beaucoup' n'est pas un nombre valable."),
        (["synth", "x", "--essms", "0"], "--essms doit être compris entre 1 et"),
    ],
)
def test_usage_errors_are_french_and_exit_2(args, said, capsys):
    assert main(args) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert english_words(shown.err) == []


def test_the_month_may_come_from_the_environment(monkeypatch, capsys):
    monkeypatch.setenv("CIBLES_MONTH", "juin")
    assert main(["run"]) == 2
    assert "« juin » n'est pas un mois" in capsys.readouterr().err


def test_a_command_alone_shows_help_and_exits_2(capsys):
    assert main([]) == 2
    assert "Commandes:" in capsys.readouterr().err


@pytest.mark.parametrize("option", [[], ["--prefect"]])
def test_a_missing_workspace_is_one_french_line_and_exits_12(option, tmp_path, capsys):
    missing = tmp_path / "absent"
    assert main(["run", "--month", "2026-06", "--workspace", str(missing), *option]) == 12
    shown = capsys.readouterr()
    assert shown.err == f"Erreur : L'espace de travail {missing} n'est pas un dossier ; indiquez-le avec --workspace.\n"
    assert not missing.exists()


@pytest.fixture
def failing_command(monkeypatch):
    """A command whose body fails as told, to see what becomes of a failure nobody foresaw."""

    def install(error: BaseException) -> list[str]:
        @click.command("panne")
        def panne() -> None:
            raise error

        monkeypatch.setitem(cibles.commands, "panne", panne)
        return ["panne"]

    return install


def test_an_unforeseen_failure_shows_its_type_and_not_its_text(failing_command, capsys):
    assert main(failing_command(ValueError("Dupont, 2 74 05"))) == 1
    shown = capsys.readouterr()
    assert shown.err.startswith("Erreur : ")
    assert shown.err.count("\n") == 1
    assert "ValueError" in shown.err
    assert "Dupont" not in shown.err + shown.out


def test_debug_shows_the_traceback(failing_command, monkeypatch):
    monkeypatch.setenv("CIBLES_DEBUG", "1")
    with pytest.raises(ValueError, match="Dupont"):
        main(failing_command(ValueError("Dupont")))


def test_a_full_disk_is_a_workspace_failure(failing_command, capsys):
    assert main(failing_command(OSError(28, "No space left on device", "entrepot/x"))) == 12
    assert capsys.readouterr().err == "Erreur : entrepot/x : le disque est plein ; libérez de la place puis relancez.\n"


def test_ctrl_c_exits_130_without_a_traceback(failing_command, capsys):
    assert main(failing_command(KeyboardInterrupt())) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("length", [1, 1_000_000], ids=["kept until the end", "written at once"])
def test_a_reader_that_leaves_is_not_an_error(length):
    code = (
        "import sys, click, time\n"
        "from flows.cli import cibles, main\n"
        f"cibles.add_command(click.Command('bavard', callback=lambda: print('x' * {length})))\n"
        "time.sleep(0.2)\n"
        "sys.exit(main(['bavard']))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.close()
    with process.stderr as stream:
        said = stream.read()
    assert process.wait(timeout=30) == 1
    assert "Traceback" not in said
    assert "Exception ignored" not in said


def click_messages() -> set[str]:
    """Every message that click may show when it reads a command line, found in its own source."""
    modules = ["core", "decorators", "exceptions", "formatting", "parser", "types"]
    found = set()
    for module in modules:
        source = (Path(click.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "ngettext"}:
                found.update(arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant))
    return found


FOR_PROGRAMMERS = {
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Could not determine name for option with declarations {decls!r}",
    "Invalid start character for option ({option})",
    "Name '{name}' defined twice",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument instead? "
    "Did you mean to pass '--{name}'?",
    "Do you want to continue?",
    "Confirm the action without prompting.",
}
"""Said to whoever declares options, or by prompts we do not use."""


def test_every_message_of_click_is_translated():
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    messages = click_messages() - FOR_PROGRAMMERS
    assert len(messages) > 40
    same = {message for message in messages if catalogue.gettext(message) == catalogue.ngettext(message, message, 1) == message}
    assert same <= {"Options", "%(prog)s, version %(version)s"}


def test_the_committed_catalogue_is_the_compiled_one():
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled_catalogue(), "run `make docs`"


def test_synth_makes_the_committed_sample_by_default():
    (seed,) = (option for option in cibles.commands["synth"].params if option.name == "seed")
    assert seed.default == SAMPLE_SEED
