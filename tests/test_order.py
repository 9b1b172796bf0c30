"""Events are told by day, and within a day no answer comes before what it answers."""

from __future__ import annotations

from random import Random

from samples import event

from timeline.model import Event
from timeline.order import in_order


def ids(*events: Event) -> list[str]:
    return [e.id for e in in_order(events)]


def test_the_day_decides_before_anything_else() -> None:
    assert ids(event("b", "2021-05-04"), event("a", "2021-05-05"), event("c", "2021-05-03")) == ["c", "b", "a"]


def test_an_answer_of_the_same_day_follows_what_it_answers() -> None:
    assert ids(event("a-reaction", responds_to=("z-cause",)), event("m"), event("z-cause")) == ["m", "z-cause", "a-reaction"]


def test_a_chain_of_one_day_is_told_from_its_beginning() -> None:
    chain = [event("a", responds_to=("b",)), event("b", responds_to=("c",)), event("c"), event("d", responds_to=("a", "c"))]
    assert ids(*chain) == ["c", "b", "a", "d"]


def test_what_is_answered_on_another_day_changes_nothing() -> None:
    assert ids(event("a", responds_to=("z",)), event("b"), event("z", "2021-05-05")) == ["a", "b", "z"]


def test_events_that_answer_one_another_in_a_ring_come_last_by_id() -> None:
    assert ids(event("c"), event("b", responds_to=("a",)), event("a", responds_to=("b",))) == ["c", "a", "b"]


def test_an_event_that_answers_itself_is_told_once() -> None:
    assert ids(event("b"), event("a", responds_to=("a",))) == ["a", "b"]


def test_the_order_of_the_files_means_nothing() -> None:
    events = [event(f"e{n}", responds_to=(f"e{n + 3}",) if n % 2 else ()) for n in range(20)]
    expected = ids(*events)
    Random(7).shuffle(events)
    assert ids(*events) == expected


def test_a_day_of_two_thousand_answers_is_ordered_in_good_time() -> None:
    events = [event(f"e{n:04}", responds_to=(f"e{n - 1:04}",) if n else ()) for n in reversed(range(2000))]
    assert ids(*events) == [f"e{n:04}" for n in range(2000)]
