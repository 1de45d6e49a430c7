-- The files that founded each figure of a decision: the deposits in force whose period overlaps what it looks at, of the datasets
-- that it reads, and those of the declarations it rests on.
create or replace temp table preuve_fichiers_lus as
with lus as (
    select
        r.finess_et,
        r.indicateur,
        unnest(case when r.lit_dossiers then ['dossiers', 'mises_a_jour', q.flux] else [q.flux] end) as jeu,
        least(q.fenetre_debut, date_trunc('month', q.population_debut)::date) as premier_jour,
        q.fenetre_fin as dernier_jour
    from preuve_lignes as r
    inner join demandes as q on r.demande = q.demande
)

select distinct l.finess_et, l.indicateur, l.jeu, s.chemin, s.partie
from lus as l
inner join stg_en_vigueur as e
    on
        l.finess_et = e.finess_et and l.jeu = e.jeu
        and e.periode_fin >= l.premier_jour and e.periode_debut <= l.dernier_jour
inner join stg_depots as s on e.depot = s.depot
union
select finess_et, indicateur, jeu, chemin, partie
from preuve_declarations;
