"""What one table of a dialect owes to its dataset and to the file: names of columns, each given once, months, matches.

The values it gives are judged in `dialect_value_rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contracts.deposits.columns import DATASETS, Dataset
from contracts.dialect_form import DialectForm, SerieForm, TableForm
from contracts.dialect_value_rules import MARKS, Found, alike, value_faults
from contracts.rulebook_words import fault
from contracts.toml_lines import Path

_IN_A_COLUMN = {"colonne", "au_dessus"}


def table_faults(table: TableForm, form: DialectForm) -> Iterator[Found]:
    """Path below the table, and fault, of each thing that is wrong; what rests on names of columns, only once they are right."""
    dataset = DATASETS[table.jeu]
    yield from _source_faults(table, form)
    yield from _month_faults(table)
    yield from _join_faults(table)
    wrong_names = list(_name_faults(table, dataset))
    if wrong_names:
        yield from wrong_names
        return
    yield from _finess_faults(table, form)
    yield from _given_faults(table, dataset)
    yield from _header_faults(table)
    yield from value_faults(table, dataset)


def _source_faults(table: TableForm, form: DialectForm) -> Iterator[Found]:
    """Among several tables of a file, each says which it is; a text alone has but one."""
    if form.format == "texte":
        if table.source is not None:
            yield ("source",), fault("un fichier de texte n'a qu'une table", "retirez cette clé")
        for rank in range(len(table.jointure)):
            yield ("jointure", rank), fault("un fichier de texte n'a pas d'autre table", "retirez cette jointure")
    elif table.source is None and (len(form.table) > 1 or table.jointure):
        what = "le fichier a plusieurs tables, et celle-ci ne dit pas laquelle elle est"
        yield (), fault(what, "ajoutez source = …, le nom de la feuille ou du fichier")


def _month_faults(table: TableForm) -> Iterator[Found]:
    """A month is read only if a date of the row says it."""
    if table.mois and table.mois_en_colonnes:
        yield ("mois_en_colonnes",), fault("le mois est déjà dans une colonne (mois)", "gardez l'une des deux clés")
    if table.serie and table.mois_en_colonnes:
        yield ("mois_en_colonnes",), fault("chaque mois est déjà une série", "retirez les [[table.serie]], ou cette clé")
    constants = [*table.constantes.values(), *(value for serie in table.serie for value in serie.constantes.values())]
    for key in ("mois", "mois_en_colonnes"):
        if getattr(table, key) and not set(MARKS).intersection(constants):
            mend = 'donnez-le sous [table.constantes], par exemple fenetre_debut = "{debut}" et fenetre_fin = "{fin}"'
            yield (key,), fault("aucune date ne reçoit ce mois", mend)


def _join_faults(table: TableForm) -> Iterator[Found]:
    for rank, join in enumerate(table.jointure):
        for key in ("cle", "colonnes"):
            if not getattr(join, key):
                yield ("jointure", rank, key), fault("la table est vide", "donnez au moins un en-tête")
        there = [alike(header) for header in join.cle.values()]
        if len(set(there)) < len(there):
            yield ("jointure", rank, "cle"), fault("deux en-têtes d'ici ont le même là-bas", "corrigez l'un des deux")
        if table.source is not None and join.source == table.source:
            yield ("jointure", rank, "source"), fault("c'est la table elle-même", "nommez une autre table du fichier")
        if join.source in [other.source for other in table.jointure[:rank]]:
            yield ("jointure", rank, "source"), fault("cette table est déjà jointe", "réunissez les deux jointures")
    for rank, serie in enumerate(table.serie):
        if serie.nom in [other.nom for other in table.serie[:rank]]:
            yield ("serie", rank, "nom"), fault("une autre série porte ce nom", "donnez un nom à chacune")
        if not serie.colonnes:
            yield ("serie", rank, "colonnes"), fault("la table est vide", "donnez au moins un en-tête")


def _name_faults(table: TableForm, dataset: Dataset) -> Iterator[Found]:
    """Columns are those of the dataset. A key of the table written below `[table.colonnes]` is told as such."""
    for path, name in _names(table):
        if name in dataset.names:
            continue
        what = f"« {name} » n'est pas une colonne du jeu {dataset.name}"
        if name in TableForm.model_fields:
            yield path, fault(what, f"c'est une clé de [[table]] : écrivez-la avant la ligne [table.{path[0]}]")
        else:
            yield path, fault(what, "", admitted=dataset.names, word=name)


def _names(table: TableForm) -> Iterator[tuple[Path, str]]:
    """Every place where a column of the dataset is named."""
    for key in ("colonnes", "constantes", "valeurs", "mois_en_colonnes"):
        yield from (((key, name), name) for name in getattr(table, key))
    yield from ((("facultatives", rank), name) for rank, name in enumerate(table.facultatives))
    for rank, serie in enumerate(table.serie):
        yield from ((("serie", rank, key, name), name) for key in ("colonnes", "constantes") for name in getattr(serie, key))
    for rank, join in enumerate(table.jointure):
        yield from ((("jointure", rank, "colonnes", name), name) for name in join.colonnes)


def _finess_faults(table: TableForm, form: DialectForm) -> Iterator[Found]:
    """The number is in a column exactly when the table says so."""
    if table.finess == "feuille" and form.format == "texte":
        yield ("finess",), fault("un fichier de texte n'a pas de feuille", 'écrivez par exemple finess = "nom"')
    if table.finess == "au_dessus" and "finess_et" not in table.colonnes:
        yield ("finess",), fault("la colonne où le chercher n'est pas dite", "ajoutez finess_et = … sous [table.colonnes]")
    if table.finess not in _IN_A_COLUMN:
        for path, name in _names(table):
            if name == "finess_et":
                yield (
                    path,
                    fault(f'le numéro FINESS est déjà trouvé ailleurs (finess = "{table.finess}")', "retirez l'un des deux"),
                )
    for key in ("libelle", "boites"):
        if getattr(table, key) and table.finess not in _IN_A_COLUMN:
            yield (key,), fault("le numéro FINESS n'est pas dans une colonne", "retirez cette clé, ou la clé finess")
    if table.libelle and table.boites:
        yield ("boites",), fault("une boîte n'est pas au milieu d'un libellé", "gardez libelle ou boites")


def _given_faults(table: TableForm, dataset: Dataset) -> Iterator[Found]:
    """In each series, a column is given once, and every required one is."""
    common = [(("colonnes", name), name) for name in table.colonnes]
    common += [(("constantes", name), name) for name in table.constantes]
    common += [(("mois_en_colonnes", name), name) for name in table.mois_en_colonnes]
    for rank, join in enumerate(table.jointure):
        common += [(("jointure", rank, "colonnes", name), name) for name in join.colonnes]
    yield from _twice(common)
    for rank, serie in enumerate(table.serie):
        own: list[tuple[Path, str]] = [(("serie", rank, "colonnes", name), name) for name in serie.colonnes]
        own += [(("serie", rank, "constantes", name), name) for name in serie.constantes]
        yield from _twice(own, tuple(name for _, name in common))
        if serie.colonnes:
            yield from _missing(dataset, {name for _, name in [*common, *own]}, table, ("serie", rank))
    if not table.serie:
        yield from _missing(dataset, {name for _, name in common}, table, ())


def _twice(given: Iterable[tuple[Path, str]], already: tuple[str, ...] = ()) -> Iterator[Found]:
    seen = set(already)
    for path, name in given:
        if name in seen:
            yield path, fault(f"la colonne {name} est déjà donnée ailleurs dans cette table", "ne la donnez qu'une fois")
        seen.add(name)


def _missing(dataset: Dataset, given: set[str], table: TableForm, path: Path) -> Iterator[Found]:
    for column in dataset.columns:
        elsewhere = column.name == "finess_et" and (table.finess != "colonne")
        if column.required and column.name not in given and not elsewhere:
            what = f"la colonne {column.name}, obligatoire dans {dataset.name}, n'est donnée nulle part"
            mend = f"ajoutez {column.name} = … sous [table.colonnes]"
            if column.name == "finess_et":
                mend += ', ou dites où est le numéro (finess = "nom", "feuille", "titre" ou "dossier")'
            elif column.name != "dossier_id":
                mend += " ou [table.constantes]"
            yield path, fault(what, mend)


def _header_faults(table: TableForm) -> Iterator[Found]:
    """One header is not two columns: that would be a slip."""
    tables: list[tuple[Path, dict[str, list[str]]]] = [(("colonnes",), table.colonnes)]
    tables += [(("serie", n, "colonnes"), _lists(serie)) for n, serie in enumerate(table.serie)]
    tables += [
        (("jointure", n, "colonnes"), {name: [header] for name, header in join.colonnes.items()})
        for n, join in enumerate(table.jointure)
    ]
    for path, headers in tables:
        seen: dict[str, str] = {}
        for name, listed in headers.items():
            for header in listed:
                other = seen.setdefault(alike(header), name)
                if other != name:
                    yield (*path, name), fault(f"l'en-tête « {header} » est déjà celui de {other}", "corrigez l'un des deux")


def _lists(serie: SerieForm) -> dict[str, list[str]]:
    return {name: [header] for name, header in serie.colonnes.items()}
