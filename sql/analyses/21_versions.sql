-- Quelles décisions ont changé de version, et pourquoi ?
-- Lire : une ligne par version qui en remplace une autre, tous mois confondus ; ce_qui_change compare les deux versions
--   publiées.
-- Ne dit pas : quel fichier ou quelle ligne du registre a changé : « cibles history PROJET » le dit, d'après le dossier de la
--   décision.
with criteres as (
    select
        n.decision_id,
        string_agg(
            n.indicateur || ' : ' || coalesce(a.verdict, 'absent') || ' ' || coalesce(a.numerateur::varchar, '–')
            || coalesce('/' || a.denominateur, '') || ' → ' || n.verdict || ' ' || coalesce(n.numerateur::varchar, '–')
            || coalesce('/' || n.denominateur, ''), ' ; ' order by n.indicateur
        ) as change
    from decisions as d
    inner join decision_criteres as n on d.decision_id = n.decision_id
    left join decision_criteres as a on d.remplace = a.decision_id and n.indicateur = a.indicateur
    where d.remplace is not null
        and (n.verdict, n.numerateur, n.denominateur, n.cible)
        is distinct from (a.verdict, a.numerateur, a.denominateur, a.cible)
    group by n.decision_id
)

select
    d.projet_id, d.mois, d.version, d.courante, avant.decision as decision_avant, d.decision,
    avant.montant_libere as euros_liberes_avant, d.montant_libere as euros_liberes,
    coalesce(nullif(concat_ws(' ; ',
        case when d.decision <> avant.decision then 'décision' end,
        case when d.motif is distinct from avant.motif
            then 'motif : ' || coalesce(avant.motif, '–') || ' → ' || coalesce(d.motif, '–') end,
        case when d.montant_solde is distinct from avant.montant_solde then 'solde' end,
        case when d.deja_verse is distinct from avant.deja_verse then 'déjà versé : ' || coalesce(d.deja_verse::varchar, '–') end,
        case when d.provisoire and not avant.provisoire then 'devient provisoire'
            when avant.provisoire and not d.provisoire then 'devient définitive' end,
        case when d.lecture <> avant.lecture then 'lecture : ' || d.lecture end,
        c.change
    ), ''), 'rien de publié : les preuves ou le registre') as ce_qui_change
from decisions as d
inner join decisions as avant on d.remplace = avant.decision_id
left join criteres as c on d.decision_id = c.decision_id
order by d.projet_id, d.mois, d.version;
