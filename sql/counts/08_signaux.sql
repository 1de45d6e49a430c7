-- What the counts of the month measured show beside its verdicts: documents of persons not counted, declared rolls of no
-- measured period.
create or replace temp table cnt_signaux as
with mois as (
    select max(fenetre_fin) as jour from variantes
),

plus_courte as (
    select v.*
    from cnt_variantes as v
    inner join mois as m on v.fenetre_fin = m.jour
    where v.population_debut = v.fenetre_debut and not v.enpause and not v.imports
    qualify row_number() over (partition by v.finess_et order by v.fenetre_debut desc) = 1
)

select v.finess_et, 'dmp_hors_file' as controle, count(distinct d.dossier) as nombre
from plus_courte as v
inner join cnt_dmp as d on v.fin = d.fin and d.dernier_depot >= v.fenetre_debut
left join cnt_derniers_etats as p
    on
        v.fin = p.fin and d.dossier = p.dossier and p.beneficiaire
        and accompagnee(p.present_jusqu_au, p.mois_etat, v.population_debut)
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
