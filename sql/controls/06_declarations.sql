-- Rolls declared for a period that holds the last day of the month, and that no measure asked uses: the verdicts tell the others.
create or replace temp table ctl_effectifs as
select m.finess_et, e.periode_debut, e.periode_fin, e.personnes
from ctl_mois as m
inner join cnt_effectifs as e on m.finess_et = e.finess_et and m.dernier_jour between e.periode_debut and e.periode_fin
where
    m.recul = 0 and e.personnes is not null
    and not exists (
        select 1
        from demandes as d
        where d.finess_et = e.finess_et and d.population_debut = e.periode_debut and d.fenetre_fin = e.periode_fin
    );

-- What was declared of the very window of a measure of the month, beside what the deposits count there.
create or replace temp table ctl_declares as
select distinct
    d.finess_et,
    d.indicateur,
    d.fenetre_debut,
    d.fenetre_fin,
    c.personnes,
    c.beneficiaires,
    c.effectif_personnes,
    c.effectif_beneficiaires,
    c.declaree,
    c.declare_numerateur,
    c.declare_denominateur
from demandes as d
inner join cnt_mesures as c on d.demande = c.demande
inner join ctl_mois as m on d.finess_et = m.finess_et and d.fenetre_fin = m.dernier_jour and m.recul = 0
where
    d.population_debut = d.fenetre_debut and not d.enpause and not d.imports
    and (c.declaree or c.effectif_personnes is not null or c.effectif_beneficiaires is not null);
