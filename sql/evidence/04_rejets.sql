-- Lines and files set aside in the deposits that founded a decision (`preuve_fichiers`); of a file that several projects share,
-- only the lines that name an establishment of this one (`preuve_essms`), or nobody. `messages` says each kind in words.
create or replace temp table preuve_rejets as
select distinct
    s.chemin,
    s.partie,
    r.ligne,
    coalesce(r.en_tete, r.colonne) as colonne,
    r.regle,
    m.message
from stg_rejets as r
inner join stg_depots as s on r.depot = s.depot
inner join preuve_fichiers as f on s.chemin = f.chemin and s.sha256 = f.sha256
left join messages as m
    on
        r.regle = m.regle and s.jeu is not distinct from m.jeu and r.colonne is not distinct from m.colonne
        and r.en_tete is not distinct from m.en_tete and s.refus_colonnes is not distinct from m.refus_colonnes
where r.finess_et is null or r.finess_et in (select finess_et from preuve_essms);
