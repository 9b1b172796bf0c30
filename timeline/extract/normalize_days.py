"""Know days and parts of years as they are written: in words, in figures, as weekdays and holidays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from timeline.extract import normalize_calendar as cal
from timeline.extract.normalize_calendar import Stretch, stretch_of
from timeline.extract.normalize_meaning import NO_DCT, NOTHING_SAID, Asked, Meaning, at
from timeline.extract.normalize_parts import Part, choose, choose_day, shifted_part, whole_year
from timeline.knowledge.temporal_patterns import Value


def read_calendar(asked: Asked) -> Meaning | None:
    slots = asked.slots
    if "year" in slots:
        return _full(slots, whole_year(int(slots["year"]), asked.dct))
    if "weekday" in slots and "month" not in slots:
        return _weekday(asked)
    part = Part.of(slots)
    if part is None:
        return None
    year = asked.context.borrowed_year(asked.first, part.unit) if "shift" not in slots else None
    if year is not None:
        stretch = part.in_year(year)
        return at(stretch, "previous", dated=True) if stretch else None
    if asked.dct is None:
        return Meaning(part.without_year, reason="no year is given, and " + NO_DCT)
    if "shift" in slots:
        return shifted_part(part, int(slots["shift"]), asked.dct)
    found = choose(part, asked.dct, asked.direction())
    return at(found, "dct") if found else None


def _full(slots: Mapping[str, Value], year: int) -> Meaning | None:
    part = Part.of(slots)
    stretch = part.in_year(year) if part else stretch_of("Y", date(year, 1, 1)) if year else None
    return at(stretch, dated=True) if stretch else None


def _weekday(asked: Asked) -> Meaning:
    number = int(asked.slots["weekday"])
    joined = asked.context.joined_day(asked.first)
    if joined is not None:
        return at(Stretch("D", _next_weekday(joined + timedelta(days=1), number)), "previous")
    if asked.dct is None:
        return Meaning(f"XXXX-WXX-{number}", reason=NO_DCT)
    ahead = asked.direction() > 0
    return at(Stretch("D", _next_weekday(asked.dct, number) if ahead else _last_weekday(asked.dct, number)), "dct")


def _last_weekday(day: date, number: int) -> date:
    return day - timedelta(days=(day.isoweekday() - number) % 7)


def _next_weekday(day: date, number: int) -> date:
    return day + timedelta(days=(number - day.isoweekday()) % 7)


def read_shifted_weekday(asked: Asked) -> Meaning:
    number, shift = int(asked.slots["weekday"]), int(asked.slots["shift"])
    if asked.dct is None:
        return Meaning("", reason=NO_DCT)
    if shift < 0:
        found = _last_weekday(asked.dct - timedelta(days=1), number)
    elif shift > 0:
        found = _next_weekday(asked.dct + timedelta(days=1), number)
    else:
        found = _next_weekday(asked.dct, number)
    return at(Stretch("D", found), "dct")


def read_weekday_of_week(asked: Asked) -> Meaning:
    if asked.dct is None:
        return Meaning("", reason=NO_DCT)
    week = stretch_of("W", asked.dct).shift(int(asked.slots["shift"]))
    return at(Stretch("D", week.start + timedelta(days=int(asked.slots["weekday"]) - 1)), "dct")


def read_day_of_month(asked: Asked) -> Meaning | None:
    """Read "the 9th": a day of the month that the text is in."""
    said = asked.context.last_said("M")
    month = said.stretch.start if said else asked.dct
    if month is None:
        return Meaning("", reason=NOTHING_SAID)
    day = cal.make_day(month.year, month.month, int(asked.slots["day"]))
    return at(Stretch("D", day), "previous" if said else "dct") if day else None


def read_figures(asked: Asked) -> Meaning | None:
    """Read 3/4/2015: the order of day and month as the figures, the text or the creation time tell."""
    slots = asked.slots
    first, second = int(slots["first"]), int(slots["second"])
    year = whole_year(int(slots["year"]), asked.dct)
    by_order = {day_first: cal.make_day(year, *((second, first) if day_first else (first, second))) for day_first in (True, False)}
    possible = {order: day for order, day in by_order.items() if day}
    if len(set(possible.values())) > 1 and asked.context.day_first is not None:
        possible = {asked.context.day_first: possible[asked.context.day_first]}
    if len(set(possible.values())) > 1 and asked.dct:
        before = {order: day for order, day in possible.items() if day <= asked.dct}
        possible = before if len(before) == 1 else possible
    days = sorted(set(possible.values()))
    if len(days) == 1:
        return at(Stretch("D", days[0]), dated=True)
    return Meaning("", edtf=f"[{days[0]},{days[1]}]", reason="day and month could be either of the two figures") if days else None


def read_day_range(asked: Asked) -> Meaning | None:
    first = read_calendar(asked)
    if first is None or first.stretch is None:
        return first
    start = first.stretch.start
    end = cal.make_day(start.year, start.month, int(asked.slots["to_day"]))
    if end is None or end <= start:
        return None
    interval = f"{start}/{end}"
    return first._replace(value=interval, edtf=interval)


def read_holiday(asked: Asked) -> Meaning | None:
    rule = str(asked.slots["holiday"])
    if "year" in asked.slots:
        day = _holiday_in(rule, int(asked.slots["year"]))
        return at(Stretch("D", day), dated=True) if day else None
    year = asked.context.borrowed_year(asked.first, "D")
    if year is not None:
        day = _holiday_in(rule, year)
        return at(Stretch("D", day), "previous") if day else None
    if asked.dct is None:
        return Meaning("", reason="no year is given, and " + NO_DCT)
    days = sorted(d for d in (_holiday_in(rule, asked.dct.year + by) for by in (-1, 0, 1)) if d)
    found = choose_day(days, asked.dct, asked.direction())
    return at(Stretch("D", found), "dct") if found else None


def _holiday_in(rule: str, year: int) -> date | None:
    """Compute "12-25", "11-fourth-4" (the fourth Thursday of November), either followed by a number of days, "easter-2"."""
    if not 1583 <= year <= 4099:
        return None
    if rule.startswith("easter"):
        from dateutil.easter import easter

        return easter(year) + timedelta(days=int(rule[6:] or 0))
    month, which, *weekday = rule.split("-")
    if not weekday:
        return cal.make_day(year, int(month), int(which))
    number, _, more = weekday[0].partition("+")
    found = cal.nth_weekday(year, int(month), int(number), ("last", "first", "second", "third", "fourth").index(which) or -1)
    return found + timedelta(days=int(more or 0)) if found else None


def read_nth_weekday(asked: Asked) -> Meaning | None:
    month = asked.inner
    if month is None or month.stretch is None:
        return month
    start = month.stretch.start
    found = cal.nth_weekday(start.year, start.month, int(asked.slots["weekday"]), int(asked.slots["number"]))
    return at(Stretch("D", found), month.anchor, dated=month.dated) if found else None
