"""The sheets of a return, from what is told to one establishment. What it says is decided here, how it looks in `workbook`."""

from __future__ import annotations

from typing import Any

from contracts.explanations import REASONS
from transforms.figures import counted, month_words
from transforms.returns.content import LISTED, Content
from transforms.returns.guide import GUIDE
from transforms.returns.words import STATES, VERDICTS, why
from transforms.sheets.cells import Cell, Code, Column, Share, Sheet, cut

_FEW_LINES = 20
"""Other lines of one dossier that are named."""


def sheets(content: Content) -> tuple[Sheet, ...]:
    """The five sheets, in their order."""
    return (_summary(content), _deposits(content), _refused(content), _missing(content), GUIDE)


def _summary(content: Content) -> Sheet:
    essms = content.essms
    columns = (
        Column("Projet", 14),
        Column("Indicateur", 34, wrapped=True),
        Column("Numérateur", 14),
        Column("Dénominateur", 16),
        Column("Taux", 9),
        Column("Cible", 9),
        Column("Verdict", 14),
        Column("Reste à faire", 13),
        Column("Fenêtre : du", 12),
        Column("au", 12),
        Column("Explication", 60, wrapped=True),
    )
    place = ", ".join(part for part in (essms["nom"] or "Nom inconnu du fichier FINESS", essms["commune"]) if part)
    sentences = (
        f"Retour de {month_words(content.mois)} : {place} (FINESS {essms['finess_et']})",
        *(f"Projet : {projet}" for projet in essms["projets"].split("\n")),
        _received(content),
        _measured(content),
    )
    return Sheet("Synthèse", sentences, columns, tuple(_figures(row) for row in content.indicateurs))


def _received(content: Content) -> str:
    if not content.depots:
        return "Dépôts : aucun n'a été reçu pour cet établissement. Sans dépôt, rien ne se mesure : l'absence ne vaut pas zéro."
    received = {row["recu"] for row in content.depots}
    refused = len(received - {row["recu"] for row in content.depots if row["etat"] != "refuse"})
    set_aside = sum(row["lignes_rejetees"] for row in content.depots)
    files = counted(len(received), "fichier reçu", "fichiers reçus")
    lines = counted(set_aside, "ligne mise de côté", "lignes mises de côté")
    return f"Dépôts : {files}, dont {counted(refused, 'refusé', 'refusés')} ; {lines}."


def _measured(content: Content) -> str:
    due = [row for row in content.indicateurs if row["cible"] is not None and row["verdict"] != "exemptee"]
    if due:
        met = sum(row["verdict"] == "atteinte" for row in due)
        return f"Mesures : {counted(met, 'cible atteinte', 'cibles atteintes')} sur {len(due)}."
    if content.indicateurs:
        return "Mesures : aucune cible n'est fixée à cet établissement seul."
    first = content.essms["premiere_mesure"]
    if first and first > content.mois:
        return f"Mesures : aucune ce mois ; la première est prévue pour {month_words(first)}."
    return "Mesures : aucune n'est publiée pour cet établissement ce mois."


def _figures(row: dict[str, Any]) -> tuple[Cell, ...]:
    target = row["cible"]
    return (
        row["projet_id"],
        row["libelle"],
        row["numerateur"],
        row["denominateur"],
        cut(row["taux"]) if row["taux"] is not None else None,
        Share(target) if target is not None and row["unite"] == "part" else target,
        Code(*VERDICTS[row["verdict"]]),
        row["reste_a_faire"],
        row["fenetre_debut"],
        row["fenetre_fin"],
        why(row),
    )


def _deposits(content: Content) -> Sheet:
    columns = (
        Column("Fichier", 50, wrapped=True),
        Column("Jeu de données", 18),
        Column("Lignes lues", 11),
        Column("acceptées", 13),
        Column("refusées", 12),
        Column("remplacées", 14),
        Column("Sans établissement reconnu", 16),
        Column("État", 18, wrapped=True),
        Column("Pourquoi", 55, wrapped=True),
        Column("Reçu le (heure universelle)", 17),
    )
    sentences = ["Fichiers reçus qui concernent l'établissement : ses lignes seules sont comptées."]
    if not content.depots:
        sentences = ["Aucun fichier reçu ne concerne l'établissement sur les mois mesurés."]
    if any(row["lignes_sans_essms"] for row in content.depots):
        sentences.append(
            "Des lignes de fichiers communs à plusieurs établissements n'en nomment aucun : leur émetteur doit les corriger."
        )
    return Sheet("Dépôts reçus", tuple(sentences), columns, tuple(_deposit(row) for row in content.depots))


def _deposit(row: dict[str, Any]) -> tuple[Cell, ...]:
    whole = row["refus"] is not None and not row["lignes_lues"]
    lines = [None if whole else row[f"lignes_{name}"] for name in ("lues", "acceptees", "rejetees", "remplacees")]
    reason = row["message"]
    if reason is None and row["etat"] == "refuse":
        reason = "Aucune ligne n'a été acceptée : voyez « Lignes refusées »."
    anonymous = row["lignes_sans_essms"] or None
    return (row["chemin"], row["jeu"], *lines, anonymous, Code(*STATES[row["etat"]]), reason, row["recu_le"])


def _refused(content: Content) -> Sheet:
    columns = (
        Column("Fichier", 50, wrapped=True),
        Column("Ligne", 9),
        Column("Colonne", 22),
        Column("Pourquoi, et que faire", 80, wrapped=True),
    )
    total = content.rejets[0]["total"] if content.rejets else 0
    sentences = ("La ligne est celle qu'un tableur affiche (l'en-tête est la ligne 1) ; sans numéro, c'est le fichier entier.",)
    if not total:
        sentences = ("Aucune ligne de l'établissement n'a été refusée.",)
    if total > LISTED:
        sentences += (_more(LISTED, total, "refus"),)
    rows = tuple((row["chemin"], row["ligne"], row["en_tete"] or row["colonne"], row["message"]) for row in content.rejets)
    return Sheet("Lignes refusées", sentences, columns, rows)


def _missing(content: Content) -> Sheet:
    columns = (
        Column("Indicateur", 34, wrapped=True),
        Column("Projet", 14, wrapped=True),
        Column("Fichier", 50, wrapped=True),
        Column("Ligne", 9),
        Column("Autres lignes", 14, wrapped=True),
        Column("Pourquoi", 60, wrapped=True),
    )
    sentences = [
        "Dossiers comptés au dénominateur et pas au numérateur. Vous seul savez qui ils sont : ouvrez le fichier à cette ligne."
    ]
    if not content.manquants:
        sentences = ["Aucun dossier manquant n'est connu pour les indicateurs mesurés."]
    lists = {(row["libelle"], row["projets"]): row["total"] for row in content.manquants}
    sentences += [_more(LISTED, total, f"« {label} »") for (label, _), total in lists.items() if total > LISTED]
    return Sheet("Dossiers manquants", tuple(sentences), columns, tuple(_dossier(row) for row in content.manquants))


def _dossier(row: dict[str, Any]) -> tuple[Cell, ...]:
    others = row["lignes"][1:]
    named = ", ".join(str(line) for line in others[:_FEW_LINES]) + ("…" if len(others) > _FEW_LINES else "")
    return (row["libelle"], row["projets"], row["chemin"], row["ligne"], named or None, REASONS[row["raison"]])


def _more(listed: int, total: int, what: str) -> str:
    return f"Pour {what}, seules les {listed} premières lignes sont listées, sur {counted(total, 'ligne', 'lignes')}."
