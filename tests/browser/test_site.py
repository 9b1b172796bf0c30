"""The built site in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

KINDS = ("home", "event", "actor", "source", "actors", "sources", "about", "missing")

QUOTING = "russia-wages-influence-campaign"  # an event that rests on the article in seeds/


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900})
    yield made
    made.close()


def opened(context: BrowserContext, url: str) -> tuple[Page, list[str]]:
    """Open a page; give it with everything that it complained about or asked of another host."""
    page = context.new_page()
    faults: list[str] = []
    host = urlsplit(url).netloc
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" and "404" not in m.text else None)
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.on("request", lambda r: faults.append(f"asked {r.url}") if not r.url.startswith("data:") and urlsplit(r.url).netloc != host else None)
    page.on("requestfailed", lambda r: faults.append(f"failed {r.url}"))
    page.goto(url, wait_until="networkidle")
    return page, faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_violation(browser: Browser, address: str, kinds: dict[str, str], kind: str, scheme: str) -> None:
    for width in (1440, 390):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light")
        page, _ = opened(context, address + kinds[kind])
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_complains_of_nothing_and_asks_no_other_host(context: BrowserContext, address: str, kinds: dict[str, str], kind: str) -> None:
    page, faults = opened(context, address + kinds[kind])
    assert faults == []
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("width", [320, 390, 768, 1440, 2000])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways(browser: Browser, address: str, kinds: dict[str, str], kind: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page, _ = opened(context, address + kinds[kind])
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_every_title_is_readable_without_javascript(browser: Browser, address: str, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "index.html")
    shown = page.locator("main").inner_text()
    titles = []
    for path in sorted((site / "events").glob("*.html")):
        other = context.new_page()
        other.goto(f"{address}events/{path.name}")
        titles.append(other.locator("h1").inner_text())
        other.close()
    assert titles
    assert [t for t in titles if t not in shown] == []
    context.close()


def test_the_site_works_opened_from_the_disk(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.locator("main a[href*='events/']").first.click()
    page.wait_for_load_state()
    assert page.locator(".citations > li").count() >= 1
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != ""
    assert page.evaluate("document.styleSheets.length") >= 1


def test_a_reader_gets_from_a_title_to_its_quote_and_back(context: BrowserContext, address: str) -> None:
    page, faults = opened(context, address + "index.html")
    title = page.locator(f"main h3 a[href='events/{QUOTING}.html']")
    title.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.locator("blockquote").first.inner_text()
    page.go_back()
    assert page.url.endswith("index.html")
    assert faults == []


def test_the_first_tab_offers_to_skip_to_the_content(context: BrowserContext, address: str) -> None:
    page, _ = opened(context, address + "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")


def test_a_wrong_address_gets_the_sites_own_page_with_its_style(context: BrowserContext, address: str) -> None:
    page, _ = opened(context, address + "events/no-such-event.html")
    assert page.locator("h1").count() == 1
    assert page.locator("main a").count() >= 1


def test_printing_shows_where_links_lead(context: BrowserContext, address: str, kinds: dict[str, str]) -> None:
    page, _ = opened(context, address + kinds["event"])
    page.emulate_media(media="print")
    assert page.locator("nav").first.is_hidden()
    assert len(page.pdf()) > 5000


def test_a_script_in_the_page_would_not_run(context: BrowserContext, address: str) -> None:
    page, _ = opened(context, address + "index.html")
    page.evaluate("const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s)")
    assert page.evaluate("window.ran") is None
