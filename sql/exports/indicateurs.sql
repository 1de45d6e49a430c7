-- The indicators of the month, with what FINESS says of the establishment and what the text says of the indicator.
with ordre as (
    select projet_id, nom, row_number() over (order by rowid) as rang
    from projets
),

regle as (
    select
        texte_id, split_part(cle, '.', 2) as indicateur, min(valeur) as libelle, min(document) as document,
        min(section) as section
    from regles
    where cle like 'indicateurs.%.calcul'
    group by texte_id, split_part(cle, '.', 2)
),

mesure as (
    select texte_id, split_part(cle, '.', 2) as indicateur, min(valeur) as mesure
    from regles
    where cle like 'indicateurs.%.calcul.mesure'
    group by texte_id, split_part(cle, '.', 2)
)

select
    i.projet_id, p.nom as projet, i.finess_et, e.nom, e.champ, e.commune, e.departement, i.indicateur, r.libelle, i.numerateur,
    i.denominateur, i.taux, i.cible, m.mesure, i.verdict, i.reste_a_faire, i.motif, i.fenetre_debut, i.fenetre_fin, i.source,
    i.source_denominateur, i.texte_id, r.document, r.section
from indicateurs as i
left join ordre as p on i.projet_id = p.projet_id
left join essms as e on i.finess_et = e.finess_et
left join regle as r on i.texte_id = r.texte_id and i.indicateur = r.indicateur
left join mesure as m on i.texte_id = m.texte_id and i.indicateur = m.indicateur
where i.mois = $mois
order by p.rang, i.projet_id, i.finess_et, list_position($indicateurs, i.indicateur), i.indicateur;
