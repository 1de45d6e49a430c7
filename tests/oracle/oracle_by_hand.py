"""Small workspaces written by hand, for the tests of the oracle by itself."""

from __future__ import annotations

from pathlib import Path

from tests.oracle.oracle_texts import GUADELOUPE

# 0+1 doubled+0... = 2, so the key is 8; 2A reads 21: 1 doubled + 2 = 4, so the key is 6.
AIN, CORSE = "010000008", "2A0000006"
MONTH = "2025-06"


def build(
    folder: Path,
    deposits: dict[str, str],
    texte: str = GUADELOUPE,
    premiere: str = "",
    montant: str = "100,01",
    categorie: str = "500",
    perimetre: str = f"P1;{AIN};;\n",
    phase: str = "projet",
    demarrage: str = "",
    criteres: tuple[str, ...] = (),
    pieces: tuple[str, ...] = ("etat_recapitulatif_depenses",),
    reglages: str = "",
) -> Path:
    """A workspace of one project; `deposits` gives the text of each file by its path below `depots/`.

    Rows of `perimetre` may go on with a tranche, a champ, sons_eligible; `criteres` are `indicateur;evaluation`, or all columns.
    """
    header = "projet_id;texte_id;type_operation;phase;date_demarrage;date_fin_deploiement;premiere_mesure;montant_subvention"
    columns = ("projet_id", "finess_et", "date_entree", "date_sortie", "tranche", "champ", "sons_eligible")
    rows = [row + ";" * (len(columns) - 1 - row.count(";")) for row in perimetre.splitlines()]
    chosen = [row if row.count(";") > 1 else f"{row};retenu;" for row in criteres]
    texts = {
        "registre/projets.csv": f"{header}\nP1;{texte};acquisition;{phase};{demarrage};2025-06-30;{premiere};{montant}\n",
        "registre/perimetre.csv": "\n".join([";".join(columns), *rows, ""]),
        "registre/pieces.csv": "\n".join(["projet_id;piece;date_reception", *(f"P1;{piece};2025-07-01" for piece in pieces)]),
        "registre/criteres.csv": "\n".join(["projet_id;indicateur;evaluation;statut;motif", *(f"P1;{row}" for row in chosen)]),
        "finess/et.csv": f"finess_et;finess_ej;siret;categetab;date_fermeture\n{AIN};590000001;;{categorie};\n{CORSE};;;500;\n",
    }
    if reglages:
        texts["cibles.toml"] = reglages
    for path, text in texts.items() | {f"depots/{path}": text for path, text in deposits.items()}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
    return folder


def own(jeu: str, *rows: str, month: str = MONTH, finess: str = AIN) -> dict[str, str]:
    headers = {
        "dossiers": "finess_et;dossier_id;date_entree;date_sortie;date_derniere_maj;projet_statut;projet_date_fin",
        "mises_a_jour": "finess_et;dossier_id;date_maj;origine",
        "evenements": "finess_et;dossier_id;date_debut;statut",
        "mssante": "finess_et;date_envoi;nb_messages",
        "dmp": "finess_et;dossier_id;date_depot",
        "effectifs": "finess_et;periode_debut;periode_fin;personnes_accompagnees;beneficiaires_projet",
        "agregats": "finess_et;indicateur;fenetre_debut;fenetre_fin;numerateur;denominateur",
        "echanges": "finess_et;service;date;nb",
    }
    return {f"{month}/{finess}/{jeu}.csv": "\n".join([headers[jeu], *(f"{finess};{row}" for row in rows)]) + "\n"}


def persons(total: int, active: int, later: int = 0) -> list[str]:
    """`total` dossiers since 2023, each with a running project: the first updated in June, the next in July, the others never."""
    days = ["2025-06-10"] * active + ["2025-07-02"] * later + [""] * (total - active - later)
    return [f"D{rank};2023-01-01;;{day};ENCOURS;" for rank, day in enumerate(days)]
