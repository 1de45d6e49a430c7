"""The README of the sample: what each project, establishment and awkward file is there to show, from the scenarios."""

from __future__ import annotations

from transforms.synth import scenarios_antilles as antilles
from transforms.synth import scenarios_ara as ara
from transforms.synth import scenarios_grand_est as grand_est
from transforms.synth.readme_money import criteria_section, scale_section
from transforms.synth.readme_text import codes, table_line
from transforms.synth.sample_deposits import OPERATEUR, VENDEUR
from transforms.synth.sample_faults import LISEZMOI, bad_rows
from transforms.synth.sample_files import JUIN, place
from transforms.synth.sample_project_deposits import VENDEUR_NATIONAL
from transforms.synth.scenarios import Grappe, Scenario
from transforms.synth.senders_shown import BOITES_PATH, SENDERS

_HEAD = """# Sample workspace

Inputs only, wholly invented: {essms} establishments (ESSMS), {projets} projects, deposits of January to June 2026, in pivot form
and, for one project, as vendors, an operator and an ARS send them.
Made by `cibles synth` (seed {seed}); a test proves that these files are what it makes, so change the generator, not the files.
FINESS numbers have a valid shape and key in ranges (`dd099…` for establishments, `dd098…` for legal entities, `97019…` and
`97018…` overseas, `98059…` in Mayotte) where no real number was seen. No name is that of a person or of an existing body.

Run June 2026: `cibles run --month 2026-06 --workspace <a copy of this folder>`.

## Projects in June 2026

Amounts in euros: the grant, its balance (for `national-2021` the part of the next tranche), what is released.

| projet | texte | decision | motif | provisoire | sensible | montant | solde | libéré | why |
|---|---|---|---|---|---|---|---|---|---|
"""

_ESTABLISHMENTS = """
## Establishments

Verdicts of June 2026; the indicators that are not listed are `atteinte`.

| finess_et | name | champ | other verdicts | what it shows |
|---|---|---|---|---|
"""

_FILES = """
## Files worth opening

| file below `depots/` | what is awkward | what happens |
|---|---|---|
"""

_SENDERS = """
## What senders really send

Files in dialects, of the establishments of `ARA-2025-004`; every line set aside in them is counted here. Mailboxes are those of
`{boites}`, the extraction of the end of May; domains are invented, and no mailbox names a person.

| file below `depots/` | dialecte | what is awkward | set aside |
|---|---|---|---|
"""

_BAD_ROWS = """
## Rows set aside on purpose, in pivot form

Each has one fault. Only those of CHRS L'ESCALE weigh on a decision.

| file below `depots/` | lines | rules |
|---|---|---|
"""

_ALL_CRITERIA = 5
"""Criteria kept by each project of the sample whose targets are set per project."""

_RULES = {
    place(ara.CHRS_ESCALE, JUIN, "dossiers"): "date_invalide, valeur_inconnue, finess_cle",
    place(ara.EHPAD_CIMES, JUIN, "dossiers"): "sortie_avant_entree, valeur_inconnue",
    place(ara.EHPAD_TILLEULS, "2026-03", "evenements"): "date_invalide, valeur_inconnue",
    place(ara.SESSAD_PASSERELLE, "2026-04", "dmp"): "hors_periode, valeur_inconnue",
    place(ara.SESSAD_PASSERELLE, JUIN, "evenements"): "finess_incoherent",
    place(ara.EHPAD_SOURCES, "2026-05", "mises_a_jour"): "valeur_inconnue",
    f"2026-05/{OPERATEUR}": "finess_siret, finess_cle",
    f"{JUIN}/{OPERATEUR}": "finess_ej, nombre_invalide, hors_periode",
    f"2026-05/{VENDEUR}/evenements.csv": "obligatoire",
    f"{JUIN}/{VENDEUR}/dmp.csv": "champs_nombre",
    f"{JUIN}/{VENDEUR}/echanges.csv": "finess_siren, valeur_inconnue",
}


def readme(grappes: tuple[Grappe, ...], outside: Scenario, seed: int) -> bytes:
    """The text in Markdown, UTF-8; `outside` is the establishment of no project."""
    essms = sum(len(grappe.scenarios) for grappe in grappes) + 1
    parts = [_HEAD.format(essms=essms, projets=len(grappes), seed=seed)]
    parts += [_project_line(grappe) for grappe in grappes]
    parts += [criteria_section(grappes), scale_section(grappes), _ESTABLISHMENTS]
    parts += [line for grappe in grappes for line in _establishment_lines(grappe)]
    parts += [_establishment_line(outside), _FILES, *_file_lines()]
    parts += [_SENDERS.format(boites=BOITES_PATH), *_sender_lines(), _BAD_ROWS, *_bad_row_lines()]
    return "".join(parts).encode()


def _project_line(grappe: Grappe) -> str:
    projet = grappe.projet
    identity = f"`{projet.projet_id}` {projet.nom}"
    return table_line(
        (
            identity,
            f"`{projet.texte_id}`",
            f"`{grappe.decision}`",
            codes(grappe.motif.split(", ")),
            "O" if grappe.provisoire else "N",
            "O" if grappe.sensible else "N",
            projet.montant_subvention or "–",
            grappe.solde or "–",
            grappe.libere or "–",
            grappe.montre,
        )
    )


