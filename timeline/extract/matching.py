"""Know when a candidate is an event that has a file already; know no sentence, so that a build with nothing new is fast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from timeline.edtf import Edtf
from timeline.model import Article, Event, EventCandidate, Participant
from timeline.text import find_quote

CLOSE = timedelta(days=45)  # two bounded dates further apart than this are not taken for one event's

Verdict = Literal["new", "known", "retold"]


@dataclass(frozen=True, slots=True)
class Match:
    """What became of a candidate, and the event that it is."""

    verdict: Verdict
    event: str = ""


def match_existing(
    candidate: EventCandidate, events: Sequence[Event], articles: Mapping[str, Article], decided: frozenset[str]
) -> Match:
    """Say whether a candidate is new, known (the same passage, or decided before), or another telling of an event."""
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
    return abs(one.latest - other.latest) <= CLOSE
