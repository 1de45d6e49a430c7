-- The projects in the order of the register, each with its current decision of the month, if it has one.
with ordre as (
    select *, row_number() over (order by rowid) as rang
    from projets
),

titres as (
    select texte_id, min_by(document, cle) as document, min_by(section, cle) as section
    from regles
    where cle = 'solde'
    group by texte_id
),

textes as (
    select texte_id, min(document) as document
    from regles
    group by texte_id
)

select
    p.projet_id, p.nom, p.porteur, p.texte_id, coalesce(t.document, x.document) as document, t.section, p.region,
    p.nombre_essms, p.type_operation, p.phase, p.date_convention, p.date_demarrage, p.date_fin_deploiement, p.premiere_mesure,
    d.decision_id, d.version, d.decision, d.provisoire, d.sensible_a_la_lecture, d.lecture, d.lectures_qui_changent,
    case when d.decision_id is null then p.montant_subvention else d.montant_subvention end as montant_subvention,
    d.part_solde, d.montant_solde, d.montant_libere, d.deja_verse, d.montant_bareme, d.motif, d.acte, d.calculee_le
from ordre as p
left join decisions as d on p.projet_id = d.projet_id and d.mois = $mois and d.courante
left join titres as t on p.texte_id = t.texte_id
left join textes as x on p.texte_id = x.texte_id
order by p.rang;
