"""The plan of the site: which pages there are, what each depends on, and that every one is safe and whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from time import process_time
from urllib.parse import urljoin, urlsplit

import pytest
from samples import ACTORS, PERIODS, QUOTE, SETTINGS, event, many, timeline_of

from timeline.config import Settings
from timeline.diagnostics import Diagnostic, Location
from timeline.edtf import known
from timeline.model import Citation, Event, Participant, Timeline
from timeline.publish.exports import FILES
from timeline.publish.outputs import Output
from timeline.publish.plan import plan_site
from timeline.publish.render import TemplateFault, default_templates
from timeline.text import QuoteSelector

WITH_BASE = replace(SETTINGS, base_url="https://example.org/repo/")
HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}\u2019'


def planned(
    timeline: Timeline,
    settings: Settings = SETTINGS,
    *,
    folders: tuple[Path, ...] = (),
    preview: bool = False,
    notices: tuple[Diagnostic, ...] = (),
    pages: Mapping[str, str] | None = None,
    updated: date = date(2021, 5, 6),
) -> dict[str, Output]:
    outputs = plan_site(
        timeline,
        settings,
        template_folders=(*folders, default_templates()),
        updated=updated,
        pages=pages,
        preview=preview,
        notices=notices,
    )
    by_path = {output.path: output for output in outputs}
    assert len(by_path) == len(outputs), "no two outputs share a path"
    return by_path


def keys(timeline: Timeline, settings: Settings = SETTINGS) -> dict[str, str]:
    return {path: output.key for path, output in planned(timeline, settings).items()}


def changed(before: Timeline, after: Timeline) -> set[str]:
    old, new = keys(before), keys(after)
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def page(timeline: Timeline, path: str, settings: Settings = SETTINGS, **more: object) -> str:
    return planned(timeline, settings, **more)[path].render().decode()  # type: ignore[arg-type]


class Page(HTMLParser):
    """What a page links to, which ids it has, and the outline of its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


CASE = (
    event("act", "2020-05-04", body="It was *ordered* ([citation 1](#cite-1)).\n", old_ids=("old-act",)),
    event("answer", "[..2021-05-04]", agent="ruritania", type_="diplomacy", status="proposed", standing="denied", responds_to=("act",), part_of="act"),
    event("later", "2022/2023", agent="council", citations=(Citation(url="https://example.org/a?b=1&c=2", title="A & B", publisher="Post", author="A. Writer", published="2023-01-02", stance="denies", quote=QuoteSelector("So it\u202e was.")),)),
)
ALWAYS = {"index.html", "about.html", "404.html", "search.html", "actors/index.html", "sources/index.html", "types/index.html"}


# --- which pages there are -------------------------------------------------------------------------


def test_every_event_actor_and_source_has_a_page() -> None:
    paths = {path for path in planned(timeline_of(*CASE)) if not path.startswith("assets/")}
    assert paths == ALWAYS | {
        "events/act.html",
        "events/answer.html",
        "events/later.html",
        "events/old-act.html",
        "actors/navy.html",
        "actors/ruritania.html",
        "actors/council.html",
        "sources/gazette.html",
        "types/directive.html",
        "types/diplomacy.html",
        "periods/index.html",
        "periods/first.html",
        "periods/second.html",
        "periods/war.html",
        "responses.html",
    }


def test_an_empty_timeline_has_a_site() -> None:
    for path, output in planned(timeline_of(actors={}, periods={})).items():
        assert output.render(), path


def test_a_large_timeline_has_pages_for_years_months_and_parts() -> None:
    paths = planned(timeline_of(*many(900, days=1))).keys()
    assert {"years/2001.html", "years/2001-01.html", "years/2003.html", "actors/navy.html", "actors/navy/2001.html"} <= paths


def test_an_old_address_leads_to_the_new_one() -> None:
    html = page(timeline_of(*CASE), "events/old-act.html", WITH_BASE)
    assert '<meta http-equiv="refresh" content="0; url=../events/act.html">' in html
    assert '<link rel="canonical" href="https://example.org/repo/events/act.html">' in html


