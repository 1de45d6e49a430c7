-- Files read for each project over the months its readings look at: in force for one of its establishments, or holding
-- `dossiers` rows that were set aside, and the `couverture.csv` beside them. `perimetre_lu` (projet_id, finess_et, premier_jour,
-- dernier_jour) says what was looked at.
with retenus as (
    select depot, finess_et, periode_debut, periode_fin from stg_en_vigueur
    union all
    select depot, finess_et, mois_etat, last_day(mois_etat) from stg_depots_rejetes
    union all
    select rival, finess_et, mois_etat, last_day(mois_etat) from stg_rivaux_rejetes
),

lus as (
    select distinct p.projet_id, d.chemin, d.sha256, d.jeu, d.mois, d.dialecte
    from perimetre_lu as p
    inner join retenus as e
        on p.finess_et = e.finess_et and e.periode_fin >= p.premier_jour and e.periode_debut <= p.dernier_jour
    inner join stg_depots as d on e.depot = d.depot
)

select projet_id, chemin, sha256, jeu, mois, dialecte from lus
union
select l.projet_id, c.chemin, c.sha256, c.jeu, c.mois, c.dialecte
from lus as l
inner join stg_depots as c on c.jeu = 'couverture' and parse_dirpath(l.chemin, 'forward_slash') = parse_dirpath(c.chemin, 'forward_slash')
order by projet_id, chemin, jeu;
