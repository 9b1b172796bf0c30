"""The feed is Atom 1.0, the same for the same timeline, and tells where each event's page is."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from timeline import edtf
from timeline.config import Settings
from timeline.diagnostics import Location
from timeline.model import Article, Citation, Event, Participant, Timeline
from timeline.publish.feeds import render_atom, render_json_feed

ATOM = "{http://www.w3.org/2005/Atom}"
UPDATED = datetime(2012, 1, 2, tzinfo=UTC)
SETTINGS = Settings(Path(), title="Harbour", description="What was decided on the harbour.", base_url="https://example.org/repo/")

INQUIRY = Event(
    id="inquiry-opens",
    title="Inquiry opens",
    date=edtf.known("2011-05-03"),
    type="statement",
    participants=(Participant("council", "agent"),),
    citations=(Citation(article="gazette"), Citation(url="https://example.com/", published="2011-05-04")),
    location=Location("content/events/inquiry-opens.md"),
    body="The *council* opened an [inquiry](#cite-1) & asked \u201cwhy\u201d.\n\nIt sat twice.",
)
GAZETTE = Article("gazette", "seeds/gazette.txt", "text/plain", "", (), "", published="2011-05-06")


def timeline(*events: Event) -> Timeline:
    return Timeline(events, {}, {}, {}, {"gazette": GAZETTE}, {})


def atom(*events: Event, settings: Settings = SETTINGS) -> ElementTree.Element:
    return ElementTree.fromstring(render_atom(timeline(*events), settings, updated=UPDATED))


def text(element: ElementTree.Element, name: str) -> str:
    (found,) = element.findall(ATOM + name)
    return found.text or ""


def link(element: ElementTree.Element, rel: str) -> str:
    (found,) = (each for each in element.findall(f"{ATOM}link") if each.get("rel") == rel)
    return found.get("href", "")


def test_the_feed_says_what_it_is() -> None:
    feed = atom(INQUIRY)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert text(feed, "title") == "Harbour"
    assert text(feed, "subtitle") == "What was decided on the harbour."
    assert text(feed, "id") == link(feed, "alternate") == "https://example.org/repo/"
    assert link(feed, "self") == "https://example.org/repo/feeds/atom.xml"
    assert text(feed, "updated") == "2012-01-02T00:00:00+00:00"
    assert text(feed, "rights") == "CC BY 4.0"


def test_an_entry_tells_of_an_event() -> None:
    (entry,) = atom(INQUIRY).findall(f"{ATOM}entry")
    assert text(entry, "title") == "Inquiry opens"
    assert text(entry, "id") == link(entry, "alternate") == "https://example.org/repo/events/inquiry-opens.html"
    assert text(entry, "summary") == "3 May 2011: The council opened an inquiry &amp; asked \u201cwhy\u201d. It sat twice."
    assert [c.get("term") for c in entry.findall(f"{ATOM}category")] == ["statement"]


def test_an_entry_is_as_new_as_its_last_source() -> None:
    (entry,) = atom(INQUIRY).findall(f"{ATOM}entry")
    assert text(entry, "updated") == "2011-05-06T00:00:00+00:00"  # the gazette's day, from seeds/


def test_an_entry_without_dated_sources_is_as_new_as_its_event() -> None:
    bare = replace(INQUIRY, citations=(Citation(url="https://example.com/", published="soon"),))
    (entry,) = atom(bare).findall(f"{ATOM}entry")
    assert text(entry, "updated") == "2011-05-03T00:00:00+00:00"


def test_the_unreviewed_and_the_disputed_are_marked() -> None:
    (entry,) = atom(replace(INQUIRY, status="proposed", standing="disputed")).findall(f"{ATOM}entry")
    assert text(entry, "title") == "Inquiry opens (unreviewed)"
    assert text(entry, "summary").startswith("3 May 2011 (disputed): ")


def test_an_event_without_a_body_is_told_by_its_title() -> None:
    (entry,) = atom(replace(INQUIRY, body="")).findall(f"{ATOM}entry")
    assert text(entry, "summary") == "3 May 2011: Inquiry opens"


def test_only_the_newest_fifty_are_told_and_none_that_was_rejected() -> None:
    events = [replace(INQUIRY, id=f"e{n:02}", date=edtf.day(date(2011, 1 + n // 28, 1 + n % 28))) for n in range(60)]
    ids = [text(e, "id").split("/")[-1] for e in atom(*events, replace(INQUIRY, status="rejected")).findall(f"{ATOM}entry")]
    assert ids == [f"e{n:02}.html" for n in range(59, 9, -1)]


@pytest.mark.parametrize("base_url", ["", "javascript:alert(1)//", "file:///tmp/"])
def test_without_an_address_links_are_relative_and_ids_are_uuids(base_url: str) -> None:
    feed = atom(INQUIRY, settings=replace(SETTINGS, base_url=base_url))
    (entry,) = feed.findall(f"{ATOM}entry")
    assert (link(feed, "alternate"), link(entry, "alternate")) == ("../index.html", "../events/inquiry-opens.html")
    assert [e.get("rel") for e in feed.findall(f"{ATOM}link")] == ["alternate"]
    for element in (feed, entry):
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", text(element, "id"))


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_what_xml_cannot_hold_is_left_out(character: str) -> None:
    hostile = replace(INQUIRY, title=f"a{character}b", body=f"a{character}b", type=f"a{character}b")
    settings = replace(SETTINGS, title=f"a{character}b", description=f"a{character}b", author=f"a{character}b", license=f"a{character}b")
    feed = atom(hostile, settings=settings)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert text(feed, "title") == text(entry, "title") == "ab"


def test_markup_in_an_event_stays_text() -> None:
    hostile = replace(INQUIRY, title="<script>x</script> ]]>", body="a < b <script>alert(1)</script> &lt;b&gt;")
    (entry,) = atom(hostile).findall(f"{ATOM}entry")
    assert text(entry, "title") == "<script>x</script> ]]>"
    assert "<" not in text(entry, "summary")  # which a reader takes for HTML


@pytest.mark.parametrize("base_url", ["", "https://example.org/"])
@pytest.mark.parametrize("count", [0, 1, 70])
def test_the_feed_is_valid_atom(base_url: str, count: int) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2: what must be there once, and what every entry must have."""
    feed = atom(*(replace(INQUIRY, id=f"e{n}") for n in range(count)), settings=replace(SETTINGS, base_url=base_url, author=""))
    entries = feed.findall(f"{ATOM}entry")
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert text(element, name)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", text(element, "updated"))
        assert re.match(r"[a-z]+:", text(element, "id"))
    alternates = [link(entry, "alternate") for entry in entries]
    assert len(set(alternates)) == len(alternates)
    assert len({text(entry, "id") for entry in entries}) == len(entries)


