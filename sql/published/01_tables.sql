-- The tables people read. Every table and column says in French what it holds.
create table essms (
    finess_et varchar, nom varchar, categorie varchar, categorie_libelle varchar, champ varchar, commune varchar,
    departement varchar, finess_ej varchar, date_fermeture date, connu_finess boolean
);
comment on table essms is 'Établissements des périmètres des projets, tels que le registre FINESS les décrit';
comment on column essms.finess_et is 'Numéro FINESS géographique';
comment on column essms.nom is 'Raison sociale';
comment on column essms.categorie is 'Code de la catégorie FINESS';
comment on column essms.categorie_libelle is 'Libellé de la catégorie FINESS';
comment on column essms.champ is 'Champ : PA, PH, DOM, PDS, AHI, PE, PJM (celui du registre du GRADeS, sinon déduit de la catégorie)';
comment on column essms.commune is 'Commune';
comment on column essms.departement is 'Département';
comment on column essms.finess_ej is 'FINESS de l''entité juridique';
comment on column essms.date_fermeture is 'Date de fermeture connue de FINESS, vide si ouvert';
comment on column essms.connu_finess is 'Vrai si le fichier FINESS connaît cet établissement';

create table projets (
    projet_id varchar, nom varchar, porteur varchar, texte_id varchar, type_operation varchar, phase varchar,
    date_convention date, date_demarrage date, date_fin_deploiement date, premiere_mesure varchar,
    montant_subvention decimal(14, 2), region varchar, nombre_essms bigint
);
comment on table projets is 'Projets du registre du GRADeS';
comment on column projets.projet_id is 'Identifiant du projet';
comment on column projets.nom is 'Nom du projet';
comment on column projets.porteur is 'Porteur du projet';
comment on column projets.texte_id is 'Texte (appel à projets) dont relève le projet';
comment on column projets.type_operation is 'acquisition ou mise_a_niveau';
comment on column projets.phase is 'projet ou maintenance';
comment on column projets.date_convention is 'Date de signature de la convention';
comment on column projets.date_demarrage is 'Début du projet';
comment on column projets.date_fin_deploiement is 'Fin du déploiement';
comment on column projets.premiere_mesure is 'Mois de la première mesure (AAAA-MM)';
comment on column projets.montant_subvention is 'Montant de la subvention, en euros';
comment on column projets.region is 'Région du projet';
comment on column projets.nombre_essms is 'Nombre de FINESS géographiques distincts du périmètre, toutes dates confondues';

create table indicateurs (
    mois varchar, projet_id varchar, texte_id varchar, finess_et varchar, indicateur varchar, fenetre_debut date,
    fenetre_fin date, numerateur bigint, denominateur bigint, taux decimal(18, 4), cible decimal(18, 4), verdict varchar,
    motif varchar, source varchar, source_denominateur varchar, reste_a_faire bigint
);
comment on table indicateurs is 'Une ligne par mois, projet, établissement et indicateur : la fenêtre retenue';
comment on column indicateurs.mois is 'Mois mesuré (AAAA-MM)';
comment on column indicateurs.projet_id is 'Identifiant du projet';
comment on column indicateurs.texte_id is 'Texte appliqué';
comment on column indicateurs.finess_et is 'FINESS géographique de l''établissement';
comment on column indicateurs.indicateur is 'Code de l''indicateur';
comment on column indicateurs.fenetre_debut is 'Premier jour de la fenêtre de mesure, inclus';
comment on column indicateurs.fenetre_fin is 'Dernier jour de la fenêtre de mesure, inclus';
comment on column indicateurs.numerateur is 'Numérateur, vide si rien n''est mesurable';
comment on column indicateurs.denominateur is 'Dénominateur, vide pour un nombre ou si rien n''est mesurable';
comment on column indicateurs.taux is 'Taux (part), coupé à 4 décimales, vide si non mesurable ; le verdict compare les nombres, pas ce taux';
comment on column indicateurs.cible is 'Cible : une part pour un taux, un nombre pour un comptage ; vide si le texte n''en fixe pas à l''établissement';
comment on column indicateurs.verdict is 'atteinte, non_atteinte, indeterminee, exemptee ou sans_cible';
comment on column indicateurs.motif is 'Motif du verdict : source_absente, couverture_partielle, extraction_tardive, effectif_incoherent, denominateur_nul, ou motif d''exemption';
comment on column indicateurs.source is 'calculee (à partir des dépôts) ou declaree (agregats)';
comment on column indicateurs.source_denominateur is 'dossiers (comptés), effectifs (déclarés) ou declaree (agregats) ; vide sans dénominateur';
comment on column indicateurs.reste_a_faire is 'Combien il manque au numérateur pour atteindre la cible';

