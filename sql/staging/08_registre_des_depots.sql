-- State of a deposit, from the lines that count for whoever is told: refused whole, replaced, or how its lines fared.
create or replace temp macro etat_depot(refus, remplace, lues, rejetees) as
    case
        when refus is not null then 'refuse'
        when remplace then 'remplace'
        when lues > 0 and rejetees = lues then 'refuse'
        when rejetees > 0 then 'partiel'
        else 'accepte'
    end;

-- The ledger: every line read is accepted, set aside or superseded. Lines set aside are counted from the faults
-- themselves, not by difference, so that the check of the ledger can fail.
create or replace temp table stg_registre_depots as
with fautives as (
    select depot, count(distinct ligne) as lignes
    from stg_rejets
    where ligne is not null
    group by depot
),

retenues as (
    select
        depot,
        coalesce(sum(lignes) filter (where en_vigueur), 0)::bigint as en_vigueur,
        coalesce(sum(lignes) filter (where not en_vigueur), 0)::bigint as remplacees
    from stg_comptages
    group by depot
),

contradictoires as (
    select depot, count(*) as lignes from stg_effectifs where contradictoire group by depot
    union all
    select depot, count(*) as lignes from stg_agregats where contradictoire group by depot
)

select
    d.depot,
    d.depot_id,
    d.mois,
    d.chemin,
    d.partie,
    d.sha256,
    d.dialecte,
    d.jeu,
    d.recu_le,
    d.lignes_lues,
    d.colonnes_ignorees,
    d.lignes_hors_donnees,
    d.feuille_masquee,
    case
        when a.depot is not null then 0
        when d.jeu in ('couverture', 'annexe') then d.lignes_lues - coalesce(f.lignes, 0)
        else coalesce(r.en_vigueur, 0) - coalesce(c.lignes, 0)
    end as lignes_acceptees,
    case when a.depot is not null then d.lignes_lues else coalesce(f.lignes, 0) end as lignes_rejetees,
    case when a.depot is not null then 0 else coalesce(r.remplacees, 0) end as lignes_remplacees,
    coalesce(d.refus, case when a.depot is not null then 'depot_ambigu' end) as refus,
    n.depot is not null and v.depot is null and a.depot is null as remplace
from stg_depots as d
left join stg_depots_ambigus as a on d.depot = a.depot
left join fautives as f on d.depot = f.depot
left join retenues as r on d.depot = r.depot
left join contradictoires as c on d.depot = c.depot
left join (select distinct depot from stg_candidats) as n on d.depot = n.depot
left join (select distinct depot from stg_en_vigueur) as v on d.depot = v.depot;
