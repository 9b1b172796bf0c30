"""Know spans of years, eras, fiscal years, decades, centuries, and the quarters and weeks within something longer."""

from __future__ import annotations

from datetime import date

from timeline.extract.normalize_calendar import stretch_of
from timeline.extract.normalize_meaning import NO_DCT, Asked, Meaning, at
from timeline.extract.normalize_parts import Part, choose, nth_part, whole_year


def read_year_span(asked: Asked) -> Meaning | None:
    year, to = int(asked.slots["year"]), int(asked.slots["to_year"])
    if to < 100:
        if year % 100 >= to:  # 2014-06 is a month, not a span
            part = Part("M", to)
            stretch = part.in_year(year)
            return at(stretch, dated=True) if stretch else None
        to += year // 100 * 100
    if to <= year:
        return None
    interval = f"{year:04}/{to:04}"
    return Meaning(interval, stretch_of("Y", date(to, 1, 1)), interval, dated=True)


def read_era(asked: Asked) -> Meaning | None:
    year = int(asked.slots["year"])
    if asked.slots["era_mark"] == "BC":
        return Meaning(f"BC{year:04}", reason="")
    return at(stretch_of("Y", date(year, 1, 1)), dated=True) if 1 <= year <= 9999 else None


def read_fiscal(asked: Asked) -> Meaning | None:
    if "year" in asked.slots:
        return Meaning(f"FY{whole_year(int(asked.slots['year']), asked.dct):04}")
    if asked.dct is None:
        return Meaning("", reason=NO_DCT)
    return Meaning(f"FY{asked.dct.year + int(asked.slots['shift']):04}", anchor="dct")


def read_decade(asked: Asked) -> Meaning:
    number = int(asked.slots["decade"])
    if number < 10:  # the eighties: of the century in which they were last
        now = (asked.dct.year if asked.dct else 2029) // 10
        number = now - (now - number) % 10
    whole_century = number % 10 == 0 and number < 200  # "the 1800s", but not "the 2000s"
    return at(stretch_of("CE" if whole_century else "DE", date(number * 10, 1, 1)), dated=True)


def read_century(asked: Asked) -> Meaning | None:
    number = int(asked.slots["number"])
    return at(stretch_of("CE", date((number - 1) * 100, 1, 1)), dated=True) if 2 <= number <= 99 else None


def read_part_of(asked: Asked) -> Meaning | None:
    whole = asked.inner
    if whole is None or whole.stretch is None:
        return None
    found = nth_part(whole.stretch, str(asked.slots["part"]), int(asked.slots["number"]))
    return at(found, whole.anchor, dated=whole.dated) if found else None


def read_bare_part(asked: Asked) -> Meaning | None:
    """Read "the fourth quarter" without a year, as a month without one."""
    unit = str(asked.slots.get("part", "Q"))
    number = int(asked.slots.get("quarter", asked.slots.get("number", 0)))
    if number < 0:
        number = 4 if unit == "Q" else 2
    part = Part(unit, number=number)
    if not 1 <= number <= 4:
        return None
    year = asked.context.borrowed_year(asked.first, unit)
    if year is not None:
        stretch = part.in_year(year)
        return at(stretch, "previous") if stretch else None
    if asked.dct is None:
        return Meaning(part.without_year, reason="no year is given, and " + NO_DCT)
    found = choose(part, asked.dct, asked.direction())
    return at(found, "dct") if found else None


def read_within(asked: Asked) -> Meaning | None:
    year = asked.inner
    part = Part.of(asked.slots)
    if year is None or year.stretch is None or part is None:
        return None
    found = part.in_year(year.stretch.start.year)
    return at(found, year.anchor, dated=year.dated) if found else None
