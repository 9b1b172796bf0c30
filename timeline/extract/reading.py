"""Know which sentences of an article can tell an event: those of its running text that name somebody."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeVar

from timeline.diagnostics import Diagnostic
from timeline.extract.clauses import Sentence, leaves_quote_open, read_sentence
from timeline.extract.sentences import split_sentences
from timeline.extract.state import ArticleState
from timeline.model import Mention, Timex
from timeline.text import Span

P = TypeVar("P", Mention, Timex)
Laid = tuple[Sequence[P], list[int], list[int]]  # things that are in order and apart, where each begins, where each ends
_WORD = re.compile(r"\w+")
LEAD = 2  # sentences at the start of an article that tell its news even without a date


def read_sentences(state: ArticleState) -> Iterator[Diagnostic]:
    """Fill `state.sentences`; headings, captions and cells tell nothing by themselves, and who is not named did not act.

    A sentence without a word of any trigger has its place, and no tokens.
    """
    triggers = state.lexicon.triggers
    text = state.article.text
    laid_mentions, laid_timexes = _laid(state.mentions), _laid(state.timexes)
    found: list[Sentence] = []
    number = 0
    for passage in state.article.passages:
        if passage.kind not in ("paragraph", "list-item"):
            continue
        in_quote = False
        if number >= LEAD and not _within(laid_mentions, passage.span):
            continue  # only the first sentences need to know which they are
        for span in split_sentences(text, passage.span):
            here = _within(laid_mentions, span)
            if here and not _has_sign(span.of(text).lower(), triggers.signs):
                found.append(Sentence(text, span, (), tuple(here), (), triggers.words, number))
            elif here:
                timexes = _within(laid_timexes, span)
                found.append(read_sentence(text, span, here, triggers.words, timexes=timexes, number=number, in_quote=in_quote, verbs=state.verbs))
            number += 1
            in_quote = leaves_quote_open(text, span, in_quote=in_quote)
    state.sentences = tuple(found)
    return iter(())


def _has_sign(lower: str, signs: frozenset[str]) -> bool:
    """Tell whether a word of a trigger stands in a sentence; mostly one does with white space on both sides."""
    return not signs.isdisjoint(lower.split()) or not signs.isdisjoint(_WORD.findall(lower))


def _laid(placed: Sequence[P]) -> Laid[P]:
    return placed, [p.span.start for p in placed], [p.span.end for p in placed]


def _within(laid: Laid[P], span: Span) -> Sequence[P]:
    """Give what overlaps a span."""
    placed, starts, ends = laid
    return placed[bisect_right(ends, span.start) : bisect_left(starts, span.end)]
