"""What a sender, a synchronisation gone wrong or an enemy may leave in the folder of deposits, and what must be said of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from contracts.finess import has_valid_key
from tests.flows.helpers_workspace import EHPAD, MONTH

HEADER = "finess_et;dossier_id;date_entree"
Expected = dict[str, str | int]
"""By path below `depots/`: the rule for which the file is set aside whole, or the number of rows accepted."""

ESCAPED = {rank: f"\\x{rank:02x}" for rank in (*range(32), 127)}
"""Control characters of a name, as the ledger shows them."""

ODD_NAMES = (
    "sur\ndeux lignes",
    "tab\tet\rretour",
    "d'apostrophe",
    'de "guillemets"',
    "'); drop table depots; --",
    "%s {0} {chemin} $nom ${nom}",
    "*?[a]",
    "\x1b[2J\x07",
    "é composé",
    "e\u0301 décomposé",
    "🏥",
    " blancs ",
    "--help",
    "=1+1",
    "…",
    "x" * 200,
)
"""Ends of file names; each file is otherwise good."""

NUMBERS = tuple(number for number in (f"0109{rank:05d}" for rank in range(300)) if has_valid_key(number))
"""Numbers with a valid key that the sample's registers do not hold: one per file, or the files would be rivals."""


def below(workspace: Path, place: str | bytes, content: bytes = b"") -> Path:
    """Writes `depots/<place>`, whose name may be any bytes."""
    path = workspace / "depots" / os.fsdecode(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def odd_names(workspace: Path) -> Expected:
    expected: Expected = {}
    for rank, (name, number) in enumerate(zip(ODD_NAMES, NUMBERS, strict=False)):
        place = f"{MONTH}/noms/{rank}/dossiers {name}.csv"
        below(workspace, place, f"{HEADER}\n{number};D;2026-01-01\n{number};D;2026-02-30\n".encode())
        expected[place.translate(ESCAPED)] = 1
    return expected


def names_that_are_not_text(workspace: Path) -> Expected:
    """Two names that would be shown alike if odd bytes were simply escaped."""
    content = f"{HEADER}\n".encode()
    below(workspace, f"{MONTH}/octets/".encode() + b"dossiers\xff.csv", content)
    below(workspace, f"{MONTH}/octets/".encode() + b"dossiers\\xff.csv", content)
    return {f"{MONTH}/octets/dossiers\\xff.csv": 0, f"{MONTH}/octets/dossiers\\\\xff.csv": 0}


def links_and_pipes(workspace: Path) -> Expected:
    folder = f"{MONTH}/liens"
    target = below(workspace, f"{folder}/vrai/dossiers.csv", f"{HEADER}\n".encode())
    here = target.parent.parent
    (here / "dossiers.csv").symlink_to("/etc/passwd")
    (here / "dmp.csv").symlink_to(target)
    (here / "mssante.csv").symlink_to("nulle-part")
    (here / "boucle").symlink_to("..")
    (here / "etc").symlink_to("/etc")
    os.mkfifo(here / "evenements.csv")
    refused = ("dossiers.csv", "dmp.csv", "mssante.csv", "boucle", "etc", "evenements.csv")
    return {f"{folder}/{name}": "lien_refuse" for name in refused} | {f"{folder}/vrai/dossiers.csv": 0}


def folders_that_look_like_files(workspace: Path) -> Expected:
    place = f"{MONTH}/dossiers.csv/couverture.csv/evenements.csv"
    below(workspace, place, b"finess_et;dossier_id;date_debut\n")
    (workspace / "depots" / MONTH / "vide" / "dmp.csv").mkdir(parents=True)
    return {place: 0}


def places_that_are_no_month(workspace: Path) -> Expected:
    places = ("dossiers.csv", "0000-01/dossiers.csv", "2026-13/dossiers.csv", "2026-6/dossiers.csv", "juin/2026-06/dossiers.csv")
    for place in places:
        below(workspace, place, f"{HEADER}\n".encode())
    below(workspace, "9999-12/dossiers.csv", f"{HEADER}\n".encode())
    below(workspace, "9999-12/mssante.csv", f"finess_et;date_envoi;nb_messages\n{EHPAD};9999-12;1\n".encode())
    return dict.fromkeys(places, "mois_inconnu") | {"9999-12/dossiers.csv": 0, "9999-12/mssante.csv": 1}


def files_that_are_no_deposit(workspace: Path) -> Expected:
    expected = {
        "LISEZMOI.txt": "encodage",
        ".DS_Store": "jeu_inconnu",
        "._dossiers.csv": "encodage",
        '=HYPERLINK("x").csv': "encodage",
        "dossiers.xlsx": "classeur_illisible",
        "dossiers": "format_inconnu",
        "dossiers.csv.gz": "format_inconnu",
    }
    for name in expected:
        below(workspace, f"{MONTH}/divers/{name}", b"\x00\x01")
    return {f"{MONTH}/divers/{name}": rule for name, rule in expected.items()}


def sizes(workspace: Path) -> Expected:
    """Records, headers and files beyond measure; `trop_gros` above 30 MB, a size that the run is told."""
    folder = f"{MONTH}/tailles"
    number = NUMBERS[-4]
    wide = ";".join(f"c{rank}" for rank in range(1_000_000))
    columns = ";".join(f"{rank:x}" for rank in range(10_000))
    below(workspace, f"{folder}/1/dossiers.csv", f"{HEADER};{wide}\n".encode())
    below(workspace, f"{folder}/2/dossiers.csv", f"{HEADER};{columns}\n{number};D;2026-01-01{';' * 10_000}\n".encode())
    below(workspace, f"{folder}/3/dmp.csv", f"finess_et;dossier_id;date_depot\n{number};{'x' * 20_000_000};2026-06-01\n".encode())
    below(
        workspace,
        f"{folder}/4/evenements.csv",
        f"finess_et;dossier_id;date_debut\n{number};{'x' * 1_000_000};2026-06-01\n".encode(),
    )
    with below(workspace, f"{folder}/5/dossiers.csv").open("r+b") as handle:
        handle.truncate(30_000_001)
    rules = {"1/dossiers.csv": "csv_invalide", "2/dossiers.csv": 1, "3/dmp.csv": "csv_invalide", "4/evenements.csv": 1}
    return {f"{folder}/{place}": said for place, said in rules.items()} | {f"{folder}/5/dossiers.csv": "trop_gros"}


def figures_beyond_measure(workspace: Path) -> Expected:
    """Numbers that overflow a sum, or are those of a person, for an establishment that is measured."""
    messages = f"{EHPAD};2026-06-02;999999999\n" * 20_000 + f"{EHPAD};2026-06-02;231047512345678\n"
    declared = "fenetre_debut;fenetre_fin;numerateur;denominateur"
    below(workspace, f"{MONTH}/{EHPAD}/mssante.csv", f"finess_et;date_envoi;nb_messages\n{messages}".encode())
    below(
        workspace,
        f"{MONTH}/{EHPAD}/agregats.csv",
        f"finess_et;indicateur;{declared}\n{EHPAD};dmp;2026-04-01;2026-06-30;999999999;1\n"
        f"{EHPAD};e_parcours;2026-04-01;2026-06-30;999999999;\n{EHPAD};mssante;2026-04-01;2026-06-30;999999999;1\n".encode(),
    )
    below(workspace, f"{MONTH}/{EHPAD}/dossiers.csv", f"{HEADER}\n{EHPAD};=1+1;2026-01-01\n".encode())
    return {f"{MONTH}/{EHPAD}/mssante.csv": 20_000, f"{MONTH}/{EHPAD}/agregats.csv": 2, f"{MONTH}/{EHPAD}/dossiers.csv": 1}


def coverages(workspace: Path) -> Expected:
    """Periods of eight thousand years, two sheets that contradict each other, files named outside the folder."""
    folder, header = f"{MONTH}/periodes", "fichier;finess_et;periode_debut;periode_fin"
    for rank, number in enumerate(NUMBERS[-3:]):
        below(workspace, f"{folder}/{rank}/dmp.csv", f"finess_et;dossier_id;date_depot\n{number};D;2026-06-02\n".encode())
    below(workspace, f"{folder}/0/couverture.csv", f"{header}\ndmp.csv;;1900-01-01;9999-12-31\n".encode())
    below(workspace, f"{folder}/1/couverture.csv", f"{header}\ndmp.csv;;2026-05-01;2026-06-30\n".encode())
    below(workspace, f"{folder}/1/couverture.CSV", f"{header}\ndmp.csv;;2026-06-01;2026-06-30\n".encode())
    below(
        workspace,
        f"{folder}/2/couverture.csv",
        f"{header}\n../0/dmp.csv;;2026-05-01;2026-06-30\ncouverture.csv;;2026-05-01;2026-06-30\n".encode(),
    )
    return {
        f"{folder}/0/dmp.csv": 1,
        f"{folder}/1/dmp.csv": "depot_ambigu",
        f"{folder}/2/dmp.csv": 1,
        f"{folder}/2/couverture.csv": 0,
    }


HOSTILE = (
    odd_names,
    names_that_are_not_text,
    links_and_pipes,
    folders_that_look_like_files,
    places_that_are_no_month,
    files_that_are_no_deposit,
    sizes,
    figures_beyond_measure,
    coverages,
)


DIG = """
import os, sys
os.chdir(sys.argv[1])
for _ in range(int(sys.argv[2])):
    os.mkdir(sys.argv[3])
    os.chdir(sys.argv[3])
with open("dossiers.csv", "w") as handle:
    handle.write("finess_et;dossier_id;date_entree\\n")
"""


def dig(folder: Path, depth: int, name: str) -> None:
    """Folders one in the other below `folder`, deeper than a path can say, with a deposit at the bottom."""
    folder.mkdir(parents=True)
    subprocess.run([sys.executable, "-c", DIG, folder, str(depth), name], check=True)
