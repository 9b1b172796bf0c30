"""Which elements of a rule's pattern can follow which."""

from __future__ import annotations

from timeline.knowledge.temporal_order import order_of
from timeline.knowledge.temporal_patterns import elements_of


def test_what_may_be_missing_is_passed_over_on_both_sides() -> None:
    elements = elements_of("{a} [ {b} ] {c}")
    a, b, c = (elements.index(e) for e in ("{a}", "{b}", "{c}"))
    order = order_of(elements)
    assert order.after[a] == {b, c}
    assert order.before[c] == {a, b}
    assert order.first == {a}
    assert order.last == {c}


def test_each_choice_of_a_group_can_begin_and_end_it() -> None:
    elements = elements_of("[ {a} ] ( {b} | {c} {d} )")
    a, b, c, d = (elements.index(e) for e in ("{a}", "{b}", "{c}", "{d}"))
    order = order_of(elements)
    assert order.first == {a, b, c}
    assert order.last == {b, d}
    assert order.after[a] == {b, c}
    assert order.before[d] == {c}
