"""Know which pages tell of types, of periods and of answers, and what each depends on; say nothing on any of them.

The key of a page is made of the events that it lists, so that an edit of one event renders anew only the pages of its
type, its periods and its chain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from timeline.publish.chains import Chain, Pages, cases_of, chains_of, pages_of
from timeline.publish.whole import INDEX, PAGE, Chunk, Whole, cut_long

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


class Page(NamedTuple):
    """A page, as the plan of the site needs it."""

    path: str
    title: str
    part: str
    template: str
    key: tuple[str, ...]  # what it depends on, beside what all pages do
    view: Callable[[], object]


def further_pages(whole: Whole) -> Iterator[Page]:
    """Give the pages of types, periods and answers."""
    shown = Shown(whole)
    yield from _type_pages(whole, shown)
    yield from _period_pages(whole, shown)
    yield from _response_pages(whole)


def shades(whole: Whole) -> str:
    """Give what the pictures of one lane show of the periods behind them, as a part of a key."""
    periods = (p for p in whole.timeline.periods.values() if p.band == "shade")
    return "\x02".join(f"{p.id}\0{p.name}\0{p.dates.text}\0{p.id in whole.by_period}" for p in periods)


def counted(chunks: Sequence[Chunk]) -> Iterator[tuple[Chunk, str]]:
    """Give each of the pages that a list is cut into, with what they all say of one another, as a part of a key."""
    counts = "\x02".join(f"{chunk.key} {len(chunk.events)}" for chunk in chunks)
    return ((chunk, counts) for chunk in chunks)


class Shown:
    """What a list of events and its picture show, as parts of a key."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._shades = shades(whole)

    def __call__(self, numbers: Sequence[int]) -> Iterator[str]:
        yield self._shades
        yield from (self._whole.faces[n] for n in numbers)
        if len(numbers) > PAGE:  # the picture leads to the lists of others
            yield from (self._whole.listed_on[n] for n in numbers)


def _type_pages(whole: Whole, shown: Shown) -> Iterator[Page]:
    text = whole.language.text
    periods = map(repr, whole.timeline.periods.values())
    key = (*periods, *whole.by_period, *shown(range(len(whole.events))))
    yield Page("types/index.html", text("Types of events"), "types", "types.html", key, partial(_view, "type_index", whole))
    for id_, numbers in whole.by_type.items():
        if _NAME.fullmatch(id_) and id_ != INDEX:
            title = text(whole.type_of(whole.events[numbers[0]]).label)
            view = partial(_view, "type_page", whole, id_)
            yield Page(f"types/{id_}.html", title, "types", "type.html", tuple(shown(numbers)), view)
            for chunk, counts in counted(cut_long(whole.events, numbers, whole.language)):
                key = (counts, *shown(chunk.events))
                yield Page(f"types/{id_}/{chunk.key}.html", f"{title}, {chunk.label}", "types", "type.html", key, partial(view, chunk))


def _period_pages(whole: Whole, shown: Shown) -> Iterator[Page]:
    if not whole.by_period:
        return
    periods = whole.timeline.periods
    links = tuple(f"{periods[id_]!r} {len(numbers)}" for id_, numbers in whole.by_period.items())
    yield Page("periods/index.html", whole.language.text("Periods"), "periods", "periods.html", links, partial(_view, "period_index", whole))
    for id_, numbers in whole.by_period.items():
        key = (*links, f"{whole.events[0].date.text} {whole.events[-1].date.text}", *shown(numbers))
        yield Page(f"periods/{id_}.html", periods[id_].name, "periods", "period.html", key, partial(_view, "period_page", whole, id_))


def _response_pages(whole: Whole) -> Iterator[Page]:
    if not whole.answers:
        return
    chains, cases = chains_of(whole), cases_of(whole)
    pages = pages_of(whole, chains)
    title = whole.language.text("Acts and answers")
    key = (repr(chains), repr(cases), *_told(whole, (*chains, *cases)))
    yield Page("responses.html", title, "responses", "responses.html", key, partial(_responses, whole))
    for page in pages:
        sizes = [(p.key, sum(len(chain.answers) for chain in p.chains)) for p in pages]
        key = (repr(sizes), repr(page.chains), *_told(whole, page.chains))
        yield Page(f"responses/{page.key}.html", f"{title}, {page.key}", "responses", "responses.html", key, partial(_responses, whole, page))


def _told(whole: Whole, chains: Iterable[Chain]) -> Iterator[str]:
    """Give what chains show of their events; who says that one answers another stands among what it cites."""
    for n in (n for chain in chains for n in chain.events):
        yield whole.events[n].digest
        yield whole.faces[n]


# The views are loaded only where a page is rendered.


def _view(name: str, whole: Whole, *of: str | Chunk) -> object:
    from timeline.publish import groups

    return getattr(groups, name)(whole, *of)


def _responses(whole: Whole, page: Pages | None = None) -> object:
    from timeline.publish.responses import responses_page

    return responses_page(whole, page)
