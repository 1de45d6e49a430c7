"""From what was found of a file to the tables of a dialect: which are read, and what each key of `[[table]]` would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from contracts.deposits.columns import DATASETS
from transforms.dialects.guess_words import INDICATEUR, VALUES, hints_of, strength, words_of
from transforms.dialects.names import comparable
from transforms.dialects.profile import Profile, Table

_TO_GIVE = "À COMPLÉTER : en-tête de {column}"
"""In place of a header that was not found: no file has it, so that nothing is read before a person has chosen."""

_LONGEST_LABEL = 200
_DAYS = {"fenetre_debut": "{debut}", "fenetre_fin": "{fin}", "periode_debut": "{debut}", "periode_fin": "{fin}"}
_DAYS["date_envoi"] = "{debut}"
_MOST_TABLES = 12


@dataclass
class TableDraft:
    """One `[[table]]`. `colonnes` and `constantes`: value and what is said of it, by column of the dataset; `valeurs`: the texts
    translated, and how many are not; `jointure`: table that completes, its key here and there, its header of `finess_et`.
    """

    jeu: str
    confidence: float
    source: str | None = None
    entetes: int = 1
    finess: str = "colonne"
    libelle: bool = False
    boites: bool = False
    ignorer: tuple[str, ...] = ()
    mois: str | None = None
    taux: str | None = None
    mois_en_colonnes: dict[str, str] = field(default_factory=dict)
    colonnes: dict[str, tuple[str, str]] = field(default_factory=dict)
    constantes: dict[str, tuple[str, str]] = field(default_factory=dict)
    valeurs: dict[str, tuple[dict[str, str], int]] = field(default_factory=dict)
    jointure: tuple[str, str, str, str] | None = None
    unread: tuple[str, ...] = ()

    @property
    def to_give(self) -> int:
        """Headers that a person must give before anything is read."""
        return sum(value.startswith("À COMPLÉTER") for value, _ in self.colonnes.values())


def sureness(confidence: float) -> str:
    """How sure we are, in words."""
    percent = min(99, round(100 * confidence))
    word = "sûre" if percent >= 75 else "probable" if percent >= 50 else "à vérifier"
    return f"{word} ({percent} %)"


def table_drafts(profile: Profile) -> list[TableDraft]:
    """The tables a dialect of this file would read: those whose required columns are found or, when none is so, the likeliest."""
    drafts = [(table, _draft(profile, table)) for table in profile.tables]
    whole = [(table, draft) for table, draft in drafts if not draft.to_give and table.header.sure]
    if not whole:
        best = max(drafts, key=lambda one: (one[0].header.sure, one[1].confidence, -one[1].to_give), default=None)
        whole = [best] if best else []
    whole = whole[:_MOST_TABLES]
    if _all_alike([table for table, _ in whole]) and len(whole) > 1 and len(whole) == len(profile.tables):
        whole[0][1].source = "*"
        return [whole[0][1]]
    if len(whole) > 1 or any(draft.jointure for _, draft in whole):
        for table, draft in whole:
            draft.source = table.name
    return [draft for _, draft in whole]


def _all_alike(tables: Sequence[Table]) -> bool:
    return len({tuple(comparable(text) for text in table.header.labels) for table in tables}) == 1


def _draft(profile: Profile, table: Table) -> TableDraft:
    guess = table.guess
    draft = TableDraft(guess.jeu, guess.confidence, entetes=table.header.rows, ignorer=table.ignorer)
    places = guess.places if table.header.sure else {}
    for column in DATASETS[guess.jeu].columns:
        found = places.get(column.name)
        if found and 0 < len(table.labels[found[0]].text) <= _LONGEST_LABEL:
            draft.colonnes[column.name] = (table.labels[found[0]].text, _said(table, *found))
    if guess.mois is not None and table.header.sure:
        draft.mois = table.labels[guess.mois].text
    if {"numerateur", "denominateur"} <= draft.colonnes.keys():
        draft.taux = next((label.text for label in table.labels if words_of(label.text).startswith("taux")), None)
    if table.months and guess.jeu in {"agregats", "mssante"}:
        # Months in columns are the dates and the figures of their lines.
        draft.mois_en_colonnes, draft.mois, draft.taux = _figures(guess.jeu, table.months), None, None
        for name in (*draft.mois_en_colonnes, *_DAYS):
            draft.colonnes.pop(name, None)
    _place_finess(profile, table, draft)
    _fill(table, draft)
    _translate(table, draft)
    read = {text for text, _ in draft.colonnes.values()} | {draft.mois or "", draft.taux or ""}
    places_left = [place for place, label in enumerate(table.labels) if label.text and label.text not in read]
    draft.unread = tuple(_unread(table, place) for place in places_left if place not in table.month_places)
    return draft


def _said(table: Table, place: int, confidence: float) -> str:
    label, said = table.labels[place], sureness(confidence)
    if [comparable(other.text) for other in table.labels].count(comparable(label.text)) > 1:
        said += " ; cet en-tête figure plusieurs fois dans le fichier, qui serait refusé"
    if label.look.short_years > 0:
        said += " ; années à deux chiffres : ces lignes seraient refusées"
    return said


def _unread(table: Table, place: int) -> str:
    return table.shown(place) + (" (identité : jamais lue)" if table.personal(place) else "")


def _figures(jeu: str, months: tuple[str, ...]) -> dict[str, str]:
    if jeu == "mssante":
        return {"nb_messages": months[0]}
    if len(months) == 1:
        return {"numerateur": months[0]}
    below = max(months, key=lambda text: strength(hints_of("agregats", "denominateur"), words_of(text)))
    above = next(text for text in months if text != below)
    return {"numerateur": above, "denominateur": below}


def _place_finess(profile: Profile, table: Table, draft: TableDraft) -> None:
    """Where the number of the establishment is."""
    if "finess_et" in draft.colonnes:
        look = table.labels[table.guess.places["finess_et"][0]].look
        draft.libelle, draft.boites = look.label > 0.5, look.mailbox > 0.5
        if 0 < look.filled < 0.7 and not draft.boites:
            draft.finess = "au_dessus"
        return
    draft.jointure = _completing(profile, table, draft)
    if draft.jointure is None:
        draft.finess = table.finess_in[0] if table.finess_in else "dossier"


def _completing(profile: Profile, table: Table, draft: TableDraft) -> tuple[str, str, str, str] | None:
    """Another table of the file with the number of the establishment, and the identifier by which its lines are matched."""
    if profile.format == "texte" or "dossier_id" not in draft.colonnes:
        return None
    for other in profile.tables:
        places = other.guess.places
        if other is not table and other.name != table.name and other.header.sure and {"finess_et", "dossier_id"} <= places.keys():
            key, number = other.labels[places["dossier_id"][0]].text, other.labels[places["finess_et"][0]].text
            return other.name, draft.colonnes["dossier_id"][0], key, number
    return None


def _fill(table: Table, draft: TableDraft) -> None:
    """What no column gives: a constant where one can be, else a header to be given."""
    given = draft.colonnes.keys() | draft.mois_en_colonnes.keys() | {"finess_et"}
    for column in DATASETS[draft.jeu].columns:
        if not column.required or column.name in given:
            continue
        if column.name in _DAYS:
            of = "du mois de la ligne" if draft.mois else "du mois de la colonne" if draft.mois_en_colonnes else "de la période"
            draft.constantes[column.name] = (_DAYS[column.name], f"jour {of}")
        elif column.kind == "code":
            draft.constantes[column.name] = _constant(table, draft, column.name, column.codes)
        else:
            draft.colonnes[column.name] = (
                _TO_GIVE.format(column=column.name),
                "aucune colonne ne ressemble : donnez son en-tête",
            )


def _constant(table: Table, draft: TableDraft, name: str, codes: tuple[str, ...]) -> tuple[str, str]:
    if name == "indicateur":
        words = words_of(" ".join([draft.colonnes.get("numerateur", ("",))[0], *draft.mois_en_colonnes.values(), table.name]))
        told = next((code for code, pattern in INDICATEUR.items() if pattern.search(words)), None)
        if told:
            return told, "d'après l'en-tête ; à vérifier"
    return codes[0], f"à vérifier : le fichier ne le dit pas ({', '.join(codes)})"


def _translate(table: Table, draft: TableDraft) -> None:
    for column in DATASETS[draft.jeu].columns:
        known = VALUES.get((draft.jeu, column.name), {})
        if column.name not in draft.colonnes or column.name not in table.guess.places or not (known or column.codes):
            continue
        texts = table.labels[table.guess.places[column.name][0]].look.texts
        found = {text: code for text, code in known.items() if comparable(text) in texts}
        plain = {comparable(text) for text in (*known, *column.codes)} | ({"o", "n"} if column.kind == "oui_non" else set())
        others = len(texts - plain) if column.kind != "texte" else 0
        if found or others:
            draft.valeurs[column.name] = (found, others)
