"""Reference (b): the five rates of `ara-generalisation-2025` for one month, as an analyst writes them with pandas. No validation.

python -m bench.references.pandas_rates WORKSPACE MONTH OUT.csv

Days are compared as ISO text. Deposits are taken as they are: one per establishment, month and dataset, for its month.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

KEY = ["finess_et", "dossier_id"]
TEXTE = "ara-generalisation-2025"


def read(workspace: Path, jeu: str, month: str, columns: list[str]) -> pd.DataFrame:
    """Every file of a dataset in a month."""
    files = sorted((workspace / "depots" / month).rglob(f"{jeu}*.csv"))
    frames = [pd.read_csv(file, sep=";", usecols=columns, dtype=str) for file in files]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns, dtype=str)


def population(states: pd.DataFrame, months: list[str]) -> pd.DataFrame:
    """One row per person accompanied over these months: active, with a project, may benefit."""
    first, last = f"{months[0]}-01", f"{months[-1]}-31"
    seen = states[states["mois"].isin(months)]
    updated = seen.loc[seen["date_derniere_maj"].between(first, last), KEY].drop_duplicates().assign(actif=True)
    # The latest state that shows a dossier decides; a person who came back has several rows in it, and one is enough.
    latest = seen[seen["mois"] == seen.groupby(KEY)["mois"].transform("max")]
    stays = (latest["date_entree"] <= last) & (latest["date_sortie"].isna() | (latest["date_sortie"] >= first))
    project = latest["projet_statut"].isin(["ENPREPARATION", "ENCOURS"])
    project &= latest["projet_date_fin"].isna() | (latest["projet_date_fin"] >= first)
    facts = latest[KEY].assign(accompagne=stays, projet=project, beneficiaire=latest["beneficiaire_projet"] != "N")
    persons = facts.groupby(KEY, as_index=False).any()
    persons = persons[persons["accompagne"]].merge(updated, on=KEY, how="left")
    persons["actif"] = persons["actif"].notna()
    return persons


def agenda(workspace: Path, month: str) -> pd.DataFrame:
    """Dossiers with an event of the agenda in a month that is not cancelled."""
    events = read(workspace, "evenements", month, [*KEY, "date_debut", "statut", "nature"])
    events = events[events["nature"].fillna("agenda") == "agenda"]
    events = events[events["date_debut"].str[:7] == month]
    cancelled = events["statut"] == "ANNULE"
    moment = [*KEY, "date_debut"]
    held = events[~cancelled].merge(events.loc[cancelled, moment].drop_duplicates(), on=moment, how="left", indicator=True)
    return held.loc[held["_merge"] == "left_only", KEY].drop_duplicates()


def counted(persons: pd.DataFrame, kept: pd.Series, among: pd.Series, code: str) -> pd.DataFrame:
    """Numerator and denominator of a rate, per establishment."""
    counts = persons.assign(numerateur=kept & among, denominateur=among).groupby("finess_et")[["numerateur", "denominateur"]]
    return counts.sum().reset_index().assign(indicateur=code)


def flows(workspace: Path, persons: pd.DataFrame, months: list[str]) -> list[pd.DataFrame]:
    """MSSanté and DMP over these months."""
    able = persons[persons["beneficiaire"]]
    messages = pd.concat(read(workspace, "mssante", month, ["finess_et", "nb_messages"]) for month in months)
    messages["nb_messages"] = pd.to_numeric(messages["nb_messages"], errors="coerce")
    sent = messages.groupby("finess_et")["nb_messages"].sum().rename("numerateur")
    base = able.groupby("finess_et").size().rename("denominateur")
    mssante = base.to_frame().join(sent).fillna({"numerateur": 0}).reset_index().assign(indicateur="mssante")
    documents = pd.concat(read(workspace, "dmp", month, [*KEY, "statut"]) for month in months)
    documents = documents[documents["statut"].fillna("OK") == "OK"][KEY].drop_duplicates().assign(depose=True)
    persons = persons.merge(documents, on=KEY, how="left")
    return [mssante, counted(persons, persons["depose"].notna(), persons["beneficiaire"], "dmp")]


def main(workspace: Path, month: str, out: Path) -> None:
    """Writes one line per establishment and rate."""
    register = workspace / "registre"
    projets = pd.read_csv(register / "projets.csv", sep=";", dtype=str)
    perimetre = pd.read_csv(register / "perimetre.csv", sep=";", dtype=str)
    ara = perimetre.merge(projets.loc[projets["texte_id"] == TEXTE, ["projet_id", "premiere_mesure"]], on="projet_id")
    first_measure = set(ara.loc[ara["premiere_mesure"] == month, "finess_et"])
    months = [str(pd.Period(month, "M") - back) for back in (2, 1, 0)]
    columns = [*KEY, "date_entree", "date_sortie", "date_derniere_maj", "projet_statut", "projet_date_fin", "beneficiaire_projet"]
    states = pd.concat(read(workspace, "dossiers", one, columns).assign(mois=one) for one in months)
    quarter, last = population(states, months), population(states, months[-1:])
    everybody = pd.Series(True, index=quarter.index)
    rates = [
        counted(quarter, quarter["actif"], everybody, "dossiers_actifs"),
        counted(quarter, quarter["projet"], quarter["actif"], "projets_personnalises"),
        *flows(workspace, quarter, months),
    ]
    met = {one: agenda(workspace, one) for one in (months if first_measure else months[-1:])}
    for persons, events, first in ((quarter, pd.concat(met.values()).drop_duplicates(), True), (last, met[month], False)):
        mine = persons[persons["finess_et"].isin(first_measure) == first]
        mine = mine.merge(events.assign(rencontre=True), on=KEY, how="left")
        rates.append(counted(mine, mine["rencontre"].notna(), mine["actif"], "evenements_agenda"))
    table = pd.concat(rates)
    table = table[table["finess_et"].isin(ara["finess_et"])]
    table.astype({"numerateur": int, "denominateur": int}).to_csv(out, index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
