"""Know what stands around an expression of time: the creation time, what was said before, which way the verbs point."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from timeline.extract.normalize_calendar import UNITS, Stretch
from timeline.extract.timex_match import Match
from timeline.extract.timex_words import Words
from timeline.knowledge.temporal_patterns import BREAK
from timeline.model import Period

_BEHIND = 20  # words looked at before an expression, and after it, for the verb it goes with
_AHEAD = 9
_MEMORY = 40  # how many expressions back what was said still counts
_SENTENCE = 120  # words at most between two expressions of the same or of neighboring sentences


class Said(NamedTuple):
    """A stretch of the calendar that the text has spoken of."""

    stretch: Stretch
    at: int  # the word it begins with
    end: int  # the word after it
    dated: bool  # its year was written out
    main: bool  # the text is about it, and does not only count from it ("since 2003")


class Context:
    """What resolving an expression may look at; it grows from expression to expression."""

    def __init__(self, words: Words, charsets: Mapping[str, frozenset[str]], dct: date | None, periods: Mapping[str, Period]) -> None:
        self.words = words
        self.dct = dct
        self.periods = periods
        self.day_first = _day_first(words)  # whether 3/4/2015 is in April here; none: not known
        self.said: deque[Said] = deque(maxlen=_MEMORY)
        self._charsets = charsets
        self._stops = frozenset({BREAK}).union(charsets["stop"])
        self._verbs = charsets["will"] | charsets["did"] | charsets["past_form"]
        self._lent: dict[int, int] = {}

    def remember(self, stretch: Stretch, at: int, end: int, *, dated: bool) -> None:
        self.said.append(Said(stretch, at, end, dated, main=not self.is_in(at - 1, "counting_from")))

    def joined_day(self, first: int) -> date | None:
        """Give the day that stands right before and is joined to what follows: "Monday and Tuesday"."""
        last = self.said[-1] if self.said else None
        joined = last and last.end == first - 1 and last.stretch.unit == "D" and self.is_in(first - 1, "joining")
        return last.stretch.start if last and joined else None

    def is_in(self, at: int, name: str) -> bool:
        """Tell whether a word is in a class."""
        return self.words.signs[at] in self._charsets.get(name, frozenset())

    def lend_years(self, matches: Sequence[Match]) -> None:
        """Lend the year of "July and September 2016" to its first part; "November to March 2016" began in 2015."""
        for one, two in pairwise(matches):
            joined = two.first == one.last + 1 and self.is_in(one.last, "joining")
            if joined and "month" in one.slots and "year" not in one.slots and "year" in two.slots and "month" in two.slots:
                earlier = int(one.slots["month"]) > int(two.slots["month"])
                self._lent[one.first] = int(two.slots["year"]) - earlier

    def last_said(self, unit: str) -> Said | None:
        """Give the last thing said that lies within one such unit."""
        fitting = UNITS[: UNITS.index(unit) + 1]
        return next((s for s in reversed(self.said) if s.stretch.unit in fitting), None)

    def same_sentence(self, earlier: int, later: int) -> bool:
        return self._ends_between(earlier, later) == 0

    def borrowed_year(self, at: int, unit: str) -> int | None:
        """Give the year that an expression without one takes over from what the text has just dated.

        In a text without a creation time any earlier date lends its year. Else it must be a date that the text is
        about, in the same sentence or the one before, and old enough for the story to have moved there. A bare year
        lends itself to months only: "In 2007 it grew. A report of 3 May says so" is a report of today.
        """
        if at in self._lent:
            return self._lent[at]
        last = next((s for s in reversed(self.said) if s.dated and s.main), None)
        if last is None or self.is_in(at - 1, "counting_from"):
            return None
        if self.dct is None:
            return last.stretch.start.year
        near = self._ends_between(last.at, at) <= 1 and BREAK not in self.words.signs[last.at : at]
        lends = last.stretch.unit in ("D", "M") or (last.stretch.unit == "Y" and unit != "D")
        return last.stretch.start.year if near and lends and (self.dct - last.stretch.end).days > 200 else None

    def direction(self, first: int, last: int) -> int:
        """Tell which way the words around point: 1 to what comes, -1 to what was, 0 where nothing tells.

        The nearest verb before decides, and where the sentence begins with the expression, the first verb after.
        """
        before = first - 1
        for _ in range(3):  # "by the end of Friday"
            before -= any(self.is_in(before, name) for name in ("position", "position_of", "=-"))
        if self.is_in(before, "until") or self.is_in(last, "ahead_noun"):
            return 1
        sign = self._nearest(range(first - 1, max(0, first - _BEHIND), -1))
        sign = sign or self._nearest(range(last, min(len(self.words.signs), last + _AHEAD)))
        return sign or int(self.is_in(before, "by"))

    def _nearest(self, places: range) -> int:
        """Give the direction of the nearest verb among these places, not beyond the sentence."""
        for at in places:
            sign = self.words.signs[at]
            if sign in self._stops:
                return 0
            if sign in self._verbs and (points := self._points(at)):
                return points
        return 0

    def _points(self, at: int) -> int:
        if self.is_in(at, "will"):
            return 1
        # "should be signed" points ahead, "is reported" nowhere; "was reported" has its own sign.
        before = range(max(0, at - 3), at)
        if any(self.is_in(k, "will") for k in before):
            return 1
        if any(self.is_in(k, "be") for k in before[-2:]):
            return 0
        # "talks followed by a vote": without an auxiliary this is no verb of the sentence.
        bare = self.is_in(at + 1, "agent") and not any(self.is_in(k, "did") for k in before)
        return 0 if bare and self.is_in(at, "past_form") else -1

    def _ends_between(self, earlier: int, later: int) -> int:
        """Count the ends of sentences between two places; a long way counts as many."""
        return sum(self._ends(at) for at in range(earlier, later)) if later - earlier <= _SENTENCE else _SENTENCE

    def _ends(self, at: int) -> bool:
        return self.words.signs[at] in self._stops


def _day_first(words: Words) -> bool | None:
    """Tell the order of day and month in figures, if those figures of the text that leave no doubt agree on one."""
    figures = [(int(p["first"]), int(p["second"])) for p in words.parts.values() if "first" in p]
    seen = {first > 12 for first, second in figures if max(first, second) > 12}
    return seen.pop() if len(seen) == 1 else None
