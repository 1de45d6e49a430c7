-- Quels établissements et projets appellent une vérification ?
-- Lire : le mois demandé ; une ligne par établissement (ou projet) et signal ; cas : la somme de ce que le signal compte
--   (dossiers, lignes, messages ou jours) ; exemple : un des messages.
-- Ne dit pas : un signal ne change ni chiffre, ni verdict, ni décision. Les seuils sont dans docs/controles.md.
select
    c.finess_et, any_value(e.nom) as nom, c.projet_id, c.controle as signal, count(*) as fois, sum(c.nombre)::bigint as cas,
    min(c.message) as exemple
from controles as c
left join essms as e on c.finess_et = e.finess_et
where c.mois = mois_demande() or c.mois is null
group by c.finess_et, c.projet_id, c.controle
order by c.finess_et nulls last, c.projet_id nulls last, signal;
