"""Stages that read the reference data: rulebooks, dialects, GRADeS register, FINESS file. Any fault in them stops the run."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from contracts.failures import RegisterError, WorkspaceError
from flows.chain import read_chain, refuse_edited_acts
from flows.maturin_sms import prefeed_of
from flows.run_state import Run
from flows.senders import load_dialects
from flows.texts import amendments_chosen, load_all_texts
from transforms.measures.months import last_day
from transforms.measures.readings import admits
from transforms.reading.finess_cells import KnownNumbers
from transforms.reading.finess_register import read_finess
from transforms.reading.register import read_register
from transforms.reading.register_links import check_links
from transforms.reading.register_texts import check_texts


def load_texts(run: Run) -> None:
    """Reads every rulebook, as the amendments chosen change it for the month, and checks the readings chosen; reads every
    dialect, and the columns of the MaturiN-SMS pre-feed.
    """
    run.dialectes = load_dialects(run.settings)
    run.prefeed = prefeed_of(run.settings.workspace)
    run.texts = load_all_texts(avenants=amendments_chosen(run.settings.avenants), jour=last_day(run.month))
    for texte_id, code in run.settings.lectures.items():
        texte = run.texts.get(texte_id)
        if texte is None:
            raise WorkspaceError(
                f"cibles.toml, clé lectures : le texte « {texte_id} » n'existe pas ; textes : {', '.join(run.texts)}."
            )
        if not admits(texte, code):
            known = ", ".join(["fenetre", *(item.code for item in texte.lectures)])
            raise WorkspaceError(
                f"cibles.toml, clé lectures.{texte_id} : la lecture « {code} » n'est pas admise ; choisissez parmi {known}."
            )


def load_register(run: Run) -> None:
    """Reads the tables of the GRADeS, whose acts already taken into account are still there."""
    files = {path.name: path.read_bytes() for path in input_files(run.settings.registre)}
    run.register = read_register(files)
    refuse_edited_acts(read_chain(run.settings), run.register.actes)


def load_finess(run: Run) -> None:
    """Reads the FINESS file and checks that the register names establishments and texts that can exist."""
    with ExitStack() as opened:
        streams = {path.name: opened.enter_context(path.open("rb")) for path in input_files(run.settings.finess)}
        run.finess = read_finess(streams)
    assert run.register is not None
    check_links(run.register, run.finess, set(run.texts))
    check_texts(run.register, run.texts)
    run.known = KnownNumbers(
        et=frozenset(run.finess.et["finess_et"]),
        ej=run.finess.ej,
        sirens=run.finess.sirens,
        perimetre=frozenset(run.register.perimetre["finess_et"]),
    )


def input_files(folder: Path) -> list[Path]:
    """Plain files of a folder, hidden ones left out; or the file itself, when the setting names one."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise RegisterError(f"Le dossier {folder} n'existe pas : créez-le et déposez-y les fichiers attendus.")
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
