-- One row per population asked and dossier shown by a state of its months: the latest state decides.
create or replace temp table cnt_populations as
with demandees as (
    select distinct finess_et, fenetre_fin, population_debut
    from variantes
)

select
    p.finess_et,
    p.fenetre_fin,
    p.population_debut,
    d.dossier,
    d.rang,
    coalesce(d.present_jusqu_au >= p.population_debut, false) as accompagnee,
    d.beneficiaire,
    d.projet_jusqu_au,
    d.pause_jusqu_au
from demandees as p
inner join cnt_etats_dossiers as d
    on
        p.finess_et = d.finess_et and p.fenetre_fin = d.fenetre_fin
        and d.mois_etat >= date_trunc('month', p.population_debut)
qualify d.rang = max(d.rang) over (partition by p.finess_et, p.fenetre_fin, p.population_debut, d.dossier);
