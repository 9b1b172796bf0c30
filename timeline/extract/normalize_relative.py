"""Know what is counted from the creation time of a text, or from what it said before."""

from __future__ import annotations

from datetime import timedelta

from timeline.extract import normalize_calendar as cal
from timeline.extract.normalize_calendar import Stretch, stretch_of
from timeline.extract.normalize_lengths import length, unit_and_amount
from timeline.extract.normalize_meaning import NO_DCT, NOTHING_SAID, Asked, Meaning, at
from timeline.extract.normalize_parts import Part, shifted_part
from timeline.extract.normalize_positions import third
from timeline.knowledge.temporal_patterns import Value


def read_deictic(asked: Asked) -> Meaning:
    if asked.dct is None:
        return Meaning("", reason=NO_DCT)
    return at(Stretch("D", asked.dct + timedelta(days=int(asked.slots["deictic_day"]))), "dct")


def read_shifted(asked: Asked) -> Meaning:
    if asked.dct is None:
        return Meaning("", reason=NO_DCT)
    unit, shift = str(asked.slots["unit"]), int(asked.slots["shift"])
    found = stretch_of(unit, asked.dct)
    if unit == "WE" and shift == 0 and asked.dct.isoweekday() < 4 and asked.direction() < 0:
        shift = -1  # "this weekend" told early in the week, as past, is the one just over
    return at(found.shift(shift), "dct")


def read_recent_span(asked: Asked) -> Meaning:
    slots = asked.slots
    unit, amount = str(slots["unit"]), slots["amount"]
    way = int(slots.get("way", slots.get("past_span", slots.get("next_span", -1))))
    value = length(amount, unit)
    told = way > 0 and asked.direction() < 0  # "the next two years" of a story
    if asked.dct is None or told or not isinstance(amount, int) or unit not in cal.UNITS:
        return Meaning(value)
    then = cal.moved(asked.dct, unit, way * amount)
    ends = sorted((then, asked.dct))
    keep = {"Y": 7, "M": 7, "Q": 7, "DE": 4, "CE": 4}.get(unit, 10)
    return Meaning(value, edtf="/".join(d.isoformat()[:keep] for d in ends), anchor="dct")


def read_distance(asked: Asked) -> Meaning | None:
    slots = asked.slots
    unit, amount = unit_and_amount(slots)
    way = int(slots["way"])
    said = asked.context.last_said("Y") if slots.get("base") == "previous" else None
    base = said.stretch.start if said else asked.dct
    if asked.inner:
        return _from_day(asked.inner, unit, amount)
    if not isinstance(amount, int):
        whole = {"Y": (6, "M"), "DE": (5, "Y"), "CE": (50, "Y"), "D": (0, "D"), "W": (0, "W")}.get(unit)
        if whole is None or not isinstance(amount, float):
            return Meaning("PAST_REF" if way < 0 else "FUTURE_REF")
        amount, unit = round(amount * 2 * whole[0]), whole[1]
    if slots.get("base") and way > 0 and said is None:
        base = None  # what comes "two days later" is counted from something told
    if base is None:
        return Meaning("", reason=NOTHING_SAID if slots.get("base") else NO_DCT)
    if unit not in cal.UNITS:
        return Meaning(length(amount, unit)) if said or unit in ("H", "MIN", "S") else None
    then = cal.moved(base, unit, way * amount)
    unit = "Y" if unit == "DE" else unit
    finer = said is not None and said.stretch.unit in ("M", "Q") and unit in ("Y", "DE")
    stretch = stretch_of(said.stretch.unit if said and finer else unit, then)
    return at(stretch, "previous" if said else "dct")


def _from_day(day: Meaning | None, unit: str, amount: Value) -> Meaning | None:
    """Read "two weeks from Monday"."""
    if day is None or day.stretch is None or not isinstance(amount, int) or unit not in cal.UNITS:
        return day
    return at(Stretch("D", cal.moved(day.stretch.start, unit, amount)), day.anchor, dated=day.dated)


def read_week_of(asked: Asked) -> Meaning | None:
    day = asked.inner
    return at(stretch_of("W", day.stretch.start), day.anchor, dated=day.dated) if day and day.stretch else day


def read_before_last(asked: Asked) -> Meaning:
    if asked.dct is None:
        return Meaning("", reason=NO_DCT)
    by = -2 if asked.context.is_in(asked.last - 1, "=last") else 2
    return at(stretch_of(str(asked.slots["unit"]), asked.dct).shift(by), "dct")


