-- Les formes d'envoi (dialectes des logiciels) se valent-elles : fichiers refusés, lignes rejetées, retards, cibles ?
-- Lire : le mois demandé ; en retard après le 10 du mois suivant, ou le jour de la variable jour ; part_rejetee : lignes
--   rejetées sur lignes lues ; les cibles sont celles des établissements dont le propre dossier contient un fichier de cette
--   forme.
-- Ne dit pas : la base ne dit pas de quels établissements parle un fichier envoyé pour plusieurs : leurs cibles ne sont pas
--   comptées ici (essms_connus vide ou petit). Un établissement qui envoie deux formes compte dans chacune. Une forme n'est pas
--   une cause.
with fichiers as (
    select *, emetteur(chemin) as emetteur, coalesce(dialecte, '(non reconnu)') as forme
    from depots
    where mois = mois_demande()
),

par_forme as (
    select
        forme, count(distinct chemin) as fichiers, count(distinct chemin) filter (etat = 'refuse') as fichiers_refuses,
        sum(lignes_lues)::bigint as lignes_lues, sum(lignes_rejetees)::bigint as lignes_rejetees,
        taux_exact(sum(lignes_rejetees), sum(lignes_lues)) as part_rejetee,
        count(distinct chemin) filter (jours_apres(mois, recu_le) > coalesce(getvariable('jour')::bigint, 10))
            as fichiers_en_retard
    from fichiers
    group by forme
),

cibles as (
    select
        f.forme, count(distinct i.finess_et) as essms_connus, count(*) as cibles,
        count(*) filter (i.verdict = 'atteinte') as atteintes
    from (select distinct forme, emetteur from fichiers) as f
    inner join indicateurs_uniques() as i on f.emetteur = i.finess_et
    where i.mois = mois_demande() and i.verdict in ('atteinte', 'non_atteinte', 'indeterminee') and i.cible is not null
    group by f.forme
)

select
    p.*, c.essms_connus, c.cibles as cibles_mesurees, c.atteintes as cibles_atteintes,
    taux_exact(c.atteintes, c.cibles) as part_atteinte
from par_forme as p
left join cibles as c on p.forme = c.forme
order by p.fichiers desc, p.forme;