def test_an_old_address_that_another_event_has_now_is_that_events() -> None:
    outputs = planned(timeline_of(event("a", old_ids=("b",)), event("b", title="The other")))
    assert "The other" in outputs["events/b.html"].render().decode()


def test_a_projects_own_pages_are_added_and_may_speak_first_on_the_one_about_the_site() -> None:
    own = {"about": "# Who we are\n\nWe.", "method": "How *we* work.", "index": "no", "404": "no", "../x": "no"}
    outputs = planned(timeline_of(*CASE), pages=own)
    about = outputs["about.html"].render().decode()
    assert "<h1>Who we are</h1>" in about
    assert about.index("<p>We.</p>") < about.index('id="unreviewed"')
    assert "<p>How <em>we</em> work.</p>" in outputs["method.html"].render().decode()
    assert '<a href="../method.html">Method</a>' in outputs["events/act.html"].render().decode()
    assert not any(".." in path for path in outputs)


# --- every page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [SETTINGS, WITH_BASE])
@pytest.mark.parametrize("events", [CASE, (*CASE, *many(420, days=1))], ids=["small", "large"])
def test_every_link_inside_the_site_leads_to_a_page_and_an_anchor(settings: Settings, events: tuple[Event, ...]) -> None:
    pages = {p: Page(o.render().decode()) for p, o in planned(timeline_of(*events), settings).items() if p.endswith(".html")}
    outputs = planned(timeline_of(*events), settings).keys() | set(FILES.values())
    base = "https://example.org/repo/"
    for path, found in pages.items():
        for link in found.links:
            whole = urlsplit(urljoin(base + path, link))
            if whole.netloc != "example.org" or not whole.path.startswith("/repo/"):
                assert whole.path in ("/a",) or whole.netloc != "example.org", (path, link)
                continue
            target = whole.path.removeprefix("/repo/") or "index.html"
            assert target in outputs, (path, link)
            if whole.fragment:
                assert whole.fragment in pages[target].ids, (path, link)


@pytest.mark.parametrize("events", [CASE, many(420, days=1)], ids=["small", "large"])
def test_every_page_is_one_document_with_headings_in_order_and_ids_of_its_own(events: tuple[Event, ...]) -> None:
    for path, output in planned(timeline_of(*events)).items():
        if not path.endswith(".html"):
            continue
        html = output.render().decode()
        found = Page(html)
        assert html.startswith("<!doctype html>"), path
        assert '<html lang="en"' in html, path
        assert found.headings.count(1) == 1, path
        assert all(after <= before + 1 for before, after in zip(found.headings, found.headings[1:], strict=False)), path
        assert len(found.ids) == len(set(found.ids)), path


def test_no_page_has_a_script_or_style_of_its_own_and_each_forbids_them() -> None:
    for path, output in planned(timeline_of(*CASE)).items():
        if path.endswith(".html"):
            html = output.render().decode()
            assert "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';" in html, path
            # A block of data is not run, and a script of a file of ours is allowed.
            assert not re.search(r"<script(?! type=\"application/ld\+json\">| src=\"[./]*assets/)|<style|\sstyle=|\son\w+=", html), path


def test_no_page_asks_another_host() -> None:
    for path, output in planned(timeline_of(*CASE)).items():
        assert not re.search(rb"(src|rel=\"(stylesheet|icon|preload)\" href)=\"(https?:)?//", output.render()), path
        assert b"url(http" not in output.render() and b"@import" not in output.render(), path


def test_what_a_file_says_is_never_markup_or_template() -> None:
    told = event(
        "a",
        title=HOSTILE,
        body=HOSTILE,
        tags=(HOSTILE,),
        participants=(Participant("navy", "agent"), Participant("", "target", HOSTILE)),
        citations=(Citation(url="https://example.org/" + HOSTILE, title=HOSTILE, publisher=HOSTILE, author=HOSTILE, published=HOSTILE, attribution=HOSTILE, note=HOSTILE, quote=QuoteSelector(HOSTILE)),),
    )
    actors = {**ACTORS, "navy": replace(ACTORS["navy"], name=HOSTILE, body=HOSTILE)}
    periods = {"p": replace(PERIODS["first"], name=HOSTILE)}
    settings = replace(WITH_BASE, title=HOSTILE, description=HOSTILE, author=HOSTILE)
    for path, output in planned(timeline_of(told, actors=actors, periods=periods), settings, pages={"own": HOSTILE}).items():
        if not path.endswith(".html"):
            continue
        html = output.render().decode()
        assert "<script>" not in html, path
        assert ">49" not in html, path


