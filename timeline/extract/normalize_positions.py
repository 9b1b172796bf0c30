"""Know where within something longer a time lies: early, in the middle, late, about, in its first weeks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from timeline.extract import normalize_calendar as cal
from timeline.extract.normalize_calendar import Stretch
from timeline.extract.normalize_lengths import length
from timeline.extract.normalize_meaning import Asked, Meaning

# Early, middle and late: thirds of the month, four months of the year, as annotators count them.
_THIRDS: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "M": {"START": (1, 10), "MID": (11, 20), "END": (21, 31)},
    "Y": {"START": (1, 4), "MID": (5, 8), "END": (9, 12)},
    "DE": {"START": (0, 3), "MID": (4, 6), "END": (7, 9)},
    "CE": {"START": (0, 33), "MID": (34, 66), "END": (67, 99)},
    "SE": {"START": (0, 0), "MID": (1, 1), "END": (2, 2)},
    "Q": {"START": (0, 0), "MID": (1, 1), "END": (2, 2)},
    "HY": {"START": (0, 1), "MID": (2, 3), "END": (4, 5)},
    "W": {"START": (0, 1), "MID": (2, 3), "END": (4, 6)},
}


def read_position(asked: Asked) -> Meaning | None:
    """Read "early June", "the end of 2009", "later this month": the stretch, and where within it."""
    inner = asked.inner
    if inner is None or not inner.value:
        return inner
    slots = asked.slots
    mod = str(next(slots[k] for k in ("position", "relative_position", "position_of", "position_in") if k in slots))
    if inner.period:
        return inner._replace(mod=mod)
    if inner.stretch is None:
        return None
    day = asked.dct
    if "relative_position" in slots and day and inner.stretch.contains(day):
        return inner._replace(mod=mod, edtf=_up_to_now(inner.stretch, mod, day))
    return inner._replace(mod=mod, edtf=third(inner.stretch, mod) or inner.edtf)


def _up_to_now(stretch: Stretch, mod: str, day: date) -> str:
    """Give the part of the stretch under way that is over ("earlier this month"), or still to come."""
    if stretch.unit == "D":
        return stretch.edtf
    start, end = (stretch.start, day - timedelta(days=1)) if mod == "START" else (day + timedelta(days=1), stretch.end)
    if start > end:
        return day.isoformat()
    keep = 7 if stretch.unit in ("Y", "HY", "DE", "CE") else 10
    low, high = start.isoformat()[:keep], end.isoformat()[:keep]
    return low if low == high else f"[{low}..{high}]"


def third(stretch: Stretch, mod: str) -> str:
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


def read_about(asked: Asked) -> Meaning | None:
    inner = asked.inner
    if inner is None or not inner.value:
        return inner
    plain = inner.edtf and inner.edtf[-1].isdigit() and "/" not in inner.edtf and "T" not in inner.edtf
    return inner._replace(mod=str(asked.slots["about_word"]), edtf=inner.edtf + "~" if plain else inner.edtf)


def read_edge_units(asked: Asked) -> Meaning | None:
    """Read "the first weeks of 2009": so many units from the beginning, or the end, of something."""
    inner = asked.inner
    if inner is None:
        return None
    slots = asked.slots
    mod = str(slots.get("early_units", slots.get("late_units")))
    low, high = inner.bounds if inner.period else (inner.stretch.start, inner.stretch.end) if inner.stretch else (None, None)
    count, unit = slots.get("count", "X"), str(slots["units"])
    number = count if isinstance(count, int) else _FEW
    edge = _edge(low, high, mod, number, unit)
    if edge is None:
        return inner._replace(mod=mod, stretch=None)
    start, end = edge
    if asked.dct and start <= asked.dct < end:
        end = asked.dct
    value = length(count, unit) if "count" in slots else inner.value
    return inner._replace(value=value, mod=mod, edtf=f"{start}/{end}" if start < end else start.isoformat(), stretch=None)


_FEW = 6  # how many "the early weeks" are at most


def _edge(low: date | None, high: date | None, mod: str, number: int, unit: str) -> tuple[date, date] | None:
    """Give the first and last day of so many units at the beginning or the end of something."""
    if mod == "START" and low:
        end = cal.moved(low, unit, number) - timedelta(days=1)
        return low, min(end, high or end)
    if mod == "END" and high:
        start = cal.moved(high, unit, -number) + timedelta(days=1)
        return max(start, low or start), high
    return None
