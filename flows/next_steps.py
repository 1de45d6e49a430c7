"""What a person does after a run, in order of need: one sentence each and, where a command helps, what to type. Pure."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transforms.figures import euros

_NAMED = 10
"""Projects named in a sentence or a command; the table of decisions has them all."""

_ANSWERED = ("signee", "refusee", "versee")
"""Acts after which a release no longer waits for a signature."""

Step = tuple[str, str]
"""A French sentence, and the arguments of `cibles` that go with it, without the workspace; empty when there are none."""


def next_steps(
    month: str, decisions: Sequence[dict[str, Any]], refused: Sequence[dict[str, str]], stale: Sequence[str]
) -> list[Step]:
    """The steps after a run of `month`: decisions to review, files to mend, months to run again, releases to sign.

    Args:
        month: `AAAA-MM`.
        decisions: as in `RunReport.decisions`.
        refused: files set aside whole.
        stale: other months already measured that a deposit just received speaks of.
    """
    steps = []
    reviewed = sorted((one for one in decisions if one["decision"] == "a_instruire"), key=lambda one: one["provisoire"])
    waiting = [one["projet_id"] for one in reviewed]
    if waiting:
        steps.append((f"Instruisez {_named(waiting)} ; ce qui bloque, et où :", f"decide --month {month}{_options(waiting)}"))
    if refused:
        steps.append(
            ("Faites corriger par leurs émetteurs les fichiers refusés, puis relancez le mois :", f"run --month {month}")
        )
    steps += [(f"Relancez {mois} : des dépôts reçus depuis le concernent :", f"run --month {mois}") for mois in stale]
    to_sign = [one for one in decisions if awaits_signature(one)]
    if to_sign:
        total = euros(sum(one["montant_libere"] for one in to_sign))
        names = [one["projet_id"] for one in to_sign]
        sentence = f"À signer ou à refuser par l'ARS : {_named(names)} ({total}) ; puis inscrivez l'acte, projet par projet :"
        steps.append((sentence, f"act {shlex.quote(names[0])} signee"))
    return steps


def awaits_signature(decision: dict[str, Any]) -> bool:
    """Whether a decision releases something for good that nobody has signed, refused or paid."""
    return bool(decision["montant_libere"]) and not decision["provisoire"] and decision["acte"] not in _ANSWERED


def last_act(record: dict[str, Any]) -> str | None:
    """The last act on any version of a decision; an act makes a new version, which would otherwise seem to wait again."""
    same = f"{record['projet_id']}-{record['mois']}-v"
    acts = [act["acte"] for act in record.get("actes", []) if (act["decision_id"] or "").startswith(same)]
    return acts[-1] if acts else None


def command_line(workspace: Path, arguments: str) -> str:
    """What to paste in the same shell: the program as it was called, its arguments, the workspace unless it is here."""
    where = "" if workspace == Path() else f" --workspace {shlex.quote(str(workspace))}"
    return f"{_program()} {arguments}{where}"


def _program() -> str:
    called = sys.argv[0]
    if Path(called).name != "cibles" or shutil.which("cibles") == shutil.which(called):
        return "cibles"
    return shlex.quote(called)


def _named(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" et {rest} autre{'s' if rest > 1 else ''}" if rest > 0 else "")


def _options(names: Sequence[str]) -> str:
    """One `--project` each; none when there are too many to type: every decision is shown then."""
    return "".join(f" --project {shlex.quote(name)}" for name in names) if len(names) <= _NAMED else ""
