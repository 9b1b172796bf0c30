"""Know how a text becomes a row of words with their signs, numbers put together; know no rule and no date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from timeline.knowledge.temporal import BREAK, SPELLED, TemporalRules, Value, figure_classes


class Word(NamedTuple):
    """A word, number or mark of the text; a phrase of the lexicon is one word."""

    start: int
    end: int
    values: Mapping[str, Value] = {}  # class -> what the word stands for in it
    parts: Mapping[str, Value] = {}  # named part of a shape -> value


class Words(NamedTuple):
    """A text as a row of words; `signs` has one character for each."""

    text: str
    row: Sequence[Word]
    signs: str
    raw: Sequence[str]  # the words before phrases and numbers were put together, as `plain_word` gives them
    of_raw: Sequence[int]  # for each of these, the place in `row` of the word that it became part of


class _Raw(NamedTuple):
    text: str
    low: str  # in lower case, the apostrophe straight
    start: int
    end: int
    shape: str  # the group of the token pattern, or ""


def read_words(text: str, breaks: Iterable[int], rules: TemporalRules) -> Words:
    """Read a text; at each offset of `breaks` stands a sign that no expression crosses."""
    raw = [_Raw(m[0], plain_word(m[0]), *m.span(), m.lastgroup or "") for m in rules.token.finditer(text)]
    stops = iter([*sorted(breaks), len(text) + 1])
    stop = next(stops)
    row: list[Word] = [Word(0, 0)]
    signs = [BREAK]
    of_raw: list[int] = []
    at = 0
    while at < len(raw):
        here = raw[at]
        while here.start >= stop:
            row.append(Word(stop, stop))
            signs.append(BREAK)
            stop = next(stops)
        count, values, sign = _spelled(raw, at, rules) or _phrase(raw, at, rules) or (1, *_single(here, rules))
        row.append(Word(here.start, raw[at + count - 1].end, values, _parts(here, rules)))
        signs.append(sign)
        of_raw += [len(row) - 1] * count
        at += count
    row.append(Word(len(text), len(text)))
    return Words(text, row, "".join(signs) + BREAK, [r.low for r in raw], of_raw)


def plain_word(word: str) -> str:
    """Give a word in lower case, its apostrophe straight."""
    return word.lower().replace("’", "'")


def _phrase(raw: Sequence[_Raw], at: int, rules: TemporalRules) -> tuple[int, Mapping[str, Value], str] | None:
    """Read the longest phrase of the lexicon that begins here; a phrase written small is met in any case."""
    here = raw[at]
    following = rules.phrases.get(here.text) or rules.phrases.get(here.low)
    starting = following.get(raw[at + 1].text.lower()) if following and at + 1 < len(raw) else None
    for *rest, phrase in starting or ():
        words = raw[at + 1 : at + 1 + len(rest)]
        if len(words) == len(rest) and all(r.text == p or r.text.lower() == p for r, p in zip(words, rest, strict=True)):
            values = rules.words[phrase]
            return 1 + len(rest), values, rules.signs[frozenset(values)]
    return None


def _single(raw: _Raw, rules: TemporalRules) -> tuple[Mapping[str, Value], str]:
    if raw.shape:
        return _shaped(raw, rules)
    values = rules.words.get(raw.text) or rules.words.get(raw.text.lower())
    if values is not None:
        return values, rules.signs[frozenset(values)]
    return {}, rules.signs[_unknown(raw.text)]


def _shaped(raw: _Raw, rules: TemporalRules) -> tuple[Mapping[str, Value], str]:
    name = rules.shapes[raw.shape][0]
    if name == "figure":
        number = int(raw.text)
        classes = figure_classes(number if len(raw.text) < 4 or raw.text[0] != "0" else -1, rules.figures)
        return dict.fromkeys(classes, number), rules.signs[classes]
    number = float(raw.text.replace(",", "")) if name in ("decimal", "thousands") else raw.text
    return {name: _parts(raw, rules).get("number", number)}, rules.signs[frozenset({name})]


def _parts(raw: _Raw, rules: TemporalRules) -> Mapping[str, Value]:
    """Read the named parts of a shape."""
    if not raw.shape:
        return {}
    name, pattern = rules.shapes[raw.shape]
    found = pattern.fullmatch(raw.text) or pattern.match(raw.text + _AFTER.get(name, ""))
    return {key: int(text) if text.isdigit() else text for key, text in found.groupdict().items() if text} if found else {}


# A shape that looks ahead is read again on its own words, where there is nothing ahead.
_AFTER: Mapping[str, str] = {"clock": "am", "clock_hour": "am"}


def _unknown(word: str) -> frozenset[str]:
    if not word[0].isalpha():
        return frozenset({"mark"})
    if word[0].isupper():
        return frozenset({"name"})
    if word.endswith("ed"):
        return frozenset({"lower", "past_form"})
    return frozenset({"lower", "plural"} if word.endswith("s") else {"lower"})


# --- numbers in words ------------------------------------------------------------------------------

_AND_A_HALF = re.compile(r"[- ]and[- ]a[- ]half\b")


def _spelled(raw: Sequence[_Raw], at: int, rules: TemporalRules) -> tuple[int, Mapping[str, Value], str] | None:
    """Put together a number of several words: "twenty-five", "two hundred and ten", "3 million", "two and a half"."""
    if raw[at].low not in rules.numerals and not raw[at].shape:
        return None
    total: float = 0
    current: float = 0
    end = at
    while end < len(raw):
        step = _number_step(raw, end, rules, current)
        if step is None:
            break
        end, current, total = step[0], step[1], total + step[2]
    if end > at and _words_of(raw[end : end + 3], "and a half") is not None:
        current, end = current + 0.5, end + 3
    elif end > at and _words_of(raw[end : end + 6], "- and - a - half") is not None:
        current, end = current + 0.5, end + 6
    if end - at < 2:
        return None
    number = total + current
    value: Value = int(number) if number == int(number) else number
    return end - at, {"amount": value, "spelled": value}, rules.signs[SPELLED]


def _number_step(raw: Sequence[_Raw], at: int, rules: TemporalRules, current: float) -> tuple[int, float, float] | None:
    """Read one more word of a number: give where it ends, the part below a thousand so far, and what is complete."""
    values = rules.words.get(raw[at].low, {})
    if "scale" in values and (current or at + 1 < len(raw)):
        scale = float(values["scale"])
        return (at + 1, current * scale, 0) if scale == 100 and current else (at + 1, 0, current * scale) if current else None
    if current and raw[at].text in ("-", "and") and at + 1 < len(raw):
        follows = rules.words.get(raw[at + 1].low, {})
        fits = "cardinal" in follows and (20 <= current % 100 < 100 and current % 10 == 0 if raw[at].text == "-" else current % 100 == 0)
        return (at + 2, current + float(follows["cardinal"]), 0) if fits else None
    if current % 100 == 0 or (20 <= current % 100 < 100 and current % 10 == 0 and "tens" not in values):
        for name in ("tens", "cardinal"):
            if name in values and (not current or current % 100 == 0 or float(values[name]) < 10):
                return at + 1, current + float(values[name]), 0
    if not current and raw[at].shape and rules.shapes[raw[at].shape][0] in ("figure", "decimal") and at + 1 < len(raw):
        scaled = "scale" in rules.words.get(raw[at + 1].low, {}) or _words_of(raw[at + 1 : at + 4], "and a half") is not None
        return (at + 1, float(raw[at].text), 0) if scaled else None
    return None


def _words_of(raw: Sequence[_Raw], phrase: str) -> bool | None:
    return True if [r.low for r in raw] == phrase.split() else None
