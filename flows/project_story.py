"""What happened to a project, from the records of its decisions, the chain and the acts they tell. Only reads."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flows.chain import read_chain
from flows.decision_files import read_decision, written_versions
from flows.settings import Settings
from flows.stages.inputs import input_files
from transforms.decisions.chain import ACT, Link, act_item
from transforms.decisions.json_text import json_text
from transforms.decisions.versions import act_words
from transforms.reading.register import read_register

_TOLD = ("decision_id", "mois", "version", "remplace", "decision", "provisoire", "motif", "lecture", "changements")


def story(settings: Settings, projet_id: str) -> list[dict[str, Any]]:
    """The events of a project: its decisions by the time they were computed, its acts by the time a run first read them.

    Raises:
        RegisterError: the register cannot be read.
        WorkspaceError: a record or the chain is damaged.
    """
    events = [*_decisions(settings, projet_id), *_acts(settings, projet_id)]
    return sorted(events, key=lambda event: (event.pop("ordre"), event["genre"] == "decision"))


def _decisions(settings: Settings, projet_id: str) -> list[dict[str, Any]]:
    months = sorted(folder for folder in settings.decisions.glob("*") if folder.is_dir())
    records = [read_decision(path) for month in months for path in written_versions(month).get(projet_id, [])]
    return [
        {
            "genre": "decision",
            "le": record["calculee_le"],
            **{name: record[name] for name in _TOLD},
            "montant_solde": _amount(record["montant_solde"]),
            "montant_libere": _amount(record["montant_libere"]),
            "deja_verse": _amount(record.get("deja_verse")),
            "texte": record["texte"]["texte_id"],
            "ordre": record["calculee_le"],
        }
        for record in records
    ]


def _acts(settings: Settings, projet_id: str) -> list[dict[str, Any]]:
    """Acts in the order of the register; one that no run has read yet comes last."""
    register = read_register({path.name: path.read_bytes() for path in input_files(settings.registre)})
    rows = [row for row in register.actes.sort("ligne").to_dicts() if row["projet_id"] == projet_id]
    links = [link for link in read_chain(settings) if link.genre == ACT]
    events = []
    for row in rows:
        known = _first(links, act_item(row).sha256)
        said = {name: json_text(row[name]) for name in row if name not in ("ligne", "auteur")}
        events.append(
            {
                "genre": "acte",
                "le": said["date"],
                "pris_en_compte_le": known.le if known else None,
                **said,
                "texte": act_words(said),
                "ordre": known.le if known else "~",
            }
        )
    return events


def _first(links: list[Link], sha256: str) -> Link | None:
    """The first link of an act, taken away: two acts alike have two links."""
    for place, link in enumerate(links):
        if link.sha256 == sha256:
            return links.pop(place)
    return None


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
