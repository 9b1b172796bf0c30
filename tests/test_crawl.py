"""Every link and anchor of the built site leads somewhere, under a sub-path too."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from support import copy_project

from timeline.project import build

BASE = "https://example.org/repo/"


class Links(HTMLParser):
    """Gathers what a page links to and what it can be linked to. Not the program's own reader, so that it can disagree."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("href", "src", "xlink:href") and value:
                self.links.append(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("crawl")
    copy_project(root)
    assert [d for d in build(root, base_url=BASE).diagnostics if d.severity == "error"] == []
    return root / "site"


def pages(site: Path) -> dict[str, Links]:
    found = {}
    for path in sorted(site.rglob("*.html")):
        reader = Links()
        reader.feed(path.read_text("utf-8"))
        found[path.relative_to(site).as_posix()] = reader
    return found


def test_every_link_and_anchor_resolves_under_a_sub_path(site: Path) -> None:
    found = pages(site)
    dead = []
    for name, page in found.items():
        for link in page.links:
            whole = urlsplit(urljoin(BASE + name, link))
            if whole.scheme not in ("http", "https") or f"{whole.scheme}://{whole.netloc}" != "https://example.org":
                continue
            target = unquote(whole.path).removeprefix("/repo/")
            if not whole.path.startswith("/repo/"):
                dead.append(f"{name}: {link} leaves the site's path")
                continue
            target = f"{target}index.html" if target.endswith("/") or not target else target
            if not (site / target).is_file():
                dead.append(f"{name}: {link}")
            elif whole.fragment and target in found and not whole.fragment.startswith(":~:") and unquote(whole.fragment) not in found[target].ids:
                dead.append(f"{name}: {link} has no such anchor")
    assert dead == []


def test_links_inside_the_site_are_relative(site: Path) -> None:
    absolute = [
        f"{name}: {link}"
        for name, page in pages(site).items()
        if name != "404.html"
        for link in page.links
        if (link.startswith("/") or (link.startswith(BASE) and link not in (BASE, BASE + name)))
    ]
    assert absolute == []


def test_ids_are_unique_on_each_page(site: Path) -> None:
    twice = {name: [i for i in set(p.ids) if p.ids.count(i) > 1] for name, p in pages(site).items()}
    assert {name: ids for name, ids in twice.items() if ids} == {}


def test_no_page_holds_a_script_or_a_style_of_its_own(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text("utf-8")
        assert "Content-Security-Policy" in html, path
        assert "<style" not in html and " style=" not in html and " onclick=" not in html, path
