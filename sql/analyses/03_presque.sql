-- À quelles cibles manque-t-il très peu ?
-- Lire : il manque cinq au plus, ou la valeur de la variable manque ; reste_a_faire, ce qu'il faut ajouter au numérateur ;
--   cibles_manquees_du_projet : 1 quand cette ligne est la seule du projet qui ne soit pas atteinte.
-- Ne dit pas : un dossier mis à jour entre aussi au dénominateur d'autres taux (« cibles simulate » en tient compte) ;
--   atteindre la cible ne suffit pas toujours (pièces, autres établissements). Une cible indéterminée peut demander un dépôt, et
--   non un dossier de plus. Les textes qui jugent le projet entier n'ont pas de cible par établissement.
with manquees as (
    select i.projet_id, count(*) as nombre
    from indicateurs as i
    where i.mois = mois_demande() and i.verdict in ('non_atteinte', 'indeterminee') and i.cible is not null
    group by i.projet_id
)

select
    r.projet_id, r.finess_et, r.nom, r.indicateur, r.reste_a_faire, r.numerateur, r.denominateur, r.taux, r.cible, r.verdict,
    r.motif,
    d.decision, d.montant_bloque as euros_bloques_du_projet, m.nombre as cibles_manquees_du_projet
from reste_a_faire(mois_demande(), coalesce(getvariable('manque')::bigint, 5)) as r
inner join manquees as m on r.projet_id = m.projet_id
left join decisions_du_mois(mois_demande()) as d on r.projet_id = d.projet_id
order by r.reste_a_faire, d.montant_bloque desc nulls last, r.projet_id, r.finess_et, r.indicateur;
