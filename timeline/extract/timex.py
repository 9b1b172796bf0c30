"""Know how the expressions of time in an article are found and read, in order, each in the light of those before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from timeline.edtf import Edtf, EdtfFault, parse
from timeline.extract.normalize import resolve
from timeline.extract.normalize_context import Context
from timeline.extract.normalize_meaning import Meaning
from timeline.extract.normalize_periods import find_named
from timeline.extract.timex_foreign import find_foreign_timexes
from timeline.extract.timex_match import Match, find_matches, settle
from timeline.extract.timex_words import read_words
from timeline.knowledge.temporal import TemporalRules
from timeline.model import Article, Period, Timex, TimexType

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def find_timexes(article: Article, rules: TemporalRules, periods: Mapping[str, Period]) -> tuple[Timex, ...]:
    """Find and read the expressions of time of an article: in order, none overlapping another."""
    if article.language.partition("-")[0].lower() not in (rules.language, ""):
        return tuple(find_foreign_timexes(article))
    words = read_words(article.text, _breaks(article), rules)
    matches = find_matches(words, rules, find_named(words, rules, periods))
    context = Context(words, rules.charsets, article.document_creation_time, periods)
    chosen = settle((m for m in matches if m.alone), words)
    context.lend_years(chosen)
    return tuple(_read(chosen, context))


def _breaks(article: Article) -> list[int]:
    """Give the offsets that no expression crosses: where a passage begins, and blank lines."""
    return [*(p.span.start for p in article.passages), *(m.end() for m in _BLANK_LINE.finditer(article.text))]


def _read(chosen: list[Match], context: Context) -> Iterator[Timex]:
    for match in chosen:
        meaning = resolve(match, context)
        if meaning is None:
            continue
        if meaning.stretch is not None:
            context.remember(meaning.stretch, match.first, match.last, dated=meaning.dated)
        yield _timex(match, meaning, context)


def _timex(match: Match, meaning: Meaning, context: Context) -> Timex:
    span = match.span(context.words)
    return Timex(
        span.of(context.words.text),
        span,
        _type(match, meaning),
        meaning.value,
        meaning.mod,
        _edtf(_roughly(meaning.edtf) if context.is_in(match.first - 1, "loosely") else meaning.edtf),
        meaning.anchor,
        match.rule.name,
        meaning.reason,
        meaning.period,
    )


def _type(match: Match, meaning: Meaning) -> TimexType:
    """Give the type of the rule, but of "late on Friday night" the type of what it holds."""
    innermost = match
    while innermost.inner and innermost.rule.type == "DATE":
        innermost = innermost.inner
    types: Mapping[str, TimexType] = {"TIME": "TIME", "DURATION": "DURATION", "SET": "SET"}
    return types.get(innermost.rule.type, "DATE")


def _roughly(edtf: str) -> str:
    """Mark a year, month or day that is told as a bound: "as early as 2014"."""
    return edtf + "~" if edtf.replace("-", "").isdigit() else edtf


def _edtf(text: str) -> Edtf | None:
    found = parse(text) if text else None
    return None if isinstance(found, EdtfFault) else found
