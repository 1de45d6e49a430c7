-- For each month end and dossier, how far back a window may start and still hold an event that is not cancelled, in a deposit
-- whose period overlaps it: an event of the agenda, or of any nature where the text does not speak of the agenda
-- (`toutes_natures`). Windows start on the first day of a month: the month of an event is all that they need to know of its day.
-- A row ANNULE cancels the rows of the same dossier, start (with its time) and nature deposited in the same month folder or
-- an earlier one.
create or replace temp table cnt_paroles_evenements as
with lus as (
    select finess_et, min(fenetre_debut) as premier_jour, max(fenetre_fin) as dernier_jour, bool_or(toutes_natures) as toutes_natures
    from cnt_variantes
    where agenda
    group by finess_et
)

select
    row_number() over ()::integer as parole,
    dense_rank() over (order by e.finess_et)::integer as essms,
    e.depot,
    e.finess_et,
    e.mois,
    e.periode_debut,
    e.periode_fin,
    v.toutes_natures
from lus as v
inner join stg_en_vigueur as e
    on v.finess_et = e.finess_et and e.periode_debut <= v.dernier_jour and e.periode_fin >= v.premier_jour
where e.jeu = 'evenements';

create or replace temp table cnt_annulations as
select p.parole, p.essms, l.dossier, l.date_debut, l.nature
from lignes_evenements as l
inner join cnt_paroles_evenements as p on l.depot = p.depot and l.finess_et = p.finess_et
where l.statut = 'ANNULE' and (l.nature = 'agenda' or p.toutes_natures);

-- Read once: events that no row cancels, by month, and one by one (`date_debut`, `nature`) those that a row may cancel.
create or replace temp table cnt_evenements_lus as
with annulables as (
    select distinct essms, dossier, date_debut, nature from cnt_annulations
)

select
    p.parole,
    l.dossier,
    l.nature is not distinct from 'agenda' as agenda,
    date_trunc('month', l.date_debut)::date as mois_civil,
    case when a.dossier is not null then l.date_debut end as date_debut,
    case when a.dossier is not null then l.nature end as nature
from lignes_evenements as l
inner join cnt_paroles_evenements as p on l.depot = p.depot and l.finess_et = p.finess_et
left join annulables as a
    on p.essms = a.essms and l.dossier = a.dossier and l.date_debut = a.date_debut and l.nature = a.nature
where l.statut <> 'ANNULE' and (l.nature = 'agenda' or p.toutes_natures)
group by all;

create or replace temp table cnt_evenements as
with fins as (
    select distinct fin, finess_et, fenetre_fin, toutes_natures from cnt_variantes where agenda
)

select f.fin, f.toutes_natures, l.dossier, max(least(l.mois_civil, p.periode_fin)) as evenement_jusqu_au
from cnt_evenements_lus as l
inner join cnt_paroles_evenements as p on l.parole = p.parole
inner join fins as f on p.finess_et = f.finess_et and p.periode_debut <= f.fenetre_fin and l.mois_civil <= f.fenetre_fin
where l.date_debut is null and (l.agenda or f.toutes_natures)
group by all;

-- Windows and dossiers with an event that a row cancels for other windows only: those which read the deposit of that row. A
-- row in the deposit of the event is read wherever it is.
create or replace temp table cnt_evenements_annules_ailleurs as
with restants as (
    select p.*, l.dossier, l.agenda, l.mois_civil, l.date_debut, l.nature
    from cnt_evenements_lus as l
    inner join cnt_paroles_evenements as p on l.parole = p.parole
    anti join cnt_annulations as a
        on l.parole = a.parole and l.dossier = a.dossier and l.date_debut = a.date_debut and l.nature = a.nature
    where l.date_debut is not null
),

annulateurs as (
    select a.essms, a.dossier, a.date_debut, a.nature, p.mois, p.periode_debut, p.periode_fin
    from cnt_annulations as a
    inner join cnt_paroles_evenements as p on a.parole = p.parole
),

fenetres as (
    select distinct fin, finess_et, fenetre_debut, fenetre_fin, toutes_natures from cnt_variantes where agenda
)

select distinct f.fin, f.fenetre_debut, f.toutes_natures, l.dossier
from restants as l
inner join fenetres as f
    on
        l.finess_et = f.finess_et and l.mois_civil between f.fenetre_debut and f.fenetre_fin
        and l.periode_debut <= f.fenetre_fin and l.periode_fin >= f.fenetre_debut
anti join annulateurs as a
    on
        l.essms = a.essms and l.dossier = a.dossier and l.date_debut = a.date_debut and l.nature = a.nature
        and l.mois <= a.mois and a.periode_debut <= f.fenetre_fin and a.periode_fin >= f.fenetre_debut
where l.agenda or f.toutes_natures;
