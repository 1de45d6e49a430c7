-- One row per month end and dossier: how far back a window may start and still hold a known update (`maj_jusqu_au`), or an
-- update known after it (`apres_jusqu_au`), with and without imports.
-- An update counts for a window when it is dated in it and written in a state of its months, or in a `mises_a_jour` deposit
-- whose period overlaps it: both say that the window starts no later than the earlier of the two days.
create or replace temp table cnt_mises_a_jour as
with lues as (
    select fin, dossier, maj_lisible as maj, apres_lisible as apres, false as importee
    from cnt_etats_dossiers
    union all by name
    select
        f.fin,
        l.dossier,
        case when l.date_maj <= f.fenetre_fin then least(l.date_maj, e.periode_fin) end as maj,
        case when l.date_maj > f.fenetre_fin then e.periode_fin end as apres,
        l.origine = 'import' as importee
    from cnt_fins as f
    inner join stg_en_vigueur as e
        on
            f.finess_et = e.finess_et and e.jeu = 'mises_a_jour'
            and e.periode_debut <= f.fenetre_fin and e.periode_fin >= f.premier_mois
    inner join lignes_mises_a_jour as l on e.depot = l.depot and e.finess_et = l.finess_et
),

par_dossier as (
    select
        fin,
        dossier,
        max(maj) filter (where not importee) as maj_jusqu_au,
        max(apres) filter (where not importee) as apres_jusqu_au,
        max(maj) as maj_jusqu_au_imports,
        max(apres) as apres_jusqu_au_imports
    from lues
    group by fin, dossier
)

select f.finess_et, f.fenetre_fin, p.*
from par_dossier as p
inner join cnt_fins as f on p.fin = f.fin;
