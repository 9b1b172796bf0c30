"""Know when an act was done: by the expression of time that belongs to it, or as the article's own news.

Nothing is sharper than the words: without a date the article's publication bounds the act from above.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from timeline.edtf import Edtf, bounded, day, parse
from timeline.extract.acts import Act, speaks_for_itself
from timeline.extract.clauses import Sentence
from timeline.extract.reading import LEAD
from timeline.extract.state import ArticleState
from timeline.model import Period, Timex
from timeline.text import Span


@dataclass(frozen=True, slots=True)
class Dated:
    """When an act was done, and by which rule we say so."""

    date: Edtf
    rule: str


UNSTATED = frozenset({"document", "document-bound"})  # rules that date an act without an expression of time


def date_of(act: Act, state: ArticleState) -> Dated | None:
    """Date an act by the expression nearest to it, else by the article's own date where it is the article's news."""
    timex = _nearest_timex(act, state)
    if timex is not None and timex.edtf is not None:
        lasting = _stretch(act, timex, state)
        return Dated(lasting or _bounded_by_cue(act, timex, timex.edtf), timex.rule)
    dct = state.article.document_creation_time
    if dct is not None and (_is_concurrent(act) or _goes_on(act, state, dct)):
        return Dated(day(dct), "document")
    if dct is None or act.trigger.needs_dated:
        return None
    if act.group.tense in ("progressive", "present"):
        return Dated(day(dct), "document")
    if act.sentence.number < LEAD or _is_news(act):
        return Dated(bounded(_existence_start(act, state, dct), dct), "document-bound")
    return None


def _is_concurrent(act: Act) -> bool:
    """Tell whether the sentence opens by saying that this was done with what the article announces."""
    return any(t.lower in act.sentence.words["concurrent"] for t in act.sentence.tokens[:2])


def _goes_on(act: Act, state: ArticleState, dct: date) -> bool:
    """Tell whether the text goes on with what it has just told of its own day: "Today I ordered ... I have also signed"."""
    group, sentence = act.group, act.sentence
    if not any(t.lower == "also" for t in sentence.tokens[group.start : group.verb]):
        return False
    before = next((s for s in reversed(state.sentences) if s.number < sentence.number), None)
    if before is None or sentence.number - before.number > 1:
        return False
    return any(t.edtf == day(dct) and t.span.overlaps(before.span) for t in state.timexes)


def _is_news(act: Act) -> bool:
    """Tell whether an undated act is the article's own news wherever it stands: "we have ordered", "has begun to dismantle"."""
    if act.group.tense == "perfect" and (act.trigger.lone or speaks_for_itself(act)):
        return True
    return act.trigger.lone and act.trigger.needs_opening is not None


def _nearest_timex(act: Act, state: ArticleState) -> Timex | None:
    sentence = act.sentence
    tokens = sentence.tokens
    clause = Span(tokens[act.start].span.start, tokens[act.end - 1].span.end) if act.end > act.start else sentence.span
    verb = tokens[act.group.verb].span.start
    usable = [
        t
        for t in state.timexes
        if t.edtf is not None
        and t.span.overlaps(sentence.span)
        and not _is_quoted(sentence, t)
        and not _after_cue(sentence, t, "state_cues")
        and not _is_ahead(t, state)
    ]
    in_clause = [t for t in usable if clause.covers(t.span) and not _dates_another(act, t, state)]
    in_clause.sort(key=lambda t: (_is_part_of_name(sentence, t), _is_aside(act, t) or _follows_another(act, t, state), abs(t.span.start - verb), t.span.start))
    if in_clause and not _is_part_of_name(sentence, in_clause[0]):
        return in_clause[0]
    opening = [t for t in usable if t.span.end <= clause.start and not _has_other_verb(act, t) and not _is_part_of_name(sentence, t)]
    if opening:
        return opening[-1]
    return in_clause[0] if in_clause and not _is_somebodys(sentence, in_clause[0]) else None


def _is_aside(act: Act, timex: Timex) -> bool:
    """Tell whether a date stands between commas in the subject: "the first breach, reported in May, had occurred"."""
    before = [n for n, t in enumerate(act.sentence.tokens) if act.start <= n < act.group.start and t.lower == "," and not t.dated]
    return bool(before) and act.sentence.tokens[before[0]].span.end <= timex.span.start < act.sentence.tokens[before[-1]].span.start


def _follows_another(act: Act, timex: Timex, state: ArticleState) -> bool:
    """Tell whether a date stands behind another verb that "and" joins: "pleaded guilty in May and was sentenced in June"."""
    tokens, verb = act.sentence.tokens, act.group.start
    if timex.span.start > tokens[act.group.verb].span.start:
        return False
    told = any(t.lower in state.lexicon.triggers.by_form for t in tokens[act.start : verb] if t.span.end <= timex.span.start)
    return told and any(t.lower in ("and", "but") for t in tokens[act.start : verb] if t.span.start >= timex.span.end)


def _is_ahead(timex: Timex, state: ArticleState) -> bool:
    """Tell whether a date lies wholly after the article: nothing that it tells as done was done then."""
    dct, edtf = state.article.document_creation_time, timex.edtf
    return dct is not None and edtf is not None and edtf.earliest is not None and edtf.earliest > dct


