-- Files read for each project: in force for one of its establishments over the months its readings look at, and the
-- `couverture.csv` beside them. `perimetre_lu` (projet_id, finess_et, premier_jour, dernier_jour) says what was looked at.
select distinct p.projet_id, f.chemin, f.sha256, f.jeu, f.mois
from perimetre_lu as p
inner join stg_en_vigueur as e
    on p.finess_et = e.finess_et and e.periode_fin >= p.premier_jour and e.periode_debut <= p.dernier_jour
inner join stg_depots as d on e.depot = d.depot
inner join stg_depots as f
    on
        d.depot = f.depot
        or (
            f.jeu = 'couverture'
            and regexp_replace(d.chemin, '[^/]*$', '') = regexp_replace(f.chemin, '[^/]*$', '')
        )
order by p.projet_id, f.chemin;
