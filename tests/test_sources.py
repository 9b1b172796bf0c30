"""A source is an article in seeds/, or an address that two events cite; its id never depends on their order."""

from __future__ import annotations

import random
import re
import time

import pytest

from timeline.diagnostics import Location
from timeline.edtf import known
from timeline.model import Article, Citation, Event, Source
from timeline.sources import gather_sources, source_id

ADDRESS = "https://news.example.org/2025/harbour"


def event(id_: str, *citations: Citation) -> Event:
    return Event(id_, id_, known("2025-03-03"), "other", (), citations, Location(f"{id_}.md"))


def article(id_: str, title: str = "", publisher: str = "", url: str = "") -> Article:
    return Article(
        id_, f"seeds/{id_}.txt", "text/plain", "Text.", (), "ab" * 32, title=title, publisher=publisher, url=url, published="2025-03"
    )


def test_the_article_is_the_source_where_there_is_one() -> None:
    assert source_id(Citation(article="harbour_1", url=ADDRESS)) == "harbour_1"


def test_a_citation_of_nothing_has_no_source() -> None:
    assert source_id(Citation()) == ""


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example.org/2025/harbour",
        "https://www.news.example.org/2025/harbour/",
        "https://NEWS.example.org:443/2025/harbour#top",
    ],
)
def test_spellings_of_one_address_have_one_id(other: str) -> None:
    assert source_id(Citation(url=other)) == source_id(Citation(url=ADDRESS))


@pytest.mark.parametrize("other", [ADDRESS + "?page=2", ADDRESS + "-2", "https://archive.example.org/1/" + ADDRESS, ADDRESS.upper(), "https://example.org/2025/harbour"])
def test_other_pages_have_other_ids(other: str) -> None:
    assert source_id(Citation(url=other)) != source_id(Citation(url=ADDRESS))


@pytest.mark.parametrize("url", [ADDRESS, "https://пример.рф/а", "https://[::1", "https://x:99999/", "/../..", "https://" + "a" * 5000, "\ud800"])
def test_any_address_gives_an_id_that_can_be_a_file_name(url: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", source_id(Citation(url=url)))
    assert len(source_id(Citation(url=url))) <= 60


def test_every_article_is_a_source_with_what_is_known_of_it() -> None:
    sources = gather_sources([], {"harbour_1": article("harbour_1", title="Harbour closed", publisher="Gazette", url=ADDRESS)})
    assert sources == {
        "harbour_1": Source(
            "harbour_1", "Harbour closed", "Gazette", "", ADDRESS, "", "2025-03", article="harbour_1", digest="ab" * 32
        )
    }


def test_an_address_needs_two_events_to_be_a_source() -> None:
    cited = Citation(url=ADDRESS, title="Harbour closed")
    assert gather_sources([event("a", cited, cited)], {}) == {}
    assert [s.title for s in gather_sources([event("a", cited), event("b", cited)], {}).values()] == ["Harbour closed"]


def test_a_cited_article_is_no_second_source() -> None:
    cited = Citation(article="harbour_1", url=ADDRESS)
    assert list(gather_sources([event("a", cited), event("b", cited)], {"harbour_1": article("harbour_1")})) == ["harbour_1"]


def test_the_fullest_citation_wins_and_the_others_fill_its_gaps() -> None:
    events = [
        event("a", Citation(url=ADDRESS, title="Harbor closed", archived="https://archive.example.org/1")),
        event("b", Citation(url=ADDRESS, title="Harbour closed", publisher="Gazette", published="2025-03-03")),
    ]
    (source,) = gather_sources(events, {}).values()
    assert (source.title, source.publisher, source.published) == ("Harbour closed", "Gazette", "2025-03-03")
    assert source.archived_url == "https://archive.example.org/1"


def test_the_order_of_events_changes_nothing() -> None:
    events = [event(f"e{n}", Citation(url=ADDRESS, title=f"Title {n}"), Citation(url=f"{ADDRESS}/{n % 3}")) for n in range(12)]
    expected = gather_sources(events, {})
    for seed in range(5):
        random.Random(seed).shuffle(events)
        assert list(gather_sources(events, {}).items()) == list(expected.items())
    assert len(expected) == 4


def test_ten_thousand_events_take_a_moment() -> None:
    events = [
        event(f"e{n}", *(Citation(url=f"https://example.org/{(n * k) % 9000}", title=f"t{n}") for k in (1, 7)), Citation(article="a"))
        for n in range(10_000)
    ]
    start = time.process_time()
    assert len(gather_sources(events, {})) > 5_000
    assert time.process_time() - start < 1.0  # 0.06 s where this was written
