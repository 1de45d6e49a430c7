-- What the counts show beside the measures: DMP deposits for persons not counted, declared rolls of other periods.
create or replace temp table cnt_dmp_hors_file as
select v.finess_et, v.fenetre_fin, count(distinct d.dossier) as dossiers
from variantes as v
inner join cnt_dmp as d on v.finess_et = d.finess_et and v.fenetre_fin = d.fenetre_fin and d.dernier_depot >= v.fenetre_debut
left join cnt_populations as p
    on
        v.finess_et = p.finess_et and v.fenetre_fin = p.fenetre_fin and v.population_debut = p.population_debut
        and d.dossier = p.dossier and p.accompagnee and p.beneficiaire
where v.population_debut = v.fenetre_debut and not v.enpause and not v.imports and p.dossier is null
group by v.finess_et, v.fenetre_fin;

create or replace temp table cnt_effectifs_autre_periode as
select v.finess_et, v.fenetre_fin, count(*) as declarations
from (select distinct finess_et, fenetre_fin from variantes) as v
inner join cnt_effectifs as e
    on v.finess_et = e.finess_et and v.fenetre_fin between e.periode_debut and e.periode_fin
where
    not exists (
        select 1 from demandes as d
        where
            d.finess_et = e.finess_et and d.population_debut = e.periode_debut and d.fenetre_fin = e.periode_fin
    )
group by all;
