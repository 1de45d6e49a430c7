"""What turns a release into `a_instruire`, and what makes a decision provisional: the same for every text. Spec 2.4 and 4."""

from __future__ import annotations

from tests.oracle.oracle_calendar import last_day, parse_day
from tests.oracle.oracle_deposits import Workspace, dossiers_set_aside
from tests.oracle.oracle_figures import Line
from tests.oracle.oracle_texts import Texte


def provisional(projet: dict[str, str], month: str) -> bool:
    # Spec 4: "While the last day of M is before `date_fin_deploiement` (or it is empty) a decision is computed but
    # `provisoire`."
    end = parse_day(projet["date_fin_deploiement"])
    return end is None or last_day(month) < end


def obstacles(
    workspace: Workspace,
    projet: dict[str, str],
    texte: Texte,
    papers: tuple[str, ...],
    essms: list[str],
    evidence: list[Line],
    month: str,
    code: str,
) -> frozenset[str]:
    """The motifs; `evidence` are the rows of the establishments behind the release, read under one reading."""
    motifs = set()
    entering = [line for line in evidence if line["verdict"] != "exemptee"]
    # Spec 4: "A release, whole or part, with papers missing is `a_instruire`, motif `pieces_manquantes`."
    if workspace.register.missing_papers(projet["projet_id"], papers):
        motifs.add("pieces_manquantes")
    # Spec 2.4: "A `dossiers` row set aside in the window of an establishment turns a release into `a_instruire`".
    # Choice 35: "neither uses `dossiers`, so that a `dossiers` row set aside does not touch them."
    using = [line for line in entering if line["indicateur"] not in texte.comptes]
    windows = [(str(line["finess_et"]), (line["fenetre_debut"], line["fenetre_fin"])) for line in using]
    if any(dossiers_set_aside(workspace, finess_et, window) for finess_et, window in dict.fromkeys(windows)):
        motifs.add("lignes_rejetees")
    # Spec 2.4: "A valid number that the FINESS file does not know, or knows as closed, [...] turns a release into
    # `a_instruire` (motif `essms_a_verifier`)".
    if any(workspace.finess.to_check(finess_et, last_day(month)) for finess_et in essms):
        motifs.add("essms_a_verifier")
    # Spec 3: "a release resting on one is `a_instruire`, motif `declaratif`, unless the rulebook accepts it". No text accepts
    # one. Choice 39: "`declaratif`: a release resting on declared counts stands."
    if code != "declaratif" and any(line["source"] == "declaree" for line in entering):
        motifs.add("declaratif")
    return frozenset(motifs)
