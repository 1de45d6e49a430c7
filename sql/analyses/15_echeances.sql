-- Quels projets ont dépassé un délai, ou attendent depuis longtemps ?
-- Lire : une ligne par projet et par constat ; jours : depuis la convention ou la fin du déploiement, selon le constat.
-- Ne dit pas : le délai de la plupart des textes est un repère, qui ne bloque rien (colonne opposable). Un projet sans date de
--   fin de déploiement au registre est signalé, non jugé.
with constats as (
    select d.projet_id, 'condition ' || c.condition || ' : ' || c.etat as constat, c.opposable, c.detail, null::bigint as jours
    from decisions_du_mois(mois_demande()) as d
    inner join decision_conditions as c on d.decision_id = c.decision_id
    where c.condition in ('delai', 'terme') and c.etat in ('non_remplie', 'inconnue')
    union all
    select projet_id, 'signal ' || controle, false, message, nombre
    from controles
    where mois = mois_demande() and controle in ('delai_depasse', 'convention_ancienne', 'solde_en_attente')
)

select
    c.projet_id, d.projet, d.decision, d.provisoire, d.date_convention, d.date_fin_deploiement,
    d.montant_bloque as euros_bloques_du_projet,
    c.constat, c.opposable, c.jours, c.detail
from constats as c
left join decisions_du_mois(mois_demande()) as d on c.projet_id = d.projet_id
order by c.jours desc nulls last, c.projet_id, c.constat;
