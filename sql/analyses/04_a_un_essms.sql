-- Quels projets ne sont séparés de la libération que par un établissement ?
-- Lire : un projet par ligne ; autres_obstacles : ce qui manquerait encore une fois cet établissement en règle (pièces, par
--   exemple) ; 0 : lui seul bloque.
-- Ne dit pas : rien des projets que bloquent deux établissements, ni de ceux dont le projet entier manque une cible.
with tous as (from obstacles(mois_demande())),

projets_bloques as (
    select
        projet_id, count(distinct finess_et) as essms, any_value(finess_et) as finess_et,
        count(*) filter (finess_et is null) as autres_obstacles
    from tous
    group by projet_id
)

select
    b.projet_id, d.projet, d.decision, d.provisoire, d.montant_bloque as euros_bloques, b.finess_et, s.nom, s.ce_qui_manque,
    s.reste_a_faire, b.autres_obstacles
from projets_bloques as b
inner join decisions_du_mois(mois_demande()) as d on b.projet_id = d.projet_id
inner join essms_bloquants(mois_demande()) as s on b.projet_id = s.projet_id and b.finess_et = s.finess_et
where b.essms = 1
order by b.autres_obstacles, d.montant_bloque desc nulls last, b.projet_id;
