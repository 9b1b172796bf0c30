"""What pytest needs to know: a tiny project built from strings, the browser, the golden files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest
from support import ACTORS, ARTICLE, find_browser


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="accept what the golden tests produce now")


def pytest_report_header() -> list[str]:
    browser = find_browser() or "NONE FOUND - the browser tests are skipped (apt-get install chromium)"
    spacy = "there" if find_spec("spacy") else "NOT INSTALLED - the tests of its annotator are skipped (pip install '.[nlp]')"
    checker = os.environ.get("TIMELINE_VNU") or "NOT NAMED - pages are not checked as HTML (npm install vnu-jar; TIMELINE_VNU=its jar; needs java)"
    tmux = shutil.which("tmux") or "NONE FOUND - the review is not driven in a terminal (apt-get install tmux)"
    return [f"browser: {browser}", f"spacy: {spacy}", f"tmux: {tmux}", f"html checker: {checker}"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the browser tests where there is no browser; on the server a missing browser is a failure."""
    if find_browser() or os.environ.get("CI") == "true":
        return
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(autouse=True, scope="session")
def own_cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the user's cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


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
