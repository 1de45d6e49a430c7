"""What staging says of deposits that were only read to be judged: one verdict per deposit, its lines set aside by cause."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import duckdb

from flows.database import fetch, published_text


@dataclass(frozen=True)
class Cause:
    """One reason: its rule, the column as the sender calls it, the sentence; the lines, none for a file set aside whole."""

    regle: str
    colonne: str | None
    message: str
    lignes: tuple[int, ...]


@dataclass(frozen=True)
class Judged:
    """One deposit, as table `depots` would show it: a file, or a table or series (`partie`) of it.

    `etat`: `accepte`, `partiel`, `refuse` or `remplace`. `periodes` and `etablissements`: what it speaks for, in order;
    `completes`: lines whose FINESS number had lost its zero.
    """

    partie: str | None
    dialecte: str | None
    jeu: str | None
    etat: str
    lues: int
    acceptees: int
    rejetees: int
    remplacees: int
    hors_donnees: int
    colonnes_ignorees: str | None
    feuille_masquee: bool
    periodes: tuple[tuple[date, date], ...]
    etablissements: tuple[str, ...]
    completes: int
    causes: tuple[Cause, ...]


def judged(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Judged]]:
    """Every deposit staged, by path of its file."""
    causes = _causes(connection)
    spoken = fetch(
        connection,
        """
        select d.depot_id, p.finess_et, p.periode_debut, p.periode_fin
        from lu_paroles as p
        inner join stg_depots as d on p.depot = d.depot
        where d.refus is null and d.jeu not in ('couverture', 'annexe')
        order by all
        """,
    )
    corrected = fetch(
        connection,
        """
        select d.depot_id, sum(c.lignes)::bigint as lignes
        from lu_corrections as c
        inner join stg_depots as d on c.depot = d.depot
        group by d.depot_id
        """,
    )
    completes = dict(corrected.iter_rows())
    speech: dict[str, list[tuple[str, date, date]]] = defaultdict(list)
    for depot_id, *said in spoken.iter_rows():
        speech[depot_id].append((said[0], said[1], said[2]))
    found: dict[str, list[Judged]] = defaultdict(list)
    for row in fetch(connection, published_text("depots")).iter_rows(named=True):
        said = speech[row["depot_id"]]
        found[row["chemin"]].append(
            Judged(
                partie=row["partie"],
                dialecte=row["dialecte"],
                jeu=row["jeu"],
                etat=row["etat"],
                lues=row["lignes_lues"],
                acceptees=row["lignes_acceptees"],
                rejetees=row["lignes_rejetees"],
                remplacees=row["lignes_remplacees"],
                hors_donnees=row["lignes_hors_donnees"],
                colonnes_ignorees=row["colonnes_ignorees"],
                feuille_masquee=row["feuille_masquee"],
                periodes=tuple(dict.fromkeys((first, last) for _, first, last in said)),
                etablissements=tuple(dict.fromkeys(number for number, _, _ in said)),
                completes=completes.get(row["depot_id"], 0),
                causes=tuple(causes[row["depot_id"]]),
            )
        )
    return found


def _causes(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Cause]]:
    """The reasons of each deposit, that of the whole file first, then the most frequent."""
    query = f"""
        with rejets as ({published_text("rejets")})
        select
            depot_id, regle, colonne, message,
            coalesce(list(distinct ligne order by ligne) filter (where ligne is not null), []) as lignes
        from rejets
        group by all
        order by depot_id, len(lignes) > 0, len(lignes) desc, regle, colonne
    """
    found: dict[str, list[Cause]] = defaultdict(list)
    for depot_id, regle, colonne, message, lignes in fetch(connection, query).iter_rows():
        found[depot_id].append(Cause(regle, colonne, message, tuple(lignes)))
    return found
