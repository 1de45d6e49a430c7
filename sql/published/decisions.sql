-- Every version of every decision, and the last thing people did with it.
with derniers as (
    select decision_id, arg_max(acte, ligne) as acte
    from a_publier_actes
    where decision_id is not null
    group by decision_id
)

select d.*, a.acte
from a_publier_decisions as d
left join derniers as a on d.decision_id = a.decision_id
order by d.mois, d.projet_id, d.version;
