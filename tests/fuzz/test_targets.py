"""Each reader of bytes from outside is given arbitrary and damaged bytes: no crash, no hang, no growth of memory."""

from __future__ import annotations

import resource
import time
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, corpus, tried

SIGNS = st.text(st.sampled_from('a1é";\t\r\n|, \0'), max_size=120).map(str.encode)
LONGEST = 10
"""Seconds: a hundred times what one of these reads takes."""
GROWN = 300
"""MiB that thousands of reads may leave behind: caches and the allocator's own."""


def damaged(sound: bytes, chance: Random) -> bytes:
    """Sound bytes, some of them changed, lost, repeated or moved."""
    content = bytearray(sound)
    for _ in range(chance.randint(1, 8)):
        place, length = chance.randrange(len(content) + 1), chance.choice((1, 1, 2, 8, 64))
        piece = bytes(content[place : place + length])
        other = chance.choice(
            (chance.randbytes(length), b"", piece * 2, b'"', b";", b"\r", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b"&")
        )
        content[place : place + length] = other
    return bytes(content)


def timed(target: str, content: bytes) -> None:
    begun = time.perf_counter()
    tried(target, content)
    assert time.perf_counter() - begun < LONGEST


@pytest.mark.parametrize("target", TARGETS)
def test_sound_files(target):
    for content in corpus(target):
        timed(target, content)


@pytest.mark.parametrize("target", TARGETS)
def test_damaged_files(target):
    chance = Random(target)
    for _ in range(40):
        timed(target, damaged(chance.choice(corpus_of(target)), chance))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(TARGETS)), st.one_of(st.binary(max_size=200), SIGNS))
def test_arbitrary_bytes(target, content):
    timed(target, content)


@pytest.mark.long
@settings(max_examples=5_000, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(TARGETS)), st.one_of(st.binary(max_size=2_000), SIGNS))
def test_many_arbitrary_bytes(target, content):
    timed(target, content)


@pytest.mark.long
@pytest.mark.parametrize("target", TARGETS)
def test_many_damaged_files_and_memory(target):
    chance = Random(f"{target} long")
    for _ in range(200):
        timed(target, damaged(chance.choice(corpus_of(target)), chance))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(2_000):
        timed(target, damaged(chance.choice(corpus_of(target)), chance))
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < GROWN


_SOUND: dict[str, list[bytes]] = {}


def corpus_of(target: str) -> list[bytes]:
    """The sound files of a target, made once."""
    if target not in _SOUND:
        _SOUND[target] = corpus(target)
    return _SOUND[target]