create table lectures (
    mois varchar, projet_id varchar, texte_id varchar, finess_et varchar, indicateur varchar, lecture varchar,
    fenetre_debut date, fenetre_fin date, numerateur bigint, denominateur bigint, taux decimal(18, 4), cible decimal(18, 4),
    verdict varchar, motif varchar
);
comment on table lectures is 'Les mêmes mesures sous chaque lecture admissible du texte';
comment on column lectures.mois is 'Mois mesuré (AAAA-MM)';
comment on column lectures.projet_id is 'Identifiant du projet';
comment on column lectures.texte_id is 'Texte appliqué';
comment on column lectures.finess_et is 'FINESS géographique ; vide pour une lecture du projet dans son ensemble';
comment on column lectures.indicateur is 'Code de l''indicateur';
comment on column lectures.lecture is 'Lecture : fenetre (par défaut), annuelle, douze_mois, presents, fenetre_N, duree_projet, enpause, imports, ensemble, chaque_essms, chaque_fin_de_mois';
comment on column lectures.fenetre_debut is 'Premier jour de la fenêtre de mesure, inclus';
comment on column lectures.fenetre_fin is 'Dernier jour de la fenêtre de mesure, inclus';
comment on column lectures.numerateur is 'Numérateur sous cette lecture';
comment on column lectures.denominateur is 'Dénominateur sous cette lecture';
comment on column lectures.taux is 'Taux (part), coupé à 4 décimales';
comment on column lectures.cible is 'Cible : une part pour un taux, un nombre pour un comptage';
comment on column lectures.verdict is 'Verdict sous cette lecture';
comment on column lectures.motif is 'Motif du verdict';

create table decisions (
    decision_id varchar, version bigint, remplace varchar, courante boolean, mois varchar, projet_id varchar, texte_id varchar,
    decision varchar, provisoire boolean, sensible_a_la_lecture boolean, part_solde decimal(5, 2),
    montant_subvention decimal(14, 2), montant_solde decimal(14, 2), montant_libere decimal(14, 2), motif varchar,
    empreinte varchar, calculee_le timestamp, lecture varchar, lectures_qui_changent varchar,
    montant_bareme decimal(14, 2), deja_verse decimal(14, 2), acte varchar
);
comment on table decisions is 'Une ligne par version de décision ; rien n''y est modifié ni supprimé';
comment on column decisions.decision_id is 'Identifiant de cette version de la décision';
comment on column decisions.version is 'Numéro de version, à partir de 1';
comment on column decisions.remplace is 'Décision que cette version remplace';
comment on column decisions.courante is 'Vrai pour la dernière version';
comment on column decisions.mois is 'Mois mesuré (AAAA-MM)';
comment on column decisions.projet_id is 'Identifiant du projet';
comment on column decisions.texte_id is 'Texte appliqué';
comment on column decisions.decision is 'liberer, liberer_partiellement, ne_pas_liberer ou a_instruire';
comment on column decisions.provisoire is 'Vrai tant que le mois mesuré s''achève avant la fin du déploiement';
comment on column decisions.sensible_a_la_lecture is 'Vrai si une autre lecture admissible du texte changerait la décision';
comment on column decisions.lecture is 'Lecture retenue';
comment on column decisions.lectures_qui_changent is 'Lectures admissibles qui changeraient la décision, séparées par une virgule';
comment on column decisions.part_solde is 'Part de la subvention versée à l''usage ; vide quand le texte paie tranche après tranche';
comment on column decisions.montant_subvention is 'Subvention, en euros';
comment on column decisions.montant_solde is 'Solde, ou subvention de la tranche suivante, en euros';
comment on column decisions.montant_libere is 'Montant que la décision libère, en euros';
comment on column decisions.montant_bareme is 'Subvention selon le barème du texte, en euros ; elle ne remplace jamais montant_subvention';
comment on column decisions.motif is 'Motifs, séparés par une virgule';
comment on column decisions.empreinte is 'SHA-256 des entrées, du texte et du résultat';
comment on column decisions.calculee_le is 'Date et heure du calcul (temps universel)';

