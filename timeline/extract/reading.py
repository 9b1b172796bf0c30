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
_WORD = re.compile(r"\w+")
LEAD = 2  # sentences at the start of an article that tell its news even without a date


def read_sentences(state: ArticleState) -> Iterator[Diagnostic]:
    """Fill `state.sentences`; headings, captions and cells tell nothing by themselves, and who is not named did not act.

    A sentence without a word of any trigger has its place, and no tokens.
    """
    triggers = state.lexicon.triggers
    text = state.article.text
    found: list[Sentence] = []
    number = 0
    for passage in state.article.passages:
        if passage.kind not in ("paragraph", "list-item"):
            continue
        in_quote = False
        mentions = within(state.mentions, passage.span)
        if not mentions and number >= LEAD:
            continue  # only the first sentences need to know which they are
        timexes = within(state.timexes, passage.span)
        for span in split_sentences(text, passage.span):
            here = within(mentions, span)
            if here and triggers.signs.isdisjoint(_WORD.findall(span.of(text).lower())):
                found.append(Sentence(text, span, (), tuple(here), (), triggers.words, number))
            elif here:
                found.append(read_sentence(text, span, here, triggers.words, timexes=within(timexes, span), number=number, in_quote=in_quote, verbs=state.verbs))
            number += 1
            in_quote = leaves_quote_open(text, span, in_quote=in_quote)
    state.sentences = tuple(found)
    return iter(())


def within(placed: Sequence[P], span: Span) -> Sequence[P]:
    """Give what overlaps a span, of things that are in order and apart."""
    return placed[bisect_right(placed, span.start, key=_end) : bisect_left(placed, span.end, key=_start)]


def _start(placed: Mention | Timex) -> int:
    return placed.span.start


def _end(placed: Mention | Timex) -> int:
    return placed.span.end
