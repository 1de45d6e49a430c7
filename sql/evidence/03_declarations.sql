-- The declared figures that a figure of a decision rests on: the roll that replaces its denominator, or the declared count that
-- stands for the whole of it.
create or replace temp table preuve_declarations as
with effectifs as (
    select
        r.finess_et,
        r.indicateur,
        'effectifs' as jeu,
        e.periode_debut,
        e.periode_fin,
        null::bigint as numerateur,
        case when r.indicateur = 'dossiers_actifs' then e.personnes_accompagnees else e.beneficiaires_projet end as denominateur,
        e.depot,
        e.ligne
    from preuve_lignes as r
    inner join demandes as q on r.demande = q.demande
    inner join stg_effectifs as e
        on q.finess_et = e.finess_et and q.population_debut = e.periode_debut and q.fenetre_fin = e.periode_fin
    where r.source_denominateur = 'effectifs' and not e.contradictoire
),

agregats as (
    select
        r.finess_et,
        r.indicateur,
        'agregats' as jeu,
        a.fenetre_debut as periode_debut,
        a.fenetre_fin as periode_fin,
        a.numerateur,
        a.denominateur,
        a.depot,
        a.ligne
    from preuve_lignes as r
    inner join stg_agregats as a
        on
            r.finess_et = a.finess_et and r.indicateur = a.indicateur
            and r.fenetre_debut = a.fenetre_debut and r.fenetre_fin = a.fenetre_fin
    where r.source = 'declaree' and not a.contradictoire
)

select
    d.finess_et,
    d.indicateur,
    d.jeu,
    d.periode_debut,
    d.periode_fin,
    d.numerateur,
    d.denominateur,
    s.chemin,
    s.partie,
    d.ligne
from (
    select * from effectifs where denominateur is not null
    union all by name
    select * from agregats
) as d
inner join stg_depots as s on d.depot = s.depot;