comment on column decisions.deja_verse is 'Ce qui était déjà versé du solde quand elle a été calculée, en euros ; montant_libere ne le compte plus';
comment on column decisions.acte is 'Dernier acte du registre sur cette version : signee, refusee, versee ou arbitrage ; vide si personne n''a rien fait';

create table actes (
    projet_id varchar, decision_id varchar, acte varchar, montant decimal(14, 2), date date, motif varchar, reference varchar
);
comment on table actes is 'Ce que des personnes ont fait des décisions, dans l''ordre du registre du GRADeS';
comment on column actes.projet_id is 'Identifiant du projet';
comment on column actes.decision_id is 'Version de la décision concernée';
comment on column actes.acte is 'signee, refusee, versee ou arbitrage';
comment on column actes.montant is 'Montant de l''acte, en euros';
comment on column actes.date is 'Jour de l''acte';
comment on column actes.motif is 'Motif ; pour un arbitrage, le motif de la décision qu''il lève';
comment on column actes.reference is 'Référence de l''acte';

create table decision_criteres (
    decision_id varchar, indicateur varchar, poids decimal(18, 4), cible decimal(18, 4), numerateur bigint,
    denominateur bigint, verdict varchar, montant_maximum decimal(14, 2), montant_libere decimal(14, 2), motif varchar,
    reference varchar
);
comment on table decision_criteres is 'Critères de chaque version de décision';
comment on column decision_criteres.decision_id is 'Version de la décision';
comment on column decision_criteres.indicateur is 'Code de l''indicateur';
comment on column decision_criteres.poids is 'Part du solde attachée au critère ; vide quand le solde est tout ou rien';
comment on column decision_criteres.cible is 'Cible : une part pour un taux, un nombre pour un comptage';
comment on column decision_criteres.numerateur is 'Somme des numérateurs des établissements non exemptés';
comment on column decision_criteres.denominateur is 'Somme des dénominateurs des établissements non exemptés';
comment on column decision_criteres.verdict is 'Verdict du critère : celui de l''établissement le moins avancé, ou des chiffres du projet quand la portée est ensemble';
comment on column decision_criteres.montant_maximum is 'Montant attaché au critère ; vide quand le solde est tout ou rien';
comment on column decision_criteres.montant_libere is 'Montant libéré par le critère ; vide quand le solde est tout ou rien';
comment on column decision_criteres.motif is 'Motif du verdict';
comment on column decision_criteres.reference is 'Document et section du texte';

create table decision_bareme (
    decision_id varchar, rang bigint, poste varchar, libelle varchar, finess_et varchar, nombre bigint,
    montant_unitaire decimal(14, 2), montant decimal(14, 2), detail varchar, document varchar, section varchar,
    phrase varchar, lecture varchar
);
comment on table decision_bareme is 'Calcul de la subvention selon le barème du texte, ligne par ligne, pour chaque version de décision';
comment on column decision_bareme.decision_id is 'Version de la décision';
comment on column decision_bareme.rang is 'Rang de la ligne dans le calcul';
comment on column decision_bareme.poste is 'Poste du barème';
comment on column decision_bareme.libelle is 'Libellé du poste';
comment on column decision_bareme.finess_et is 'Établissement, quand son montant lui est propre ; vide pour une ligne commune';
comment on column decision_bareme.nombre is 'Nombre d''ESSMS de la ligne';
comment on column decision_bareme.montant_unitaire is 'Montant écrit dans le texte, en euros';
comment on column decision_bareme.montant is 'Montant de la ligne, en euros ; vide quand le texte n''en donne pas';
comment on column decision_bareme.detail is 'Rangs, devis ou heures retenus, ou pourquoi rien n''est dû';
comment on column decision_bareme.document is 'Document où la règle est écrite';
comment on column decision_bareme.section is 'Section du document';
comment on column decision_bareme.phrase is 'Phrase du texte';
comment on column decision_bareme.lecture is 'Lecture retenue quand le texte laisse un choix';

