-- Messages, exchanges and DMP deposits of the calendar months for which their deposit speaks: each month once.
create or replace temp table cnt_mois_parles as
select e.jeu, e.finess_et, e.depot, p.mois_civil
from stg_en_vigueur as e
inner join stg_mois_parles as p on e.jeu = p.jeu and e.finess_et = p.finess_et and e.mois = p.mois
where e.jeu in ('mssante', 'dmp', 'echanges');

create or replace temp table cnt_flux_depots as
select l.depot, l.finess_et, p.mois_civil, 'mssante' as flux, sum(l.nb_messages)::bigint as nombre
from lignes_mssante as l
inner join cnt_mois_parles as p
    on
        l.depot = p.depot and l.finess_et = p.finess_et and p.jeu = 'mssante'
        and date_trunc('month', l.date_envoi) = p.mois_civil
group by all
union all
select l.depot, l.finess_et, p.mois_civil, 'dmp_depots' as flux, count(*) as nombre
from lignes_dmp as l
inner join cnt_mois_parles as p
    on l.depot = p.depot and l.finess_et = p.finess_et and p.jeu = 'dmp' and date_trunc('month', l.date_depot) = p.mois_civil
where l.statut = 'OK'
group by all
union all
select l.depot, l.finess_et, p.mois_civil, l.service as flux, sum(l.nb)::bigint as nombre
from lignes_echanges as l
inner join cnt_mois_parles as p
    on l.depot = p.depot and l.finess_et = p.finess_et and p.jeu = 'echanges' and date_trunc('month', l.date) = p.mois_civil
group by all;

create or replace temp table cnt_flux as
select finess_et, mois_civil, flux, sum(nombre)::bigint as nombre
from cnt_flux_depots
group by all;

create or replace temp table cnt_dmp as
select f.fin, l.dossier, max(l.date_depot) as dernier_depot
from cnt_fins as f
inner join cnt_mois_parles as p
    on f.finess_et = p.finess_et and p.jeu = 'dmp' and p.mois_civil between f.premier_mois and f.fenetre_fin
inner join lignes_dmp as l
    on p.depot = l.depot and p.finess_et = l.finess_et and date_trunc('month', l.date_depot) = p.mois_civil
where l.statut = 'OK'
group by all;
