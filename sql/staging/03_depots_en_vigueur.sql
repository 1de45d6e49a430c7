-- Who speaks: one row per file and establishment in force. The most recent reception of a key (month folder, dataset,
-- establishment) replaces the earlier ones.
create or replace temp table stg_en_vigueur as
select
    c.mois,
    c.jeu,
    c.finess_et,
    c.depot,
    c.recence,
    c.periode_debut,
    c.periode_fin
from stg_candidats as c
anti join stg_depots_ambigus as a on c.depot = a.depot
qualify c.recence = max(c.recence) over (partition by c.mois, c.jeu, c.finess_et);
