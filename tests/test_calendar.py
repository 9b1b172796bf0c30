"""The calendar is read by another program as what was meant, and no event can write a line of its own into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from samples import SETTINGS, event, timeline_of

from timeline.model import Event
from timeline.publish.calendar import render_ics

UPDATED = datetime(2021, 6, 7, tzinfo=UTC)
PUBLISHED = replace(SETTINGS, base_url="https://example.org/harbor/")


def written(*events: Event) -> bytes:
    return render_ics(timeline_of(*events), PUBLISHED, UPDATED).whole()


def read(*events: Event) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(written(*events))
    assert calendar.errors == []
    return [each for each in calendar.walk("VEVENT") if isinstance(each, icalendar.Event)]


def test_an_event_takes_its_whole_day_and_nobodys_time() -> None:
    (entry,) = read(event("closing", title="Navy closes harbor", body="It *was* closed, by; order\\ of\n\nthe navy."))
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (date(2021, 5, 4), date(2021, 5, 5))
    assert (str(entry["summary"]), str(entry["transp"]), str(entry["status"])) == ("Navy closes harbor", "TRANSPARENT", "CONFIRMED")
    assert str(entry["description"]) == "It was closed, by; order\\ of the navy.\nhttps://example.org/harbor/events/closing.html"
    assert str(entry["url"]) == "https://example.org/harbor/events/closing.html"
    assert entry.decoded("dtstamp") == UPDATED
    assert str(entry["uid"]).endswith("@example.org")


@pytest.mark.parametrize(
    ("when", "first", "last", "said"),
    [
        ("2021-05", date(2021, 5, 1), date(2021, 5, 31), " (May 2021)"),
        ("2021-05-04~", date(2021, 5, 4), date(2021, 5, 4), " (about 4 May 2021)"),
        ("2021-05-04/2021-05-06", date(2021, 5, 4), date(2021, 5, 6), " (4\u20136 May 2021)"),
        ("[2021-05-04..2021-05-06]", date(2021, 5, 4), date(2021, 5, 6), " (between 4 and 6 May 2021)"),
        ("[..2021-05-06]", date(2021, 5, 6), date(2021, 5, 6), " (by 6 May 2021)"),
        ("2021-05-04/..", date(2021, 5, 4), date(2021, 5, 4), " (from 4 May 2021)"),
    ],
)
def test_a_date_that_is_not_one_day_spans_the_days_it_may_be_and_says_so(when: str, first: date, last: date, said: str) -> None:
    (entry,) = read(event("a", when, title="A"))
    assert (entry.decoded("dtstart"), entry.decoded("dtend") - timedelta(days=1)) == (first, last)
    assert str(entry["summary"]) == "A" + said


def test_the_last_day_that_can_be_told_has_no_end() -> None:
    (entry,) = read(event("a", "9999-12-31"))
    assert "dtend" not in entry


def test_what_nobody_has_reviewed_is_tentative() -> None:
    (entry,) = read(event("a", status="proposed"))
    assert str(entry["status"]) == "TENTATIVE"


@pytest.mark.parametrize("title", ["a\r\nATTENDEE:mailto:x@example.org", "a\nBEGIN:VALARM", "a\rX:1", "a\\nb; c, d: e", "\u2028ж" * 90, "x" * 300])
def test_a_title_stays_a_title(title: str) -> None:
    (entry,) = read(event("a", title=title))
    assert str(entry["summary"]) == title.replace("\r\n", "\n").replace("\r", "\n")
    assert entry.keys() == read(event("a"))[0].keys()


def test_no_line_is_longer_than_75_octets_and_none_breaks_a_character() -> None:
    for line in written(event("a", title="жя€" * 60, body="𝔞" * 90)).split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")


def test_every_event_has_an_id_of_its_own_that_stays() -> None:
    first, second = (str(entry["uid"]) for entry in read(event("a"), event("b")))
    assert first != second
    assert str(read(event("a", "1999", title="Corrected"))[0]["uid"]) == first
