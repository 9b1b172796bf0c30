"""Know which acts were answered, how long that took, and which events are steps of one case; draw and word nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from timeline.edtf import days_between
from timeline.publish.whole import Whole

_ROOM = 2400  # elements of a page's pictures and tables
_EACH_CHAIN, _EACH_EVENT, _EACH_ANSWER = 8, 5, 11  # elements that each takes


class Answer(NamedTuple):
    """An act, what answers it, and who says that it does; events by their places in the timeline."""

    act: int
    answer: int
    days: int | None  # none where one of the two days is not known
    source: str  # a URL, or ""


class Chain(NamedTuple):
    """Events that hang together by answering one another; or a case with its steps."""

    events: tuple[int, ...]
    answers: tuple[Answer, ...]

    @property
    def cost(self) -> int:
        """How much of a page it takes."""
        return _EACH_CHAIN + _EACH_EVENT * len(self.events) + _EACH_ANSWER * len(self.answers)


class Figure(NamedTuple):
    """How often a side answered acts of another, and in how many days half of the time."""

    answering: str  # the id of the side, or ""
    answered: str
    answers: int
    days: int | None  # the median; none where no days are known


class Pages(NamedTuple):
    """The chains of one page."""

    key: str  # "2016", "2016-2"
    year: int
    part: int  # 0 where the year has one page
    chains: tuple[Chain, ...]


def chains_of(whole: Whole) -> tuple[Chain, ...]:
    """Give what hangs together by answers, the earliest first."""
    answers = [
        Answer(whole.place[id_], n, days_between(whole.events[whole.place[id_]].date, event.date), dict(event.relation_sources).get(id_, ""))
        for n, event in enumerate(whole.events)
        for id_ in event.responds_to
        if id_ in whole.place and id_ != event.id
    ]
    return _joined(answers)


def cases_of(whole: Whole) -> tuple[Chain, ...]:
    """Give each event that has parts, with these in order; the links lead from step to step."""
    cases = []
    for id_, parts in whole.parts.items():
        if id_ in whole.place:
            steps = tuple(sorted({whole.place[id_], *parts}))
            links = (Answer(a, b, days_between(whole.events[a].date, whole.events[b].date), "") for a, b in pairwise(steps))
            cases.append(Chain(steps, tuple(links)))
    return tuple(sorted((case for case in cases if len(case.events) > 1), key=lambda case: case.events))


def _joined(answers: Sequence[Answer]) -> tuple[Chain, ...]:
    """Put together the answers that share an event."""
    head: dict[int, int] = {}

    def head_of(n: int) -> int:
        while head.setdefault(n, n) != n:
            head[n] = n = head[head[n]]  # each look shortens the way, so that a long chain costs no more than a wide one
        return n

    for answer in answers:
        first, second = sorted((head_of(answer.act), head_of(answer.answer)))
        head[second] = first
    events: dict[int, list[int]] = {}
    for n in sorted(head):
        events.setdefault(head_of(n), []).append(n)
    of: dict[int, list[Answer]] = {}
    for answer in answers:
        of.setdefault(head_of(answer.act), []).append(answer)
    return tuple(Chain(tuple(each), tuple(sorted(of[first], key=lambda a: a[:2]))) for first, each in sorted(events.items()) if first in of)


def figures_of(whole: Whole, chains: Iterable[Chain]) -> tuple[Figure, ...]:
    """Count the answers by who answered whom; the most frequent first."""
    days: dict[tuple[str, str], list[int | None]] = {}
    for chain in chains:
        for answer in chain.answers:
            days.setdefault((whole.side_of(answer.answer), whole.side_of(answer.act)), []).append(answer.days)
    figures = (Figure(*pair, len(each), middle_of(each)) for pair, each in days.items())
    return tuple(sorted(figures, key=lambda f: (-f.answers, f.answering, f.answered)))


def middle_of(days: Iterable[int | None]) -> int | None:
    """Give the median of the days that are known."""
    known = sorted(each for each in days if each is not None)
    middle = known[(len(known) - 1) // 2 : len(known) // 2 + 1]  # one, or the two between which it lies
    return int(sum(middle) / len(middle) + 0.5) if middle else None


def pages_of(whole: Whole, chains: Sequence[Chain]) -> tuple[Pages, ...]:
    """Cut the chains into pages by the year of their beginning, where one page has no room for all; else give none."""
    if sum(chain.cost for chain in chains) <= _ROOM:
        return ()
    by_year: dict[int, list[list[Chain]]] = {}
    for chain in chains:
        pages = by_year.setdefault(whole.events[chain.events[0]].date.sort_day.year, [[]])
        if pages[-1] and sum(c.cost for c in pages[-1]) + chain.cost > _ROOM:
            pages.append([])
        pages[-1].append(chain)
    return tuple(
        Pages(f"{year}-{part}" if len(pages) > 1 else str(year), year, part if len(pages) > 1 else 0, tuple(page))
        for year, pages in by_year.items()
        for part, page in enumerate(pages, 1)
    )
