"""Whatever is planned, and whatever was there before, the site becomes what is planned."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.publish.links import page_links
from timeline.publish.outputs import Output, digest
from timeline.publish.write import write_site

NAMES = st.sampled_from(["a.html", "b.html", "x/a.html", "x/y/a.html", "x/y", "X/a.html", "y.css", "feed.xml"])
TEXTS = st.sampled_from(["", "one", "two", '<p id="one"><a href="a.html#two">', "<a href='../x/'>"])
SITES = st.dictionaries(NAMES, TEXTS, max_size=6)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def contents(site: Path) -> dict[str, str]:
    return {p.relative_to(site).as_posix(): p.read_text() for p in site.rglob("*") if p.is_file()}


def placed(pages: dict[str, str], found: set[str]) -> dict[str, str]:
    return {path: text for path, text in pages.items() if path in found}


@settings(max_examples=60, deadline=None)
@given(st.lists(SITES, min_size=1, max_size=4))
def test_the_site_is_always_the_last_one_planned(sites: list[dict[str, str]]) -> None:
    with folder() as root:
        for pages in sites:
            outputs = [Output(path, digest(text), text.encode) for path, text in pages.items()]
            write_site(root / "site", outputs, state=root / "state")
        write_site(root / "site", outputs, state=root / "state")  # a file that made way for a folder is gone now
        found = contents(root / "site")
        left_out = pages.keys() - found.keys()
        assert found == placed(pages, set(found))
        for path in left_out:  # it has no place of its own beside another page
            assert any(o != path and (o.casefold() == path.casefold() or o.startswith(f"{path}/") or path.startswith(f"{o}/")) for o in pages)


@settings(max_examples=60, deadline=None)
@given(st.lists(SITES, min_size=1, max_size=3))
def test_building_twice_changes_nothing(sites: list[dict[str, str]]) -> None:
    with folder() as root:
        for pages in sites:
            outputs = [Output(path, digest(text), text.encode) for path, text in pages.items()]
            for _ in range(2):
                write_site(root / "site", outputs, state=root / "state")
        before = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in root.rglob("*") if p.is_file()}
        again = write_site(root / "site", outputs, state=root / "state")
        assert again.written == again.removed == 0
        assert {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in root.rglob("*") if p.is_file()} == before


@settings(max_examples=60, deadline=None)
@given(st.lists(SITES, min_size=1, max_size=4))
def test_findings_do_not_depend_on_what_was_built_before(sites: list[dict[str, str]]) -> None:
    with folder() as root, folder() as fresh:
        outputs: list[Output] = []
        for pages in sites:
            outputs = [Output(path, digest(text), text.encode) for path, text in pages.items()]
            write_site(root / "site", outputs, state=root / "state")
        again = write_site(root / "site", outputs, state=root / "state")
        for _ in range(2):
            first = write_site(fresh / "site", outputs, state=fresh / "state")
        assert set(again.diagnostics) == set(first.diagnostics)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=50))
def test_an_id_is_read_as_it_was_written(name: str) -> None:
    assert page_links(f'<p id="{escape(name)}">'.encode())[1] == (name.strip() if not name.isprintable() or "&" in escape(name) else name,)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(page: bytes) -> None:
    page_links(page)
