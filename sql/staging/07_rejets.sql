-- Every line and file set aside, whatever the moment at which it was: reading, comparison of deposits, declarations.
create or replace temp table stg_rejets as
select depot, ligne, colonne, en_tete, regle, finess_et from lu_rejets
union all by name
select depot, null as ligne, null as colonne, null as en_tete, refus as regle, finess_dossier as finess_et
from stg_depots
where refus is not null
union all by name
select depot, null as ligne, null as colonne, null as en_tete, 'depot_ambigu' as regle, null as finess_et
from stg_depots_ambigus
union all by name
select depot, ligne, 'personnes_accompagnees' as colonne, null as en_tete, 'effectif_contradictoire' as regle, finess_et
from stg_effectifs
where contradictoire
union all by name
select depot, ligne, 'numerateur' as colonne, null as en_tete, 'agregat_contradictoire' as regle, finess_et
from stg_agregats
where contradictoire;
