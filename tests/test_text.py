"""Spans, lines, and quotes that are found again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from timeline.text import LineIndex, QuoteSelector, Span, find_quote, make_selector, nearest_passage


def test_a_place_counts_lines_and_columns_from_one() -> None:
    lines = LineIndex("ab\ncd\n")
    assert [lines.place(n) for n in (0, 1, 2, 3, 5, 6)] == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 3), (3, 1)]


def test_a_quote_is_found_where_yaml_folded_its_lines() -> None:
    assert find_quote("The order\nwas given.", QuoteSelector("The order was given.")) == (Span(0, 20),)


def test_the_words_before_choose_between_two_hits() -> None:
    text = "He said no. She said no."
    assert find_quote(text, QuoteSelector("said no.", "She")) == (Span(16, 24),)
    assert len(find_quote(text, QuoteSelector("said no."))) == 2


def test_changed_surroundings_do_not_lose_a_quote() -> None:
    assert find_quote("Now the order was given.", QuoteSelector("the order was given", "Then", "today")) == (Span(4, 23),)


def test_changed_words_are_not_found_and_the_nearest_sentence_is_named() -> None:
    text = "The weather was fine. The minister ordered the guard to leave the port."
    assert find_quote(text, QuoteSelector("The minister ordered the guard to leave port")) == ()
    assert nearest_passage(text, "The minister ordered the guard to leave port") == "The minister ordered the guard to leave the port."
    assert nearest_passage(text, "Something else entirely, with no word in common") == ""


def test_an_empty_quote_is_nowhere() -> None:
    assert find_quote("text", QuoteSelector(" ")) == ()


@given(st.text(min_size=1, max_size=200), st.data())
def test_a_selector_finds_its_passage_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    selector = make_selector(text, Span(start, end))
    if selector.exact.strip():
        assert Span(start, end) in find_quote(text, selector)


@given(st.text(alphabet="ab \n", min_size=1, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_a_quote_survives_edits_elsewhere(quote: str, before: str, after: str) -> None:
    quote = f"<{quote}>"
    text = f"{before}{quote}{after}"
    selector = make_selector(text, Span(len(before), len(before) + len(quote)))
    edited = f"Something new. {text} And more."
    assert any(span.of(edited) == quote for span in find_quote(edited, selector))
