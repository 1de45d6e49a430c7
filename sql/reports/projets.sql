-- Every project of the register, with its text and the decision in force of the month, if there is one.
with textes as (
    select texte_id, min(valeur) as portee, min(document) as texte
    from regles
    where cle = 'portee'
    group by texte_id
),

tranches as (
    select distinct decision_id
    from decision_versements
    where tranche is not null
)

select
    p.* exclude (montant_subvention), coalesce(t.texte, p.texte_id) as texte, t.portee,
    d.decision_id, d.version, d.decision, d.provisoire, d.sensible_a_la_lecture, d.part_solde, d.montant_solde,
    coalesce(d.montant_subvention, p.montant_subvention) as montant_subvention,
    d.montant_libere, d.montant_bareme, d.deja_verse, d.motif, d.lecture, d.lectures_qui_changent, d.empreinte,
    d.calculee_le, d.acte, r.decision_id is not null as par_tranche
from projets as p
left join textes as t on p.texte_id = t.texte_id
left join decisions as d on p.projet_id = d.projet_id and d.courante and d.mois = $mois
left join tranches as r on d.decision_id = r.decision_id
order by p.projet_id;
