-- Quels fichiers sont refusés en entier, de qui et pourquoi ?
-- Lire : une ligne par émetteur et raison ; exemple : un des fichiers, et le message qui dit comment le corriger.
-- Ne dit pas : tous les mois publiés sont là, même si un fichier a été corrigé depuis : un fichier refusé qui a disparu du
--   dossier des dépôts n'y est plus.
select
    emetteur(d.chemin) as emetteur, any_value(e.nom) as nom, coalesce(d.jeu, '(inconnu)') as jeu, r.regle as raison,
    count(distinct d.depot_id) as fichiers, min(d.mois) as premier_mois, max(d.mois) as dernier_mois, min(d.chemin) as exemple,
    arg_min(r.message, d.chemin) as message
from depots as d
left join rejets as r on d.depot_id = r.depot_id and r.ligne is null
left join essms as e on emetteur(d.chemin) = e.finess_et
where d.etat = 'refuse'
group by emetteur(d.chemin), coalesce(d.jeu, '(inconnu)'), r.regle
order by fichiers desc, emetteur, jeu, raison;
