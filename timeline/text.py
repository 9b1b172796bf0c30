"""Know positions in a text, and how to name a passage so that it is found again after edits elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the words of `text` in this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


class QuoteSelector(NamedTuple):
    """The W3C TextQuoteSelector: the words, and as much before and after as makes them unmistakable."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class LineIndex:
    """Turn an offset into a line and a column, both from 1. Lines end at "\\n" only, as editors count them."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self._text))]  # only now: most texts have nothing to be told of

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


CONTEXT = 32  # characters at most on each side of a quote; the length that Hypothesis stores


def make_selector(text: str, span: Span) -> QuoteSelector:
    """Name the passage `span` of `text`: its words, and whole words around it up to `CONTEXT` characters."""
    before = text[max(0, span.start - CONTEXT) : span.start]
    after = text[span.end : span.end + CONTEXT]
    if span.start > CONTEXT:
        before = re.sub(r"^\S*\s", "", before)
    if span.end + CONTEXT < len(text):
        after = re.sub(r"\s\S*$", "", after)
    return QuoteSelector(span.of(text), before.strip(), after.strip())


def find_quote(text: str, selector: QuoteSelector) -> tuple[Span, ...]:
    """Find every place of `text` that the selector fits: the same characters, where any white space equals any other.

    A prefix or suffix narrows the hits only while at least one hit has it: the words decide, their
    surroundings may have been edited.
    """
    if not selector.exact.strip():
        return ()
    hits = tuple(_hits(text, selector.exact))
    if len(hits) < 2:
        return hits
    narrowed = [h for h in hits if _ends_with(text[: h.start], selector.prefix) and _begins_with(text[h.end :], selector.suffix)]
    return tuple(narrowed) or hits


def nearest_passage(text: str, exact: str) -> str:
    """Give the sentence of `text` that shares most words with `exact`, for a suggestion; empty where none is close."""
    wanted = set(_words(exact))
    if not wanted:
        return ""
    scored = [(len(wanted & set(_words(s))) / len(wanted | set(_words(s)) or {""}), s) for s in _rough_sentences(text)]
    score, best = max(scored, default=(0.0, ""))
    return best.strip() if score >= 0.4 else ""


def _hits(text: str, exact: str) -> Iterator[Span]:
    at = text.find(exact)
    if at < 0:  # the YAML of an event may have folded the lines of the quote
        pattern = r"\s+".join(re.escape(word) for word in exact.split())
        yield from (Span(*m.span()) for m in re.finditer(pattern, text))
        return
    while at >= 0:
        yield Span(at, at + len(exact))
        at = text.find(exact, at + 1)


def _ends_with(text: str, prefix: str) -> bool:
    wanted = " ".join(prefix.split())
    return " ".join(text[-4 * len(wanted) - 8 :].split()).endswith(wanted)


def _begins_with(text: str, suffix: str) -> bool:
    wanted = " ".join(suffix.split())
    return " ".join(text[: 4 * len(wanted) + 8].split()).startswith(wanted)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _rough_sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+|\n+", text)
