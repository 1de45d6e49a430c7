-- Quelles erreurs reviennent dans les lignes rejetées, et chez qui ?
-- Lire : tous les mois publiés ; une ligne par émetteur, jeu, colonne et règle ; message : ce qu'il faut corriger.
-- Ne dit pas : une même ligne peut être rejetée par plusieurs règles : ne pas additionner lignes d'une règle à l'autre. La
--   valeur en cause n'est jamais publiée.
select
    emetteur(d.chemin) as emetteur, any_value(e.nom) as nom, coalesce(d.jeu, '(inconnu)') as jeu,
    coalesce(d.dialecte, '(non reconnu)') as forme,
    r.colonne, r.regle, count(distinct (r.depot_id, r.ligne)) as lignes, count(distinct d.mois) as mois,
    max(d.mois) as dernier_mois,
    min(r.message) as message
from rejets as r
inner join depots as d on r.depot_id = d.depot_id
left join essms as e on emetteur(d.chemin) = e.finess_et
where r.ligne is not null
group by emetteur(d.chemin), coalesce(d.jeu, '(inconnu)'), coalesce(d.dialecte, '(non reconnu)'), r.colonne, r.regle
order by lignes desc, emetteur, jeu, r.colonne, r.regle;