create table decision_partages (decision_id varchar, region varchar, nombre bigint, montant decimal(14, 2));
comment on table decision_partages is 'Partage de la subvention entre les ARS, au prorata des ESMS de chaque région';
comment on column decision_partages.decision_id is 'Version de la décision';
comment on column decision_partages.region is 'Région';
comment on column decision_partages.nombre is 'Nombre d''ESMS du projet dans la région';
comment on column decision_partages.montant is 'Part de montant_subvention, en euros';

create table decision_conditions (
    decision_id varchar, condition varchar, etat varchar, opposable boolean, detail varchar, document varchar,
    section varchar, phrase varchar, lecture varchar
);
comment on table decision_conditions is 'Conditions du texte autres que les usages, pour chaque version de décision';
comment on column decision_conditions.decision_id is 'Version de la décision';
comment on column decision_conditions.condition is 'Code de la condition';
comment on column decision_conditions.etat is 'remplie, non_remplie, inconnue ou sans_objet';
comment on column decision_conditions.opposable is 'Vrai si le texte l''exige, faux s''il ne fait que la souhaiter';
comment on column decision_conditions.detail is 'Les faits constatés';
comment on column decision_conditions.document is 'Document où la condition est écrite';
comment on column decision_conditions.section is 'Section du document';
comment on column decision_conditions.phrase is 'Phrase du texte';
comment on column decision_conditions.lecture is 'Lecture retenue quand le texte laisse un choix';

create table decision_versements (
    decision_id varchar, rang bigint, versement varchar, tranche varchar, part decimal(5, 2), montant decimal(14, 2),
    montant_du decimal(14, 2), etat varchar, motif varchar, document varchar, section varchar, phrase varchar,
    lecture varchar
);
comment on table decision_versements is 'Échéancier : chaque versement de la subvention, ou chaque tranche, dû ou bloqué';
comment on column decision_versements.decision_id is 'Version de la décision';
comment on column decision_versements.rang is 'Rang du versement';
comment on column decision_versements.versement is 'Code du versement dans le texte';
comment on column decision_versements.tranche is 'Tranche, quand le texte paie tranche après tranche';
comment on column decision_versements.part is 'Part de la subvention ; vide pour une tranche';
comment on column decision_versements.montant is 'Montant, en euros';
comment on column decision_versements.montant_du is 'Montant dû à ce jour, en euros ; 0 quand le versement est bloqué';
comment on column decision_versements.etat is 'du ou bloque';
comment on column decision_versements.motif is 'Pourquoi il est bloqué';
comment on column decision_versements.document is 'Document où la règle est écrite';
comment on column decision_versements.section is 'Section du document';
comment on column decision_versements.phrase is 'Phrase du texte';
comment on column decision_versements.lecture is 'Lecture retenue quand le texte laisse un choix';

