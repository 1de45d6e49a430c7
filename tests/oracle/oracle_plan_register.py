"""What the register of an invented workspace says beyond who is in it: papers, criteria, tranches, scales, amendments."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from tests.oracle.oracle_calendar import first_day, last_day, shift, yesterday
from tests.oracle.oracle_finess import with_key
from tests.oracle.oracle_texts import ARA, BUSINESS, COUNTS, GRAND_EST, NATIONAL, TEXTES

if TYPE_CHECKING:
    from tests.oracle.oracle_figures import Figures
    from tests.oracle.oracle_plan import Plan

Record = dict[str, str]

PROJETS = (
    "projet_id",
    "nom",
    "porteur",
    "texte_id",
    "type_operation",
    "phase",
    "date_convention",
    "date_demarrage",
    "date_fin_deploiement",
    "premiere_mesure",
    "montant_subvention",
    "amoa_marche",
    "amoa_pilotage",
)
PERIMETRE = (
    "projet_id",
    "finess_et",
    "date_entree",
    "date_sortie",
    "champ",
    "tranche",
    "finess_precedent",
    "petit_gestionnaire",
    "segur_reference",
    "sons_eligible",
    "heures_medico_sociales",
    "heures_totales",
    "devis_equipement",
    "devis_editeur",
    "nombre_essms",
    "motif_nombre",
    "type_operation",
)
PIECES = ("projet_id", "piece", "date_reception", "reference")
CRITERES = ("projet_id", "indicateur", "evaluation", "statut", "motif")
ACTES = ("projet_id", "decision_id", "acte", "montant", "date", "auteur", "motif", "reference")

OPTIONAL = ("mssante", "dmp", *COUNTS)


# -------------------------------------------------------------------------------------------------- perimeter and papers


def new_row(plan: Plan, projet_id: str, finess_et: str) -> Record:
    """A row of `perimetre`: who may be released by the amendment, and who may not."""
    row = dict.fromkeys(PERIMETRE, "") | {"projet_id": projet_id, "finess_et": finess_et}
    row["champ"] = plan.rng.choice(("", "", "", "", "AHI", "PA"))
    row["sons_eligible"] = plan.rng.choice(("", "O", "N", "N"))
    return row


def same_establishment(plan: Plan, projet_id: str, finess_et: str) -> Record:
    """The same establishment once more, in the same project or another: in one of its tranches if it has any."""
    rows = [row for row in plan.perimetre if row["projet_id"] == projet_id]
    mine = [row for row in rows if row["finess_et"] == finess_et]
    if mine:
        return mine[0] | {"date_entree": "", "date_sortie": ""}
    return new_row(plan, projet_id, finess_et) | {"tranche": plan.rng.choice(rows)["tranche"]}


def draw_papers(plan: Plan, projet: Record) -> None:
    texte = TEXTES[projet["texte_id"]]
    for piece in (*texte.pieces, *texte.pieces_pilote):
        if plan.chance(0.9):
            received = "2024-12-01" if plan.chance(0.85) else ""
            plan.pieces.append(dict(zip(PIECES, (projet["projet_id"], piece, received, "GED-1"), strict=True)))


def draw_tranches(plan: Plan, projet: Record) -> None:
    """Tranches with and without dates, begun together or one after the other, one of them a pilot or not."""
    rows = [row for row in plan.perimetre if row["projet_id"] == projet["projet_id"]]
    if projet["texte_id"] != NATIONAL or plan.chance(0.2):
        return
    names = plan.rng.sample(("pilote", "PILOTE", "T1", "T2", "Île-de-France"), min(len(rows), plan.rng.choice((1, 2, 2, 3))))
    names = names if len({name.lower() for name in names}) == len(names) else [*names[:1], "T3"]
    dated, start = plan.chance(0.5), plan.rng.randrange(len(plan.mois) - 1)
    for rank, row in enumerate(rows):
        row["tranche"] = names[rank] if rank < len(names) else plan.rng.choice(names)
        month = shift(plan.mois[start], names.index(row["tranche"]) * plan.rng.choice((0, 1, 1, 2)))
        if dated and plan.chance(0.9):
            row["date_entree"] = first_day(month).isoformat()


# -------------------------------------------------------------------------------------------------------------- criteria


def draw_criteria(plan: Plan, projet: Record) -> None:
    """The three business criteria and two to four others, some impossible, in any order. Evaluations are drawn later."""
    rng = plan.rng
    chosen = [*BUSINESS, *rng.sample(OPTIONAL, rng.choice((2, 2, 3, 4)))]
    if plan.chance(0.4):
        rng.shuffle(chosen)
    for indicateur in chosen:
        impossible = indicateur in OPTIONAL and plan.chance(0.15)
        plan.criteres.append(
            {
                "projet_id": projet["projet_id"],
                "indicateur": indicateur,
                "evaluation": "10",
                "statut": "impossible" if impossible else "retenu",
                "motif": "plateforme indisponible" if impossible else "",
            }
        )


def draw_evaluation(plan: Plan, found: Figures, generous: bool) -> str:
    """An evaluation on or next to what was measured: full, partly earned, or just missed."""
    rng = plan.rng
    result = found.numerateur or 0
    if found.compte:
        close = (result, result - 1, 1) if generous else (result, result + 1, result - 1, 2 * result, 5 * result // 4, 7)
        return str(max(1, rng.choice(close)))
    percent = Decimal(100 * result) / Decimal(found.denominateur or 1)
    under, over = (percent.quantize(Decimal("0.01"), mode) for mode in (ROUND_FLOOR, ROUND_CEILING))
    close = (under, under, Decimal(50)) if generous else (under, over, percent / Decimal("0.8"), Decimal(90), Decimal(100))
    kept = min(Decimal(100), max(Decimal(1), rng.choice(close))).quantize(Decimal("0.01"))
    text = f"{kept.normalize():f}"
    return text.replace(".", ",") if plan.chance(0.7) else text


# ---------------------------------------------------------------------------------------------------- scales, amendments


def draw_grant_columns(plan: Plan) -> None:
    """What the scales read: small operators, references, hours, quotes, corrected counts, former numbers."""
    rng = plan.rng
    for rank, row in enumerate(plan.perimetre):
        # One establishment twice in one project is told the same twice.
        key = (row["projet_id"], row["finess_et"])
        same = next((other for other in plan.perimetre[:rank] if (other["projet_id"], other["finess_et"]) == key), None)
        if same:
            row |= {column: same[column] for column in PERIMETRE[4:]}
            continue
        row["petit_gestionnaire"] = rng.choice(("", "O", "O", "N"))
        row["segur_reference"] = rng.choice(("", "O", "N"))
        row["devis_equipement"] = rng.choice(("", "9500", "10000,01", "123456,78"))
        row["devis_editeur"] = rng.choice(("", "", "11999,99", "14500", "200000"))
        row["type_operation"] = rng.choice(("", "", "", "acquisition", "mise_a_niveau"))
        if plan.chance(0.3):
            row["heures_medico_sociales"], row["heures_totales"] = rng.choice((("1", "3"), ("700,5", "1000"), ("1200", "1200")))
        if plan.chance(0.25):
            row["nombre_essms"], row["motif_nombre"] = rng.choice(("2", "3", "48", "60", "200", "501")), "composition corrigée"
        if plan.chance(0.05):
            row["finess_precedent"] = _former_number(plan, row)


def _former_number(plan: Plan, row: Record) -> str:
    """A number that no longer exists, or that of an establishment which has left the project."""
    left = [
        other["finess_et"]
        for other in plan.perimetre
        if other["projet_id"] == row["projet_id"] and other["finess_et"] != row["finess_et"] and other["date_sortie"]
    ]
    return plan.rng.choice([*left, with_key("0101" + "".join(plan.rng.choice("0123456789") for _ in range(4)))])


def settings(plan: Plan) -> str:
    """`cibles.toml`, with the amendment on from its own day, from another day, off, or not spoken of."""
    last = last_day(plan.mois[-1])
    days = ("true", "2024-01-01", last.isoformat(), yesterday(last).isoformat(), first_day(shift(plan.mois[-1], 1)).isoformat())
    if not any(projet["texte_id"] in (ARA, GRAND_EST) for projet in plan.projets) or plan.chance(0.3):
        return ""
    return f'[avenants]\n"instruction-2025-100" = {plan.rng.choice((*days, "false"))}\n'
