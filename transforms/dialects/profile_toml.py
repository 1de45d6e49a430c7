"""The draft of a dialect as TOML text: it loads as it is, and each guess says how sure we are. No value of the file is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from contracts.deposits.columns import DATASETS
from transforms.dialects.dates import read_month
from transforms.dialects.guess_words import EMPTY_DATES, EMPTY_TEXTS
from transforms.dialects.names import comparable, shown
from transforms.dialects.profile import Profile
from transforms.dialects.profile_draft import TableDraft, sureness, table_drafts

_DATED = {"date", "date_heure", "jour_ou_mois"}
_COMMENT = 110
_MOST_NAMED = 40


def draft_name(stem: str) -> str:
    """A name that a dialect may have, from that of a file; its digits, often a date or an establishment, are left out."""
    words = re.findall("[a-z]+", comparable(stem))
    return "-".join(words[:4]) or "nouveau"


def draft(profile: Profile, name: str) -> str:
    """The text of a dialect of this name for this file (to be kept as `<name>.toml`)."""
    tables = table_drafts(profile)
    blocks = ["\n".join(_top(profile, name, tables)), "\n".join(_writing(profile, tables))]
    blocks += ["\n".join(_table(one)) for one in tables or [TableDraft("dossiers", 0.0, finess="dossier", colonnes=_nothing())]]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _nothing() -> dict[str, tuple[str, str]]:
    columns = [column.name for column in DATASETS["dossiers"].columns if column.required and column.name != "finess_et"]
    return {name: (f"À COMPLÉTER : en-tête de {name}", "aucune table n'a été trouvée") for name in columns}


def _top(profile: Profile, name: str, tables: Sequence[TableDraft]) -> Iterator[str]:
    yield "# Brouillon écrit par « cibles profile » à partir d'un seul fichier : il devine, vous décidez. Relisez chaque ligne,"
    yield "# en commençant par celles qui disent « à vérifier », puis corrigez titre, certitude et fonde_sur."
    yield ""
    yield f"dialecte = {_text(name)}"
    yield 'titre = "Forme à nommer"'
    yield 'certitude = "deduite"'
    yield "fonde_sur = \"Brouillon tiré d'un seul fichier, à confirmer par l'émetteur.\""
    yield f'format = "{profile.format}"'
    if any(not near.differences for near in profile.near):
        yield f"nom = {_text(_pattern(profile.name))}  # un dialecte connu lit déjà ce fichier : seul son nom les départage"
    if profile.format != "classeur":
        spoiled = " ; des accents étaient déjà abîmés (Ã©)" if profile.way.abime else ""
        yield f'encodage = "{profile.way.encodage}"  # {sureness(profile.way.confiance)}{spoiled}'
        yield f"separateur = {_text(profile.way.separateur)}"
    period = _period(profile, tables)
    if period:
        yield f"periode = {_text(period)}  # trouvée au-dessus de l'en-tête"


def _pattern(file_name: str) -> str:
    """The name of the file without its numbers, as a pattern."""
    stem, dot, suffix = file_name.rpartition(".")
    return shown(re.sub("[0-9]+(?:[-_. ]?[0-9]+)*", "*", stem), 100) + dot + suffix if stem else f"{file_name}*"


def _period(profile: Profile, tables: Sequence[TableDraft]) -> str | None:
    """The sentence of the period, when every table read has it and its days can be read."""
    found = {table.period for table in profile.tables if table.header.sure}
    return found.pop() if len(found) == 1 and "mm/jj/aaaa" not in _forms(profile, tables) else None


def _writing(profile: Profile, tables: Sequence[TableDraft]) -> Iterator[str]:
    forms = _forms(profile, tables)
    texts = {text for table in profile.tables for label in table.labels for text in label.look.texts}
    dates = [text for text in EMPTY_DATES if comparable(text) in _dated_texts(profile)]
    empty = [text for text in EMPTY_TEXTS if comparable(text) in texts]
    lines = [f"dates = {_list(forms)}{_of_dates(profile, forms)}"] if forms else []
    lines += [f"dates_vides = {_list(dates)}"] if dates else []
    lines += [f"vides = {_list(empty)}"] if empty else []
    if _points(profile):
        lines.append('decimale = "."')
    if lines:
        yield "[ecriture]"
        yield from lines


def _of_dates(profile: Profile, forms: Sequence[str]) -> str:
    both = any({"jj/mm/aaaa", "mm/jj/aaaa"} <= label.look.dates.keys() for table in profile.tables for label in table.labels)
    certain = "jj/mm/aaaa" in forms and any(
        label.look.dates.get("jj/mm/aaaa", 0.0) > label.look.dates.get("mm/jj/aaaa", 0.0)
        for table in profile.tables
        for label in table.labels
    )
    return "  # jour et mois ne se distinguent pas dans ce fichier : à vérifier" if both and not certain else ""


def _dated_places(profile: Profile) -> Iterator[tuple[int, int]]:
    """Rank of the table and place of each column that holds days or months."""
    for rank, table in enumerate(profile.tables):
        kinds = {column.name: column.kind for column in DATASETS[table.guess.jeu].columns}
        yield from ((rank, place) for name, (place, _) in table.guess.places.items() if kinds[name] in _DATED)
        if table.guess.mois is not None:
            yield rank, table.guess.mois


def _dated_texts(profile: Profile) -> set[str]:
    return {text for rank, place in _dated_places(profile) for text in profile.tables[rank].labels[place].look.texts}


def _forms(profile: Profile, tables: Sequence[TableDraft]) -> list[str]:
    """The forms in which days and months are written, the most frequent first."""
    shares: dict[str, float] = {}
    for rank, place in _dated_places(profile):
        for form, share in profile.tables[rank].labels[place].look.dates.items():
            shares[form] = shares.get(form, 0.0) + share
    for table in profile.tables:
        if table.period and "/" in table.period_days:
            shares["jj/mm/aaaa"] = shares.get("jj/mm/aaaa", 0.0) + 0.5
        for place in table.month_places if any(draft.mois_en_colonnes for draft in tables) else ():
            for form in _month_forms(table.labels[place].text, table.serials):
                shares[form] = shares.get(form, 0.0) + 0.1
    shares.pop("pivot", None)
    if {"jj/mm/aaaa", "mm/jj/aaaa"} <= shares.keys():
        shares.pop("mm/jj/aaaa" if shares["jj/mm/aaaa"] >= shares["mm/jj/aaaa"] else "jj/mm/aaaa")
    if "mm/jj/aaaa" in shares:
        shares = {form: share for form, share in shares.items() if not form.startswith("jj/mm/")}
    return sorted(shares, key=lambda form: (-shares[form], form))


def _month_forms(label: str, serials: bool) -> list[str]:
    words = label.split()
    texts = {" ".join(words[:1]), " ".join(words[:2]), " ".join(words[-1:]), " ".join(words[-2:])}
    return [form for form in ("mmm-aa", "mmmm aaaa", "mm/aaaa", "excel") if _reads_any(texts, form, serials)]


def _reads_any(texts: set[str], form: str, serials: bool) -> bool:
    return any(read_month(text, (form,), serials) and not read_month(text, (), False) for text in texts)


def _points(profile: Profile) -> bool:
    signs: set[str] = set()
    for table in profile.tables:
        kinds = {column.name: column.kind for column in DATASETS[table.guess.jeu].columns}
        for name, (place, _) in table.guess.places.items():
            if kinds[name] == "entier":
                signs |= table.labels[place].look.signs
    return signs == {"."} and profile.format != "classeur"


def _table(draft: TableDraft) -> Iterator[str]:
    yield "[[table]]"
    yield f'jeu = "{draft.jeu}"  # {sureness(draft.confidence)}'
    yield from _keys(draft)
    yield from _named("colonnes", draft.colonnes)
    yield from _named("constantes", draft.constantes)
    for name, (values, others) in draft.valeurs.items():
        yield ""
        yield f"[table.valeurs.{name}]" + (f"  # {others} autre(s) texte(s) du fichier restent à traduire" if others else "")
        yield from (f"{_text(text)} = {_text(code)}" for text, code in values.items())
    if draft.jointure:
        yield from _join(*draft.jointure)
    if draft.unread:
        yield ""
        more = len(draft.unread) - _MOST_NAMED
        others = f" et {more} autres" if more > 0 else ""
        yield from _comment("Colonnes non lues : " + ", ".join(draft.unread[:_MOST_NAMED]) + others)


def _keys(draft: TableDraft) -> Iterator[str]:
    """The keys of `[[table]]` itself, those that have their usual value left out."""
    texts = {"source": draft.source, "mois": draft.mois, "taux": draft.taux}
    yield from (f"{key} = {_text(text)}" for key, text in texts.items() if text)
    if draft.entetes == 2:
        yield "entetes = 2"
    if draft.finess != "colonne":
        yield f'finess = "{draft.finess}"  # à vérifier'
    yield from (f"{key} = true" for key in ("libelle", "boites") if getattr(draft, key))
    if draft.ignorer:
        yield f"ignorer = {_list(draft.ignorer)}"
    if draft.mois_en_colonnes:
        inside = ", ".join(f"{name} = {_text(text)}" for name, text in draft.mois_en_colonnes.items())
        yield f"mois_en_colonnes = {{ {inside} }}"


def _join(source: str, here: str, there: str, number: str) -> Iterator[str]:
    yield ""
    yield "[[table.jointure]]  # à vérifier : le numéro FINESS est dans une autre table"
    yield f"source = {_text(source)}"
    yield f"cle = {{ {_text(here)} = {_text(there)} }}"
    yield f"colonnes = {{ finess_et = {_text(number)} }}"


def _named(title: str, given: dict[str, tuple[str, str]]) -> Iterator[str]:
    if given:
        yield ""
        yield f"[table.{title}]"
        yield from (f"{name} = {_text(text)}  # {said}" for name, (text, said) in given.items())


def _comment(text: str) -> Iterator[str]:
    line = "#"
    for word in text.split():
        if len(line) + len(word) > _COMMENT:
            yield line
            line = "#"
        line += f" {word}"
    yield line


def _text(text: str) -> str:
    """A TOML string: JSON writes the same, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"
