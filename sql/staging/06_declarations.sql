-- Declared rolls and counts in force. Different values in one column for one period set those rows aside.
create or replace temp table stg_effectifs as
select
    l.depot,
    l.ligne,
    l.finess_et,
    l.periode_debut,
    l.periode_fin,
    l.personnes_accompagnees,
    l.beneficiaires_projet,
    count(distinct l.personnes_accompagnees) over declaration > 1
    or count(distinct l.beneficiaires_projet) over declaration > 1 as contradictoire
from lignes_effectifs as l
inner join stg_en_vigueur as e on l.depot = e.depot and l.finess_et = e.finess_et
window declaration as (partition by l.finess_et, l.periode_debut, l.periode_fin);

create or replace temp table stg_agregats as
select
    l.depot,
    l.ligne,
    l.finess_et,
    l.indicateur,
    l.fenetre_debut,
    l.fenetre_fin,
    l.numerateur,
    l.denominateur,
    count(distinct l.numerateur) over declaration > 1
    or count(distinct l.denominateur) over declaration > 1 as contradictoire
from lignes_agregats as l
inner join stg_en_vigueur as e on l.depot = e.depot and l.finess_et = e.finess_et
window declaration as (partition by l.finess_et, l.indicateur, l.fenetre_debut, l.fenetre_fin);
