"""A folder of rulebooks with one text, which says everything a text may say, and an amendment that changes it in every way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

FULL = Path(__file__).parent.parent / "contracts" / "bad_texts" / "full.toml"
SINCE = date(2021, 1, 2)
"""From which day the text is in force."""

EFFECT = date(2021, 6, 1)
"""From which day the amendment has effect."""

AMENDMENT = """\
avenant_id = "hausse"
titre = "Hausse de la cible"
emetteur = "Ministère"
reference = "Instruction 3"
verifie_le = 2026-01-31
verifie_par = "équipe"
modifie = ["full"]

[date_effet]
valeur = 2021-06-01
source = { document = "Presse", section = "1", phrase = "Depuis juin.", secondaire = true }
lecture = "Retenu : le premier."

[changements.indicateurs.dmp.cible]
valeur = 15
source = { document = "Instruction 3", section = "2", phrase = "Quinze." }

[changements.portee]
source = { document = "Instruction 3", section = "3", phrase = "Tout le projet." }

[changements.exemptions.pjm]
indicateurs = ["mssante"]
categories = ["340"]
source = { document = "Presse", section = "4", phrase = "Sauf PJM.", secondaire = true }

[changements.bareme.postes.amoa]
petits = false
source = { document = "Instruction 3", section = "5", phrase = "Pour tous." }
"""


def amended_folder(directory: Path) -> Path:
    """Writes the text and its amendment in a folder, which is given back."""
    (directory / "avenants").mkdir(parents=True)
    (directory / "full.toml").write_bytes(FULL.read_bytes())
    (directory / "avenants" / "hausse.toml").write_text(AMENDMENT, encoding="utf-8")
    return directory
