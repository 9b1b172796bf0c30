"""Know who and what of a timeline belongs together, and on which page each event is listed; read no event's words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from timeline.config import Settings
from timeline.edtf import known
from timeline.model import Event, EventType, Timeline
from timeline.publish.language import Language, language_of
from timeline.publish.outputs import digest
from timeline.sources import source_id

ONE_PAGE = 250  # events; with more, each year has a page of its own: a page has at most 3,000 elements
INDEX = "index"  # the name of the page that lists a folder
PAGE = 200  # events that a page lists at most


class Chunk(NamedTuple):
    """Events that are listed on one page: a year's, a month's, or a part of a month's."""

    key: str  # "2016", "2016-03", "2016-03-2"
    label: str  # for readers
    year: int
    events: tuple[int, ...]  # by their place in the timeline


class Whole:
    """A timeline with its relations turned round: from actor, source or answered event to events."""

    def __init__(self, timeline: Timeline, settings: Settings, updated: date = date(1970, 1, 1)) -> None:
        self.timeline = timeline
        self.settings = settings
        self.updated = updated  # what the site calls its last update
        self.language = language_of(settings.language, settings.root)
        self.events = timeline.events
        self.by_actor: dict[str, list[int]] = {}
        self.by_source: dict[str, list[tuple[int, int]]] = {}  # event, citation
        self.answers: dict[str, list[int]] = {}
        self.parts: dict[str, list[int]] = {}
        self._turn_round()

    def _turn_round(self) -> None:
        actors, sources = self.timeline.actors, self.timeline.sources
        by_actor, by_source = defaultdict[str, list[int]](list), defaultdict[str, list[tuple[int, int]]](list)
        addresses = any(not source.article for source in sources.values())
        for n, event in enumerate(self.events):
            for participant in event.participants:
                numbers = by_actor[participant.actor]
                if not numbers or numbers[-1] != n:
                    numbers.append(n)
            for c, citation in enumerate(event.citations):
                id_ = citation.article or (source_id(citation) if addresses else "")
                if id_ in sources:
                    by_source[id_].append((n, c))
            for id_ in event.responds_to:
                self.answers.setdefault(id_, []).append(n)
            if event.part_of:
                self.parts.setdefault(event.part_of, []).append(n)
        self.by_actor.update((id_, numbers) for id_, numbers in by_actor.items() if id_ in actors)
        self.by_source.update(by_source)

    @property
    def split(self) -> bool:
        """Tell whether years have pages of their own."""
        return len(self.events) > ONE_PAGE

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What other pages show of an event, as a part of their keys."""
        return tuple(f"{event.id}\0{event.title}\0{event.date.text}" for event in self.events)

    @cached_property
    def faces(self) -> tuple[str, ...]:
        """A digest of what lists and pictures show of an event: neither its text nor what it cites."""
        names = {id_: actor.name for id_, actor in self.timeline.actors.items()}
        faces = []
        for n, event in enumerate(self.events):
            roles = [f"{p.actor}\0{p.role}\0{names.get(p.actor, p.name)}" for p in event.participants]
            faces.append(digest(self.labels[n], event.type, event.status, event.standing, self.side_of(n), *roles))
        return tuple(faces)

    @cached_property
    def edit_base(self) -> str:
        """The address at which the source repository shows a file for editing, without the file; or ""."""
        settings = self.settings
        return f"{settings.repository}/edit/{quote(settings.branch)}/" if settings.repository else ""

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Where in the timeline an event stands, by id."""
        return {event.id: n for n, event in enumerate(self.events)}

    @cached_property
    def years(self) -> Mapping[int, tuple[int, ...]]:
        return {year: tuple(each) for year, each in groupby(range(len(self.events)), key=lambda n: self.events[n].date.sort_day.year)}

    @cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        """The pages of the list, where years have pages of their own."""
        return cut(self.events, range(len(self.events)), self.language)

    @cached_property
    def listed_on(self) -> Mapping[int, str]:
        """The page that lists an event, relative to the site."""
        if not self.split:
            return dict.fromkeys(range(len(self.events)), "index.html")
        return {n: f"years/{chunk.key}.html" for chunk in self.chunks for n in chunk.events}

    def actor_chunks(self, id_: str) -> tuple[Chunk, ...]:
        """Give the further pages that an actor's events are listed on; none where one page has room for them."""
        return cut_long(self.events, self.by_actor[id_], self.language)

    @cached_property
    def by_type(self) -> Mapping[str, tuple[int, ...]]:
        """The events of each type that has any, in the order of the types."""
        found: dict[str, list[int]] = {id_: [] for id_ in self.timeline.types}
        for n, event in enumerate(self.events):
            found.setdefault(event.type, []).append(n)
        return {id_: tuple(numbers) for id_, numbers in found.items() if numbers}

    @cached_property
    def by_period(self) -> Mapping[str, range]:
        """The events of each period that has a page: those that are filed under one of its days."""
        days = [event.date.sort_day for event in self.events]
        found = {}
        for period in self.timeline.periods.values():
            if period.page and period.id != INDEX:
                first = bisect_left(days, period.dates.earliest or date.min)
                last = bisect_right(days, period.dates.latest or date.max)
                if first < last:
                    found[period.id] = range(first, last)
        return found

    def source_chunks(self, id_: str) -> tuple[Chunk, ...]:
        return cut_long(self.events, list(dict.fromkeys(n for n, _ in self.by_source.get(id_, ()))), self.language)

    @cached_property
    def publishers(self) -> tuple[tuple[str, int], ...]:
        """Count the events that cite each publisher, the most cited first."""
        articles = self.timeline.articles
        seen: Counter[str] = Counter()
        for event in self.events:
            named = {c.publisher or (articles[c.article].publisher if c.article in articles else "") for c in event.citations}
            seen.update(named - {""})
        return tuple(sorted(seen.items(), key=lambda item: (-item[1], item[0])))

    def source_of(self, event: Event, number: int) -> str:
        """Give the id of the source that a citation names and that has a page, or ""."""
        citation = event.citations[number]
        id_ = citation.article or source_id(citation)
        return id_ if id_ in self.timeline.sources else ""

    def side_of(self, n: int) -> str:
        """Give the side of who acted first in an event, where it is one of the settings, or ""."""
        agent = next((p.actor for p in self.events[n].participants if p.role == "agent"), "")
        actor = self.timeline.actors.get(agent)
        return actor.side if actor and actor.side in self._sides else ""

    @cached_property
    def _sides(self) -> frozenset[str]:
        return frozenset(side.id for side in self.settings.sides)

    def type_of(self, event: Event) -> EventType:
        return self.timeline.types.get(event.type) or EventType(event.type, event.type, "circle", "8")


