"""Know how days become fractions of the picture, in which bins they fall, and which of these have a name on the axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from timeline.edtf import Edtf, known
from timeline.publish.frames import Frame

_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)  # months in a bin
_EVERY = (1, 2, 3, 4, 5, 6, 10, 12, 20, 50, 100)  # bins from one name to the next
_TICK = 46  # px that the name of a year or month takes
_YEAR = 33  # px of a year alone


class Tick(NamedTuple):
    """A name on the axis."""

    at: str
    label: str
    under: str  # the year below the name of a month


class Wording(Protocol):
    """How the site's language words dates."""

    @property
    def words(self) -> Callable[[Edtf], str]: ...

    @property
    def month(self) -> Callable[[int], str]: ...


class Scale:
    """Time, cut into bins of whole months and turned into fractions of the picture."""

    def __init__(self, days: Sequence[date], most_bins: int, wording: Wording) -> None:
        self.wording = wording
        first, last = _month(min(days)), _month(max(days)) + 1
        self.step = next((s for s in _STEPS if -(-last // s) - first // s <= most_bins), _STEPS[-1])
        self._first = first // self.step * self.step
        self.bins = max(-(-last // self.step) - first // self.step, 1)
        self._start = _first_day(self._first).toordinal()
        self._days = _first_day(self._first + self.bins * self.step).toordinal() - self._start

    def at(self, day: date) -> float:
        return min(max((day.toordinal() - self._start) / self._days, 0.0), 1.0)

    def bin_of(self, day: date) -> int:
        return (_month(day) - self._first) // self.step

    def edge(self, number: int) -> float:
        return self.at(self.day(number))

    def day(self, number: int) -> date:
        return _first_day(self._first + number * self.step)

    def label(self, number: int) -> str:
        """Say a bin as a reader would: "2016", "2015-2019", "March 2024", "January 2024 to March 2024"."""
        size = 4 if self.step % 12 == 0 else 7
        low, high = self.day(number).isoformat()[:size], (self.day(number + 1) - timedelta(days=1)).isoformat()[:size]
        return self.wording.words(known(low if low == high else f"{low}/{high}"))


def ticks_of(frame: Frame, scale: Scale) -> tuple[Tick, ...]:
    """Name years, or months with the year under the first of each year, as closely as there is room."""
    room = frame.bin_length
    each = 1 if frame.down else next(n for n in _EVERY if n * room >= _TICK)
    chosen = [n for n in range(scale.bins) if (_month(scale.day(n)) // scale.step) % each == 0]
    months = any(scale.day(n).month != 1 for n in chosen)
    ticks: list[Tick] = []
    for n in chosen:
        day, start = scale.day(n), scale.edge(n)
        if not frame.down and (1 - start) * frame.length < _YEAR:
            continue  # it would stand out of the picture
        month = scale.wording.month(day.month) if months else ""
        named = bool(month) and (not ticks or day.month <= scale.step * each)
        at = frame.tick((start + scale.edge(n + 1)) / 2 if frame.down else start)
        ticks.append(Tick(at, month or str(day.year), str(day.year) if named else ""))
    return tuple(ticks)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    if month < 12:
        return date.min
    return date(month // 12, month % 12 + 1, 1) if month < 120_000 else date.max
