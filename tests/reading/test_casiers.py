"""How deposits are shared out: files that are read together stay together, the rest is spread, order changes nothing."""

from __future__ import annotations

from transforms.reading.casiers import MOST, share_out
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


def test_large_files_are_spread_one_by_one():
    ranks = share_out(files(*(f"evenements-{part}.csv" for part in range(40)), octets=64 * 1024 * 1024))
    assert len(set(ranks)) > 8
    assert max(ranks) < MOST


def test_files_beside_a_coverage_stay_with_it():
    names = [*(f"evenements-{part}.csv" for part in range(40)), "couverture.csv"]
    assert len(set(share_out(files(*names, octets=64 * 1024 * 1024)))) == 1


def test_order_changes_nothing():
    found = establishments(2_000)
    shared = dict(zip((file.chemin for file in found), share_out(found), strict=True))
    assert dict(zip((file.chemin for file in found[::-1]), share_out(found[::-1]), strict=True)) == shared
