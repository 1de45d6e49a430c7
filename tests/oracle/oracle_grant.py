"""The grant each call's scale gives, line by line as the calls print it. Spec 4 row `scales`, choices 41 and 42."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from tests.oracle.oracle_money import cents, euros
from tests.oracle.oracle_register import Register, amount
from tests.oracle.oracle_texts import ARA, GRAND_EST, GUADELOUPE, NATIONAL

K = 100_000
"""A thousand euros, in cents."""


@dataclass(frozen=True)
class Place:
    """One establishment as the scale counts it: the rows of its FINESS, and the ranks it takes in the register's order."""

    finess_et: str
    lignes: tuple[dict[str, str], ...]
    premier_rang: int
    nombre: int

    def given(self, column: str) -> str:
        # Choice 41: "Of several rows of one FINESS, the first value given of each column counts."
        return next((row[column] for row in self.lignes if row.get(column)), "")

    def number(self, column: str) -> Decimal | None:
        return amount(self.given(column))

    @property
    def rangs(self) -> range:
        return range(self.premier_rang, self.premier_rang + self.nombre)


def counted(register: Register, projet_id: str) -> list[Place]:
    """The establishments of a project for its grant."""
    # Choice 41: "all those of the project's perimeter, whatever their dates, each unique FINESS once, in register order; one
    # that another row names as its `finess_precedent` is not counted again. `nombre_essms` replaces 1, and takes as many ranks."
    rows = [row for row in register.perimetre if row["projet_id"] == projet_id]
    replaced = {row.get("finess_precedent", "") for row in rows if row.get("finess_precedent", "") != row["finess_et"]}
    places: list[Place] = []
    rank = 1
    for finess_et in dict.fromkeys(row["finess_et"] for row in rows):
        if finess_et in replaced:
            continue
        lignes = tuple(row for row in rows if row["finess_et"] == finess_et)
        given = Place(finess_et, lignes, rank, 1).given("nombre_essms")
        places.append(Place(finess_et, lignes, rank, int(given) if given else 1))
        rank += places[-1].nombre
    return places


def grant(register: Register, projet: dict[str, str]) -> Decimal | None:
    """The total in euros; None where the call gives none."""
    places = counted(register, projet["projet_id"])
    size = sum(place.nombre for place in places)
    # S2 2.4: "Entre 50 et 500 ESMS"; "Plus de 500 ESMS : [...] étudié au cas par cas". Choice 42: "A total outside the bounds of
    # the scale (fewer than 50, more than 500) is NULL."
    if projet["texte_id"] == NATIONAL and not 50 <= size <= 500:
        return None
    of_one = {GRAND_EST: _grand_est, NATIONAL: _national, GUADELOUPE: _guadeloupe, ARA: _ara}[projet["texte_id"]]
    total = sum(of_one(place, _is_acquisition(place, projet)) for place in places)
    return euros(total + _amoa(projet, places))


def _is_acquisition(place: Place, projet: dict[str, str]) -> bool:
    # Choice 42: "A type of operation in `perimetre.type_operation` overrides that of the project".
    return (place.given("type_operation") or projet["type_operation"]) == "acquisition"


def _is_small(place: Place) -> bool:
    # Choice 42: "Small operators are those the register says (`petit_gestionnaire` = O; empty: no amount)".
    return place.given("petit_gestionnaire") == "O"


def _grand_est(place: Place, acquisition: bool) -> int:
    total = 0
    for rank in place.rangs:
        # S0: "25k€ par ESMS, pour les projets d'acquisition [...], dans la limite de 30 ESMS par projet"; "10k€ par ESMS, pour
        # les projets de mise en conformité [...], dans la limite de 30 ESMS par projet".
        if rank <= 30:
            total += 25 * K if acquisition else 10 * K
            # S0: "20k€ par ESMS, pour les équipements et infrastructures des petits établissements [...] uniquement". Spec 4,
            # row `scales`: "S0 (25, 10, 20 k€, at most 30)".
            total += 20 * K if _is_small(place) else 0
    return total


