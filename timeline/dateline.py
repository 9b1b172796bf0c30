"""Know full dates as people write them, and the line at the head of an article that says when it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

# Either order of day and month, with the name of the month: 03/04/2025 is two days and so is none.
_DATES = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<iso>\d{4}-\d{2}-\d{2})(?![\w-])"
    r"|(?P<day1>\d{1,2})(?:st|nd|rd|th)?[ \u00a0](?:of[ \u00a0])?(?P<month1>[^\W\d_]{3,12})\.?,?[ \u00a0](?P<year1>\d{4})\b"
    r"|(?P<month2>[^\W\d_]{3,12})\.?[ \u00a0](?P<day2>\d{1,2})(?:st|nd|rd|th)?,?[ \u00a0](?P<year2>\d{4})\b"
    r")"
)
_HEAD = 120  # characters in which a dateline is over
_LINES = 3  # of an article that may be a date and nothing else
_DASH = re.compile(r"[ \u00a0]{0,3}(?:\([^()\n]{1,40}\)|/[^/\n]{1,40}/)?[ \u00a0]{0,3}(?:--|[-\u2013\u2014:])(?=\s)")
_PLACE = re.compile(r"[^\W\d_]{2,40}")
_LEFT_OVER = re.compile(r"[^\W_]+")


def find_full_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Find dates that have day, month and year, with where they stand."""
    for hit in _DATES.finditer(text):
        found = _date(hit)
        if found:
            yield hit.start(), hit.end(), found


def dateline_date(text: str) -> date | None:
    """Give the day that the first lines of an article are dated, if just one is.

    A dateline is a place in capitals, then the date, then a dash; or one of the first lines is a date alone.
    """
    lines = [line for line in re.split(r"[\r\n]+", text[:2000]) if line.strip()][:_LINES]
    found = {day for line in lines if (day := _dated(line.strip())) is not None}
    return found.pop() if len(found) == 1 else None


def _dated(line: str) -> date | None:
    found = list(find_full_dates(line[:_HEAD]))
    if len(found) != 1:
        return None
    start, end, day = found[0]
    before, after = line[:start], line[end:]
    place = _PLACE.match(before)
    if place and place[0].isupper() and _is_place(before) and _DASH.match(after):
        return day
    left = _LEFT_OVER.findall(before) + _LEFT_OVER.findall(after)
    return day if not any(not _names().weekday_of(word) for word in left) else None


def _is_place(before: str) -> bool:
    """Say whether these are names and then a comma or a dash: no word but a short one begins with a small letter."""
    is_name = all(not word[0].islower() or len(word) < 4 for word in before.split())
    return is_name and before.rstrip()[-1] in ",-\u2013\u2014" and not re.search(r"[!?;]|[a-z]{3}\.", before)


def _date(hit: re.Match[str]) -> date | None:
    if hit["iso"]:
        year, month, day = (int(part) for part in hit["iso"].split("-"))
    else:
        which = "1" if hit["day1"] else "2"
        month = _names().month_of(hit[f"month{which}"])
        year, day = int(hit[f"year{which}"]), int(hit[f"day{which}"])
    try:
        return date(year, month, day)
    except ValueError:
        return None


class _Names:
    """The names of months and weekdays, from dateutil, which has them as data."""

    def __init__(self) -> None:
        from dateutil.parser import parserinfo

        self._info = parserinfo()

    def month_of(self, word: str) -> int:
        return self._info.month(word) or 0

    def weekday_of(self, word: str) -> bool:
        return self._info.weekday(word) is not None


@cache
def _names() -> _Names:
    return _Names()
