"""The file of thresholds is read strictly, and holds everything the program compares."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from contracts.failures import RulebookError
from contracts.plausibility import KNOWN, load_plausibility
from contracts.signals import SIGNALS
from flows.plausibility import THRESHOLDS, plausibility_rules

TEXT = THRESHOLDS.read_text(encoding="utf-8")


def test_the_file_of_the_product_gives_every_signal_in_order():
    rules = plausibility_rules()
    assert list(rules) == list(KNOWN)
    assert rules["maj_en_masse"].seuil("part") == Decimal("0.80")
    assert set(rules) <= set(SIGNALS)
    assert all(rule.raison and threshold.unite for rule in rules.values() for threshold in rule.seuils.values())


@pytest.mark.parametrize("code", KNOWN)
def test_every_figure_known_is_shown(code):
    # A figure that no sentence shows would be computed for nobody.
    shown = set(re.findall(r"\{(\w+)\}", plausibility_rules()[code].phrase))
    assert shown | {"nombre"} == set(KNOWN[code].chiffres) | {"nombre"}


FAULTS = [
    ("unknown signal", lambda text: text + "\n[autre]\nphrase = 'x'\n", "clé autre : clé inconnue"),
    ("signal left out", lambda text: text[: text.index("[solde_en_attente]")], "clé solde_en_attente : la clé manque"),
    ("threshold left out", lambda text: text.replace("seuils.lignes", "seuils.dossiers"), "clé dates_identiques.seuils.dossiers"),
    (
        "unknown threshold",
        lambda text: text.replace("seuils.jours_de_fin", "seuils.jours"),
        "sont admis ici : part, dossiers, jo",
    ),
    ("unknown figure", lambda text: text.replace("{colonnes}", "{colones}"), "écrivez peut-être « colonnes »"),
    ("open brace", lambda text: text.replace("{colonnes}.", "{colonnes"), "une accolade n'est pas fermée"),
    ("negative", lambda text: text.replace('valeur = "0.80"', "valeur = -1"), "le seuil est négatif"),
    ("no number", lambda text: text.replace('valeur = "0.80"', 'valeur = "beaucoup"'), "ce n'est pas un nombre exact"),
    ("no reason", lambda text: re.sub(r'raison = """.*?"""\n', "", text, count=1, flags=re.DOTALL), "la clé raison manque"),
    ("empty unit", lambda text: text.replace('unite = "lignes renseignées"', 'unite = ""'), "le texte est vide"),
    ("given twice", lambda text: text + "\n[maj_en_masse]\n", "deux fois"),
]


@pytest.mark.parametrize(("change", "said"), [pytest.param(*item[1:], id=item[0]) for item in FAULTS])
def test_a_fault_is_refused_in_a_sentence(change, said):
    changed = change(TEXT)
    assert changed != TEXT
    with pytest.raises(RulebookError) as refused:
        load_plausibility("plausibilite.toml", changed.encode())
    assert said in str(refused.value)
    assert re.search(r"plausibilite\.toml, ligne \d+", str(refused.value))
