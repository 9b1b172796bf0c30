"""Know the shape of an answer: what an expression of time comes to, or why it comes to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from timeline.extract.normalize_calendar import Stretch
from timeline.extract.normalize_context import Context
from timeline.extract.timex_match import Match
from timeline.knowledge.temporal_patterns import Value
from timeline.model import Anchor

NO_DCT = "the article has no date that it could be counted from"
NOTHING_SAID = "nothing before it says which one is meant"


class Meaning(NamedTuple):
    """What an expression comes to."""

    value: str  # "" while unresolved
    stretch: Stretch | None = None
    edtf: str = ""
    mod: str = ""
    anchor: Anchor = "none"
    reason: str = ""  # why there is no value
    dated: bool = False  # the year is written out
    period: str = ""
    bounds: tuple[date | None, date | None] = (None, None)  # of a named period


def at(stretch: Stretch, anchor: Anchor = "none", *, dated: bool = False) -> Meaning:
    """Give the meaning of a plain stretch of the calendar."""
    return Meaning(stretch.value, stretch, stretch.edtf, anchor=anchor, dated=dated)


class Asked(NamedTuple):
    """What a reader is asked: a match, what is around it, and the meaning of the expression that stands in it."""

    match: Match
    context: Context
    inner: Meaning | None

    @property
    def slots(self) -> Mapping[str, Value]:
        return self.match.slots

    @property
    def first(self) -> int:
        return self.match.first

    @property
    def last(self) -> int:
        return self.match.last

    @property
    def dct(self) -> date | None:
        return self.context.dct

    def direction(self) -> int:
        """Tell which way the words around point: 1 to what comes, -1 to what was, 0 where nothing tells."""
        return self.context.direction(self.first, self.last)
