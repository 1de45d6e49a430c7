-- Calendar months of an establishment for which two month folders speak, of what counts once. A good run selects none.
select jeu, finess_et, mois_civil, count(distinct mois) as dossiers_de_mois
from stg_mois_parles
group by jeu, finess_et, mois_civil
having count(distinct mois) > 1;
