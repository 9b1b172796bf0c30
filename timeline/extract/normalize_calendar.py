"""Know stretches of the calendar: which unit, where it begins, what comes before and after, how it is written."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

# Seasons are meteorological, and a winter is filed under its December, as in `timeline.edtf`.
SEASONS: Mapping[str, tuple[int, int]] = {"SP": (3, 21), "SU": (6, 22), "FA": (9, 23), "WI": (12, 24)}
_MONTHS_IN: Mapping[str, int] = {"M": 1, "Q": 3, "HY": 6, "SE": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
_DAYS_IN: Mapping[str, int] = {"D": 1, "W": 7, "WE": 7, "FN": 14}
# From fine to coarse; a unit has a calendar value only if it is one of these.
UNITS = ("D", "WE", "W", "FN", "M", "Q", "SE", "HY", "Y", "DE", "CE", "ML")


class Stretch(NamedTuple):
    """One day, week, month, ... of the calendar."""

    unit: str
    start: date

    @property
    def end(self) -> date:
        """Give the last day of it."""
        if self.unit == "WE":
            return self.start + timedelta(days=1)
        try:
            return self.shift(1).start - timedelta(days=1)
        except OverflowError:
            return date.max

    def shift(self, by: int) -> Stretch:
        """Give the stretch so many later, or earlier; OverflowError beyond the years 1 to 9999."""
        return Stretch(self.unit, moved(self.start, self.unit, by))

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def value(self) -> str:
        """Give it as TIMEX3 writes it."""
        year, month = f"{self.start.year:04}", self.start.month
        match self.unit:
            case "W" | "WE" | "FN":
                iso = self.start.isocalendar()
                return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if self.unit == "WE" else "")
            case "M":
                return f"{year}-{month:02}"
            case "Q":
                return f"{year}-Q{(month + 2) // 3}"
            case "HY":
                return f"{year}-H{1 + month // 7}"
            case "SE":
                return f"{year}-{_season(self.start)}"
            case "Y" | "DE" | "CE" | "ML":
                return year[: {"Y": 4, "DE": 3, "CE": 2, "ML": 1}[self.unit]]
            case _:
                return self.start.isoformat()

    @property
    def edtf(self) -> str:
        """Give it as EDTF; what EDTF has no word for is a day or month within."""
        year = f"{self.start.year:04}"
        if self.unit in ("Q", "HY"):
            return f"[{year}-{self.start.month:02}..{year}-{self.end.month:02}]"
        if self.unit in ("D", "M", "Y"):
            return self.value
        if self.unit == "SE":
            return f"{year}-{SEASONS[_season(self.start)][1]}"
        if self.unit in ("DE", "CE"):
            return self.value + "X" * (4 - len(self.value))
        return f"[{self.start.isoformat()}..{self.end.isoformat()}]"


def stretch_of(unit: str, day: date) -> Stretch:
    """Give the stretch of a unit that holds a day. A weekend belongs to the week that it ends."""
    if unit in ("W", "FN"):
        return Stretch(unit, day - timedelta(days=day.weekday()))
    if unit == "WE":
        return Stretch(unit, day - timedelta(days=day.weekday() - 5))
    if unit == "SE":
        return _season_of(day)
    months = _MONTHS_IN.get(unit)
    if months is None:
        return Stretch("D", day)
    first = (day.year * 12 + day.month - 1) // months * months
    return Stretch(unit, date(max(1, first // 12), first % 12 + 1, 1))


def season_of_year(season: str, year: int) -> Stretch:
    return Stretch("SE", date(year, SEASONS[season][0], 1))


def moved(day: date, unit: str, by: int) -> date:
    """Give the day so many units later or earlier, the end of a month staying within the month."""
    if unit in _DAYS_IN:
        return day + timedelta(days=_DAYS_IN[unit] * by)
    months = day.year * 12 + day.month - 1 + _MONTHS_IN.get(unit, 0) * by
    if not 12 <= months < 120000:
        raise OverflowError("beyond the years 1 to 9999")
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date | None:
    """Give the nth such weekday (1 Monday to 7 Sunday) of a month; from the end where the number is negative."""
    days = monthrange(year, month)[1]
    all_of_them = [d for d in range(1, days + 1) if date(year, month, d).isoweekday() == weekday]
    index = number - 1 if number > 0 else number
    return date(year, month, all_of_them[index]) if -len(all_of_them) <= index < len(all_of_them) else None


def make_day(year: int, month: int, day: int) -> date | None:
    """Give the day if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _season(start: date) -> str:
    return next(name for name, (month, _) in SEASONS.items() if month == start.month)


def _season_of(day: date) -> Stretch:
    month = day.month // 3 * 3 or 12
    return Stretch("SE", date(day.year - (day.month < 3), month, 1))
