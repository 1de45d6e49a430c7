"""French words of `docs/dialectes.md` that no file of dialect holds: how sure we are, forms known without a dialect, how to write
one.
"""

from __future__ import annotations

CERTAINTIES = {
    "format_verifie": ("Format vérifié", "la forme a été lue dans un document, un fichier public ou de vrais dépôts."),
    "traits_verifies": ("Traits vérifiés", "des habitudes relevées sur des fichiers publics ; leur réunion est supposée."),
    "deduite": ("Déduite", "aucun fichier de cette forme n'a été vu. Comparez le premier fichier reçu à cette page."),
}

FORMATS = {"texte": "texte à séparateur", "classeur": "classeur xlsx", "archive": "archive zip de textes"}

SEPARATORS = {";": "séparé par `;`", ",": "séparé par `,`", "|": "séparé par `|`", "\t": "séparé par des tabulations"}

PLACES = {
    "nom": "dans le nom du fichier",
    "feuille": "dans le nom de la feuille ou du fichier de l'archive",
    "titre": "au-dessus de l'en-tête",
    "dossier": "le dossier du dépôt",
}

MARKS = {"{debut}": "premier jour", "{fin}": "dernier jour"}

PLACES_OF_PERIOD = {"titre": "au-dessus de l'en-tête", "nom": "dans le nom du fichier"}

INTRODUCTION = """# Les dialectes : ce que les établissements et les éditeurs envoient

Un dépôt en forme pivot se passe de dialecte. Tout autre fichier est reconnu par son nom et ses en-têtes, puis lu comme le dit le
dialecte trouvé. Un dialecte dit seulement où, quelle colonne, quelle valeur : il ne juge ni ne répare rien. Une cellule qu'il ne
sait pas lire est laissée comme elle est écrite, et la ligne est mise de côté avec son motif. Les colonnes qu'un dialecte ne nomme
pas ne sont pas lues.

Cette page est écrite par `make docs` depuis `contracts/dialects/` ; ce qu'on corrige, ce sont ces fichiers."""

OTHERS_INTRODUCTION = """\
Ces formes existent ou sont vraisemblables, et aucun dialecte ne les lit encore. Voici ce qu'on en sait, pour qui en
reçoit un."""

OTHERS: tuple[tuple[str, str], ...] = (
    (
        "D3 : rapport d'indicateurs d'un DUI (déduite)",
        """\
Une ligne par établissement et par mois, avec numérateur, dénominateur et taux imprimé (`92,5 %`), une ligne TOTAL et
un pied « Édité le … ». Un dialecte suffit : jeu `agregats`, clés `mois`, `taux` et `ignorer` ; plusieurs indicateurs
côte à côte sont des `[[table.serie]]`, dont les taux ne sont pas lus. Ces comptes déclarés ne servent que si les
dossiers manquent, et une libération qui repose sur eux est à instruire.""",
    ),
    (
        "D6 : transfert de données du DUI en FHIR (format vérifié, usage inconnu)",
        """\
Bundle FHIR R4 de type `transaction`, en JSON, décrit par le guide de transfert de données du DUI de l'ANS : usager,
séjours, projets personnalisés, événements, avec leurs statuts (`ENPREPARATION`, `ENCOURS`, `PLANIFIE`…). Aucun
éditeur connu ne l'exporte en série. C'est un arbre et non une table : il demande un lecteur, pas un dialecte.
L'entité géographique y est désignée par `3` suivi d'un SIRET hors du champ sanitaire : ce n'est pas un FINESS.""",
    ),
    (
        "D7 : transfert de données du DUI en CDA (format vérifié, usage inconnu)",
        """\
Version précédente du même transfert, en XML, un document par usager. Mêmes remarques ; demandez plutôt un export à
plat.""",
    ),
    (
        "D9 : journal d'envoi MSSanté (déduite)",
        """\
Une ligne par message : date et heure, émetteur, destinataires, statut, séparés par des tabulations, parfois en
UTF-16. Un dialecte suffit quand le journal ne garde que les envois aboutis : jeu `mssante`, `boites = true`,
`separateur = "\\t"`, l'émetteur pour `finess_et`, la date pour `date_envoi` et la constante `nb_messages = "1"`. S'il
garde aussi les échecs, ou s'il écrit une ligne par destinataire, faites compter les messages par l'opérateur : rien
ne dit ce qu'est un message envoyé. Les adresses des destinataires sont des données personnelles : elles ne sont pas
lues, mais mieux vaut ne pas les recevoir.""",
    ),
    (
        "D10 : correspondance des boîtes MSSanté (format vérifié)",
        """\
Extraction de l'annuaire santé de l'ANS, texte UTF-8 séparé par `|`, 31 colonnes, une ligne par boîte, sans les boîtes
applicatives. Ce n'est pas un dépôt mais une référence : le GRADeS la garde datée, et elle dit l'établissement des
boîtes que `mssante-operateur` cite. Une boîte qui n'y est pas, ou qui y désigne plusieurs établissements, met sa
ligne de côté.""",
    ),
    (
        "D11 : journal des dépôts au DMP (déduite)",
        """\
Une ligne par document : identifiant local ou INS, type de document, date, statut. Un dialecte suffit quand
l'identifiant est celui du dossier : jeu `dmp`, `valeurs` pour le statut (`OK`, `ERREUR`). Avec l'INS pour seul
identifiant, le fichier ne se rapproche d'aucun dossier : demandez l'identifiant local.""",
    ),
    (
        "D14 : référentiel FINESS (format vérifié)",
        """\
Fichier `cs1100502`, structures FINESS+ en JSON ou réexport avec en-têtes. Ce n'est pas un dépôt : placez-le dans
`finess/`, où sa forme est reconnue.""",
    ),
)

