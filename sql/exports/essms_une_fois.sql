-- Each establishment measured in the month once: the figures of the first of its projects in the order of the register,
-- so that all those of a row have the windows of one text; its other projects are named.
with ordre as (
    select *, row_number() over (order by rowid) as rang
    from projets
),

mesures as (
    select distinct i.finess_et, i.projet_id, i.texte_id, p.rang
    from indicateurs as i
    left join ordre as p on i.projet_id = p.projet_id
    where i.mois = $mois
),

retenus as (
    select
        finess_et, min_by(projet_id, (coalesce(rang, 0), projet_id)) as projet_id,
        min_by(texte_id, (coalesce(rang, 0), projet_id)) as texte_id,
        list(projet_id order by rang, projet_id) as projets
    from mesures
    group by finess_et
)

select
    r.finess_et, e.finess_ej, e.nom, e.categorie, e.categorie_libelle, e.champ, e.commune, e.departement, e.date_fermeture,
    $mois as mois, r.projet_id, p.nom as projet_nom, p.porteur, r.texte_id, p.region, len(r.projets)::bigint as nombre_projets,
    array_to_string(list_filter(r.projets, lambda x: x <> r.projet_id), ', ') as autres_projets
from retenus as r
left join essms as e on r.finess_et = e.finess_et
left join ordre as p on r.projet_id = p.projet_id
order by r.finess_et;
