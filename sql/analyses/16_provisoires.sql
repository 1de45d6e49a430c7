-- Quelles décisions sont provisoires, et quand deviennent-elles définitives ?
-- Lire : mois_definitif est le premier mois mesuré dont la décision ne sera plus provisoire, celui où le déploiement s'achève
--   ; vide : la date de fin de déploiement manque au registre, la décision reste provisoire tant qu'elle manque.
-- Ne dit pas : ce que sera cette décision ; elle se calcule sur d'autres mois.
select
    projet_id, projet, texte_id, decision, montant_libere as euros_liberes, montant_bloque as euros_bloques, date_fin_deploiement,
    strftime(date_fin_deploiement, '%Y-%m') as mois_definitif, motif
from decisions_du_mois(mois_demande())
where provisoire
order by date_fin_deploiement nulls last, projet_id;
