-- What becomes of the accepted rows of each file: in force, or superseded by another deposit.
create or replace temp table stg_comptages as
select
    c.depot,
    c.finess_et,
    c.mois_civil,
    c.lignes,
    e.depot is not null and (c.mois_civil is null or p.mois is not null) as en_vigueur
from lu_comptages as c
inner join stg_depots as d on c.depot = d.depot
left join stg_en_vigueur as e on c.depot = e.depot and c.finess_et = e.finess_et
left join stg_mois_parles as p
    on d.jeu = p.jeu and c.finess_et = p.finess_et and c.mois_civil = p.mois_civil and d.mois = p.mois;
