"""What the tests share: a tiny project's files, and which browser there is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str | None:
    """Give the path of a Chromium on this machine; TIMELINE_BROWSER names one outright."""
    named = os.environ.get("TIMELINE_BROWSER")
    if named:
        return named
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def find_checker() -> list[str] | None:
    """Give the command of the Nu HTML Checker: TIMELINE_VNU names its jar. On the server a missing one is a failure."""
    jar, java = os.environ.get("TIMELINE_VNU"), shutil.which("java")
    if jar and java:
        return [java, "-Xss4m", "-jar", jar]
    assert os.environ.get("CI") != "true", "CI must have the HTML checker: npm install vnu-jar, and TIMELINE_VNU"
    return None


REPOSITORY = Path(__file__).parent.parent


def copy_project(into: Path) -> None:
    """Copy this repository's own project: its content, its articles, its settings."""
    for name in ("content", "seeds", "timeline.toml"):
        source = REPOSITORY / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, into / name)


ACTORS: Mapping[str, str] = {
    "harbour-ministry": "name: Harbour Ministry\nkind: agency\nside: us\n",
    "coast-guard": "name: Coast Guard\nkind: agency\nside: us\n",
    "ruritania": "name: Ruritania\nkind: state\nside: russia\n",
    "jane-grau": "name: Jane Grau\nkind: person\nside: us\nterms:\n  - {office: Senator, start: 2007-01-03}\n",
}

EVENT = """\
---
title: Harbour Ministry orders Coast Guard to suspend patrols
date: 2011-05-04
type: directive
actors:
  - {actor: harbour-ministry, role: agent}
  - {actor: coast-guard, role: target}
citations:
  - article: gazette
    quote: {exact: "The Harbour Ministry has ordered the Coast Guard to suspend its patrols."}
---
The ministry ordered it ([citation 1](#cite-1)).
"""

ARTICLE = "The Harbour Ministry has ordered the Coast Guard to suspend its patrols. The move was not explained.\n"
