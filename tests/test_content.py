"""The timeline of this repository against the facts it was written from: nothing added, nothing made sharper, no side taken."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import REPOSITORY, copy_project

from timeline.edtf import Edtf, known
from timeline.model import Event
from timeline.project import Project, build
from timeline.project import check as check_project

FACTS: dict[str, dict[str, Any]] = yaml.load((Path(__file__).parent / "facts" / "events.yaml").read_text("utf-8"), yaml.BaseLoader)

# Dates that are neither the researched one nor a wider form of it, each with the reason.
OTHER_DATES: dict[str, str] = {
    "us-closes-cyber-channel-2022": "one act on some day of the span that was found, not one that went on all through it",
}

# Where the roles of the research were corrected, or an act has its agent in another form, no test is needed: an agent is.
LOADED = frozenset(
    """notorious infamous brazen unprecedented massive sweeping devastating shocking so-called regime malign sinister reckless heinous
    rogue crippling vicious blatant outrageous alarming dramatic stunning historic controversial sophisticated aggressive bold tough
    harsh hardline landmark baseless groundless absurd hysterical provocative illegal cowardly despicable dangerous heavy-handed
    draconian slams slammed blasts blasted admits admitted claims claimed""".split()
)


@cache
def events() -> dict[str, Event]:
    return {event.id: event for event in Project(REPOSITORY).loaded.events if event.status == "reviewed"}


@cache
def titles() -> dict[tuple[str, ...], str]:
    """Give every run of eight words in the title of a cited page."""
    return {run: c.title for event in events().values() for c in event.citations for run in runs(c.title)}


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"[\w’'-]+", text.lower())
    return {tuple(words[n : n + length]) for n in range(len(words) - length + 1)}


def test_every_researched_event_is_there_and_reviewed() -> None:
    assert len(FACTS) == 241
    assert FACTS.keys() <= events().keys()


def test_the_project_has_no_error_and_no_warning() -> None:
    found, _ = check_project(Project(REPOSITORY))
    assert [d for d in found if d.severity != "note"] == []


def test_the_build_counts_what_there_is(tmp_path: Path) -> None:
    copy_project(tmp_path)
    report = build(tmp_path, reviewed_only=True)
    assert report.events >= 241
    assert report.unreviewed == 0
    assert report.citations >= 500
    assert report.relations >= 107
    assert report.pull.proposed == ()  # the article in seeds/ has been read and reviewed
    assert len(Project(tmp_path).actors) >= 266
    assert f"{report.events} events with\n{report.citations} citations" in (REPOSITORY / "README.md").read_text("utf-8")


@pytest.mark.parametrize("id_", FACTS)
def test_every_event_stands_on_pages_that_were_looked_up(id_: str) -> None:
    event = events()[id_]
    assert event.agents
    assert event.citations
    assert {c.url for c in event.citations if not c.article} <= set(FACTS[id_]["pages"])


def test_what_is_not_of_the_research_is_of_an_article_at_hand() -> None:
    for id_ in events().keys() - FACTS.keys():
        assert all(c.article and not c.url and c.quote for c in events()[id_].citations), id_


@pytest.mark.parametrize("id_", FACTS)
def test_no_date_is_sharper_than_what_was_found(id_: str) -> None:
    ours, found = events()[id_].date, known(FACTS[id_]["date"])
    if id_ in OTHER_DATES:
        assert not holds(ours, found), "the exception is not needed"
    else:
        assert ours == found or holds(ours, found), f"{ours.text} is not {found.text} or wider"


def holds(wide: Edtf, narrow: Edtf) -> bool:
    """Tell whether every day that the second may mean may be meant by the first, which is no surer of it."""
    assert narrow.earliest
    assert narrow.latest
    inside = (wide.earliest or date.min) <= narrow.earliest and narrow.latest <= (wide.latest or date.max)
    wider = (wide.earliest, wide.latest) != (narrow.earliest, narrow.latest) or wide.approximate or wide.uncertain
    return inside and bool(wider)


@pytest.mark.parametrize("id_", FACTS)
def test_every_relation_is_one_that_a_page_tells(id_: str) -> None:
    event, facts = events()[id_], FACTS[id_]
    assert set(event.responds_to) == set(facts.get("responds_to", ()))
    assert event.part_of == facts.get("part_of", "")
    source = facts.get("relation_source", "")
    assert {url for _, url in event.relation_sources} == ({source} if source else set())
    assert len(event.relation_sources) == (len(event.responds_to) + bool(event.part_of) if source else 0)


def test_titles_are_short_and_take_no_side() -> None:
    for event in events().values():
        said = event.title + " " + event.body
        words = set(re.findall(r"[\w’'-]+", said.lower().replace("evil corp", "")))  # the name of a group
        assert len(event.title.split()) <= 14, event.id
        assert not event.title.endswith("."), event.id
        assert not words & LOADED, (event.id, words & LOADED)


def test_bodies_are_in_our_own_words() -> None:
    for event in events().values():
        for run in runs(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", event.body)):
            assert run not in titles(), (event.id, titles()[run])


def test_every_body_leads_to_a_source() -> None:
    for event in events().values():
        assert "](#cite-" in event.body, event.id


def test_a_copied_or_rewritten_page_says_what_it_is() -> None:
    for id_, facts in FACTS.items():
        poor = [c for c in events()[id_].citations if c.url in facts.get("copies", ())]
        assert all(c.note for c in poor), id_


def test_the_stand_down_of_2025_is_not_resolved_to_a_day() -> None:
    order = events()["hegseth-standdown-order-2025"]
    assert order.date.earliest != order.date.latest
    assert order.standing == "disputed"
    assert {c.stance for c in order.citations} >= {"reports", "denies"}
    assert any(c.article for c in order.citations), "the article in seeds/ is one of its sources"
