"""The first page of a notice: whose it is, what is decided, the money, why, what to do, and where the officer signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.words import A_FAIRE, DECISIONS, INDICATEURS, OPERATIONS, lecture_words, motif_words, name_words
from transforms.figures import UNKNOWN, counted, exact_percent, month_words, whole
from transforms.notices.blocks import bounded, capital, day_of, decimal, money
from transforms.notices.conditions import paper_name
from transforms.notices.criteria import summary

Record = Mapping[str, Any]

_TONES = {"liberer": "favorable", "liberer_partiellement": "favorable", "ne_pas_liberer": "defavorable", "a_instruire": "attente"}

_MEANING = {
    "liberer": "Les cibles sont atteintes : {solde} {peut} être {verse}.",
    "liberer_partiellement": "Les cibles ne sont atteintes qu'en partie : {solde} est dû au prorata des résultats.",
    "ne_pas_liberer": "{Solde} n'est pas à verser.",
    "a_instruire": "Rien n'est libéré tant que les points ci-dessous ne sont pas levés.",
}

_LONGEST = 240
"""Letters of a name on the first page at most."""

_NAMED = 6
"""Papers or establishments named on the first page at most, for each motif."""

SIGNATURE = ("Nom et prénom", "Qualité", "Date", "Signature")


def first_page(record: Record) -> dict[str, Any]:
    """The texts of the first page, by place."""
    projet, tranches = record["projet"], pays_tranches(record)
    return {
        "objet": f"Usage du dossier usager informatisé, mesure de {month_words(record['mois'])}",
        "identite": [[label, _cut(value)] for label, value in _identity(record, projet)],
        "decision": capital(DECISIONS[record["decision"]]),
        "ton": _TONES[record["decision"]],
        "sens": _meaning(record, tranches),
        "provisoire": provisional(record),
        "montants": [list(pair) for pair in _amounts(record, tranches)],
        "libere": ["Montant libéré par cette décision", _known(record["montant_libere"])],
        "resultats": [summary(critere) for critere in record["criteres"]],
        "motifs": [[capital(motif_words(code)), _to_do(code, record)] for code in motifs(record)],
        "attention": list(_warnings(record)),
        "visa": {
            "titre": "Suite donnée par l'agence régionale de santé",
            "choix": ["☐ Décision signée", "☐ Décision refusée ; motif :"],
            "champs": list(SIGNATURE),
        },
    }


def pays_tranches(record: Record) -> bool:
    """Whether the text pays tranche after tranche: what is released is then the next tranche, not a balance."""
    versements = record.get("versements") or ()
    return any(str(item["versement"]).startswith("tranche_") for item in versements)


def motifs(record: Record) -> list[str]:
    """The motifs of the decision, in its order."""
    return [code for code in (record["motif"] or "").split(", ") if code]


def provisional(record: Record) -> str | None:
    """Why the decision is provisional; None when it is not."""
    if not record["provisoire"]:
        return None
    end = record["projet"].get("date_fin_deploiement")
    why = (
        f"le déploiement s'achève le {day_of(end)}, après le mois mesuré"
        if end
        else "le registre ne donne pas de date de fin de déploiement"
    )
    return f"Décision provisoire : {why}. Rien n'est à verser sur une décision provisoire."


def _identity(record: Record, projet: Record) -> Iterator[tuple[str, str]]:
    kind = name_words(OPERATIONS, projet["type_operation"])
    phase = f", phase de {projet['phase']}" if projet.get("phase") == "maintenance" else ""
    yield "Projet", f"{record['projet_id']} – {projet['nom']}"
    yield "Porteur", projet["porteur"] or UNKNOWN
    yield "Texte", record["texte"]["titre"]
    if record["texte"].get("avenants"):
        yield "Avenants appliqués", ", ".join(record["texte"]["avenants"])
    where = "projet national" if projet.get("national") else "projet régional"
    yield "Opération", f"{kind}{phase}, {where}{_region(projet)}"
    signed, end = (_date(projet.get(name)) for name in ("date_convention", "date_fin_deploiement"))
    yield "Convention", f"{signed} ; fin de déploiement : {end}"
    yield "Établissements mesurés", whole(len({row["finess_et"] for row in record["essms"]}))
    if record["conditions"].get("tranche"):
        yield "Tranche vérifiée", record["conditions"]["tranche"]


def _cut(text: str) -> str:
    """A name that would push the money off the page is cut; the record has it whole."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _date(text: str | None) -> str:
    return day_of(text) if text else "date non connue"


