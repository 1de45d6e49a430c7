"""`python -m tests.pollution.page` writes docs/pollution.md: always the same page for the same code."""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

from tests.pollution.deposit import read_deposit
from tests.pollution.judge import Fate, judge
from tests.pollution.traceless import TRACELESS, Traceless
from tests.pollution.variants import CLEAN, DAMAGES, Variant, fate, variants

PAGE = Path(__file__).parents[2] / "docs" / "pollution.md"
SEEDS = range(3)
PROCESSES = 2

_TITLE = """\
# Fichiers abîmés : ce qui en est lu

Écrite par `python -m tests.pollution.page` ; ne pas la modifier. À la manière de Pollock (VLDB 2023), des fichiers sains sont
abîmés d'une façon connue, puis lus par le code qui lit les dépôts. Chaque ligne d'un fichier abîmé doit être **lue
entière** (exactement ce qu'une personne y lit), **écartée** seule avec une raison, ou **refusée** avec son fichier ou sa feuille.
Une *corruption silencieuse* est une ligne acceptée que le fichier ne montre pas, ou une ligne montrée qui n'est comptée nulle
part. Pour chaque fichier, l'égalité lignes lues = acceptées + écartées est vérifiée.

Fichiers sains : les huit jeux de la forme pivot et les huit dialectes du logiciel (textes, classeurs, archive), de 4 à 24 lignes.
Un fichier trop abîmé est refusé plutôt que lu à moitié : un faible taux de lecture n'est pas un défaut, une corruption en est un.
"""
_LISTED = """\
## Ce qui ne laisse pas de trace

Rien, dans le fichier, ne distingue ces dommages d'une donnée juste : ils sont acceptés. Un test montre que chacun l'est bien.

| dommage | pourquoi le fichier ne le montre pas |
|---|---|
"""
_TRACED = """
Une colonne facultative renommée au point de n'être plus reconnue est lue comme absente ; le registre des dépôts la nomme
parmi les colonnes ignorées. Une ligne de projet écartée d'une archive laisse son séjour sans projet, et figure parmi les lignes
écartées.
"""


def outcome(variant: Variant) -> Fate | None:
    """What becomes of the rows of a variant; None when its file has nothing to damage so."""
    file = variant.file()
    return None if file is None else fate(file)


def passes(one: Traceless, seed: int) -> bool:
    """Whether this damage is accepted as if it were data, in the file made with this seed."""
    clean, spoiled = (CLEAN[one.clean][1](Random(seed)) for _ in range(2))
    if one.spoil(spoiled, Random(seed)) is False:
        return False
    for here, there in zip(clean.tables, spoiled.tables, strict=True):
        here.exact = there.exact
    return bool(judge(clean, read_deposit(spoiled.name, spoiled.content())).silent)


def pollution_page(seeds: range = SEEDS) -> str:
    """The page, for these seeds."""
    everything = list(variants(seeds))
    # Not forked: the threads of polars do not survive it.
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        fates = list(pool.map(outcome, everything, chunksize=40))
    found: dict[str, Counter] = defaultdict(Counter)
    for variant, fate_ in zip(everything, fates, strict=True):
        for key in (variant.damage.classe, f"{variant.damage.classe}/{variant.damage.nom}", ""):
            if fate_ is not None:
                found[key].update(_counted(fate_))
    classes = list(dict.fromkeys(damage.classe for damage in DAMAGES))
    parts = [
        _TITLE,
        f"## Par classe\n\n{_HEAD}",
        *(_line(name, found[name]) for name in classes),
        _line("**ensemble**", found[""]),
    ]
    for name in classes:
        names = [damage.nom for damage in DAMAGES if damage.classe == name]
        parts += [f"\n## {name[:1].upper()}{name[1:]}\n\n{_HEAD}", *(_line(nom, found[f"{name}/{nom}"]) for nom in names)]
    parts += [f"\n{_LISTED}", *(f"| {one.nom} | {one.raison} |\n" for one in TRACELESS), _TRACED]
    return "".join(parts)


_HEAD = """\
| dommage | fichiers | lignes | lues entières | écartées | refusées avec le fichier | corruptions silencieuses |
|---|---:|---:|---:|---:|---:|---:|
"""


def _counted(fate_: Fate) -> Counter:
    figures = {"fichiers": 1, "lignes": fate_.shown, "lues": fate_.whole, "écartées": fate_.aside, "refusées": fate_.refused}
    return Counter(figures | {"silencieuses": len(fate_.silent)})


def _line(name: str, figures: Counter) -> str:
    shares = (_share(figures[key], figures["lignes"]) for key in ("lues", "écartées", "refusées"))
    cells = [
        name.replace("|", "\\|"),
        _number(figures["fichiers"]),
        _number(figures["lignes"]),
        *shares,
        _number(figures["silencieuses"]),
    ]
    return f"| {' | '.join(cells)} |\n"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def _share(part: int, whole: int) -> str:
    """A share cut, never rounded up."""
    tenths = 1000 * part // whole if whole else 0
    return f"{tenths // 10},{tenths % 10} %"


if __name__ == "__main__":
    PAGE.write_text(pollution_page(), encoding="utf-8")