def cut_long(events: Sequence[Event], numbers: Sequence[int], language: Language) -> tuple[Chunk, ...]:
    """Cut a list of events into pages where one has no room for them, else give none."""
    return cut(events, numbers, language) if len(numbers) > PAGE else ()


def cut(events: Sequence[Event], chosen: Iterable[int], language: Language) -> tuple[Chunk, ...]:
    """Cut a list of events into pages: by year, a long year by month, a long month by number."""
    chunks: list[Chunk] = []
    for year, of_year in groupby(chosen, key=lambda n: events[n].date.sort_day.year):
        numbers = tuple(of_year)
        if len(numbers) <= PAGE:
            chunks.append(Chunk(str(year), str(year), year, numbers))
            continue
        for month, of_month in groupby(numbers, key=lambda n: events[n].date.sort_day.month):
            chunks += _cut_month(year, month, tuple(of_month), language)
    return tuple(chunks)


def _cut_month(year: int, month: int, numbers: tuple[int, ...], language: Language) -> Iterable[Chunk]:
    key = f"{year:04}-{month:02}"
    label = language.words(known(key))
    if len(numbers) <= PAGE:
        yield Chunk(key, label, year, numbers)
        return
    for part, start in enumerate(range(0, len(numbers), PAGE), 1):
        yield Chunk(f"{key}-{part}", language.text("%(month)s, part %(part)s") % {"month": label, "part": part}, year, numbers[start : start + PAGE])
