-- For every figure of a decision that counts dossiers (`preuve_lignes`, a row per establishment and indicator): each dossier, in its
-- denominator, in its numerator, and the file and lines of the deposit that shows it last. The counts are those of `cnt_dossiers`.
-- A dossier has a number drawn for this archive alone: its rank in its establishment once the pseudonyms of the store are hashed
-- with `$tirage`. Nothing of these pseudonyms is left, and two archives number the same dossiers in two orders.
create or replace temp table preuve_dossiers as
with comptes as (
    select
        r.finess_et,
        r.indicateur,
        d.dossier,
        d.rang,
        r.taux
        and case
            when r.indicateur = 'dossiers_actifs' then true
            when r.indicateur in ('projets_personnalises', 'evenements_agenda') then d.a_jour
            else d.beneficiaire
        end as denominateur,
        r.numerateur_dossiers
        and case r.indicateur
            when 'dossiers_actifs' then d.a_jour
            when 'projets_personnalises' then d.a_jour and d.projet
            when 'evenements_agenda' then d.a_jour and d.evenement
            when 'dmp' then d.beneficiaire and d.dmp
        end as numerateur
    from preuve_lignes as r
    inner join demandes as q on r.demande = q.demande
    inner join cnt_dossiers as d on q.variante = d.variante
    where r.compte_dossiers
),

tires as (
    select
        finess_et,
        dossier,
        row_number() over (partition by finess_et order by sha256(concat_ws('|', $tirage, finess_et, dossier))) as numero
    from (select distinct finess_et, dossier from comptes where denominateur or numerateur)
)

select
    c.finess_et,
    c.indicateur,
    t.numero as dossier,
    c.denominateur::integer as denominateur,
    c.numerateur::integer as numerateur,
    s.chemin,
    s.partie,
    array_to_string(list(distinct l.ligne order by l.ligne), ', ') as lignes
from comptes as c
inner join tires as t on c.finess_et = t.finess_et and c.dossier = t.dossier
inner join cnt_etats as e on c.finess_et = e.finess_et and c.rang = e.rang
inner join lignes_dossiers as l on e.depot = l.depot and c.finess_et = l.finess_et and c.dossier = l.dossier
inner join stg_depots as s on e.depot = s.depot
where c.denominateur or c.numerateur
group by all;