# --- an event's page ---------------------------------------------------------------------------------


def test_an_event_page_says_what_is_known_and_what_is_not() -> None:
    html = page(timeline_of(*CASE), "events/answer.html")
    assert "by 4 May 2021" in html
    assert ">Unreviewed</strong>" in html
    assert ">Denied</b>" in html
    assert '<a href="../actors/ruritania.html">Ruritania</a>' in html
    assert "publisher not recorded" in html
    assert "no address recorded" in html
    assert '<blockquote><p>The navy closed the harbor on Monday.</p></blockquote>' in html
    assert '<li id="cite-1">' in html
    assert 'href="act.html"' in html


def test_a_citation_leads_to_its_passage_and_shows_what_cannot_be_seen() -> None:
    html = page(timeline_of(*CASE), "events/later.html")
    assert 'href="https://example.org/a?b=1&amp;c=2#:~:text=So%20it%20was." rel="noopener external"' in html
    assert 'So it<span class="hidden-character">[U+202E]</span> was.' in html
    assert "A. Writer, Post," in html
    assert '<time datetime="2023-01-02">2 January 2023</time>' in html
    assert "Denies it." in html


def test_an_archived_copy_is_linked_with_its_day() -> None:
    citation = Citation(url="https://example.org/a", title="A", quote=QUOTE, archived="https://web.archive.org/web/20210506101010/https://example.org/a")
    html = page(timeline_of(event("a", citations=(citation,))), "events/a.html")
    assert 'data-originalurl="https://example.org/a" data-versionurl="https://web.archive.org/web/20210506101010/https://example.org/a" data-versiondate="2021-05-06"' in html


def test_lists_mark_what_is_unreviewed_in_words() -> None:
    html = page(timeline_of(*CASE), "index.html")
    row = html[html.index('<li id="e-answer">') :].split("</li>")[0]
    assert ">Unreviewed</strong>" in row
    assert ">Denied</strong>" in row


# --- absolute addresses ------------------------------------------------------------------------------


def test_only_with_a_base_address_is_there_a_canonical_one() -> None:
    assert 'rel="canonical"' not in page(timeline_of(*CASE), "events/act.html")
    html = page(timeline_of(*CASE), "events/act.html", WITH_BASE)
    assert '<link rel="canonical" href="https://example.org/repo/events/act.html">' in html
    assert '<meta property="og:title" content="The event act">' in html
    shown = re.search(r'<meta property="og:image" content="https://example.org/repo/(assets/card\.[0-9a-f]+\.png)">', html)
    assert shown and shown[1] in planned(timeline_of(*CASE), WITH_BASE)
    assert '<meta property="og:image:alt" content="Harbor timeline">' in html
    assert '<link rel="canonical" href="https://example.org/repo/">' in page(timeline_of(*CASE), "index.html", WITH_BASE)


def test_the_page_for_wrong_addresses_works_at_any_depth() -> None:
    assert 'href="/repo/index.html"' in page(timeline_of(*CASE), "404.html", WITH_BASE)
    assert 'href="index.html"' in page(timeline_of(*CASE), "404.html")


# --- the preview ---------------------------------------------------------------------------------------


def test_the_preview_loads_its_script_and_shows_the_faults() -> None:
    notices = (Diagnostic("unknown-actor", "there is no <nobody>", Location("content/events/a.md", 6), help="make one"),)
    html = page(timeline_of(*CASE), "events/act.html", preview=True, notices=notices)
    assert '<script src="/livereload.js" defer></script>' in html
    assert "connect-src 'self' ws://127.0.0.1:*" in html
    assert "<code>content/events/a.md:6</code>: there is no &lt;nobody&gt;" in html


# --- keys ----------------------------------------------------------------------------------------------


