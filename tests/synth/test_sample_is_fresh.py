"""The committed sample is, byte for byte, what `cibles synth` writes without a size; a hand edit fails here."""

from pathlib import Path

from transforms.synth.workspace import SAMPLE_SEED, sample

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


def test_committed_sample_is_what_the_generator_makes():
    made = dict(sample(SAMPLE_SEED))
    on_disk = {str(file.relative_to(SAMPLE)): file.read_bytes() for file in SAMPLE.rglob("*") if file.is_file()}
    assert on_disk.keys() == made.keys()
    assert [path for path in made if on_disk[path] != made[path]] == []


def test_sample_stays_small():
    made = [len(content) for _, content in sample(SAMPLE_SEED)]
    assert len(made) < 400
    assert sum(made) < 2_000_000
