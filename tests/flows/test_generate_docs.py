"""What `make docs` writes is what is committed."""

from __future__ import annotations

import pytest

from flows.generate_docs import ROOT, generated_files

FILES = generated_files()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_committed_file_is_up_to_date(path):
    assert path.read_bytes() == FILES[path], "run `make docs`"
