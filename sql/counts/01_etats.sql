-- One row per month end asked, state and dossier: what the state says of the dossier, whatever the number of its rows
-- (a re-admission is several rows of one dossier: one row is enough for each test).
-- `present_jusqu_au`: last day of the latest stay begun by the month end. `projet_jusqu_au`, `pause_jusqu_au`: last day of
-- an open, respectively paused, personalised project. 'infinity' means: not ended.
-- A month end of an establishment is a number, `fin`: a narrow key for the large tables that follow.
create or replace temp table cnt_fins as
select
    row_number() over (order by finess_et, fenetre_fin)::integer as fin,
    finess_et,
    fenetre_fin,
    min(least(fenetre_debut, date_trunc('month', population_debut)::date)) as premier_mois
from variantes
group by finess_et, fenetre_fin;

create or replace temp table cnt_variantes as
select f.fin, v.*
from variantes as v
inner join cnt_fins as f on v.finess_et = f.finess_et and v.fenetre_fin = f.fenetre_fin;

create or replace temp table cnt_etats as
select
    depot,
    finess_et,
    date_trunc('month', periode_fin)::date as mois_etat,
    dense_rank() over (partition by finess_et order by periode_fin, recence, mois) as rang
from stg_en_vigueur
where jeu = 'dossiers';

create or replace temp table cnt_etats_dossiers as
select
    f.fin,
    l.dossier,
    e.mois_etat,
    e.rang,
    max(coalesce(l.date_sortie, 'infinity'::date)) filter (where l.date_entree <= f.fenetre_fin) as present_jusqu_au,
    bool_or(l.beneficiaire_projet) as beneficiaire,
    max(coalesce(l.projet_date_fin, 'infinity'::date))
        filter (where l.projet_statut in ('ENPREPARATION', 'ENCOURS')) as projet_jusqu_au,
    max(coalesce(l.projet_date_fin, 'infinity'::date)) filter (where l.projet_statut = 'ENPAUSE') as pause_jusqu_au,
    max(least(l.date_derniere_maj, last_day(e.mois_etat)))
        filter (where l.date_derniere_maj <= f.fenetre_fin) as maj_lisible,
    max(last_day(e.mois_etat)) filter (where l.date_derniere_maj > f.fenetre_fin) as apres_lisible
from cnt_fins as f
inner join cnt_etats as e
    on f.finess_et = e.finess_et and e.mois_etat between f.premier_mois and f.fenetre_fin
inner join lignes_dossiers as l on e.depot = l.depot and e.finess_et = l.finess_et
group by all;
