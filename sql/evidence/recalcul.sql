-- Recalcule les chiffres publiés à partir des seuls CSV de ce dossier, avec DuckDB et rien d'autre :
--
--     duckdb < recalcul.sql
--
-- Premier résultat : les écarts avec ce qui est publié (aucune ligne attendue). Second : ce qui a été comparé, contrôle par contrôle.
-- Un taux n'est jamais arrondi : tout est compté en entiers ou en décimales exactes.

-- 1. Les fichiers, cellule par cellule ; une cellule vide est NULL.
create or replace temp view rc_decision as
select
    decision, lecture, portee, portee_du_texte, solde, coalesce(motif, '') as motif,
    montant_subvention::decimal(14, 2) as subvention,
    montant_solde::decimal(14, 2) as montant_solde,
    montant_libere::decimal(14, 2) as libere,
    coalesce(deja_verse::decimal(14, 2), 0) as deja_verse
from read_csv('decision.csv', delim = ';', quote = '"', escape = '"', header = true, all_varchar = true);

create or replace temp view rc_indicateurs as
select
    finess_et, indicateur, verdict, motif, source, source_denominateur,
    fenetre_debut::date as fenetre_debut, fenetre_fin::date as fenetre_fin,
    numerateur::bigint as numerateur, denominateur::bigint as denominateur,
    taux::decimal(18, 4) as taux, cible::decimal(18, 4) as cible, reste_a_faire::bigint as reste_a_faire,
    decide::integer = 1 as decide,
    indicateur in ('dossiers_actifs', 'projets_personnalises', 'evenements_agenda')
    or (indicateur = 'dmp' and source_denominateur is not null) as numerateur_de_dossiers
from read_csv('indicateurs.csv', delim = ';', quote = '"', escape = '"', header = true, all_varchar = true);

create or replace temp view rc_criteres as
select
    rang::integer as rang, indicateur, unite, verdict,
    cible::decimal(18, 4) as cible, numerateur::bigint as numerateur, denominateur::bigint as denominateur,
    montant_maximum::decimal(14, 2) as montant_maximum, montant_libere::decimal(14, 2) as libere
from read_csv('criteres.csv', delim = ';', quote = '"', escape = '"', header = true, all_varchar = true);

create or replace temp view rc_versements as
select rang::integer as rang, versement, part::decimal(9, 4) as part, montant::decimal(14, 2) as montant
from read_csv('versements.csv', delim = ';', quote = '"', escape = '"', header = true, all_varchar = true);

create or replace temp view rc_dossiers as
select
    finess_et, indicateur, dossier::bigint as dossier, denominateur::integer = 1 as au_denominateur,
    numerateur::integer = 1 as au_numerateur, chemin
from read_csv('dossiers.csv', delim = ';', quote = '"', escape = '"', header = true, all_varchar = true);

create or replace temp view rc_flux as
select finess_et, indicateur, mois, chemin, nombre::bigint as nombre
from read_csv('flux.csv', delim = ';', quote = '"', escape = '"', header = true, all_varchar = true);

create or replace temp view rc_declarations as
select finess_et, indicateur, jeu, numerateur::bigint as numerateur, denominateur::bigint as denominateur, chemin
from read_csv('declarations.csv', delim = ';', quote = '"', escape = '"', header = true, all_varchar = true);

create or replace temp view rc_entrees as
select objet as chemin
from read_csv('entrees.csv', delim = ';', quote = '"', escape = '"', header = true, all_varchar = true)
where nature = 'depot';

-- 2. Chaque établissement et indicateur : numérateur et dénominateur recomptés.
create or replace temp table rc_comptes as
with dossiers as (
    select
        finess_et, indicateur,
        count(distinct dossier) filter (where au_numerateur) as numerateur,
        count(distinct dossier) filter (where au_denominateur) as denominateur
    from rc_dossiers
    group by finess_et, indicateur
),

flux as (
    select finess_et, indicateur, sum(nombre) as nombre
    from rc_flux
    group by finess_et, indicateur
),

declarations as (
    select finess_et, indicateur, max(numerateur) as numerateur, max(denominateur) as denominateur
    from rc_declarations
    group by finess_et, indicateur
)