def read_compared(asked: Asked) -> Meaning | None:
    """Read "from 14 % a year ago": the measure of a comparison, which dates no event, and yet has a date."""
    date_meant = read_distance(asked)
    unit, amount = unit_and_amount(asked.slots)
    return Meaning(length(amount, unit), edtf=date_meant.edtf if date_meant else "", anchor="dct")


def read_remainder(asked: Asked) -> Meaning:
    """Read "the rest of the week": from the creation time to the end of the unit under way."""
    unit = str(asked.slots["unit"])
    if asked.dct is None or unit not in cal.UNITS:
        return Meaning(length(1, unit))
    end = stretch_of(unit, asked.dct).end
    edtf = f"{asked.dct}/{end}" if asked.dct < end else asked.dct.isoformat()
    return Meaning(length(1, unit), edtf=edtf, anchor="dct")


# --- counted from what was said before -------------------------------------------------------------


def read_definite(asked: Asked) -> Meaning | None:
    """Read "the day", "the entire year": the one just spoken of, else the one under way."""
    unit = str(asked.slots["unit"])
    said = asked.context.last_said(unit)
    if unit == "D":
        return at(said.stretch, "previous") if said else None
    near = said is not None and unit != "WE" and ("whole" in asked.slots or asked.context.same_sentence(said.at, asked.first))
    if said and near:
        return at(stretch_of(unit, said.stretch.start), "previous")
    if asked.dct is None:
        return None
    found = stretch_of(unit, asked.dct)
    if unit == "WE" and asked.dct.isoweekday() < 6 and asked.direction() <= 0:
        found = found.shift(-1)
    return at(found, "dct")


def read_unit_end(asked: Asked) -> Meaning:
    """Read "year's end": of the unit under way."""
    if asked.dct is None:
        return Meaning("", reason=NO_DCT)
    found = stretch_of(str(asked.slots["unit"]), asked.dct)
    return at(found, "dct")._replace(mod="END", edtf=third(found, "END") or found.edtf)


def read_same_unit(asked: Asked) -> Meaning:
    said = asked.context.last_said(str(asked.slots["unit"]))
    if said is None:
        return Meaning("", reason=NOTHING_SAID)
    return at(stretch_of(str(asked.slots["unit"]), said.stretch.start), "previous", dated=said.dated)


def read_that_part(asked: Asked) -> Meaning | None:
    """Read "that fall": of the year just spoken of, else the last one over."""
    part, said = Part.of(asked.slots), asked.context.last_said("Y")
    if part is None:
        return None
    if said is None:
        return shifted_part(part, -1, asked.dct) if asked.dct else Meaning("", reason=NOTHING_SAID)
    found = part.in_year(said.stretch.start.year)
    return at(found, "previous", dated=said.dated) if found else None


def read_same_within(asked: Asked) -> Meaning | None:
    """Read "the same period last year": what was just spoken of, in another year."""
    year = asked.inner
    if year is None or year.stretch is None:
        return year
    said = asked.context.last_said(str(asked.slots.get("unit", "HY")))
    if said is None or said.stretch.unit not in ("M", "Q", "SE", "HY", asked.slots.get("unit")):
        return year
    back = year.stretch.start.year - said.stretch.start.year
    return at(stretch_of(said.stretch.unit, cal.moved(said.stretch.start, "Y", back)), "previous", dated=year.dated)


def read_following(asked: Asked) -> Meaning:
    slots = asked.slots
    unit = str(slots["unit"])
    by = int(slots["by"])
    said = asked.context.last_said(unit)
    base = said.stretch.start if said else asked.dct
    if base is None:
        return Meaning("", reason=NOTHING_SAID)
    return at(stretch_of(unit, base).shift(by), "previous" if said else "dct", dated=bool(said and said.dated))


def read_year_back(asked: Asked) -> Meaning:
    """Read "the year-ago quarter", "the year-earlier period": what was just spoken of, or was last over, a year before."""
    units = (str(asked.slots["unit"]),) if "unit" in asked.slots else ("M", "Q", "SE", "HY")
    said = next((s for s in reversed(asked.context.said) if s.stretch.unit in units), None)
    if said is not None:
        return at(stretch_of(said.stretch.unit, cal.moved(said.stretch.start, "Y", -1)), "previous")
    if asked.dct is None:
        return Meaning("", reason=NO_DCT)
    last = stretch_of(units[0], asked.dct).shift(-1) if len(units) == 1 else stretch_of("Y", asked.dct)
    return at(stretch_of(last.unit, cal.moved(last.start, "Y", -1)), "dct")
