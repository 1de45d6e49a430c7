-- One row per establishment: hash of everything its return tells, and of what the dossiers it lists rest on. Equal hashes,
-- equal returns.
create or replace temp table ret_empreintes as
with faits as (
    select finess_et, 'e' || hash(r)::varchar as fait from ret_destinataires as r
    union all
    select finess_et, 'd' || hash(d)::varchar as fait from ret_depots as d
    union all
    select finess_et, 'r' || hash(r)::varchar as fait from ret_rejets as r
    union all
    select finess_et, 'i' || hash(i)::varchar as fait from ret_indicateurs as i
    union all
    select finess_et, 'c' || empreinte as fait from stg_determinants
)

select f.finess_et, sha256(string_agg(f.fait, chr(10) order by f.fait)) as empreinte
from faits as f
semi join ret_destinataires as r on f.finess_et = r.finess_et
group by f.finess_et;
