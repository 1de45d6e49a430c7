-- How many establishments have each verdict, by indicator. One in two projects counts once per verdict.
select
    indicateur, count(distinct finess_et) as essms,
    count(distinct finess_et) filter (where verdict = 'atteinte') as atteinte,
    count(distinct finess_et) filter (where verdict = 'non_atteinte') as non_atteinte,
    count(distinct finess_et) filter (where verdict = 'indeterminee') as indeterminee,
    count(distinct finess_et) filter (where verdict = 'exemptee') as exemptee,
    count(distinct finess_et) filter (where verdict = 'sans_cible') as sans_cible
from indicateurs
where mois = $mois
group by indicateur
order by list_position($indicateurs, indicateur), indicateur;
