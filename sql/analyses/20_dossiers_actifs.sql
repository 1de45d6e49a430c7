-- Combien de dossiers actifs, au niveau national, mois après mois ?
-- Lire : somme des dossiers actifs des établissements mesurés, chacun une fois, et des personnes accompagnées ; par texte, car
--   la fenêtre (un mois, trois mois) dépend du texte, puis « (ensemble) ». taux_exact coupe la part sans l'arrondir.
-- Ne dit pas : un dossier suivi par deux établissements compte deux fois, la base ne porte rien par personne. Les
--   établissements mesurés ne sont pas les mêmes chaque mois (essms). Un chiffre non mesurable n'est pas compté comme zéro
--   (essms_sans_chiffre).
with lignes as (
    select mois, texte_id, finess_et, numerateur, denominateur, taux
    from indicateurs
    where indicateur = 'dossiers_actifs'
    qualify row_number() over (partition by mois, texte_id, finess_et order by taux is null, projet_id) = 1
),

toutes as (
    select mois, texte_id as texte, numerateur, denominateur, taux from lignes
    union all
    select mois, '(ensemble)', numerateur, denominateur, taux from indicateurs_uniques() where indicateur = 'dossiers_actifs'
),

sommes as (
    select
        mois, texte, count(*) filter (taux is not null) as essms, count(*) filter (taux is null) as essms_sans_chiffre,
        sum(numerateur) filter (taux is not null)::bigint as dossiers_actifs,
        sum(denominateur) filter (taux is not null)::bigint as personnes_accompagnees
    from toutes
    group by mois, texte
)

select
    *, taux_exact(dossiers_actifs, personnes_accompagnees) as taux,
    dossiers_actifs - lag(dossiers_actifs) over (partition by texte order by mois) as evolution
from sommes
order by mois, texte = '(ensemble)', texte;
