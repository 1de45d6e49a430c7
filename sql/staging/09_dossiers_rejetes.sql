-- Files with a `dossiers` row set aside, by establishment and month: dropping a row must not raise a rate.
-- A row that names no establishment is held against every establishment its file speaks for. Rows of a file that a later
-- one has replaced are forgotten with it.
create or replace temp table stg_depots_rejetes as
select distinct d.depot, p.finess_et, date_trunc('month', p.periode_fin)::date as mois_etat
from stg_rejets as r
inner join stg_depots as d on r.depot = d.depot
inner join lu_paroles as p on d.depot = p.depot and (r.finess_et is null or p.finess_et = r.finess_et)
left join stg_en_vigueur as v on d.depot = v.depot and p.finess_et = v.finess_et
left join (
    select mois, jeu, finess_et, max(recence) as recence
    from stg_en_vigueur
    group by all
) as n on d.mois = n.mois and d.jeu = n.jeu and p.finess_et = n.finess_et
where d.jeu = 'dossiers' and (v.depot is not null or n.recence is null or n.recence <= d.passage);

-- Files without which one of them would not be ambiguous, whoever they speak for: the evidence needs them.
create or replace temp table stg_rivaux_rejetes as
select distinct r.depot, autre.depot as rival, r.finess_et, r.mois_etat
from stg_depots_rejetes as r
inner join stg_rivalites as siens on r.depot = siens.depot
inner join stg_rivalites as autre
    on siens.mois = autre.mois and siens.jeu = autre.jeu and siens.finess_et = autre.finess_et and siens.recence = autre.recence
where autre.depot <> r.depot;

-- The months of each establishment in which such a row was set aside.
create or replace temp table stg_dossiers_rejetes as
select distinct finess_et, mois_etat from stg_depots_rejetes;
