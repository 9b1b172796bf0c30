"""What the script adds to the built pages, in a real Chromium: filters, words, the brush, the address."""

from __future__ import annotations

import functools
import gzip
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from samples import GAZETTE, SETTINGS, event, many, timeline_of

from timeline.model import Citation, Participant, Timeline
from timeline.publish.plan import plan_site
from timeline.publish.render import default_templates

EVENTS = (
    event("patrols", "2016-03-02", title="Navy suspends patrols", body="The *order* named no [reason](#cite-1) for it."),
    event("note", "2016-11", type_="diplomacy", title="Navy hands over a note", status="proposed"),
    event("answer", "2017-01-09", agent="ruritania", type_="diplomacy", title="Ruritania answers", standing="denied", responds_to=("note",)),
    event("pier", "2018", agent="ruritania", title="Ruritania builds a pier", body="A pier of stone, says Zoë."),
    event("talks", "2018-06/2018-09", agent="council", type_="diplomacy", title="Council holds talks", participants=(Participant("council", "agent"), Participant("ruritania", "mentioned"))),
    event("speech", "2019-02-03", agent="grau", type_="statement", title="Grau speaks of piers & patrols"),
    event("close", "2019-05-06", title="Navy closes the harbor", citations=(Citation(url="https://example.org/a", title="A", publisher="Harbor Post"),)),
)
TITLES = [e.title for e in EVENTS]


