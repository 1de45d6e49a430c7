"""Versions of a decision: when a new one is due, which one it replaces, and what changed, in figures."""

from __future__ import annotations

from typing import Any

_BY_SOFTWARE = "calcul : changé par une version du logiciel, sur les mêmes entrées"


def next_version(record: dict[str, Any], previous: list[dict[str, Any]], calculee_le: str) -> dict[str, Any] | None:
    """The next version of a decision, or None when the last one already says the same on the same inputs.

    Args:
        record: what this run found (`record_of`).
        previous: the versions already written for this project and month, in order.
        calculee_le: date and time of this run.
    """
    last = previous[-1] if previous else None
    if last is not None and last["empreinte"] == record["empreinte"]:
        return None
    version = last["version"] + 1 if last else 1
    return {
        "decision_id": f"{record['projet_id']}-{record['mois']}-v{version}",
        "version": version,
        "remplace": last["decision_id"] if last else None,
        "changements": (changes(last, record) or [_BY_SOFTWARE]) if last else [],
        "calculee_le": calculee_le,
        **record,
    }


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What a new version changes, as French sentences, the decision first and its causes after."""
    return [
        *_outcome(before, after),
        *_figures(before, after),
        *_states(before, after),
        *_set_aside(before, after),
        *_acts(before, after),
        *_inputs(before, after),
    ]


def _acts(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What people did since."""
    known = before.get("actes", [])
    return [f"acte : {act_words(row)}" for row in after.get("actes", []) if row not in known]


def act_words(row: dict[str, Any]) -> str:
    """An act of a record in words: `versee le 2026-08-14, 50000.00 euros, décision P-2026-06-v1, référence …`."""
    parts = [f"{row['acte']} le {row['date']}"]
    parts += [f"{row['montant']} euros"] if row["montant"] is not None else []
    parts += [f"décision {row['decision_id']}"] if row["decision_id"] else []
    parts += [f"{label} {row[name]}" for name, label in (("motif", "motif"), ("reference", "référence")) if row[name]]
    return ", ".join(parts)


def _set_aside(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Months of an establishment in which a `dossiers` row was set aside: those that appear, those that no longer count."""
    old, new = ({tuple(pair) for pair in record.get("conditions", {}).get("lignes_rejetees", ())} for record in (before, after))
    return [
        f"lignes de dossiers mises de côté, {finess_et} : {mois} {'ajouté' if (finess_et, mois) in new else 'ne compte plus'}"
        for finess_et, mois in sorted(old ^ new)
    ]


_LABELS = {
    "decision": "décision",
    "motif": "motif",
    "provisoire": "caractère provisoire",
    "montant_subvention": "subvention (euros)",
    "montant_solde": "solde (euros)",
    "montant_libere": "montant libéré (euros)",
    "deja_verse": "déjà versé (euros)",
    "montant_bareme": "subvention selon le barème (euros)",
    "sensible_a_la_lecture": "sensibilité à la lecture",
    "lecture": "lecture retenue",
}

_UNSAID = {"deja_verse": "0.00"}
"""What a record written before a key was known would say."""


def _outcome(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [
        f"{label} : {_shown(before.get(name, _UNSAID.get(name)))} → {_shown(after.get(name))}"
        for name, label in _LABELS.items()
        if before.get(name, _UNSAID.get(name)) != after.get(name, _UNSAID.get(name))
    ]


def _figures(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    old = {(row["finess_et"], row["indicateur"]): row for row in before["essms"]}
    new = {(row["finess_et"], row["indicateur"]): row for row in after["essms"]}
    sentences = []
    for key in sorted(old.keys() | new.keys()):
        was, now = _figure(old.get(key)), _figure(new.get(key))
        if was != now:
            sentences.append(f"{key[0]}, {key[1]} : {was} → {now}")
    return sentences


def _figure(row: dict[str, Any] | None) -> str:
    if row is None:
        return "non mesuré"
    motif = f" ({row['motif']})" if row["motif"] else ""
    return f"{_shown(row['numerateur'])}/{_shown(row['denominateur'])} {row['verdict']}{motif}"


def _states(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Conditions and instalments whose state changed; a record written before they were has none of them."""
    sentences = []
    for key, name, label in (("verifications", "condition", "condition"), ("versements", "versement", "versement")):
        old = {item[name]: item["etat"] for item in before.get(key, ())}
        new = {item[name]: item["etat"] for item in after[key]}
        for code in dict.fromkeys([*old, *new]):
            if old.get(code) != new.get(code):
                sentences.append(f"{label} {code} : {_shown(old.get(code))} → {_shown(new.get(code))}")
    return sentences


def _inputs(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    was, now = before["preuves"]["registre"], after["preuves"]["registre"]
    # The acts are told one by one; a record written before they were known has none.
    tables = [name for name in now if name != "actes" and was.get(name) != now[name]]
    sentences = [f"registre du projet, table {name} : le contenu lu a changé" for name in tables]
    if before["preuves"]["finess"] != after["preuves"]["finess"]:
        sentences.append("fichier FINESS : le contenu lu a changé")
    if before["texte"]["empreinte"] != after["texte"]["empreinte"]:
        sentences.append(f"texte {after['texte']['texte_id']} : le fichier de règles a changé")
    if before.get("format") != after.get("format"):
        sentences.append("forme de la décision : changée par une version du logiciel")
    for kind, label in (("dialectes", "dialecte"), ("boites", "annuaire de boîtes aux lettres")):
        was, now = before["preuves"].get(kind, {}), after["preuves"].get(kind, {})
        sentences += [
            f"{label} {name} : le contenu lu a changé" for name in sorted(was.keys() & now.keys()) if was[name] != now[name]
        ]
        sentences += [f"{label} lu : {name}" for name in sorted(now.keys() - was.keys())]
    old = {file["chemin"]: file["sha256"] for file in before["preuves"]["depots"]}
    new = {file["chemin"]: file["sha256"] for file in after["preuves"]["depots"]}
    sentences += [f"dépôt ajouté : {path}" for path in sorted(new.keys() - old.keys())]
    sentences += [f"dépôt qui ne compte plus : {path}" for path in sorted(old.keys() - new.keys())]
    sentences += [f"dépôt corrigé : {path}" for path in sorted(old.keys() & new.keys()) if old[path] != new[path]]
    return sentences


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)
