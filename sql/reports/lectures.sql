-- Under each reading that would change a decision in force of the month, the verdicts that differ from those kept.
with qui_changent as (
    select projet_id, decision_id, unnest(string_split(lectures_qui_changent, ', ')) as lecture
    from decisions
    where mois = $mois and courante and lectures_qui_changent is not null
)

select
    l.projet_id, l.lecture, l.indicateur, l.finess_et, e.nom, l.numerateur, l.denominateur, l.taux, l.cible, l.verdict, l.motif,
    coalesce(i.numerateur, c.numerateur) as numerateur_retenu,
    coalesce(i.denominateur, c.denominateur) as denominateur_retenu,
    coalesce(i.verdict, c.verdict) as verdict_retenu
from lectures as l
inner join qui_changent as q on l.projet_id = q.projet_id and l.lecture = q.lecture
left join indicateurs as i
    on l.mois = i.mois and l.projet_id = i.projet_id and l.finess_et = i.finess_et and l.indicateur = i.indicateur
left join decision_criteres as c on l.finess_et is null and q.decision_id = c.decision_id and l.indicateur = c.indicateur
left join essms as e on l.finess_et = e.finess_et
where l.mois = $mois and l.verdict is distinct from coalesce(i.verdict, c.verdict)
order by l.projet_id, l.lecture, l.indicateur, l.finess_et nulls first;