HOW_TO_WRITE = """1. `cibles profile FICHIER` écrit un brouillon à partir du fichier reçu. Relisez chaque ligne : il devine, vous
   décidez.
2. `cibles check FICHIER --dialect mon-editeur.toml` dit ce que deviendrait chaque ligne, sans rien écrire.
3. Placez-le dans le dossier `dialectes/` de l'espace de travail, sous le nom que donne sa clé `dialecte` (`mon-editeur.toml`).
   Un nom déjà pris par un dialecte livré est refusé.

Le tout, pas à pas : [D'un CSV inconnu à un dépôt accepté](emetteurs.md).

Un dialecte mal écrit est refusé en entier, chaque faute avec sa ligne, sa clé et ce qu'il faut écrire. Ce qui demande un
raisonnement (recoller deux cellules, choisir entre deux dates) n'a pas de clé : demandez un autre export à l'éditeur.

Les en-têtes, les textes et les noms se comparent sans majuscules, accents ni espaces répétées. Un dialecte complet, pour un
fichier dont les en-têtes sont `Etab.`, `Dossier`, `Entrée`, `Sortie`, `Modifié le` et `PP` :"""

EXAMPLE = """\
dialecte = "mon-editeur"
titre = "Export mensuel des dossiers de Mon Éditeur"
certitude = "format_verifie"
fonde_sur = "Fichiers reçus de trois établissements en mars 2026."
format = "texte"
encodage = "cp1252"

[ecriture]
dates = ["jj/mm/aaaa"]

[[table]]
jeu = "dossiers"

[table.colonnes]
finess_et = "Etab."
dossier_id = ["Dossier", "N° dossier"]
date_entree = "Entrée"
date_sortie = "Sortie"
date_derniere_maj = "Modifié le"
projet_statut = "PP"

[table.valeurs.projet_statut]
"En cours" = "ENCOURS"
"Fini" = "TERMINE"
"""

KEYS = """\
Une clé s'écrit sous la ligne qui ouvre sa table : celles de `[[table]]` avant `[table.colonnes]`, qui s'ouvre à son
tour. Chaque colonne obligatoire du jeu est donnée une fois, et une seule : par un en-tête, une constante, une série,
un mois en colonne, une jointure ou, pour `finess_et`, la clé `finess`."""
