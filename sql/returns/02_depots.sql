-- The files that concern each establishment of `ret_destinataires` (finess_et, premier_jour, dernier_jour): those that speak for
-- it over its windows, and those of its own folder in their months. Lines are its own: of a file that several establishments
-- share, each sees its part, and how many lines name nobody (`lignes_sans_essms`), which only the sender can mend.
-- For a file of its own folder, these are the figures of the ledger.
create or replace temp table ret_depots as
with concernes as (
    select r.finess_et, p.depot
    from ret_destinataires as r
    inner join lu_paroles as p
        on r.finess_et = p.finess_et and p.periode_fin >= r.premier_jour and p.periode_debut <= r.dernier_jour
    union
    select r.finess_et, d.depot
    from ret_destinataires as r
    inner join stg_depots as d
        on
            r.finess_et = d.finess_dossier
            and d.mois between strftime(r.premier_jour, '%Y-%m') and strftime(r.dernier_jour, '%Y-%m')
),

fautives as (
    select r.depot, coalesce(r.finess_et, d.finess_dossier) as finess_et, count(distinct r.ligne) as lignes
    from stg_rejets as r
    inner join stg_depots as d on r.depot = d.depot
    where r.ligne is not null
    group by all
),

retenues as (
    select depot, finess_et, sum(lignes)::bigint as lignes, coalesce(sum(lignes) filter (where en_vigueur), 0)::bigint as en_vigueur
    from stg_comptages
    group by depot, finess_et
),

contradictoires as (
    select depot, finess_et, count(*) as lignes from stg_effectifs where contradictoire group by all
    union all
    select depot, finess_et, count(*) as lignes from stg_agregats where contradictoire group by all
),

comptes as (
    select
        c.finess_et,
        c.depot,
        d.mois,
        d.fichier as chemin,
        d.chemin as recu,
        d.jeu,
        d.recu_le::timestamp as recu_le,
        case when d.jeu in ('couverture', 'annexe') then d.lignes_lues - coalesce(f.lignes, 0) else coalesce(r.lignes, 0) end as valides,
        case when d.jeu in ('couverture', 'annexe') then d.lignes_lues - coalesce(f.lignes, 0) else coalesce(r.en_vigueur, 0) end as en_vigueur,
        coalesce(f.lignes, 0) as fautives,
        coalesce(k.lignes, 0) as contradictoires,
        coalesce(n.lignes, 0) as lignes_sans_essms,
        a.depot is not null as ambigu,
        coalesce(d.refus, case when a.depot is not null then 'depot_ambigu' end) as refus,
        d.refus_colonnes,
        s.depot is not null and v.depot is null and a.depot is null as remplace
    from concernes as c
    inner join stg_depots as d on c.depot = d.depot
    left join retenues as r on c.depot = r.depot and c.finess_et = r.finess_et
    left join fautives as f on c.depot = f.depot and c.finess_et = f.finess_et
    left join fautives as n on c.depot = n.depot and n.finess_et is null
    left join contradictoires as k on c.depot = k.depot and c.finess_et = k.finess_et
    left join stg_depots_ambigus as a on c.depot = a.depot
    left join (select distinct depot, finess_et from stg_candidats) as s on c.depot = s.depot and c.finess_et = s.finess_et
    left join (select distinct depot, finess_et from stg_en_vigueur) as v on c.depot = v.depot and c.finess_et = v.finess_et
)

select
    finess_et,
    depot,
    mois,
    chemin,
    recu,
    jeu,
    valides + fautives - contradictoires as lignes_lues,
    case when ambigu then 0 else en_vigueur - contradictoires end as lignes_acceptees,
    case when ambigu then valides + fautives else fautives end as lignes_rejetees,
    case when ambigu then 0 else valides - en_vigueur end as lignes_remplacees,
    lignes_sans_essms,
    etat_depot(refus, remplace, lignes_lues, lignes_rejetees) as etat,
    refus,
    refus_colonnes,
    recu_le
from comptes;
