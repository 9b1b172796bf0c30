"""Know how a text becomes a row of words with their signs, numbers put together; know no rule and no date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress
from operator import itemgetter
from typing import NamedTuple

from timeline.knowledge.temporal import SPELLED, TemporalRules, figure_classes, load_temporal
from timeline.knowledge.temporal_patterns import BREAK, Value
from timeline.text import Span

_NOTHING: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Words:
    """A text as a row of words, numbers and marks; a phrase of the lexicon and a number are one word each."""

    text: str
    signs: str  # one character for each word
    read: Sequence[_Kind | _Read]  # what is known of each
    starts: Sequence[int]  # where each begins; a break where the word after it does
    parts: Mapping[int, Mapping[str, Value]]  # place in the row -> named part of a shape -> value
    raw: Sequence[str]  # the words before phrases and numbers were put together, as `plain_word` gives them
    written: Sequence[str]  # the same as they stand in the text
    raw_starts: Sequence[int]  # where they begin, and the end of the text

    def span(self, first: int, last: int) -> Span:
        """Give where the words from `first` up to `last` stand in the text; neither end is a break."""
        after = self.starts[last] if last < len(self.starts) else self.raw_starts[-1]
        final = bisect_left(self.raw_starts, after) - 1
        return Span(self.starts[first], self.raw_starts[final] + len(self.written[final]))

    def values(self, at: int) -> Mapping[str, Value]:
        """Give what the word at `at` stands for, by class."""
        return self.read[at].values

    def of_raw(self, at: int) -> int:
        """Give the place of the word that a raw word became part of."""
        return bisect_right(self.starts, self.raw_starts[at]) - 1


class _Kind(NamedTuple):
    """What can be told of a word by itself."""

    low: str  # the word as `plain_word` gives it
    sign: str
    values: Mapping[str, Value]  # empty: the lexicon does not know it
    may_be_more: bool  # more than this word can begin with it
    may_be_shaped: bool  # it begins as what is written in figures does
    is_numeral: bool  # a number in words can begin with it
    seconds: frozenset[str]  # what comes second in the phrases that begin with it


_low_of, _sign_of, _may_be_more = itemgetter(0), itemgetter(1), itemgetter(3)


class _Read(NamedTuple):
    """A word of the row that the lexicon or a shape knows."""

    taken: int  # how many raw words it is
    sign: str
    values: Mapping[str, Value]
    parts: Mapping[str, Value] = _NOTHING


_BREAK = _Read(0, BREAK, _NOTHING)


def plain_word(word: str) -> str:
    """Give a word in lower case, its apostrophe straight."""
    return word.lower().replace("’", "'")


def read_words(text: str, breaks: Iterable[int], rules: TemporalRules) -> Words:
    """Read a text; at each offset of `breaks` stands a sign that no expression crosses."""
    pieces = rules.token.findall(text)
    raw = list(map(str.rstrip, pieces))
    starts = list(accumulate(map(len, pieces), initial=len(text) - sum(map(len, pieces))))  # the pieces end where the text does
    kinds = list(map(_kinds(rules.language).__getitem__, raw))
    lows = list(map(_low_of, kinds))
    special = list(compress(range(len(kinds)), map(_may_be_more, kinds)))
    shapes = {n: hit.lastgroup for n in special if kinds[n].may_be_shaped and (hit := rules.shaped.match(text, starts[n]))}
    following = [*lows[1:], ""]
    special = [n for n in special if following[n] in kinds[n].seconds or n in shapes or kinds[n].is_numeral]
    reader = _Reader(raw, kinds, shapes, rules)
    row = _Row(starts, kinds)
    stops = [bisect_left(starts, stop, 0, len(raw)) for stop in sorted(breaks, reverse=True)]
    for n in special:
        if n >= row.at:
            while stops and stops[-1] <= n:
                row.put_break(stops.pop())
            read = reader.read(n)
            if read is not None:
                row.put(n, read)
    while stops:
        row.put_break(stops.pop())
    row.go_on(len(raw))
    row.read.append(_BREAK)
    return Words(text, "".join(map(_sign_of, row.read)), row.read, row.starts, row.parts, lows, raw, starts)


class _Row:
    """The row of words while it grows: most words as they are, a few put together."""

    __slots__ = ("_kinds", "_raw_starts", "at", "parts", "read", "starts")

    def __init__(self, raw_starts: Sequence[int], kinds: Sequence[_Kind]) -> None:
        self._raw_starts, self._kinds = raw_starts, kinds
        self.at = 0  # the raw word that comes next
        self.read: list[_Kind | _Read] = [_BREAK]
        self.starts: list[int] = [0]
        self.parts: dict[int, Mapping[str, Value]] = {}

    def go_on(self, to: int) -> None:
        """Add the raw words up to `to`, each as it is."""
        if to > self.at:
            self.read += self._kinds[self.at : to]
            self.starts += self._raw_starts[self.at : to]
            self.at = to

    def put(self, at: int, read: _Read) -> None:
        """Add the words from `at` on that make one."""
        self.go_on(at)
        if read.parts:
            self.parts[len(self.starts)] = read.parts
        self.at += read.taken
        self.read.append(read)
        self.starts.append(self._raw_starts[at])

    def put_break(self, at: int) -> None:
        """Add a break before the raw word `at`, or after the words put together that it stands in; none at the end."""
        if max(at, self.at) < len(self._kinds):
            self.go_on(at)
            self.read.append(_BREAK)
            self.starts.append(self._raw_starts[self.at])


class _Kinds(dict[str, _Kind]):
    """Tells the kind of a word; most words of a text it has met before."""

    def __init__(self, rules: TemporalRules) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, word: str) -> _Kind:
        rules, low = self._rules, plain_word(word)
        known = rules.known.get(word) or rules.known.get(low) or (rules.signs[_unknown(word)], _NOTHING)
        shaped = rules.shape_start.match(word) is not None and any(c.isdigit() for c in word)
        phrases = [following for each in (word, low) if (following := rules.phrases.get(each))]
        seconds = frozenset[str]().union(*phrases) if phrases else _NO_WORDS
        kind = _Kind(low, *known, bool(shaped or seconds or low in rules.numerals), shaped, low in rules.numerals, seconds)
        if len(self) < _KINDS_AT_MOST:
            self[word] = kind
        return kind


_KINDS_AT_MOST = 32768
_NO_WORDS = frozenset[str]()


@lru_cache(maxsize=4)
def _kinds(language: str) -> _Kinds:
    return _Kinds(load_temporal(language))


class _Reader:
    """Reads what is more than a word by itself: figures, phrases, numbers in words."""

    __slots__ = ("kinds", "raw", "rules", "shapes")

    def __init__(self, raw: Sequence[str], kinds: Sequence[_Kind], shapes: Mapping[int, str | None], rules: TemporalRules) -> None:
        self.raw, self.kinds, self.shapes, self.rules = raw, kinds, shapes, rules

    def read(self, at: int) -> _Read | None:
        text, low, rules = self.raw[at], self.kinds[at].low, self.rules
        if (self._opens_number(at) or self._scaled_figure(at)) and (spelled := self._spelled(at)):
            return spelled
        if at in self.shapes:
            return _read_shaped(text, self.shapes[at] or "", rules.language)
        for following in (rules.phrases.get(text), rules.phrases.get(low) if low != text else None):
            if following and (phrase := self._phrase(at, following)):
                return phrase
        return None

    def _phrase(self, at: int, following: Mapping[str, Sequence[tuple[str, ...]]]) -> _Read | None:
        """Read the longest phrase of the lexicon that begins here; a phrase written small is met in any case."""
        for *rest, phrase in following.get(self.kinds[at + 1].low, ()) if at + 1 < len(self.raw) else ():
            written = self.raw[at + 1 : at + 1 + len(rest)]
            if len(written) == len(rest) and all(p == w or p == plain_word(w) for p, w in zip(rest, written, strict=True)):
                sign, values = self.rules.known[phrase]
                return _Read(1 + len(rest), sign, values)
        return None

    # --- numbers in words --------------------------------------------------------------------------

    def _opens_number(self, at: int) -> bool:
        """Tell whether a number may begin here that is more than one word."""
        if not self.kinds[at].is_numeral or at + 1 == len(self.kinds):
            return False
        following = self.kinds[at + 1]
        return following.is_numeral or following.low in ("-", "and")

    def _spelled(self, at: int) -> _Read | None:
        """Put together a number of several words: "twenty-five", "two hundred and ten", "3 million", "two and a half"."""
        total: float = 0
        current: float = 0
        end = at
        while end < len(self.raw) and (step := self._step(end, current)):
            end, current, total = step[0], step[1], total + step[2]
        for half in _AND_A_HALF if end > at else ():
            if self._low(end, len(half)) == half:
                current, end = current + 0.5, end + len(half)
        if end - at < 2:
            return None
        number = total + current
        value: Value = int(number) if number == int(number) else number
        return _Read(end - at, self.rules.signs[SPELLED], {"amount": value, "spelled": value})

    def _step(self, at: int, current: float) -> tuple[int, float, float] | None:
        """Read one more word of a number: give where it ends, the part below a thousand so far, and what is complete."""
        values = self._values(at)
        if "scale" in values:
            scale = float(values["scale"])
            return None if not current else (at + 1, current * scale, 0) if scale == 100 else (at + 1, 0, current * scale)
        if current and self.kinds[at].low in ("-", "and"):
            digit = float(self._values(at + 1).get("cardinal", 0))
            fits = digit < 10 and _is_tens(current) if self.kinds[at].low == "-" else current % 100 == 0
            return (at + 2, current + digit, 0) if digit and fits else None
        if "tens" in values and current % 100 == 0:
            return at + 1, current + float(values["tens"]), 0
        if "cardinal" in values and (current % 100 == 0 or (_is_tens(current) and float(values["cardinal"]) < 10)):
            return at + 1, current + float(values["cardinal"]), 0
        return self._scaled_figure(at) if not current else None

    def _scaled_figure(self, at: int) -> tuple[int, float, float] | None:
        """Read figures that begin a number in words: "3 million", "2 and a half"."""
        shape = self.shapes.get(at)
        if not shape or self.rules.shapes[shape][0] not in ("figure", "decimal") or at + 1 == len(self.kinds):
            return None
        scaled = "scale" in self._values(at + 1) or (self.kinds[at + 1].low == "and" and self._low(at + 1, 3) == _AND_A_HALF[0])
        return (at + 1, float(self.raw[at]), 0) if scaled else None

    def _values(self, at: int) -> Mapping[str, Value]:
        return self.rules.words.get(self.kinds[at].low, _NOTHING) if at < len(self.kinds) else _NOTHING

    def _low(self, at: int, count: int) -> tuple[str, ...]:
        return tuple(kind.low for kind in self.kinds[at : at + count])


_AND_A_HALF = (("and", "a", "half"), ("-", "and", "-", "a", "-", "half"))
# A shape that looks ahead is read again on its own words, where there is nothing ahead.
_AHEAD: Mapping[str, str] = {"clock": "am", "clock_hour": "am"}


@lru_cache(maxsize=4096)
def _read_shaped(text: str, shape: str, language: str) -> _Read:
    """Read what is written in figures."""
    rules = load_temporal(language)
    name, pattern = rules.shapes[shape]
    if name == "figure":
        number = int(text)
        classes = figure_classes(number if len(text) < 4 or text[0] != "0" else -1, rules.figures)
        return _Read(1, rules.signs[classes], dict.fromkeys(classes, number))
    found = pattern.fullmatch(text) or pattern.match(text + _AHEAD.get(name, ""))
    parts: dict[str, Value] = {key: int(part) if part.isdigit() else part for key, part in found.groupdict().items() if part} if found else {}
    value = parts.get("number", text)
    if name in ("decimal", "thousands"):
        value = float(text) if name == "decimal" else int(text.replace(",", ""))
    return _Read(1, rules.signs[frozenset({name})], {name: value}, parts)


def _is_tens(number: float) -> bool:
    return 20 <= number % 100 < 100 and number % 10 == 0


_NAME, _LOWER, _MARK = frozenset({"name"}), frozenset({"lower"}), frozenset({"mark"})
_PLURAL, _PAST = frozenset({"lower", "plural"}), frozenset({"lower", "past_form"})


def _unknown(word: str) -> frozenset[str]:
    """Tell words outside the lexicon apart by their form alone."""
    if not word[0].isalpha():
        return _MARK
    if word[0].isupper():
        return _NAME
    return _PAST if word.endswith("ed") else _PLURAL if word.endswith("s") else _LOWER
