"""`cibles profile`: what a file looks like, the dialects it is near, the draft of one for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracts.dialect import Dialecte
    from flows.settings import Settings
    from transforms.dialects.profile import Profile, Table
    from transforms.dialects.profile_nearest import Nearest

_DIFFERENCES = 6
_MOST_OTHERS = 25
"""Columns that are not guessed which are shown: a sender's export may have hundreds."""


def profile_command(*, file: Path, output: Path | None, workspace: Path | None, as_json: bool) -> None:
    """Shows what was found and writes the draft asked. Raises UsageError: nothing can be read, or the draft cannot be kept so."""
    from contracts.failures import UsageError
    from flows.deposit_folder import printable
    from flows.display import show_json
    from transforms.dialects.profile import profile
    from transforms.dialects.profile_toml import draft, draft_name
    from transforms.reading.csv_header import Refusal
    from transforms.reading.messages import message

    settings, dialectes = _known(workspace)
    name = draft_name(file.stem) if output is None else _name(output, dialectes)
    try:
        found = profile(_content(file, settings), file.name, list(dialectes.values()), settings.limites)
    except Refusal as refusal:
        said = message(refusal.rule, None, None, ", ".join(refusal.columns) or None)
        raise UsageError(f"{printable(str(file))} : {said}") from None
    text = draft(found, name)
    if output is not None:
        _write(output, text)
    if as_json:
        show_json(_document(found, text))
    else:
        _show(found, text, output, name)


def _known(workspace: Path | None) -> tuple[Settings, dict[str, Dialecte]]:
    """The settings and dialects of a workspace or, without one, of an empty one."""
    import tempfile

    from flows.senders import load_dialects
    from flows.settings import load_settings

    with tempfile.TemporaryDirectory(prefix="cibles-profile-") as empty:
        settings = load_settings(workspace or Path(empty))
        return settings, load_dialects(settings)


def _name(output: Path, dialectes: dict[str, Dialecte]) -> str:
    """The name a dialect kept there must have."""
    import re

    from contracts.dialect_form import PIVOT
    from contracts.failures import UsageError

    name = output.name.removesuffix(".toml")
    if name == output.name or name == PIVOT or not re.fullmatch("[a-z][a-z0-9-]*", name):
        raise UsageError(
            f"{output} ne convient pas : le nom d'un dialecte s'écrit en minuscules sans accent (chiffres et tirets admis), suivi"
            " de .toml, par exemple mon-editeur.toml."
        )
    if name in dialectes:
        raise UsageError(f"Un dialecte s'appelle déjà {name} : donnez un autre nom au brouillon.")
    if output.exists():
        raise UsageError(f"{output} existe déjà : donnez un autre nom au brouillon, ou retirez ce fichier.")
    return name


def _content(file: Path, settings: Settings) -> bytes:
    from transforms.reading.csv_header import Refusal

    if file.stat().st_size > settings.limites.octets:
        raise Refusal("dialecte_trop_gros")
    return file.read_bytes()


def _write(output: Path, text: str) -> None:
    from contracts.failures import UsageError

    if not output.parent.is_dir():
        raise UsageError(f"Le dossier {output.parent} n'existe pas : créez-le, puis relancez.")
    output.write_text(text, encoding="utf-8")


def _document(found: Profile, text: str) -> dict[str, Any]:
    return {
        "format": found.format,
        "encodage": None if found.format == "classeur" else found.way.encodage,
        "separateur": None if found.format == "classeur" else found.way.separateur,
        "forme_pivot": found.pivot,
        "dialectes": [
            {"dialecte": near.dialecte.dialecte, "part_trouvee": round(near.nearness, 2), "differences": list(near.differences)}
            for near in found.near
        ],
        "tables": [_table_document(table) for table in found.tables],
        "brouillon": text,
    }


def _table_document(table: Table) -> dict[str, Any]:
    guesses = {place: (name, confidence) for name, (place, confidence) in table.guess.places.items()}
    return {
        "nom": table.name,
        "masquee": table.hidden,
        "ligne_en_tete": table.header.row,
        "lignes_en_tete": table.header.rows,
        "en_tete_sur": table.header.sure,
        "lignes": table.lines,
        "champs_en_trop_ou_en_moins": table.ragged,
        "jeu": table.guess.jeu,
        "certitude": round(table.guess.confidence, 2),
        "colonnes": [
            {
                "en_tete": table.shown(place),
                "colonne": guesses.get(place, (None, 0.0))[0],
                "certitude": round(guesses.get(place, (None, 0.0))[1], 2),
                "remplie": round(label.look.filled, 2),
                "exemples_masques": [] if table.personal(place) else list(label.look.masks),
            }
            for place, label in enumerate(table.labels)
            if label.text or label.look.filled
        ],
    }


