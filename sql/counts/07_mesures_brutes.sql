-- One row per measure asked: its counts, the declared figures that may replace them, and what the sources cover.
create or replace temp table cnt_effectifs as
select finess_et, periode_debut, periode_fin, max(personnes_accompagnees) as personnes, max(beneficiaires_projet) as beneficiaires
from stg_effectifs
where not contradictoire
group by all;

create or replace temp table cnt_agregats as
select finess_et, indicateur, fenetre_debut, fenetre_fin, max(numerateur) as numerateur, max(denominateur) as denominateur
from stg_agregats
where not contradictoire
group by all;

create or replace temp table cnt_couverture as
select
    d.demande,
    count(*) filter (where p.couvert) as mois_couverts,
    count(*) filter (where p.mois_civil = date_trunc('month', d.fenetre_fin)) > 0 as flux_present
from demandes as d
inner join stg_mois_parles as p
    on d.flux = p.jeu and d.finess_et = p.finess_et and p.mois_civil between d.fenetre_debut and d.fenetre_fin
group by d.demande;

create or replace temp table cnt_mesures as
with etats as (
    select distinct finess_et, mois_etat from cnt_etats
)

select
    d.demande,
    c.* exclude (variante),
    e.personnes as effectif_personnes,
    e.beneficiaires as effectif_beneficiaires,
    s.finess_et is not null as dossiers_presents,
    d.flux is null or coalesce(k.flux_present, false) as flux_present,
    coalesce(k.mois_couverts, 0) as mois_couverts,
    a.finess_et is not null as declaree,
    a.numerateur as declare_numerateur,
    a.denominateur as declare_denominateur
from demandes as d
inner join cnt_comptes as c on d.variante = c.variante
left join cnt_effectifs as e
    on d.finess_et = e.finess_et and d.population_debut = e.periode_debut and d.fenetre_fin = e.periode_fin
left join cnt_agregats as a
    on
        d.finess_et = a.finess_et and d.indicateur = a.indicateur
        and d.fenetre_debut = a.fenetre_debut and d.fenetre_fin = a.fenetre_fin
left join etats as s on d.finess_et = s.finess_et and s.mois_etat = date_trunc('month', d.fenetre_fin)
left join cnt_couverture as k on d.demande = k.demande;
