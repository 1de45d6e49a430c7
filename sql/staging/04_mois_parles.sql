-- Calendar months each establishment and dataset speaks of, and which month folder speaks for what counts once.
-- A month covered in part is not covered. Where two deposits cover one month, the latest received speaks for the whole
-- month; received in one run, the later month folder.
create or replace temp table stg_mois_depots as
select
    e.jeu,
    e.finess_et,
    m.mois_civil::date as mois_civil,
    e.mois,
    bool_or(e.periode_debut <= m.mois_civil::date and e.periode_fin >= last_day(m.mois_civil::date)) as couvert,
    max(e.recence) as recence
from stg_en_vigueur as e,
    lateral (
        select unnest(generate_series(date_trunc('month', e.periode_debut), e.periode_fin::timestamp, interval 1 month)) as mois_civil
    ) as m
group by all;

create or replace temp table stg_mois_parles as
select
    jeu,
    finess_et,
    mois_civil,
    bool_or(couvert) over (partition by jeu, finess_et, mois_civil) as couvert,
    mois
from stg_mois_depots
qualify row_number() over (
    partition by jeu, finess_et, mois_civil order by couvert desc, recence desc, mois desc
) = 1;
