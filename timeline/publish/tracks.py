"""Know where the acts of a chain stand on a track of days since its beginning; refuse to know what they are.

Days are drawn on a scale that is even within a week and logarithmic beyond: some answers take days, some take years,
and both can be read. A track is laid out for the narrowest screen and stretched on wider ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log1p
from typing import NamedTuple

from timeline.publish.frames import ROW, TARGET, percent
from timeline.publish.shapes import number, shape_path

_LEAST = 260  # px of a track on a screen of 320
_RADIUS = 7.5
_EVEN = 7  # days, up to about which the scale is even
_MARKED = (0, 7, 30, 365, 3652)  # days that have a line
_BEND = 15.0  # px of a line that passes over a mark of its row


class Stop(NamedTuple):
    """An event of a chain."""

    number: int  # by which the caller knows it
    days: int  # since the beginning of the chain
    shape: str


class DrawnStop(NamedTuple):
    """An event at its place."""

    number: int
    x: str
    y: str
    path: str


class Track(NamedTuple):
    """A chain as it is drawn; lines are in thousandths of the width and px."""

    height: int
    stops: tuple[DrawnStop, ...]
    lines: str
    rules: str


class Mark(NamedTuple):
    """A line that marks a number of days."""

    days: int
    at: str


class Days:
    """How days become fractions of a track, the same for all tracks of a page."""

    def __init__(self, longest: int) -> None:
        self._longest = max(longest, 30)

    def at(self, days: int) -> float:
        return log1p(days / _EVEN) / log1p(self._longest / _EVEN)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(Mark(days, percent(self.at(days))) for days in _MARKED if days <= self._longest)


def track_of(stops: Sequence[Stop], answers: Iterable[tuple[int, int]], days: Days) -> Track:
    """Lay out a chain: every event in the first row where it touches no other, and a line from each act to its answer."""
    rows = _rows(stops, days)
    height = (max(rows.values()) + 1) * ROW
    places = {stop.number: (days.at(stop.days) * 1000, rows[stop.number] * ROW + ROW / 2) for stop in stops}
    rules = "".join(f"M{number(days.at(each) * 1000)} 0V{height}" for each in _MARKED if days.at(each) <= 1)
    drawn = (DrawnStop(s.number, percent(days.at(s.days)), number(places[s.number][1]), shape_path(s.shape, _RADIUS)) for s in stops)
    return Track(height, tuple(drawn), "".join(_line(places, *pair) for pair in answers), rules)


def _rows(stops: Sequence[Stop], days: Days) -> dict[int, int]:
    ends: list[float] = []
    rows: dict[int, int] = {}
    for stop in sorted(stops, key=lambda s: (s.days, s.number)):
        left = days.at(stop.days) * _LEAST
        row = next((n for n, end in enumerate(ends) if end <= left), len(ends))
        ends[row:] = [left + TARGET, *ends[row + 1 :]]
        rows[stop.number] = row
    return rows


def _line(places: Mapping[int, tuple[float, float]], act: int, answer: int) -> str:
    (x, y), (to, down) = places[act], places[answer]
    if y == down:
        passed = any(row == y and min(x, to) < at < max(x, to) for at, row in places.values())
        bent = y - _BEND if passed else y
        return f"M{number(x)} {number(y)}C{number(x)} {number(bent)} {number(to)} {number(bent)} {number(to)} {number(down)}"
    middle = (x + to) / 2
    return f"M{number(x)} {number(y)}C{number(middle)} {number(y)} {number(middle)} {number(down)} {number(to)} {number(down)}"
