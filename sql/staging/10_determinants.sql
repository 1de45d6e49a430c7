-- One row per establishment: hash of everything in the deposits that its counts rest on: who speaks for it and for which
-- period, the `couverture.csv` beside, the files in which a `dossiers` row was set aside. Equal hashes, equal counts.
create or replace temp table stg_determinants as
with dossiers_couverts as (
    select parse_dirpath(chemin, 'forward_slash') as dossier, chemin, sha256
    from stg_depots
    where jeu = 'couverture'
),

faits as (
    select finess_et, concat_ws('|', 'v', mois, jeu, depot, recence, periode_debut, periode_fin) as fait
    from stg_en_vigueur
    union
    select e.finess_et, concat_ws('|', 'c', c.chemin, c.sha256) as fait
    from stg_en_vigueur as e
    inner join stg_depots as d on e.depot = d.depot
    inner join dossiers_couverts as c on parse_dirpath(d.chemin, 'forward_slash') = c.dossier
    union
    select finess_et, concat_ws('|', 'r', depot, mois_etat) as fait
    from stg_depots_rejetes
    union
    select finess_et, concat_ws('|', 'a', depot, rival) as fait
    from stg_rivaux_rejetes
)

select finess_et, sha256(string_agg(fait, chr(10) order by fait)) as empreinte
from faits
group by finess_et;
