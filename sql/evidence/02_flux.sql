-- What is counted in flows (messages, documents, exchanges) for the figures of a decision: per establishment, indicator, calendar
-- month and file that speaks for that month; 0 where the file holds nothing for it.
create or replace temp table preuve_flux as
select
    r.finess_et,
    r.indicateur,
    strftime(p.mois_civil, '%Y-%m') as mois,
    s.chemin,
    s.partie,
    coalesce(sum(f.nombre), 0)::bigint as nombre
from preuve_lignes as r
inner join cnt_mois_parles as p
    on r.finess_et = p.finess_et and r.jeu = p.jeu and p.mois_civil between r.fenetre_debut and r.fenetre_fin
inner join stg_depots as s on p.depot = s.depot
left join cnt_flux_depots as f
    on p.depot = f.depot and r.finess_et = f.finess_et and r.flux = f.flux and p.mois_civil = f.mois_civil
group by all;
