-- One row per window and dossier that has an event in it, not cancelled, in a deposit whose period overlaps it: an event of the
-- agenda, or of any nature where the text does not speak of the agenda (`toutes_natures`).
-- A row ANNULE cancels the rows of the same dossier, start (with its time) and nature deposited in the same month folder or
-- an earlier one.
create or replace temp table cnt_evenements as
with fenetres as (
    select distinct finess_et, fenetre_debut, fenetre_fin, toutes_natures
    from variantes
    where agenda
),

lus as (
    select f.finess_et, f.fenetre_debut, f.fenetre_fin, f.toutes_natures, e.mois, l.dossier, l.date_debut, l.nature, l.statut
    from fenetres as f
    inner join stg_en_vigueur as e
        on
            f.finess_et = e.finess_et and e.jeu = 'evenements'
            and e.periode_debut <= f.fenetre_fin and e.periode_fin >= f.fenetre_debut
    inner join lignes_evenements as l on e.depot = l.depot and e.finess_et = l.finess_et
    where (f.toutes_natures or l.nature = 'agenda') and l.date_debut::date between f.fenetre_debut and f.fenetre_fin
),

annules as (
    select finess_et, fenetre_debut, fenetre_fin, toutes_natures, dossier, date_debut, nature, max(mois) as mois
    from lus
    where statut = 'ANNULE'
    group by all
)

select distinct l.finess_et, l.fenetre_debut, l.fenetre_fin, l.toutes_natures, l.dossier
from lus as l
left join annules as a
    on
        l.finess_et = a.finess_et and l.fenetre_debut = a.fenetre_debut and l.fenetre_fin = a.fenetre_fin
        and l.toutes_natures = a.toutes_natures and l.dossier = a.dossier and l.date_debut = a.date_debut and l.nature = a.nature and a.mois >= l.mois
where l.statut <> 'ANNULE' and a.dossier is null;
