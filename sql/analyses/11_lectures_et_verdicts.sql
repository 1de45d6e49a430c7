-- Combien de verdicts d'établissements seraient autres sous chaque lecture ?
-- Lire : chaque lecture comparée au verdict publié de la même ligne ; deviennent_atteintes et ne_sont_plus_atteintes disent le
--   sens.
-- Ne dit pas : un verdict qui change ne change pas toujours la décision. Les lectures du projet entier (ensemble,
--   chaque_essms) n'ont pas de verdict par établissement : elles ne sont pas ici.
select
    l.texte_id, l.indicateur, l.lecture, count(*) as lignes_comparees,
    count(*) filter (l.verdict <> i.verdict) as verdicts_changes,
    count(*) filter (l.verdict = 'atteinte' and i.verdict <> 'atteinte') as deviennent_atteintes,
    count(*) filter (l.verdict <> 'atteinte' and i.verdict = 'atteinte') as ne_sont_plus_atteintes,
    string_agg(distinct l.finess_et, ', ' order by l.finess_et) filter (l.verdict <> i.verdict) as essms
from lectures as l
inner join indicateurs as i
    on l.mois = i.mois and l.projet_id = i.projet_id and l.finess_et = i.finess_et and l.indicateur = i.indicateur
where l.mois = mois_demande() and i.verdict not in ('exemptee', 'sans_cible')
group by l.texte_id, l.indicateur, l.lecture
order by verdicts_changes desc, l.texte_id, l.indicateur, l.lecture;
