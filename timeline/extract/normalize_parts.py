"""Know what comes again each year, a day, a month, a season, a quarter: the one of a given year, the one that is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from timeline.extract import normalize_calendar as cal
from timeline.extract.normalize_calendar import Stretch, stretch_of
from timeline.extract.normalize_meaning import Meaning, at
from timeline.knowledge.temporal_patterns import Value


@dataclass(frozen=True, slots=True)
class Part:
    """What comes again each year: a day of a month, a month, a season, a quarter, a half."""

    unit: str
    month: int = 0
    day: int = 0
    season: str = ""
    number: int = 0

    @staticmethod
    def of(slots: Mapping[str, Value]) -> Part | None:
        if "month" in slots:
            day = int(slots["day"]) if "day" in slots else 0
            return Part("D" if day else "M", int(slots["month"]), day)
        if "season" in slots:
            return Part("SE", season=str(slots["season"]))
        for name, unit in (("quarter", "Q"), ("half", "HY")):
            if name in slots and str(slots[name]).isdigit():
                return Part(unit, number=int(slots[name]))
        return None

    def in_year(self, year: int) -> Stretch | None:
        if not 1 <= year <= 9998:
            return None
        if self.unit == "D":
            day = cal.make_day(year, self.month, self.day)
            return Stretch("D", day) if day else None
        if self.unit == "M":
            return Stretch("M", date(year, self.month, 1)) if 1 <= self.month <= 12 else None
        if self.unit == "SE":
            return cal.season_of_year(self.season, year)
        return nth_part(stretch_of("Y", date(year, 1, 1)), self.unit, self.number)

    @property
    def without_year(self) -> str:
        if self.unit == "D":
            return f"XXXX-{self.month:02}-{self.day:02}"
        tail = {"M": f"{self.month:02}", "SE": self.season, "Q": f"Q{self.number}", "HY": f"H{self.number}"}
        return f"XXXX-{tail[self.unit]}"


_NEAR = 92  # days ahead up to which a day that nothing else tells about may lie


def choose(part: Part, dct: date, direction: int) -> Stretch | None:
    """Choose the year of a part: what is past has begun, what is to come has not ended."""
    years = [s for s in (part.in_year(dct.year + by) for by in (-2, -1, 0, 1, 2)) if s]
    if part.unit == "D":
        day = choose_day([s.start for s in years], dct, direction)
        return Stretch("D", day) if day else None
    past = max((s for s in years if s.start <= dct), default=None)
    ahead = min((s for s in years if s.end >= dct), default=None)
    return (ahead if direction > 0 else past) or past or ahead


def choose_day(days: Sequence[date], dct: date, direction: int) -> date | None:
    """Choose among days that come again: as the words point, else the nearest, with little taste for what is ahead."""
    past = max((d for d in days if d <= dct), default=None)
    ahead = min((d for d in days if d >= dct), default=None)
    if direction or past is None or ahead is None:
        return (ahead if direction > 0 else past) or past or ahead
    return ahead if (ahead - dct).days <= _NEAR and ahead - dct < dct - past else past


def shifted_part(part: Part, shift: int, dct: date) -> Meaning | None:
    """Read "last March", "this fall", "next May"."""
    years = [s for s in (part.in_year(dct.year + by) for by in (-2, -1, 0, 1, 2)) if s]
    if shift < 0:
        found = max((s for s in years if s.end < dct), default=None)
    elif shift > 0:
        found = min((s for s in years if s.start > dct), default=None)
    else:
        found = next((s for s in years if s.contains(dct)), part.in_year(dct.year))
    return at(found, "dct") if found else None


def nth_part(whole: Stretch, unit: str, number: int) -> Stretch | None:
    """Give the nth such unit within a longer stretch, from its end where the number is negative.

    A week belongs to the month or year that holds its Thursday, as in ISO 8601.
    """
    if unit not in cal.UNITS or cal.UNITS.index(unit) >= cal.UNITS.index(whole.unit):
        return None
    middle = timedelta(days=3 if unit in ("W", "WE") else 0)
    first = stretch_of(unit, whole.start)
    while first.start + middle < whole.start:
        first = first.shift(1)
    last = stretch_of(unit, whole.end)
    while last.start + middle > whole.end:
        last = last.shift(-1)
    found = first.shift(number - 1) if number > 0 else last.shift(number + 1)
    return found if first.start <= found.start <= last.start else None


def whole_year(year: int, dct: date | None) -> int:
    """Read a year of two figures as the one nearest to the creation time, no more than ten years ahead."""
    if year >= 100:
        return year
    latest = (dct.year if dct else 2029) + 10
    return latest - (latest - year) % 100