def _is_somebodys(sentence: Sentence, timex: Timex) -> bool:
    """Tell whether a date is only of something that is had: "about its May 2016 meeting", "a May 2016 meeting"."""
    before = next((t for t in reversed(sentence.tokens) if t.span.end <= timex.span.start), None)
    return before is not None and before.lower != "the"


RECENT = timedelta(days=14)  # what is dated so near to the article is its news, wherever in the sentence it stands


def _dates_another(act: Act, timex: Timex, state: ArticleState) -> bool:
    """Tell whether a date after the verb is of something told in its complement.

    "Denied that the election of 2020 was" and "charged with hacking the company in 2014" date the election and the
    hacking. A date of the last days is left to the verb: "charged them with hacking on Thursday".
    """
    dct = state.article.document_creation_time
    edtf = timex.edtf
    if edtf is None or timex.span.start < act.sentence.tokens[act.group.verb].span.start:
        return False
    if dct is not None and edtf.earliest is not None and dct - RECENT <= edtf.earliest <= dct:
        return False
    tokens = [t for t in act.sentence.tokens[act.group.verb + 1 : act.end] if t.span.start < timex.span.start]
    words = act.sentence.words
    gerund = any(t.lower.endswith("ing") and before.lower in words["prepositions"] for before, t in pairwise(tokens))
    says = act.trigger.type == "statement" or bool(act.trigger.subclause_agent)
    return gerund or (says and any(t.lower == "that" for t in tokens))


def _is_part_of_name(sentence: Sentence, timex: Timex) -> bool:
    """Tell whether a year only names something: "the 2016 election", "her 2016 campaign"."""
    before = next((t for t in reversed(sentence.tokens) if t.span.end <= timex.span.start), None)
    after = next((t for t in sentence.tokens if t.span.start >= timex.span.end), None)
    words = sentence.words
    opened = before is not None and (before.lower in words["determiners"] or before.lower in ("'s", "'"))
    return opened and after is not None and after.text[:1].isalpha() and after.lower not in words["prepositions"]


def _has_other_verb(act: Act, timex: Timex) -> bool:
    """Tell whether another verb stands between a date and the clause, so that the date is that verb's."""
    words = act.sentence.words
    finite = words["have"] | words["be"] | words["report_verbs"]
    between = [t for t in act.sentence.tokens[: act.start] if t.span.start >= timex.span.end]
    return any(t.lower in finite for t in between)


def _is_quoted(sentence: Sentence, timex: Timex) -> bool:
    return any(t.quoted for t in sentence.tokens if timex.span.covers(t.span))


def _after_cue(sentence: Sentence, timex: Timex, cue: str) -> bool:
    before = sentence.text[max(sentence.span.start, timex.span.start - 24) : timex.span.start].lower().split()
    return any(" ".join(before[-len(c.split()) :]) == c for c in sentence.words[cue])


_FROM, _TO = ("from", "between"), ("to", "until", "till", "through", "and", "-", "\u2013", "\u2014")


def _stretch(act: Act, timex: Timex, state: ArticleState) -> Edtf | None:
    """Read "from May to June 2011" and "between 2010 and 2012" as the time from the one to the other."""
    text = act.sentence.text
    for first, second in pairwise(t for t in state.timexes if t.span.overlaps(act.sentence.span)):
        if timex not in (first, second) or first.edtf is None or second.edtf is None or {first.edtf.kind, second.edtf.kind} != {"date"}:
            continue
        before = text[max(act.sentence.span.start, first.span.start - 10) : first.span.start].lower().split()
        between = text[first.span.end : second.span.start].strip().lower()
        if before[-1:] and before[-1] in _FROM and between in _TO:
            found = parse(f"{first.edtf.text}/{second.edtf.text}")
            return found if isinstance(found, Edtf) else None
    return None


def _bounded_by_cue(act: Act, timex: Timex, found: Edtf) -> Edtf:
    """Read "by June" as some day up to the end of June, and "during the campaign" as some time within it."""
    if timex.anchor == "period" and found.kind == "interval" and found.earliest and found.latest and not found.approximate:
        return bounded(found.earliest, found.latest)
    if found.kind == "date" and found.latest and _after_cue(act.sentence, timex, "bound_cues") and not _is_when(act, timex):
        return bounded(None, found.latest)
    return found


def _is_when(act: Act, timex: Timex) -> bool:
    """Tell whether the act is what ends the time: "until 9 May, when the governor dismissed him"."""
    after = [t.lower for t in act.sentence.tokens if t.span.start >= timex.span.end and t.span.start < act.sentence.tokens[act.group.verb].span.start]
    return after[:2] == [",", "when"] or after[:1] == ["when"]


def _existence_start(act: Act, state: ArticleState, dct: date) -> date | None:
    """Give the day before which the agent did not exist, where it is named like a period: an administration."""
    for placed in act.who:
        named = " ".join(placed.mention.text.split()).casefold().removeprefix("the ")
        period = _period_named(named, state, dct)
        if period is not None:
            return period.dates.earliest
    return None


def _period_named(name: str, state: ArticleState, dct: date) -> Period | None:
    fitting = [
        p
        for p in state.lexicon.periods.values()
        if p.dates.contains(dct) and any(a.casefold().removeprefix("the ") == name for a in (p.name, *p.aliases, *p.relative_aliases))
    ]
    return fitting[0] if len(fitting) == 1 else None
