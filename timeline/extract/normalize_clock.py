"""Know times of day: clocks, mornings and nights, and the day to which they belong."""

from __future__ import annotations

from datetime import timedelta

from timeline.extract import normalize_calendar as cal
from timeline.extract.normalize_calendar import Stretch
from timeline.extract.normalize_meaning import NO_DCT, Asked, Meaning, at


def read_clock(asked: Asked) -> Meaning | None:
    slots = asked.slots
    if "clock_name" in slots:
        hour, minute = (int(part) for part in str(slots["clock_name"]).split(":"))
    else:
        hour, minute = int(slots.get("hour", 0)), int(slots.get("minute", 0))
    hour = _of_24(hour, str(slots.get("meridiem", "")))
    if hour > 24:
        return None
    zone = str(slots.get("zone", ""))
    value = f"T{hour:02}:{minute:02}" + ("Z" if zone == "Z" else "")
    day = _day_meant(asked)
    if day is None or day.stretch is None:
        return Meaning(f"XXXX-XX-XX{value}", reason=NO_DCT)
    date_ = day.stretch.start
    edtf = f"{date_}T{hour:02}:{minute:02}{zone}" if hour < 24 else date_.isoformat()
    return day._replace(value=f"{date_}{value}", edtf=edtf)


def _of_24(hour: int, meridiem: str) -> int:
    if meridiem == "pm" and hour < 12:
        return hour + 12
    return 0 if meridiem == "am" and hour == 12 else hour


def read_daypart(asked: Asked) -> Meaning | None:
    slots = asked.slots
    part = str(slots.get("daypart", "NI"))
    if "deictic_night" in slots or "this_word" in slots:
        by = timedelta(days=int(slots.get("deictic_night", 0)))
        day = at(Stretch("D", asked.dct + by), "dct") if asked.dct else None
    else:
        day = _day_meant(asked)
        if day and day.stretch and "by" in slots:  # "the next morning"
            day = day._replace(stretch=day.stretch.shift(int(slots["by"])))
    if day is None or day.stretch is None:
        return Meaning(f"XXXX-XX-XXT{part}", reason=NO_DCT)
    date_ = day.stretch.start.isoformat()
    return day._replace(value=f"{date_}T{part}", edtf=date_, mod=str(slots.get("position", day.mod)))


def _day_meant(asked: Asked) -> Meaning | None:
    """Give the day of a time of day: the one it names, else the last one spoken of, else that of the article."""
    slots = asked.slots
    if asked.inner:
        return asked.inner if asked.inner.stretch and asked.inner.stretch.unit == "D" else None
    if "year" in slots and "day" in slots:
        day = cal.make_day(int(slots["year"]), int(slots["month"]), int(slots["day"]))
        return at(Stretch("D", day), dated=True) if day else None
    said = asked.context.last_said("D")
    if said:
        return at(said.stretch, "previous", dated=said.dated)
    return at(Stretch("D", asked.dct), "dct") if asked.dct else None
