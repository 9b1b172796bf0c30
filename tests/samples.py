"""A small timeline built from records, for the tests of what is published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from timeline import edtf
from timeline.config import Settings, Side
from timeline.diagnostics import Location
from timeline.model import Actor, Alias, Article, Citation, Event, EventType, Participant, Period, Term, Timeline
from timeline.order import in_order
from timeline.sources import count_cited, gather_sources
from timeline.text import QuoteSelector

ROOT = Path("/nowhere")
SIDES = (Side("north", "The North", "above", "1"), Side("south", "The South", "below", "2"), Side("rest", "The rest", "apart", "3"))
SETTINGS = Settings(ROOT, title="Harbor timeline", description="Acts that concern harbors.", sides=SIDES)
TYPES = {
    "directive": EventType("directive", "Directive", "square", "1"),
    "diplomacy": EventType("diplomacy", "Diplomacy", "circle", "6"),
    "statement": EventType("statement", "Statement", "ring", "8"),
}
ACTORS = {
    actor.id: actor
    for actor in (
        Actor("navy", "agency", "north", "Northern Navy", "Northern Navy", Location("content/actors/navy.md"), aliases=(Alias("The Fleet"),)),
        Actor("grau", "person", "north", "Jane Grau", "Grau, Jane", Location("content/actors/grau.md"), terms=(Term("Admiral", edtf.known("2019-01"), None, "navy"),)),
        Actor("ruritania", "state", "south", "Ruritania", "Ruritania", Location("content/actors/ruritania.md")),
        Actor("council", "body", "rest", "Council of Ports", "Council of Ports", Location("content/actors/council.md")),
        Actor("unseen", "body", "rest", "Nobody's Actor", "Nobody's Actor", Location("content/actors/unseen.md")),
    )
}
GAZETTE = Article("gazette", "seeds/gazette.txt", "text/plain", "The navy closed the harbor on Monday.", (), "ab" * 32, published="2021-05-05")
QUOTE = QuoteSelector("The navy closed the harbor on Monday.")
PERIODS = {
    "first": Period("first", "First administration", "administration", edtf.known("2017-01-20/2021-01-20"), Location("content/periods.yaml"), band="shade"),
    "second": Period("second", "Second administration", "administration", edtf.known("2021-01-20/.."), Location("content/periods.yaml"), band="shade"),
    "war": Period("war", "The herring war", "war", edtf.known("2020-02/2021-12"), Location("content/periods.yaml"), band="strip"),
    "vote": Period("vote", "The vote", "election", edtf.known("2020-11-03"), Location("content/periods.yaml")),
}


def event(id_: str, when: str = "2021-05-04", *, agent: str = "navy", type_: str = "directive", **fields: object) -> Event:
    """Build an event; `fields` are those of the record."""
    title = str(fields.pop("title", f"The event {id_}"))
    participants = fields.pop("participants", (Participant(agent, "agent"),) if agent else ())
    citations = fields.pop("citations", (Citation(article="gazette", quote=QUOTE),))
    digest = f"{id_} {when} {title} {fields}"
    return Event(
        id_, title, edtf.known(when), type_, participants, citations, Location(f"content/events/{id_}.md"), digest=digest, **fields  # type: ignore[arg-type]
    )


def timeline_of(*events: Event, actors: dict[str, Actor] | None = None, periods: dict[str, Period] | None = None) -> Timeline:
    ordered = in_order(events)
    articles = {"gazette": GAZETTE}
    return Timeline(ordered, ACTORS if actors is None else actors, PERIODS if periods is None else periods, gather_sources(ordered, articles), articles, TYPES, count_cited(ordered))


def many(count: int, *, year: int = 2001, days: int = 3) -> tuple[Event, ...]:
    """Build as many events as are wanted, some days apart, by three agents in turn."""
    agents = ("navy", "ruritania", "council")
    first = date(year, 1, 1).toordinal()
    return tuple(event(f"e{n}", date.fromordinal(first + n * days).isoformat(), agent=agents[n % 3]) for n in range(count))