def _region(projet: Record) -> str:
    return f", {projet['region']}" if projet.get("region") else ""


def _meaning(record: Record, tranches: bool) -> str:
    codes, (name, paid) = motifs(record), ("la tranche suivante", "débloquée") if tranches else ("le solde", "versé")
    if "solde_deja_verse" in codes:
        return f"Plus rien n'est dû : {name} est déjà {paid}."
    may = "pourra" if record["provisoire"] else "peut"
    said = _MEANING[record["decision"]].format(solde=name, Solde=capital(name), verse=paid, peut=may)
    if record["montant_libere"] is None:
        said += " Aucun montant : le registre ne donne pas la subvention."
    return said


def _amounts(record: Record, tranches: bool) -> Iterator[tuple[str, str]]:
    yield "Subvention inscrite au registre", _known(record["montant_subvention"])
    share = decimal(record["part_solde"])
    part = f" ({exact_percent(share)} de la subvention)" if share is not None else ""
    yield ("Tranche suivante" if tranches else f"Solde{part}"), _known(record["montant_solde"])
    yield "Déjà versé (actes du registre)", _known(record["deja_verse"]) if "deja_verse" in record else "non suivi à cette date"


def _to_do(code: str, record: Record) -> str:
    """What a motif asks, and of whom or of what."""
    named = _concerned(code, record)
    shown, left = bounded(named, _NAMED)
    more = f" et {whole(left)} {'autres' if left > 1 else 'autre'}" if left else ""
    return A_FAIRE.get(code, "") + (f" Voir : {', '.join(shown)}{more}." if shown else "")


def _concerned(code: str, record: Record) -> list[str]:
    """The papers or the establishments that a motif is about."""
    conditions, judged = record["conditions"], {critere["indicateur"] for critere in record["criteres"]}
    if code == "pieces_manquantes":
        return [paper_name(paper["piece"], record) for paper in conditions["pieces"] if not paper["recue"]]
    if code == "lignes_rejetees":
        return [f"{finess} ({month_words(mois)})" for finess, mois in conditions["lignes_rejetees"]]
    if code == "essms_a_verifier":
        return list(conditions["essms_a_verifier"])
    rows = [item for item in record["essms"] if item["indicateur"] in judged]
    if code == "cibles_non_atteintes":
        below = sorted({item["finess_et"] for item in rows if item["verdict"] == "non_atteinte"})
        missed = [INDICATEURS[critere["indicateur"]] for critere in record["criteres"] if critere["verdict"] == "non_atteinte"]
        return below or missed
    if code == "declaratif":
        return sorted({item["finess_et"] for item in rows if item["source"] == "declaree"})
    return sorted({item["finess_et"] for item in rows if item["motif"] == code})


def _known(amount: str | None) -> str:
    return "non connu" if amount is None else money(amount)


def _warnings(record: Record) -> Iterator[str]:
    """What an officer should know before signing, besides the motifs."""
    if record["sensible_a_la_lecture"]:
        readings = " ; ".join(lecture_words(code) for code in record["lectures_qui_changent"])
        yield f"Sensible à la lecture du texte : la décision serait autre avec {readings} (section « Lectures du texte »)."
    if record["lecture"] != "fenetre":
        yield f"Lecture choisie par l'ARS : {lecture_words(record['lecture'])}."
    failed = [item for item in record.get("verifications") or () if item["etat"] == "non_remplie" and item["opposable"]]
    failed = [item for item in failed if not item["condition"].startswith("piece:")]
    if failed:
        yield "Conditions du texte non remplies, qui ne retiennent pas le solde : " + " ".join(item["detail"] for item in failed)
    gap = decimal((record.get("calcul_bareme") or {}).get("ecart"))
    if gap:
        yield f"Le barème du texte donne {money(record['montant_bareme'])}, la subvention inscrite au registre en diffère."
    rejected = {finess for finess, _ in record["conditions"]["lignes_rejetees"]}
    if rejected and "lignes_rejetees" not in motifs(record):
        yield f"Des lignes de dossiers ont été mises de côté pour {counted(len(rejected), 'établissement', 'établissements')}."
    if record["conditions"]["essms_a_verifier"] and "essms_a_verifier" not in motifs(record):
        number = len(record["conditions"]["essms_a_verifier"])
        yield f"{counted(number, 'établissement est à vérifier', 'établissements sont à vérifier')} dans FINESS."
    if record["remplace"]:
        yield f"Cette version remplace {record['remplace']} ; ce qui change est dit dans « Version et actes »."
