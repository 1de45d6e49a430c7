-- Files set aside whole because another one was found together with it for one month folder, dataset and establishment.
-- Numbered parts of one series add up; anything else found together is ambiguous.
create or replace temp table stg_candidats as
select
    d.mois,
    d.jeu,
    p.finess_et,
    d.depot,
    d.serie,
    d.numero,
    d.passage,
    max(d.passage) over (
        partition by d.mois, d.jeu, p.finess_et, d.serie, d.passage_chemin
    ) as recence,
    p.periode_debut,
    p.periode_fin
from stg_depots as d
inner join lu_paroles as p on d.depot = p.depot
where d.parle;

-- `stg_rivalites`: one row per file so found and key; the files of one key are why each of them is set aside.
create or replace temp table stg_rivalites as
with ensemble as (
    select
        mois,
        jeu,
        finess_et,
        recence,
        count(distinct serie) > 1 or count(distinct coalesce(numero, -1)) < count(*) as ambigu
    from stg_candidats
    group by mois, jeu, finess_et, recence
)

select distinct c.depot, c.mois, c.jeu, c.finess_et, c.recence
from stg_candidats as c
inner join ensemble as e
    on c.mois = e.mois and c.jeu = e.jeu and c.finess_et = e.finess_et and c.recence = e.recence
where e.ambigu;

create or replace temp table stg_depots_ambigus as
select distinct depot from stg_rivalites;
