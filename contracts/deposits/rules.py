"""Every reason to set a row or a file aside: its code and the French sentence a sender reads. Sentences never hold a value."""

from __future__ import annotations

ROW_RULES: dict[str, str] = {
    "obligatoire": "La colonne {colonne} est obligatoire et cette cellule est vide : renseignez-la.",
    "date_invalide": "La colonne {colonne} attend une date AAAA-MM-JJ qui existe (une heure peut suivre) : corrigez-la.",
    "mois_invalide": "La colonne {colonne} attend un jour AAAA-MM-JJ ou un mois AAAA-MM qui existe : corrigez-la.",
    "nombre_invalide": "La colonne {colonne} attend un nombre entier, positif ou nul, écrit en chiffres : corrigez-le.",
    "valeur_inconnue": "La colonne {colonne} contient une valeur hors de la liste admise ({codes}) : corrigez-la.",
    "finess_manquant": "Le numéro FINESS est vide : indiquez le FINESS géographique (ET) de l'établissement.",
    "finess_forme": "Ce n'est pas un numéro FINESS (9 caractères, 2A ou 2B en Corse) : vérifiez-le, zéro de tête compris.",
    "finess_cle": "La clé de contrôle de ce numéro FINESS est fausse et le registre ne le connaît pas : corrigez le numéro.",
    "finess_ej": "C'est un FINESS d'entité juridique (EJ) : indiquez le FINESS géographique (ET) de l'établissement.",
    "finess_siren": "C'est un numéro SIREN : indiquez le FINESS géographique (ET) de l'établissement.",
    "finess_siret": "C'est un numéro SIRET : indiquez le FINESS géographique (ET) de l'établissement.",
    "finess_incoherent": "L'établissement n'est pas celui du dossier de dépôt : déplacez la ligne ou corrigez le FINESS.",
    "sortie_avant_entree": "La date de sortie précède la date d'entrée : corrigez l'une des deux.",
    "projet_fin_avant_debut": "La fin du projet personnalisé précède son début : corrigez l'une des deux dates.",
    "periode_invalide": "La fin de la période précède son début : corrigez l'une des deux dates.",
    "numerateur_superieur": "Le numérateur dépasse le dénominateur, ce que cet indicateur ne permet pas : vérifiez les deux.",
    "hors_periode": "La date est hors de la période du fichier : changez-la de mois ou déclarez la période (couverture.csv).",
    "champs_nombre": "La ligne n'a pas le même nombre de champs que l'en-tête : vérifiez les séparateurs et les guillemets.",
    "effectif_contradictoire": "Deux effectifs différents sont déclarés pour la même période : gardez le bon.",
    "agregat_contradictoire": "Deux comptes différents sont déclarés pour le même indicateur et la même fenêtre : gardez le bon.",
    "cellule_en_erreur": "La colonne {colonne} contient une erreur de tableur (#N/A, #REF!…) : corrigez la formule ou la valeur.",
    "taux_incoherent": "Le taux de la colonne {colonne} n'est pas celui du numérateur et du dénominateur : vérifiez les trois.",
    "sans_rattachement": "Aucune ligne de l'autre table du fichier n'a le même identifiant : vérifiez-le des deux côtés.",
    "boite_inconnue": "Cette boîte aux lettres n'est rattachée à aucun FINESS dans l'annuaire reçu : déclarez-la au GRADeS.",
    "boite_ambigue": "L'annuaire rattache cette boîte aux lettres à plusieurs FINESS : indiquez celui qui envoie.",
    "fichier_inconnu": "Aucun fichier de ce nom dans le même dossier : corrigez la colonne fichier.",
    "couverture_contradictoire": "Deux périodes sont déclarées pour ce fichier et cet établissement : gardez la bonne.",
}
"""Reasons to set one row aside."""

SENDER_RULES: dict[str, str] = {
    "date_invalide": "La colonne {colonne} attend une date qui existe, écrite comme les autres du fichier : corrigez-la.",
    "mois_invalide": "La colonne {colonne} attend un mois qui existe, écrit comme les autres du fichier : corrigez-le.",
    "valeur_inconnue": "La colonne {colonne} contient un mot inconnu pour ce type de fichier : corrigez-le.",
}
"""Sentences that differ for the column of a file in a dialect, whose dates and words are not those of the pivot form."""

