"""Know how an act, its participants and its date make an event candidate; know no subject and no name.

A sentence yields an event where it asserts an act, somebody known takes part, and either a date stands with it or it
is the article's own news.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from timeline.diagnostics import Diagnostic
from timeline.extract.acts import Act, find_acts, find_named_acts, is_told_by_another, speaks_for_itself
from timeline.extract.attribution import NO_SOURCE, Attribution, find_attribution
from timeline.extract.dating import UNSTATED, Dated, date_of
from timeline.extract.lists import list_span, listed, with_listed
from timeline.extract.participants import objects, owners, participants_of, placed_mentions, subject_words
from timeline.extract.state import ArticleState
from timeline.extract.titles import before_next_verb, display_name, is_plural, make_title, title_subject
from timeline.model import EventCandidate, Mention, Participant, Role
from timeline.text import Span, make_selector


def find_events(state: ArticleState) -> Iterator[Diagnostic]:
    """Fill `state.candidates` with the events that single sentences tell, in the order of the text."""
    found: list[EventCandidate] = []
    taken: set[str] = set()
    for sentence in state.sentences:
        acts = find_acts(sentence, state)
        for act in [*(a for a in acts if not is_told_by_another(a, acts)), *find_named_acts(sentence, state)]:
            candidate = _candidate(act, state, taken)
            if candidate is not None:
                taken.add(candidate.fingerprint)
                found.append(candidate)
    state.candidates = tuple(found)
    return iter(())


def _candidate(act: Act, state: ArticleState, taken: Collection[str]) -> EventCandidate | None:
    when = date_of(act, state)
    if when is None or (not act.who and not act.trigger.title and speaks_for_itself(act)):
        return None  # undated background, or an "I" that the text does not name
    attribution = find_attribution(act.sentence, act.group.verb) if act.trigger.type != "statement" else NO_SOURCE
    parts = _participants(act, attribution, state)
    if not any(p.actor for p in parts if p.role in ("agent", "target")):
        parts = _with_those_named(parts, act, when, state)
        if not parts:
            return None
    article = state.article
    evidence = act.sentence.span
    spans = (evidence, *list_span(act, state))
    exact = evidence.of(article.text)
    told = (article.id, exact, act.trigger.type)
    fingerprint = _fingerprint(*told)
    if fingerprint in taken:  # a second act of the same type in one sentence is told apart by who did it
        fingerprint = _fingerprint(*told, *(p.actor or p.name for p in parts if p.role == "agent"))
    return EventCandidate(
        article=article.id,
        title=_title(act, state),
        date=when.date,
        type=act.trigger.type,
        participants=parts,
        evidence=spans,
        quotes=tuple(make_selector(article.text, span) for span in spans),
        attribution=attribution.text,
        standing="reported",
        stance="reports",
        fingerprint=fingerprint,
        rules=(act.trigger.name, *([when.rule] if when.rule else [])),
    )


def _fingerprint(*parts: str) -> str:
    return "sha256:" + sha256("\0".join(parts).encode()).hexdigest()


def _participants(act: Act, attribution: Attribution, state: ArticleState) -> tuple[Participant, ...]:
    found: list[tuple[Mention, Role]] = [(m, "source") for m in attribution.sources]
    subject_role = act.trigger.subject if act.group.voice == "active" else act.trigger.object
    if act.trigger.title:
        subject_role = "none"
    for placed in act.who:
        if subject_role in ("agent", "target"):
            found.append((placed.mention, "agent" if subject_role == "agent" else "target"))
    end = before_next_verb(act.sentence, act.group.verb + 1, act.end, state.lexicon.triggers)
    found += [(p.mention, role) for p, role in objects(act.sentence, act.trigger, act.group, end) if p.mention not in attribution.sources]
    found += [(m, "target") for m in listed(act, state)]
    if not act.who and act.group.voice == "passive" and act.trigger.owned:
        found += [(p.mention, "target") for p in owners(act.sentence, act.start, act.group.start)]
    rows = [*participants_of(found, state.lexicon.actors)]
    if not act.who and act.group.voice == "active" and subject_role == "agent":
        words = act.sentence.slice(*subject_words(act.sentence, act.group, act.start))
        if words:
            rows.insert(0, Participant("", "agent", words))
    return tuple(rows)


def _with_those_named(parts: tuple[Participant, ...], act: Act, when: Dated, state: ArticleState) -> tuple[Participant, ...]:
    """Add whom the sentence names beside an act that nobody known did or suffered; none where that is nobody, or no date stands there."""
    first, last = subject_words(act.sentence, act.group, act.start)
    if when.rule in UNSTATED or (not act.who and first >= last):
        return ()
    named: list[tuple[Mention, Role]] = [(p.mention, "mentioned") for p in placed_mentions(act.sentence, 0, len(act.sentence.tokens)) if p.mention.form in ("name", "acronym", "description") and p.mention.actor]
    known = {p.actor for p in parts if p.actor}
    return (*parts, *(p for p in participants_of(named, state.lexicon.actors) if p.actor not in known)) if named else ()


def _title(act: Act, state: ArticleState) -> str:
    actors = state.lexicon.actors
    if act.trigger.title:
        targets = [display_name(p, actors) for p, role in objects(act.sentence, act.trigger, act.group, act.end) if role == "target"]
        head = act.sentence.slice(act.group.verb - 1, act.group.verb + 1) if _has_adjective(act) else act.sentence.slice(act.group.verb, act.group.verb + 1)
        return act.trigger.title.format(head=head[:1].upper() + head[1:], target=" and ".join(targets))
    subject, plural = title_subject(act.who, actors)
    if not subject:
        subject = act.sentence.slice(*subject_words(act.sentence, act.group, act.start))
        plural = is_plural(subject)
    title = make_title(
        act.sentence,
        act.group,
        subject=subject,
        plural=plural,
        end=act.end,
        timexes=state.timexes,
        lexicon=state.lexicon,
    )
    return with_listed(title, [actors[m.actor].name if m.actor in actors else m.text for m in listed(act, state)])


def _has_adjective(act: Act) -> bool:
    """Tell whether the word before a noun belongs to it: "ransomware attack"."""
    if act.group.verb == 0 or act.sentence.owner[act.group.verb - 1] >= 0:
        return False
    word = act.sentence.tokens[act.group.verb - 1].lower
    words = act.sentence.words
    return word.isalpha() and word not in words["determiners"] | words["prepositions"] | words["boundaries"] | words["loaded"]


def with_evidence(candidate: EventCandidate, text: str, spans: Iterable[Span]) -> EventCandidate:
    """Add further passages of the same article to a candidate."""
    evidence = (*candidate.evidence, *(s for s in spans if s not in candidate.evidence))
    return replace(candidate, evidence=evidence, quotes=tuple(make_selector(text, s) for s in evidence))
