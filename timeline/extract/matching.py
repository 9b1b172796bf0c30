"""Know when a candidate is an event that has a file already; know no sentence, so that a build with nothing new is fast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from timeline.edtf import Edtf
from timeline.model import Article, Event, EventCandidate, Participant
from timeline.text import find_quote

CLOSE = timedelta(days=45)  # two dates whose ends are further apart than this are not taken for one event's
FRESH = timedelta(days=14)  # so much later, at most, an article tells as its news what another dates
CONTRADICTED = timedelta(days=7)  # so near to one another, two days of the same doing are taken for a contradiction

Verdict = Literal["new", "known", "retold", "contradicted"]


@dataclass(frozen=True, slots=True)
class Match:
    """What became of a candidate, and the event that it is."""

    verdict: Verdict
    event: str = ""


def match_existing(
    candidate: EventCandidate, events: Sequence[Event], articles: Mapping[str, Article], decided: frozenset[str]
) -> Match:
    """Say whether a candidate is new, known (the same passage, or decided before), or another telling of an event.

    A telling that gives another day is no evidence for the first: it contradicts it, and an editor must look.
    """
    if candidate.fingerprint in decided:
        return Match("known")
    for event in events:
        if any(o.fingerprint == candidate.fingerprint for o in event.origin):
            return Match("known", event.id)
        if event.type == candidate.type and _cites_the_same(candidate, event, articles):
            return Match("known", event.id)
    for event in events:
        if event.type == candidate.type and alike(event.participants, candidate.participants) and dates_agree(event.date, candidate.date):
            return Match("retold", event.id)
    for event in events:
        if event.type == candidate.type and contradict(event, candidate):
            return Match("contradicted", event.id)
    return Match("new")


def _cites_the_same(candidate: EventCandidate, event: Event, articles: Mapping[str, Article]) -> bool:
    article = articles.get(candidate.article)
    for citation in event.citations:
        if article is None or citation.article != candidate.article or citation.quote is None:
            continue
        hits = find_quote(article.text, citation.quote)
        if any(hit.overlaps(span) for hit in hits for span in candidate.evidence):
            agents = {p.actor for p in event.participants if p.role == "agent"}
            return bool(agents & {p.actor for p in candidate.participants if p.role == "agent"}) or not agents
    return False


def alike(one: Sequence[Participant], other: Sequence[Participant]) -> bool:
    """Tell whether agents and targets fit: they share one, and where both name some, they agree."""
    shared = False
    for role in ("agent", "target"):
        first = {p.actor for p in one if p.role == role and p.actor}
        second = {p.actor for p in other if p.role == role and p.actor}
        if first and second and not first & second:
            return False
        shared = shared or bool(first & second)
    return shared


def dates_agree(one: Edtf, other: Edtf) -> bool:
    """Tell whether two dates can be of one event: they overlap, and their ends are near or open alike."""
    if not one.overlaps(other):
        return False
    if one.latest is None or other.latest is None:
        return one.latest == other.latest
    apart = abs(one.latest - other.latest)
    return apart <= (FRESH if one.earliest is None or other.earliest is None else CLOSE)


def contradict(one: Event, other: EventCandidate) -> bool:
    """Tell whether two tellings of the same doing to the same people give days that are near, and not the same."""
    for role in ("agent", "target"):
        first, second = ({p.actor for p in of.participants if p.role == role and p.actor} for of in (one, other))
        if not first or first != second:
            return False
    first_day, second_day = _only_day(one.date), _only_day(other.date)
    if first_day is None or second_day is None or first_day == second_day:
        return False
    shared = {rule for origin in one.origin for rule in origin.rules} & set(other.rules[:1])
    return bool(shared) and abs(first_day - second_day) <= CONTRADICTED


def _only_day(of: Edtf) -> date | None:
    return of.earliest if of.earliest == of.latest else None
