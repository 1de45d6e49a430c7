-- For each calendar month of the window of one variant: what the flow counts, whether it is covered, and by which files.
with mois as (
    select v.finess_et, m.mois_civil::date as mois_civil
    from variantes as v,
        lateral (select unnest(generate_series(v.fenetre_debut, v.fenetre_fin, interval 1 month)) as mois_civil) as m
)

select
    strftime(m.mois_civil, '%Y-%m') as mois,
    coalesce(p.couvert, false) as couvert,
    coalesce(f.nombre, 0)::bigint as nombre,
    list(distinct d.chemin order by d.chemin) filter (where d.chemin is not null) as fichiers
from mois as m
left join stg_mois_parles as p on m.finess_et = p.finess_et and m.mois_civil = p.mois_civil and p.jeu = $jeu
left join cnt_flux as f on m.finess_et = f.finess_et and m.mois_civil = f.mois_civil and f.flux = $flux
left join stg_en_vigueur as e on m.finess_et = e.finess_et and e.jeu = $jeu and e.mois = p.mois
left join stg_depots as d on e.depot = d.depot
group by all
order by mois;
