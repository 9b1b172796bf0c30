"""What the tests share: a tiny project built from strings, and which browser there is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find_browser() -> str | None:
    """Give the path of a Chromium on this machine; TIMELINE_BROWSER names one outright."""
    named = os.environ.get("TIMELINE_BROWSER")
    if named:
        return named
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="accept what the golden tests produce now")


def pytest_report_header() -> str:
    browser = find_browser()
    if browser:
        return f"browser: {browser}"
    return "browser: NONE FOUND - the browser tests are skipped (apt-get install chromium)"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the browser tests where there is no browser; on the server a missing browser is a failure."""
    if find_browser() or os.environ.get("CI") == "true":
        return
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


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


@pytest.fixture
def project_at(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Build a project from {path: text}: four actors and one article are there unless the test says otherwise."""

    def build(files: Mapping[str, str]) -> Path:
        standard = {f"content/actors/{id_}.md": f"---\n{text}---\n" for id_, text in ACTORS.items()}
        standard |= {"seeds/gazette.txt": ARTICLE, "seeds/gazette.yaml": "published: 2011-05-05\npublisher: Gazette\n"}
        for name, text in {"timeline.toml": 'title = "Harbour"\n', **standard, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return tmp_path

    return build
