"""Know how a sentence hangs together around a verb: its words, its voice and mood, where its clause begins and ends.

There is no parser here. A verb is read with the auxiliaries before it, and a clause reaches from the last word that
opens one to the next; both are lists in the language's data.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, repeat
from operator import add
from typing import Literal, NamedTuple, cast

from timeline.extract.annotators import VerbReading
from timeline.knowledge.triggers import FormClass
from timeline.model import Mention, Timex
from timeline.text import Span

Voice = Literal["active", "passive"]
Tense = Literal["past", "perfect", "progressive", "present"]

# The first choice is only the quickest way to most words; each takes the white space after it along.
_WORD = re.compile(r"(?:[A-Za-z][A-Za-z]*(?![\w'’]|[-.&]\w)|\d\d*(?:[.,]\d+)*\b|\w\w*?(?=['’](?:ve|re|m|ll|d|s)\b)|['’](?:ve|re|m|ll|d|s)\b|\w\w*(?:[-.'’&]\w+)*|[^\w\s])\s*")
_OPENING, _CLOSING = "\u201c\u00ab", "\u201d\u00bb"
_MARKS = frozenset({*_OPENING, *_CLOSING, '"'})


class Token(NamedTuple):
    """A word or a mark."""

    text: str
    lower: str
    span: Span  # in the article
    quoted: bool  # stands inside a quotation
    dated: bool  # belongs to an expression of time


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its words and the mentions that stand in it."""

    text: str  # of the whole article
    span: Span
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    owner: tuple[int, ...]  # for each token the index of the mention that it belongs to, or -1
    words: Mapping[str, frozenset[str]]
    number: int  # in the article's running text, from 0
    verbs: Mapping[int, VerbReading] = field(default_factory=dict)  # what annotators say of verbs, by their offsets in the article

    def slice(self, start: int, end: int) -> str:
        """Give the words from token `start` up to token `end`."""
        if start >= end:
            return ""
        return self.text[self.tokens[start].span.start : self.tokens[end - 1].span.end]

    def reading_of(self, verb: int) -> VerbReading | None:
        """Give what an annotator says of the verb at a token, if one speaks of it."""
        return self.verbs.get(self.tokens[verb].span.start)

    def tokens_in(self, span: Span) -> tuple[int, int]:
        """Give the tokens that a span of the article covers."""
        inside = [n for n, t in enumerate(self.tokens) if span.covers(t.span)]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with what stands before it: "has already begun to dismantle"."""

    start: int  # the first token of the group, counting from 0
    verb: int  # the token of the verb itself
    voice: Voice
    tense: Tense
    aspect: int = -1  # the token of a verb like "begun" that governs it


def read_sentence(
    text: str,
    span: Span,
    mentions: Sequence[Mention],
    words: Mapping[str, frozenset[str]],
    *,
    timexes: Sequence[Timex] = (),
    number: int = 0,
    in_quote: bool = False,
    verbs: Mapping[int, VerbReading] | None = None,
) -> Sentence:
    """Split a sentence into words and note which stand inside quotation marks. `in_quote`: one is open before it."""
    inside = [m for m in mentions if m.span.overlaps(span)]
    inside = [m for m, after in zip(inside, [*inside[1:], None], strict=True) if after is None or not _is_apposed(text, m, after)]
    pieces = _WORD.findall(text, span.start, span.end)  # a sentence begins with a word
    written = list(map(str.rstrip, pieces))
    starts = list(accumulate(map(len, pieces), initial=span.start))
    ends = map(add, starts, map(len, written))
    spans = cast("list[Span]", list(map(tuple.__new__, repeat(Span), zip(starts, ends, strict=False))))  # as _make, in one step
    lower = list(map(str.lower, written))
    if "\u2019" in text[span.start : span.end]:
        lower = [word.replace("\u2019", "'") for word in lower]
    dated = [False] * len(spans)
    for timex in timexes:
        first, last = bisect_left(starts, timex.span.start, 0, len(spans)), bisect_left(starts, timex.span.end, 0, len(spans))
        dated[first:last] = [True] * (last - first)
    owner = [-1] * len(spans)
    for n, mention in enumerate(inside):
        first, last = bisect_left(starts, mention.span.start, 0, len(spans)), bisect_left(starts, mention.span.end, 0, len(spans))
        owner[first:last] = [n] * (last - first)
    rows = zip(written, lower, spans, _quoted(written, in_quote=in_quote), dated, strict=True)
    tokens = cast("tuple[Token, ...]", tuple(map(tuple.__new__, repeat(Token), rows)))
    return Sentence(text, span, tokens, tuple(inside), tuple(owner), words, number, verbs or {})


def _is_apposed(text: str, mention: Mention, after: Mention) -> bool:
    """Tell whether a description only introduces the name right after it: "the organization Harbour Watch"."""
    described = mention.form == "description" and mention.method == "earlier-mention" and after.form in ("name", "acronym")
    return described and text[mention.span.end : after.span.start].isspace()


def _quoted(written: Sequence[str], *, in_quote: bool) -> list[bool]:
    """Tell of each word whether it stands inside quotation marks."""
    if _MARKS.isdisjoint(written):
        return [in_quote] * len(written)
    found: list[bool] = []
    open_, straight = in_quote, False
    for word in written:
        if word in _CLOSING:
            open_ = False
        if word == '"':
            straight = not straight
        found.append(open_ or straight)
        if word in _OPENING:
            open_ = True
    return found


def leaves_quote_open(text: str, span: Span, *, in_quote: bool) -> bool:
    """Tell whether a typographic quotation is still open at the end of a sentence."""
    if span.of(text).isascii():
        return in_quote
    opened = max(text.rfind(mark, span.start, span.end) for mark in _OPENING)
    closed = max(text.rfind(mark, span.start, span.end) for mark in _CLOSING)
    return opened > closed if max(opened, closed) >= 0 else in_quote


def read_verb(sentence: Sentence, at: int, classes: Sequence[FormClass]) -> VerbGroup | None:
    """Read the verb at token `at`; none where it does not assert that something was or is being done."""
    words = sentence.words
    first, auxiliaries = _auxiliaries(sentence, at)
    said = sentence.reading_of(at)
    if said is not None and said.negated:
        return None
    if any(a in words["negations"] or a in words["modals"] for a in auxiliaries):
        return None
    if "to" in auxiliaries:
        return _infinitive(sentence, at, first) if "base" in classes else None
    if any(a in words["nonfinite"] for a in auxiliaries[:1]):
        return None  # "for having ordered"
    be = [a for a in auxiliaries if a in words["be"]]
    have = any(a in words["have"] for a in auxiliaries)
    if be:
        if "ing" in classes and not have:
            return VerbGroup(first, at, "active", "progressive")
        if "participle" in classes:
            return VerbGroup(first, at, "passive", _passive_tense(be, have))
        return None
    if have:
        return VerbGroup(first, at, "active", "perfect") if "participle" in classes else None
    if auxiliaries:  # "did order" is too rare to read; "do" stands mostly in questions
        return None
    if "ing" in classes:
        begun = _gerund(sentence, at)
        if begun is not None:
            return begun
    if "past" in classes:
        return None if _is_attributive(sentence, at) else VerbGroup(first, at, "active", "past")
    if "s" in classes or "base" in classes:
        return VerbGroup(first, at, "active", "present")
    return None


def _passive_tense(be: Sequence[str], have: bool) -> Tense:
    """Tell "is being ordered" (now) from "is ordered" (as a rule), "has been ordered" and "was ordered"."""
    if be[-1] == "being":
        return "progressive"
    if have:
        return "perfect"
    return "present" if be[0] in _PRESENT_BE else "past"


def _is_attributive(sentence: Sentence, at: int) -> bool:
    """Tell whether a form only describes the noun after it: "the leaked emails", "of stolen files"."""
    if at == 0 or sentence.owner[at - 1] >= 0:
        return False
    before = sentence.tokens[at - 1].lower
    return before in sentence.words["determiners"] or before in sentence.words["prepositions"]


_PRESENT_BE = frozenset({"am", "is", "are", "'re", "'m"})


def _auxiliaries(sentence: Sentence, at: int) -> tuple[int, list[str]]:
    """Walk left over auxiliaries and adverbs; give where the group begins and its auxiliaries, outermost first."""
    words = sentence.words
    helpers, adverbs, tokens, owner = words["helpers"], words["adverbs"], sentence.tokens, sentence.owner
    found: list[str] = []
    first, n = at, at - 1
    while n >= 0 and at - n <= 8 and owner[n] < 0:
        word = tokens[n].lower
        if word in helpers or word == "to":
            found.insert(0, word)
            first = n
        elif not (word in adverbs or word.endswith("ly")):
            break
        n -= 1
    return first, found


def _gerund(sentence: Sentence, at: int) -> VerbGroup | None:
    """Read "began publishing": asserted through the verb before it."""
    if at == 0 or sentence.owner[at - 1] >= 0 or sentence.tokens[at - 1].lower not in sentence.words["phases"]:
        return None
    outer = read_verb(sentence, at - 1, ("past", "participle"))
    return None if outer is None else VerbGroup(outer.start, at, outer.voice, outer.tense, at - 1)


def _infinitive(sentence: Sentence, at: int, first: int) -> VerbGroup | None:
    """Read "begun to order": asserted only through a verb that says the act is under way."""
    governor = first - 1
    if governor < 0 or sentence.tokens[governor].lower not in sentence.words["aspect"]:
        return _prompted(sentence, at, first)
    word = sentence.tokens[governor].lower
    classes: tuple[FormClass, ...] = ("past", "participle") if not word.endswith("s") else ("s",)
    outer = read_verb(sentence, governor, classes)
    return None if outer is None else VerbGroup(outer.start, at, outer.voice, outer.tense, governor)


def _prompted(sentence: Sentence, at: int, first: int) -> VerbGroup | None:
    """Read "prompted the bureau to open": who was prompted did it."""
    for n in range(first - 1, max(-1, first - 14), -1):
        word = sentence.tokens[n].lower
        if word in sentence.words["implicatives"] and any(o >= 0 for o in sentence.owner[n + 1 : first]):
            outer = read_verb(sentence, n, ("past", "participle"))
            return VerbGroup(first, at, "active", outer.tense) if outer and outer.voice == "active" else None
        if word in sentence.words["boundaries"] or word in (";", ":"):
            return None
    return None


def clause_start(sentence: Sentence, group: VerbGroup) -> int:
    """Give the token at which the clause of a verb begins: after the nearest word before it that opens one.

    "and" opens a clause only where somebody stands between it and the verb; else the verbs share their subject. A comma
    does where what stands before it is an adverbial: "According to the agency, Ruritania waged".
    """
    soft = -1
    for n in range(group.start - 1, -1, -1):
        if sentence.owner[n] >= 0:
            soft = n
            continue
        if sentence.tokens[n].dated:
            continue
        word = sentence.tokens[n].lower
        if word == "," and soft >= 0 and _is_adverbial(sentence, n):
            return n + 1
        if word in sentence.words["implicatives"]:
            return n + 1
        if word == "and" and (soft < 0 or _joins_names(sentence, n)):
            continue
        if word in (";", ":", "\u2014", "\u2013", "(") or word in sentence.words["boundaries"]:
            return n + 1
    return 0


def _is_adverbial(sentence: Sentence, comma: int) -> bool:
    """Tell whether the words from the start of the sentence, or from the last such comma, to this one hang on a preposition."""
    tokens = sentence.tokens
    start = next((n + 1 for n in range(comma - 1, -1, -1) if tokens[n].lower in (",", ";", "\u2014") and not tokens[n].dated), 0)
    first = next((n for n in range(start, comma) if sentence.tokens[n].lower not in ("and", "but")), comma)
    word = sentence.tokens[first].lower
    words = sentence.words
    return tokens[first].dated or word in words["prepositions"] or word in words["openers"] or word.endswith("ly")


def clause_end(sentence: Sentence, group: VerbGroup) -> int:
    """Give the token before which the clause of a verb ends."""
    tokens = sentence.tokens
    resumes = _resuming_words(sentence, group)
    for n in range(group.verb + 1, len(tokens)):
        word = tokens[n].lower
        if sentence.owner[n] >= 0 or tokens[n].dated:
            continue
        if word in resumes:
            return n
        if word in (";", "\u2014", ")") or (word in (".", "?", "!") and n >= len(tokens) - 2):
            return n
        if word in _HARD_ENDS and n > group.verb + 1 and word in sentence.words["boundaries"]:
            return n
        if word == "," and n + 1 < len(tokens) and _opens_clause(sentence, n + 1):
            return n
    return len(tokens)


def _resuming_words(sentence: Sentence, group: VerbGroup) -> frozenset[str]:
    """Give the words at which the main clause goes on after a relative one: "the man who was arrested today *was*"."""
    words, tokens = sentence.words, sentence.tokens
    if not group.start or tokens[group.start - 1].lower not in ("who", "which", "that") or tokens[group.verb].lower in words["report_verbs"]:
        return frozenset()
    return words["finite"]


_HARD_ENDS = frozenset({"which", "who", "whom", "whose", "because", "although", "whereas", "while", "after", "before"})


def _opens_clause(sentence: Sentence, at: int) -> bool:
    """Tell whether what follows a comma is a clause of its own: it opens with a word for it, or holds a subject and a verb."""
    word = sentence.tokens[at].lower
    if word == "as":
        return _has_finite(sentence, at, named=True)  # "appointed her, a lawyer, as the envoy" goes on
    if word in ("and", "or", "but") and at + 1 < len(sentence.tokens):
        return word == "but" or _has_finite(sentence, at + 1, named=False)
    if sentence.owner[at] < 0 and word in sentence.words["boundaries"]:
        return True
    return _has_finite(sentence, at, named=True)


def _has_finite(sentence: Sentence, at: int, *, named: bool) -> bool:
    """Look a few words ahead for an auxiliary or a verb of reporting; `named`: one that follows a name."""
    words = sentence.words
    end = min(len(sentence.tokens), at + 10)
    for n in range(at + 1, end):
        word = sentence.tokens[n].lower
        if word in (",", ";") and sentence.owner[n] < 0:
            return False
        follows_name = sentence.owner[n - 1] >= 0 or sentence.tokens[n - 1].text in words["first_person"]
        if (follows_name or not named) and sentence.owner[n] < 0 and (word in words["report_verbs"] or word in words["finite"]):
            return True
    return False


def _joins_names(sentence: Sentence, at: int) -> bool:
    """Tell whether the "and" at a token stands between two mentions: "Putin and Biden"."""
    left = at > 0 and sentence.owner[at - 1] >= 0
    n = at + 1
    while n < len(sentence.tokens) and sentence.tokens[n].lower in sentence.words["determiners"]:
        n += 1
    return left and n < len(sentence.tokens) and sentence.owner[n] >= 0
