"""An export tells everything that is published, and where each statement comes from."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from timeline import edtf
from timeline.config import Settings
from timeline.diagnostics import Location
from timeline.model import Actor, Alias, Article, Citation, Event, Participant, Period, Term, Timeline
from timeline.publish.exports import EXPORTS, FILES, export
from timeline.text import QuoteSelector

SETTINGS = Settings(Path(), title="Harbour \u201cinquiry\u201d")
HERE = Location("content/x")
UPDATED = datetime(2011, 5, 5, tzinfo=UTC)

INQUIRY = Event(
    id="inquiry-opens",
    title="Inquiry opens",
    date=edtf.known("[..2011-05-03]"),
    type="statement",
    participants=(Participant("council", "agent"), Participant("jane-doe", "mentioned")),
    citations=(
        Citation(article="gazette", quote=QuoteSelector("opened an inquiry", "", ""), stance="confirms"),
        Citation(article="gazette", title="As the editor calls it"),
        Citation(url="https://example.com/"),
    ),
    location=HERE,
    body="The *council* opened an inquiry.\n",
    responds_to=("storm",),
    part_of="long-inquiry",
)
GAZETTE = Article(
    "gazette", "seeds/gazette.txt", "text/plain", "", (), "", title="Council", publisher="Gazette", url="https://gazette.example/", published="2011-05"
)
JANE = Actor(
    "jane-doe", "person", "us", "Jane Doe", "Doe, Jane", HERE,
    aliases=(Alias("Doe"), Alias("Mayor", edtf.known("2010/2012"))),
    terms=(Term("mayor", edtf.known("2010"), None, "council"),),
    same_as=("https://www.wikidata.org/wiki/Q1",),
)  # fmt: skip
COUNCIL = Actor("council", "body", "us", "Council", "Council", HERE)
TERM = Period("first-term", "First term", "administration", edtf.known("2010/2012"), HERE, ("the first term",))


def export_json(timeline: Timeline, settings: Settings) -> str:
    return export("json", timeline, settings, UPDATED).decode()


def timeline(*events: Event) -> Timeline:
    return Timeline(events, {"council": COUNCIL, "jane-doe": JANE}, {"first-term": TERM}, {}, {"gazette": GAZETTE}, {})


def test_an_event_is_told_with_its_sources() -> None:
    told = json.loads(export_json(timeline(INQUIRY), SETTINGS))
    assert (told["version"], told["title"]) == (1, "Harbour \u201cinquiry\u201d")
    assert told["events"] == [
        {
            "id": "inquiry-opens",
            "title": "Inquiry opens",
            "date": "[..2011-05-03]",
            "type": "statement",
            "status": "reviewed",
            "standing": "reported",
            "actors": [{"actor": "council", "role": "agent"}, {"actor": "jane-doe", "role": "mentioned"}],
            "citations": [
                {
                    "url": "https://gazette.example/",
                    "title": "Council",
                    "publisher": "Gazette",
                    "published": "2011-05",
                    "quote": "opened an inquiry",
                    "kind": "report",
                    "stance": "confirms",
                    "attribution": None,
                    "note": None,
                },
                {
                    "url": "https://gazette.example/",
                    "title": "As the editor calls it",
                    "publisher": "Gazette",
                    "published": "2011-05",
                    "quote": None,
                    "kind": "report",
                    "stance": "reports",
                    "attribution": None,
                    "note": None,
                },
                {"url": "https://example.com/", "title": None, "publisher": None, "published": None, "quote": None, "kind": "report", "stance": "reports", "attribution": None, "note": None},
            ],
            "responds_to": ["storm"],
            "part_of": "long-inquiry",
            "relation_sources": {},
            "body": "The *council* opened an inquiry.\n",
        }
    ]


def test_actors_and_periods_are_told() -> None:
    told = json.loads(export_json(timeline(), SETTINGS))
    assert told["actors"][1] == {
        "id": "jane-doe",
        "name": "Jane Doe",
        "sort_name": "Doe, Jane",
        "kind": "person",
        "side": "us",
        "part_of": None,
        "aliases": [{"text": "Doe", "valid": None}, {"text": "Mayor", "valid": "2010/2012"}],
        "terms": [{"office": "mayor", "of": "council", "start": "2010", "end": None}],
        "same_as": ["https://www.wikidata.org/wiki/Q1"],
        "body": "",
    }
    assert told["periods"] == [
        {"id": "first-term", "name": "First term", "kind": "administration", "date": "2010/2012", "side": None, "aliases": ["the first term"]}
    ]


def test_what_is_not_known_is_null_and_what_is_not_there_is_empty() -> None:
    bare = replace(INQUIRY, citations=(Citation(article="gone"),), responds_to=(), part_of="", participants=())
    (event,) = json.loads(export_json(timeline(bare), SETTINGS))["events"]
    assert (event["part_of"], event["responds_to"], event["actors"]) == (None, [], [])
    assert set(event["citations"][0].values()) == {None, "report", "reports"}


def test_the_rejected_is_not_told_and_the_proposed_says_so() -> None:
    told = json.loads(export_json(timeline(replace(INQUIRY, status="rejected"), replace(INQUIRY, status="proposed")), SETTINGS))
    assert [event["status"] for event in told["events"]] == ["proposed"]


def test_each_event_has_its_line() -> None:
    lines = export_json(timeline(INQUIRY, replace(INQUIRY, id="second")), SETTINGS).splitlines()
    assert [line.strip().startswith('{"id": ') for line in lines].count(True) == 2 + 2 + 1
    assert export_json(timeline(), SETTINGS).endswith("}\n")


def test_any_text_can_be_told() -> None:
    hostile = replace(INQUIRY, title='"\u2028\\ \ud800 </script>', body="\x00\r\n")
    text = export_json(timeline(hostile), SETTINGS)
    (event,) = json.loads(text.encode("utf-8"))["events"]
    assert (event["title"], event["body"]) == ('"\u2028\\ ? </script>', "\x00\r\n")


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_is_made_twice_the_same(name: str) -> None:
    assert export(name, timeline(INQUIRY), SETTINGS, UPDATED) == export(name, timeline(INQUIRY), SETTINGS, UPDATED)


@pytest.mark.parametrize("name", EXPORTS)
def test_no_format_tells_what_was_rejected(name: str) -> None:
    told = export(name, timeline(replace(INQUIRY, title="Nothing of it", status="rejected")), SETTINGS, UPDATED).decode()
    assert "Nothing of it" not in told


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_can_tell_any_text(name: str) -> None:
    text = "a\x00\x0b\ud800 \u2028 </script> ]]> \r\nX-EVIL:1"
    hostile = replace(INQUIRY, title=text, body=text, tags=(text,), citations=(Citation(title=text, publisher=text, published=text),))
    told = export(name, timeline(hostile), replace(SETTINGS, title=text, author=text), UPDATED).decode("utf-8")
    assert "\x0b" not in told
    if name in ("ics", "bibtex", "csl-json"):  # where a line break means something
        assert "\nX-EVIL" not in told


def test_the_site_has_a_file_for_every_format() -> None:
    assert FILES.keys() == set(EXPORTS)
    assert len(set(FILES.values())) == len(FILES)


def test_the_bibliography_has_the_entries_and_then_their_sources() -> None:
    items = json.loads(export("csl-json", timeline(INQUIRY), SETTINGS, UPDATED))
    assert [item["title"] for item in items[:1]] == ["Inquiry opens"]
    assert {item.get("URL") for item in items[1:]} >= {"https://example.com/"}
    keys = re.findall(r"^@misc\{(.*),$", export("bibtex", timeline(INQUIRY), SETTINGS, UPDATED).decode(), re.MULTILINE)
    assert keys == [item["id"] for item in items]
