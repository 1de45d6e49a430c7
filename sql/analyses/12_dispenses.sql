-- Où en sont les établissements PJM et AHI, et qui est dispensé ?
-- Lire : le mois demandé ; une ligne exemptee montre le taux qu'elle aurait, sans cible à atteindre ni effet sur la décision.
-- Ne dit pas : ce que changerait un avenant qui n'est pas appliqué (dispense des AHI) : « cibles simulate » le dit. Un taux
--   vide n'est pas mesurable ; ce n'est pas zéro.
select
    e.champ, i.finess_et, e.nom, e.categorie_libelle as categorie, i.projet_id, i.indicateur, i.verdict, i.motif, i.numerateur,
    i.denominateur, i.taux, i.cible
from indicateurs as i
left join essms as e on i.finess_et = e.finess_et
where i.mois = mois_demande() and (e.champ in ('PJM', 'AHI') or i.verdict = 'exemptee')
order by e.champ, i.finess_et, i.projet_id, i.indicateur;
