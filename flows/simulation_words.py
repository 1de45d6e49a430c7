"""French sentences of `cibles simulate`: hypotheses in words, and what puts right what dossiers alone do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.vocabulary import ACTIVE_DOSSIERS, FLOW_OF
from transforms.decisions.acts import PAID
from transforms.figures import exact_percent, whole
from transforms.simulation.obstacles import OUT_OF_REACH, Obstacle
from transforms.simulation.situation import Situation

if TYPE_CHECKING:
    from contracts.rulebook import Target
    from flows.simulation import Asked

_REMEDIES = {
    "source_absente": "envoyer {detail} pour {mois}, ou corriger ce qui a été refusé",
    "couverture_partielle": "envoyer {flux} des mois qui manquent ({detail} mois couverts)",
    "extraction_tardive": "envoyer mises_a_jour, ou un export de dossiers fait à la fin de {mois}",
    "effectif_incoherent": "corriger effectifs : il déclare moins de personnes que les dossiers n'en montrent",
    "denominateur_nul": "personne n'est compté : vérifier les dépôts de l'établissement pour {mois}",
    "declaratif": "envoyer {detail} à la place d'agregats, ou arbitrer (cibles act … arbitrage)",
    "pieces_manquantes": "obtenir {detail}, et inscrire sa réception dans la table pieces",
    "lignes_rejetees": "corriger et renvoyer dossiers de {detail}, ou arbitrer (cibles act … arbitrage)",
    "essms_a_verifier": "vérifier le numéro dans FINESS, ou arbitrer (cibles act … arbitrage)",
    OUT_OF_REACH: "aucun nombre de dossiers de {mois} n'y suffit : mesurer un mois suivant",
    "perimetre_vide": "inscrire les établissements du projet dans la table perimetre",
    "aucune_cible_mesuree": "aucun établissement n'est tenu à une cible : une personne décide",
    PAID: "rien : le solde est déjà versé",
}


def remedy(obstacle: Obstacle, mois: str) -> str:
    """What puts an obstacle right."""
    flow = FLOW_OF.get(obstacle.indicateur or "")
    if obstacle.motif == "denominateur_nul" and obstacle.indicateur in ACTIVE_DOSSIERS[1:]:
        return f"aucun dossier n'est actif : en mettre à jour en {mois}, ou vérifier dossiers"
    return _REMEDIES[obstacle.motif].format(mois=mois, flux=flow or "dossiers", detail=obstacle.detail)


def hypothesis_sentences(before: Situation, after: Situation, asked: Asked) -> list[str]:
    """The hypotheses, one sentence each; `after` is the situation under them."""
    sentences = []
    if asked.until is not None:
        sentences.append(f"mesuré en {asked.until}, avec ce qui est reçu pour ce mois, au lieu de {asked.month}")
    for name in [text.partition("=")[0].strip() for text in asked.targets]:
        was, becomes = before.texte.rule(name).cible, after.texte.rule(name).cible
        assert was is not None and becomes is not None
        sentences.append(f"cible de {name} : {_target(was)} → {_target(becomes)}")
    if asked.reading is not None:
        sentences.append(f"lecture : {before.result.lecture} → {after.result.lecture}")
    sentences += [f"{number} quitte le périmètre, comme s'il n'y avait jamais été" for number in _leaving(asked)]
    sentences += [f"retrouvés : {text.strip()}" for text in asked.found]
    return sentences


def _leaving(asked: Asked) -> list[str]:
    from flows.simulation_hypotheses import leaving

    return sorted(leaving(asked.leaving))


def _target(target: Target) -> str:
    if target.unite == "part":
        return exact_percent(target.valeur)
    integral = target.valeur == target.valeur.to_integral_value()
    return whole(int(target.valeur)) if integral else f"{target.valeur.normalize():f}".replace(".", ",")
