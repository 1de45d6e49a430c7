-- Les taux progressent-ils, champ par champ ?
-- Lire : taux d'ensemble = somme des numérateurs sur somme des dénominateurs mesurables, dispensés exclus ;
--   evolution_en_points : écart avec le mois publié précédent, en points de pourcentage.
-- Ne dit pas : la messagerie peut dépasser 100 % (des messages par personne). Les établissements mesurés changent d'un mois à
--   l'autre (colonne essms_mesures), et leurs fenêtres ne sont pas toutes de la même longueur : l'écart n'est pas celui d'un
--   groupe constant. Un établissement de plusieurs projets compte une fois.
with sommes as (
    select
        coalesce(e.champ, '(inconnu)') as champ, i.indicateur, i.mois, count(*) as essms_mesures,
        sum(i.numerateur)::bigint as numerateur, sum(i.denominateur)::bigint as denominateur,
        taux_exact(sum(i.numerateur), sum(i.denominateur)) as taux
    from indicateurs_uniques() as i
    left join essms as e on i.finess_et = e.finess_et
    where i.taux is not null and i.verdict <> 'exemptee'
    group by coalesce(e.champ, '(inconnu)'), i.indicateur, i.mois
)

select *, ((taux - lag(taux) over (partition by champ, indicateur order by mois)) * 100)::decimal(9, 2) as evolution_en_points
from sommes
order by champ, indicateur, mois;
