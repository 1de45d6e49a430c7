-- Quels chiffres sont déclarés plutôt que calculés, et les déclarations sont-elles plausibles ?
-- Lire : chaque ligne du mois qui repose sur une déclaration (agregats), ou dont le dénominateur est un effectif déclaré ;
--   taux_calcule : le dernier taux calculé de la même mesure, un mois précédent (vide : il n'y en a pas) ; signal : l'écart
--   constaté, s'il y en a un.
-- Ne dit pas : quand les dépôts manquent, il n'y a rien à quoi comparer le mois même.
with signaux as (
    select mois, finess_et, string_agg(distinct message, ' ' order by message) as signal
    from controles
    where controle in ('declare_loin_du_compte', 'effectif_depasse', 'effectif_loin_du_compte', 'effectif_autre_periode')
    group by mois, finess_et
),

calcules as (
    select projet_id, finess_et, indicateur, max(mois) as mois_calcule, arg_max(taux, mois) as taux_calcule
    from indicateurs
    where source = 'calculee' and mois < mois_demande() and taux is not null
    group by projet_id, finess_et, indicateur
)

select
    i.projet_id, i.finess_et, e.nom, i.indicateur, i.source, i.source_denominateur, i.numerateur, i.denominateur, i.taux, i.cible,
    i.verdict,
    c.mois_calcule, c.taux_calcule, s.signal
from indicateurs as i
left join essms as e on i.finess_et = e.finess_et
left join calcules as c on i.projet_id = c.projet_id and i.finess_et = c.finess_et and i.indicateur = c.indicateur
left join signaux as s on i.mois = s.mois and i.finess_et = s.finess_et
where i.mois = mois_demande() and (i.source = 'declaree' or i.source_denominateur in ('effectifs', 'declaree'))
order by i.projet_id, i.finess_et, i.indicateur;
