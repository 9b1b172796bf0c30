"""Know how a text becomes a row of words with their signs, numbers put together; know no rule and no date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from timeline.knowledge.temporal import SPELLED, TemporalRules, figure_classes, load_temporal
from timeline.knowledge.temporal_patterns import BREAK, Value

_NOTHING: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Words:
    """A text as a row of words, numbers and marks; a phrase of the lexicon and a number are one word each."""

    text: str
    signs: str  # one character for each word
    starts: Sequence[int]
    ends: Sequence[int]
    values: Mapping[int, Mapping[str, Value]]  # place in the row -> class -> what the word stands for in it
    parts: Mapping[int, Mapping[str, Value]]  # place in the row -> named part of a shape -> value
    raw: Sequence[str]  # the words before phrases and numbers were put together, as `plain_word` gives them
    of_raw: Sequence[int]  # for each of these, the place of the word that it became part of


class _Kind(NamedTuple):
    """What can be told of a word by itself."""

    low: str  # the word as `plain_word` gives it
    sign: str
    values: Mapping[str, Value] | None  # none: the lexicon does not know it
    may_begin: bool  # a phrase or a number in words


class _Read(NamedTuple):
    """A word of the row that the lexicon or a shape knows."""

    taken: int  # how many raw words it is
    sign: str
    values: Mapping[str, Value]
    parts: Mapping[str, Value] = _NOTHING


def plain_word(word: str) -> str:
    """Give a word in lower case, its apostrophe straight."""
    return word.lower().replace("’", "'")


def read_words(text: str, breaks: Iterable[int], rules: TemporalRules) -> Words:
    """Read a text; at each offset of `breaks` stands a sign that no expression crosses."""
    kind_of = _kinds(rules.language)
    hits = list(rules.token.finditer(text))
    raw = [hit[0] for hit in hits]
    kinds = [kind_of(word) for word in raw]
    reader = _Reader(raw, kinds, [hit.lastgroup for hit in hits], rules)
    stops = iter([*sorted(breaks), len(text) + 1])
    stop = next(stops)
    signs, starts, ends = [BREAK], [0], [0]
    values: dict[int, Mapping[str, Value]] = {}
    parts: dict[int, Mapping[str, Value]] = {}
    of_raw: list[int] = []
    at = 0
    while at < len(raw):
        start, end = hits[at].span()
        while start >= stop:
            signs.append(BREAK)
            starts.append(stop)
            ends.append(stop)
            stop = next(stops)
        place = len(signs)
        kind = kinds[at]
        read = reader.read(at) if kind.may_begin or reader.shapes[at] else None
        if read is not None:
            signs.append(read.sign)
            values[place], parts[place] = read.values, read.parts
            of_raw += [place] * read.taken
            at += read.taken
            end = hits[at - 1].end()
        else:
            signs.append(kind.sign)
            if kind.values is not None:
                values[place] = kind.values
            of_raw.append(place)
            at += 1
        starts.append(start)
        ends.append(end)
    signs.append(BREAK)
    starts.append(len(text))
    ends.append(len(text))
    return Words(text, "".join(signs), starts, ends, values, parts, [kind.low for kind in kinds], of_raw)


@lru_cache(maxsize=4)
def _kinds(language: str) -> Callable[[str], _Kind]:
    """Give the function that tells the kind of a word; most words of a text it has met before."""
    rules = load_temporal(language)

    @lru_cache(maxsize=32768)
    def kind_of(word: str) -> _Kind:
        low = plain_word(word)
        known = rules.known.get(word) or rules.known.get(low)
        may_begin = low in rules.numerals or word in rules.phrases or low in rules.phrases
        return _Kind(low, known[0], known[1], may_begin) if known else _Kind(low, rules.signs[_unknown(word)], None, may_begin)

    return kind_of


class _Reader:
    """Reads what is more than a word by itself: figures, phrases, numbers in words."""

    __slots__ = ("kinds", "raw", "rules", "shapes")

    def __init__(self, raw: Sequence[str], kinds: Sequence[_Kind], shapes: Sequence[str | None], rules: TemporalRules) -> None:
        self.raw, self.kinds, self.shapes, self.rules = raw, kinds, shapes, rules

    def read(self, at: int) -> _Read | None:
        text, low, rules = self.raw[at], self.kinds[at].low, self.rules
        if self.shapes[at]:
            return self._spelled(at) or self._shaped(at)
        if low in rules.numerals and (spelled := self._spelled(at)):
            return spelled
        for following in (rules.phrases.get(text), rules.phrases.get(low) if low != text else None):
            if following and (phrase := self._phrase(at, following)):
                return phrase
        return None

    def _phrase(self, at: int, following: Mapping[str, Sequence[tuple[str, ...]]]) -> _Read | None:
        """Read the longest phrase of the lexicon that begins here; a phrase written small is met in any case."""
        for *rest, phrase in following.get(self.kinds[at + 1].low, ()) if at + 1 < len(self.raw) else ():
            after = range(at + 1, at + 1 + len(rest))
            if after.stop <= len(self.raw) and all(p in (self.raw[k], self.kinds[k].low) for k, p in zip(after, rest, strict=True)):
                sign, values = self.rules.known[phrase]
                return _Read(1 + len(rest), sign, values)
        return None

    def _shaped(self, at: int) -> _Read:
        text = self.raw[at]
        name, pattern = self.rules.shapes[self.shapes[at] or ""]
        if name == "figure":
            number = int(text)
            classes = figure_classes(number if len(text) < 4 or text[0] != "0" else -1, self.rules.figures)
            return _Read(1, self.rules.signs[classes], dict.fromkeys(classes, number))
        found = pattern.fullmatch(text) or pattern.match(text + _AHEAD.get(name, ""))
        parts: dict[str, Value] = {key: int(part) if part.isdigit() else part for key, part in found.groupdict().items() if part} if found else {}
        value = parts.get("number", text)
        if name in ("decimal", "thousands"):
            value = float(text) if name == "decimal" else int(text.replace(",", ""))
        return _Read(1, self.rules.signs[frozenset({name})], {name: value}, parts)

    # --- numbers in words --------------------------------------------------------------------------

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
        shape = self.shapes[at]
        if not shape or self.rules.shapes[shape][0] not in ("figure", "decimal"):
            return None
        scaled = "scale" in self._values(at + 1) or self._low(at + 1, 3) == _AND_A_HALF[0]
        return (at + 1, float(self.raw[at]), 0) if scaled else None

    def _values(self, at: int) -> Mapping[str, Value]:
        return self.rules.words.get(self.kinds[at].low, _NOTHING) if at < len(self.kinds) else _NOTHING

    def _low(self, at: int, count: int) -> tuple[str, ...]:
        return tuple(kind.low for kind in self.kinds[at : at + count])


_AND_A_HALF = (("and", "a", "half"), ("-", "and", "-", "a", "-", "half"))
# A shape that looks ahead is read again on its own words, where there is nothing ahead.
_AHEAD: Mapping[str, str] = {"clock": "am", "clock_hour": "am"}


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