FILE_RULES: dict[str, str] = {
    "mois_inconnu": "Le fichier n'est pas dans un dossier de mois AAAA-MM : déplacez-le dans depots/AAAA-MM/.",
    "jeu_inconnu": "Le nom du fichier ne commence par aucun jeu connu ({jeux}) : renommez-le.",
    "format_inconnu": "Ce type de fichier n'est pas lu : déposez un .csv (forme pivot), ou un .csv, .txt, .xlsx ou .zip connu.",
    "lien_refuse": "Ce n'est pas un fichier ordinaire (lien, tube ou périphérique) : déposez le fichier lui-même.",
    "trop_gros": "Le fichier dépasse la taille admise : découpez-le en parties numérotées.",
    "illisible": "Le fichier n'a pas pu être ouvert : vérifiez ses droits d'accès, puis relancez.",
    "encodage": "Le fichier n'est pas dans l'encodage attendu : réenregistrez-le en « CSV UTF-8 ».",
    "fichier_vide": "Le fichier est vide, sans ligne d'en-tête : pour déclarer zéro ligne, déposez l'en-tête seul.",
    "separateur": "L'en-tête n'est pas séparé par des points-virgules : réenregistrez le fichier avec ce séparateur.",
    "colonnes_manquantes": "Des colonnes obligatoires manquent ({colonnes}) : ajoutez-les à l'en-tête.",
    "colonne_en_double": "Une colonne figure deux fois dans l'en-tête ({colonnes}) : n'en gardez qu'une.",
    "colonne_mal_nommee": "Une colonne porte presque le nom attendu ({colonnes}) : écrivez-le exactement ainsi dans l'en-tête.",
    "tables_multiples": "Une autre ligne d'en-tête, plus bas, annonce d'autres colonnes : déposez une table par fichier.",
    "csv_invalide": "Le fichier n'est pas un CSV lisible (guillemet non fermé ou ligne démesurée) : réexportez-le.",
    "couverture_invalide": "La ligne de couverture.csv qui décrit ce fichier est refusée, sa période est inconnue : corrigez-la.",
    "mois_purge": "Ce mois est purgé et ne reçoit plus de dépôt : retirez ce fichier, ou déposez-le dans un mois gardé.",
    "dialecte_inconnu": "Le fichier n'est ni pivot ni d'une forme connue ({colonnes}) : étudiez-le par « cibles profile ».",
    "dialecte_ambigu": "Plusieurs dialectes décrivent ce fichier ({colonnes}) : précisez le nom de fichier que chacun attend.",
    "dialecte_trop_gros": "Hors forme pivot, le fichier dépasse la taille admise : découpez-le en parties numérotées.",
    "periode_absente": "La phrase qui donne la période du fichier ne se trouve pas au-dessus de l'en-tête : rétablissez-la.",
    "finess_absent": "Aucun numéro FINESS ne se trouve là où ce fichier doit le donner : rétablissez-le.",
    "feuille_absente": "Une feuille, ou un fichier de l'archive, manque ({colonnes}) : ajoutez-le.",
    "feuilles_multiples": "Plusieurs feuilles ont la même forme ({colonnes}) : n'en gardez qu'une.",
    "boites_absentes": "Ce fichier nomme des boîtes aux lettres, et aucun annuaire des boîtes n'est dans l'espace : ajoutez-le.",
    "jointure_demesuree": "L'identifiant qui rapproche les tables se répète trop ({colonnes}) : vérifiez-le.",
    "classeur_illisible": "Le classeur est abîmé : enregistrez-le à nouveau au format .xlsx.",
    "classeur_format": "Ce classeur n'est pas au format .xlsx (ou il a des macros) : enregistrez-le en .xlsx.",
    "classeur_chiffre": "Le classeur est protégé par un mot de passe : enregistrez-le sans mot de passe.",
    "classeur_demesure": "Une feuille du classeur dépasse la taille admise : supprimez lignes et colonnes vides, ou découpez-la.",
    "classeur_liens": "Des cellules sont calculées à partir d'un autre classeur : remplacez ces formules par leurs valeurs.",
    "archive_illisible": "L'archive est abîmée ou d'un type inconnu : recréez-la au format .zip ordinaire.",
    "archive_demesuree": "L'archive contient trop de données ou de fichiers : découpez-la.",
    "archive_chemin": "L'archive contient un chemin interdit (absolu, remontant ou lien) : recréez-la avec de simples fichiers.",
    "archive_doublon": "Deux fichiers de l'archive portent le même nom : renommez-en un.",
    "archive_imbriquee": "L'archive contient une autre archive : déposez les fichiers dans une seule.",
    "archive_chiffree": "L'archive est protégée par un mot de passe : recréez-la sans mot de passe.",
    "depot_ambigu": "Un autre dépôt a été reçu en même temps pour le même établissement, jeu et mois : n'en laissez qu'un.",
}
"""Reasons to set a whole file aside."""

FINESS_RULES: tuple[str, ...] = tuple(rule for rule in ROW_RULES if rule.startswith("finess_"))
"""Rules after which a row does not name an establishment."""
