"""Which inputs of a decision are no longer those that it says it read: deposits, registers, text, choices of the ARS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from contracts.finess import looks_like_finess, normalise_finess
from flows.deposit_folder import FoundFile, entries, opened, printable
from flows.fingerprints import versions
from flows.settings import SETTINGS_FILE, Settings
from flows.verification_document import Document
from flows.verification_recompute import Redone
from transforms.decisions.differences import ABSENT, Difference, shown
from transforms.reading.deposit_paths import describe

DEPOT, REGISTRE, FINESS, TEXTE, DIALECTE, BOITES, LECTURE, AVENANTS, PREUVES = (
    *("depot", "registre", "finess", "texte", "dialecte", "boites", "lecture", "avenants", "preuves"),
)
"""Kinds of input; `PREUVES`: something else in the evidence."""

_LABELS = {REGISTRE: "la table", TEXTE: "texte", DIALECTE: "dialecte", BOITES: "l'annuaire"}


@dataclass(frozen=True)
class Cause:
    """An input that is not the one the decision says: its kind, its name (a path, a table…), and a French sentence."""

    genre: str
    nom: str
    phrase: str

    @property
    def label(self) -> str:
        """Kind and name, in French: `la table perimetre`; a path of a deposit says what it is."""
        return f"{_LABELS[self.genre]} {self.nom}".strip() if self.genre in _LABELS else self.nom


class Deposits:
    """The deposits of a workspace. A path of evidence is only looked up among those that are there: it opens nothing else."""

    def __init__(self, settings: Settings) -> None:
        """Lists the folder, without opening anything; links are not followed."""
        root = str(settings.depots)
        self._largest = settings.fichier_octets_max
        found = entries(root) if settings.depots.is_dir() else ()
        self._places = {f"depots/{printable(path[len(root) + 1 :])}": path for path in found}
        self._opened: dict[str, FoundFile] = {}

    def find(self, chemin: str) -> FoundFile | None:
        """The file at this path, as it would be received; None when there is none."""
        if chemin not in self._places:
            return None
        if chemin not in self._opened:
            path = self._places[chemin]
            size, sha256, refusal = opened(path, self._largest)
            self._opened[chemin] = FoundFile(path, describe(chemin, sha256, size, refusal))
        return self._opened[chemin]


def deposits_there(document: Document, deposits: Deposits) -> tuple[list[FoundFile], list[Cause]]:
    """The deposits of the evidence that are there, whatever they hold now, and those that are missing or hold something else."""
    found, causes = [], []
    for chemin, sha256 in document.depots.items():
        one = deposits.find(chemin)
        if one is not None:
            found.append(one)
        if one is None or one.file.sha256 != sha256:
            causes.append(Cause(DEPOT, chemin, f"dépôt {chemin} : {_why(chemin, one)}"))
    return sorted(found, key=lambda one: one.file.chemin), causes


def _why(chemin: str, one: FoundFile | None) -> str:
    if one is None:
        parts = PurePosixPath(chemin).parts
        if not chemin.startswith("depots/") or ".." in parts:
            return "ce n'est pas un chemin de dépôt, rien n'a été ouvert"
        return "il n'est pas là (purgé, retiré, ou pas copié avec les autres entrées)"
    if one.file.refusal == "lien_refuse":
        return "ce n'est plus un fichier ordinaire, il n'a pas été lu"
    return "son contenu n'est pas celui dont la décision donne l'empreinte"


_TABLES = {
    "registre": (REGISTRE, "registre, table {} : les lignes du projet ne sont pas celles dont la décision donne l'empreinte"),
    "dialectes": (DIALECTE, "dialecte {} : ce n'est pas celui dont la décision donne l'empreinte"),
    "boites": (BOITES, "annuaire de boîtes aux lettres {} : ce n'est pas celui dont la décision donne l'empreinte"),
}
_FINESS = "fichier FINESS : les lignes des établissements du projet ne sont pas celles dont la décision donne l'empreinte"
_TEXT = "texte {} : les règles de ce logiciel ne sont pas celles dont la décision donne l'empreinte"


def evidence_causes(found: Iterable[Difference], told: Iterable[Cause], document: Document) -> list[Cause]:
    """Sentences on what the evidence says otherwise than the inputs.

    Args:
        found: differences of the record that `is_evidence` keeps.
        told: what was already said of deposits.
        document: the file.
    """
    paths = {cause.nom for cause in told}
    causes = [_evidence_cause(one, document) for one in found]
    return list(dict.fromkeys(cause for cause in causes if not (cause.genre == DEPOT and cause.nom in paths)))


def is_evidence(one: Difference) -> bool:
    """Whether a difference is about what was read, rather than about what was found."""
    return one.place[:1] == ("preuves",) or one.place == ("texte", "empreinte")


def _evidence_cause(one: Difference, document: Document) -> Cause:
    match one.place:
        case ("texte", "empreinte"):
            name = shown(document.texte.get("texte_id"))
            return Cause(TEXTE, name, _TEXT.format(name))
        case ("preuves", "finess"):
            return Cause(FINESS, "finess", _FINESS)
        case ("preuves", "registre" | "dialectes" | "boites" as kind, name):
            genre, sentence = _TABLES[kind]
            return Cause(genre, name, sentence.format(name))
        case ("preuves", "depots", name, *_) if not name.isdecimal():
            return _deposit_cause(one, name)
        case _:
            return Cause(PREUVES, ".".join(one.place), one.phrase)


def _deposit_cause(one: Difference, name: str) -> Cause:
    chemin, _, jeu = name.rpartition(", ")
    if len(one.place) > 3:
        return Cause(DEPOT, chemin, one.phrase)
    if one.ecrit is ABSENT:
        return Cause(DEPOT, chemin, f"dépôt {chemin} ({jeu}) : le recalcul le lit, les preuves ne le disent pas")
    return Cause(DEPOT, chemin, f"dépôt {chemin} ({jeu}) : les preuves le disent lu, le recalcul ne le lit pas")


def choice_causes(document: Document, redone: Redone, settings: Settings) -> list[Cause]:
    """The choices of the ARS that the decision says and that the workspace does not make today."""
    said, causes = document.said.get("lecture"), []
    silent = not (settings.workspace / SETTINGS_FILE).is_file() and not settings.lectures and not settings.avenants
    why = "rien ici ne dit que l'ARS l'a choisi : copiez cibles.toml avec les entrées" if silent else None
    if said != redone.lecture:
        other = why or f"cibles.toml choisit {redone.lecture}"
        causes.append(Cause(LECTURE, "lecture", f"lecture : la décision est faite sous {shown(said)} ; {other}"))
    applied = document.texte.get("avenants")
    if applied != list(redone.avenants):
        other = why or f"cibles.toml choisit {shown(list(redone.avenants)) if redone.avenants else 'de n’en appliquer aucun'}"
        causes.append(Cause(AVENANTS, "avenants", f"avenants : la décision applique {shown(applied)} ; {other}"))
    return causes


_RESULT = {"decision", "motif", "montant_libere", "criteres", "versements", "sensible_a_la_lecture", "lectures_qui_changent"}
_COUNTED = _RESULT | {"essms", "conditions"}
_GRANT = {"montant_bareme", "calcul_bareme", "bareme", "partages"}
_BALANCE = {"montant_solde", "montant_subvention", "deja_verse", "part_solde"}
_RULES = _COUNTED | _GRANT | _BALANCE | {"verifications", "texte", "provisoire"}
_BEARS = {
    DEPOT: _COUNTED,
    DIALECTE: _COUNTED,
    BOITES: _COUNTED,
    FINESS: _COUNTED | _GRANT | {"verifications"},
    TEXTE: _RULES,
    AVENANTS: _RULES,
    LECTURE: _COUNTED | {"lecture"},
    "projets": _RULES | {"projet"},
    "perimetre": _COUNTED | _GRANT | _BALANCE | {"verifications"},
    "criteres": _COUNTED | _BALANCE,
    "pieces": _RESULT | {"conditions", "verifications"},
    "actes": _RESULT | {"actes", "deja_verse"},
}
"""Keys of a record on which each kind of input, or table of the register, can bear."""


def explaining(one: Difference, causes: Iterable[Cause]) -> Iterator[Cause]:
    """The inputs that can have made a difference: those that bear on it; of deposits, not those of another establishment."""
    for cause in causes:
        bears = _BEARS.get(cause.nom if cause.genre == REGISTRE else cause.genre, set())
        if one.place and one.place[0] in bears and not (cause.genre == DEPOT and _of_another(cause.nom, one)):
            yield cause


def _of_another(chemin: str, one: Difference) -> bool:
    """Whether a deposit is in the folder of another establishment than the one the difference is about."""
    folder = describe(chemin, "", 0).folder_finess
    if one.place[0] != "essms" or len(one.place) < 2 or folder is None:
        return False
    return looks_like_finess(normalise_finess(folder)) and normalise_finess(folder) != one.place[1].partition(", ")[0]


def remarks(document: Document, redone: Redone) -> list[str]:
    """What a reader should know and that is no difference: other versions of the software, acts added since."""
    said, found = document.said.get("logiciel"), []
    if isinstance(said, dict):
        other = [f"{name} {shown(said.get(name))} → {now}" for name, now in versions().items() if said.get(name) != now]
        found += [f"logiciel : d'autres versions qu'à l'écriture ({', '.join(other)})"] if other else []
    if redone.later_acts:
        days = ", ".join(f"{day:%d/%m/%Y}" for day in redone.later_acts)
        found.append(f"actes : ceux que le registre a en plus de la décision sont ignorés ici (datés du {days})")
    return found
