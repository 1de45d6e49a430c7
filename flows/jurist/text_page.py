"""The page of one text: what it is, then every rule, section by section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.rulebook import Amendment, Rulebook
from contracts.rulebook_values import rulebook_values
from flows.jurist.cases import Case, cases_of
from flows.jurist.indicator_words import indicator_sections
from flows.jurist.markdown import anchor, folded, heading, page, plain, table
from flows.jurist.money_words import money_sections
from flows.jurist.rule_page import SECOND_HAND, Row, Surroundings, rule_blocks
from flows.jurist.rules import Rule, Section, day, rule_of
from flows.jurist.scale_words import scale_sections
from flows.jurist.whole_words import exemption_section, reading_section, selection_section, text_sections


def sections(book: Rulebook) -> list[Section]:
    """Every section of a text, in the order of its page."""
    return [
        *text_sections(book),
        selection_section(book),
        *indicator_sections(book),
        exemption_section(book),
        *money_sections(book),
        *scale_sections(book),
        reading_section(book),
    ]


def rows_by_rule(book: Rulebook, rules: Sequence[Rule]) -> dict[Rule, list[Row]]:
    """The values of a text under the rule that says each of them; that an amendment applies is said elsewhere.

    Raises LookupError when no rule says a value, or a rule says none: the page would be silent or wrong.
    """
    found: dict[Rule, list[Row]] = {rule: [] for rule in rules}
    for row in rulebook_values(book).to_dicts():
        if row["cle"].startswith("avenants."):
            continue
        rule = rule_of(rules, row["cle"])
        if rule is None:
            raise LookupError(f"{book.texte_id}: no rule of the page says {row['cle']}")
        found[rule].append(row)
    empty = [rule.prefix for rule, rows in found.items() if not rows]
    if empty:
        raise LookupError(f"{book.texte_id}: the page says {empty[0]}, of which the text has no value")
    return found


def reading_links(book: Rulebook, address: str = "") -> dict[str, str]:
    """Where the page of a text (at `address`, by default the page itself) shows each of its readings."""
    return {item.code: f"{address}#{anchor(f'Lecture `{item.code}`')}" for item in book.lectures}


def text_page(book: Rulebook, amendments: Sequence[Amendment], cases: Sequence[Case]) -> str:
    """The page of a text; `amendments` are those that may change it."""
    parts = sections(book)
    rows = rows_by_rule(book, [rule for section in parts for rule in section.rules])
    around = Surroundings(cases, reading_links(book))
    blocks = [heading(1, plain(book.titre)), *_head(book, amendments, [row for held in rows.values() for row in held], cases)]
    blocks.append(folded(" · ".join(f"[{part.title}](#{anchor(part.title)})" for part in parts if part.level == 2)))
    for part in parts:
        blocks += [heading(part.level, part.title), part.intro]
        for rule in part.rules:
            blocks += rule_blocks(rule, rows[rule], part.level + 1, around)
    return page(blocks)


def _head(book: Rulebook, amendments: Sequence[Amendment], rows: Sequence[Row], cases: Sequence[Case]) -> Iterator[str]:
    tested = sum(bool(cases_of(cases, book.texte_id, row["cle"])) for row in rows)
    second_hand = sum(row["origine"] == "secondaire" for row in rows)
    yield folded(
        f"Page écrite par `make docs` d'après `contracts/texts/{book.texte_id}.toml` : c'est ce fichier qu'on corrige."
        " Voir [comment lire ces pages](README.md)."
    )
    facts = {
        "Identifiant": f"`{book.texte_id}`",
        "Émetteur": plain(book.emetteur),
        "Référence": plain(book.reference),
        "Publié le": day(book.publie_le),
        "En vigueur à partir du": day(book.en_vigueur_le),
        "Vérifié le": f"{day(book.verifie_le)} ({plain(book.verifie_par)})",
        "Empreinte": f"`{book.empreinte}`",
        "Valeurs": f"{len(rows)}, dont {tested} éprouvées par un cas au moins",
    }
    yield table(["", ""], [[name, fact] for name, fact in facts.items()])
    if second_hand:
        yield folded(f"{SECOND_HAND} Cela concerne {second_hand} de ces valeurs.")
    for item in amendments:
        yield folded(
            f"Avenant possible, si l'espace de travail le choisit : [{plain(item.titre)}]({item.avenant_id}.md), "
            f"depuis le {day(item.date_effet)}."
        )
