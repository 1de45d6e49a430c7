"""The page of one amendment: what it is, from which day, and each rule it changes, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contracts.amendment_loader import AmendmentFile
from contracts.rulebook import Rulebook
from flows.amendment_effects import changed_values
from flows.jurist.cases import Case
from flows.jurist.markdown import folded, heading, page, plain, prose, quote, table
from flows.jurist.rule_page import SECOND_HAND, Row, Surroundings, case_lines, rule_blocks
from flows.jurist.rules import Rule, Section, day
from flows.jurist.text_page import reading_links, rows_by_rule, sections


def amendment_page(
    item: AmendmentFile, before: Mapping[str, Rulebook], after: Mapping[str, Rulebook], cases: Sequence[Case]
) -> str:
    """The page of an amendment.

    Args:
        item: the amendment.
        before: the texts, by `texte_id`.
        after: the same as the amendment leaves them.
        cases: every case of the project.
    """
    amendment = item.amendment
    applying = [case for case in cases if amendment.avenant_id in case.avenants]
    blocks = [heading(1, plain(amendment.titre)), *_head(item, applying)]
    for texte_id in amendment.textes:
        around = Surroundings(applying, reading_links(after[texte_id], f"{texte_id}.md"))
        blocks.append(heading(2, f"Ce qu'il change dans [{plain(before[texte_id].titre)}]({texte_id}.md)"))
        blocks += _changes(before[texte_id], after[texte_id], around)
    return page(blocks)


def _head(item: AmendmentFile, applying: Sequence[Case]) -> Iterator[str]:
    amendment = item.amendment
    yield folded(
        f"Page écrite par `make docs` d'après `contracts/texts/avenants/{amendment.avenant_id}.toml` : c'est ce fichier qu'on"
        " corrige. Voir [comment lire ces pages](README.md)."
    )
    yield folded(
        "**Cet avenant n'est appliqué que si l'espace de travail le choisit**, par une ligne de sa table `[avenants]` dans"
        f' `cibles.toml` : `"{amendment.avenant_id}" = true` pour son propre jour d\'effet, ou une autre date.'
    )
    facts = {
        "Identifiant": f"`{amendment.avenant_id}`",
        "Émetteur": plain(amendment.emetteur),
        "Référence": plain(amendment.reference),
        "Date d'effet": day(amendment.date_effet),
        "Vérifié le": f"{day(item.verifie_le)} ({plain(item.verifie_par)})",
        "Empreinte": f"`{amendment.empreinte}`",
    }
    yield table(["", ""], [[name, fact] for name, fact in facts.items()])
    yield heading(2, "Date d'effet")
    yield f"Il prend effet le {day(amendment.date_effet)}."
    yield quote(amendment.source.phrase)
    yield folded(f"*{plain(amendment.source.document)}, section {plain(amendment.source.section)}.*")
    if amendment.source.secondaire:
        yield SECOND_HAND
    if amendment.lecture:
        yield folded(f"**Lecture.** {prose(amendment.lecture)}")
    value = {"cle": f"avenants.{amendment.avenant_id}.date_effet", "valeur": amendment.date_effet.isoformat(), "unite": "date"}
    yield "\n".join(case_lines([value | {"texte_id": texte_id} for texte_id in amendment.textes], applying))


def _changes(before: Rulebook, after: Rulebook, around: Surroundings) -> Iterator[str]:
    """Every rule of which a value changes, as it becomes, then those of which nothing is left."""
    changed = {change.cle for change in changed_values(before, after)}
    old, new = _told(before), _told(after)
    for prefix, (section, rule, rows) in (new | {key: told for key, told in old.items() if key not in new}).items():
        was = old.get(prefix)
        if changed.isdisjoint(row["cle"] for row in (*rows, *(was[2] if was else ()))):
            continue
        said = (f"Avant : {_sentence(was)}", f"Après : {_sentence(new.get(prefix))}")
        title = f"{section.title} : {rule.title}" if rule.title else section.title
        yield from rule_blocks(Rule(prefix, said, title), rows, 3, around)


_Told = tuple[Section, Rule, list[Row]]


def _told(book: Rulebook) -> dict[str, _Told]:
    """Every rule of a text by its prefix, with its section and its values."""
    parts = sections(book)
    rows = rows_by_rule(book, [rule for section in parts for rule in section.rules])
    return {rule.prefix: (section, rule, rows[rule]) for section in parts for rule in section.rules}


def _sentence(told: _Told | None) -> str:
    return "le texte n'en dit rien." if told is None else " ".join(told[1].words)
