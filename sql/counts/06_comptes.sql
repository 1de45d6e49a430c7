-- One row per variant: every count a measure may need. Known counts and unknown ones (late extraction) stay apart.
create or replace temp table cnt_dossiers as
select
    v.variante,
    p.dossier,
    p.rang,
    p.beneficiaire,
    coalesce(case when v.imports then m.maj_jusqu_au_imports else m.maj_jusqu_au end >= v.fenetre_debut, false) as a_jour,
    coalesce(
        case when v.imports then m.apres_jusqu_au_imports else m.apres_jusqu_au end >= v.fenetre_debut, false
    ) as a_jour_apres,
    coalesce(
        greatest(p.projet_jusqu_au, case when v.enpause then p.pause_jusqu_au end) >= v.fenetre_debut, false
    ) as projet,
    e.dossier is not null as evenement,
    coalesce(d.dernier_depot >= v.fenetre_debut, false) as dmp
from variantes as v
inner join cnt_populations as p
    on v.finess_et = p.finess_et and v.fenetre_fin = p.fenetre_fin and v.population_debut = p.population_debut
left join cnt_mises_a_jour as m
    on v.finess_et = m.finess_et and v.fenetre_fin = m.fenetre_fin and p.dossier = m.dossier
left join cnt_evenements as e
    on v.finess_et = e.finess_et and v.fenetre_fin = e.fenetre_fin and v.fenetre_debut = e.fenetre_debut
        and v.toutes_natures = e.toutes_natures and p.dossier = e.dossier
left join cnt_dmp as d
    on v.finess_et = d.finess_et and v.fenetre_fin = d.fenetre_fin and p.dossier = d.dossier
where p.accompagnee;

create or replace temp table cnt_comptes as
with dossiers as (
    select
        variante,
        count(*) as personnes,
        count(*) filter (where beneficiaire) as beneficiaires,
        count(*) filter (where a_jour) as actifs,
        count(*) filter (where a_jour and projet) as actifs_projet,
        count(*) filter (where a_jour and evenement) as actifs_evenement,
        count(*) filter (where not a_jour and a_jour_apres) as inconnus,
        count(*) filter (where not a_jour and a_jour_apres and projet) as inconnus_projet,
        count(*) filter (where not a_jour and a_jour_apres and evenement) as inconnus_evenement,
        count(*) filter (where beneficiaire and dmp) as dmp
    from cnt_dossiers
    group by variante
),

flux as (
    select
        v.variante,
        sum(x.nombre) filter (where x.flux = 'dmp_depots') as dmp_depots,
        sum(x.nombre) filter (where x.flux = 'mssante') as mssante,
        sum(x.nombre) filter (where x.flux = 'e_prescription') as e_prescription,
        sum(x.nombre) filter (where x.flux = 'e_parcours') as e_parcours
    from variantes as v
    inner join cnt_flux as x on v.finess_et = x.finess_et and x.mois_civil between v.fenetre_debut and v.fenetre_fin
    group by v.variante
)

select
    v.variante,
    coalesce(d.personnes, 0) as personnes,
    coalesce(d.beneficiaires, 0) as beneficiaires,
    coalesce(d.actifs, 0) as actifs,
    coalesce(d.actifs_projet, 0) as actifs_projet,
    coalesce(d.actifs_evenement, 0) as actifs_evenement,
    coalesce(d.inconnus, 0) as inconnus,
    coalesce(d.inconnus_projet, 0) as inconnus_projet,
    coalesce(d.inconnus_evenement, 0) as inconnus_evenement,
    coalesce(d.dmp, 0) as dmp,
    coalesce(f.dmp_depots, 0)::bigint as dmp_depots,
    coalesce(f.mssante, 0)::bigint as mssante,
    coalesce(f.e_prescription, 0)::bigint as e_prescription,
    coalesce(f.e_parcours, 0)::bigint as e_parcours
from variantes as v
left join dossiers as d on v.variante = d.variante
left join flux as f on v.variante = f.variante;
