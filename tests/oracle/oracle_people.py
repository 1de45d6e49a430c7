"""The persons of an invented establishment and what its software exports month by month, awkward cases included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.oracle_calendar import first_day, last_day, months_of, shift, window_of, yesterday
from tests.oracle.oracle_plan import Essms, Plan, Record
from tests.oracle.oracle_texts import GUADELOUPE

Contents = dict[tuple[str, str, str], list[Record]]
"""Rows by (month, dataset, establishment), before they are laid out in files."""


@dataclass
class Person:
    """One dossier and how it behaves."""

    dossier_id: str
    entree: date
    sortie: date | None
    maj: str
    projet: tuple[str, str, str]
    beneficiaire: str
    evenement: str
    dmp: str
    disparait_apres: str | None = None
    ancien_sejour: bool = False


def day_in(plan: Plan, month: str) -> date:
    """Any day of the month, its ends more often than the others."""
    if plan.chance(0.3):
        return plan.rng.choice((first_day(month), last_day(month)))
    return first_day(month) + timedelta(days=plan.rng.randrange(28))


def near(plan: Plan, essms: Essms, percent: int, total: int) -> int:
    """A count out of `total` on or next to the target."""
    least = -(-percent * total // 100)
    offsets = {"net": (0, 0, 0, 0, 1, 1, total), "moyen": (-1, 0, 0, 1, total), "brouillon": (-3, -1, -1, 0, 0, 1)}[essms.soin]
    return max(0, min(total, least + plan.rng.choice(offsets)))


def draw_contents(plan: Plan, essms: Essms, contents: Contents) -> None:
    people = draw_people(plan, essms)
    for month in plan.mois:
        key = essms.finess_et
        contents[month, "dossiers", key] = [row for person in people for row in _state(plan, essms, person, month)]
        contents[month, "mises_a_jour", key] = [row for person in people for row in _updates(plan, essms, person, month)]
        contents[month, "evenements", key] = [row for person in people for row in _events(plan, essms, person, month)]
        contents[month, "dmp", key] = _documents(plan, essms, people, month)
        contents[month, "echanges", key] = _exchanges(plan, essms, month)
    _messages(plan, essms, people, contents)
    for month in plan.mois:
        if plan.chance(0.6 if month in plan.mois[-2:] else 0.3):
            contents[month, "effectifs", key] = _effectifs(plan, essms, people, contents, month)
    _cancel_in_other_folders(plan, essms, contents)


def draw_people(plan: Plan, essms: Essms) -> list[Person]:
    rng = plan.rng
    total = rng.choice(
        (1, 2, 3, 5, 7, 9, 10, 10, 10, 10, 11, 12) if essms.soin == "net" else (0, 0, 1, 2, 3, 4, 7, 10, 10, 10, 11, 12)
    )
    active = near(plan, essms, 90, total)
    project, event = near(plan, essms, 90, active), near(plan, essms, 90, active)
    barred = 0 if plan.chance(0.5) else rng.randint(0, total // 3)
    document = near(plan, essms, 70, total - barred)
    people = []
    for rank in range(total):
        people.append(
            Person(
                dossier_id=_dossier_id(plan, essms, rank),
                entree=date(2023, 1, 5) + timedelta(days=rng.randrange(300)),
                sortie=None,
                maj=_draw_update(plan, essms, rank < active),
                projet=_draw_project(plan, rank < project),
                beneficiaire="N" if rank >= total - barred else rng.choice(("O", "")),
                evenement="oui" if rank < event else _draw_no_event(plan, essms),
                dmp="oui" if rank < document else rng.choice(("", "", "erreur")),
            )
        )
    for person in people:
        _draw_stay(plan, essms, person)
    return people


def _dossier_id(plan: Plan, essms: Essms, rank: int) -> str:
    return f"D;{rank}" if plan.chance(0.03) else f"D\n{rank}" if plan.chance(0.03) else f"D{essms.finess_et[-3:]}-{rank}"


def _draw_update(plan: Plan, essms: Essms, active: bool) -> str:
    if active:
        kinds = {"net": ("etat", "etat", "etat", "etat", "maj"), "moyen": ("etat", "etat", "etat", "maj", "un_mois_sur_deux")}
        return plan.rng.choice(kinds.get(essms.soin, ("etat", "etat", "maj", "un_mois_sur_deux", "tardive")))
    return plan.rng.choice(("vide", "ancienne", "import", "import", "tardive", "ancienne"))


def _draw_project(plan: Plan, having: bool) -> tuple[str, str, str]:
    """Status, start and end; the end on or next to the first day of a window."""
    rng = plan.rng
    edge = first_day(shift(plan.mois[-1], -rng.choice((0, 0, 0, 2))))
    if having:
        later = rng.choice(("", "", "", edge.isoformat(), "2030-12-31"))
        start = rng.choice(("", "2023-05-01", "2023-05-01"))
        return rng.choice(("ENCOURS", "ENCOURS", "ENPREPARATION")), start, later
    kinds = (("ENPAUSE", "", ""), ("TERMINE", "2023-05-01", "2024-01-31"), ("", "", ""), ("ENPAUSE", "2023-05-01", ""))
    return rng.choice((*kinds, ("ENCOURS", "2023-05-01", yesterday(edge).isoformat())))


def _draw_no_event(plan: Plan, essms: Essms) -> str:
    kinds = ("aucun", "aucun", "annule", "autre_nature")
    if essms.soin == "net":
        return plan.rng.choice(kinds)
    return plan.rng.choice((*kinds, "annule_plus_tard", "annule_avant", "annule_autre_heure", "hors_mois"))


def _draw_stay(plan: Plan, essms: Essms, person: Person) -> None:
    """Stays that begin or end on and next to the ends of windows, old stays, dossiers that vanish."""
    rng, month = plan.rng, plan.mois[-1]
    if plan.chance(0.08 if essms.soin != "net" else 0.03):
        edge = first_day(shift(month, -rng.choice((0, 2, 5))))
        person.sortie = rng.choice((edge, yesterday(edge), last_day(month)))
    if plan.chance(0.06 if essms.soin != "net" else 0.02):
        person.entree = rng.choice((last_day(month), first_day(shift(month, 1)), first_day(month)))
        person.sortie = None if person.sortie is None or person.sortie < person.entree else person.sortie
    person.ancien_sejour = plan.chance(0.12)
    if plan.chance(0.06 if essms.soin != "net" else 0.02):
        person.disparait_apres = rng.choice(plan.mois[:-1])


def _state(plan: Plan, essms: Essms, person: Person, month: str) -> list[Record]:
    gone = person.disparait_apres is not None and month > person.disparait_apres
    if gone or person.entree > last_day(month) + timedelta(days=1):
        return []
    left = person.sortie if person.sortie is not None and person.sortie <= last_day(month) else None
    status, start, end = person.projet
    row = {
        "finess_et": essms.finess_et,
        "dossier_id": person.dossier_id,
        "date_entree": person.entree.isoformat(),
        "date_sortie": left.isoformat() if left else "",
        "date_derniere_maj": _last_update(plan, person, month),
        "projet_statut": status,
        "projet_date_debut": start,
        "projet_date_fin": end,
        "beneficiaire_projet": person.beneficiaire,
    }
    if not person.ancien_sejour:
        return [row]
    old = row | {"date_entree": "2021-02-01", "date_sortie": "2021-11-30"}
    if plan.chance(0.5):
        # Project, eligibility or update written on the old stay only.
        moved = plan.rng.choice(("projet_statut", "date_derniere_maj"))
        row = row | {moved: ""}
    return [old, row] if plan.chance(0.5) else [row, old]


def _last_update(plan: Plan, person: Person, month: str) -> str:
    if person.maj == "etat":
        day = day_in(plan, month).isoformat()
        return day + "T09:30" if plan.chance(0.1) else day
    if person.maj == "un_mois_sur_deux":
        rank = plan.mois.index(month)
        return last_day(plan.mois[rank - rank % 2]).isoformat()
    if person.maj == "tardive":
        return (last_day(plan.mois[-1]) + timedelta(days=plan.rng.randint(1, 9))).isoformat()
    return "2023-12-31" if person.maj == "ancienne" else ""


def _updates(plan: Plan, essms: Essms, person: Person, month: str) -> list[Record]:
    if person.maj not in ("maj", "import") and not (person.maj == "tardive" and plan.chance(0.15)):
        return []
    origin = "import" if person.maj == "import" else plan.rng.choice(("saisie", ""))
    row = {"finess_et": essms.finess_et, "dossier_id": person.dossier_id, "date_maj": day_in(plan, month).isoformat()}
    return [row | {"origine": origin}]


def _event(essms: Essms, person: Person, start: str, statut: str, nature: str = "") -> Record:
    row = {"finess_et": essms.finess_et, "dossier_id": person.dossier_id, "date_debut": start}
    return row | {"statut": statut, "nature": nature}


def _events(plan: Plan, essms: Essms, person: Person, month: str) -> list[Record]:
    rng = plan.rng
    start = day_in(plan, month).isoformat() + rng.choice(("", "T10:00", " 14:30:00"))
    first = _event(essms, person, start, rng.choice(("", "VALIDE", "PLANIFIE", "TERMINE")), rng.choice(("", "agenda")))
    cancel = _event(essms, person, start, "ANNULE")
    if person.evenement == "oui":
        # Sometimes a second event, cancelled: the first stands.
        second = _event(essms, person, last_day(month).isoformat() + "T23:15", "VALIDE")
        return [first] if plan.chance(0.8) else [first, second, second | {"statut": "ANNULE"}]
    if person.evenement == "annule":
        return [first, cancel]
    if person.evenement == "autre_nature":
        return [first | {"nature": "presence"}]
    if person.evenement == "annule_autre_heure":
        return [first | {"date_debut": start[:10] + "T08:00"}, cancel | {"date_debut": start[:10] + "T08:30"}]
    if person.evenement == "hors_mois":
        return [first | {"date_debut": day_in(plan, shift(month, rng.choice((-1, 1)))).isoformat()}]
    return [first | {"statut": "VALIDE"}] if person.evenement.startswith("annule_") else []


def _cancel_in_other_folders(plan: Plan, essms: Essms, contents: Contents) -> None:
    """Cancellations deposited a month later (they cancel), or a month earlier (they do not)."""
    people = {row["dossier_id"] for row in contents[plan.mois[0], "dossiers", essms.finess_et]}
    for rank, month in enumerate(plan.mois):
        for row in list(contents[month, "evenements", essms.finess_et]):
            other = rank + plan.rng.choice((-1, 1))
            rare = plan.chance(0.03 if essms.soin != "net" else 0.01)
            if rare and 0 <= other < len(plan.mois) and row["statut"] != "ANNULE" and row["dossier_id"] in people:
                contents[plan.mois[other], "evenements", essms.finess_et].append(row | {"statut": "ANNULE"})


def _documents(plan: Plan, essms: Essms, people: list[Person], month: str) -> list[Record]:
    rows = []
    for person in people:
        row = {"finess_et": essms.finess_et, "dossier_id": person.dossier_id, "date_depot": day_in(plan, month).isoformat()}
        if person.dmp == "oui" and (essms.soin == "net" or plan.chance(0.6)):
            rows += [row | {"statut": plan.rng.choice(("OK", ""))}] * plan.rng.choice((1, 1, 2))
        elif person.dmp == "erreur":
            rows.append(row | {"statut": "ERREUR"})
        if person.beneficiaire == "N" and plan.chance(0.2):
            rows.append(row | {"statut": "OK"})
    if plan.chance(0.1):
        unknown = {"finess_et": essms.finess_et, "dossier_id": "HORS-DUI", "date_depot": day_in(plan, month).isoformat()}
        rows.append(unknown | {"statut": "OK"})
    return rows


def _messages(plan: Plan, essms: Essms, people: list[Person], contents: Contents) -> None:
    """Messages whose sum over the window is on or next to the target: each month in one text, over 3 or 6 in the other."""
    cycle = 1 if essms.texte_id == GUADELOUPE else plan.rng.choice((3, 3, 6))
    wanted = max(near(plan, essms, 70, len([p for p in people if p.beneficiaire != "N"])), 0)
    heavy = plan.chance(0.1)
    shares = [wanted // cycle + (1 if rank < wanted % cycle else 0) for rank in range(cycle)]
    for rank, month in enumerate(plan.mois):
        count = shares[rank % cycle] * (3 if heavy else 1)
        by_month = plan.chance(0.3)
        rows = []
        while count > 0:
            taken = plan.rng.randint(1, count)
            sent = month if by_month else day_in(plan, month).isoformat()
            rows.append({"finess_et": essms.finess_et, "date_envoi": sent, "nb_messages": str(taken)})
            count -= taken
        if not rows and plan.chance(0.5):
            rows.append({"finess_et": essms.finess_et, "date_envoi": month, "nb_messages": "0"})
        contents[month, "mssante", essms.finess_et] = rows


def _exchanges(plan: Plan, essms: Essms, month: str) -> list[Record]:
    rows = []
    for service in ("e_prescription", "e_parcours"):
        if plan.chance(0.5):
            row = {"finess_et": essms.finess_et, "service": service, "date": day_in(plan, month).isoformat()}
            rows.append(row | {"nb": str(plan.rng.randint(0, 9))})
    return rows


def _sent(essms: Essms, contents: Contents, months: list[str]) -> int:
    rows = [row for month in months for row in contents.get((month, "mssante", essms.finess_et), [])]
    return sum(int(row["nb_messages"]) for row in rows)


def _effectifs(plan: Plan, essms: Essms, people: list[Person], contents: Contents, month: str) -> list[Record]:
    """Rolls for windows that exist and for others: right, on the target, too low, contradictory, one column only."""
    rng = plan.rng
    rows = []
    windows = [window_of(month, length) for length in (1, 3, 1, 3, 4, 6, 12)]
    windows += [(date(int(month[:4]), 1, 1), last_day(month)), (last_day(month), last_day(month))]
    windows += [(first_day(month), yesterday(last_day(month)))]
    for begin, end in dict.fromkeys(rng.sample(windows, rng.randint(1, 4))):
        more = rng.choice((0, 0, 0, 1, 1, 2, -1) if essms.soin == "net" else (0, 1, 1, -1, -1, -2))
        roll = max(0, len(people) + more)
        if plan.chance(0.4):
            active = len([person for person in people if person.maj in ("etat", "maj")])
            roll = max(len(people), active * 10 // 9 + rng.choice((0, 1)))
        able = len([person for person in people if person.beneficiaire != "N"])
        sent = _sent(essms, contents, months_of((begin, end)))
        row = {
            "finess_et": essms.finess_et,
            "periode_debut": begin.isoformat(),
            "periode_fin": end.isoformat(),
            "personnes_accompagnees": str(roll),
            "beneficiaires_projet": rng.choice(
                ("", str(max(0, able + more)), str(max(able, sent * 10 // 7 + rng.choice((0, 1)))))
            ),
        }
        rows.append(row)
        if plan.chance(0.08 if essms.soin != "net" else 0.02):
            rows.append(row | {"personnes_accompagnees": str(roll + 1)})
        elif plan.chance(0.1):
            rows.append(dict(row))
    return rows
