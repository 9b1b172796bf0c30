"""Know what the pages of event types and of periods say, as records that templates print without thinking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from timeline.model import Period
from timeline.publish.drawing import alone, by_type, color_of
from timeline.publish.picture import Picture
from timeline.publish.records import Link, Section, Type
from timeline.publish.views import LATEST, row_of
from timeline.publish.whole import PAGE, Chunk, Whole, cut_long

_BUSIEST = 10  # actors that a page names
_BESIDE = 8  # periods of the same time


class TypePage(NamedTuple):
    """All events of a type."""

    type: Type
    size: int
    first: str
    last: str
    agents: tuple[Link, ...]  # those who acted most often
    pictures: tuple[Picture, ...]
    sections: tuple[Section, ...]
    pages: tuple[Link, ...]  # where there are too many events for one; id: the path
    current: str  # which of them this is


class TypeIndex(NamedTuple):
    """Every type, and a picture with a row for each."""

    pictures: tuple[Picture, ...]
    colors: dict[str, str]  # of the rows
    types: tuple[tuple[Type, int], ...]


class PeriodPage(NamedTuple):
    """All events of a period."""

    id: str
    name: str
    kind: str
    side: str
    dates: str
    note: str
    size: int
    types: tuple[tuple[Type, int], ...]
    pictures: tuple[Picture, ...]
    sections: tuple[Section, ...]
    pages: tuple[Link, ...]  # of its years, where it has too many events for one; id: the path
    beside: tuple[Link, ...]  # other periods of the same time
    previous: Link | None  # of the same kind and side
    next: Link | None


class PeriodIndex(NamedTuple):
    """Every period that has events, by kind."""

    kinds: tuple[tuple[str, tuple[tuple[Link, str], ...]], ...]  # each with its dates


# --- types ---------------------------------------------------------------------------------------


def type_index(whole: Whole) -> TypeIndex:
    types = tuple((type_of(whole, id_), len(numbers)) for id_, numbers in whole.by_type.items())
    return TypeIndex(by_type(whole), {each.id: each.color for each, _ in types}, types)


def type_page(whole: Whole, id_: str, chunk: Chunk | None = None) -> TypePage:
    """Give a type's page, or one of the further pages that list the events of a time."""
    numbers = whole.by_type[id_]
    chunks = cut_long(whole.events, numbers, whole.language)
    return TypePage(
        type=type_of(whole, id_),
        size=len(numbers),
        first=whole.language.words(whole.events[numbers[0]].date),
        last=whole.language.words(whole.events[numbers[-1]].date),
        agents=() if chunk else _agents(whole, numbers),
        pictures=() if chunk else alone(whole, numbers, listed=not chunks),
        sections=_sections(whole, chunk.events if chunk else numbers[: -LATEST - 1 : -1] if chunks else numbers),
        pages=tuple(Link(f"types/{id_}/{c.key}.html", c.label, len(c.events)) for c in chunks),
        current=chunk.label if chunk else "",
    )


def type_of(whole: Whole, id_: str) -> Type:
    of = whole.type_of(whole.events[whole.by_type[id_][0]])
    return Type(of.label, of.shape, color_of(of.color), of.id)


def _agents(whole: Whole, numbers: Iterable[int]) -> tuple[Link, ...]:
    seen = Counter(id_ for n in numbers for id_ in set(whole.events[n].agents) if id_ in whole.by_actor)
    ranked = sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:_BUSIEST]
    return tuple(Link(id_, whole.timeline.actors[id_].name, count) for id_, count in ranked)


# --- periods -------------------------------------------------------------------------------------


def period_index(whole: Whole) -> PeriodIndex:
    periods = sorted(_with_pages(whole), key=lambda p: (p.kind, p.dates.sort_day, p.id))
    kinds = groupby(periods, key=lambda p: p.kind)
    return PeriodIndex(tuple((kind, tuple((_link(whole, p), whole.language.words(p.dates)) for p in each)) for kind, each in kinds))


def period_page(whole: Whole, id_: str) -> PeriodPage:
    """Give a period's page; the events of a long one are listed on the pages of its years."""
    period, numbers = whole.timeline.periods[id_], whole.by_period[id_]
    long = len(numbers) > PAGE
    before, after = _neighbors(whole, period)
    return PeriodPage(
        id=id_,
        name=period.name,
        kind=period.kind,
        side=next((side.label for side in whole.settings.sides if side.id == period.side), ""),
        dates=whole.language.words(period.dates),
        note=period.note,
        size=len(numbers),
        types=_types(whole, numbers),
        pictures=alone(whole, numbers, listed=not long, span=_span(whole, period)),
        sections=_sections(whole, numbers[: -LATEST - 1 : -1] if long else numbers),
        pages=_years(whole, numbers) if long else (),
        beside=_beside(whole, id_),
        previous=_link(whole, before) if before else None,
        next=_link(whole, after) if after else None,
    )


def _beside(whole: Whole, id_: str) -> tuple[Link, ...]:
    """Give the other periods that share most events with one."""
    numbers = whole.by_period[id_]
    shared = {p.id: len(range(max(numbers.start, other.start), min(numbers.stop, other.stop))) for p in _with_pages(whole) for other in (whole.by_period[p.id],)}
    ranked = sorted((other for other in shared if shared[other] and other != id_), key=lambda other: (-shared[other], other))
    return tuple(_link(whole, whole.timeline.periods[other]) for other in ranked[:_BESIDE])


def _with_pages(whole: Whole) -> list[Period]:
    return [whole.timeline.periods[id_] for id_ in whole.by_period]


def _link(whole: Whole, period: Period) -> Link:
    return Link(period.id, period.name, len(whole.by_period[period.id]))


def _neighbors(whole: Whole, period: Period) -> tuple[Period | None, Period | None]:
    alike = sorted((p for p in _with_pages(whole) if (p.kind, p.side) == (period.kind, period.side)), key=lambda p: (p.dates.sort_day, p.id))
    at = alike.index(period)
    return alike[at - 1] if at else None, alike[at + 1] if at + 1 < len(alike) else None


def _span(whole: Whole, period: Period) -> tuple[date, ...]:
    """Give the days that a picture of the period shows at least: the period, as far as the timeline goes."""
    first, last = whole.events[0].date.sort_day, whole.events[-1].date.sort_day
    return max(period.dates.earliest or first, first), min(period.dates.latest or last, last)


def _types(whole: Whole, numbers: Iterable[int]) -> tuple[tuple[Type, int], ...]:
    seen = Counter(whole.events[n].type for n in numbers)
    return tuple((type_of(whole, id_), seen[id_]) for id_ in whole.by_type if id_ in seen)


# --- lists ---------------------------------------------------------------------------------------


def _sections(whole: Whole, numbers: Sequence[int]) -> tuple[Section, ...]:
    by_year = groupby(numbers, key=lambda n: whole.events[n].date.sort_day.year)
    return tuple(Section(f"y{year}", str(year), tuple(row_of(whole, whole.events[n]) for n in each)) for year, each in by_year)


def _years(whole: Whole, numbers: Iterable[int]) -> tuple[Link, ...]:
    """Give the pages of the years that events fall into, with how many of the events each has."""
    seen = Counter(whole.events[n].date.sort_day.year for n in numbers)
    return tuple(Link(f"years/{year}.html" if whole.split else f"index.html#y{year}", str(year), size) for year, size in sorted(seen.items()))
