"""The Nu HTML Checker (vnu) on every page of the built site."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from support import find_checker

CHECKER = find_checker()


@pytest.mark.skipif(CHECKER is None, reason="no HTML checker: the header of the run says so")
def test_no_page_has_an_error_of_html(site: Path) -> None:
    assert CHECKER
    done = subprocess.run([*CHECKER, "--errors-only", "--skip-non-html", str(site)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
