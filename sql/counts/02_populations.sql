-- One row per month end and dossier shown by a state: the latest state decides. It is the same for every population of the
-- month end: states are in the order of their months, so that a dossier shown since a population begins is shown last since then.
create or replace temp table cnt_derniers_etats as
with derniers as (
    select fin, dossier, max(rang) as rang
    from cnt_etats_dossiers
    group by fin, dossier
)

select e.* exclude (maj_lisible, apres_lisible)
from cnt_etats_dossiers as e
inner join derniers as d on e.fin = d.fin and e.dossier = d.dossier and e.rang = d.rang;

-- "A stay overlapping it", shown by a state of its months.
create or replace temp macro accompagnee(present_jusqu_au, mois_etat, population_debut) as
    coalesce(present_jusqu_au >= population_debut, false) and mois_etat >= date_trunc('month', population_debut);

-- One row per population asked and dossier shown by a state of its months.
create or replace temp view cnt_populations as
with demandees as (
    select distinct fin, finess_et, fenetre_fin, population_debut
    from cnt_variantes
)

select
    p.finess_et,
    p.fenetre_fin,
    p.population_debut,
    d.dossier,
    d.rang,
    d.projet_jusqu_au,
    d.pause_jusqu_au
from demandees as p
inner join cnt_derniers_etats as d on p.fin = d.fin and d.mois_etat >= date_trunc('month', p.population_debut);
