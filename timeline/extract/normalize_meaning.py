"""Know the shape of an answer: what an expression of time comes to, or why it comes to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from timeline.extract.normalize_calendar import Stretch
from timeline.model import Anchor


@dataclass(frozen=True, slots=True)
class Meaning:
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


NO_DCT = "the article has no date that it could be counted from"
NOTHING_SAID = "nothing before it says which one is meant"
