"""The evidence of a decision, as its notice tells it: hashes of what it rests on, deposits, and how to check them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from transforms.figures import counted, month_words, whole
from transforms.notices.blocks import Block, bounded, column, commands, facts, others, paragraph, row, section, subtitle, table

Record = Mapping[str, Any]

FILES = 400
"""Deposits listed at most in the annex; their number is always told, and the record, whose hash is shown, names them all."""

_TABLES = {
    "projets": "projet",
    "perimetre": "périmètre",
    "criteres": "critères",
    "pieces": "pièces",
    "actes": "actes",
}


def proofs_section(record: Record) -> dict[str, Any] | None:
    """Hashes, how many deposits, commands that check."""
    preuves, month = record["preuves"], record["mois"]
    hashed = [("Décision (sans dates ni logiciel)", record["empreinte"])]
    hashed += [(f"Texte {record['texte']['texte_id']}", record["texte"]["empreinte"])]
    hashed += [(f"Registre, {_TABLES.get(name, name)}", value) for name, value in preuves["registre"].items()]
    hashed += [("FINESS, établissements du projet", preuves["finess"])]
    hashed += [(f"Dialecte {name}", value) for name, value in sorted(preuves.get("dialectes", {}).items())]
    hashed += [(f"Boîtes aux lettres {name}", value) for name, value in sorted(preuves.get("boites", {}).items())]
    hashed += [("Chaîne, dernier maillon d'alors", record["chaine"])] if record.get("chaine") else []
    path = f"decisions/{month}/{record['projet_id']}-v{record['version']}.json"
    return section(
        "Preuves et contrôle",
        paragraph(f"L'original de la décision est le fichier {path} ; cette notice en est tirée, sans autre source."),
        subtitle("Empreintes SHA-256"),
        facts(hashed),
        *_software(record),
        *_counted(preuves["depots"]),
        subtitle("Contrôler"),
        paragraph("Refaire la décision depuis ses entrées ; suivre chaque montant ; réunir les preuves dans une archive :"),
        commands(
            [
                f"cibles verify {path} --workspace DOSSIER",
                f"cibles explain --month {month} --project {record['projet_id']} --workspace DOSSIER",
                f"cibles evidence {record['projet_id']} --month {month} --workspace DOSSIER",
            ]
        ),
    )


def _software(record: Record) -> Iterator[Block]:
    if record.get("logiciel"):
        told = ", ".join(f"{name} {version}" for name, version in record["logiciel"].items())
        yield paragraph(f"Calculée avec {told} ; forme {record.get('format', 1)} du fichier.", True)


def _counted(depots: list[Record]) -> Iterator[Block | None]:
    paths = {depot["chemin"] for depot in depots}
    yield subtitle(f"Dépôts lus : {counted(len(paths), 'fichier', 'fichiers')}")
    if not depots:
        yield paragraph("Aucun dépôt ne parle des établissements du projet.")
        return
    kinds = list(dict.fromkeys(sorted(depot["jeu"] for depot in depots)))
    numbers = Counter((depot["mois"], depot["jeu"]) for depot in depots)
    months = sorted({depot["mois"] for depot in depots})
    rows = [row(month_words(mois), *(whole(numbers[mois, kind]) for kind in kinds)) for mois in months]
    yield table([column("Mois", 1), *(column(kind, right=True) for kind in kinds)], rows)


def deposits_annex(record: Record) -> dict[str, Any] | None:
    """Annex B: each deposit read and its hash, by path."""
    files = sorted({(depot["chemin"], depot["sha256"]) for depot in record["preuves"]["depots"]})
    shown, left = bounded(files, FILES)
    rows = [row(path, sha256) for path, sha256 in shown]
    more = others(left, "la liste entière est dans le fichier de la décision, dont l'empreinte répond")
    columns = [column("Fichier", 1, word=72), column("SHA-256", word=64, fixed=76)]
    return section("Annexe B – Dépôts lus et leurs empreintes", table(columns, rows, True), more)
