-- What the counts of the month measured show beside its verdicts: documents of persons not counted, declared rolls of no
-- measured period.
create or replace temp table cnt_signaux as
with mois as (
    select max(fenetre_fin) as fin from variantes
),

plus_courte as (
    select v.*
    from variantes as v
    inner join mois as m on v.fenetre_fin = m.fin
    where v.population_debut = v.fenetre_debut and not v.enpause and not v.imports
    qualify row_number() over (partition by v.finess_et order by v.fenetre_debut desc) = 1
)

select v.finess_et, 'dmp_hors_file' as controle, count(distinct d.dossier) as nombre
from plus_courte as v
inner join cnt_dmp as d on v.finess_et = d.finess_et and v.fenetre_fin = d.fenetre_fin and d.dernier_depot >= v.fenetre_debut
left join cnt_populations as p
    on
        v.finess_et = p.finess_et and v.fenetre_fin = p.fenetre_fin and v.population_debut = p.population_debut
        and d.dossier = p.dossier and p.accompagnee and p.beneficiaire
where p.dossier is null
group by v.finess_et
union all
select v.finess_et, 'effectif_autre_periode' as controle, count(*) as nombre
from plus_courte as v
inner join cnt_effectifs as e on v.finess_et = e.finess_et and v.fenetre_fin between e.periode_debut and e.periode_fin
where
    not exists (
        select 1
        from demandes as d
        where d.finess_et = e.finess_et and d.population_debut = e.periode_debut and d.fenetre_fin = e.periode_fin
    )
group by v.finess_et;