select
    i.*,
    case
        when i.numerateur is null then null
        when i.source = 'declaree' then a.numerateur
        when i.numerateur_de_dossiers then coalesce(d.numerateur, 0)
        else coalesce(f.nombre, 0)
    end::bigint as numerateur_recompte,
    case
        when i.numerateur is null or i.source_denominateur is null then null
        when i.source_denominateur = 'dossiers' then coalesce(d.denominateur, 0)
        else a.denominateur
    end::bigint as denominateur_recompte
from rc_indicateurs as i
left join dossiers as d on i.finess_et = d.finess_et and i.indicateur = d.indicateur
left join flux as f on i.finess_et = f.finess_et and i.indicateur = f.indicateur
left join declarations as a on i.finess_et = a.finess_et and i.indicateur = a.indicateur;

-- 3. Chaque critère : la somme de ses établissements, ceux qui sont exemptés laissés de côté. Un critère mesuré sur le projet
-- entier n'a pas de chiffre si l'un d'eux n'est pas mesurable, et un établissement sans dénominateur n'y ajoute rien.
create or replace temp table rc_sommes as
with retenus as (
    select
        c.rang, c.indicateur, c.unite, c.cible, c.montant_maximum, n.numerateur_recompte as numerateur,
        n.denominateur_recompte as denominateur, n.motif, n.source,
        d.portee = 'ensemble' or (d.portee_du_texte = 'ensemble' and c.unite = 'nombre') as en_commun
    from rc_criteres as c
    cross join rc_decision as d
    inner join rc_comptes as n on c.indicateur = n.indicateur and n.decide and n.verdict <> 'exemptee'
)

select
    rang, indicateur, any_value(unite) as unite, any_value(cible) as cible, any_value(montant_maximum) as montant_maximum,
    any_value(en_commun) as en_commun,
    case
        when any_value(en_commun) and bool_or(coalesce(motif in ('source_absente', 'effectif_incoherent'), false)) then null
        when any_value(en_commun) and any_value(unite) = 'part' and bool_or(source = 'declaree' and denominateur is null) then null
        when any_value(en_commun) and any_value(unite) = 'part'
            then coalesce(sum(numerateur) filter (where denominateur > 0), 0)
        when count(*) > count(numerateur) then null
        else sum(numerateur)
    end::bigint as numerateur,
    case
        when any_value(unite) = 'nombre' then null
        when any_value(en_commun) and bool_or(coalesce(motif in ('source_absente', 'effectif_incoherent'), false)) then null
        when any_value(en_commun) and bool_or(source = 'declaree' and denominateur is null) then null
        when any_value(en_commun) then coalesce(sum(denominateur), 0)
        when count(*) > count(denominateur) then null
        else sum(denominateur)
    end::bigint as denominateur
from retenus
group by rang, indicateur;

-- 4. Les euros. Au prorata : la part de chaque critère, multipliée par son résultat sur l'évaluation (au plus 1), coupée au
-- centime ; en nombres entiers, pour que rien ne soit arrondi. Sinon : tout le solde, ou rien.
create or replace temp table rc_gains as
select
    s.rang,
    s.indicateur,
    case
        when d.decision not in ('liberer', 'liberer_partiellement') then 0
        when s.unite = 'nombre' and s.numerateur >= s.cible then s.montant_maximum
        when s.unite = 'part' and s.numerateur >= s.cible * s.denominateur then s.montant_maximum
        else (
            ((s.montant_maximum * 100)::hugeint * s.numerateur::hugeint * 10000)
            // ((s.cible * 10000)::hugeint * case when s.unite = 'part' then s.denominateur::hugeint else 1::hugeint end)
        )::decimal(18, 0) * 0.01
    end::decimal(14, 2) as gagne
from rc_sommes as s
cross join rc_decision as d
where d.solde = 'au_prorata' and s.en_commun and s.montant_maximum is not null;

create or replace temp table rc_total as
select
    case
        when d.solde <> 'au_prorata' then d.montant_solde
        when (select bool_and(en_commun) from rc_sommes) then (select coalesce(sum(gagne), 0) from rc_gains)
    end as gagne
from rc_decision as d;

