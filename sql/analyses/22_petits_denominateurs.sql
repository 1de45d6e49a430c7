-- Quels taux reposent sur très peu de personnes ?
-- Lire : moins de dix personnes, ou de la variable petit ; points_par_dossier : ce qu'un seul dossier change au taux, en
--   points de pourcentage, coupé au centième.
-- Ne dit pas : qu'un tel taux est faux ; il bascule avec une seule entrée ou une seule sortie. Un dénominateur nul n'a pas de
--   taux du tout.
select
    i.projet_id, i.finess_et, e.nom, e.champ, i.indicateur, i.numerateur, i.denominateur, i.taux, i.cible, i.verdict, i.motif,
    (taux_exact(1, i.denominateur) * 100)::decimal(9, 2) as points_par_dossier
from indicateurs as i
left join essms as e on i.finess_et = e.finess_et
where i.mois = mois_demande() and i.denominateur < coalesce(getvariable('petit')::bigint, 10)
order by i.denominateur, i.projet_id, i.finess_et, i.indicateur;
