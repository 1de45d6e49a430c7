"""The generator: what the seed decides and what it does not, valid numbers, and what the scenarios announce."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from contracts.deposits.columns import DATASETS
from contracts.failures import UsageError
from contracts.finess import has_valid_key
from contracts.vocabulary import CHAMPS, JEUX
from flows.commands.synth import RegionAsked, synth_command
from transforms.reading.csv_text import Refusal, read_text
from transforms.synth.establishments import TERRITOIRES
from transforms.synth.finess import FINESS_PATH
from transforms.synth.finess_numbers import SERIES_SIZE, invented_ej, invented_et, invented_siren, invented_siret, with_wrong_key
from transforms.synth.readme import broken_rules
from transforms.synth.region import MAX_ESSMS, MAX_EVENTS, MAX_MONTHS, region
from transforms.synth.sample_deposits import sample_deposits
from transforms.synth.sample_faults import bad_rows
from transforms.synth.scenarios_antilles import CADA_HORS_PERIMETRE
from transforms.synth.workspace import GRAPPES, SAMPLE_SEED, sample

EXPECTED = Path(__file__).parents[1] / "sample"


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode()), delimiter=";"))


def expected(name: str) -> list[tuple[str, ...]]:
    return [tuple(row) for row in table((EXPECTED / name).read_bytes())[1:]]


def asked(essms: int, months: int, events: int = 2, layout: str = "petits") -> RegionAsked:
    return RegionAsked(essms, months, events, layout)


def test_same_seed_gives_the_same_bytes():
    assert list(sample(7)) == list(sample(7))


def test_another_seed_gives_other_dossiers_in_the_same_files():
    one, other = dict(sample(7)), dict(sample(8))
    assert one.keys() == other.keys()
    assert one["depots/2026-06/010990018/dossiers.csv"] != other["depots/2026-06/010990018/dossiers.csv"]
    assert one["registre/perimetre.csv"] == other["registre/perimetre.csv"]


@pytest.mark.parametrize("seed", [SAMPLE_SEED, 7, 8])
def test_the_seed_never_moves_a_count(seed):
    counts = {path: len(rows) for path, rows in sample_deposits(seed).rows.items() if "/dossiers" in path or "/dmp" in path}
    assert counts == {p: len(r) for p, r in sample_deposits(1).rows.items() if "/dossiers" in p or "/dmp" in p}


def test_every_invented_number_is_valid_and_distinct():
    prefixes = [place.prefixe for place in TERRITOIRES.values()]
    numbers = [make(prefix, rank) for prefix in prefixes for make in (invented_et, invented_ej) for rank in range(SERIES_SIZE)]
    assert all(has_valid_key(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)
    with pytest.raises(ValueError, match="series"):
        invented_et("010", SERIES_SIZE)


def test_a_wrong_key_is_wrong_for_every_key():
    assert [has_valid_key(with_wrong_key(invented_et("2A0", rank))) for rank in range(30)] == [False] * 30


def test_siren_and_siret_have_the_key_of_luhn():
    def luhn(text: str) -> int:
        return sum(sum(divmod(int(c) * (1 + rank % 2), 10)) for rank, c in enumerate(reversed(text))) % 10

    assert luhn("732829320") == 0  # the worked example of the register of companies
    assert [luhn(invented_siren(rank)) for rank in range(20)] == [0] * 20
    assert [luhn(invented_siret(invented_siren(3), rank)) for rank in range(20)] == [0] * 20


def test_no_invented_number_is_a_real_one():
    real = Path(__file__).parents[3] / "shared" / "finess" / "numeros_finess_reels.txt"
    if not real.exists():
        pytest.skip("the real FINESS numbers are not beside the repository")
    known = set(real.read_text().split())
    prefixes = [place.prefixe for place in TERRITOIRES.values()]
    assert len(known) > 20_000
    assert not known & {make(p, r) for p in prefixes for make in (invented_et, invented_ej) for r in range(SERIES_SIZE)}


def test_finess_file_has_32_fields_a_comment_and_doubled_quotes():
    content = dict(sample())[FINESS_PATH]
    comment, *lines = table(content)
    assert comment[:2] == ["finess", "etalab"]
    assert int(comment[2]) == len(lines)
    assert {len(line) for line in lines} == {32}
    assert all(has_valid_key(line[1]) and has_valid_key(line[2]) for line in lines)
    assert b'"EHPAD ""LES CIMES"""' in content


def test_finess_file_lists_every_establishment_but_the_unknown_one():
    listed = {line[1] for line in table(dict(sample())[FINESS_PATH])[1:]}
    scenarios = [item for grappe in GRAPPES for item in grappe.scenarios] + [CADA_HORS_PERIMETRE]
    unknown = {item.finess_et for item in scenarios} - listed
    assert unknown == {"630990018"}


def test_sample_has_every_champ_corsica_and_overseas():
    scenarios = [item for grappe in GRAPPES for item in grappe.scenarios]
    assert {item.essms.categorie.champ for item in scenarios} == set(CHAMPS)
    assert {"2A", "2B", "97", "98"} <= {item.finess_et[:2] for item in scenarios}


def test_sample_has_every_dataset_and_reads_as_the_pivot_form_but_one_file():
    unread, seen = [], set()
    for path, content in sample():
        name = path.rsplit("/", 1)[-1]
        jeu = next((jeu for jeu in JEUX if name.startswith(jeu) and path.startswith("depots/")), None)
        if jeu is None:
            continue
        seen.add(jeu)
        try:
            read_text(content, DATASETS[jeu])
        except Refusal as refusal:
            unread.append((path, str(refusal)))
    assert seen == set(JEUX)
    assert unread == [("depots/2026-03/2A0990016/evenements.csv", "colonnes_manquantes")]


