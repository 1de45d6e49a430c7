"""The page `docs/dialectes.md`: dialects of the product as their files say, forms known without a dialect, how to write one.

Words that no file of dialect holds are in `flows.dialect_words`; the meaning of keys is in `contracts.dialect_form`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contracts.deposits.columns import DATASETS
from contracts.dialect import Dialecte, Jointure, TableLue
from contracts.dialect_form import TABLES
from flows.dialect_words import (
    CERTAINTIES,
    EXAMPLE,
    FORMATS,
    HOW_TO_WRITE,
    INTRODUCTION,
    KEYS,
    MARKS,
    OTHERS,
    OTHERS_INTRODUCTION,
    PLACES,
    PLACES_OF_PERIOD,
    SEPARATORS,
)
from flows.jurist.markdown import anchor, bullets, folded, heading, page, plain, prose, table


def dialects_page(dialects: Mapping[str, Dialecte]) -> str:
    """The whole page, for these dialects."""
    return page(
        [
            INTRODUCTION,
            heading(2, "Dialectes livrés"),
            _index(dialects.values()),
            bullets([f"**{short}** : {prose(long)}" for short, long in CERTAINTIES.values()]),
            *(block for dialect in dialects.values() for block in _dialect(dialect)),
            heading(2, "Formes sans dialecte"),
            folded(prose(OTHERS_INTRODUCTION)),
            *(block for title, text in OTHERS for block in (heading(3, title), folded(prose(text)))),
            heading(2, "Écrire un dialecte"),
            HOW_TO_WRITE,
            f"```toml\n{EXAMPLE}```",
            heading(2, "Les clés"),
            folded(prose(KEYS)),
            *(block for opening in TABLES for block in _keys(opening)),
        ]
    )


def _index(dialects: Iterable[Dialecte]) -> str:
    rows = [
        [
            f"[`{item.dialecte}`](#{anchor(_title(item))})",
            item.reference or "",
            plain(item.titre),
            ", ".join(f"`{jeu}`" for jeu in dict.fromkeys(read.jeu for read in item.tables)),
            CERTAINTIES[item.certitude][0],
        ]
        for item in dialects
    ]
    return table(["Dialecte", "Repère", "Ce que c'est", "Jeux", "Certitude"], rows)


def _title(item: Dialecte) -> str:
    return f"`{item.dialecte}`"


def _dialect(item: Dialecte) -> Iterator[str]:
    yield heading(3, _title(item))
    yield folded(f"{plain(item.titre)}. **{CERTAINTIES[item.certitude][0]}.** {plain(item.fonde_sur)}")
    yield bullets(list(_writing(item)))
    for read in item.tables:
        yield from _table(read)


def _writing(item: Dialecte) -> Iterator[str]:
    """How the file is recognised and written."""
    text = "" if item.format == "classeur" else f", {item.encodage}, {SEPARATORS[item.separateur]}"
    yield f"Fichier : {FORMATS[item.format]}{text}"
    if item.nom != "*":
        yield f"Nom : `{item.nom}`"
    if item.periode:
        yield f"Période : « {plain(item.periode)} », {PLACES_OF_PERIOD[item.periode_dans]}"
    if item.ecriture.dates:
        yield f"Dates, outre celles du pivot : {_codes(item.ecriture.dates)}"
    if item.ecriture.dates_vides:
        yield f"Dates qui veulent dire « aucune » : {_codes(item.ecriture.dates_vides)}"
    if item.ecriture.vides:
        yield f"Textes qui veulent dire « vide » : {_codes(item.ecriture.vides)}"


def _table(read: TableLue) -> Iterator[str]:
    source = f", lu dans `{read.source}`" if read.source else ""
    yield heading(4, f"Jeu `{read.jeu}`{source}")
    yield table(["Colonne", "Ce qui la donne"], [[f"`{name}`", where] for name, where in _givers(read)])
    notes = list(_notes(read))
    if notes:
        yield bullets(notes)


def _givers(read: TableLue) -> Iterator[tuple[str, str]]:
    """What gives each column of the dataset, in its order; columns that nothing gives are left out."""
    for name in DATASETS[read.jeu].names:
        where = " ; ".join(_given(read, name))
        if where:
            yield name, where


def _given(read: TableLue, name: str) -> Iterator[str]:
    if name == "finess_et" and read.finess not in {"colonne", "au_dessus"}:
        yield PLACES[read.finess]
    if name in read.colonnes:
        facultative = " (facultative)" if name in read.facultatives else ""
        yield f"{_headers(read.colonnes[name])}{facultative}{_finess(read, name)}"
    if name in read.constantes:
        yield _constant(read, read.constantes[name])
    if name in read.mois_en_colonnes:
        beside = read.mois_en_colonnes[name]
        yield f"une colonne par mois{f', « {plain(beside)} »' if beside else ''}"
    for join in read.jointures:
        yield from (f"« {plain(header)} » de `{join.source}`" for header, column in join.colonnes.items() if column == name)
    for serie in read.series:
        if name in serie.colonnes:
            yield f"« {plain(serie.colonnes[name])} »"
        if name in serie.constantes:
            yield f"`{serie.constantes[name]}`"


def _constant(read: TableLue, value: str) -> str:
    if value not in MARKS:
        return f"toujours `{value}`"
    if read.mois_en_colonnes:
        return f"{MARKS[value]} du mois de la colonne"
    return f"{MARKS[value]} du mois de la ligne" if read.mois else f"{MARKS[value]} de la période du fichier"


def _finess(read: TableLue, name: str) -> str:
    """What is particular to the column of the establishment."""
    if name != "finess_et":
        return ""
    above = ", une cellule vide répétant celle du dessus" if read.finess == "au_dessus" else ""
    label = ", le numéro étant dans un libellé" if read.libelle else ""
    return above + label + (", par la correspondance des boîtes" if read.boites else "")


def _notes(read: TableLue) -> Iterator[str]:
    if read.entetes > 1:
        yield "En-tête sur deux lignes, dont les noms sont mis à la suite"
    if read.mois:
        yield f"Mois de la ligne : {_headers(read.mois)}"
    if read.series:
        yield f"Une ligne donne {len(read.series)} lignes du jeu : {', '.join(plain(serie.nom) for serie in read.series)}"
    for join in read.jointures:
        yield _join(join)
    for name, values in read.valeurs.items():
        yield f"Valeurs de `{name}` : {', '.join(f'« {plain(text)} » → `{word}`' for text, word in values.items())}"
    if read.ignorer:
        yield f"Lignes qui ne sont pas des données : {_codes(read.ignorer)}"
    if read.taux:
        yield f"Taux comparé aux comptes : {_headers(read.taux)}"


def _join(join: Jointure) -> str:
    keys = " et ".join(f"« {plain(here)} » = « {plain(there)} »" for there, here in join.cle.items())
    absent = " ; ce fichier ou cette feuille peut manquer" if join.facultative else ""
    return f"`{join.source}` complète chaque ligne par {keys} ; ces colonnes restent vides pour une ligne qui n'y est pas{absent}"


def _keys(opening: str) -> Iterator[str]:
    """The keys of one table, with their meaning: a key without which the file is refused is marked."""
    fields = TABLES[opening].model_fields
    yield heading(3, f"`{opening}`" if opening else "En tête du fichier")
    yield bullets(
        [
            f"`{name}`{' (obligatoire)' if known.is_required() else ''} : {prose(known.description or '')}"
            for name, known in fields.items()
        ]
    )


def _headers(names: Iterable[str]) -> str:
    return " ou ".join(f"« {plain(name)} »" for name in names)


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
