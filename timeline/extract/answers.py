"""Know when a text itself says that one act answers another, or that somebody denies one; guess at neither.

That something came days after something else makes it no answer. An answer needs words that say so, and a noun that one
earlier act of the article alone fits; a denial needs whom the act is said of, and such a noun or a word like "accusation".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from timeline.extract.clauses import Sentence
from timeline.extract.participants import placed_mentions
from timeline.extract.state import ArticleState
from timeline.model import EventCandidate

_NOUN_WITHIN = 10  # words after "in response to" among which what is answered is named


def find_answered(candidate: EventCandidate, candidates: Sequence[EventCandidate], state: ArticleState) -> tuple[str, ...]:
    """Give the fingerprints of the acts to which the evidence of a candidate says that it responds."""
    found: list[str] = []
    told = [s for s in state.sentences if s.span in candidate.evidence] if len(candidates) > 1 else []
    for sentence in told:
        for start in _answers(sentence):
            end = _phrase_end(sentence, start)
            others = [c for c in candidates if c is not candidate and c.evidence[0].start < sentence.span.end]
            fitting = _fitting(sentence, start, end, others, state)
            if len(fitting) == 1 and fitting[0].fingerprint not in found:
                found.append(fitting[0].fingerprint)
    return tuple(found)


def find_denied(sentence: Sentence, candidates: Sequence[EventCandidate], state: ArticleState) -> int | None:
    """Give the one candidate that a sentence says somebody with a part in it has denied."""
    words = sentence.words
    for n, token in enumerate(sentence.tokens):
        if token.lower not in words["denials"] or token.quoted or sentence.owner[n] >= 0 or n == 0:
            continue
        deniers = {p.mention.actor for p in placed_mentions(sentence, max(0, n - _NOUN_WITHIN), n) if p.mention.actor and not p.governor}
        ahead = [c for c in candidates if c.evidence[0].start < sentence.span.start and _did(c) & deniers]
        end = _phrase_end(sentence, n + 1)
        fitting = _fitting(sentence, n + 1, end, ahead, state)
        if not fitting and any(t.lower in words["allegations"] for t in sentence.tokens[n + 1 : end]):
            fitting = ahead
        if len(fitting) == 1:
            return candidates.index(fitting[0])
    return None


def _did(candidate: EventCandidate) -> set[str]:
    """Give whom an act is said of: who did it, and for a finding of who did something, whom it names."""
    return {p.actor for p in candidate.participants if p.role in ("agent", "target") and p.actor}


def _answers(sentence: Sentence) -> Iterator[int]:
    """Give the tokens that follow words by which something is said to be an answer."""
    said = " ".join(sentence.span.of(sentence.text).lower().split())
    phrases = [phrase for phrase in sentence.words["answers"] if phrase in said]
    for n in range(2, len(sentence.tokens) if phrases else 0):
        if not sentence.tokens[n - 1].quoted and any(_ends_with(sentence, n, phrase) for phrase in phrases):
            yield n


def _phrase_end(sentence: Sentence, start: int) -> int:
    last = min(len(sentence.tokens), start + _NOUN_WITHIN)
    return next((n for n in range(start, last) if sentence.tokens[n].text in (",", ";")), last)


def _ends_with(sentence: Sentence, end: int, phrase: str) -> bool:
    words = phrase.split()
    return [t.lower for t in sentence.tokens[max(0, end - len(words)) : end]] == words


def _fitting(
    sentence: Sentence, start: int, end: int, candidates: Sequence[EventCandidate], state: ArticleState
) -> list[EventCandidate]:
    """Give the candidates of a type that a noun between two tokens refers to; who stands there must have had a part in them."""
    by_noun = state.lexicon.triggers.by_noun
    types = {t.type for token in sentence.tokens[start:end] for t in by_noun.get(token.lower, ()) if not token.quoted}
    named = {p.mention.actor for p in placed_mentions(sentence, start, end) if p.mention.actor}
    fitting = [c for c in candidates if c.type in types]
    shared = [c for c in fitting if named & {p.actor for p in c.participants}]
    return shared or ([] if named else fitting)
