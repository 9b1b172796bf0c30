"""Expressions of time in whole texts: where they are, which stands where two overlap, what they come to."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from timeline.edtf import parse
from timeline.extract.timex import find_timexes
from timeline.knowledge.temporal import load_temporal
from timeline.model import Article, Passage, Period, Timex
from timeline.text import Span

CASES = Path(__file__).parent / "cases" / "timex"
RULES = load_temporal("en")


def read(text: str, dct: str = "2014-07-16", periods: dict[str, Period] | None = None, language: str = "en") -> tuple[Timex, ...]:
    passages = tuple(Passage("paragraph", Span(*m.span())) for m in re.finditer(r"[^\n]+", text))
    when = date.fromisoformat(dct) if dct else None
    article = Article("a", "a.txt", "text/plain", text, passages, "", document_creation_time=when, language=language)
    return find_timexes(article, RULES, periods or {})


def values(text: str, dct: str = "2014-07-16") -> dict[str, str]:
    return {t.text: t.value for t in read(text, dct)}


# --- cases written as Markdown: prose, then blocks ---------------------------------------------------


def blocks(path: Path) -> list[tuple[str, str, str, list[list[str]]]]:
    """Read "## title", a line "dct: ...", the text as a block quotation, and a table of what must be found."""
    found = []
    for section in re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, _, rest = section.partition("\n")
        dct = re.search(r"^dct: *(\S*)$", rest, re.MULTILINE)
        text = "\n".join(line[2:] for line in rest.splitlines() if line.startswith("> ") or line == ">")
        rows = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in rest.splitlines() if line.startswith("|")]
        found.append((title, dct[1] if dct else "", text, rows[2:]))
    return found


ALL_CASES = [(path.stem, *block) for path in sorted(CASES.glob("*.md")) for block in blocks(path)]


@pytest.mark.parametrize(("file", "title", "dct", "text", "rows"), ALL_CASES, ids=[f"{c[0]}: {c[1]}" for c in ALL_CASES])
def test_case_gives_its_table(file: str, title: str, dct: str, text: str, rows: list[list[str]]) -> None:
    found = [[t.text.replace("\n", " "), t.type, t.value, t.mod, str(t.edtf or "")] for t in read(text, dct)]
    assert found == rows


def test_there_are_cases() -> None:
    assert len(ALL_CASES) >= 8


# --- spans and overlaps ------------------------------------------------------------------------------


def test_spans_are_exact_slices_in_order_and_apart() -> None:
    text = "On Monday, 3 March 2014, at 9 a.m.,\nthey met; two days later, early on Wednesday, they left for the weekend."
    found = read(text)
    assert len(found) >= 4
    for timex in found:
        assert timex.span.of(text) == timex.text
    for one, two in pairwise(found):
        assert one.span.end <= two.span.start


def test_the_longest_of_overlapping_expressions_stands() -> None:
    assert list(values("It fell in the last week of March 2009.")) == ["the last week of March 2009"]


def test_no_expression_crosses_a_blank_line() -> None:
    assert list(values("It was last\n\nweek of all weeks.")) == []


def test_an_expression_may_cross_the_line_break_of_wrapped_text() -> None:
    text = "They met in early\nMarch 2014 in Bonn."
    article = Article("a", "a.txt", "text/plain", text, (Passage("paragraph", Span(0, len(text))),), "")
    assert [t.text for t in find_timexes(article, RULES, {})] == ["early\nMarch 2014"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\x00", "No time here.", "1.2.3.4", "§§§", "\ud800", "may", "March on!", "🕰️"])
def test_a_text_without_time_gives_nothing(text: str) -> None:
    assert read(text) == ()


# --- what is no time -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "He may march on.",
        "It cost $2000 and weighed 1999 kg.",
        "The fall of the wall was a second chance to spring into action.",
        "April Stone and June Mills won.",
        "A Model 2000 costs more than 1,950 dollars.",
        "The sun sat low on us.",
        "We won 3.15 to 2.",
        "Call 555-2014-33 or 192.168.20.14.",
        "THE MARCH ON THE CITY. YOU MAY GO.",
    ],
)
def test_words_that_only_look_like_a_time_are_left(text: str) -> None:
    assert values(text) == {}


def test_durations_and_repetitions_get_no_date() -> None:
    text = "It took two years, every week, for a decade, at 20 pages a day; she is 49 years old and he a 15-year-old."
    found = read(text)
    assert len(found) == 6
    assert {t.type for t in found} == {"DURATION", "SET"}
    assert {str(t.edtf) for t in found} == {"None"}
    assert not [t for t in found if re.match(r"\d{4}", t.value)]


# --- what the creation time decides ----------------------------------------------------------------------


def test_without_a_creation_time_what_counts_from_it_stays_unresolved_with_the_reason() -> None:
    found = read("It closed last week, on Friday, and on 3 May 2011.", dct="")
    assert [(t.value, bool(t.reason)) for t in found] == [("", True), ("XXXX-WXX-5", True), ("2011-05-03", False)]
    assert [str(t.edtf) for t in found] == ["None", "None", "2011-05-03"]


def test_a_weekday_is_the_last_one_in_news() -> None:
    assert values("The minister said so on Friday.") == {"Friday": "2014-07-11"}


def test_a_weekday_on_the_day_of_the_article_is_that_day() -> None:
    assert values("The minister said so on Wednesday.") == {"Wednesday": "2014-07-16"}


@pytest.mark.parametrize(
    "text",
    [
        "The minister will speak on Friday.",
        "The minister is scheduled to speak on Friday.",
        "A deal should be signed on Friday.",
        "The gates stay shut until Friday.",
        "On Friday, the court will hear it.",
        "It is due by Friday.",
        "They will meet, followed by a dinner on Friday.",
    ],
)
def test_a_weekday_lies_ahead_where_the_words_say_so(text: str) -> None:
    assert values(text) == {"Friday": "2014-07-18"}


def test_what_was_said_governs_the_day_and_not_what_will_be() -> None:
    assert values("The firm said on Friday that it will close.") == {"Friday": "2014-07-11"}


def test_a_month_without_a_year_is_the_last_one_unless_words_point_ahead() -> None:
    assert values("It opened in September.") == {"September": "2013-09"}
    assert values("It will open in September.") == {"September": "2014-09"}


def test_a_year_before_lends_itself_to_the_month_after() -> None:
    text = "In October 2009 the firm was founded. In December, it hired a hundred people."
    assert values(text)["December"] == "2009-12"


def test_a_year_that_is_only_counted_from_is_not_lent() -> None:
    assert values("Its worst month since October 2009 was February.")["February"] == "2014-02"


def test_the_second_of_two_joined_dates_lends_its_year_to_the_first() -> None:
    assert values("It ran between November and March 2009.") == {"November": "2008-11", "March 2009": "2009-03"}


def test_joined_weekdays_follow_one_another() -> None:
    assert values("They will meet tomorrow and Friday.") == {"tomorrow": "2014-07-17", "Friday": "2014-07-18"}


# --- figures ---------------------------------------------------------------------------------------------


def test_figures_that_leave_no_doubt_decide_those_that_do() -> None:
    assert values("Seen on 25/12/2012 and 3/4/2013.") == {"25/12/2012": "2012-12-25", "3/4/2013": "2013-04-03"}
    assert values("Seen on 12/25/2012 and 3/4/2013.") == {"12/25/2012": "2012-12-25", "3/4/2013": "2013-03-04"}


def test_figures_in_doubt_are_left_open_with_both_days() -> None:
    (found,) = read("Seen on 3/4/2013.")
    assert found.value == ""
    assert "either" in found.reason
    assert str(found.edtf) == "[2013-03-04,2013-04-03]"


def test_of_two_readings_only_one_of_which_is_past_the_past_one_is_meant() -> None:
    assert values("Seen on 7/8/14.", dct="2014-07-09") == {"7/8/14": "2014-07-08"}


@pytest.mark.parametrize("text", ["31 February 2014", "April 31, 2014", "45/45/2014", "30.02.2014", "2014-02-30"])
def test_days_that_no_calendar_has_are_no_dates(text: str) -> None:
    assert not [t for t in read(f"Sent on {text}.") if t.edtf and t.edtf.precision == "day"]


# --- everything that comes out is well formed ------------------------------------------------------------


def test_every_edtf_that_examples_give_is_read_back() -> None:
    for rule in RULES.rules:
        for line in rule.examples:
            for timex in read(line.split("|")[0].replace("[", "").replace("]", "")):
                assert timex.edtf is None or parse(str(timex.edtf)) == timex.edtf


# --- other languages -------------------------------------------------------------------------------------

FRENCH = "Le port a été fermé le 3 mars 2014, puis rouvert le 1er avril. En mars 2013, rien. Depuis 2009, 300 pages, et le 12.05.2011 aussi."
RUSSIAN = "Порт закрыли 3 марта 2014 года, а открыли 1 апреля. В марте 2013 года и в мае 2012 года ничего. С 2009 года там 300 страниц."


def test_a_french_article_gets_its_explicit_dates() -> None:
    assert [(t.text, t.value, str(t.edtf)) for t in read(FRENCH, language="fr")] == [
        ("3 mars 2014", "2014-03-03", "2014-03-03"),
        ("1er avril", "2014-04-01", "2014-04-01"),
        ("mars 2013", "2013-03", "2013-03"),
        ("2009", "2009", "2009"),
        ("12.05.2011", "2011-05-12", "2011-05-12"),
    ]


def test_a_russian_article_gets_its_explicit_dates() -> None:
    assert [(t.text, t.value) for t in read(RUSSIAN, language="ru-RU")] == [
        ("3 марта 2014", "2014-03-03"),
        ("1 апреля", "2014-04-01"),
        ("марте 2013", "2013-03"),
        ("мае 2012", "2012-05"),
        ("2009", "2009"),
    ]


def test_a_day_without_a_year_in_an_undated_foreign_article_is_left() -> None:
    assert [t.text for t in read("Fermé le 3 mars, rouvert le 4 mars 2013.", dct="", language="fr")] == ["4 mars 2013"]


@pytest.mark.parametrize("text", ["Il y a 12 pages et 3 fois rien.", "Le 31 février 2014", "La page 20141 du 45 mai", "Le 31.02.2014", "Il en a 2014 %."])
def test_what_is_no_date_in_french_is_left(text: str) -> None:
    assert [t.value for t in read(text, language="fr")] == []


def test_a_language_that_nobody_knows_gets_its_figures() -> None:
    assert [t.value for t in read("Qwx 2014-05-03 zyx 3 blorg 2014.", language="x-klingon")] == ["2014-05-03", "2014"]
