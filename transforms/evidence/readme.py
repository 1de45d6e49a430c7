"""`LISEZMOI.md` of the archive of evidence: what is there, and how to check it with public tools only, in French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from transforms.evidence.words import euros

_MEMBERS: tuple[tuple[str, str], ...] = (
    ("decision.json", "la décision en vigueur, octet pour octet"),
    ("notice.pdf", "la notice de cette décision, composée de ce que dit le fichier précédent et de rien d'autre"),
    ("versions/", "les versions précédentes de ce mois, octet pour octet"),
    ("chaine.jsonl", "la chaîne des réceptions, des actes et des décisions de la région"),
    ("decision.csv", "la décision en une ligne"),
    ("indicateurs.csv", "chaque taux publié ; `decide` : 1 s'il entre dans la décision (tranche vérifiée)"),
    ("criteres.csv", "chaque critère : somme des établissements, évaluation, part du solde"),
    ("versements.csv", "l'échéancier de la subvention"),
    ("conditions.csv", "les autres conditions du texte"),
    ("bareme.csv", "la subvention selon le barème du texte"),
    ("partages.csv", "le partage entre ARS"),
    ("dossiers.csv", "chaque dossier compté, par établissement et indicateur : au dénominateur, au numérateur, où il se lit"),
    ("flux.csv", "messages, documents et échanges comptés, par établissement, indicateur, mois et fichier"),
    ("declarations.csv", "effectifs et comptes déclarés qui ont servi"),
    ("fichiers.csv", "les fichiers lus pour chaque chiffre"),
    ("rejets.csv", "lignes mises de côté dans ces dépôts : fichier, ligne, colonne, règle, raison"),
    ("entrees.csv", "chaque entrée : chemin, empreinte SHA-256, jeu, dialecte, date de réception (temps universel)"),
    ("registre/", "les lignes du registre du GRADeS et du fichier FINESS qui concernent le projet"),
    ("textes/", "le texte appliqué, tel que le logiciel le lit, et ses avenants"),
    ("regles.csv", "chaque valeur du texte, avec la phrase qui la fonde, son document et sa section"),
    ("recalcul.sql", "le recalcul, en SQL"),
)

_TEXT = """# Preuves de la décision {decision_id}

Projet {projet_id}, {nom}. Mois mesuré : {mois}. Texte : {titre}.
Décision : **{decision}**{motif}, {provisoire}. Subvention {subvention}, solde {solde}, libéré {libere}.
Empreinte de la décision : `{empreinte}`.

## Contrôler

Rien de ce qui suit ne demande le logiciel qui a pris la décision.

1. Aucun octet n'a changé depuis que l'archive est faite : l'empreinte de chaque fichier est dans le manifeste.

       sha256sum -c MANIFESTE.sha256

   Un manifeste ne se prouve pas lui-même : demandez par un autre canal l'empreinte de l'archive entière, que la commande a
   affichée, et comparez-la à celle que donne `sha256sum ARCHIVE.zip`. La même décision redonne la même archive.

2. Les chiffres se refont depuis les CSV, avec la ligne de commande de DuckDB (<https://duckdb.org>), dans ce dossier :

       duckdb < recalcul.sql

   Le premier résultat liste les écarts avec les chiffres publiés : aucune ligne n'est attendue. Le deuxième dit ce qui a été
   comparé : numérateurs, dénominateurs, taux, verdicts, critères, euros, fichiers cités. Le troisième dit les mesures sans
   chiffre, qui ne se recalculent pas, et pourquoi.

3. Un dépôt se contrôle contre `entrees.csv` : demandez le fichier au GRADeS ou à l'établissement, calculez son empreinte
   (`sha256sum FICHIER`), ouvrez-le aux lignes que cite `dossiers.csv`. Les dépôts ne sont pas dans l'archive : ils nomment des
   personnes.

{chaine}Ce que le SQL ne refait pas : la lecture des dépôts ligne à ligne, le choix de la fenêtre et de la lecture du texte, les
motifs qui renvoient une décision à une personne, un critère au prorata lu établissement par établissement, un solde déjà versé en
partie là où le texte paie par tranches. Le logiciel refait tout depuis les entrées : `cibles verify decision.json`.

## Ce qu'il y a

{members}

Les CSV sont en UTF-8, séparés par des points-virgules, avec un en-tête ; montants et parts en décimales exactes, dates
AAAA-MM-JJ, 1 et 0 pour oui et non, une cellule vide quand rien n'est connu. Un texte qui commence par `=`, `+`, `-`, `@`, une
tabulation ou un retour est précédé d'une apostrophe, pour qu'un tableur ne le prenne pas pour une formule.

- `ligne` et `lignes` sont le rang qu'un tableur montre, la première ligne étant 1 ; `partie`, la feuille du classeur, le fichier
  de l'archive ou la série de chiffres d'un dépôt qui en a plusieurs.
- `dossiers.csv` a une ligne par dossier et par fichier qui le montre : le dernier état qui le connaît. Quand un effectif est
  déclaré (`source_denominateur` : `effectifs`), il remplace les dossiers du dénominateur.
- `flux.csv` donne aussi les documents du DMP là où le taux compte les personnes.
- Dans `entrees.csv`, l'empreinte d'une table du registre, ou de FINESS, est celle des lignes du projet (JSON canonique, clés
  triées, sans blancs), et non d'un fichier.
- `registre/actes.csv` ne dit pas qui a agi ; `dans_la_decision` vaut 1 pour les actes que la décision connaissait.

## Personnes

Aucune identité, aucun numéro de dossier, aucune valeur saisie n'est dans l'archive. Le numéro d'un dossier (`dossier`) est tiré
pour cette archive seule : un rang dans l'établissement, le même d'un indicateur à l'autre. Ni les identifiants ni les
pseudonymes gardés par le GRADeS ne s'en déduisent, et deux archives ne se joignent pas par ce numéro. Seuls le fichier et la
ligne, que l'expéditeur connaît, peuvent les rapprocher : l'archive se garde comme une pièce de contrôle et ne se publie pas.
"""

_CHAIN = """\
4. Chaque ligne de `chaine.jsonl` porte l'empreinte de la précédente (`precedent`, SHA-256 de la ligne sans son retour) : une
   ligne retirée ou changée rompt la suite. L'empreinte de `decision.json` y est, à la ligne dont l'objet est son chemin.

"""


def readme(record: Mapping[str, Any], members: Iterable[str]) -> bytes:
    """The page.

    Args:
        record: the decision in force.
        members: paths of the other members.
    """
    names = list(members)
    listed = [(name, said) for name, said in _MEMBERS if any(one == name or one.startswith(_folder(name)) for one in names)]
    return _TEXT.format(
        decision_id=record["decision_id"],
        projet_id=record["projet_id"],
        nom=record["projet"]["nom"],
        mois=record["mois"],
        titre=record["texte"]["titre"],
        decision=record["decision"],
        motif=f" ({record['motif']})" if record["motif"] else "",
        provisoire="provisoire" if record["provisoire"] else "non provisoire",
        subvention=_euros(record["montant_subvention"]),
        solde=_euros(record["montant_solde"]),
        libere=_euros(record["montant_libere"]),
        empreinte=record["empreinte"],
        chaine=_CHAIN if "chaine.jsonl" in names else "",
        members="\n".join(f"- `{name}` : {said}." for name, said in listed),
    ).encode()


def _folder(name: str) -> str:
    return name if name.endswith("/") else f"{name}/"


def _euros(amount: str | None) -> str:
    return "inconnu" if amount is None else euros(Decimal(amount))
