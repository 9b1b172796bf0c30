"""Know which elements of a rule's pattern can follow which; know neither words nor signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Order(NamedTuple):
    """Which elements of a pattern can follow which."""

    first: frozenset[int]
    last: frozenset[int]
    before: Mapping[int, set[int]]
    after: Mapping[int, set[int]]


class _Piece(NamedTuple):
    """A part of a pattern: the elements that it can begin and end with, and whether it can be nothing."""

    first: frozenset[int]
    last: frozenset[int]
    empty: bool


_NO_PIECE = _Piece(frozenset(), frozenset(), empty=True)


def order_of(elements: Sequence[str]) -> Order:
    """Find which elements can follow which, as in Glushkov's automaton."""
    before: dict[int, set[int]] = defaultdict(set)
    after: dict[int, set[int]] = defaultdict(set)

    def joined(one: _Piece, two: _Piece) -> _Piece:
        for n in one.last:
            after[n] |= two.first
        for n in two.first:
            before[n] |= one.last
        first, last = one.first | two.first if one.empty else one.first, one.last | two.last if two.empty else two.last
        return _Piece(first, last, one.empty and two.empty)

    open_: list[list[_Piece]] = [[_NO_PIECE]]  # for each open group its choices so far, the present one last
    for n, element in enumerate(elements):
        if element in ("[", "("):
            open_.append([_NO_PIECE])
        elif element == "|":
            open_[-1].append(_NO_PIECE)
        elif element in ("]", ")"):
            choices = open_.pop()
            first, last = (frozenset[int]().union(*parts) for parts in list(zip(*choices, strict=True))[:2])
            group = _Piece(first, last, element == "]" or any(c.empty for c in choices))
            open_[-1][-1] = joined(open_[-1][-1], group)
        else:
            open_[-1][-1] = joined(open_[-1][-1], _Piece(frozenset({n}), frozenset({n}), empty=False))
    whole = open_[0][0]
    return Order(whole.first, whole.last, before, after)
