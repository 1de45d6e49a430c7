"""Reference (c): the counts of the five rates of `ara-generalisation-2025` for one month, in one DuckDB query over the raw files.

No check, no reading but the retained one.

python -m bench.references.counts WORKSPACE MONTH OUT.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from contracts.deposits.columns import DATASETS
from transforms.synth.months import first_day, last_day, months_up_to

QUERY = """
with etablissements as (
    select p.finess_et, j.premiere_mesure = $dernier[:7] as premiere
    from perimetre as p
    inner join projets as j on p.projet_id = j.projet_id
    where j.texte_id = 'ara-generalisation-2025'
),

etats as (
    select
        finess_et,
        dossier_id,
        filename[strpos(filename, '/depots/') + 8:][:7] as mois,
        bool_or(date_entree <= $fin and coalesce(date_sortie, '9999') >= $debut) as accompagnee,
        bool_or(date_entree <= $fin and coalesce(date_sortie, '9999') >= $dernier) as accompagnee_mois,
        bool_or(coalesce(date_derniere_maj between $debut and $fin, false)) as maj,
        bool_or(coalesce(date_derniere_maj between $dernier and $fin, false)) as maj_mois,
        bool_or(
            coalesce(projet_statut in ('ENPREPARATION', 'ENCOURS'), false) and coalesce(projet_date_fin, '9999') >= $debut
        ) as projet,
        bool_or(coalesce(beneficiaire_projet, 'O') <> 'N') as beneficiaire
    from dossiers
    semi join etablissements using (finess_et)
    group by all
),

personnes as (
    select
        finess_et,
        dossier_id,
        arg_max(accompagnee, mois) as accompagnee,
        arg_max(accompagnee, mois) and bool_or(maj) as actif,
        arg_max(projet, mois) as projet,
        arg_max(accompagnee, mois) and arg_max(beneficiaire, mois) as beneficiaire,
        bool_or(mois = $dernier[:7] and accompagnee_mois and maj_mois) as actif_mois
    from etats
    group by finess_et, dossier_id
),

moments as (
    select finess_et, dossier_id, date_debut, bool_or(coalesce(statut, 'VALIDE') = 'ANNULE') as annule
    from evenements
    semi join etablissements using (finess_et)
    where coalesce(nature, 'agenda') = 'agenda' and date_debut >= $debut and date_debut[:10] <= $fin
    group by finess_et, dossier_id, date_debut
),

rencontres as (
    select finess_et, dossier_id, max(date_debut) as dernier
    from moments
    where not annule
    group by finess_et, dossier_id
),

documents as (
    select distinct finess_et, dossier_id
    from dmp
    where coalesce(statut, 'OK') = 'OK' and date_depot between $debut and $fin
),

messages as (
    select finess_et, sum(try_cast(nb_messages as bigint)) as nombre
    from mssante
    where date_envoi between $debut and $fin
    group by finess_et
),

comptes as (
    select
        p.finess_et,
        count(*) filter (where p.accompagnee) as personnes,
        count(*) filter (where p.actif) as actifs,
        count(*) filter (where p.actif and p.projet) as projets,
        count(*) filter (where case when e.premiere then p.actif else p.actif_mois end) as presents,
        count(*) filter (
            where case when e.premiere then p.actif and r.dernier is not null else p.actif_mois and r.dernier >= $dernier end
        ) as agenda,
        count(*) filter (where p.beneficiaire) as beneficiaires,
        count(*) filter (where p.beneficiaire and d.dossier_id is not null) as dmp,
        coalesce(any_value(m.nombre), 0) as messages
    from personnes as p
    inner join etablissements as e on p.finess_et = e.finess_et
    left join rencontres as r on p.finess_et = r.finess_et and p.dossier_id = r.dossier_id
    left join documents as d on p.finess_et = d.finess_et and p.dossier_id = d.dossier_id
    left join messages as m on p.finess_et = m.finess_et
    group by p.finess_et
)

select finess_et, 'dossiers_actifs' as indicateur, actifs as numerateur, personnes as denominateur from comptes
union all
select finess_et, 'projets_personnalises', projets, actifs from comptes
union all
select finess_et, 'evenements_agenda', agenda, presents from comptes
union all
select finess_et, 'mssante', messages, beneficiaires from comptes
union all
select finess_et, 'dmp', dmp, beneficiaires from comptes
"""
"""$debut, $dernier and $fin: the first day of the window, the first and the last day of the month, as ISO text."""


def main(workspace: Path, month: str, out: Path) -> None:
    """Writes one line per establishment and rate."""
    months = months_up_to(month, 3)
    connection = duckdb.connect()
    connection.execute("set memory_limit = '1GB'")
    connection.execute("set preserve_insertion_order = false")
    for jeu in ("dossiers", "evenements", "mssante", "dmp"):
        files = [str(path) for one in months for path in (workspace / "depots" / one).rglob(f"{jeu}*.csv")]
        connection.read_csv(
            files,
            sep=";",
            header=True,
            columns=dict.fromkeys(DATASETS[jeu].names, "VARCHAR"),
            auto_detect=False,
            filename=True,
        ).create_view(jeu)
    for table in ("projets", "perimetre"):
        connection.read_csv(str(workspace / "registre" / f"{table}.csv"), sep=";", header=True, all_varchar=True).create_view(
            table
        )
    days = {"debut": first_day(months[0]), "dernier": first_day(month), "fin": last_day(month)}
    connection.sql(QUERY, params={name: day.isoformat() for name, day in days.items()}).write_csv(str(out))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
