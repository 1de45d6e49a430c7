"""How deposits are shared out: those of an establishment stay together, the rest is spread, order changes nothing; and which
files of other pigeonholes the reading of one depends on."""

from __future__ import annotations

from transforms.reading.casiers import MOST, MOST_LARGE, beside, share_out
from transforms.reading.deposit_paths import DepositFile, describe


def files(*paths: str, octets: int = 10) -> list[DepositFile]:
    return [describe(f"depots/2026-06/{path}", "aa", octets) for path in paths]


def establishments(number: int) -> list[DepositFile]:
    return files(*(f"{rank:09d}/{name}.csv" for rank in range(number) for name in ("dossiers", "dmp")))


def test_a_small_month_is_one_pigeonhole():
    assert set(share_out(establishments(1_000))) == {0}


def test_many_files_are_spread_and_those_of_an_establishment_stay_together():
    found = establishments(3_000)
    ranks = share_out(found)
    assert set(ranks) == {0, 1, 2, 3}
    assert max(ranks.count(rank) for rank in range(4)) < 2 * len(found) / 4
    folders = {(file.dossier, rank) for file, rank in zip(found, ranks, strict=True)}
    assert len(folders) == 3_000


MEBIBYTE = 1024 * 1024


def test_large_files_have_a_pigeonhole_of_their_own():
    small, large = establishments(10), files("dossiers.csv", "evenements-1.csv", "evenements-2.csv", octets=65 * MEBIBYTE)
    ranks = share_out([*small, *large])
    assert set(ranks[: len(small)]) == {0}
    assert len(set(ranks[len(small) :])) == 3
    assert min(ranks[len(small) :]) >= MOST


def test_the_place_of_a_large_file_does_not_depend_on_the_others():
    large = files(*(f"evenements-{part}.csv" for part in range(40)), octets=65 * MEBIBYTE)
    assert share_out(large)[:5] == share_out(large[:5])
    assert max(share_out(large)) < MOST + MOST_LARGE


def test_a_large_file_that_is_not_read_has_none_of_its_own():
    refused = [describe(f"depots/2026-06/dmp-{part}.csv", "", 10**12, "trop_gros") for part in range(40)]
    assert set(share_out(refused)) == {0}


def test_files_beside_a_coverage_are_spread_too():
    names = [*(f"evenements-{part}.csv" for part in range(40)), "couverture.csv"]
    assert len(set(share_out(files(*names, octets=65 * MEBIBYTE)))) > 30


def test_a_coverage_is_read_beside_the_files_of_its_folder_and_these_beside_it_for_their_names():
    found = files("couverture.csv", "dmp.csv", "mssante.csv", "autre.txt", "lot/dmp.csv", "lot/couverture.csv", "seul/dmp.csv")
    assert beside(found, [0, 1, 0, 1, 0, 2, 2]) == {0: [1, 3, 5], 1: [0], 2: [4]}


def test_two_coverages_of_one_folder_are_read_beside_each_other():
    found = files("couverture.csv", "couverture.CSV", "dmp.csv")
    assert beside(found, [0, 1, 2]) == {0: [1, 2], 1: [0, 2], 2: [0, 1]}


def test_nothing_is_read_beside_a_folder_held_whole():
    found = files("lot/couverture.csv", "lot/dmp.csv", "dmp.csv", "mssante.csv")
    assert beside(found, [1, 1, 0, 2]) == {}


def test_order_changes_nothing():
    found = establishments(2_000)
    shared = dict(zip((file.chemin for file in found), share_out(found), strict=True))
    assert dict(zip((file.chemin for file in found[::-1]), share_out(found[::-1]), strict=True)) == shared