-- 5. Tout ce qui se compare : ce qui est publié, ce qui est recalculé.
create or replace temp table rc_controles as
select 'numérateurs' as controle, finess_et, indicateur, numerateur::varchar as publie, numerateur_recompte::varchar as recalcule
from rc_comptes
where numerateur is not null
union all
select 'dénominateurs', finess_et, indicateur, denominateur::varchar, denominateur_recompte::varchar
from rc_comptes
where numerateur is not null and (denominateur is not null or denominateur_recompte is not null)
union all
select
    'taux', finess_et, indicateur, taux::varchar,
    (((numerateur_recompte * 10000) // nullif(denominateur_recompte, 0))::decimal(18, 0) * 0.0001)::decimal(18, 4)::varchar
from rc_comptes
where taux is not null
union all
select
    'verdicts', finess_et, indicateur, verdict,
    case when numerateur_recompte >= cible * coalesce(denominateur_recompte, 1) then 'atteinte' else 'non_atteinte' end
from rc_comptes
where cible is not null and verdict in ('atteinte', 'non_atteinte') and (select lecture from rc_decision) <> 'chaque_fin_de_mois'
union all
select
    'restes à faire', finess_et, indicateur, reste_a_faire::varchar,
    greatest(0, ceil(cible * coalesce(denominateur_recompte, 1)) - numerateur_recompte)::bigint::varchar
from rc_comptes
where reste_a_faire is not null
union all
select 'numérateurs des critères', null, c.indicateur, c.numerateur::varchar, s.numerateur::varchar
from rc_criteres as c
left join rc_sommes as s on c.rang = s.rang
union all
select 'dénominateurs des critères', null, c.indicateur, c.denominateur::varchar, s.denominateur::varchar
from rc_criteres as c
left join rc_sommes as s on c.rang = s.rang
where c.unite = 'part'
union all
select 'montants des critères', null, c.indicateur, c.libere::varchar, g.gagne::varchar
from rc_criteres as c
inner join rc_gains as g on c.rang = g.rang
cross join rc_decision as d
where not contains(d.motif, 'solde_')
union all
select 'parts du solde', null, null, d.montant_solde::varchar, sum(c.montant_maximum)::decimal(14, 2)::varchar
from rc_criteres as c
cross join rc_decision as d
where c.montant_maximum is not null
group by d.montant_solde
union all
select 'versements, ensemble', null, null, d.subvention::varchar, sum(v.montant)::decimal(14, 2)::varchar
from rc_versements as v
cross join rc_decision as d
where v.montant is not null
group by d.subvention
union all
select
    'versements, au centime près', null, versement, montant::varchar,
    case when abs(montant - d.subvention * part) < 0.01 then montant else d.subvention * part end::decimal(14, 2)::varchar
from rc_versements as v
cross join rc_decision as d
where v.part is not null and v.montant is not null
union all
select
    'montant libéré', null, null, d.libere::varchar,
    case
        when d.decision not in ('liberer', 'liberer_partiellement') then 0
        when contains(d.motif, 'solde_verse_en_partie') then greatest(0, g.gagne - least(d.montant_solde, d.deja_verse))
        else g.gagne
    end::decimal(14, 2)::varchar
from rc_decision as d
cross join rc_total as g
where d.libere is not null and g.gagne is not null and (d.solde <> 'tranche_suivante' or not contains(d.motif, 'solde_verse_en_partie'))
union all
select 'fichiers cités', c.finess_et, c.indicateur, c.chemin, e.chemin
from (
    select distinct finess_et, indicateur, chemin from rc_dossiers
    union
    select distinct finess_et, indicateur, chemin from rc_flux
    union
    select distinct finess_et, indicateur, chemin from rc_declarations
) as c
left join (select distinct chemin from rc_entrees) as e on c.chemin = e.chemin;

-- 6. Les écarts : aucune ligne attendue.
select *
from rc_controles
where publie is distinct from recalcule
order by all;

-- 7. Ce qui a été comparé.
select
    controle as "contrôle",
    count(*) as "comparés",
    count(*) filter (where publie is distinct from recalcule) as "écarts"
from rc_controles
group by controle
order by controle;

-- 8. Les mesures sans chiffre, qui ne se recalculent pas, et pourquoi.
select coalesce(motif, verdict) as motif, count(*) as mesures
from rc_indicateurs
where numerateur is null
group by all
order by all;
