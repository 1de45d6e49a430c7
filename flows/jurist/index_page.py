"""The page that lists the others, and says how to read them."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.rulebook import Amendment, Rulebook
from flows.jurist.markdown import plain, table
from flows.jurist.rules import day

_HOW_TO_READ = """# Les textes, tels que le programme les applique

Une page par appel à projets et par avenant, écrite pour les juristes : chaque règle que `cibles` applique, la phrase dont elle
vient, et ce qui l'éprouve. Ces pages sont écrites par `make docs` ; ce qu'on corrige, ce sont les fichiers de `contracts/texts/`.

## Comment lire une règle

- **La règle en mots**, avec sa valeur : une cible, une durée, un montant, une pièce.
- **La phrase** qui la fonde, copiée du texte, puis le document et la section où elle se trouve.
- **Lecture** : quand la phrase laisse un choix, la lecture retenue et les autres lectures admissibles. Celles qui ont un nom
  sont calculées et publiées à côté, et une ARS peut en choisir une (`[lectures]` dans `cibles.toml`).
- **Source secondaire** : la phrase n'a pas été lue dans le texte lui-même, mais dans ce que d'autres en ont écrit.
- **Cas** : pour chaque valeur, sous le nom qu'elle porte dans le fichier, les cas qui l'éprouvent (`fichier::nom`), en deçà de
  la limite, à la limite, ou au-delà. « Aucun cas » veut dire qu'aucun ne la nomme.
  [Comment écrire un cas](../../tests/cases/README.md).

`cibles texts TEXTE` montre les mêmes phrases, `cibles texts --date AAAA-MM-JJ` les textes en vigueur un jour donné."""


def index_page(books: Iterable[Rulebook], amendments: Iterable[Amendment]) -> str:
    """The index, with a line for each text and each amendment."""
    texts = [
        [
            f"[{plain(book.titre)}]({book.texte_id}.md)",
            plain(book.emetteur),
            day(book.en_vigueur_le),
            f"`{book.portee}`",
            f"`{book.solde}`",
        ]
        for book in books
    ]
    changing = [
        [
            f"[{plain(item.titre)}]({item.avenant_id}.md)",
            day(item.date_effet),
            ", ".join(f"[`{texte_id}`]({texte_id}.md)" for texte_id in item.textes),
            "source secondaire" if item.source.secondaire else "texte",
        ]
        for item in amendments
    ]
    blocks = [
        _HOW_TO_READ,
        "## Textes",
        table(["Texte", "Émetteur", "En vigueur à partir du", "Portée", "Solde"], texts),
        "## Avenants",
        "Un avenant n'est appliqué que si l'espace de travail le choisit (`[avenants]` dans `cibles.toml`).",
        table(["Avenant", "Date d'effet", "Texte changé", "Origine"], changing) if changing else "Aucun.",
    ]
    return "\n\n".join(blocks) + "\n"