def test_equal_timelines_give_equal_keys_and_bytes() -> None:
    one, two = planned(timeline_of(*CASE)), planned(timeline_of(*reversed(CASE)))
    assert {p: o.key for p, o in one.items()} == {p: o.key for p, o in two.items()}
    assert {p: o.render() for p, o in one.items()} == {p: o.render() for p, o in two.items()}


EVERYWHERE = {"events/e15.html", "index.html", "search.html", "sources/gazette.html"}


def test_new_words_of_a_body_reach_the_event_and_its_source() -> None:
    before = many(30)
    after = (*before[:15], replace(before[15], body="New.", digest="new"), *before[16:])
    reached = {path for path in changed(timeline_of(*before), timeline_of(*after)) if path.endswith(".html")}
    assert reached == EVERYWHERE


def test_a_new_status_reaches_the_event_its_lists_its_actor_and_its_source() -> None:
    before = many(30)
    after = (*before[:15], replace(before[15], status="proposed", digest="new"), *before[16:])
    reached = {path for path in changed(timeline_of(*before), timeline_of(*after)) if path.endswith(".html")}
    assert reached == EVERYWHERE | {"about.html", "actors/navy.html", "types/index.html", "types/directive.html"}


EDITS: Mapping[str, object] = {
    "title": "New",
    "date": known("2010-05-06"),
    "type": "statement",
    "status": "proposed",
    "standing": "denied",
    "body": "New *words*.",
    "tags": ("new",),
    "part_of": "e3",
    "responds_to": ("e2", "e4"),
    "participants": (Participant("navy", "target"), Participant("council", "agent"), Participant("", "agent", "A new one")),
    "citations": (Citation(url="https://example.org/new", title="New", publisher="Post", published="2024-01-02"),),
}


@pytest.mark.parametrize("count", [40, 700])
def test_a_page_whose_bytes_change_has_another_key(count: int) -> None:
    before = (*many(count, days=1), event("answer", "2003-01-01", agent="ruritania", responds_to=("e1",), part_of="e1"))
    one = planned(timeline_of(*before))
    pages = {path: output.render() for path, output in one.items()}
    for name, value in EDITS.items():
        after = (*before[:5], replace(before[5], digest=name, **{name: value}), *before[6:])  # type: ignore[arg-type]
        other = planned(timeline_of(*after))
        same = {path for path in one.keys() & other.keys() if one[path].key == other[path].key}
        assert {path for path in same if other[path].render() != pages[path]} == set(), name


def test_a_page_whose_bytes_change_with_an_actor_has_another_key() -> None:
    before = timeline_of(*many(40), *CASE)
    one = planned(before)
    for edit in ({"name": "New"}, {"side": ""}, {"kind": "company"}, {"sort_name": "Z"}, {"body": "New."}, {"same_as": ("https://example.org/navy",)}):
        other = planned(timeline_of(*many(40), *CASE, actors={**ACTORS, "navy": replace(ACTORS["navy"], **edit)}))
        same = {path for path in one.keys() & other.keys() if one[path].key == other[path].key}
        assert {path for path in same if other[path].render() != one[path].render()} == set(), edit


def test_an_edit_leaves_the_pages_of_other_types_periods_and_chains() -> None:
    before = (*CASE, event("aside", "2018-01-01", type_="statement"))
    after = (*before[:3], replace(before[3], title="New", digest="new"))
    reached = changed(timeline_of(*before), timeline_of(*after))
    assert {"types/statement.html", "periods/first.html"} <= reached
    assert {"types/directive.html", "periods/second.html", "periods/war.html", "responses.html"}.isdisjoint(reached)


def test_a_new_title_reaches_the_neighbors_and_what_it_answers() -> None:
    before = (event("a", "2020"), event("b", "2021", responds_to=("z",)), event("c", "2022"), event("z", "2010"), event("y", "2009"), event("d", "2023", agent="council"))
    after = (*before[:1], replace(before[1], title="New", digest="new"), *before[2:])
    events = {path for path in changed(timeline_of(*before), timeline_of(*after)) if path.startswith("events/")}
    assert events == {"events/a.html", "events/b.html", "events/c.html", "events/z.html"}


