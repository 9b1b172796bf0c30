"""Know when two sentences of an article tell one event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from timeline.diagnostics import Diagnostic
from timeline.edtf import Edtf
from timeline.extract.answers import find_answered, find_denied
from timeline.extract.attribution import find_attribution
from timeline.extract.clauses import Sentence
from timeline.extract.events import with_evidence
from timeline.extract.matching import alike, dates_agree
from timeline.extract.participants import participants_of
from timeline.extract.state import ArticleState
from timeline.model import EventCandidate, Role


def group_tellings(state: ArticleState) -> Iterator[Diagnostic]:
    """Merge candidates of one event, then add the sentences that only refer back to it ("the order was first reported by")."""
    grouped: list[EventCandidate] = []
    for candidate in state.candidates:
        twin = next((n for n, other in enumerate(grouped) if _same_telling(other, candidate)), None)
        if twin is None:
            grouped.append(candidate)
        else:
            grouped[twin] = _merged(grouped[twin], candidate, state.article.text)
    for sentence in state.sentences if grouped else ():
        n = find_denied(sentence, grouped, state)
        if n is not None:
            grouped[n] = _with_denial(grouped[n], sentence, state)
        if any(sentence.span in c.evidence for c in grouped):
            continue
        n = _referred_to(sentence, grouped, state)
        if n is not None:
            grouped[n] = _with_retelling(grouped[n], sentence, state)
    grouped = [replace(c, responds_to=find_answered(c, grouped, state)) for c in grouped]
    state.candidates = tuple(grouped)
    return iter(())


def _same_telling(one: EventCandidate, other: EventCandidate) -> bool:
    if one.type != other.type or not (alike(one.participants, other.participants) or _name_the_same(one, other)):
        return False
    if one.evidence == other.evidence and one.rules[0] != other.rules[0]:
        return one.date == other.date
    if not _same_act(one, other):
        return False
    return dates_agree(one.date, other.date)


def _name_the_same(one: EventCandidate, other: EventCandidate) -> bool:
    """Tell whether two acts that nobody known did or suffered, by the same words and of the same date, name the same beside."""
    known = [{(p.actor, p.role) for p in c.participants if p.actor} for c in (one, other)]
    unplaced = all(role not in ("agent", "target") for rows in known for _, role in rows)
    return unplaced and known[0] == known[1] and one.date == other.date and one.rules[0] == other.rules[0]


def _same_act(one: EventCandidate, other: EventCandidate) -> bool:
    """Tell whether two candidates of a type were found by the same words, or were done to the same: else they are two acts."""
    if one.rules[0] in other.rules or other.rules[0] in one.rules:
        return True
    first, second = ({p.actor for p in c.participants if p.role == "target" and p.actor} for c in (one, other))
    return bool(first & second)


def _merged(one: EventCandidate, other: EventCandidate, text: str) -> EventCandidate:
    """Keep the telling with the sharper date in front."""
    first, second = (one, other) if _width(one.date) <= _width(other.date) else (other, one)
    named = {(p.actor or p.name) for p in first.participants}
    extra = tuple(p for p in second.participants if (p.actor or p.name) not in named)
    joined = replace(
        first,
        participants=(*first.participants, *extra),
        attribution=first.attribution or second.attribution,
        rules=tuple(dict.fromkeys((*first.rules, *second.rules))),
        fingerprint=one.fingerprint,  # of what the text tells first, so that a sharper date changes no fingerprint
    )
    return with_evidence(joined, text, second.evidence)


def _width(date: Edtf) -> timedelta:
    if date.earliest is None or date.latest is None:
        return timedelta.max
    return date.latest - date.earliest


def _referred_to(sentence: Sentence, candidates: Sequence[EventCandidate], state: ArticleState) -> int | None:
    """Give the one candidate that a noun of the sentence refers back to, where the sentence names its agent, too."""
    by_noun = state.lexicon.triggers.by_noun
    here = {m.actor for m in sentence.mentions if m.actor}
    fitting: list[int] = []
    for n, token in enumerate(sentence.tokens):
        rules = by_noun.get(token.lower)
        if rules is None or token.quoted or sentence.owner[n] >= 0 or n == 0:
            continue
        types = {t.type for t in rules}
        for k, candidate in enumerate(candidates):
            agents = {p.actor for p in candidate.participants if p.role == "agent"}
            if candidate.type in types and agents & here and candidate.evidence[0].start < sentence.span.start and k not in fitting:
                fitting.append(k)
    return fitting[0] if len(fitting) == 1 else None


def _with_denial(candidate: EventCandidate, sentence: Sentence, state: ArticleState) -> EventCandidate:
    told = with_evidence(candidate, state.article.text, [sentence.span])
    return replace(told, denied=(*told.denied, len(told.quotes) - 1), standing="disputed")


def _with_retelling(candidate: EventCandidate, sentence: Sentence, state: ArticleState) -> EventCandidate:
    attribution = find_attribution(sentence, 0)
    if not attribution.sources:
        return candidate
    role: Role = "source"
    actors = state.lexicon.actors
    known = {p.actor for p in candidate.participants}
    added = [p for p in participants_of([(m, role) for m in attribution.sources], actors) if p.actor not in known or not p.actor]
    text = "; ".join(part for part in (candidate.attribution, attribution.text) if part)
    told = replace(candidate, participants=(*candidate.participants, *added), attribution=text)
    return with_evidence(told, state.article.text, [sentence.span])
