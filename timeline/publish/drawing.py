"""Know how the events of a timeline become marks, lanes and bands; refuse to know where they are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from timeline.publish.bands import Band
from timeline.publish.frames import Lane
from timeline.publish.picture import Caption, Mark, Picture, draw, draw_rows, draw_small
from timeline.publish.whole import Whole

_FIRM = ("time", "day")
_PALETTE = frozenset("12345678")
_GRAY = "8"
_GROUPS = {"shade": 0, "strip": 1}
_LEAST = 3  # events; fewer make no picture worth its place


def by_side(whole: Whole) -> tuple[Picture, ...]:
    """Draw all events in the lanes of the sides, with the arcs from acts to answers."""
    answers = [(whole.place[act], n) for act, each in whole.answers.items() if act in whole.place for n in each]
    labels: dict[Lane, str] = {}
    for side in whole.settings.sides:
        labels[side.lane] = f"{labels[side.lane]}, {side.label}" if side.lane in labels else side.label
    return draw(_marks(whole, range(len(whole.events))), bands(whole), labels, partial(_caption, whole), whole.language, sorted(answers))


def by_type(whole: Whole) -> tuple[Picture, ...]:
    """Draw all events with a row for each type."""
    marks = [mark._replace(lane=whole.events[mark.number].type) for mark in _marks(whole, range(len(whole.events)))]
    labels = {id_: whole.language.text(whole.type_of(whole.events[numbers[0]]).label) for id_, numbers in whole.by_type.items()}
    return draw_rows(marks, bands(whole, up="../"), labels, partial(_caption, whole, up="../"), whole.language)


def alone(whole: Whole, numbers: Sequence[int], *, listed: bool, span: Sequence[date] = ()) -> tuple[Picture, ...]:
    """Draw some of the events in one lane, where they are enough; `listed` says that the same page lists them all."""
    if len(numbers) < _LEAST:
        return ()
    captions = partial(_caption, whole, up="../", listed=listed)
    return draw_small(_marks(whole, numbers), bands(whole, up="../", strips=False), captions, whole.language, span)


def side_colors(whole: Whole) -> dict[str, str]:
    """Give the colors of the lanes of sides."""
    colors: dict[str, str] = {"above": "1", "below": "2", "apart": "3"}
    for side in reversed(whole.settings.sides):
        colors[side.lane] = color_of(side.color)
    return colors


def color_of(name: str) -> str:
    """Give a color of the palette."""
    return name if name in _PALETTE else _GRAY


def bands(whole: Whole, *, up: str = "", strips: bool = True) -> list[Band]:
    """Give the periods that stand behind a picture; `up` leads from its page to the site's root."""
    shown = (period for period in whole.timeline.periods.values() if period.band == "shade" or (strips and period.band))
    return [Band(p.name, p.dates.earliest, p.dates.latest, _GROUPS[p.band], f"{up}periods/{p.id}.html" if p.id in whole.by_period else "") for p in shown]


def _marks(whole: Whole, numbers: Iterable[int]) -> list[Mark]:
    lanes: dict[str, Lane] = {side.id: side.lane for side in reversed(whole.settings.sides)}
    marks = []
    for n in numbers:
        event = whole.events[n]
        kind, of = whole.type_of(event), event.date
        marks.append(
            Mark(
                n,
                of.earliest,
                of.latest,
                soft=of.kind == "one-of" or of.precision not in _FIRM or of.approximate or of.uncertain,
                lasting=of.kind == "interval",
                lane=lanes.get(whole.side_of(n), "apart") if lanes else "above",
                shape=kind.shape,
                color=color_of(kind.color),
            )
        )
    return marks


def _caption(whole: Whole, n: int, *, up: str = "", listed: bool = False) -> Caption:
    event = whole.events[n]
    list_ = "" if listed else f"{up}{whole.listed_on[n]}"
    return Caption(event.title, whole.language.words(event.date), f"{up}events/{event.id}.html", f"{list_}#e-{event.id}")
