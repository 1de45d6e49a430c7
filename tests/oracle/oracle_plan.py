"""The plan of an invented workspace: months, projects, establishments. What the register says of them: `oracle_plan_register`."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.oracle.oracle_calendar import first_day, last_day, shift, yesterday
from tests.oracle.oracle_finess import with_key
from tests.oracle.oracle_plan_register import (
    ACTES,
    CRITERES,
    PERIMETRE,
    PIECES,
    PROJETS,
    Record,
    draw_grant_columns,
    draw_papers,
    draw_tranches,
    new_row,
    same_establishment,
    settings,
)
from tests.oracle.oracle_texts import ARA, GRAND_EST, GUADELOUPE, NATIONAL, TEXTES

PREFIXES = ("010", "030", "260", "690", "730", "2A0", "2B0", "97010", "97030", "97040", "98050")
CATEGORIES = ("500", "183", "460", "354", "255", "214")


@dataclass
class Essms:
    """An invented establishment; `soin` is the care of its deposits: `net`, `moyen`, `brouillon`. `muet`: it sends nothing of
    the last month, and declares zero everywhere.
    """

    finess_et: str
    finess_ej: str
    siret: str
    categorie: str
    texte_id: str
    soin: str
    connu: bool = True
    fermeture: str = ""
    muet: bool = False


@dataclass
class Plan:
    """What is decided before any deposit is drawn."""

    rng: Random
    mois: list[str]
    essms: list[Essms] = field(default_factory=list)
    projets: list[Record] = field(default_factory=list)
    perimetre: list[Record] = field(default_factory=list)
    pieces: list[Record] = field(default_factory=list)
    criteres: list[Record] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


def draw_plan(seed: int) -> Plan:
    rng = Random(seed)
    start = shift("2024-10", rng.randrange(8))
    plan = Plan(rng, [shift(start, rank) for rank in range(rng.randint(4, 9))])
    for number in range(rng.randint(2, 4)):
        _draw_project(plan, number)
    while len(plan.essms) < rng.randint(3, 8):
        _draw_essms(plan, rng.choice(plan.projets))
    for projet in plan.projets:
        draw_tranches(plan, projet)
    _draw_movements(plan)
    draw_grant_columns(plan)
    return plan


def _draw_project(plan: Plan, number: int) -> None:
    rng, last = plan.rng, plan.mois[-1]
    # One text of each family, then any.
    families = ((ARA, GUADELOUPE), (GRAND_EST, NATIONAL), (ARA, GUADELOUPE, GRAND_EST, NATIONAL, GRAND_EST))
    texte_id = rng.choice(families[min(number, 2)])
    whole = TEXTES[texte_id].par_projet
    ends = (last_day(last), yesterday(last_day(last)), first_day(shift(last, 1)), first_day(plan.mois[0]))
    projet = {
        "projet_id": f"P{number + 1}",
        "nom": f"Grappe {number + 1}",
        "porteur": "Association des Tilleuls",
        "texte_id": texte_id,
        "type_operation": rng.choice(("acquisition", "mise_a_niveau")),
        "phase": rng.choice(("projet", "projet", "maintenance")) if whole else "projet",
        "date_convention": "2024-01-15",
        "date_demarrage": _draw_start(plan) if whole else "2024-02-01",
        "date_fin_deploiement": rng.choice((*(end.isoformat() for end in ends), "")),
        "premiere_mesure": rng.choice(("", plan.mois[-1], plan.mois[-2], plan.mois[2], plan.mois[0], shift(last, 1))),
        "montant_subvention": rng.choice(("", "100000", "123456,79", "99999,99", "0,01", "42000,5", "700001,01", "0,03")),
        "amoa_marche": rng.choice(("", "O", "N")),
        "amoa_pilotage": rng.choice(("", "O", "N")),
        "soin": rng.choice(("net", "net", "net", "moyen", "brouillon")),
    }
    plan.projets.append(projet)
    draw_papers(plan, projet)
    for _ in range(rng.choice((1, 2, 2, 3)) if whole else 1):
        _draw_essms(plan, projet)


def _draw_start(plan: Plan) -> str:
    """The start of a project, on and next to what the deposits cover; empty, or after the month measured."""
    last = plan.mois[-1]
    inside = [first_day(month).isoformat() for month in plan.mois[:3]] + [last_day(plan.mois[-3]).isoformat()]
    return plan.rng.choice((*inside, first_day(last).isoformat(), "2024-02-01", "", first_day(shift(last, 1)).isoformat()))


def _draw_essms(plan: Plan, projet: Record) -> None:
    rng, soin = plan.rng, projet["soin"]
    prefix = rng.choice(PREFIXES)
    number = with_key(prefix + "".join(rng.choice("0123456789") for _ in range(8 - len(prefix))))
    if number in {essms.finess_et for essms in plan.essms}:
        return
    siren = with_key_of_siren(rng)
    essms = Essms(
        finess_et=number,
        finess_ej=with_key("590" + "".join(rng.choice("0123456789") for _ in range(5))),
        siret=siren + "00019",
        categorie="340" if plan.chance(0.2) else rng.choice((*CATEGORIES, *("219", "443") * (projet["texte_id"] == ARA))),
        texte_id=projet["texte_id"],
        soin=soin,
        connu=plan.chance(0.97 if soin == "net" else 0.92),
        muet=TEXTES[projet["texte_id"]].par_projet and plan.chance(0.04),
    )
    if plan.chance(0.04 if soin == "net" else 0.12):
        last = last_day(plan.mois[-1])
        essms.fermeture = rng.choice((last, yesterday(last), first_day(shift(plan.mois[-1], 1)))).isoformat()
    plan.essms.append(essms)
    plan.perimetre.append(new_row(plan, projet["projet_id"], number))


def with_key_of_siren(rng: Random) -> str:
    """A SIREN: nine digits with a right key, whose third is not the 0 that every FINESS number has."""
    return with_key(f"{rng.randint(30, 89)}{rng.randint(1, 9)}{rng.randint(10000, 99999)}")


def _draw_movements(plan: Plan) -> None:
    """Establishments that enter or leave, on and next to the last day of a month, or belong to two projects."""
    rng = plan.rng
    for row in list(plan.perimetre):
        month = rng.choice(plan.mois[-3:])
        alone = [other["projet_id"] for other in plan.perimetre].count(row["projet_id"]) == 1
        if alone and plan.chance(0.7):
            continue
        if plan.chance(0.12):
            row["date_entree"] = rng.choice((last_day(month), first_day(shift(month, 1)), first_day(month))).isoformat()
        if plan.chance(0.08):
            end = last_day(rng.choice(plan.mois[-2:]))
            row["date_sortie"] = rng.choice((end, yesterday(end))).isoformat()
            row["date_entree"] = row["date_entree"] if row["date_entree"] <= row["date_sortie"] else ""
        if plan.chance(0.06):
            other = rng.choice(plan.projets)["projet_id"]
            plan.perimetre.append(same_establishment(plan, other, row["finess_et"]))
    if plan.chance(0.05):
        for row in plan.perimetre:
            if row["projet_id"] == plan.projets[-1]["projet_id"]:
                row["date_entree"], row["date_sortie"] = "", first_day(plan.mois[-1]).isoformat()


def write_register(plan: Plan, path: Path) -> None:
    tables = (
        ("projets", PROJETS, plan.projets),
        ("perimetre", PERIMETRE, plan.perimetre),
        ("pieces", PIECES, plan.pieces),
        ("criteres", CRITERES, plan.criteres),
        ("actes", ACTES, []),
    )
    for name, columns, rows in tables:
        write_rows(path / "registre" / f"{name}.csv", columns, [[row.get(column, "") for column in columns] for row in rows])
    text = settings(plan)
    if text:
        (path / "cibles.toml").write_text(text, encoding="utf-8")


def write_rows(path: Path, columns: tuple[str, ...], rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_finess(plan: Plan, path: Path) -> None:
    """Legacy form, or headed when a closing date must be said."""
    known = [essms for essms in plan.essms if essms.connu]
    if any(essms.fermeture for essms in known) or plan.chance(0.3):
        columns = ("finess_et", "finess_ej", "rs", "siret", "categetab", "departement", "commune", "etat", "date_fermeture")
        rows = [
            [
                e.finess_et,
                e.finess_ej,
                f"ESSMS {rank}",
                e.siret,
                e.categorie,
                "01",
                "VIRIAT",
                "I" if e.fermeture else "A",
                e.fermeture,
            ]
            for rank, e in enumerate(known)
        ]
        write_rows(path / "finess" / "finess_et.csv", columns, rows)
        return
    legacy = [_legacy_row(essms, rank) for rank, essms in enumerate(known)]
    write_rows(path / "finess" / "etalab-cs1100502-stock-20260512-0339.csv", ("finess", "etalab", "111", "2026-05-12"), legacy)


def _legacy_row(essms: Essms, rank: int) -> list[str]:
    row = [""] * 32
    row[0], row[1], row[2], row[3], row[4] = "structureet", essms.finess_et, essms.finess_ej, f"ESSMS {rank}", f"ESSMS {rank}"
    row[12], row[13], row[15] = "451", "01", "01440 VIRIAT"
    row[18], row[19], row[22] = essms.categorie, "Catégorie", essms.siret
    row[28], row[29], row[30] = "1979-02-13", "1979-02-13", "2020-02-04"
    return row
