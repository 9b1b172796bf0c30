"""Know who reports an act, in the words of the text: "the New York Times, citing two former officials"."""

from __future__ import annotations

from typing import NamedTuple

from timeline.extract.clauses import Sentence
from timeline.extract.participants import Placed, placed_mentions
from timeline.model import Mention


class Attribution(NamedTuple):
    """Who is said to be the source, and the words that say it."""

    sources: tuple[Mention, ...]
    text: str


NO_SOURCE = Attribution((), "")


def find_attribution(sentence: Sentence, verb: int) -> Attribution:
    """Find the source of the act told by the verb at token `verb` of the sentence."""
    for find in (_according_to, _reported_by, _reporter_after, _reporter_before):
        found = find(sentence, verb)
        if found.sources or found.text:
            return found
    return NO_SOURCE


def _according_to(sentence: Sentence, verb: int) -> Attribution:
    """ "According to reports from the agencies, ..." """
    tokens = sentence.tokens
    for n in range(len(tokens) - 1):
        if tokens[n].lower == "according" and tokens[n + 1].lower == "to" and not tokens[n].quoted:
            end = _until_comma(sentence, n + 2)
            named = placed_mentions(sentence, n + 2, end)[:1]
            return Attribution(tuple(p.mention for p in named), sentence.slice(n + 2, end))
    return NO_SOURCE


def _reported_by(sentence: Sentence, verb: int) -> Attribution:
    """ "was first reported by the paper" """
    tokens = sentence.tokens
    for n in range(1, len(tokens) - 1):
        if tokens[n].lower == "by" and tokens[n - 1].lower in sentence.words["report_verbs"] and not tokens[n].quoted:
            named = [p for p in placed_mentions(sentence, n + 1, min(len(tokens), n + 10)) if p.start - n <= 3][:1]
            if named:
                first = n > 1 and tokens[n - 2].lower == "first"
                return Attribution((named[0].mention,), f"{'first ' if first else ''}reported by {_with_article(sentence, named[0])}")
    return NO_SOURCE


def _reporter_after(sentence: Sentence, verb: int) -> Attribution:
    """ "..., the paper reported, citing two former officials." """
    tokens = sentence.tokens
    for n in range(verb + 2, len(tokens)):
        if tokens[n].lower not in sentence.words["report_verbs"] or tokens[n].quoted or sentence.owner[n] >= 0:
            continue
        comma = next((m for m in range(n - 1, verb, -1) if tokens[m].lower == ","), -1)
        if comma < 0 or n - comma > 8 or tokens[comma + 1].lower in ("and", "but"):
            continue  # ", and the bureau announced a reward": an act of its own
        named = [p for p in placed_mentions(sentence, comma + 1, n) if p.end == n and not p.governor]
        if named:
            return Attribution((named[0].mention,), _with_citing(sentence, named[0], n))
        words = sentence.tokens[comma + 1 : n]
        if 0 < len(words) <= 5 and all(w.text.islower() and w.text.isalpha() for w in words):
            return Attribution((), sentence.slice(comma + 1, n))  # "..., two officials said"
    return NO_SOURCE


def _reporter_before(sentence: Sentence, verb: int) -> Attribution:
    """ "The agency concluded that ..." """
    tokens = sentence.tokens
    for n in range(verb - 1, 0, -1):
        word = tokens[n].lower
        if word in (")", "]") and sentence.owner[n] < 0:
            return NO_SOURCE  # what an aside reports, it reports of itself
        if word not in sentence.words["report_verbs"] or tokens[n].quoted or sentence.owner[n] >= 0:
            continue
        named = [p for p in placed_mentions(sentence, max(0, n - 8), n) if not p.governor and n - p.end <= 2]
        if named and tokens[named[-1].start].text in sentence.words["first_person"]:
            return NO_SOURCE  # "I report that I have ordered": the article itself
        return Attribution((named[-1].mention,), _with_article(sentence, named[-1])) if named else NO_SOURCE
    return NO_SOURCE


def _with_citing(sentence: Sentence, who: Placed, after: int) -> str:
    said = _with_article(sentence, who)
    tokens = sentence.tokens
    for n in range(after, len(tokens)):
        if tokens[n].lower in sentence.words["citing"]:
            return f"{said}, {sentence.slice(n, _until_comma(sentence, n))}"
    return said


def _with_article(sentence: Sentence, who: Placed) -> str:
    start = who.start - 1 if who.start and sentence.tokens[who.start - 1].lower == "the" else who.start
    words = sentence.slice(start, who.end)
    return words[:1].lower() + words[1:] if start == 0 and words[:4] == "The " else words


def _until_comma(sentence: Sentence, start: int) -> int:
    for n in range(start, len(sentence.tokens)):
        if sentence.tokens[n].lower in (",", ";", ".") and sentence.owner[n] < 0:
            return n
    return len(sentence.tokens)
