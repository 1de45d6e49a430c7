"""How a simulation is shown on a terminal: the decision as it is, then what changes, or the way to the balance."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from contracts.words import DECISIONS, INDICATEURS, MOTIFS, VERDICTS, lecture_words, motif_words, name_words
from flows.display import harmless, show_table, show_title
from flows.next_steps import command_line
from transforms.figures import UNKNOWN, euros, month_words, target, whole, yes_no

_OBSTACLES = INDICATEURS | MOTIFS

_FEW = 8
"""Beyond that many hypotheses, the command that applies the way is only in the JSON document."""


def show_simulation(document: dict[str, Any], workspace: Path) -> None:
    """Prints what `flows.simulation.simulate` gives; the command to paste leads to `workspace`."""
    _show_baseline(document)
    if "chemin" in document:
        _show_way(document, workspace)
        _show_obstacles(document["obstacles"])
        _show_stakes(document["enjeux"])
    else:
        _show_changes(document)


def _show_baseline(document: dict[str, Any]) -> None:
    before = document["avant"]
    show_title(f"{document['projet_id']} – {month_words(before['mois'])} – {DECISIONS[before['decision']]}")
    reading, provisional = lecture_words(before["lecture"]), yes_no(before["provisoire"])
    print(f"Texte {document['texte_id']}, lecture : {reading} ; provisoire : {provisional}.")
    print(
        f"Subvention {_euros(before['montant_subvention'])}, solde {_euros(before['montant_solde'])},"
        f" libéré {_euros(before['montant_libere'])}."
    )
    if before["motif"]:
        print(f"Motif : {motif_words(before['motif'])}.")
    published = document["publiee"]
    if published is None:
        print("Aucune décision n'est écrite pour ce mois : lancez cibles run.")
    elif published["identique"]:
        print(f"C'est la décision publiée, {published['decision_id']}.")
    else:
        print(f"Elle diffère de la décision publiée, {published['decision_id']} (registre ou textes changés depuis ?) :")
        print("\n".join(f"  {harmless(sentence)}" for sentence in published["differences"]))


def _show_way(document: dict[str, Any], workspace: Path) -> None:
    way = document["chemin"]
    if not way["etapes"]:
        show_title("Chemin le plus court vers le solde")
        print("Aucun dossier à retrouver.")
    else:
        show_title(f"Chemin le plus court vers le solde : {whole(way['nombre'])} à retrouver")
        columns = ["Indicateur", "FINESS", "Compte", "À retrouver", "Motif"]
        lines = [
            [step["indicateur"], row["finess_et"], _count(row), whole(row["nombre"]), motif_words(row["motif"])]
            for step in way["etapes"]
            for row in step["essms"]
        ]
        show_table(columns, lines, right=(2, 3))
        print("Compté par indicateur : un même dossier mis à jour peut en servir plusieurs.")
        _show_prices(way["etapes"])
    print(f"Au bout : {_outcome(way)}.")
    if 0 < len(way["trouves"]) <= _FEW:
        found = " ".join(f"--found {one}" for one in way["trouves"])
        again = command_line(workspace, f"simulate {document['projet_id']} --month {document['avant']['mois']} {found}")
        print(f"Pour le revoir :\n    {again}")


def _show_prices(steps: list[dict[str, Any]]) -> None:
    """Where the text pays pro rata: what each step brings, the one that brings most per dossier first."""
    if any(step["apport"] is None for step in steps):
        return
    show_title("Ce que chaque étape apporte, dans l'ordre où la prendre")
    lines = [
        [
            step["indicateur"],
            whole(step["nombre"]),
            _euros(step["apport"]),
            _euros(step["par_dossier"]),
            _euros(step["par_point"]),
        ]
        for step in steps
    ]
    show_table(["Indicateur", "À retrouver", "Apporte", "Par dossier", "Par point"], lines, right=(1, 2, 3, 4))


def _show_obstacles(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    show_title("Ce qui bloque autrement que par des dossiers manquants")
    lines = [
        [
            motif_words(row["motif"]),
            row["finess_et"] or "",
            row["indicateur"] or "",
            row["remede"],
            _instead(row["dossiers"]),
        ]
        for row in rows
    ]
    show_table(["Motif", "FINESS", "Indicateur", "Remède", "Dossiers"], lines)


def _instead(number: int | None) -> str:
    """What dossiers would do in place of a remedy."""
    if number is None:
        return UNKNOWN
    return f"ou {whole(number)} à retrouver" if number else "ou ceux du chemin"


def _show_stakes(stakes: dict[str, Any]) -> None:
    show_title("Euros en jeu")
    lines = [["déjà versé", _euros(stakes["deja_verse"])], ["libéré par la décision", _euros(stakes["montant_libere"])]]
    lines += [
        [f"bloqué par « {name_words(_OBSTACLES, row['obstacle'])} » seul", _euros(row["montant"])]
        for row in stakes["bloque_seul"]
    ]
    if len(stakes["bloque_seul"]) > 1:
        lines.append(["bloqué par plusieurs de ceux-ci ensemble", _euros(stakes["bloque_ensemble"])])
    if stakes["hors_atteinte"] not in (None, "0.00"):
        lines.append(["que rien de cela ne libère", _euros(stakes["hors_atteinte"])])
    show_table(["", "Euros"], [*lines, ["solde", _euros(stakes["montant_solde"])]], right=(1,))


def _show_changes(document: dict[str, Any]) -> None:
    before, after = document["avant"], document["apres"]
    show_title("Hypothèses")
    print("\n".join(f"- {harmless(sentence)}" for sentence in document["hypotheses"]))
    print("\n".join(document["avertissements"]), end="\n" if document["avertissements"] else "")
    show_title(f"Ce qui change : {DECISIONS[before['decision']]} → {DECISIONS[after['decision']]}")
    print(f"Libéré {_euros(before['montant_libere'])} → {_euros(after['montant_libere'])}{_gap(before, after)}.")
    print(f"Manque {whole(before['reste_a_faire'])} → {whole(after['reste_a_faire'])}, là où cela se mesure.")
    for sentence in _of_the_whole(document) or ["Rien ne change pour le projet entier."]:
        print(f"  {harmless(sentence)}")
    show_title("Critères, avant → après")
    show_table(*_criteria(before, after))
    if lines := _establishments(before, after):
        show_title("Établissements qui changent, avant → après")
        show_table(["FINESS", "Indicateur", "Compte", "Verdict", "Manque"], lines, right=(2, 4))


def _of_the_whole(document: dict[str, Any]) -> list[str]:
    """The changes that no table below shows: those of the figures of an establishment are there."""
    rows = [*document["avant"]["essms"], *document["apres"]["essms"]]
    shown = tuple({f"{row['finess_et']}, {row['indicateur']} : " for row in rows})
    return [sentence for sentence in document["changements"] if not sentence.startswith(shown)]


def _criteria(before: dict[str, Any], after: dict[str, Any]) -> tuple[list[str], list[list[str]], tuple[int, ...]]:
    old, new = ({row["indicateur"]: row for row in one["criteres"]} for one in (before, after))
    paid = any(row["poids"] is not None for row in [*old.values(), *new.values()])
    lines = []
    for name in dict.fromkeys([*old, *new]):
        pair = old.get(name), new.get(name)
        money = [_both(pair, lambda row: _euros(row["montant_libere"]))] if paid else []
        lines.append(
            [name, _both(pair, _aim), _both(pair, _count), _both(pair, _verdict)]
            + [_both(pair, lambda row: _known(row["reste_a_faire"])), *money]
        )
    columns = ["Critère", "Cible", "Compte", "Verdict", "Manque", *(["Libéré"] if paid else [])]
    return columns, lines, (1, 2, 4, 5) if paid else (1, 2, 4)


def _establishments(before: dict[str, Any], after: dict[str, Any]) -> list[list[str]]:
    """One line per establishment that comes or goes, one per row that changes of the others."""
    old, new = ({(row["finess_et"], row["indicateur"]): row for row in one["essms"]} for one in (before, after))
    lines, moved = [], {finess_et for finess_et, _ in old} ^ {finess_et for finess_et, _ in new}
    for number in dict.fromkeys(finess_et for finess_et, _ in [*old, *new] if finess_et in moved):
        gone = any(finess_et == number for finess_et, _ in old)
        lines.append([number, "tous", "", "n'est plus mesuré" if gone else _entering(new, number), ""])
    for key in [key for key in old if key in new]:
        pair = old[key], new[key]
        shown = [_both(pair, _count), _both(pair, _verdict), _both(pair, lambda row: _known(row["reste_a_faire"]))]
        if any(" → " in text for text in shown):
            lines.append([*key, *shown])
    return lines


def _entering(rows: dict[tuple[str, str], dict[str, Any]], number: str) -> str:
    """How many rows of each verdict an establishment brings."""
    verdicts = Counter(row["verdict"] for (finess_et, _), row in rows.items() if finess_et == number)
    return "est mesuré : " + ", ".join(f"{count} {VERDICTS[verdict]}" for verdict, count in verdicts.items())


def _both(pair: tuple[dict[str, Any] | None, dict[str, Any] | None], show: Any) -> str:
    """A value before and after, once when it is the same; a dash for a row that is not there."""
    was, now = ("absent" if row is None else show(row) for row in pair)
    return was if was == now else f"{was} → {now}"


def _verdict(row: dict[str, Any]) -> str:
    verdict = VERDICTS[row["verdict"]]
    return f"{verdict} ({motif_words(row['motif'])})" if row["motif"] else verdict


def _aim(row: dict[str, Any]) -> str:
    return UNKNOWN if row["cible"] is None else target(Decimal(row["cible"]), row["unite"])


def _outcome(decision: dict[str, Any]) -> str:
    motif = f" ({motif_words(decision['motif'])})" if decision["motif"] else ""
    return f"{DECISIONS[decision['decision']]}{motif}, {_euros(decision['montant_libere'])} libérés"


def _gap(before: dict[str, Any], after: dict[str, Any]) -> str:
    if before["montant_libere"] is None or after["montant_libere"] is None:
        return ""
    gap = Decimal(after["montant_libere"]) - Decimal(before["montant_libere"])
    return f" ({'+' if gap >= 0 else ''}{euros(gap)})"


def _count(row: dict[str, Any]) -> str:
    if row["numerateur"] is None:
        return UNKNOWN
    return str(row["numerateur"]) if row["denominateur"] is None else f"{row['numerateur']}/{row['denominateur']}"


def _known(value: int | None) -> str:
    return UNKNOWN if value is None else whole(value)


def _euros(amount: str | None) -> str:
    return euros(None if amount is None else Decimal(amount))