def _show(found: Profile, text: str, output: Path | None, name: str) -> None:
    from flows.display import show_title
    from flows.paragraphs import show_fields, show_paragraph

    show_fields(_facts(found))
    for table in found.tables:
        _show_table(table)
    if found.near or found.pivot:
        show_title("Formes connues les plus proches")
        for sentence in _near(found):
            show_paragraph(sentence)
    if output is not None:
        show_title("Brouillon")
        show_paragraph(f"Écrit dans {output}. Relisez-le, puis essayez-le : cibles check FICHIER --dialect {output}")
    elif not any(not near.differences for near in found.near) and not found.pivot:
        show_title(f"Brouillon (à garder par --output {name}.toml)")
        print(text, end="")


def _facts(found: Profile) -> list[tuple[str, str]]:
    from flows.dialect_words import FORMATS, SEPARATORS
    from transforms.dialects.profile_draft import sureness

    facts = [("Format", FORMATS[found.format])]
    if found.format != "classeur":
        facts.append(("Encodage", f"{found.way.encodage}, {sureness(found.way.confiance)}"))
        facts.append(("Séparateur", SEPARATORS[found.way.separateur].replace("`", "")))
    if found.way.abime:
        facts.append(("Attention", "des accents étaient déjà abîmés avant l'export (Ã© pour é)"))
    if found.unread:
        facts.append(("Non lus", f"{found.unread} membre(s) de l'archive ne se lisent pas ainsi"))
    return facts


def _show_table(table: Table) -> None:
    from flows.display import show_table, show_title
    from flows.paragraphs import clean, show_fields, show_paragraph
    from transforms.dialects.profile_draft import sureness
    from transforms.figures import whole

    show_title(f"Table {clean(table.name)}".rstrip() + (" (feuille masquée)" if table.hidden else ""))
    rows = f"lignes {table.header.row - 1} et {table.header.row}" if table.header.rows == 2 else f"ligne {table.header.row}"
    facts = [
        ("En-tête", rows if table.header.sure else "introuvable : ce qui suit n'est pas nommé"),
        ("Lignes", whole(table.lines)),
    ]
    facts.append(("Jeu", f"{table.guess.jeu}, {sureness(table.guess.confidence)}"))
    if table.ragged:
        facts.append(("Attention", f"{whole(table.ragged)} lignes n'ont pas le nombre de champs de l'en-tête"))
    if table.period:
        facts.append(("Période", "dite au-dessus de l'en-tête"))
    if table.ignorer:
        facts.append(("Hors données", ", ".join(table.ignorer)))
    show_fields(facts)
    print()
    guesses = {place: (name, confidence) for name, (place, confidence) in table.guess.places.items()}
    places = [place for place, label in enumerate(table.labels) if label.text or label.look.filled]
    others = [place for place in places if place not in guesses]
    left_out = set(others[_MOST_OTHERS:])
    rows_shown = [
        [clean(table.shown(place)), *_guessed(table, place, guesses.get(place)), _masks(table, place)]
        for place in places
        if place not in left_out
    ]
    show_table(["En-tête", "Colonne", "Certitude", "Cellules masquées"], rows_shown)
    if left_out:
        show_paragraph(
            f"Et {whole(len(left_out))} autres colonnes, qui ne ressemblent à aucune du jeu (--json les donne toutes)."
        )


def _masks(table: Table, place: int) -> str:
    return "" if table.personal(place) else " ou ".join(table.labels[place].look.masks)


def _guessed(table: Table, place: int, guess: tuple[str, float] | None) -> tuple[str, str]:
    from transforms.dialects.profile_draft import sureness
    from transforms.figures import UNKNOWN

    if guess is not None:
        return guess[0], sureness(guess[1])
    if place in table.month_places:
        return "mois en colonne", ""
    if place == table.guess.mois:
        return "mois de la ligne", ""
    return ("identité", "jamais lue") if table.personal(place) else (UNKNOWN, "")


def _near(found: Profile) -> list[str]:
    sentences = []
    if found.pivot:
        sentences.append(f"C'est la forme pivot du jeu {found.pivot} : son nom doit commencer par {found.pivot} (en .csv).")
    for near in found.near:
        sentences.append(_sentence(near))
    return sentences


def _sentence(near: Nearest) -> str:
    if not near.differences:
        return f"{near.dialecte.dialecte} lit ce fichier tel quel : aucun brouillon n'est nécessaire."
    more = f" et {len(near.differences) - _DIFFERENCES} autres" if len(near.differences) > _DIFFERENCES else ""
    share = f"{round(100 * near.nearness)} % de ses colonnes sont là"
    return f"{near.dialecte.dialecte} : {share} ; {', '.join(near.differences[:_DIFFERENCES])}{more}."