def test_bad_rows_are_where_the_readme_says():
    files = dict(sample())
    for path, rows in bad_rows().items():
        lines = files[f"depots/{path}"].decode().splitlines()
        assert [line.startswith(";".join(row)) for line, row in zip(lines[2:], rows, strict=False)] == [True] * len(rows)
    assert {path: len(rules) for path, rules in broken_rules().items()} == {p: len(rows) for p, rows in bad_rows().items()}


def test_verdicts_announced_by_the_scenarios_are_the_expected_ones():
    announced = [row for grappe in GRAPPES for row in grappe.expected()]
    assert announced == expected("expected_2026-06.csv")
    decisions = [
        (g.projet.projet_id, g.decision, g.motif, *(text.replace(",", ".") for text in (g.solde, g.libere, g.bareme[0])))
        for g in GRAPPES
    ]
    assert decisions == expected("expected_decisions_2026-06.csv")


def test_every_verdict_and_decision_is_expected_once_at_least():
    verdicts = Counter(row[3] for row in expected("expected_2026-06.csv"))
    assert verdicts.keys() == {"atteinte", "non_atteinte", "indeterminee", "exemptee", "sans_cible"}
    decisions = {row[1] for row in expected("expected_decisions_2026-06.csv")}
    assert decisions == {"liberer", "liberer_partiellement", "ne_pas_liberer", "a_instruire"}


def test_register_writes_a_column_or_a_table_only_where_something_fills_it():
    files, plain = dict(sample()), dict(region(3, 8, 1))
    assert table(plain["registre/perimetre.csv"])[0] == table(files["registre/perimetre.csv"])[0][:7]
    assert "registre/criteres.csv" not in plain
    header, *rows = table(files["registre/perimetre.csv"])
    assert all(any(row[at] for row in rows) for at in range(len(header)))


def test_each_operator_is_small_or_not_in_every_project():
    said = {
        (item.essms.gestionnaire.nom, item.autres["petit_gestionnaire"])
        for grappe in GRAPPES
        for item in grappe.scenarios
        if "petit_gestionnaire" in item.autres
    }
    assert len(said) == len({name for name, _ in said})


def test_national_project_gathers_fifty_establishments_in_several_regions_in_two_tranches():
    (grappe,) = (item for item in GRAPPES if item.projet.national == "O")
    tranches = Counter(item.autres["tranche"] for item in grappe.scenarios)
    assert tranches == {"pilote": 3, "deploiement 1": 49}
    assert len({item.essms.territoire.region for item in grappe.scenarios}) == 5
    assert len({item.finess_et for item in grappe.scenarios}) == 52


def test_command_writes_the_sample_and_says_so(tmp_path, capsys):
    synth_command(tmp_path / "espace", None, SAMPLE_SEED, False)
    written = {str(f.relative_to(tmp_path / "espace")) for f in (tmp_path / "espace").rglob("*") if f.is_file()}
    assert written == {path for path, _ in sample()}
    assert f"{len(written)} fichiers" in capsys.readouterr().out


def test_command_writes_a_region(tmp_path, capsys):
    synth_command(tmp_path, asked(5, 1), 3, False)
    assert len((tmp_path / "registre/perimetre.csv").read_text().splitlines()) == 6
    assert "5 établissements sur 1 mois" in capsys.readouterr().out


def test_command_writes_the_same_lines_in_a_few_large_files(tmp_path, capsys):
    synth_command(tmp_path / "petits", asked(6, 1), 3, False)
    synth_command(tmp_path / "gros", asked(6, 1, layout="gros"), 3, False)
    said = capsys.readouterr().out.splitlines()
    counts = [sum(path.is_file() for path in (tmp_path / layout).rglob("*")) for layout in ("petits", "gros")]
    assert [f" {many} fichiers" in line for many, line in zip(counts, said, strict=True)] == [True, True]
    dossiers = [
        sorted(line for path in (tmp_path / layout).rglob("dossiers*.csv") for line in path.read_text().splitlines()[1:])
        for layout in ("petits", "gros")
    ]
    assert dossiers[0] == dossiers[1] != []


def test_command_refuses_a_folder_that_is_not_empty_unless_forced(tmp_path):
    (tmp_path / "depots/2026-06").mkdir(parents=True)
    (tmp_path / "depots/2026-06/dossiers.csv").write_text("ancien")
    (tmp_path / "cibles.toml").write_text("")
    with pytest.raises(UsageError, match="--force"):
        synth_command(tmp_path, asked(2, 1), 3, False)
    synth_command(tmp_path, asked(2, 1), 3, True)
    assert not (tmp_path / "depots/2026-06/dossiers.csv").exists()
    assert (tmp_path / "cibles.toml").exists()


def test_command_refuses_a_file_or_a_size_out_of_bounds(tmp_path):
    (tmp_path / "fichier").write_text("")
    with pytest.raises(UsageError, match="dossier"):
        synth_command(tmp_path / "fichier", asked(2, 1), 3, True)
    for size in ((0, 1, 1), (MAX_ESSMS + 1, 1, 1), (2, 0, 1), (2, MAX_MONTHS + 1, 1), (2, 1, 0), (2, 1, MAX_EVENTS + 1)):
        with pytest.raises(UsageError, match="compris entre"):
            synth_command(tmp_path / "espace", asked(*size), 3, False)
    assert not (tmp_path / "espace").exists()