create table depots (
    depot_id varchar, mois varchar, chemin varchar, partie varchar, sha256 varchar, dialecte varchar, jeu varchar, lignes_lues bigint,
    lignes_acceptees bigint, lignes_rejetees bigint, lignes_remplacees bigint, etat varchar, recu_le timestamp,
    colonnes_ignorees varchar, lignes_hors_donnees bigint, feuille_masquee boolean
);
comment on table depots is 'Registre des dépôts : une ligne par fichier, ou par partie d''un fichier qui en a plusieurs ; lues = acceptées + rejetées + remplacées';
comment on column depots.depot_id is 'Identifiant du dépôt (chemin et contenu)';
comment on column depots.mois is 'Mois du dossier de dépôt (AAAA-MM)';
comment on column depots.chemin is 'Chemin du fichier dans l''espace';
comment on column depots.partie is 'Feuille, fichier de l''archive ou série de chiffres, quand un fichier en a plusieurs';
comment on column depots.sha256 is 'Empreinte SHA-256 du contenu';
comment on column depots.dialecte is 'Dialecte de lecture (pivot pour la forme pivot)';
comment on column depots.jeu is 'Jeu de données, vide si le fichier n''en a aucun de connu ; annexe : table qui ne fait qu''en compléter d''autres';
comment on column depots.lignes_lues is 'Lignes lues, en-tête et lignes vides exclus';
comment on column depots.lignes_acceptees is 'Lignes acceptées et en vigueur';
comment on column depots.lignes_rejetees is 'Lignes mises de côté, avec leur raison dans rejets';
comment on column depots.lignes_remplacees is 'Lignes acceptées qu''un dépôt plus récent remplace';
comment on column depots.etat is 'accepte, partiel (des lignes rejetées), refuse (fichier entier) ou remplace';
comment on column depots.recu_le is 'Première fois que ce contenu a été vu à ce chemin (temps universel)';
comment on column depots.colonnes_ignorees is 'Colonnes du fichier qui ne sont pas lues';
comment on column depots.lignes_hors_donnees is 'Titres, lignes vides, totaux et pieds de page, qui ne sont pas des lignes de données';
comment on column depots.feuille_masquee is 'Vrai pour une feuille masquée du classeur, lue comme les autres';

create table rejets (depot_id varchar, ligne integer, colonne varchar, regle varchar, message varchar);
comment on table rejets is 'Lignes et fichiers mis de côté, et pourquoi ; jamais la valeur en cause';
comment on column rejets.depot_id is 'Dépôt concerné';
comment on column rejets.ligne is 'Rang de la ligne tel qu''un tableur le montre (la première est 1) ; vide pour un fichier entier';
comment on column rejets.colonne is 'Colonne en cause, telle que le fichier la nomme ; vide si la ligne ou le fichier entier l''est';
comment on column rejets.regle is 'Code de la règle';
comment on column rejets.message is 'Ce qui ne va pas et comment le corriger';

create table controles (
    mois varchar, projet_id varchar, finess_et varchar, depot_id varchar, controle varchar, message varchar, nombre bigint
);
comment on table controles is 'Signaux à regarder, dont la plausibilité des chiffres ; ils ne changent ni chiffre, ni verdict, ni décision';
comment on column controles.mois is 'Mois mesuré ou mois de dépôt (AAAA-MM), vide si aucun n''est en cause';
comment on column controles.projet_id is 'Projet concerné, s''il y en a un';
comment on column controles.finess_et is 'Établissement concerné, s''il y en a un';
comment on column controles.depot_id is 'Dépôt concerné, s''il y en a un';
comment on column controles.controle is 'Code du contrôle ; docs/controles.md donne les seuils et leurs raisons';
comment on column controles.message is 'Ce qu''il faut vérifier, puis les chiffres constatés';
comment on column controles.nombre is 'Nombre de cas : dossiers, lignes, messages, ou jours pour un délai ; vide s''il n''y a rien à compter';

create table regles (
    texte_id varchar, cle varchar, valeur varchar, unite varchar, document varchar, section varchar, phrase varchar,
    lecture varchar, origine varchar
);
comment on table regles is 'Chaque valeur des textes, avec la phrase qui la fonde';
comment on column regles.texte_id is 'Texte';
comment on column regles.cle is 'Nom de la valeur';
comment on column regles.valeur is 'Valeur';
comment on column regles.unite is 'Unité';
comment on column regles.document is 'Document où elle est écrite';
comment on column regles.section is 'Section du document';
comment on column regles.phrase is 'Phrase du texte';
comment on column regles.origine is 'texte (lue dans le texte lui-même) ou secondaire (connue par d''autres documents)';
comment on column regles.lecture is 'Lecture retenue quand le texte laisse un choix, et autres lectures admissibles';

create table publication (empreinte varchar, version_logiciel varchar, publiee_le timestamp);
comment on table publication is 'Ce dont cette base est faite';
comment on column publication.empreinte is 'SHA-256 de tout ce que la base publie';
comment on column publication.version_logiciel is 'Version du logiciel';
comment on column publication.publiee_le is 'Date et heure de publication (temps universel)';
