"""An event's page in a real Chromium: to be cited with and without the script, and with room between its links."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from samples import QUOTE, SETTINGS, event, timeline_of

from timeline.model import Citation
from timeline.publish.plan import plan_site
from timeline.publish.render import default_templates
from timeline.text import QuoteSelector

POST = "https://post.example/story"
SEVEN = (
    Citation(article="gazette", quote=QUOTE, stance="confirms"),
    Citation(url="https://example.org/order", title="Order No. 7", publisher="Navy", published="2021-05-04", kind="primary", archived="https://web.archive.org/web/20210505000000/https://example.org/order"),
    Citation(url=POST, title="The harbor is closed, says the navy, until the ice is gone", publisher="Post", author="A. Writer", quote=QuoteSelector("It was closed on Monday, and no one was asked.")),
    Citation(url="https://example.org/no", title="No order was given", publisher="Council", stance="denies", attribution="a spokesman, not named", note="In answer to a question."),
    *(Citation(url=f"https://example.org/{n}", title=f"Report {n}", publisher="Wire", published="2021-05") for n in range(3)),
)
CLOSING = event("closing", "[..2021-05-04]", title='Navy closes the "northern" harbor & leaves', citations=SEVEN, standing="disputed", body="It [was](#cite-1) so [ordered](#cite-2).")
ANSWER = event("answer", "2021-05-16", responds_to=("closing",), relation_sources=(("closing", POST),), citations=(Citation(url=POST, title="One report"),))
PUBLISHED = replace(SETTINGS, base_url="https://example.org/harbor/", repository="https://github.com/desk/harbor")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    for output in plan_site(timeline_of(CLOSING, ANSWER), PUBLISHED, template_folders=(default_templates(),), updated=date(2021, 6, 7)):
        path = made / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.render())
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/events/"
    server.shutdown()
    thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    made = context.new_page()
    made.goto(address + "closing.html")
    return made


def test_each_form_of_the_citation_is_copied_by_its_button(page: Page) -> None:
    page.get_by_text("Cite this entry").click()
    buttons = page.get_by_role("button", name="Copy")
    expect(buttons).to_have_count(3)
    for n, begins in enumerate(("\u201cNavy closes the \"northern\" harbor & leaves\u201d (by 4 May 2021).", "@misc{closing,", "{")):
        page.locator("button.copy").nth(n).click()
        expect(page.locator("button.copy").nth(n)).to_have_text("Copied")
        expect(page.get_by_role("status")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()").startswith(begins)
    assert json.loads(page.evaluate("navigator.clipboard.readText()"))["id"] == "closing"


def test_where_the_clipboard_is_shut_the_text_is_marked(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(address + "closing.html")
    page.get_by_text("Cite this entry").click()
    page.locator("button.copy").first.click()
    assert page.evaluate("getSelection().toString()").startswith("\u201cNavy closes")
    context.close()


def test_without_javascript_the_citation_can_be_opened_and_no_button_is_dead(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "closing.html")
    page.get_by_text("Cite this entry").click()
    expect(page.get_by_text("@misc{closing,")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("name", ["closing.html", "answer.html", "../index.html"])
def test_data_for_search_engines_is_read_and_breaks_no_rule_of_the_page(context: BrowserContext, address: str, name: str) -> None:
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text))
    page.add_init_script("addEventListener('securitypolicyviolation', e => console.log(`refused ${e.blockedURI}`))")
    page.goto(address + name, wait_until="networkidle")
    assert json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")["@context"] == "https://schema.org"
    assert faults == []


def test_the_policy_that_holds_there_refuses_a_script_in_the_page(page: Page) -> None:
    refused = page.evaluate(
        """() => new Promise(done => {
            addEventListener("securitypolicyviolation", e => done(e.violatedDirective));
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.head.append(script);
            setTimeout(() => done("nothing"), 2000);
        })"""
    )
    assert refused.startswith("script-src")


def test_a_correction_is_begun_with_what_it_needs(page: Page) -> None:
    link = page.get_by_role("link", name="Suggest a correction").get_attribute("href") or ""
    assert link.startswith("https://github.com/desk/harbor/issues/new?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query, strict_parsing=True).items()}
    assert asked.keys() == {"title", "body"}
    assert asked["title"] == 'Correction: Navy closes the "northern" harbor & leaves'
    assert "https://example.org/harbor/events/closing.html" in asked["body"]
    assert "content/events/closing.md" in asked["body"]
    assert "What is wrong:" in asked["body"]


def test_a_relation_leads_to_the_page_that_tells_of_it(page: Page) -> None:
    expect(page.get_by_role("link", name="so says post.example")).to_have_attribute("href", POST)
    expect(page.locator(".relations")).to_contain_text("16 May 2021")


def test_a_primary_source_and_every_stance_are_told(page: Page) -> None:
    expect(page.locator("#cite-2")).to_contain_text("Primary source")
    expect(page.locator(".standing")).to_have_text("Disputed")
    assert page.locator(".about-event .after li").all_text_contents() == [
        "1 primary source", "confirmed by 1 source", "reported by 4 sources", "denied by 1 source",
    ]  # fmt: skip


# A target is crowded where a circle of 24 px on its middle touches another target (WCAG 2.2, 2.5.8); links within a
# sentence are excepted, so those of the prose and the list of a line are left out.
CROWDED = """() => {
    const seen = [...document.querySelectorAll("a, button, summary")].filter(e => !e.closest(".prose, .run, footer p") && e.getClientRects().length);
    const boxes = seen.map(e => e.getBoundingClientRect());
    return seen.filter((e, n) => {
        const box = boxes[n], x = box.left + box.width / 2, y = box.top + box.height / 2;
        return (box.width < 24 || box.height < 24) && boxes.some((other, m) => m !== n &&
            Math.hypot(Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom)) < 12);
    }).map(e => e.textContent.trim());
}"""


@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("name", ["closing.html", "answer.html"])
def test_targets_stand_apart_and_nothing_scrolls_sideways(browser: Browser, address: str, name: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address + name)
    page.get_by_text("Cite this entry").click()
    assert page.evaluate(CROWDED) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_no_violation_with_the_citation_open(browser: Browser, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(address + "closing.html")
    page.get_by_text("Cite this entry").click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    context.close()


def test_it_prints_without_what_paper_cannot_do(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.get_by_text("Cite this entry")).to_be_hidden()
    expect(page.locator("#cite-2")).to_be_visible()
