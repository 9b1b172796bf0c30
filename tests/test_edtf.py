"""The EDTF profile: what is read, how it is bounded, sorted and worded."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from timeline.edtf import Edtf, EdtfFault, bounded, datetime_attribute, days_between, known, lasting, parse, words

D = date


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2025-03-03", D(2025, 3, 3), D(2025, 3, 3), "day"),
        ("2025-03", D(2025, 3, 1), D(2025, 3, 31), "month"),
        ("2024-02", D(2024, 2, 1), D(2024, 2, 29), "month"),
        ("2025", D(2025, 1, 1), D(2025, 12, 31), "year"),
        ("201X", D(2010, 1, 1), D(2019, 12, 31), "decade"),
        ("19XX", D(1900, 1, 1), D(1999, 12, 31), "century"),
        ("2021-22", D(2021, 6, 1), D(2021, 8, 31), "season"),
        ("2004-XX", D(2004, 1, 1), D(2004, 12, 31), "year"),
        ("2004-06-XX", D(2004, 6, 1), D(2004, 6, 30), "month"),
        ("2025-03-03~", D(2025, 3, 3), D(2025, 3, 3), "day"),
        ("2024-03/2025-03", D(2024, 3, 1), D(2025, 3, 31), "month"),
        ("2014/2016-05-04", D(2014, 1, 1), D(2016, 5, 4), "year"),
        ("2020-03/..", D(2020, 3, 1), None, "month"),
        ("2020-03/", D(2020, 3, 1), None, "month"),
        ("../2025-03-03", None, D(2025, 3, 3), "day"),
        ("[..2025-03-03]", None, D(2025, 3, 3), "day"),
        ("[2025-01-20..2025-03-03]", D(2025, 1, 20), D(2025, 3, 3), "day"),
        ("[2024, 2026]", D(2024, 1, 1), D(2026, 12, 31), "year"),
        ("2025-03-03T10:30Z", D(2025, 3, 3), D(2025, 3, 3), "time"),
    ],
)
def test_bounds_are_strict(text: str, earliest: date | None, latest: date | None, precision: str) -> None:
    found = known(text)
    assert (found.earliest, found.latest, found.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2025-02-30", "February 2025 has 28 days"),
        ("2025-13", "there is no month 13"),
        ("0000", "the years are 0001 to 9999"),
        ("last Friday", "`last Friday` is not an EDTF date"),
        ("03/04/2025", "an interval has one `/`"),
        ("2025-03-03/2025-01", "the interval ends before it begins"),
        ("[2025-03-03..2025-01-01]", "the range ends before it begins"),
        ("[2025", "the set has no closing `]`"),
        ("[]", "the set has an empty member"),
        ("{2024,2025}", "a set of several dates is not one event"),
        ("../..", "an interval needs at least one end"),
        ("2025-03-03T25:00", "`25:00` is not a time of day"),
        ("201X-05", "a month cannot stand with a year that is not known"),
        ("2" * 65, "a date has at most 64 characters"),
        ("", "`` is not an EDTF date"),
        ("２０２５", "`２０２５` is not an EDTF date"),
    ],
)
def test_a_fault_says_what_is_wrong(text: str, reason: str) -> None:
    found = parse(text)
    assert isinstance(found, EdtfFault)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025-03-03", "3 March 2025"),
        ("2025-03", "March 2025"),
        ("2021-23", "autumn 2021"),
        ("201X", "2010s"),
        ("19XX", "1900\u20131999"),
        ("2016~", "about 2016"),
        ("2016?", "2016 (uncertain)"),
        ("2016%", "about 2016 (uncertain)"),
        ("[..2025-03-03]", "by 3 March 2025"),
        ("[2025-01-20..2025-03-03]", "between 20 January and 3 March 2025"),
        ("[2024-12-20..2025-03-03]", "between 20 December 2024 and 3 March 2025"),
        ("[2025-03-03..]", "3 March 2025 or later"),
        ("[2024,2025]", "2024 or 2025"),
        ("2025-05-03/2025-05-07", "3\u20137 May 2025"),
        ("2025-01-20/2025-03-03", "20 January to 3 March 2025"),
        ("2014/2016", "2014\u20132016"),
        ("2024-03/2025-03", "March 2024 to March 2025"),
        ("2020-03/..", "from March 2020"),
        ("../2025-03-03", "until 3 March 2025"),
        ("2025-03-03T14:30Z", "3 March 2025, 14:30 UTC"),
        ("2025-03-03T14:30+02:00", "3 March 2025, 14:30 (UTC+02:00)"),
    ],
)
def test_readers_see_words_with_the_true_precision(text: str, said: str) -> None:
    assert words(known(text)) == said


@pytest.mark.parametrize(
    ("text", "attribute"),
    [("2025-03-03", "2025-03-03"), ("2025-03", "2025-03"), ("2025", "2025"), ("2025~", ""), ("2021-22", ""), ("2014/2016", ""), ("[..2025]", ""), ("201X", "")],
)
def test_html_gets_a_datetime_only_where_it_is_certain(text: str, attribute: str) -> None:
    assert datetime_attribute(known(text)) == attribute


def test_a_bound_that_leaves_one_day_is_that_day() -> None:
    assert bounded(D(2025, 3, 3), D(2025, 3, 3)).text == "2025-03-03"
    assert bounded(None, D(2025, 3, 3)).text == "[..2025-03-03]"
    assert lasting(D(2025, 1, 1), None).text == "2025-01-01/.."


def test_days_are_counted_only_between_single_days() -> None:
    assert days_between(known("2025-03-03"), known("2025-03-10")) == 7
    assert days_between(known("2025-03"), known("2025-03-10")) is None


def test_an_open_end_overlaps_everything_on_its_side() -> None:
    assert known("[..2025-03-03]").overlaps(known("1998"))
    assert not known("[..2025-03-03]").overlaps(known("2026"))


days = st.dates(min_value=D(1000, 1, 1), max_value=D(2999, 12, 31))
simple = st.one_of(
    days.map(lambda d: d.isoformat()),
    days.map(lambda d: f"{d:%Y-%m}"),
    days.map(lambda d: f"{d:%Y}"),
    st.tuples(days, st.sampled_from("~?%")).map(lambda t: f"{t[0]:%Y-%m}{t[1]}"),
)


@given(simple)
def test_bounds_are_those_of_the_edtf_package(text: str) -> None:
    found, other = known(text), parse_edtf(text)
    assert found.earliest == D(*other.lower_strict()[:3])
    assert found.latest == D(*other.upper_strict()[:3])


@given(simple, simple)
def test_an_interval_is_read_or_refused_and_never_reversed(first: str, second: str) -> None:
    found = parse(f"{first}/{second}")
    if isinstance(found, Edtf):
        assert found.earliest is not None and found.latest is not None
        assert found.earliest <= found.latest
        assert parse(str(found)) == found
        assert words(found)


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_a_fault(text: str) -> None:
    found = parse(text)
    assert isinstance(found, Edtf | EdtfFault)
    if isinstance(found, Edtf):
        assert parse(str(found)) == found
        assert found.sort_day
        assert words(found)
