-- Qui envoie tard, mois après mois ?
-- Lire : en retard après le 10 du mois suivant, ou le jour de la variable jour ; retard de chaque mois, en jours après la fin
--   du mois déposé, jusqu'au dernier fichier reçu. mois_sans_envoi : mois sans aucun fichier, entre le premier et le dernier
--   mois de cet émetteur.
-- Ne dit pas : la réception est le premier passage qui a vu le contenu, et un fichier corrigé compte à sa correction. Un
--   émetteur est le dossier du mois : un FINESS, ou qui envoie pour plusieurs établissements. Ce qui ne vient d'aucun dossier de
--   mois n'est pas compté.
with envois as (
    select emetteur(chemin) as emetteur, mois, max(jours_apres(mois, recu_le)) as jours
    from depots
    where jours_apres(mois, recu_le) is not null
    group by emetteur(chemin), mois
),

juges as (select *, jours > coalesce(getvariable('jour')::bigint, 10) as en_retard from envois)

select
    j.emetteur, any_value(e.nom) as nom, count(*) as mois_envoyes, count(*) filter (j.en_retard) as mois_en_retard,
    datediff('month', (min(j.mois) || '-01')::date, (max(j.mois) || '-01')::date) + 1 - count(*) as mois_sans_envoi,
    max(j.jours) as retard_le_plus_long, string_agg(j.mois || ' : ' || j.jours || ' j', ' ; ' order by j.mois) as jours_par_mois
from juges as j
left join essms as e on j.emetteur = e.finess_et
group by j.emetteur
order by mois_en_retard desc, retard_le_plus_long desc, j.emetteur;
