-- One row per establishment counted for the month measured and month looked at: that month (`recul` 0) and the one before (1).
create or replace temp table ctl_mois as
with mesurees as (
    select finess_et, date_trunc('month', fenetre_fin)::date as premier_jour
    from cnt_fins
    where fenetre_fin = (select max(fenetre_fin) from cnt_fins)
)

select
    m.finess_et,
    r.recul,
    (m.premier_jour - to_months(r.recul))::date as premier_jour,
    last_day(m.premier_jour - to_months(r.recul)) as dernier_jour
from mesurees as m
cross join (values (0), (1)) as r (recul);

-- The files that say the state of these months, and until which day.
create or replace temp table ctl_etats as
select m.finess_et, m.recul, m.premier_jour, m.dernier_jour, e.depot, e.periode_fin
from ctl_mois as m
inner join stg_en_vigueur as e
    on
        m.finess_et = e.finess_et and e.jeu = 'dossiers'
        and e.periode_fin between m.premier_jour and m.dernier_jour;
