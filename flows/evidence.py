"""The archive of evidence of a decision, in bytes: gathered from what founded it, and recalculated before it is given."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from contracts.rulebook_values import rulebook_values
from contracts.vocabulary import ACTIVE_DOSSIERS, FLOW_OF
from flows.chain import CHAIN_FILE
from flows.database import fetch, give, published_query
from flows.evidence_material import Material, material, refuse, typed
from flows.journal import JOURNAL_FILE, read_journal
from flows.notice_files import notice_bytes
from flows.settings import Settings
from flows.sql_files import SQL_FOLDER
from flows.texts import AMENDMENTS_FOLDER, TEXTS_DIRECTORY
from transforms.evidence.archive import archive
from transforms.evidence.inputs import inputs_table
from transforms.evidence.readme import readme
from transforms.evidence.record_tables import decision_tables, frame_bytes, register_tables
from transforms.reading.messages import messages

_FOLDER = SQL_FOLDER / "evidence"
_RECALCULATION = "recalcul.sql"

_FILES = {"chemin": pl.String, "sha256": pl.String}

_COUNTED = {
    "dossiers": "from preuve_dossiers order by finess_et, indicateur, dossier, chemin, partie",
    "flux": "from preuve_flux order by finess_et, indicateur, mois, chemin, partie",
    "declarations": "from preuve_declarations order by finess_et, indicateur, jeu, chemin, partie, ligne",
    "fichiers": "from preuve_fichiers_lus order by finess_et, indicateur, jeu, chemin, partie",
    "rejets": "from preuve_rejets order by chemin, partie, ligne nulls first, colonne, regle",
}
"""Members counted in SQL, and how their rows are sorted."""

_LINES = {
    "demande": pl.Int64,
    "finess_et": pl.String,
    "indicateur": pl.String,
    "fenetre_debut": pl.Date,
    "fenetre_fin": pl.Date,
    "source": pl.String,
    "source_denominateur": pl.String,
    "taux": pl.Boolean,
    "lit_dossiers": pl.Boolean,
    "compte_dossiers": pl.Boolean,
    "numerateur_dossiers": pl.Boolean,
    "flux": pl.String,
    "jeu": pl.String,
}
"""`preuve_lignes`: a row per figure of the decision, `demande` being the rank of its count; what its figures are made of."""


def evidence(settings: Settings, project: str, month: str) -> tuple[str, bytes]:
    """Identifier of the decision in force and its archive.

    Raises:
        UsageError: nothing was decided.
        WorkspaceError: what is stored is no longer what the decision used, or was purged.
    """
    with material(settings, project, month) as found:
        members = _members(found)
        _check(found, members)
    members["LISEZMOI.md"] = readme(found.record, members)
    decision_id = found.record["decision_id"]
    return decision_id, archive(members, decision_id)


def _members(found: Material) -> dict[str, bytes]:
    """Every member but the page that presents them."""
    texts = _texts(found)
    members = decision_tables(found.record, found.texte, found.decides)
    members |= register_tables(found.register, found.record, found.finess)
    members |= texts | _records(found) | counted_members(found)
    received = {(one.chemin, one.sha256): one.recu_le for one in read_journal(found.settings.entrepot / JOURNAL_FILE)}
    members["entrees.csv"] = inputs_table(
        found.record["preuves"], received, {name: _sha256(content) for name, content in texts.items()}
    )
    members["regles.csv"] = frame_bytes(rulebook_values(found.texte))
    members[_RECALCULATION] = (_FOLDER / _RECALCULATION).read_bytes()
    return members


def counted_members(found: Material) -> dict[str, bytes]:
    """What the figures of the decision count, and what was set aside in the same deposits, by path of their member."""
    make_counted(found)
    return {f"{name}.csv": frame_bytes(fetch(found.connection, query)) for name, query in _COUNTED.items()}


def make_counted(found: Material) -> None:
    """Makes on its connection `preuve_dossiers`, `preuve_flux`, `preuve_declarations`, `preuve_fichiers_lus`, `preuve_rejets`."""
    connection = found.connection
    _give_lines(found)
    give(connection, "preuve_essms", found.register.perimetre.select("finess_et").unique())
    files = [(one["chemin"], one["sha256"]) for one in found.record["preuves"]["depots"]]
    give(connection, "preuve_fichiers", pl.DataFrame(files, schema=_FILES, orient="row").unique())
    give(connection, "messages", messages(published_query(connection, "regles_rejets")))
    for path in sorted(_FOLDER.glob("0*.sql")):
        query = path.read_text(encoding="utf-8")
        # Drawn for this archive: the same decision always gives the same numbers, another decision gives others.
        drawn = {"tirage": f"{found.record['decision_id']}|{found.record['empreinte']}"} if "$tirage" in query else None
        connection.execute(query, drawn)


def _give_lines(found: Material) -> None:
    """Makes `preuve_lignes` (`_LINES`) of the figures counted."""
    rows = []
    for rank, row in enumerate(found.record["essms"]):
        rule = found.texte.rule(row["indicateur"])
        counted = row["numerateur"] is not None and row["source"] == "calculee"
        flow = _FLOWS.get(row["indicateur"]) if counted else None
        rows.append(
            typed(row)
            | {
                "demande": rank,
                "taux": rule.mesure == "taux",
                "lit_dossiers": rule.uses_dossiers,
                "compte_dossiers": counted and rule.uses_dossiers,
                "numerateur_dossiers": row["indicateur"] in ACTIVE_DOSSIERS
                or (row["indicateur"] == "dmp" and rule.mesure == "taux"),
                "flux": flow,
                "jeu": FLOW_OF[row["indicateur"]] if flow else None,
            }
        )
    give(found.connection, "preuve_lignes", pl.DataFrame(rows, schema=_LINES))


_FLOWS = {name: "dmp_depots" if name == "dmp" else name for name in ("mssante", "dmp", "e_prescription", "e_parcours")}
"""The flow counted of each indicator that has one, as `cnt_flux` names it."""


def _records(found: Material) -> dict[str, bytes]:
    """The versions of the decision and the chain, as they are on disk, and the notice of the last version."""
    *earlier, last = found.paths
    members = {"decision.json": last.read_bytes(), "notice.pdf": notice_bytes(found.settings, last, found.record)}
    members |= {f"versions/{path.name}": path.read_bytes() for path in earlier}
    chain = found.settings.decisions / CHAIN_FILE
    return members | ({CHAIN_FILE: chain.read_bytes()} if chain.exists() else {})


def _texts(found: Material) -> dict[str, bytes]:
    """The rulebook file of the decision and those of its amendments."""
    names = [f"{found.texte.texte_id}.toml", *(f"{AMENDMENTS_FOLDER}/{one.avenant_id}.toml" for one in found.texte.avenants)]
    return {f"textes/{name}": (TEXTS_DIRECTORY / name).read_bytes() for name in names}


def _check(found: Material, members: dict[str, bytes]) -> None:
    """Recalculates every figure from the members, as their reader will. Raises NoMoreEvidence when one differs."""
    with TemporaryDirectory(dir=found.settings.entrepot / ".debordement") as folder:
        for name, content in members.items():
            if "/" not in name:
                (Path(folder) / name).write_bytes(content)
        refuse(found.record, [_told(row) for row in recalculated(Path(folder))])


def recalculated(folder: Path) -> list[tuple[str | None, ...]]:
    """What `recalcul.sql` lists in an unpacked archive: the check, establishment, indicator, as published, as recalculated."""
    with duckdb.connect(":memory:") as connection:
        query, here = (folder / _RECALCULATION).read_text(encoding="utf-8"), str(folder).replace("'", "''")
        # Its reader runs it inside the folder; a process has one current folder, which is not ours to change.
        connection.execute(query.replace("read_csv('", f"read_csv('{here}/"))
        return connection.execute(
            "select controle, finess_et, indicateur, publie, recalcule from rc_controles"
            " where publie is distinct from recalcule order by all"
        ).fetchall()


def _told(row: tuple[str | None, ...]) -> str:
    where = ", ".join(text for text in row[:3] if text)
    return f"{where} : {row[3] or 'rien'} décidé, {row[4] or 'rien'} recalculé"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
