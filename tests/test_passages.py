"""Layout tells headings, paragraphs and items apart, and every passage is a slice of the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.model import Passage
from timeline.passages import lines_of, markdown_passages, plain_passages

LONG = "The minister closed the harbour on Monday, saying that the inspection had failed and that no ship may enter before the pilots are back."


def told(text: str, passages: tuple[Passage, ...]) -> list[tuple[str, str]]:
    return [(p.kind, p.span.of(text)) for p in passages]


def plain(text: str) -> list[tuple[str, str]]:
    return told(text, plain_passages(text))


def markdown(text: str) -> list[tuple[str, str]]:
    return told(text, markdown_passages(text))


# --- plain text -----------------------------------------------------------------------------------


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\r", "\n \t\n", "\u2029"])
def test_a_long_line_is_a_paragraph(between: str) -> None:
    assert plain(f"{LONG}{between}{LONG}{between}") == [("paragraph", LONG), ("paragraph", LONG)]


def test_lines_broken_at_a_width_are_one_paragraph() -> None:
    text = """The minister closed the harbour on Monday, saying that the
inspection had failed. It stays closed, and the pilots were
sent home.

Nobody knows for how long.
"""
    first, second = text.rstrip("\n").split("\n\n")
    assert plain(text) == [("paragraph", first), ("paragraph", second)]


def test_a_paragraph_in_broken_lines_ends_with_a_short_line() -> None:
    one = "The minister closed the harbour on Monday, saying that the\ninspection had failed."
    two = "It stays closed, and the pilots were sent home for a week\nuntil somebody has a better idea than that, they were told."
    assert plain(f"{one}\n{two}") == [("paragraph", one), ("paragraph", two)]


def test_short_lines_that_were_not_broken_stay_apart() -> None:
    lines = ["The harbour is closed.", "Ships wait outside of it, said the office.", "The pilots are home.", "No ship may enter."]
    assert plain("\n".join(lines)) == [("paragraph", line) for line in lines]


def test_a_short_line_between_blank_lines_is_a_heading() -> None:
    text = f"Harbour closed\n\n{LONG}\n\nWhat comes next\n\n{LONG}\n\nSigned by the minister"
    assert plain(text) == [
        ("heading", "Harbour closed"),
        ("paragraph", LONG),
        ("heading", "What comes next"),
        ("paragraph", LONG),
        ("paragraph", "Signed by the minister"),
    ]
    assert [p.headings for p in plain_passages(text)] == [(), ("Harbour closed",), (), ("What comes next",), ("What comes next",)]


def test_the_title_may_stand_right_over_the_text() -> None:
    assert plain(f"Harbour closed\n{LONG}\n{LONG}") == [("heading", "Harbour closed"), ("paragraph", LONG), ("paragraph", LONG)]


@pytest.mark.parametrize("line", ["The harbour is closed.", "\u201cIt is closed,\u201d", "Who closed it?", "She said:", "1984 \u2014", "12.30"])
def test_a_short_line_with_final_punctuation_is_no_heading(line: str) -> None:
    assert plain(f"{line}\n\n{LONG}")[0] == ("paragraph", line)


@pytest.mark.parametrize("mark", ["-", "*", "\u2022", "1.", "12)", "(a)", "\u2013"])
def test_items_are_told_without_their_marks(mark: str) -> None:
    assert plain(f"{mark} First one here\n{mark} Second one here") == [("list-item", "First one here"), ("list-item", "Second one here")]


def test_an_item_goes_on_in_indented_lines() -> None:
    text = "- First one, which is\n  longer than a line\n- Second"
    assert plain(text) == [("list-item", "First one, which is\n  longer than a line"), ("list-item", "Second")]


@pytest.mark.parametrize("line", ["2016. It began.", "-5 degrees.", "*important.", "1.5 million ships.", "A. Roe said so."])
def test_what_only_looks_like_a_mark_is_text(line: str) -> None:
    assert plain(f"{line}\n{LONG}")[0] == ("paragraph", line)


# --- Markdown -------------------------------------------------------------------------------------


def test_markdown_is_told_by_its_marks() -> None:
    text = """# Harbour closed #

The minister closed
the harbour.

> We had no choice,
> she said.

What comes next
---------------
1. First
   and on
2. Second

* * *

| Ship | Flag |
|------|:----:|
| Aurora | NL |

![A ship](ship.jpg)

```
code
# no heading
```
<div class="x">
[ref]: https://example.org

### Later
The end.
"""
    assert markdown(text) == [
        ("heading", "Harbour closed"),
        ("paragraph", "The minister closed\nthe harbour."),
        ("quotation", "We had no choice,\n> she said."),
        ("heading", "What comes next"),
        ("list-item", "First\n   and on"),
        ("list-item", "Second"),
        ("cell", "Ship"),
        ("cell", "Flag"),
        ("cell", "Aurora"),
        ("cell", "NL"),
        ("caption", "A ship"),
        ("heading", "Later"),
        ("paragraph", "The end."),
    ]
    assert markdown_passages(text)[-1].headings == ("Harbour closed", "What comes next", "Later")


@pytest.mark.parametrize("text", ["#tag is no heading", "a | b", "1984 was a year", "*Emphasis* begins it", "-5 degrees"])
def test_what_only_looks_like_markdown_is_a_paragraph(text: str) -> None:
    assert markdown(text) == [("paragraph", text)]


def test_a_heading_ends_those_below_it() -> None:
    text = "# One\n## Two\n# Three\nText."
    assert [p.headings for p in markdown_passages(text)] == [(), ("One",), (), ("Three",)]


def test_a_fence_that_is_not_closed_swallows_no_more_than_the_rest() -> None:
    assert markdown("Text.\n```\ncode\n") == [("paragraph", "Text.")]


# --- any text -------------------------------------------------------------------------------------


@given(st.text(st.sampled_from("ab .-*#>|1)\n\r\t\u2028`=![]<:") | st.characters(), max_size=200))
@settings(deadline=None)
def test_passages_of_any_text_are_in_order_and_trimmed(text: str) -> None:
    for passages in (plain_passages(text), markdown_passages(text)):
        at = 0
        for passage in passages:
            assert at <= passage.span.start < passage.span.end <= len(text)
            assert passage.span.of(text) == passage.span.of(text).strip()
            at = passage.span.end


@given(st.text())
@settings(deadline=None)
def test_no_word_of_plain_text_is_lost(text: str) -> None:
    kept = "".join(p.span.of(text) for p in plain_passages(text))
    assert sum(map(str.isalpha, kept)) >= sum(map(str.isalpha, text)) - len(plain_passages(text))


@given(st.text(st.sampled_from("a \n\r\u2028\x0b"), max_size=40))
@settings(deadline=None)
def test_lines_are_those_that_a_reader_sees(text: str) -> None:
    expected = [line.strip() for line in text.replace("\x1c", "").splitlines()]
    assert [line.text for line in lines_of(text)] == expected
    assert all(text[line.start : line.end] == line.text for line in lines_of(text))


@pytest.mark.parametrize("unit", ["#", "-", "* ", "|", ">", "[", "![", "=", "`", "1. ", " ", "\n", ".", "a ", "a\n", "\\", ": ", "<"])
def test_a_hundred_thousand_of_anything_end_in_a_moment(unit: str) -> None:
    start = time.process_time()
    plain_passages(unit * 100_000)
    markdown_passages(unit * 100_000)
    assert time.process_time() - start < 4.0
