"""Know what the pages about acts and their answers say, as records that templates print without thinking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from timeline.publish.chains import Answer, Chain, Pages, cases_of, chains_of, figures_of, middle_of, pages_of
from timeline.publish.drawing import color_of
from timeline.publish.records import Link
from timeline.publish.tracks import Days, Mark, Stop, Track, track_of
from timeline.publish.whole import Whole
from timeline.sources import url_id

_SHAPES = {"above": "circle", "below": "square", "apart": "diamond"}  # of a side's lane


class Side(NamedTuple):
    """A side with the mark of its acts."""

    label: str  # "" for what is on no side
    shape: str
    color: str


class Told(NamedTuple):
    """An event, as a chain names it."""

    id: str
    title: str
    date: str
    side: Side


class Step(NamedTuple):
    """A row of the table: an act and its answer."""

    act: Told
    answer: Told
    by: str
    days: int | None
    source: str
    publisher: str


class Drawn(NamedTuple):
    """A chain as picture."""

    id: str
    first: Told
    told: tuple[Told, ...]  # each event, in the order of the track's stops
    track: Track
    days: int | None  # from the first to the last


class Summary(NamedTuple):
    """A row of the summary."""

    answering: str
    answered: str
    answers: int
    days: int | None


class Responses(NamedTuple):
    """A page about answers: all of them, or those of one year."""

    answers: int
    chains: int
    days: int | None  # the median
    across: int  # answers to an act of another side
    across_days: int | None  # their median
    same_week: int  # how many took at most seven days
    summary: tuple[Summary, ...]
    sides: tuple[Side, ...]
    marks: tuple[Mark, ...]
    drawn: tuple[Drawn, ...]
    steps: tuple[Step, ...]
    cases: tuple[Drawn, ...]
    pages: tuple[Link, ...]
    current: str


def responses_page(whole: Whole, page: Pages | None = None) -> Responses:
    """Give the page about all answers; where they are too many for one, `page` says which of the further ones."""
    every = chains_of(whole)
    pages = pages_of(whole, every)
    shown = page.chains if page else () if pages else every
    cases = () if page else cases_of(whole)
    days = Days(max((_span(whole, chain.events) for chain in (*shown, *cases)), default=0))
    told = [answer for chain in (page.chains if page else every) for answer in chain.answers]
    taken = [answer.days for answer in told]
    across = [answer.days for answer in told if whole.side_of(answer.answer) != whole.side_of(answer.act)]
    return Responses(
        answers=len(taken),
        chains=len(page.chains if page else every),
        days=middle_of(taken),
        across=len(across),
        across_days=middle_of(across),
        same_week=sum(each is not None and each <= 7 for each in taken),
        summary=() if page else _summary(whole, every),
        sides=_sides(whole, (n for chain in (*shown, *cases) for n in chain.events)),
        marks=days.marks,
        drawn=tuple(_drawn(whole, chain, days) for chain in shown),
        steps=tuple(_step(whole, answer) for chain in shown for answer in chain.answers),
        cases=tuple(_drawn(whole, case, days) for case in cases),
        pages=tuple(Link(f"{each.key}.html", _label(whole, each), sum(len(c.answers) for c in each.chains)) for each in pages),
        current=_label(whole, page) if page else "",
    )


def _label(whole: Whole, page: Pages) -> str:
    return f"{page.year} ({page.part})" if page.part else str(page.year)


def _summary(whole: Whole, chains: Sequence[Chain]) -> tuple[Summary, ...]:
    labels = {side.id: side.label for side in whole.settings.sides}
    return tuple(Summary(labels.get(f.answering, ""), labels.get(f.answered, ""), f.answers, f.days) for f in figures_of(whole, chains))


def _sides(whole: Whole, numbers: Iterable[int]) -> tuple[Side, ...]:
    order = {side.label: n for n, side in enumerate(whole.settings.sides)}
    return tuple(sorted({_side(whole, n) for n in numbers}, key=lambda side: (order.get(side.label, len(order)), side)))


def _side(whole: Whole, n: int) -> Side:
    id_ = whole.side_of(n)
    side = next((side for side in whole.settings.sides if side.id == id_), None)
    return Side(side.label, _SHAPES[side.lane], color_of(side.color)) if side else Side("", "ring", color_of(""))


def _told(whole: Whole, n: int) -> Told:
    event = whole.events[n]
    return Told(event.id, event.title, whole.language.words(event.date), _side(whole, n))


def _step(whole: Whole, answer: Answer) -> Step:
    event = whole.events[answer.answer]
    actors = whole.timeline.actors
    by = ", ".join(actors[id_].name if id_ in actors else id_ for id_ in event.agents)
    source = answer.source if answer.source.startswith(("https://", "http://")) else ""
    return Step(_told(whole, answer.act), _told(whole, answer.answer), by, answer.days, source, _publisher(whole, answer) if source else "")


def _publisher(whole: Whole, answer: Answer) -> str:
    """Name who says that an event answers another, as a citation of the two does, else by the host of the address."""
    citations = (citation for n in (answer.answer, answer.act) for citation in whole.events[n].citations)
    named = (c.publisher for c in citations if c.publisher and c.url and url_id(c.url) == url_id(answer.source))
    return next(named, answer.source.split("/")[2].removeprefix("www."))


def _drawn(whole: Whole, chain: Chain, days: Days) -> Drawn:
    first = whole.events[chain.events[0]].date.sort_day
    stops = [Stop(n, (whole.events[n].date.sort_day - first).days, _side(whole, n).shape) for n in chain.events]
    track = track_of(stops, [(a.act, a.answer) for a in chain.answers], days)
    told = tuple(_told(whole, stop.number) for stop in track.stops)
    return Drawn(whole.events[chain.events[0]].id, told[0], told, track, _known_span(whole, chain.events))


def _span(whole: Whole, numbers: Sequence[int]) -> int:
    return (whole.events[numbers[-1]].date.sort_day - whole.events[numbers[0]].date.sort_day).days


def _known_span(whole: Whole, numbers: Sequence[int]) -> int | None:
    ends = (whole.events[numbers[0]].date, whole.events[numbers[-1]].date)
    return _span(whole, numbers) if all(of.kind == "date" and of.precision == "day" and not of.approximate for of in ends) else None
