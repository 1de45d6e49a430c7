"""`--no-skips` turns every way of skipping into a failure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SKIPPING = """
import pytest

def test_by_call():
    pytest.skip("no register here")

@pytest.mark.skipif(True, reason="too old")
def test_by_mark():
    pass

def test_that_runs():
    pass
"""


@pytest.mark.parametrize(
    ("options", "outcome"), [([], {"passed": 1, "skipped": 2}), (["--no-skips"], {"passed": 1, "failed": 1, "errors": 1})]
)
def test_skipped_tests(pytester, options, outcome):
    shutil.copy(Path(__file__).parent / "conftest.py", pytester.path / "conftest.py")
    pytester.makepyfile(SKIPPING)
    pytester.runpytest_subprocess(*options).assert_outcomes(**outcome)


def test_a_module_skipped_whole_is_an_error(pytester):
    shutil.copy(Path(__file__).parent / "conftest.py", pytester.path / "conftest.py")
    pytester.makepyfile('import pytest\npytest.importorskip("a_package_nobody_has")\n')
    result = pytester.runpytest_subprocess("--no-skips")
    result.assert_outcomes(errors=1)
    assert result.ret != 0
