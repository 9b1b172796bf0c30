"""Stretches of the calendar and the readings that need more than a line of text to show."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.edtf import parse
from timeline.extract.normalize import READERS
from timeline.extract.normalize_calendar import Stretch, moved, nth_weekday, season_of_year, stretch_of
from timeline.extract.normalize_lengths import length
from timeline.extract.normalize_parts import nth_part
from timeline.extract.timex import find_timexes
from timeline.knowledge.temporal import load_temporal
from timeline.model import Article, Passage, Timex
from timeline.text import Span

RULES = load_temporal("en")


def read(text: str, dct: str = "2014-07-16") -> tuple[Timex, ...]:
    when = date.fromisoformat(dct) if dct else None
    return find_timexes(Article("a", "a.txt", "text/plain", text, (Passage("paragraph", Span(0, len(text))),), "", document_creation_time=when), RULES, {})


# --- the calendar --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "value", "edtf", "last"),
    [
        ("D", "2014-07-16", "2014-07-16", "2014-07-16"),
        ("W", "2014-W29", "[2014-07-14..2014-07-20]", "2014-07-20"),
        ("WE", "2014-W29-WE", "[2014-07-19..2014-07-20]", "2014-07-20"),
        ("M", "2014-07", "2014-07", "2014-07-31"),
        ("Q", "2014-Q3", "[2014-07..2014-09]", "2014-09-30"),
        ("HY", "2014-H2", "[2014-07..2014-12]", "2014-12-31"),
        ("SE", "2014-SU", "2014-22", "2014-08-31"),
        ("Y", "2014", "2014", "2014-12-31"),
        ("DE", "201", "201X", "2019-12-31"),
        ("CE", "20", "20XX", "2099-12-31"),
    ],
)
def test_a_day_stands_in_its_stretch_of_each_unit(unit: str, value: str, edtf: str, last: str) -> None:
    day = date(2014, 7, 16)
    found = stretch_of(unit, day)
    assert (found.value, found.edtf, found.end.isoformat()) == (value, edtf, last)
    assert found.contains(day) or unit == "WE"  # a weekend holds no Wednesday
    assert str(parse(found.edtf)) == edtf
    assert found.shift(1).start > found.end
    assert found.shift(-1).end < found.start
    assert found.shift(5).shift(-5) == found


def test_a_winter_is_filed_under_its_december() -> None:
    assert stretch_of("SE", date(2014, 1, 5)) == season_of_year("WI", 2013)
    assert season_of_year("WI", 2013).value == "2013-WI"


def test_a_month_later_stays_within_the_month() -> None:
    assert moved(date(2012, 1, 31), "M", 1) == date(2012, 2, 29)
    assert moved(date(2012, 2, 29), "Y", 1) == date(2013, 2, 28)


@pytest.mark.parametrize(("unit", "by"), [("Y", 9000), ("Y", -3000), ("D", 10**7), ("W", -(10**6)), ("CE", 10**9)])
def test_beyond_the_years_of_the_calendar_is_an_overflow(unit: str, by: int) -> None:
    with pytest.raises(OverflowError):
        moved(date(2014, 7, 16), unit, by)


def test_nth_weekdays_count_from_both_ends() -> None:
    assert nth_weekday(2010, 11, 2, 1) == date(2010, 11, 2)
    assert nth_weekday(2010, 5, 1, -1) == date(2010, 5, 31)
    assert nth_weekday(2010, 2, 1, 5) is None


def test_weeks_belong_to_the_month_that_holds_their_thursday() -> None:
    march = stretch_of("M", date(2009, 3, 1))
    assert nth_part(march, "W", -1) == Stretch("W", date(2009, 3, 23))
    assert nth_part(march, "W", 1) == Stretch("W", date(2009, 3, 2))
    assert nth_part(march, "W", 6) is None
    assert nth_part(march, "Y", 1) is None


@pytest.mark.parametrize(
    ("amount", "unit", "value"),
    [(3, "Y", "P3Y"), (30, "MIN", "PT30M"), (2.5, "Y", "P2.5Y"), ("X", "W", "PXW"), (0.5, "H", "PT30M"), (2, "FN", "P4W"), (1, "DE", "P1DE"), (1, "NI", "P1NI")],
)
def test_lengths_are_written_as_timex3_has_them(amount: int | float | str, unit: str, value: str) -> None:
    assert length(amount, unit) == value


def test_every_meaning_in_the_rules_has_its_reader_and_every_reader_a_rule() -> None:
    used = {rule.means for rule in RULES.rules if rule.type != "NONE"}
    assert used | {"period"} == set(READERS)


# --- far away --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["9,000 years ago", "300 million years ago", "99999 centuries ago", "5000 decades from now"])
def test_what_lies_outside_the_calendar_is_left_open_with_the_reason(text: str) -> None:
    (found,) = read(f"It was {text}.")
    assert (found.value, found.edtf) == ("", None)
    assert "9999" in found.reason


@pytest.mark.parametrize("dct", ["0001-01-01", "9999-12-31"])
def test_the_edges_of_the_calendar_raise_nothing(dct: str) -> None:
    text = "last year, next week, last month, this quarter, yesterday, tomorrow, last summer, the past ten years, Friday, in May, early next year, that weekend, a decade ago"
    assert len(read(text, dct)) > 8


# --- where within ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "mod", "edtf"),
    [
        ("early May 2013", "2013-05", "START", "[2013-05-01..2013-05-10]"),
        ("mid-May 2013", "2013-05", "MID", "[2013-05-11..2013-05-20]"),
        ("late February 2013", "2013-02", "END", "[2013-02-21..2013-02-28]"),
        ("early 2013", "2013", "START", "[2013-01..2013-04]"),
        ("the end of the 1990s", "199", "END", "[1997..1999]"),
        ("early last week", "2014-W28", "START", "[2014-07-07..2014-07-08]"),
        ("earlier this week", "2014-W29", "START", "[2014-07-14..2014-07-15]"),
        ("later this year", "2014", "END", "[2014-07..2014-12]"),
        ("earlier this year", "2014", "START", "[2014-01..2014-07]"),
        ("late summer 2013", "2013-SU", "END", "2013-08"),
        ("the first weeks of 2013", "2013", "START", "2013-01-01/2013-02-11"),
        ("about 1790", "1790", "APPROX", "1790~"),
    ],
)
def test_a_position_keeps_the_value_and_narrows_the_date(text: str, value: str, mod: str, edtf: str) -> None:
    (found,) = read(f"It happened in {text}.")
    assert (found.text, found.value, found.mod, str(found.edtf)) == (text, value, mod, edtf)


# --- clocks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "edtf"),
    [
        ("9 a.m.", "2014-07-16T09:00", "2014-07-16T09:00"),
        ("12 a.m.", "2014-07-16T00:00", "2014-07-16T00:00"),
        ("12:15 p.m.", "2014-07-16T12:15", "2014-07-16T12:15"),
        ("midnight", "2014-07-16T24:00", "2014-07-16"),
        ("5 o'clock", "2014-07-16T05:00", "2014-07-16T05:00"),
        ("14:05 GMT", "2014-07-16T14:05Z", "2014-07-16T14:05Z"),
        ("2:45 P.M. EST", "2014-07-16T14:45", "2014-07-16T14:45-05:00"),
        ("noon on Monday", "2014-07-14T12:00", "2014-07-14T12:00"),
    ],
)
def test_clock_times_belong_to_a_day(text: str, value: str, edtf: str) -> None:
    (found,) = read(f"It rang at {text} in the tower.")
    assert (found.text, found.type, found.value, str(found.edtf)) == (text, "TIME", value, edtf)


def test_a_clock_without_any_day_says_so() -> None:
    (found,) = read("It rang at 9 a.m. sharp.", dct="")
    assert (found.value, found.edtf) == ("XXXX-XX-XXT09:00", None)
    assert found.reason


# --- numbers in words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five years", "P25Y"),
        ("two hundred and ten days", "P210D"),
        ("one hundred years", "P100Y"),
        ("two and a half years", "P2.5Y"),
        ("two-and-a-half-year", "P2.5Y"),
        ("a dozen weeks", "P12W"),
        ("half an hour", "PT30M"),
        ("1,000 years", "P1000Y"),
        ("1.5 hours", "PT1.5H"),
        ("2 million years", "P2000000Y"),
        ("forty days", "P40D"),
    ],
)
def test_amounts_in_words_and_figures(text: str, value: str) -> None:
    (found,) = read(f"It took {text} wait.")
    assert (found.text, found.value) == (text, value)
