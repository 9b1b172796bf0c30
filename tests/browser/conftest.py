"""A real Chromium, and the built site served on loopback under a sub-path, as GitHub Pages does it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from support import copy_project, find_browser

from timeline.project import build

SUB_PATH = "/repo/"


class _UnderSubPath(SimpleHTTPRequestHandler):
    """Serves a folder under /repo/ and nothing else; an address that is not there gets the site's 404 page."""

    def translate_path(self, path: str) -> str:
        if not path.startswith(SUB_PATH):
            return str(Path(self.directory, "nothing-is-here"))
        return super().translate_path(path.removeprefix(SUB_PATH.rstrip("/")))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        raw = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's project, built from its seed."""
    root = tmp_path_factory.mktemp("project")
    copy_project(root)
    build(root, base_url="http://127.0.0.1/repo/")
    return root


@pytest.fixture(scope="session")
def site(project: Path) -> Path:
    return project / "site"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_UnderSubPath, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one module of tests: while it is open, no other test of the process could use asyncio."""
    path = find_browser()
    assert path, "CI must have a browser: apt-get install chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def kinds(site: Path) -> dict[str, str]:
    """One page of every kind, relative to the site."""

    def first(folder: str) -> str:
        return next(p.relative_to(site).as_posix() for p in sorted((site / folder).glob("*.html")) if p.stem != "index")

    found = {"home": "index.html", "about": "about.html", "missing": "no-such-page.html"}
    found |= {"actors": "actors/index.html", "sources": "sources/index.html"}
    found |= {folder: first(folder) for folder in ("events", "sources")}
    busy = max((site / "actors").glob("*.html"), key=lambda p: p.read_text("utf-8").count("../events/"))
    return {**found, "actor": busy.relative_to(site).as_posix(), "source": first("sources"), "event": first("events")}
