"""Search engines are told what the page tells, and nothing in it ends the script that it stands in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from samples import ACTORS, SETTINGS, event, timeline_of

from timeline import edtf
from timeline.config import Settings
from timeline.model import Citation, Event, Participant
from timeline.publish import views
from timeline.publish.exports import FILES
from timeline.publish.linked import coverage
from timeline.publish.whole import Whole

PUBLISHED = replace(SETTINGS, base_url="https://example.org/harbor/", author="Harbor Desk")


def of_event(told: Event, settings: Settings = PUBLISHED) -> dict[str, Any]:
    actors = {**ACTORS, "grau": replace(ACTORS["grau"], same_as=("https://www.wikidata.org/wiki/Q1", "urn:x"))}
    data: dict[str, Any] = json.loads(views.event_page(Whole(timeline_of(told, actors=actors), settings, date(2021, 6, 7)), 0).linked)
    return data


def test_an_event_is_an_article_on_those_who_took_part_with_its_sources() -> None:
    participants = (Participant("navy", "agent"), Participant("grau", "mentioned"), Participant("ruritania", "target"))
    source = Citation(url="https://example.org/told", title="Told", publisher="Post", author="A. B.", published="2021-05", archived="https://web.archive.org/web/2021/x")
    assert of_event(event("closing", "[..2021-05-04]", title="Navy closes harbor", participants=participants, citations=(source,), body="It *was*.", tags=("port",))) == {
        "@context": "https://schema.org", "@type": "Article",
        "@id": "https://example.org/harbor/events/closing.html", "url": "https://example.org/harbor/events/closing.html",
        "headline": "Navy closes harbor", "description": "It was.", "inLanguage": "en", "temporalCoverage": "../2021-05-04",
        "dateModified": "2021-06-07", "creativeWorkStatus": "Reviewed", "keywords": ["Directive", "port"],
        "about": [{"@type": "GovernmentOrganization", "name": "Northern Navy"}, {"@type": "Country", "name": "Ruritania"}],
        "mentions": [{"@type": "Person", "name": "Jane Grau", "sameAs": ["https://www.wikidata.org/wiki/Q1"]}],
        "citation": [
            {
                "@type": "CreativeWork", "name": "Told", "url": "https://example.org/told", "archivedAt": "https://web.archive.org/web/2021/x",
                "datePublished": "2021-05", "author": {"@type": "Thing", "name": "A. B."}, "publisher": {"@type": "Organization", "name": "Post"},
            }
        ],
        "isPartOf": {"@type": "Dataset", "name": "Harbor timeline", "url": "https://example.org/harbor/"},
        "license": "https://creativecommons.org/licenses/by/4.0/", "creator": {"@type": "Organization", "name": "Harbor Desk"},
    }  # fmt: skip


def test_what_nobody_has_reviewed_says_so_to_programs_too() -> None:
    assert of_event(event("a", status="proposed"))["creativeWorkStatus"] == "Unreviewed"


def test_without_an_address_there_are_no_addresses_of_ours() -> None:
    told = of_event(event("a"), SETTINGS)
    assert told.keys().isdisjoint({"@id", "url"})
    assert "url" not in told["isPartOf"]


def test_the_front_page_tells_of_the_whole_and_where_its_data_are() -> None:
    whole = Whole(timeline_of(event("a", "2019"), event("b", "2021-05-04/..")), PUBLISHED, date(2021, 6, 7))
    told = json.loads(views.home(whole).linked)
    assert (told["@type"], told["name"], told["temporalCoverage"]) == ("Dataset", "Harbor timeline", "2019-01-01/2021-05-04")
    places = {each["contentUrl"].removeprefix("https://example.org/harbor/") for each in told["distribution"]}
    assert places == {path for path in FILES.values() if path.startswith("data/")}


def test_an_empty_timeline_can_be_told_of() -> None:
    assert "temporalCoverage" not in json.loads(views.home(Whole(timeline_of(), PUBLISHED)).linked)


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&lt;", '"\\\u2028'])
def test_no_text_ends_the_script(text: str) -> None:
    told = event("a", title=text, body=text, citations=(Citation(title=text, url=f"https://example.org/{text}"),))
    linked = views.event_page(Whole(timeline_of(told), PUBLISHED), 0).linked
    assert not set("<>&") & set(linked)
    assert json.loads(linked)["headline"] == text


@pytest.mark.parametrize(
    ("when", "covered"),
    [
        ("2021-05-04", "2021-05-04"), ("2021-05", "2021-05"), ("2021~", "2021-01-01/2021-12-31"), ("[..2021-05-04]", "../2021-05-04"),
        ("2021-05-04/..", "2021-05-04/.."), ("[2021-01-20..2021-03-03]", "2021-01-20/2021-03-03"), ("2021-05-04?", "2021-05-04"),
    ],
)  # fmt: skip
def test_a_time_is_told_from_the_first_to_the_last_day_it_can_mean(when: str, covered: str) -> None:
    assert coverage(edtf.known(when)) == covered
