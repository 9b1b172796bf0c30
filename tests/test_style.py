"""The code is typed strictly and clean: the same two commands that CONTRIBUTING.md names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("command", [["mypy", "--no-error-summary"], ["ruff", "check", "--no-cache", "."]], ids=lambda c: c[0])
def test_nothing_to_complain_of(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
