-- Macros that analysts call, kept in the base itself. They choose, join and add up published rows; no verdict, no amount due and
-- no rate of an establishment is computed again.
create macro dernier_mois() as (select max(mois) from decisions);
comment on macro dernier_mois is 'Dernier mois publié (AAAA-MM)';

create macro mois_demande() as coalesce(getvariable('mois')::varchar, (select max(mois) from decisions));
comment on macro mois_demande is 'Le mois de la variable « mois » (set variable mois = ''2026-06''), sinon le dernier mois publié';

create macro taux_exact(n, d) as (((n::hugeint * 10000) // nullif(d::hugeint, 0))::decimal(18, 0) * 0.0001)::decimal(18, 4);
comment on macro taux_exact is 'Part n ÷ d en nombres entiers, coupée à 4 décimales comme taux ; vide (non mesurable) si d est nul ou inconnu';

create macro euros(x) as (
    case when x < 0 then '-' else '' end
    || replace(format('{:,}', trunc(abs(x::decimal(18, 2)))::bigint), ',', chr(8239))
    || ',' || right(abs(x::decimal(18, 2))::varchar, 2) || chr(8239) || '€'
);
comment on macro euros is 'Montant écrit en français, exact au centime ; un texte : à n''employer que pour montrer, jamais pour additionner';

create macro emetteur(chemin) as coalesce(
    nullif(regexp_extract(chemin, '(?:^|/)[0-9][0-9][0-9][0-9]-[0-9][0-9]/([^/]+)/', 1), ''), '(à la racine du mois)'
);
comment on macro emetteur is 'Dossier du mois dont vient un dépôt : un FINESS géographique, ou le nom de qui envoie pour plusieurs';

create macro jours_apres(mois, instant) as datediff('day', last_day(try_cast(mois || '-01' as date)), instant::date);
comment on macro jours_apres is 'Nombre de jours (temps universel) entre le dernier jour du mois et un instant ; 5 : le 5 du mois suivant';

create macro decisions_du_mois(m) as table
    select
        d.decision_id, d.mois, d.projet_id, p.nom as projet, p.porteur, p.region, d.texte_id, d.decision, d.provisoire,
        d.sensible_a_la_lecture, d.lecture, d.lectures_qui_changent, d.motif, d.acte, d.montant_subvention, d.montant_bareme,
        d.montant_solde, d.deja_verse, d.montant_libere,
        case
            when d.montant_solde is null or d.montant_libere is null then null
            else greatest(d.montant_solde - coalesce(d.deja_verse, 0) - d.montant_libere, 0)
        end::decimal(14, 2) as montant_bloque,
        p.date_convention, p.date_fin_deploiement
    from decisions as d
    left join projets as p on d.projet_id = p.projet_id
    where d.mois = m and d.courante;
comment on macro table decisions_du_mois is 'Les décisions courantes d''un mois, une par projet, avec leur projet ; montant_bloque : le solde, moins ce qui est versé et ce qui est libéré ; vide sans subvention au registre';

create macro indicateurs_uniques() as table
    select i.*
    from indicateurs as i
    left join (select projet_id, row_number() over (order by rowid) as rang from projets) as p on i.projet_id = p.projet_id
    qualify row_number() over (
        partition by i.mois, i.finess_et, i.indicateur order by i.taux is null, p.rang nulls last, i.projet_id
    ) = 1;
comment on macro table indicateurs_uniques is 'Une ligne par mois, établissement et indicateur : qui est dans plusieurs projets n''y compte qu''une fois (la ligne mesurable, puis le premier projet du registre)';

create macro obstacles(m) as table
    with bloquees as (
        select *, string_split(coalesce(motif, ''), ', ') as motifs from decisions_du_mois(m) where decision <> 'liberer'
    ),
    criteres as (
        select
            b.*, c.indicateur, c.verdict, c.motif as motif_critere, c.numerateur, c.denominateur, c.cible,
            exists (
                from indicateurs as i
                where b.mois = i.mois and b.projet_id = i.projet_id and c.indicateur = i.indicateur
                    and i.verdict in ('non_atteinte', 'indeterminee')
            ) as par_essms
        from bloquees as b
        inner join decision_criteres as c on b.decision_id = c.decision_id
    )
    select
        c.decision_id, c.projet_id, i.finess_et,
        case i.verdict when 'non_atteinte' then 'cible non atteinte' else 'cible indéterminée' end as obstacle, i.indicateur,
        i.motif,
        null::varchar as detail, i.numerateur, i.denominateur, i.cible, i.reste_a_faire
    from criteres as c
    inner join indicateurs as i on c.mois = i.mois and c.projet_id = i.projet_id and c.indicateur = i.indicateur
    where c.verdict in ('non_atteinte', 'indeterminee') and i.verdict in ('non_atteinte', 'indeterminee')
    union all by name
    select
        decision_id, projet_id,
        case verdict
            when 'non_atteinte' then 'critère du projet non atteint'
            else 'critère du projet indéterminé'
        end as obstacle,
        indicateur, motif_critere as motif, numerateur, denominateur, cible
    from criteres
    where verdict in ('non_atteinte', 'indeterminee') and not par_essms
    union all by name
    select
        c.decision_id, c.projet_id, i.finess_et, 'chiffre déclaré' as obstacle, i.indicateur, i.numerateur, i.denominateur,
        i.cible
    from criteres as c
    inner join indicateurs as i on c.mois = i.mois and c.projet_id = i.projet_id and c.indicateur = i.indicateur
    where i.source = 'declaree' and i.verdict <> 'exemptee' and list_contains(c.motifs, 'declaratif')
    union all by name
    select b.decision_id, b.projet_id, 'pièce manquante' as obstacle, p.detail
    from bloquees as b
    inner join decision_conditions as p on b.decision_id = p.decision_id
    where p.condition like 'piece:%' and p.etat <> 'remplie' and p.opposable and list_contains(b.motifs, 'pieces_manquantes')
    union all by name
    select
        b.decision_id, b.projet_id, s.finess_et,
        case s.controle when 'lignes_rejetees' then 'lignes de dossiers rejetées' else 'établissement à vérifier' end as obstacle,
        s.message as detail
    from bloquees as b
    inner join controles as s on b.mois = s.mois and b.projet_id = s.projet_id
    where (s.controle = 'lignes_rejetees' and list_contains(b.motifs, 'lignes_rejetees'))
        or (s.controle in ('essms_inconnu', 'essms_ferme') and list_contains(b.motifs, 'essms_a_verifier'))
    union all by name
    select decision_id, projet_id, 'aucune mesure' as obstacle, motif
    from bloquees
    where list_has_any(motifs, ['perimetre_vide', 'aucune_cible_mesuree']);
comment on macro table obstacles is 'Ce qui sépare chaque projet de la libération entière de son solde, une ligne par obstacle ; finess_et vide : le projet lui-même';

create macro essms_bloquants(m) as table
    with dits as (
        select
            *, coalesce(indicateur || ' : ', '') || obstacle || coalesce(' (' || motif || ')', '') as dit
        from obstacles(m)
        where finess_et is not null
    )
    select
        o.finess_et, any_value(e.nom) as nom, any_value(e.champ) as champ, any_value(e.departement) as departement, o.projet_id,
        any_value(d.projet) as projet, any_value(d.decision) as decision, any_value(d.provisoire) as provisoire,
        any_value(d.montant_bloque) as montant_bloque, count(*) as obstacles,
        case when count(*) = count(o.reste_a_faire) then sum(o.reste_a_faire)::bigint end as reste_a_faire,
        string_agg(distinct o.dit, ' ; ' order by o.dit) as ce_qui_manque
    from dits as o
    inner join decisions_du_mois(m) as d on o.decision_id = d.decision_id
    left join essms as e on o.finess_et = e.finess_et
    group by o.finess_et, o.projet_id;
comment on macro table essms_bloquants is 'Les établissements par lesquels un solde est bloqué, une ligne par projet ; montant_bloque est celui du projet entier, à ne pas additionner d''un établissement à l''autre ; reste_a_faire vide si un manque ne se compte pas';

create macro reste_a_faire(m, n) as table
    select
        i.projet_id, i.finess_et, e.nom, i.indicateur, i.reste_a_faire, i.numerateur, i.denominateur, i.taux, i.cible, i.verdict,
        i.motif
    from indicateurs as i
    left join essms as e on i.finess_et = e.finess_et
    where i.mois = m and i.verdict in ('non_atteinte', 'indeterminee') and i.reste_a_faire between 1 and n;
comment on macro table reste_a_faire is 'Les cibles d''établissements auxquelles il manque au plus n au numérateur, au mois m';

create macro evolution(i) as table
    select
        mois, indicateur, count(*) as essms, count(*) filter (verdict = 'atteinte') as atteintes,
        count(*) filter (verdict = 'non_atteinte') as non_atteintes,
        count(*) filter (verdict = 'indeterminee') as indeterminees,
        count(*) filter (verdict in ('exemptee', 'sans_cible')) as hors_cible,
        sum(numerateur) filter (taux is not null and verdict <> 'exemptee')::bigint as numerateur,
        sum(denominateur) filter (taux is not null and verdict <> 'exemptee')::bigint as denominateur,
        taux_exact(
            sum(numerateur) filter (taux is not null and verdict <> 'exemptee'),
            sum(denominateur) filter (taux is not null and verdict <> 'exemptee')
        ) as taux
    from indicateurs_uniques()
    where indicateur = i
    group by mois, indicateur;
comment on macro table evolution is 'Mois après mois, un indicateur : verdicts des établissements et taux d''ensemble, somme des numérateurs sur somme des dénominateurs mesurables';
