-- One row per variant: every count a measure may need. Known counts and unknown ones (late extraction) stay apart.
-- What is known of each dossier at a month end, whatever the window.
create or replace temp table cnt_connus as
select
    p.*,
    m.maj_jusqu_au,
    m.apres_jusqu_au,
    m.maj_jusqu_au_imports,
    m.apres_jusqu_au_imports,
    a.evenement_jusqu_au as agenda_jusqu_au,
    e.evenement_jusqu_au,
    d.dernier_depot
from cnt_derniers_etats as p
left join cnt_mises_a_jour as m on p.fin = m.fin and p.dossier = m.dossier
left join cnt_evenements as a on p.fin = a.fin and p.dossier = a.dossier and not a.toutes_natures
left join cnt_evenements as e on p.fin = e.fin and p.dossier = e.dossier and e.toutes_natures
left join cnt_dmp as d on p.fin = d.fin and p.dossier = d.dossier;

-- One row per variant and dossier of its population. Never stored: it is far longer than what it is made of.
create or replace temp view cnt_dossiers as
select
    v.variante,
    k.dossier,
    k.rang,
    k.beneficiaire,
    coalesce(case when v.imports then k.maj_jusqu_au_imports else k.maj_jusqu_au end >= v.fenetre_debut, false) as a_jour,
    coalesce(
        case when v.imports then k.apres_jusqu_au_imports else k.apres_jusqu_au end >= v.fenetre_debut, false
    ) as a_jour_apres,
    coalesce(
        greatest(k.projet_jusqu_au, case when v.enpause then k.pause_jusqu_au end) >= v.fenetre_debut, false
    ) as projet,
    coalesce(case when v.toutes_natures then k.evenement_jusqu_au else k.agenda_jusqu_au end >= v.fenetre_debut, false)
    or e.dossier is not null as evenement,
    coalesce(k.dernier_depot >= v.fenetre_debut, false) as dmp
from cnt_variantes as v
inner join cnt_connus as k on v.fin = k.fin
left join cnt_evenements_annules_ailleurs as e
    on v.fin = e.fin and v.fenetre_debut = e.fenetre_debut and v.toutes_natures = e.toutes_natures and k.dossier = e.dossier
where accompagnee(k.present_jusqu_au, k.mois_etat, v.population_debut);

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
