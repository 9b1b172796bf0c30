"""Know what an expression of time means: turn the slots of a match into a TIMEX3 value and an EDTF date.

One function for each `means` of the rules. A function gives nothing where the words turn out to be no time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from timeline.extract import normalize_calendar as cal
from timeline.extract.normalize_calendar import Stretch, stretch_of
from timeline.extract.normalize_context import Context
from timeline.extract.normalize_meaning import NO_DCT, NOTHING_SAID, Meaning, at
from timeline.extract.normalize_periods import read_period
from timeline.extract.timex_match import Match
from timeline.knowledge.temporal import Value
from timeline.model import Anchor


def resolve(match: Match, context: Context) -> Meaning | None:
    """Give the meaning of a match, or none where it is no time after all."""
    reader = READERS.get(match.rule.means)
    if reader is None:
        return None
    try:
        meaning = reader(match, context)
    except OverflowError:
        return Meaning("", reason="it lies outside the years 1 to 9999")
    if meaning is None:
        return None
    mod = str(match.slots.get("approx", "")) or meaning.mod
    return replace(meaning, mod=mod) if mod != meaning.mod else meaning


# --- calendar dates, whole and in part ---------------------------------------------------------------


def _calendar(match: Match, context: Context) -> Meaning | None:
    slots = match.slots
    if "year" in slots:
        return _full(slots, _whole_year(int(slots["year"]), context.dct), context)
    if "weekday" in slots and "month" not in slots:
        return _weekday(match, context)
    part = _Part.of(slots)
    if part is None:
        return None
    year = context.borrowed_year(match.first, part.unit) if "shift" not in slots else None
    if year is not None:
        stretch = part.in_year(year)
        return at(stretch, "previous", dated=True) if stretch else None
    if context.dct is None:
        return Meaning(part.without_year, reason="no year is given, and " + NO_DCT)
    if "shift" in slots:
        return _shifted_part(part, int(slots["shift"]), context.dct)
    found = _choose(part, context.dct, context.direction(match.first, match.last))
    return at(found, "dct") if found else None


def _full(slots: Mapping[str, Value], year: int, context: Context) -> Meaning | None:
    part = _Part.of(slots)
    stretch = part.in_year(year) if part else stretch_of("Y", date(year, 1, 1)) if year else None
    return at(stretch, dated=True) if stretch else None


def _whole_year(year: int, dct: date | None) -> int:
    """Read a year of two figures as the one nearest to the creation time, no more than ten years ahead."""
    if year >= 100:
        return year
    latest = (dct.year if dct else 2029) + 10
    return latest - (latest - year) % 100


@dataclass(frozen=True, slots=True)
class _Part:
    """What comes again each year: a day of a month, a month, a season, a quarter, a half."""

    unit: str
    month: int = 0
    day: int = 0
    season: str = ""
    number: int = 0

    @staticmethod
    def of(slots: Mapping[str, Value]) -> _Part | None:
        if "month" in slots:
            day = int(slots["day"]) if "day" in slots else 0
            return _Part("D" if day else "M", int(slots["month"]), day)
        if "season" in slots:
            return _Part("SE", season=str(slots["season"]))
        for name, unit in (("quarter", "Q"), ("half", "H")):
            if name in slots and str(slots[name]).isdigit():
                return _Part(unit, number=int(slots[name]))
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
        tail = {"M": f"{self.month:02}", "SE": self.season, "Q": f"Q{self.number}", "H": f"H{self.number}"}
        return f"XXXX-{tail[self.unit]}"


_NEAR = 92  # days ahead up to which a day that nothing else tells about may lie


def _choose(part: _Part, dct: date, direction: int) -> Stretch | None:
    """Choose the year of a part: what is past has begun, what is to come has not ended."""
    years = [s for s in (part.in_year(dct.year + by) for by in (-2, -1, 0, 1, 2)) if s]
    past = max((s for s in years if s.start <= dct), default=None)
    ahead = min((s for s in years if s.end >= dct), default=None)
    if direction or past is None or ahead is None or part.unit != "D":
        return (ahead if direction > 0 else past) or past or ahead
    until = (ahead.start - dct).days
    return ahead if until <= _NEAR and until < (dct - past.end).days else past


def _shifted_part(part: _Part, shift: int, dct: date) -> Meaning | None:
    """Read "last March", "this fall", "next May"."""
    years = [s for s in (part.in_year(dct.year + by) for by in (-2, -1, 0, 1, 2)) if s]
    if shift < 0:
        found = max((s for s in years if s.end < dct), default=None)
    elif shift > 0:
        found = min((s for s in years if s.start > dct), default=None)
    else:
        found = next((s for s in years if s.contains(dct)), part.in_year(dct.year))
    return at(found, "dct") if found else None


def _weekday(match: Match, context: Context) -> Meaning:
    number = int(match.slots["weekday"])
    if context.dct is None:
        return Meaning(f"XXXX-WXX-{number}", reason=NO_DCT)
    ahead = context.direction(match.first, match.last) > 0
    return at(Stretch("D", _next_weekday(context.dct, number) if ahead else _last_weekday(context.dct, number)), "dct")


def _last_weekday(day: date, number: int) -> date:
    return day - timedelta(days=(day.isoweekday() - number) % 7)


def _next_weekday(day: date, number: int) -> date:
    return day + timedelta(days=(number - day.isoweekday()) % 7)


def _shifted_weekday(match: Match, context: Context) -> Meaning:
    number, shift = int(match.slots["weekday"]), int(match.slots["shift"])
    if context.dct is None:
        return Meaning("", reason=NO_DCT)
    if shift < 0:
        found = _last_weekday(context.dct - timedelta(days=1), number)
    elif shift > 0:
        found = _next_weekday(context.dct + timedelta(days=1), number)
    else:
        found = _next_weekday(context.dct, number)
    return at(Stretch("D", found), "dct")


def _weekday_of_week(match: Match, context: Context) -> Meaning:
    if context.dct is None:
        return Meaning("", reason=NO_DCT)
    week = stretch_of("W", context.dct).shift(int(match.slots["shift"]))
    return at(Stretch("D", week.start + timedelta(days=int(match.slots["weekday"]) - 1)), "dct")


def _day_of_month(match: Match, context: Context) -> Meaning | None:
    """Read "the 9th": a day of the month that the text is in."""
    said = context.last_said("M")
    month = said.stretch.start if said else context.dct
    if month is None:
        return Meaning("", reason=NOTHING_SAID)
    day = cal.make_day(month.year, month.month, int(match.slots["day"]))
    return at(Stretch("D", day), "previous" if said else "dct") if day else None


def _figures(match: Match, context: Context) -> Meaning | None:
    """Read 3/4/2015: the order of day and month as the figures, the text or the creation time tell."""
    slots = match.slots
    first, second = int(slots["first"]), int(slots["second"])
    year = _whole_year(int(slots["year"]), context.dct)
    by_order = {day_first: cal.make_day(year, *((second, first) if day_first else (first, second))) for day_first in (True, False)}
    possible = {order: day for order, day in by_order.items() if day}
    if len(set(possible.values())) > 1 and context.day_first is not None:
        possible = {context.day_first: possible[context.day_first]}
    if len(set(possible.values())) > 1 and context.dct:
        before = {order: day for order, day in possible.items() if day <= context.dct}
        possible = before if len(before) == 1 else possible
    days = sorted(set(possible.values()))
    if len(days) == 1:
        return at(Stretch("D", days[0]), dated=True)
    return Meaning("", edtf=f"[{days[0]},{days[1]}]", reason="day and month could be either of the two figures") if days else None


def _day_range(match: Match, context: Context) -> Meaning | None:
    first = _calendar(match, context)
    if first is None or first.stretch is None:
        return first
    start = first.stretch.start
    end = cal.make_day(start.year, start.month, int(match.slots["to_day"]))
    if end is None or end <= start:
        return None
    interval = f"{start}/{end}"
    return replace(first, value=interval, edtf=interval)


def _holiday(match: Match, context: Context) -> Meaning | None:
    rule = str(match.slots["holiday"])
    if "year" in match.slots:
        day = _holiday_in(rule, int(match.slots["year"]))
        return at(Stretch("D", day), dated=True) if day else None
    year = context.borrowed_year(match.first, "D")
    if year is not None:
        day = _holiday_in(rule, year)
        return at(Stretch("D", day), "previous") if day else None
    if context.dct is None:
        return Meaning("", reason="no year is given, and " + NO_DCT)
    days = sorted(d for d in (_holiday_in(rule, context.dct.year + by) for by in (-1, 0, 1)) if d)
    ahead = context.direction(match.first, match.last) > 0
    fitting = [d for d in days if d >= context.dct][:1] if ahead else [d for d in days if d <= context.dct][-1:]
    return at(Stretch("D", fitting[0]), "dct") if fitting else None


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


def _nth_weekday(match: Match, context: Context) -> Meaning | None:
    month = _inner(match, context)
    if month is None or month.stretch is None:
        return month
    start = month.stretch.start
    found = cal.nth_weekday(start.year, start.month, int(match.slots["weekday"]), int(match.slots["number"]))
    return at(Stretch("D", found), month.anchor, dated=month.dated) if found else None


# --- longer stretches --------------------------------------------------------------------------------


def _year_span(match: Match, context: Context) -> Meaning | None:
    year, to = int(match.slots["year"]), int(match.slots["to_year"])
    if to < 100:
        if year % 100 >= to:  # 2014-06 is a month, not a span
            part = _Part("M", to)
            stretch = part.in_year(year)
            return at(stretch, dated=True) if stretch else None
        to += year // 100 * 100
    if to <= year:
        return None
    interval = f"{year:04}/{to:04}"
    return Meaning(interval, stretch_of("Y", date(to, 1, 1)), interval, dated=True)


def _era(match: Match, context: Context) -> Meaning | None:
    year = int(match.slots["year"])
    if match.slots["era_mark"] == "BC":
        return Meaning(f"BC{year:04}", reason="")
    return at(stretch_of("Y", date(year, 1, 1)), dated=True) if 1 <= year <= 9999 else None


def _fiscal(match: Match, context: Context) -> Meaning | None:
    if "year" in match.slots:
        return Meaning(f"FY{_whole_year(int(match.slots['year']), context.dct):04}")
    if context.dct is None:
        return Meaning("", reason=NO_DCT)
    return Meaning(f"FY{context.dct.year + int(match.slots['shift']):04}", anchor="dct")


def _decade(match: Match, context: Context) -> Meaning:
    number = int(match.slots["decade"])
    if number < 10:  # the eighties: of the century in which they were last
        now = (context.dct.year if context.dct else 2029) // 10
        number = now - (now - number) % 10
    return at(stretch_of("DE", date(number * 10, 1, 1)), dated=True)


def _century(match: Match, context: Context) -> Meaning | None:
    number = int(match.slots["number"])
    return at(stretch_of("CE", date((number - 1) * 100, 1, 1)), dated=True) if 2 <= number <= 99 else None


def _part_of(match: Match, context: Context) -> Meaning | None:
    whole = _inner(match, context)
    if whole is None or whole.stretch is None:
        return None
    found = nth_part(whole.stretch, str(match.slots["part"]), int(match.slots["number"]))
    return at(found, whole.anchor, dated=whole.dated) if found else None


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


def _bare_part(match: Match, context: Context) -> Meaning | None:
    """Read "the fourth quarter" without a year, as a month without one."""
    unit = str(match.slots.get("part", "Q"))
    number = int(match.slots.get("quarter", match.slots.get("number", 0)))
    if number < 0:
        number = 4 if unit == "Q" else 2
    part = _Part(unit, number=number)
    if not 1 <= number <= 4:
        return None
    year = context.borrowed_year(match.first, unit)
    if year is not None:
        stretch = part.in_year(year)
        return at(stretch, "previous") if stretch else None
    if context.dct is None:
        return Meaning(part.without_year, reason="no year is given, and " + NO_DCT)
    found = _choose(part, context.dct, context.direction(match.first, match.last))
    return at(found, "dct") if found else None


def _within(match: Match, context: Context) -> Meaning | None:
    year = _inner(match, context)
    part = _Part.of(match.slots)
    if year is None or year.stretch is None or part is None:
        return None
    found = part.in_year(year.stretch.start.year)
    return at(found, year.anchor, dated=year.dated) if found else None


# --- counted from the creation time ------------------------------------------------------------------


def _deictic(match: Match, context: Context) -> Meaning:
    if context.dct is None:
        return Meaning("", reason=NO_DCT)
    return at(Stretch("D", context.dct + timedelta(days=int(match.slots["deictic_day"]))), "dct")


def _shifted(match: Match, context: Context) -> Meaning:
    if context.dct is None:
        return Meaning("", reason=NO_DCT)
    unit, shift = str(match.slots["unit"]), int(match.slots["shift"])
    found = stretch_of(unit, context.dct)
    if unit == "WE" and shift == 0 and context.dct.isoweekday() < 4 and context.direction(match.first, match.last) < 0:
        shift = -1  # "this weekend" told early in the week, as past, is the one just over
    return at(found.shift(shift), "dct")


def _recent_span(match: Match, context: Context) -> Meaning:
    slots = match.slots
    unit, amount = str(slots["unit"]), slots["amount"]
    way = int(slots.get("way", slots.get("past_span", slots.get("next_span", -1))))
    value = length(amount, unit)
    told = way > 0 and context.direction(match.first, match.last) < 0  # "the next two years" of a story
    if context.dct is None or told or not isinstance(amount, int) or unit not in cal.UNITS:
        return Meaning(value)
    then = cal.moved(context.dct, unit, way * amount)
    ends = sorted((then, context.dct))
    keep = {"Y": 7, "M": 7, "Q": 7, "DE": 4, "CE": 4}.get(unit, 10)
    return Meaning(value, edtf="/".join(d.isoformat()[:keep] for d in ends), anchor="dct")


def _distance(match: Match, context: Context) -> Meaning | None:
    slots = match.slots
    unit, amount = unit_and_amount(slots)
    way = int(slots["way"])
    said = context.last_said("Y") if slots.get("base") == "previous" else None
    base = said.stretch.start if said else context.dct
    if not isinstance(amount, int):
        whole = {"Y": (6, "M"), "DE": (5, "Y"), "CE": (50, "Y"), "D": (0, "D"), "W": (0, "W")}.get(unit)
        if whole is None or not isinstance(amount, float):
            return Meaning("PAST_REF" if way < 0 else "FUTURE_REF")
        amount, unit = round(amount * 2 * whole[0]), whole[1]
    if base is None:
        return Meaning("", reason=NOTHING_SAID if slots.get("base") else NO_DCT)
    if unit not in cal.UNITS:
        return Meaning(length(amount, unit)) if said or unit in ("H", "MIN", "S") else None
    then = cal.moved(base, unit, way * amount)
    unit = "Y" if unit == "DE" else unit
    finer = said is not None and said.stretch.unit in ("M", "Q") and unit in ("Y", "DE")
    stretch = stretch_of(said.stretch.unit if said and finer else unit, then)
    return at(stretch, "previous" if said else "dct")


def _compared(match: Match, context: Context) -> Meaning | None:
    """Read "from 14 % a year ago": the measure of a comparison, which dates no event, and yet has a date."""
    date_meant = _distance(match, context)
    unit, amount = unit_and_amount(match.slots)
    return Meaning(length(amount, unit), edtf=date_meant.edtf if date_meant else "", anchor="dct")


def _remainder(match: Match, context: Context) -> Meaning:
    """Read "the rest of the week": from the creation time to the end of the unit under way."""
    unit = str(match.slots["unit"])
    if context.dct is None or unit not in cal.UNITS:
        return Meaning(length(1, unit))
    end = stretch_of(unit, context.dct).end
    edtf = f"{context.dct}/{end}" if context.dct < end else context.dct.isoformat()
    return Meaning(length(1, unit), edtf=edtf, anchor="dct")


# --- counted from what was said before -----------------------------------------------------------------


def _definite(match: Match, context: Context) -> Meaning | None:
    """Read "the day", "the entire year": the one just spoken of, else the one under way."""
    unit = str(match.slots["unit"])
    said = context.last_said(unit)
    if unit == "D":
        return at(said.stretch, "previous") if said else None
    near = said is not None and ("whole" in match.slots or context.same_sentence(said.at, match.first))
    if said and near:
        return at(stretch_of(unit, said.stretch.start), "previous")
    if context.dct is None:
        return None
    found = stretch_of(unit, context.dct)
    if unit == "WE" and context.dct.isoweekday() < 6 and context.direction(match.first, match.last) <= 0:
        found = found.shift(-1)
    return at(found, "dct")


def _same_unit(match: Match, context: Context) -> Meaning:
    said = context.last_said(str(match.slots["unit"]))
    if said is None:
        return Meaning("", reason=NOTHING_SAID)
    return at(stretch_of(str(match.slots["unit"]), said.stretch.start), "previous", dated=said.dated)


def _that_part(match: Match, context: Context) -> Meaning | None:
    """Read "that fall": of the year just spoken of, else the last one over."""
    part, said = _Part.of(match.slots), context.last_said("Y")
    if part is None:
        return None
    if said is None:
        return _shifted_part(part, -1, context.dct) if context.dct else Meaning("", reason=NOTHING_SAID)
    found = part.in_year(said.stretch.start.year)
    return at(found, "previous", dated=said.dated) if found else None


def _same_within(match: Match, context: Context) -> Meaning | None:
    """Read "the same period last year": what was just spoken of, in another year."""
    year = _inner(match, context)
    if year is None or year.stretch is None:
        return year
    said = context.last_said(str(match.slots.get("unit", "H")))
    if said is None:
        return year
    back = year.stretch.start.year - said.stretch.start.year
    return at(stretch_of(said.stretch.unit, cal.moved(said.stretch.start, "Y", back)), "previous", dated=year.dated)


def _following(match: Match, context: Context) -> Meaning:
    slots = match.slots
    unit = str(slots["unit"])
    by = int(slots["by"])
    said = context.last_said(unit)
    base = said.stretch.start if said else context.dct
    if base is None:
        return Meaning("", reason=NOTHING_SAID)
    return at(stretch_of(unit, base).shift(by), "previous" if said else "dct", dated=bool(said and said.dated))


# --- how long, how often, and what no calendar shows ---------------------------------------------------


def length(amount: Value, unit: str) -> str:
    """Write a duration as TIMEX3 does: P3Y, PT30M, P2.5Y, PXW."""
    amount, unit = _LESS_THAN_ONE.get((amount, unit), (amount, unit))
    if unit == "FN":
        amount, unit = (amount * 2 if isinstance(amount, int) else amount), "W"
    written = f"{amount:g}" if isinstance(amount, float) else str(amount)
    clock = {"H": "H", "MIN": "M", "S": "S"}.get(unit)
    return f"PT{written}{clock}" if clock else f"P{written}{unit}"


_LESS_THAN_ONE: Mapping[tuple[Value, str], tuple[Value, str]] = {
    (0.5, "H"): (30, "MIN"), (0.5, "Y"): (6, "M"), (0.5, "DE"): (5, "Y"), (0.5, "CE"): (50, "Y"), (0.5, "D"): (12, "H"), (0.5, "MIN"): (30, "S"),
}  # fmt: skip


def unit_and_amount(slots: Mapping[str, Value]) -> tuple[str, Value]:
    """Read the unit and the amount, of a word that holds both as well ("half-hour")."""
    if "half_unit" in slots:
        written = str(slots["half_unit"])
        return written.rstrip("0123456789"), int(written.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    unit = str(slots.get("unit", slots.get("units", slots.get("vague_units", ""))))
    return unit, slots.get("amount", 1)


def _duration(match: Match, context: Context) -> Meaning | None:
    slots = match.slots
    if "unit_long" in slots:
        unit = str(slots["unit_long"])
        return Meaning(length("X", unit[1:]) if unit[0] == "X" else length(1, unit))
    unit, amount = unit_and_amount(slots)
    if "half" in slots and isinstance(amount, int):
        amount += float(slots["half"])
    value = length(amount, unit)
    if "more_amount" in slots:
        more = length(slots["more_amount"], str(slots["more_unit"]))
        value += more[1:] if not value.startswith("PT") else more[2:]
    return Meaning(value)


def _recurring(match: Match, context: Context) -> Meaning:
    slots = match.slots
    if "weekday" in slots:
        return Meaning(f"XXXX-WXX-{slots['weekday']}")
    if "month" in slots:
        return Meaning(f"XXXX-{int(slots['month']):02}")
    if "season" in slots:
        return Meaning(f"XXXX-{slots['season']}")
    if "daypart" in slots:
        return Meaning(f"XXXX-XX-XXT{slots['daypart']}")
    if "frequency" in slots:
        written = str(slots["frequency"])
        return Meaning(length(int(written[1:]) if written[1:].isdigit() else 1, written.rstrip("0123456789")))
    unit, amount = unit_and_amount(slots)
    return Meaning(length(amount, unit))


def _fixed(match: Match, context: Context) -> Meaning:
    return Meaning(str(match.slots["value"]))


# --- the time of day ---------------------------------------------------------------------------------


def _clock(match: Match, context: Context) -> Meaning | None:
    slots = match.slots
    if "clock_name" in slots:
        hour, minute = (int(part) for part in str(slots["clock_name"]).split(":"))
    else:
        hour, minute = int(slots.get("hour", 0)), int(slots.get("minute", 0))
    hour = _of_24(hour, str(slots.get("meridiem", "")))
    if hour > 24:
        return None
    day, anchor = _day_meant(match, context)
    zone = str(slots.get("zone", ""))
    value = f"T{hour:02}:{minute:02}" + ("Z" if zone == "Z" else "")
    if day is None:
        return Meaning(f"XXXX-XX-XX{value}", reason=NO_DCT)
    edtf = f"{day}T{hour:02}:{minute:02}{zone}" if hour < 24 else day.isoformat()
    return Meaning(f"{day}{value}", Stretch("D", day), edtf, anchor=anchor, dated="year" in slots)


def _of_24(hour: int, meridiem: str) -> int:
    if meridiem == "pm" and hour < 12:
        return hour + 12
    return 0 if meridiem == "am" and hour == 12 else hour


def _daypart(match: Match, context: Context) -> Meaning | None:
    slots = match.slots
    part = str(slots.get("daypart", "NI"))
    if "deictic_night" in slots:
        day = context.dct + timedelta(days=int(slots["deictic_night"])) if context.dct else None
        anchor: Anchor = "dct"
    elif "this" in slots:
        day, anchor = context.dct, "dct"
    else:
        day, anchor = _day_meant(match, context)
    if day is None:
        return Meaning(f"XXXX-XX-XXT{part}", reason=NO_DCT)
    return Meaning(f"{day}T{part}", Stretch("D", day), day.isoformat(), mod=str(slots.get("position", "")), anchor=anchor)


def _day_meant(match: Match, context: Context) -> tuple[date | None, Anchor]:
    """Give the day of a time of day: the one it names, else the last one spoken of, else that of the article."""
    slots = match.slots
    if match.inner:
        inner = resolve(match.inner, context)
        return (inner.stretch.start, inner.anchor) if inner and inner.stretch and inner.stretch.unit == "D" else (None, "none")
    if "year" in slots and "day" in slots:
        return cal.make_day(int(slots["year"]), int(slots["month"]), int(slots["day"])), "none"
    said = context.last_said("D")
    return (said.stretch.start, "previous") if said else (context.dct, "dct")


# --- within something longer ---------------------------------------------------------------------------

# Early, middle and late: thirds of the month, four months of the year, as annotators count them.
_THIRDS: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "M": {"START": (1, 10), "MID": (11, 20), "END": (21, 31)},
    "Y": {"START": (1, 4), "MID": (5, 8), "END": (9, 12)},
    "DE": {"START": (0, 3), "MID": (4, 6), "END": (7, 9)},
    "CE": {"START": (0, 33), "MID": (34, 66), "END": (67, 99)},
    "SE": {"START": (0, 0), "MID": (1, 1), "END": (2, 2)},
    "Q": {"START": (0, 0), "MID": (1, 1), "END": (2, 2)},
    "H": {"START": (0, 1), "MID": (2, 3), "END": (4, 5)},
    "W": {"START": (0, 1), "MID": (2, 3), "END": (4, 6)},
}


def _position(match: Match, context: Context) -> Meaning | None:
    """Read "early June", "the end of 2009", "later this month": the stretch, and where within it."""
    inner = _inner(match, context)
    if inner is None or not inner.value or match.inner is None:
        return inner
    slots = match.slots
    mod = str(next(slots[k] for k in ("position", "relative_position", "position_of", "position_in") if k in slots))
    if inner.period:
        return replace(inner, mod=mod)
    if inner.stretch is None:
        return None
    day = context.dct
    if "relative_position" in slots and day and inner.stretch.contains(day):
        return replace(inner, mod=mod, edtf=_up_to_now(inner.stretch, mod, day))
    return replace(inner, mod=mod, edtf=_third(inner.stretch, mod) or inner.edtf)


def _up_to_now(stretch: Stretch, mod: str, day: date) -> str:
    """Give the part of the stretch under way that is over ("earlier this month"), or still to come."""
    if stretch.unit == "D":
        return stretch.edtf
    start, end = (stretch.start, day - timedelta(days=1)) if mod == "START" else (day + timedelta(days=1), stretch.end)
    if start > end:
        return day.isoformat()
    keep = 7 if stretch.unit in ("Y", "H", "DE", "CE") else 10
    low, high = start.isoformat()[:keep], end.isoformat()[:keep]
    return low if low == high else f"[{low}..{high}]"


def _third(stretch: Stretch, mod: str) -> str:
    bounds = _THIRDS.get(stretch.unit, {}).get(mod)
    if bounds is None:
        return ""
    low, high = bounds
    start = stretch.start
    if stretch.unit == "M":
        return f"[{start.replace(day=low)}..{start.replace(day=min(high, stretch.end.day))}]"
    if stretch.unit == "Y":
        return f"[{start.year:04}-{low:02}..{start.year:04}-{high:02}]"
    if stretch.unit == "W":
        return f"[{start + timedelta(days=low)}..{start + timedelta(days=high)}]"
    if stretch.unit in ("DE", "CE"):
        return f"[{start.year + low:04}..{start.year + high:04}]"
    first, last = cal.moved(start, "M", low).isoformat()[:7], cal.moved(start, "M", high).isoformat()[:7]
    return first if first == last else f"[{first}..{last}]"


def _about(match: Match, context: Context) -> Meaning | None:
    inner = _inner(match, context)
    if inner is None or not inner.value:
        return inner
    plain = inner.edtf and inner.edtf[-1].isdigit() and "/" not in inner.edtf and "T" not in inner.edtf
    return replace(inner, mod=str(match.slots["about_word"]), edtf=inner.edtf + "~" if plain else inner.edtf)


def _edge_units(match: Match, context: Context) -> Meaning | None:
    """Read "the first weeks of 2009": so many units from the beginning, or the end, of something."""
    inner = _inner(match, context)
    if inner is None:
        return None
    slots = match.slots
    mod = str(slots.get("early_units", slots.get("late_units")))
    low, high = inner.bounds if inner.period else (inner.stretch.start, inner.stretch.end) if inner.stretch else (None, None)
    count, unit = slots.get("count", "X"), str(slots["units"])
    number = count if isinstance(count, int) else _FEW
    edge = _edge(low, high, mod, number, unit)
    if edge is None:
        return replace(inner, mod=mod, stretch=None)
    start, end = edge
    if context.dct and start <= context.dct < end:
        end = context.dct
    return replace(inner, mod=mod, edtf=f"{start}/{end}" if start < end else start.isoformat(), stretch=None)


_FEW = 6  # how many "the early weeks" are at most


def _edge(low: date | None, high: date | None, mod: str, number: int, unit: str) -> tuple[date, date] | None:
    if mod == "START" and low:
        end = cal.moved(low, unit, number) - timedelta(days=number == _FEW and 0)
        return low, min(end, high or end)
    if mod == "END" and high:
        start = cal.moved(high, unit, -number)
        return max(start, low or start), high
    return None


def _inner(match: Match, context: Context) -> Meaning | None:
    return resolve(match.inner, context) if match.inner else None


Reader = Callable[[Match, Context], Meaning | None]
READERS: Mapping[str, Reader] = {
    "calendar": _calendar,
    "figures": _figures,
    "day_of_month": _day_of_month,
    "day_range": _day_range,
    "holiday": _holiday,
    "nth_weekday": _nth_weekday,
    "shifted_weekday": _shifted_weekday,
    "weekday_of_week": _weekday_of_week,
    "deictic": _deictic,
    "year_span": _year_span,
    "era": _era,
    "fiscal": _fiscal,
    "decade": _decade,
    "century": _century,
    "part_of": _part_of,
    "bare_part": _bare_part,
    "within": _within,
    "shifted": _shifted,
    "recent_span": _recent_span,
    "distance": _distance,
    "compared": _compared,
    "remainder": _remainder,
    "definite": _definite,
    "same_unit": _same_unit,
    "same_within": _same_within,
    "that_part": _that_part,
    "following": _following,
    "duration": _duration,
    "recurring": _recurring,
    "fixed": _fixed,
    "clock": _clock,
    "daypart": _daypart,
    "position": _position,
    "about": _about,
    "edge_units": _edge_units,
    "period": read_period,
}