def test_a_new_name_of_an_actor_reaches_the_events_it_takes_part_in() -> None:
    actors = {**ACTORS, "ruritania": replace(ACTORS["ruritania"], name="Republic of Ruritania")}
    events = {path for path in changed(timeline_of(*CASE), timeline_of(*CASE, actors=actors)) if path.startswith("events/")}
    assert events == {"events/answer.html"}


def test_an_actor_that_gets_a_page_is_linked_from_the_pages_of_those_who_belong_to_it() -> None:
    before = (event("a", agent="grau"),)  # her office is one of the navy's, which takes part in nothing yet
    assert 'href="navy.html"' not in page(timeline_of(*before), "actors/grau.html")
    assert "actors/grau.html" in changed(timeline_of(*before), timeline_of(*before, event("b", agent="navy")))
    assert 'href="navy.html"' in page(timeline_of(*before, event("b", agent="navy")), "actors/grau.html")


@pytest.mark.parametrize("settings", [replace(SETTINGS, title="Other"), replace(SETTINGS, base_url="https://example.org/"), replace(SETTINGS, sides=())])
def test_a_setting_reaches_every_page(settings: Settings) -> None:
    before, after = keys(timeline_of(*CASE)), keys(timeline_of(*CASE), settings)
    assert {path for path in before if before[path] == after.get(path)} == {path for path in after if path.startswith("assets/")} & before.keys()
    assert all(path.endswith(".js") for path in before.keys() - after.keys()), "the index of filters has the names of the sides"


def test_a_template_reaches_every_page(tmp_path: Path) -> None:
    (tmp_path / "words.html").write_text("{% set roles = {} %}", "utf-8")
    before, after = planned(timeline_of(*CASE)), planned(timeline_of(*CASE), folders=(tmp_path,))
    assert all(before[path].key != after[path].key for path in before if path.endswith(".html"))


def test_an_asset_has_its_content_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/site.css").write_text("body {}", "utf-8")
    (before,) = (p for p in planned(timeline_of(*CASE)) if p.endswith(".css"))
    outputs = planned(timeline_of(*CASE), folders=(tmp_path,))
    (after,) = (p for p in outputs if p.endswith(".css"))
    assert before != after
    assert outputs[after].render() == b"body {}"
    assert f'href="{after}"' in outputs["index.html"].render().decode()


def test_the_key_says_all_that_a_page_depends_on() -> None:
    """Whatever is changed: where the bytes differ, so does the key."""
    base = timeline_of(*CASE)
    variants = [
        timeline_of(*CASE[:2]),
        timeline_of(*CASE, event("new", "2021-01-01")),
        timeline_of(*CASE, actors={**ACTORS, "navy": replace(ACTORS["navy"], name="Other Navy", kind="state", side="south")}),
        timeline_of(*CASE, actors={**ACTORS, "council": replace(ACTORS["council"], body="A *note*.", parent="navy")}),
        timeline_of(*CASE, periods={}),
        replace(base, sources={id_: replace(s, title="A title", publisher="P", digest="new") for id_, s in base.sources.items()}),
        replace(base, types={id_: replace(t, label=t.label + "!", color="5") for id_, t in base.types.items()}),
    ]
    before = planned(base)
    for variant in variants:
        for path, output in planned(variant).items():
            if path in before and output.render() != before[path].render():
                assert output.key != before[path].key, path


def test_planning_renders_nothing_and_is_quick() -> None:
    events = timeline_of(*many(10_000, days=1))
    start = process_time()
    outputs = planned(events)
    assert len(outputs) > 10_000
    assert process_time() - start < 4  # a sixth of a second on a quiet machine


# --- faults ----------------------------------------------------------------------------------------------


def test_a_fault_in_a_template_names_the_event(tmp_path: Path) -> None:
    (tmp_path / "event.html").write_text("{{ page.nothing }}", "utf-8")
    with pytest.raises(TemplateFault) as raised:
        planned(timeline_of(*CASE), folders=(tmp_path,))["events/act.html"].render()
    assert raised.value.diagnostic.message.startswith("event act cannot be rendered")