def write_site(timeline: Timeline, folder: Path, *, search: bool = True) -> Path:
    """Write the planned site, without what makes a second build fast."""
    for output in plan_site(timeline, SETTINGS, template_folders=(default_templates(),), updated=date(2021, 5, 6), search=search):
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.render())
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def serve(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(timeline_of(*EVENTS), tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def small(small_site: Path) -> Iterator[str]:
    """The address of a site that lists all its events on the home page."""
    yield from serve(small_site)


@pytest.fixture(scope="module")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(timeline_of(*many(400), *EVENTS), tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def large(large_site: Path) -> Iterator[str]:
    """The address of a site whose years have pages of their own."""
    yield from serve(large_site)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must complain of nothing."""
    made = context.new_page()
    faults: list[str] = []
    made.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
    made.on("pageerror", lambda e: faults.append(str(e)))
    yield made
    assert faults == []


def results(page: Page) -> list[str]:
    return page.locator("#results h3").all_inner_texts()


def said(page: Page, count: int, total: int = len(EVENTS)) -> None:
    expect(page.locator("#found")).to_have_text(f"{count} of {total} events")


def option(page: Page, facet: str, label: str) -> None:
    """Open a facet and set or unset one of its options."""
    panel = page.locator(f"details[data-facet={facet}]")
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    panel.get_by_label(label).click()


def search(page: Page, words: str) -> None:
    page.locator("#q").fill(words)
    expect(page.locator(".chips")).to_contain_text(f"“{words}”")


# --- filters ----------------------------------------------------------------------------------------


def test_a_filter_leaves_what_fits_and_says_how_many(page: Page, small: str) -> None:
    page.goto(small)
    expect(page.locator("#results")).to_be_hidden()
    option(page, "type", "Diplomacy")
    said(page, 3)
    assert results(page) == ["Navy hands over a note", "Ruritania answers", "Council holds talks"]
    expect(page.locator("#all")).to_be_hidden()
    option(page, "side", "The North")
    said(page, 1)
    assert results(page) == ["Navy hands over a note"]
    row = page.locator("#results li").first
    assert [line for line in row.inner_text().split("\n") if line] == ["November 2016", "Navy hands over a note", "Diplomacy · Northern Navy Unreviewed"]
    assert row.locator("a").get_attribute("href") == "events/note.html"
    option(page, "side", "The South")
    said(page, 2)


def test_every_count_beside_an_option_is_the_number_that_it_gives(page: Page, small: str) -> None:
    for address in ("", "?type=diplomacy", "?q=ruritania"):
        page.goto(small + address)
        for facet in ("type", "side", "actor", "standing", "review"):
            page.locator(f"details[data-facet={facet}] summary").click()
            for item in page.locator(f"details[data-facet={facet}] li").all():
                box = item.locator("input")
                if box.is_checked():
                    continue
                alone = not page.locator(f"details[data-facet={facet}] input:checked").count()
                promised = int(item.locator(".number").inner_text())
                if not alone:
                    continue
                box.check()
                expect(page.locator("#results li")).to_have_count(promised)
                box.uncheck()
            page.keyboard.press("Escape")


def test_standing_and_review_are_filters(page: Page, small: str) -> None:
    page.goto(small)
    option(page, "standing", "Denied")
    said(page, 1)
    assert results(page) == ["Ruritania answers"]
    page.get_by_role("button", name="Clear all").click()
    option(page, "review", "Unreviewed")
    assert results(page) == ["Navy hands over a note"]


def test_an_actor_is_found_by_an_alias_and_stands_for_any_role(page: Page, small: str) -> None:
    page.goto(small)
    page.locator("details[data-facet=actor] summary").click()
    page.get_by_label("Find an actor").fill("flee")
    expect(page.locator("details[data-facet=actor] li")).to_have_count(1)
    page.get_by_label("Northern Navy").check()
    said(page, 3)
    page.get_by_role("button", name="Clear all").click()
    option(page, "actor", "Ruritania")
    assert results(page) == ["Ruritania answers", "Ruritania builds a pier", "Council holds talks"]


def test_what_all_events_share_is_no_filter(page: Page, tmp_path: Path) -> None:
    page.goto(write_site(timeline_of(event("a"), event("b")), tmp_path).joinpath("index.html").as_uri())
    assert page.locator("details.facet summary").all_inner_texts() == ["Time"]


def test_a_filter_can_be_taken_away_by_its_chip(page: Page, small: str) -> None:
    page.goto(small + "?type=diplomacy&side=north")
    said(page, 1)
    page.get_by_role("button", name="Remove the filter: The North").click()
    said(page, 3)
    expect(page.get_by_role("button", name="Remove the filter: Diplomacy")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#all")).to_be_visible()
    expect(page.locator("#q")).to_be_focused()
    assert page.url == small


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("patrol", ["Navy suspends patrols", "Grau speaks of piers & patrols"]),  # the beginning of a word
        ("reason", ["Navy suspends patrols"]),  # in a body, where it is a link
        ("zoe stone", ["Ruritania builds a pier"]),  # all words, whatever their accents
        ("the fleet", ["Navy suspends patrols", "Navy hands over a note", "Navy closes the harbor"]),  # another name of an actor
        ("harbor post", ["Navy closes the harbor"]),  # a publisher
        ('"a pier"', ["Ruritania builds a pier"]),  # as a whole: not "a pier-", nor "a piers"
        ("ATROL", []),
        ("piers &", ["Grau speaks of piers & patrols"]),
    ],
)
def test_words_are_found_in_titles_texts_names_and_publishers(page: Page, small: str, words: str, found: list[str]) -> None:
    page.goto(small)
    search(page, words)
    if not found:
        expect(page.locator("#found")).to_contain_text("No event fits")
        return
    said(page, len(found))
    assert results(page) == found


def test_what_was_found_is_marked_where_it_stands(page: Page, small: str) -> None:
    page.goto(small + "?q=patrol+stone")
    expect(page.locator("#found")).to_contain_text("No event fits")
    search(page, "stone")
    assert page.locator("#results mark").all_inner_texts() == ["stone"]
    expect(page.locator("#results .summary")).to_have_text("A pier of stone, says Zoë.")
    search(page, "fleet")
    assert page.locator("#results .summary").all_inner_texts() == ["Northern Navy"] * 3, "by whose other name it was found"


def test_markup_in_the_address_is_only_words(page: Page, small: str) -> None:
    page.goto(small + "?q=%3Cimg+src=x+onerror=alert(1)%3E&type=%3Cb%3E,__proto__&from=x&to=2016-13")
    expect(page.locator("#found")).to_contain_text("No event fits")
    assert page.locator("#filters img, #filters b").count() == 0
    expect(page.locator(".chips")).to_contain_text("<img src=x onerror=alert(1)>")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#all")).to_be_visible()


# --- time -------------------------------------------------------------------------------------------


def test_the_handles_are_moved_by_keys(page: Page, small: str) -> None:
    page.goto(small)
    start, end = page.get_by_role("slider", name="Show events from"), page.get_by_role("slider", name="Show events until")
    assert (start.get_attribute("aria-valuetext"), end.get_attribute("aria-valuetext")) == ("March 2016", "May 2019")
    start.focus()
    page.keyboard.press("PageDown")  # there is nothing before
    expect(page.locator("#results")).to_be_hidden()
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    said(page, 4)
    assert start.get_attribute("aria-valuetext") == "March 2018"
    assert page.url == small + "?from=2018-03"
    end.focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowRight")
    said(page, 2)
    assert page.url == small + "?from=2018-03&to=2018-06"
    page.keyboard.press("Home")
    assert end.get_attribute("aria-valuenow") == start.get_attribute("aria-valuenow") == "24", "it does not pass the other"
    said(page, 1)


def test_a_stretch_is_cut_out_with_the_mouse_and_no_link_followed(page: Page, small: str) -> None:
    page.goto(small)
    mark = page.locator("svg.wide a[href='events/patrols.html'] .hit")
    box, picture = mark.bounding_box(), page.locator("svg.wide").bounding_box()
    assert box
    assert picture
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(picture["x"] + picture["width"] * 0.4, box["y"], steps=6)
    page.mouse.up()
    said(page, 3)
    expect(page).to_have_url(small + "?to=2017-06")  # no bound where the picture ends
    assert "narrowed" in (page.locator(".overview").get_attribute("class") or "")
    expect(page.locator(".tally")).to_have_text("3 of 7 events")
    shown = {a.get_attribute("href") for a in page.locator("svg.wide .lane a.in").all()}
    assert shown == {"events/patrols.html", "events/note.html", "events/answer.html"}
    mark.click()
    page.wait_for_url(small + "events/patrols.html")


def test_a_handle_is_dragged_and_back_undoes_it_at_once(page: Page, small: str) -> None:
    page.goto(small)
    box, picture = page.locator(".handle.start").bounding_box(), page.locator("svg.wide").bounding_box()
    assert box
    assert picture
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    for part in (0.2, 0.4, 0.8):
        page.mouse.move(picture["x"] + picture["width"] * part, box["y"], steps=3)
    page.mouse.up()
    said(page, 3)
    page.wait_for_url(small + "?from=2018-10")
    page.go_back()
    expect(page.locator("#all")).to_be_visible()


def test_time_runs_down_on_a_phone_and_keys_follow(browser: Browser, small: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(small)
    start = page.get_by_role("slider", name="Show events from")
    assert start.get_attribute("aria-orientation") == "vertical"
    start.focus()
    page.keyboard.press("ArrowDown")
    assert start.get_attribute("aria-valuetext") == "April 2016"
    page.set_viewport_size({"width": 1440, "height": 800})
    expect(start).to_have_attribute("aria-orientation", "horizontal")
    assert start.get_attribute("aria-valuetext") == "April 2016"
    context.close()


def test_days_can_be_typed_and_what_is_no_day_is_told(page: Page, small: str) -> None:
    page.goto(small + "search.html")
    page.locator("details[data-facet=time] summary").click()
    page.get_by_role("textbox", name="From").fill("2016-03-03")
    page.get_by_role("textbox", name="To", exact=True).fill("2017")
    page.keyboard.press("Enter")
    said(page, 2)
    expect(page.locator(".chips")).to_have_text("from March 3, 2016 × to 2017 ×", use_inner_text=True)
    page.get_by_role("textbox", name="To", exact=True).fill("soon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="To", exact=True)).to_have_attribute("aria-invalid", "true")
    said(page, 2)


# --- the address ------------------------------------------------------------------------------------


def test_back_undoes_the_last_change_and_a_word_typed_is_one(page: Page, small: str) -> None:
    page.goto(small)
    option(page, "type", "Diplomacy")
    page.keyboard.press("Escape")
    page.locator("#q").press_sequentially("ruritania", delay=200)
    expect(page).to_have_url(small + "?type=diplomacy&q=ruritania")
    said(page, 2)
    page.go_back()
    said(page, 3)
    assert page.locator("#q").input_value() == ""
    page.go_back()
    expect(page.locator("#all")).to_be_visible()
    assert page.url == small
    page.go_forward()
    said(page, 3)


def test_a_shared_link_shows_what_was_shared(context: BrowserContext, page: Page, small: str) -> None:
    page.goto(small)
    option(page, "type", "Diplomacy")
    option(page, "type", "Directive")
    option(page, "actor", "Ruritania")
    page.keyboard.press("Escape")
    search(page, "ruritania")
    said(page, 3)
    shared, shown = page.url, results(page)
    assert shared == small + "?type=diplomacy,directive&actor=ruritania&q=ruritania"
    other = context.new_page()
    other.goto(shared)
    said(other, 3)
    assert results(other) == shown
    assert other.locator("#q").input_value() == "ruritania"
    assert [chip.strip(" ×") for chip in other.locator(".chips li").all_inner_texts()] == ["Diplomacy", "Directive", "Ruritania", "“ruritania”"]
    other.locator("details[data-facet=type] summary").click()
    assert other.get_by_role("checkbox", name="Diplomacy").is_checked()


# --- keyboard and screen readers --------------------------------------------------------------------


def test_all_of_it_goes_by_keyboard(page: Page, small: str) -> None:
    page.goto(small)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Directive")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    said(page, 3)
    page.keyboard.press("Escape")
    expect(page.locator("details[data-facet=type] summary")).to_be_focused()
    assert page.locator("details[open]").count() == 0
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#results') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(small + "events/patrols.html")


def test_the_number_found_is_announced(page: Page, small: str) -> None:
    page.goto(small)
    found = page.get_by_role("status")
    expect(found).to_have_text("")
    search(page, "pier")
    expect(found).to_have_text("2 of 7 events")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_axe_finds_no_violation_with_filters_open_or_closed(browser: Browser, small: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    for address in ("", "search.html", "?type=diplomacy&from=2016&to=2018&q=ruritania"):
        page.goto(small + address)
        page.wait_for_load_state("networkidle")
        for facet in ("", "type", "actor", "time"):
            if facet:
                page.locator(f"details[data-facet={facet}] summary").click()
                expect(page.locator(f"details[data-facet={facet}] .panel")).to_be_visible()
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 640, 720, 768, 1024, 1440])
def test_nothing_scrolls_sideways_whatever_is_open(browser: Browser, small: str, width: int) -> None:
    """640 and 720 px are screens of 1,280 and 1,440 at 200 % zoom."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for name in ("index.html", "search.html"):
        page.goto(f"{small}{name}?type=diplomacy&from=2016&q=ruritania")
        expect(page.locator("#results li")).to_have_count(2)
        for facet in ("type", "side", "actor", "standing", "review", "time"):
            page.locator(f"details[data-facet={facet}] summary").click()
            assert page.evaluate("document.documentElement.scrollWidth") == width, f"{name} with {facet} open"
            panel = page.locator(f"details[data-facet={facet}] .panel").bounding_box()
            assert panel
            assert panel["x"] >= 0
            assert panel["x"] + panel["width"] <= width
    context.close()


# --- without the script, on paper, from the disk, at size ---------------------------------------------


def test_without_javascript_all_is_there_and_no_control_is_dead(browser: Browser, small: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small)
    shown = page.locator("main").inner_text()
    assert [title for title in TITLES if title not in shown] == []
    page.goto(small + "search.html")
    assert page.locator("noscript p").is_visible()
    for address in ("", "search.html"):
        page.goto(small + address)
        assert page.locator("#filters").bounding_box() is None
        assert [c for c in page.locator("input, button, summary, [role=slider]").all() if c.is_visible()] == []
    context.close()


def test_paper_has_the_events_and_no_controls(page: Page, small: str) -> None:
    page.goto(small)
    page.emulate_media(media="print")
    assert [title for title in TITLES if title not in page.locator("main").inner_text()] == []
    for control in ("#filters", ".brush"):
        expect(page.locator(control)).to_be_hidden()
    assert page.pdf().startswith(b"%PDF")
    page.goto(small + "?type=diplomacy")
    expect(page.locator("#results h3")).to_have_text(["Navy hands over a note", "Ruritania answers", "Council holds talks"])
    expect(page.locator("#filters")).to_be_hidden()


def test_it_works_opened_from_the_disk(page: Page, small_site: Path) -> None:
    page.goto((small_site / "index.html").as_uri() + "?side=south")
    said(page, 2)
    option(page, "type", "Diplomacy")
    said(page, 1)
    page.keyboard.press("Escape")
    search(page, "ruritania")
    said(page, 1)
    page.go_back()
    page.go_back()
    said(page, 2)
    page.locator("#results a").first.click()
    expect(page.locator("h1")).to_have_text("Ruritania answers")


def test_the_index_comes_only_when_it_is_asked_for(context: BrowserContext, page: Page, large: str, large_site: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(large)))
    page.goto(large + "index.html")
    page.wait_for_load_state("networkidle")
    assert not [name for name in asked if "assets/index-" in name or "assets/texts-" in name]
    weight = sum(len(gzip.compress((large_site / name).read_bytes())) for name in asked if not name.startswith("data:"))
    assert weight < 100_000
    assert page.locator("*").count() < 3000
    page.locator("#q").focus()
    page.wait_for_load_state("networkidle")
    assert [name for name in asked if "assets/index-" in name]
    assert not [name for name in asked if "assets/texts-" in name]
    search(page, "pier")
    said(page, 2, 407)
    assert [name for name in asked if "assets/texts-" in name]


def test_a_long_list_of_results_comes_fifty_at_a_time(page: Page, large: str) -> None:
    page.goto(large + "?type=directive")
    expect(page.locator("#results li")).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("#results li")).to_have_count(100)
    expect(page.locator("#results li:nth-child(51) a")).to_be_focused()
    search(page, "stone")
    expect(page.locator("#results li")).to_have_count(1)
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


def test_stacks_that_hold_nothing_that_fits_are_dimmed(page: Page, large: str) -> None:
    page.goto(large + "?from=2016&side=north")
    said(page, 4, 407)
    fitting = page.locator("svg.wide a.in title").all_text_contents()
    assert all("201" in title for title in fitting)
    assert page.locator("svg.wide a:not(.in)").count() > len(fitting) > 0


def test_the_numbers_in_the_picture_are_those_of_what_fits(page: Page, large: str) -> None:
    page.goto(large)
    numbers = page.locator("svg.wide .number")
    all_of_it = numbers.all_text_contents()
    page.goto(large + "?to=2001-01")
    said(page, 11, 407)
    assert [int(count) for count in numbers.all_text_contents() if count] == [4, 4, 3]
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#all")).to_be_visible()
    assert numbers.all_text_contents() == all_of_it


def test_a_stack_shows_what_of_it_fits(page: Page, large: str) -> None:
    page.goto(large + "?q=harbor+post")
    said(page, 1, 407)
    page.locator("svg.wide .lane a.in").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chips li")).to_have_count(2)
    assert page.locator("#results h3").all_inner_texts() == ["Navy closes the harbor"]
    assert page.url.startswith(large + "?from=2019"), "its own place in the list is hidden"


def test_without_an_index_the_list_stays(context: BrowserContext, small: str) -> None:
    page = context.new_page()
    page.route("**/assets/index-*", lambda route: route.abort())
    page.goto(small + "?type=diplomacy")
    expect(page.locator("#found")).to_contain_text("could not be loaded")
    expect(page.locator("#all")).to_be_visible()


def test_a_site_without_search_has_nothing_of_it(page: Page, tmp_path: Path) -> None:
    site = write_site(timeline_of(*EVENTS), tmp_path, search=False)
    assert not (site / "search.html").exists()
    assert not [path for path in (site / "assets").iterdir() if path.name.startswith(("timeline.", "picture.", "index-", "texts-"))]
    page.goto((site / "index.html").as_uri())
    assert page.locator("form, script[src], [href*=search]").count() == 0


def test_a_page_in_another_language_has_that_languages_months(page: Page, tmp_path: Path) -> None:
    german = replace(SETTINGS, language="de")
    for output in plan_site(replace(timeline_of(*EVENTS), articles={"gazette": GAZETTE}), german, template_folders=(default_templates(),), updated=date(2021, 5, 6)):
        path = tmp_path / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.render())
    page.goto((tmp_path / "index.html").as_uri())
    assert page.get_by_role("slider").first.get_attribute("aria-valuetext") == "März 2016"