def _establishment_lines(grappe: Grappe) -> list[str]:
    """One line for each establishment that shows something, then one for all the others."""
    lines = [_establishment_line(item) for item in grappe.scenarios if item.montre]
    others = [item.essms for item in grappe.scenarios if not item.montre]
    if others:
        names = f"{others[0].nom} … {others[-1].nom}"
        lines.append(table_line((f"{len(others)} others", names, "several", "no row", grappe.suite)))
    return lines


def _establishment_line(item: Scenario) -> str:
    champ, shown = item.champ or item.essms.categorie.champ, _verdicts(item) if item.mesure else "no row"
    return table_line((f"`{item.finess_et}`", item.essms.nom, champ, shown or "–", item.montre))


def _verdicts(item: Scenario) -> str:
    if len(item.exceptions) == _ALL_CRITERIA and set(item.exceptions.values()) == {("sans_cible", "")}:
        return "all `sans_cible`"
    verdicts = (f"`{code}` {verdict}{f' ({motif})' if motif else ''}" for code, (verdict, motif) in item.exceptions.items())
    return "; ".join(verdicts)


def _file_lines() -> list[str]:
    february = place(ara.SESSAD_PASSERELLE, "2026-02", "evenements")
    rows = (
        (f"`{february}` and `evenements_bis.csv`", "two rivals, not numbered parts", "both set aside whole (`depot_ambigu`)"),
        (
            f"`{place(ara.ESAT_GENEVRIERS, '2026-03', 'evenements')}`",
            "no `dossier_id` column",
            "refused whole (`colonnes_manquantes`)",
        ),
        (
            f"`{place(ara.SESSAD_PASSERELLE, JUIN, 'mssante')}`",
            "`couverture.csv`: May and June",
            "speaks for May too; the rows of the May deposit are superseded",
        ),
        (f"`{place(ara.SSIAD_COMBES, JUIN, 'dmp_semestre')}`", "`couverture.csv`: January to June", "one file for six months"),
        (f"`{place(ara.EHPAD_CIMES, JUIN, 'evenements-1')}` and `-2`", "numbered parts", "they add up"),
        (f"`{place(ara.EHPAD_CIMES, JUIN, 'dossiers')}`", "a column `chambre`", "dropped at the door, named in the ledger"),
        (f"`{JUIN}/{OPERATEUR}`", "one operator, six establishments, figures by month", "read for each of them"),
        (f"`{JUIN}/{VENDEUR}/`", "one vendor, all its establishments", "read for each of them"),
        (f"`{place(antilles.EAM_WAPA, JUIN, 'couverture')}`", "export of 15 July", "`extraction_tardive`"),
        (f"`{place(antilles.EHPAD_HIBISCUS, JUIN, 'effectifs')}`", "a roll lower than the dossiers", "`effectif_incoherent`"),
        (f"`{place(ara.SAMSAH_LENTISQUES, JUIN, 'agregats')}`", "a declared count", "`declaratif`"),
        (f"`{place(antilles.CHRS_PASSAGE, JUIN, 'dossiers')}`", "header only", "zero, said as such"),
        (
            f"`{place(ara.EHPAD_TILLEULS, JUIN, 'dossiers')}`",
            "FINESS without its leading zero",
            "put right, traced (`correction`)",
        ),
        (f"`{place(ara.ESAT_GENEVRIERS, JUIN, 'dossiers')}`", "`2a` in lower case", "normalised"),
        (f"`{place(ara.MECS_NICHOIR, JUIN, 'dmp')}`", "blanks inside the FINESS", "normalised"),
        (f"`{place(ara.CHRS_ESCALE, '2026-05', 'evenements')}`", "a spreadsheet apostrophe before the FINESS", "normalised"),
        (f"`{LISEZMOI}`", "not a deposit", "refused, in the ledger"),
        (
            f"`{place(grand_est.EHPAD_VERGER, JUIN, 'evenements')}`",
            "events of natures `soin`, `entretien`, `transmission`",
            "each counts under `grand-est-amorcage-2021`, and would not elsewhere",
        ),
        (
            f"`{place(grand_est.ESAT_FORGE, JUIN, 'dmp')}`",
            "failed documents, and one for a person who is no beneficiary",
            "every successful one counts, whoever the person is",
        ),
        (f"`{JUIN}/{VENDEUR_NATIONAL}/`", "one vendor for a whole tranche", "read for each of its establishments"),
    )
    return [table_line(row) for row in rows]


def _sender_lines() -> list[str]:
    rows = ((sent, ", ".join(f"`{rule}` {count}" for rule, count in sent.regles.items())) for sent in SENDERS)
    return [table_line((f"`{sent.path}`", f"`{sent.dialecte or '–'}`", sent.montre, rules or "–")) for sent, rules in rows]


def _bad_row_lines() -> list[str]:
    lines = ((path, f"3–{2 + len(rows)}" if len(rows) > 1 else "3") for path, rows in bad_rows().items())
    return [table_line((f"`{path}`", ranks, codes(broken_rules()[path]))) for path, ranks in lines]


def broken_rules() -> dict[str, list[str]]:
    """The rule each bad row breaks, by path below `depots/`, in the order of the rows."""
    return {path: rules.split(", ") for path, rules in _RULES.items()}
