"""Know our profile of EDTF: read it, bound it strictly, sort it, word it for readers.

The profile is levels 0 and 1 of EDTF (ISO 8601-2:2019) for the years 0001 to 9999, and from level 2 the
"one of" set. Bounds are strict: an approximate day is that day. The tests hold them against the `edtf` package,
which is not used at run time: it takes 140 ms to import and can take seconds on a long set.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Precision = Literal["time", "day", "month", "season", "year", "decade", "century", "open"]
Kind = Literal["date", "interval", "one-of"]

MAX_LENGTH = 64  # characters; nothing that an event needs is longer


@dataclass(frozen=True, slots=True)
class Edtf:
    """A calendar time that says how sure it is."""

    text: str  # as EDTF
    kind: Kind
    earliest: date | None  # the first day it can mean; none: open or unknown
    latest: date | None  # the last day, included
    precision: Precision  # the coarsest of its parts
    approximate: bool = False
    uncertain: bool = False

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[Callable[[str], Edtf], tuple[str]]:
        return known, (self.text,)  # its text says all; equal dates come back as one object

    @property
    def sort_day(self) -> date:
        """The one day under which it is filed: the earliest that is known, else the latest."""
        return self.earliest or self.latest or date.min

    def contains(self, day: date) -> bool:
        return (self.earliest or date.min) <= day <= (self.latest or date.max)

    def overlaps(self, other: Edtf) -> bool:
        return (self.earliest or date.min) <= (other.latest or date.max) and (other.earliest or date.min) <= (
            self.latest or date.max
        )


@dataclass(frozen=True, slots=True)
class EdtfFault:
    """Why a text is no date of the profile."""

    reason: str
    help: str = ""
    start: int = 0  # the part of the text that is meant
    end: int = 0


def parse(text: str) -> Edtf | EdtfFault:
    """Read an EDTF expression. `parse_edtf(str(x)) == x` for everything it gives."""
    return _parse(text)


def known(text: str) -> Edtf:
    """Read an EDTF expression that the program itself made; a fault is a bug, hence ValueError."""
    found = _parse(text)
    if isinstance(found, EdtfFault):
        raise ValueError(f"{text!r}: {found.reason}")
    return found


def day(of: date) -> Edtf:
    return known(of.isoformat())


def bounded(earliest: date | None, latest: date | None) -> Edtf:
    """Give the set "one day of these": `[..2025-03-03]`, `[2025-01-20..2025-03-03]`; one day is itself."""
    if earliest == latest and earliest is not None:
        return day(earliest)
    return known(f"[{earliest or ''}..{latest or ''}]")


def lasting(earliest: date | None, latest: date | None) -> Edtf:
    """Give the interval of something that went on from one day to another; none is an open end."""
    return known(f"{earliest or '..'}/{latest or '..'}")


@lru_cache(maxsize=65536)
def _parse(text: str) -> Edtf | EdtfFault:
    written = text.strip()
    if _PLAIN_DAY.fullmatch(written) and written.isascii():
        try:  # most dates are plain days
            day_ = date.fromisoformat(written)
            return Edtf(written, "date", day_, day_, "day")
        except ValueError:
            return _parse_date(written)  # says what is wrong
    if len(written) > MAX_LENGTH:
        return EdtfFault(f"a date has at most {MAX_LENGTH} characters", end=len(text))
    if written.startswith(("[", "{")):
        return _parse_set(written)
    if "/" in written:
        return _parse_interval(written)
    return _parse_date(written)


_PLAIN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)"
    r"(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX)(?:T(?P<time>\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?))?)?)?"
    r"(?P<mark>[~?%])?",
    re.ASCII,
)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}  # months; a winter is filed under its December
_HELP = "write 2025-03-03, 2025-03, 2025, 2024-03/2025-03, [..2025-03-03], and ~ for about or ? for unsure"


def _parse_date(text: str) -> Edtf | EdtfFault:
    m = _DATE.fullmatch(text)
    if m is None:
        return EdtfFault(f"`{text}` is not an EDTF date", _HELP, 0, len(text))
    year, month, day_, mark = m["year"], m["month"], m["day"], m["mark"] or ""
    if "X" in year and month:
        return EdtfFault("a month cannot stand with a year that is not known", _HELP, 0, len(text))
    if month == "XX" and day_ not in (None, "XX"):
        return EdtfFault("a day cannot stand with a month that is not known", _HELP, 0, len(text))
    bounds = _bounds(year, month, day_)
    if isinstance(bounds, EdtfFault):
        return bounds
    earliest, latest, precision = bounds
    if m["time"] and not _is_clock(m["time"]):
        return EdtfFault(f"`{m['time']}` is not a time of day", "write hours and minutes as 14:30", *m.span("time"))
    return Edtf(text, "date", earliest, latest, "time" if m["time"] else precision, mark in "~%" and mark != "", mark in "?%" and mark != "")


def _bounds(year: str, month: str | None, day_: str | None) -> tuple[date, date, Precision] | EdtfFault:
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if last == 0:
        return EdtfFault("the years are 0001 to 9999", _HELP, 0, 4)
    first = max(first, 1)
    if month is None or month == "XX":
        precision: Precision = "century" if year.endswith("XX") else "decade" if year.endswith("X") else "year"
        return date(first, 1, 1), date(last, 12, 31), precision
    number = int(month)
    if number in _SEASONS and day_ is None:
        start, end = _SEASONS[number]
        return date(first, start, 1), _month_end(last, end), "season"
    if not 1 <= number <= 12:
        return EdtfFault(f"there is no month {month}", "months are 01 to 12, seasons 21 (spring) to 24 (winter)", 5, 7)
    if day_ is None or day_ == "XX":
        return date(first, number, 1), _month_end(last, number), "month"
    days = monthrange(first, number)[1]
    if not 1 <= int(day_) <= days:
        return EdtfFault(f"{_MONTHS[number - 1]} {first} has {days} days", "correct the day", 8, 10)
    exact = date(first, number, int(day_))
    return exact, exact, "day"


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _is_clock(text: str) -> bool:
    hours, minutes, *rest = re.findall(r"\d{2}", text)
    return int(hours) < 24 and int(minutes) < 60 and (":" not in text[5:6] or int(rest[0]) < 60)


def _parse_interval(text: str) -> Edtf | EdtfFault:
    parts = text.split("/")
    if len(parts) != 2:
        return EdtfFault("an interval has one `/`", _HELP, 0, len(text))
    ends: list[Edtf | None] = []
    for part in parts:
        end = None if part in ("", "..") else _parse_date(part)
        if isinstance(end, EdtfFault):
            return _within(text, part, end)
        ends.append(end)
    start, stop = ends
    if start is None and stop is None:
        return EdtfFault("an interval needs at least one end", _HELP, 0, len(text))
    if start and stop and (start.earliest or date.min) > (stop.latest or date.max):
        return EdtfFault("the interval ends before it begins", "swap its two ends", 0, len(text))
    return _combine(text, "interval", [e for e in ends if e], start.earliest if start else None, stop.latest if stop else None)


def _parse_set(text: str) -> Edtf | EdtfFault:
    if text[0] == "{":
        return EdtfFault("a set of several dates is not one event", "make an event for each, or give an interval", 0, len(text))
    if not text.endswith("]"):
        return EdtfFault("the set has no closing `]`", _HELP, 0, len(text))
    found: list[Edtf] = []
    lows: list[date | None] = []
    highs: list[date | None] = []
    for member in text[1:-1].split(","):
        low, dots, high = member.strip().partition("..")
        ends = []
        for part in (low, high) if dots else (low,):
            end = _parse_date(part.strip()) if part.strip() else None
            if isinstance(end, EdtfFault):
                return _within(text, part, end)
            ends.append(end)
        if not any(ends):
            return EdtfFault("the set has an empty member", _HELP, 0, len(text))
        first, last = ends[0], ends[-1]
        if first and last and (first.earliest or date.min) > (last.latest or date.max):
            return EdtfFault("the range ends before it begins", "swap its two ends", 0, len(text))
        found += [e for e in ends if e]
        lows.append(first.earliest if first else None)
        highs.append(last.latest if last else None)
    earliest = None if None in lows else min(d for d in lows if d)
    latest = None if None in highs else max(d for d in highs if d)
    return _combine(text, "one-of", found, earliest, latest)


def _within(text: str, part: str, fault: EdtfFault) -> EdtfFault:
    """Tell a fault of a part by its place in the whole; of equal parts the first is the one that was read first."""
    at = text.find(part.strip())
    return EdtfFault(fault.reason, fault.help, fault.start + at, fault.end + at)


_COARSENESS: Sequence[Precision] = ("time", "day", "month", "season", "year", "decade", "century", "open")


def _combine(text: str, kind: Kind, parts: list[Edtf], earliest: date | None, latest: date | None) -> Edtf:
    return Edtf(
        text,
        kind,
        earliest,
        latest,
        max((p.precision for p in parts), key=_COARSENESS.index),
        any(p.approximate for p in parts),
        any(p.uncertain for p in parts),
    )


# --- for readers ---------------------------------------------------------------------------------

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASON_NAMES = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


def words(of: Edtf) -> str:
    """Say it as a reader would: "3 March 2025", "by 3 March 2025", "March 2024 to March 2025", "about 2016"."""
    return _words(of.text)


@lru_cache(maxsize=65536)
def _words(text: str) -> str:
    if text.startswith("["):
        return _set_words(text[1:-1])
    if "/" in text:
        start, end = text.split("/")
        return _interval_words(start, end)
    return _date_words(text)


def _date_words(text: str) -> str:
    mark = text[-1] if text[-1] in "~?%" else ""
    plain = text.rstrip("~?%")
    clock = ""
    if "T" in plain:
        plain, _, clock = plain.partition("T")
    year, *rest = plain.split("-")
    if year.endswith("XX"):
        said = f"{year[:2]}00\u2013{year[:2]}99"
    elif year.endswith("X"):
        said = f"{year[:3]}0s"
    elif not rest or rest[0] == "XX":
        said = str(int(year))
    elif int(rest[0]) in _SEASON_NAMES:
        said = f"{_SEASON_NAMES[int(rest[0])]} {int(year)}"
    elif len(rest) == 1 or rest[1] == "XX":
        said = f"{_MONTHS[int(rest[0]) - 1]} {int(year)}"
    else:
        said = f"{int(rest[1])} {_MONTHS[int(rest[0]) - 1]} {int(year)}"
    if clock:
        said += f", {clock_words(clock)}"
    if mark in ("~", "%"):
        said = f"about {said}"
    return f"{said} (uncertain)" if mark in ("?", "%") else said


def clock_words(clock: str) -> str:
    """Say a time of day to the minute, with what is known of its zone: "14:30 UTC"."""
    zone = " UTC" if clock.endswith("Z") else f" (UTC{clock[-6:]})" if clock[-6:-5] in "+-" and len(clock) > 5 else ""
    return clock[:5] + zone


def month_abbreviation(month: int) -> str:
    """Name a month in three letters; 1 is January."""
    return _MONTHS[month - 1][:3]


def _interval_words(start: str, end: str) -> str:
    if start in ("", ".."):
        return f"until {_date_words(end)}"
    if end in ("", ".."):
        return f"from {_date_words(start)}" + (", end not known" if end == "" else "")
    return _joined(start, end, "\u2013", " to ")


def _set_words(inner: str) -> str:
    said = []
    for member in inner.split(","):
        low, dots, high = (part.strip() for part in member.strip().partition(".."))
        if not dots:
            said.append(_date_words(low))
        elif not low:
            said.append(f"by {_date_words(high)}")
        elif not high:
            said.append(f"{_date_words(low)} or later")
        else:
            said.append(f"between {_joined(low, high, ' and ', ' and ')}")
    return " or ".join(said)


def _joined(start: str, end: str, tight: str, loose: str) -> str:
    """Join two dates, saying what they share once: "3\u20137 May 2025", "20 January to 3 March 2025"."""
    first, last = _date_words(start), _date_words(end)
    if first == last:
        return first
    if _PLAIN_DAY.fullmatch(start) and _PLAIN_DAY.fullmatch(end) and start[:4] == end[:4]:
        month_shared = start[:7] == end[:7]
        short = first.split(" ")[0] if month_shared else first.rsplit(" ", 1)[0]
        return f"{short}{tight if month_shared else loose}{last}"
    if len(start) == len(end) == 4 and tight == "\u2013" and (start + end).isdigit():
        return f"{first}{tight}{last}"
    return f"{first}{loose}{last}"


def datetime_attribute(of: Edtf) -> str:
    """Give what HTML's `<time datetime>` can say of it: a day, a month or a year that is certain, else ""."""
    if of.kind != "date" or of.approximate or of.uncertain:
        return ""
    return of.text if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2}(T[\d:]+(Z|[+-]\d{2}:\d{2})?)?)?)?", of.text) else ""


def days_between(earlier: Edtf, later: Edtf) -> int | None:
    """Count the days from one to the other where both are single days, else none."""
    if earlier.earliest and earlier.earliest == earlier.latest and later.earliest and later.earliest == later.latest:
        return (later.earliest - earlier.earliest) // timedelta(days=1)
    return None
