"""The pages of types, periods, answers and actors in a real Chromium, from a project that has all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from timeline.project import build

SETTINGS = """\
title = "Harbor acts"
[sides.north]
label = "The North"
lane = "above"
[sides.south]
label = "The South"
lane = "below"
color = 2
"""
PERIODS = """\
kinds:
  reign: {band: shade}
  storm: {band: strip}
periods:
  - {id: first-reign, name: The first reign of the harbor, kind: reign, dates: 2001/2006, side: north}
  - {id: second-reign, name: The second reign, kind: reign, dates: 2007/.., side: north}
  - {id: storm, name: The long storm, kind: storm, dates: 2004-03/2009-08}
"""
TYPES = ("directive", "sanction", "statement", "diplomacy")
KINDS = ("index", "types/index", "types/directive", "periods/index", "periods/first-reign", "responses", "actors/navy")


def event_file(n: int) -> str:
    """Write an event; every third one answers the one before, half of the time after some days and half after years."""
    year, day = (2001 + n // 8, 1 + n % 28) if n % 2 else (2002 + n // 6, 3 + n % 25)
    relation = f"responds_to: [{{event: act-{n - 1}, source: 'https://example.org/{n}'}}]\n" if n % 3 == 0 and n else ""
    step = "part_of: act-1\n" if n in (7, 14, 21) else ""
    return (
        f"---\ntitle: The harbor act number {n} is announced by those who decide\ndate: {year}-05-{day:02}\ntype: {TYPES[n % 4]}\n{relation}{step}"
        f"actors:\n  - {{actor: {'navy' if n % 2 else 'fleet'}, role: agent}}\n  - {{actor: {'fleet' if n % 2 else 'navy'}, role: target}}\n"
        f"citations:\n  - {{url: 'https://example.org/{n}', title: A report, publisher: Post}}\n---\nIt was said.\n"
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pages")
    files = {"timeline.toml": SETTINGS, "content/periods.yaml": PERIODS}
    files |= {f"content/actors/{id_}.md": f"---\nname: The {id_}\nkind: agency\nside: {side}\n---\n" for id_, side in (("navy", "north"), ("fleet", "south"))}
    files |= {f"content/events/act-{n}.md": event_file(n) for n in range(80)}
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    report = build(root, pull_first=False)
    assert [d for d in report.diagnostics if d.severity == "error"] == []
    return root / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=True)
    yield context.new_page()
    context.close()


def url(pages: Path, kind: str) -> str:
    return (pages / f"{kind}.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_violation(browser: Browser, pages: Path, kind: str, scheme: str) -> None:
    for width in (1440, 390):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light")
        opened = context.new_page()
        opened.goto(url(pages, kind))
        results = Axe().run(opened)
        assert results.violations_count == 0, results.generate_report()
        context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1440, 2000])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways(page: Page, pages: Path, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(url(pages, kind))
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("kind", KINDS)
def test_every_mark_has_a_target_of_its_own(page: Page, pages: Path, kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(url(pages, kind))
    boxes = page.evaluate(
        """[...document.querySelectorAll('svg a .hit')].map(hit => hit.getBoundingClientRect())
            .filter(box => box.width).map(box => [box.left, box.top, box.right, box.bottom])"""
    )
    assert all(right - left >= 23.5 and bottom - top >= 23.5 for left, top, right, bottom in boxes)
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1
            assert apart, (one, other)


@pytest.mark.parametrize("kind", ["index", "types/index", "types/directive", "responses", "actors/navy"])
def test_a_picture_shows_one_of_its_layouts_and_each_mark_has_a_name(page: Page, pages: Path, kind: str) -> None:
    page.goto(url(pages, kind))
    shown = page.evaluate("[...document.querySelectorAll('figure > svg')].filter(svg => svg.getClientRects().length).length")
    assert shown == (0 if kind == "responses" else 1)
    names = page.evaluate("[...document.querySelectorAll('svg a')].map(a => a.querySelector('title').textContent.trim())")
    assert names
    assert all(names)


def test_lanes_switch_between_sides_and_types_without_javascript(browser: Browser, pages: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url(pages, "index"))
    page.get_by_role("link", name="By type", exact=True).click()
    assert page.url.endswith("types/index.html")
    assert page.locator("svg.rows .side").all_text_contents() == ["Directive", "Sanction", "Diplomacy", "Statement"]
    page.get_by_role("link", name="By side", exact=True).click()
    assert page.url.endswith("/index.html")
    assert "types" not in page.url
    context.close()


def test_the_name_of_a_period_leads_to_its_page(page: Page, pages: Path) -> None:
    page.goto(url(pages, "index"))
    page.locator("svg.wide a[href='periods/first-reign.html']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/periods/first-reign.html")
    assert page.locator("h1").inner_text() == "The first reign of the harbor"


def test_the_table_of_answers_keeps_its_headings_on_a_phone(page: Page, pages: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(url(pages, "responses"))
    row = page.locator(".answers tbody tr").first
    assert row.locator("td").count() == 5
    named = row.locator("td").nth(3).evaluate("td => getComputedStyle(td, '::before').content")
    assert re.match(r'"Time between', named)


def test_pictures_and_tables_are_printed(page: Page, pages: Path) -> None:
    page.goto(url(pages, "responses"))
    page.emulate_media(media="print")
    assert page.locator(".chains svg").first.is_visible()
    assert len(page.pdf()) > 20_000
    page.goto(url(pages, "types/index"))
    assert page.evaluate("[...document.querySelectorAll('figure > svg')].filter(svg => svg.getClientRects().length).length") == 1
