"""Know in which order events are told; refuse to know what happened in them.

The day decides. Within a day an answer follows what it answers, for a reader who meets the answer first cannot tell
what it is about; where neither answers the other, ids decide, so that the order never depends on anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import groupby

from timeline.model import Event


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Sort events by day, those of a day so that answers come after what they answer, then by id."""
    ordered = sorted(events, key=lambda e: (e.date.sort_day, e.id))
    told: list[Event] = []
    for _, of_day in groupby(ordered, key=lambda e: e.date.sort_day):
        told += _answers_last(list(of_day))
    return tuple(told)


def _answers_last(events: Sequence[Event]) -> Sequence[Event]:
    """Put each event of a day after those of the day that it answers; events that answer in a ring come last, by id."""
    place = {event.id: n for n, event in enumerate(events)} if len(events) > 1 else {}
    waits = [{place[id_] for id_ in event.responds_to if id_ in place} - {n} for n, event in enumerate(events)]
    if not any(waits):
        return events
    followers: dict[int, list[int]] = {}
    for n, before in enumerate(waits):
        for other in before:
            followers.setdefault(other, []).append(n)
    ready = [n for n, before in enumerate(waits) if not before]
    heapify(ready)
    told: list[int] = []
    while ready:
        n = heappop(ready)
        told.append(n)
        for follower in followers.get(n, ()):
            waits[follower].discard(n)
            if not waits[follower]:
                heappush(ready, follower)
    ring = sorted(set(range(len(events))) - set(told))
    return [events[n] for n in (*told, *ring)]
