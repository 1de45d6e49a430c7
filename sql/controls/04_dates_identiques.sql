-- One row per establishment and column of dates of its dossiers of which every filled line of the month, in force, shows one day.
create or replace temp table ctl_dates_identiques as
with dossiers as (
    select
        e.finess_et,
        count(l.date_entree) as entrees,
        min(l.date_entree) = max(l.date_entree) as entrees_identiques,
        count(l.date_derniere_maj) as majs,
        min(l.date_derniere_maj) = max(l.date_derniere_maj) as majs_identiques,
        count(l.projet_date_debut) as projets,
        min(l.projet_date_debut) = max(l.projet_date_debut) as projets_identiques
    from ctl_etats as e
    inner join lignes_dossiers as l on e.depot = l.depot and e.finess_et = l.finess_et
    where e.recul = 0
    group by e.finess_et
)

select finess_et, 'date_entree' as colonne, entrees as lignes from dossiers where entrees_identiques
union all
select finess_et, 'date_derniere_maj' as colonne, majs as lignes from dossiers where majs_identiques
union all
select finess_et, 'projet_date_debut' as colonne, projets as lignes from dossiers where projets_identiques;
