-- The figures of the month, establishment by establishment, with its name.
select i.* exclude (mois), e.nom, e.commune, e.champ, e.categorie_libelle
from indicateurs as i
left join essms as e on i.finess_et = e.finess_et
where i.mois = $mois
order by i.projet_id, i.finess_et, i.indicateur;
