"""Know the curves that lead from acts to their answers; refuse to know what an act is.

All curves of a picture are one path, in a coordinate system of a thousand across that is stretched over the whole
width, so that hundreds of answers cost a page three elements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from timeline.publish.shapes import number

_MOST = 150  # curves; more are a tangle that tells nothing
_LEAST_BEND, _MOST_BEND = 14.0, 64.0  # px
_BENT = 0.22  # px of bend for each thousandth of the width between two marks


class Spot(NamedTuple):
    """Where a mark is."""

    lane: str
    x: float  # thousandths of the width
    y: float  # px
    up: bool  # its lane grows upward


class Arcs(NamedTuple):
    """All curves of a picture, and the marks at their ends."""

    height: int
    curves: str
    acts: str  # as dots: lines without length
    answers: str
    size: int


def arcs_of(pairs: Sequence[tuple[int, int]], spots: Mapping[int, Spot], top: int, height: int) -> Arcs | None:
    """Draw a curve for each pair of act and answer, below the top; none where there are no pairs, or too many."""
    known = [(spots[act], spots[answer]) for act, answer in pairs if act in spots and answer in spots]
    if not known or len(known) > _MOST:
        return None
    acts, answers = dict.fromkeys(act for act, _ in known), dict.fromkeys(answer for _, answer in known)
    return Arcs(height, "".join(_curve(*pair, top, height) for pair in known), _dots(acts), _dots(answers), len(known))


def _curve(act: Spot, answer: Spot, top: int, height: int) -> str:
    """Bend outward within a lane, and lead straight over the axis from one lane to another."""
    bend = min(max(abs(act.x - answer.x) * _BENT, _LEAST_BEND), _MOST_BEND)
    if act.lane != answer.lane:
        middle = (act.y + answer.y) / 2
    elif act.up:
        outer = min(act.y, answer.y)
        middle = max(outer - bend, (top - outer / 4) * 4 / 3)  # a curve goes three quarters of the way to where it is drawn
    else:
        outer = max(act.y, answer.y)
        middle = min(outer + bend, (height - outer / 4) * 4 / 3)
    return f"M{_at(act.x, act.y)}C{_at(act.x, middle)} {_at(answer.x, middle)} {_at(answer.x, answer.y)}"


def _dots(spots: Sequence[Spot] | Mapping[Spot, None]) -> str:
    return "".join(f"M{_at(spot.x, spot.y)}h0" for spot in spots)


def _at(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"
