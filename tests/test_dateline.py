"""A dateline gives the day an article was written; a date in its text does not."""

from __future__ import annotations

import time
from datetime import date

import pytest

from timeline.dateline import dateline_date, find_full_dates


@pytest.mark.parametrize(
    "text",
    [
        "MOSCOW, March 3, 2025 - The port is closed.",
        "KYIV, Ukraine, 3 Mar. 2025 (Agency) \u2014 The port is closed.",
        "WASHINGTON, D.C. \u2013 March 3, 2025 \u2013 The port is closed.",
        "TALLINN, March 3, 2025 /Wire/ -- The port is closed.",
        "Port closed\nMonday, March 3, 2025\nThe port is closed.",
        "2025-03-03\r\nThe port will open on March 9, 2025.",
        "3rd of March 2025\n\nThe port is closed.",
    ],
)
def test_a_dateline_is_read(text: str) -> None:
    assert dateline_date(text) == date(2025, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "MOSCOW, March 3 - The port is closed.",
        "MOSCOW, March 2025 - The port is closed.",
        "MOSCOW, 03/04/2025 - The port is closed.",
        "MOSCOW, February 30, 2025 - The port is closed.",
        "MOSCOW, March 3, 2025. The port is closed.",
        "On Monday, March 3, 2025 - the day of the talks - the port was closed.",
        "NATO said that by March 3, 2025 - the day of the talks - the port was closed.",
        "US officials met on 3 March 2025 - and left.",
        "By Jane Roe, March 3, 2025",
        "Last revised: March 3, 2025",
        "One\nTwo\nThree\nMarch 3, 2025",
        "March 3, 2025\nMarch 4, 2025\nText.",
        "",
    ],
)
def test_what_is_no_full_dateline_gives_nothing(text: str) -> None:
    assert dateline_date(text) is None


def test_full_dates_are_found_with_their_places() -> None:
    text = "from 1 May 2024 to June 2nd, 2024, not in 2024-06 nor on 2024-06-03-x; 2024-06-04"
    assert [(text[start:end], day) for start, end, day in find_full_dates(text)] == [
        ("1 May 2024", date(2024, 5, 1)),
        ("June 2nd, 2024", date(2024, 6, 2)),
        ("2024-06-04", date(2024, 6, 4)),
    ]


@pytest.mark.parametrize("unit", [" ", "1 ", "March ", "A ", "(", "-", "1 March ", "MOSCOW, "])
def test_a_hundred_thousand_of_anything_end_in_a_moment(unit: str) -> None:
    start = time.process_time()
    assert dateline_date(unit * 100_000) is None
    assert list(find_full_dates(unit * 100_000)) == []
    assert time.process_time() - start < 2.0
