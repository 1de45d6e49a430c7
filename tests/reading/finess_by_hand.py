"""FINESS files of every form, written by hand with invented numbers, and their reading. Not a test."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest

from contracts.failures import RegisterError
from transforms.reading.finess_register import read_finess

ET, OTHER_ET, LOST_ZERO = "260999909", "2A0999900", "10999902"
EJ, OTHER_EJ = "380999904", "380999912"


def read(limit=4 * 1024**3, **files):
    named = {name.replace("_dot_", "."): io.BytesIO(content) for name, content in files.items()}
    return read_finess(named, limit)


def one(register, number=ET):
    return register.et.filter(pl.col("finess_et") == number).row(0, named=True)


def refusal(**files):
    with pytest.raises(RegisterError) as caught:
        read(**files)
    return str(caught.value)


def structureet(number=ET, ej=EJ, rs="COURT", rslongue="", categorie="500", siret="73282932000074", departement="26"):
    fields = [""] * 32
    fields[0:5] = ["structureet", number, ej, rs, rslongue]
    fields[12:16] = ["362", departement, "DROME", "26000 VALENCE"]
    fields[18:20] = [categorie, "Libellé"]
    fields[22] = siret
    return ";".join(fields)


def structureej(number=OTHER_EJ, siren="552100554"):
    fields = [""] * 23
    fields[0:2] = ["structureej", number]
    fields[20] = siren
    return ";".join(fields)


def legacy(*records, first="finess;etalab;111;2026-05-12"):
    return "\n".join([first, *records, ""]).encode()


def ege(number=ET, **cells):
    about = {"numFinessEge": number, "siret": "73282932000074", "nomEgeLong": "LONG", "nomEgeCourt": "COURT"}
    about |= {"dateFermeture": cells.get("fermeture")}
    return {
        "informationsGeneralesEGE": about,
        "categorieentiteGeographiqueExercice": cells.get("categorie", "340"),
        "adresse": cells.get("adresse", [address("04", "75056"), address("03", "26362")]),
        "etatObjet": cells.get("etat", "A"),
    }


def address(use, insee):
    return {"usageAdresse": use, "cogCommune": insee, "ligneAcheminement": f"COMMUNE {insee}"}


def plus(*establishments, generated="2026-08-13T02:07:30.574916747Z", entity=EJ):
    about = {"numFinessPm": entity, "siren": "552100554"}
    content = {"schemaVersion": "v1.0.0", "generatedAt": generated, "gco": [], "pmej": []}
    content["pmej"].append({"informationsGeneralesPMEJ": about, "adresse": [], "ege": list(establishments)})
    return json.dumps(content).encode()


def headed(header, *records, separator=";"):
    return "\n".join([header, *records, ""]).replace(";", separator).encode()
