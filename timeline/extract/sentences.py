"""Know where one sentence ends and the next begins, within one passage and without changing a character of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from timeline.knowledge.names import NameWords, load_names
from timeline.text import Span

LONGEST_ASIDE = 600  # characters; a bracket that closes later was never meant to

_END = re.compile(r"([.!?\u2026](?<![.!?\u2026]{2})[.!?\u2026]*)([\"'\u201d\u2019\u00bb)\]]{0,3})(?:\[\d{1,3}\]){0,4}(\s+)")
_LAST_WORD = re.compile(r"[\w.&/-]{1,40}\Z")
_NEXT_WORD = re.compile(r"[\"'\u201c\u2018\u00ab(\[]{0,3}([\w'\u2019-]{0,40})")
_LETTERS_WITH_PERIODS = re.compile(r"(?:\w+-)?(?:[^\W\d_]\.)+[^\W\d_]")
_BRACKETS = re.compile(r"[()\[\]]")


def split_sentences(text: str, span: Span, words: NameWords | None = None) -> tuple[Span, ...]:
    """Split the passage at `span` into sentences; together they hold everything but the white space between them."""
    if words is None:
        known = _known(text)
        if span not in known:
            known[span] = split_sentences(text, span, load_names())
        return known[span]
    asides: list[tuple[int, int]] | None = None
    found: list[Span] = []
    start = span.start
    for end in _END.finditer(text, span.start, span.end):
        if end.end() == span.end:
            break
        if asides is None:
            asides = _asides(text, span)
        if not _is_inside(asides, end.start()) and _ends_here(text, start, end, words):
            found.append(_trimmed(text, start, end.start(3)))
            start = end.end()
    found.append(_trimmed(text, start, span.end))
    return tuple([each for each in found if each.start < each.end])


@lru_cache(maxsize=4)
def _known(text: str) -> dict[Span, tuple[Span, ...]]:
    """Keep the sentences of the last texts by their passages: those who link names ask for them, and those who read events."""
    return {}


def _ends_here(text: str, start: int, end: re.Match[str], words: NameWords) -> bool:
    mark, closed = end[1], end[2]
    following = _NEXT_WORD.match(text, end.end())
    after = following[1] if following else ""
    if after[:1].islower():
        return False
    if mark[0] in "!?":
        return not (closed and _is_told_on(text, end.end(), words))
    if len(mark) > 1 or mark == "\u2026" or closed:
        return True
    last = _LAST_WORD.search(text, max(start, end.start() - 40), end.start())
    return last is None or _word_ends(last[0], after, words, opens=last.start() == start)


def _word_ends(last: str, after: str, words: NameWords, *, opens: bool) -> bool:
    """Tell whether the period after `last` ends a sentence, given the word after it."""
    word = last.lower().lstrip(".-/")
    opener = after.lower() in words["sentence_openers"]
    if opens and (word.isdigit() or len(word) == 1):
        return False  # "1. The first of a list"
    if after[:1].isdigit() and word in words["before_numbers"]:
        return False
    if word in words["abbreviations"]:
        return False
    if len(word) == 1 and last[-1:].isupper():
        return opener and after != "I"
    if word in words["often_final"] or _LETTERS_WITH_PERIODS.fullmatch(word):
        return opener
    return True


def _is_told_on(text: str, at: int, words: NameWords) -> bool:
    """Tell whether a quotation that ends in a mark is followed by who says it: "Why?" the minister asked."""
    clause = re.split(r"[.,;:!?]", text[at : at + 60], maxsplit=1)[0]
    return any(word.lower() in words["quote_verbs"] for word in clause.split()[:5])


def _asides(text: str, span: Span) -> list[tuple[int, int]]:
    """List the outermost pairs of brackets, in order."""
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for hit in _BRACKETS.finditer(text, span.start, span.end):
        if hit[0] in "([":
            opened.append(hit.start())
        elif opened:
            begin = opened.pop()
            if hit.start() - begin <= LONGEST_ASIDE:
                while found and found[-1][0] > begin:
                    found.pop()
                found.append((begin, hit.start()))
    return found


def _is_inside(asides: list[tuple[int, int]], at: int) -> bool:
    n = bisect_right(asides, (at, at)) - 1
    return n >= 0 and asides[n][0] < at < asides[n][1]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