def test_the_same_timeline_gives_the_same_bytes() -> None:
    assert render_atom(timeline(INQUIRY), SETTINGS, updated=UPDATED) == render_atom(timeline(INQUIRY), SETTINGS, updated=UPDATED)


def test_an_empty_feed_does_not_ask_the_clock() -> None:
    assert text(atom(), "updated") == "2012-01-02T00:00:00+00:00"


def test_the_first_and_the_last_year_can_be_told() -> None:
    for year in ("0001", "9999"):
        bare = replace(INQUIRY, date=edtf.known(year), citations=())
        (entry,) = atom(bare).findall(f"{ATOM}entry")
        assert text(entry, "updated").startswith(f"{year}-01-01T")


# --- JSON Feed --------------------------------------------------------------------------------------


def test_the_json_feed_tells_the_same_as_the_atom_feed() -> None:
    entries = atom(INQUIRY, replace(INQUIRY, id="b", status="proposed", standing="disputed")).findall(f"{ATOM}entry")
    feed = json.loads(render_json_feed(timeline(INQUIRY, replace(INQUIRY, id="b", status="proposed", standing="disputed")), SETTINGS))
    assert (feed["version"], feed["feed_url"]) == ("https://jsonfeed.org/version/1.1", "https://example.org/repo/feeds/feed.json")
    assert [(i["id"], i["url"], i["title"], i["date_published"].replace("Z", "+00:00")) for i in feed["items"]] == [
        (text(e, "id"), link(e, "alternate"), text(e, "title"), text(e, "updated")) for e in entries
    ]
    assert feed["items"][1]["content_text"] == "3 May 2011: The council opened an inquiry & asked \u201cwhy\u201d. It sat twice."


def test_a_json_feed_without_an_address_has_no_urls_but_ids() -> None:
    feed = json.loads(render_json_feed(timeline(INQUIRY), replace(SETTINGS, base_url="")))
    assert feed.keys().isdisjoint({"home_page_url", "feed_url"})
    (item,) = feed["items"]
    assert "url" not in item
    assert item["id"].startswith("urn:uuid:")