def _national(place: Place, acquisition: bool) -> int:
    # S2 2.4: "5k€ par ESMS"; "Un financement forfaitaire de 20k€ par ESMS est ainsi prévu pour [...] les petits gestionnaires".
    return place.nombre * (25 * K if _is_small(place) else 5 * K)


def _guadeloupe(place: Place, acquisition: bool) -> int:
    use = editor = equipment = 0
    segur = place.given("segur_reference") == "O"
    for rank in place.rangs:
        # S4 5.1: "7 k€ pour la maîtrise d'ouvrage"; 5.2: "5 k€ par ESSMS pour la maîtrise d'ouvrage"; 5.4: "A partir du
        # cinquantième ESSMS [...] 2 k€ par ESSMS pour le financement à l'usage, en cas d'acquisition ou de montée de version".
        use += (7 * K if acquisition else 5 * K) if rank <= 49 else 2 * K
        # S4 5.1: "Jusqu'à 12 k€ maximum [...]. Ce montant plafond est porté à 14,5 k€ si cet éditeur est référencé Ségur";
        # 5.4: "3 k€ maximum [...] pour un éditeur référencé Ségur, 1 k€ maximum [...] pour un éditeur non référencé Ségur".
        if acquisition and rank <= 49:
            editor += 14_500_00 if segur else 12 * K
        elif acquisition:
            editor += 3 * K if segur else 1 * K
        # S4 5.3: "Un financement forfaitaire de 20 k€ par ESSMS est ainsi prévu" (moins de huit ESSMS).
        if _is_small(place):
            equipment += 20 * K
    # Choice 42: "the editor's part of S4 is its ceiling without one. The quote limits the amount first, then the hours reduce it,
    # once per establishment and item, cut to the cent".
    quote = place.number("devis_editeur")
    if quote is not None:
        editor = min(editor, cents(quote))
    # S4 5: "L'ARS Guadeloupe a la possibilité de moduler le montant de la subvention": it does where the register gives hours.
    return sum(_eligible(place, item) for item in (use, editor, equipment))


def _ara(place: Place, acquisition: bool) -> int:
    use = software = equipment = 0
    for rank in place.rangs:
        # S1 5.4.2: "7 k€ par ESSMS jusqu'au 49ème ESSMS ; 2 k€ par ESSMS à partir du 50ème"; "5 k€ [...] ; 2 k€".
        use += (7 * K if acquisition else 5 * K) if rank <= 49 else 2 * K
        # S1 5.4.2: "14 k€ par ESSMS jusqu'au 49ème ESSMS ; 3 k€ par ESSMS à partir du 50ème": acquisition only.
        if acquisition:
            software += 14 * K if rank <= 49 else 3 * K
    # S1 5.4.2: "Un financement d'un montant maximum de 10 k€ par ESSMS". Choice 42: "nothing without a quote".
    quote = place.number("devis_equipement")
    if _is_small(place) and quote is not None:
        equipment = min(place.nombre * 10 * K, cents(quote))
    # S1 5.4.1, two cases: "l'aide est modulée au prorata du nombre d'heures éligibles"; "les financements spécifiques pour
    # acquisition de matériel et infrastructure sont modulés en fonction des devis".
    return _eligible(place, use) + _eligible(place, software) + equipment


def _eligible(place: Place, whole: int) -> int:
    hours, every = place.number("heures_medico_sociales"), place.number("heures_totales")
    return floor(Fraction(hours) / Fraction(every) * whole) if hours is not None and every else whole


def _amoa(projet: dict[str, str], places: list[Place]) -> int:
    # Choice 42: "AMOA is due when the register says O and one establishment at least is not known to be another than a small
    # operator's."
    if all(place.given("petit_gestionnaire") == "N" for place in places):
        return 0
    total = 0
    # S4 5.3: "15 K€ par projet [...] pour un accompagnement dans la conduite de la procédure de marché".
    if projet["texte_id"] == GUADELOUPE and projet.get("amoa_marche") == "O":
        total += 15 * K
    # S4 5.3 and S1 5.4.2: "100 K€ par projet pour un accompagnement au pilotage du projet de DUI".
    if projet["texte_id"] in (ARA, GUADELOUPE) and projet.get("amoa_pilotage") == "O":
        total += 100 * K
    return total
