"""Any text at all: no exception, exact spans, well-formed values, time in proportion to length."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.edtf import parse
from timeline.extract.timex import find_timexes
from timeline.knowledge.temporal import load_temporal
from timeline.model import Article, Passage, Timex
from timeline.text import Span

RULES = load_temporal("en")
WORDS = sorted({*RULES.words, "Example", "held", "2014", "3", "12:30", "1990s", "2014-05-03", "3/4/2015", "\n\n", "the", "of", "-", ",", ".", "’s"})
DAYS = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))


def read(text: str, dct: date | None = None) -> tuple[Timex, ...]:
    return find_timexes(Article("a", "a.txt", "text/plain", text, (Passage("paragraph", Span(0, len(text))),), "", document_creation_time=dct), RULES, {})


def check(text: str, dct: date | None) -> None:
    end = 0
    for timex in read(text, dct):
        assert timex.span.start >= end
        assert timex.span.of(text) == timex.text
        assert timex.text.strip() == timex.text != ""
        assert timex.value or timex.reason
        assert timex.edtf is None or parse(str(timex.edtf)) == timex.edtf
        assert not (timex.edtf and timex.type == "SET")
        end = timex.span.end


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=300), DAYS)
def test_any_text_gives_well_formed_expressions(text: str, dct: date | None) -> None:
    check(text, dct)


@settings(deadline=None, max_examples=600)
@given(st.lists(st.sampled_from(WORDS), max_size=30), DAYS)
def test_any_row_of_words_of_time_gives_well_formed_expressions(words: list[str], dct: date | None) -> None:
    check(" ".join(words), dct)


@settings(deadline=None, max_examples=200)
@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)), st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "the {d}th of {m} {y}", "{i}"]), DAYS)
def test_a_full_date_is_that_date_whatever_the_article_says(day: date, form: str, dct: date | None) -> None:
    text = form.format(d=day.day, m=f"{day:%B}", y=day.year, i=day.isoformat())
    found = read(f"It was on {text}, they said.", dct)
    assert [(t.text, t.value, str(t.edtf)) for t in found] == [(text, day.isoformat(), day.isoformat())]


@settings(deadline=None, max_examples=100)
@given(st.dates(date(1600, 1, 1), date(2400, 12, 31)), st.sampled_from(["Monday", "Thursday", "Sunday"]))
def test_a_bare_weekday_lies_within_the_week_before(dct: date, weekday: str) -> None:
    (found,) = read(f"It happened on {weekday}.", dct)
    day = date.fromisoformat(found.value)
    assert f"{day:%A}" == weekday
    assert 0 <= (dct - day).days <= 6


@settings(deadline=None, max_examples=100)
@given(st.dates(date(1600, 1, 1), date(2400, 12, 31)), st.sampled_from(["week", "month", "quarter", "year", "decade"]))
def test_last_this_and_next_unit_stand_in_a_row(dct: date, unit: str) -> None:
    last, this, following = (read(f"It was {which} {unit}.", dct)[0].edtf for which in ("last", "this", "next"))
    assert last and this and following
    assert this.contains(dct)
    assert last.latest and this.earliest and (this.earliest - last.latest).days == 1
    assert this.latest and following.earliest and (following.earliest - this.latest).days == 1


HOSTILE = ["1/", "1-", "1:", "the last ", "a year and ", "two and ", "twenty-", "May 3 ", "of the ", "’", "12 ", "Q1 ", "the end of ", "hundred "]


def seconds(piece: str, length: int) -> float:
    text = (piece * (length // len(piece) + 1))[:length]
    best = 9e9
    for _ in range(3):
        start = time.process_time()
        read(text, date(2014, 7, 16))
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(("piece", "length"), [*((p, 100_000) for p in (".", "1", "may ", "last ")), *((p, 16_000) for p in HOSTILE)])
def test_time_grows_with_the_length_and_not_with_its_square(piece: str, length: int) -> None:
    """Four times the text would take sixteen times as long; the allowance is for a machine that others use, too."""
    seconds(piece, 100)  # compiles what is needed
    quarter, whole = seconds(piece, length // 4), seconds(piece, length)
    assert whole < 9 * quarter + 0.2, f"{quarter:.3f} s, four times as long: {whole:.3f} s"


def test_a_long_article_is_read_in_seconds() -> None:
    text = "On Monday, officials said that in early May 2013 they had met for two days. Nothing else was known then.\n\n" * 2_400
    start = time.process_time()
    found = read(text, date(2014, 7, 16))
    assert len(found) == 3 * 2_400
    assert re.sub(r"\s", "", found[-1].text) == "twodays"
    assert time.process_time() - start < 10


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200) | st.lists(st.sampled_from(["3", "mars", "марта", "2014", "31.12.2013", "le", ".", "-", "1er", "\n"]), max_size=20).map(" ".join), st.sampled_from(["fr", "ru", "xx", "e", "-"]))
def test_any_text_in_another_language_gives_well_formed_dates(text: str, language: str) -> None:
    article = Article("a", "a.txt", "text/plain", text, (), "", document_creation_time=date(2014, 7, 16), language=language)
    for timex in find_timexes(article, RULES, {}):
        assert timex.span.of(text) == timex.text
        assert timex.edtf and str(timex.edtf) == timex.value
