"""Know how an act, its participants and its date in one sentence make an event; know no subject and no name.

What counts follows the data in triggers.yaml. A sentence yields an event where a trigger verb asserts that something
was or is being done, somebody known takes part, and either a date stands with it or it is the article's own news.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise

from timeline.diagnostics import Diagnostic
from timeline.edtf import Edtf, bounded, day
from timeline.extract.attribution import NO_SOURCE, Attribution, find_attribution
from timeline.extract.clauses import (
    Sentence,
    VerbGroup,
    clause_end,
    clause_start,
    leaves_quote_open,
    read_sentence,
    read_verb,
)
from timeline.extract.participants import (
    Placed,
    objects,
    participants_of,
    placed_mentions,
    subject_words,
    subjects,
)
from timeline.extract.sentences import split_sentences
from timeline.extract.state import ArticleState
from timeline.extract.titles import display_name, make_title
from timeline.knowledge.triggers import FormClass, Trigger
from timeline.model import EventCandidate, Mention, Participant, Period, Role, Timex
from timeline.text import Span, make_selector

LEAD = 2  # sentences at the start of an article that tell its news even without a date


@dataclass(frozen=True, slots=True)
class Act:
    """A verb that says something was done, with its sentence around it."""

    trigger: Trigger
    group: VerbGroup
    sentence: Sentence
    start: int  # tokens of its clause
    end: int
    who: tuple[Placed, ...]  # grammatical subjects


def find_events(state: ArticleState) -> Iterator[Diagnostic]:
    """Fill `state.candidates` with the events that single sentences tell, in the order of the text."""
    found: list[EventCandidate] = []
    taken: set[str] = set()
    for sentence in state.sentences:
        acts = find_acts(sentence, state)
        for act in [*(a for a in acts if not _is_told_by_another(a, acts)), *find_named_acts(sentence, state)]:
            candidate = _candidate(act, state, taken)
            if candidate is not None:
                taken.add(candidate.fingerprint)
                found.append(candidate)
    state.candidates = tuple(found)
    return iter(())


def _is_told_by_another(act: Act, acts: Sequence[Act]) -> bool:
    """Tell whether an act only stands in what another of its type says: "the bureau told them the agency concluded"."""
    return any(
        other.trigger.type == act.trigger.type and other.group.verb < act.group.verb < other.end and other.who != act.who
        for other in acts
    )


def read_sentences(state: ArticleState) -> Iterator[Diagnostic]:
    """Fill `state.sentences`; headings, captions and cells tell nothing by themselves, and who is not named did not act."""
    words = state.lexicon.triggers.words
    text = state.article.text
    found: list[Sentence] = []
    number = 0
    for passage in state.article.passages:
        if passage.kind not in ("paragraph", "list-item"):
            continue
        in_quote = False
        mentions = [m for m in state.mentions if m.span.overlaps(passage.span)]
        timexes = [t for t in state.timexes if t.span.overlaps(passage.span)]
        for span in split_sentences(text, passage.span):
            if any(m.span.overlaps(span) for m in mentions):
                found.append(read_sentence(text, span, mentions, words, timexes=timexes, number=number, in_quote=in_quote))
            number += 1
            in_quote = leaves_quote_open(text, span, in_quote=in_quote)
    state.sentences = tuple(found)
    return iter(())


# --- acts -----------------------------------------------------------------------------------------


def find_acts(sentence: Sentence, state: ArticleState) -> list[Act]:
    """Find the verbs of a sentence that assert an act."""
    found: list[Act] = []
    by_form = state.lexicon.triggers.by_form
    for n, token in enumerate(sentence.tokens):
        rows = by_form.get(token.lower)
        if rows is None or token.quoted or sentence.owner[n] >= 0:
            continue
        act = _first_fitting(rows, sentence, n, state)
        if act is not None:
            found.append(act)
    return found


def find_named_acts(sentence: Sentence, state: ArticleState) -> list[Act]:
    """Find nouns that are an act by themselves: "the attack against the company last spring"."""
    found: list[Act] = []
    for n, token in enumerate(sentence.tokens):
        for trigger in state.lexicon.triggers.by_head.get(token.lower, ()):
            if token.quoted or sentence.owner[n] >= 0 or n + 1 >= len(sentence.tokens) or sentence.tokens[n + 1].lower not in trigger.after:
                continue
            group = VerbGroup(n, n, "active", "past")
            after = placed_mentions(sentence, n + 2, min(len(sentence.tokens), n + 7))[:1]
            if not after or after[0].governor != sentence.tokens[n + 1].lower:
                continue
            start, end = n, after[0].end
            while start > 0 and sentence.tokens[start - 1].dated:  # "the May 2017 appointment of"
                start -= 1
            while end < len(sentence.tokens) and _in_timex(sentence, end, state):
                end += 1
            if start < n or any(_in_timex(sentence, k, state) for k in range(n + 2, end)):
                found.append(Act(trigger, group, sentence, start, end, ()))
    return found


def _in_timex(sentence: Sentence, at: int, state: ArticleState) -> bool:
    word = sentence.tokens[at]
    if word.lower in sentence.words["prepositions"]:
        following = sentence.tokens[at + 1 : at + 2]
        return any(t.span.start <= f.span.start < t.span.end for f in following for t in state.timexes)
    return any(t.span.start <= word.span.start < t.span.end for t in state.timexes)


def _first_fitting(
    rows: Sequence[tuple[Trigger, FormClass, tuple[str, ...]]], sentence: Sentence, at: int, state: ArticleState
) -> Act | None:
    group = read_verb(sentence, at, [class_ for _, class_, _ in rows])
    if group is None:
        return None
    start, end = clause_start(sentence, group), clause_end(sentence, group)
    if _is_conditional(sentence, start, group):
        return None
    who = tuple(subjects(sentence, group, start))
    if who and group.tense == "past" and group.voice == "active" and _continues_passive(sentence, who[-1].end, group, rows):
        group = VerbGroup(group.start, group.verb, "passive", "past")
    if group.tense == "past" and group.voice == "active" and _is_reduced(sentence, group, who, state):
        return None
    for trigger in dict.fromkeys(trigger for trigger, _, _ in rows):
        act = Act(trigger, group, sentence, start, end, who)
        if _fits(act, state):
            return act
    return None


def _continues_passive(
    sentence: Sentence, after: int, group: VerbGroup, rows: Sequence[tuple[Trigger, FormClass, tuple[str, ...]]]
) -> bool:
    """Tell whether a form shares the "was" of a verb before it: "he was charged, and in May sentenced"."""
    between = sentence.tokens[after : group.start]
    verb = next((n for n, t in enumerate(between) if t.lower in sentence.words["be"]), None)
    joined = verb is not None and any(t.lower == "and" for t in between[verb:])
    return joined and any(class_ == "participle" for _, class_, _ in rows)


def _is_conditional(sentence: Sentence, start: int, group: VerbGroup) -> bool:
    conditions = sentence.words["conditions"]
    opener = max(0, start - 1)
    return any(t.lower in conditions for t in sentence.tokens[opener : group.start])


def _is_reduced(sentence: Sentence, group: VerbGroup, who: Sequence[Placed], state: ArticleState) -> bool:
    """Tell whether a form like "charged" only describes the noun before it: "fined four officers charged with fraud"."""
    after = sentence.tokens[group.verb + 1].lower if group.verb + 1 < len(sentence.tokens) else ""
    if not who:
        return after in sentence.words["prepositions"] or group.start == 0
    by_form = state.lexicon.triggers.by_form
    between = range(who[-1].end, group.start)
    verbs = [n for n in between if sentence.owner[n] < 0 and sentence.tokens[n].lower in by_form]
    joined = any(sentence.tokens[n].lower in ("and", ",", "but") for n in between)
    return bool(verbs) and not joined


def _fits(act: Act, state: ArticleState) -> bool:
    trigger, sentence, group = act.trigger, act.sentence, act.group
    tokens = sentence.tokens
    following = tokens[group.verb + 1].lower if group.verb + 1 < len(tokens) else ""
    if following in trigger.not_followed_by or (trigger.needs_next and following not in trigger.needs_next):
        return False
    if trigger.needs is not None and not _has_needed(act, trigger.needs):
        return False
    if trigger.needs_opening is not None and trigger.needs_opening.match(state.article.text, sentence.span.start) is None:
        return False
    if group.tense == "present" and not _is_performative(act):
        return False
    return _subject_fits(act, state) and _object_fits(act, state)


def _has_needed(act: Act, needs: re.Pattern[str]) -> bool:
    sentence, group = act.sentence, act.group
    if group.voice == "passive":
        return needs.search(sentence.slice(act.start, group.start)) is not None
    near = min(act.end, group.verb + 18)
    if any(t.quoted for t in sentence.tokens[group.verb + 1 : group.verb + 2]):
        return False
    found = needs.search(sentence.slice(group.verb + 1, near))
    if found is None or act.trigger.subclause_agent:
        return found is not None
    # "announced that there would be no sanctions" announces none
    at = sentence.tokens[group.verb + 1].span.start + found.start()
    between = [t for t in sentence.tokens[group.verb + 1 : near] if t.span.start < at]
    words = sentence.words
    return not any(t.lower == "that" or t.lower in words["modals"] or t.lower in words["negations"] for t in between)


def _is_performative(act: Act) -> bool:
    """Tell whether a verb in the plain present does what it says: "we condemn", "I hereby declare"."""
    first = act.group.start
    before = [t.lower for t in act.sentence.tokens[max(0, first - 2) : first]]
    pronouns = {p.lower() for p in act.sentence.words["first_person"]}
    return any(b in pronouns for b in before) and act.sentence.tokens[act.group.verb].lower == act.sentence.tokens[act.group.verb].text


def _subject_fits(act: Act, state: ArticleState) -> bool:
    trigger = act.trigger
    if trigger.needs_subject:
        words = {t.lower for t in act.sentence.tokens[act.start : act.group.start]}
        return bool(words & trigger.needs_subject)
    kinds = {_kind(p, state) for p in act.who}
    if trigger.needs_subject_kind and act.group.voice == "active":
        named = bool(kinds & trigger.needs_subject_kind)
        unknown = any(not p.mention.actor and p.mention.form == "name" for p in act.who)
        if not named and not unknown and not _speaks_for_itself(act):
            return False
    if trigger.needs_name == "subject":
        return act.group.voice == "active" and any(p.mention.actor and p.mention.form in ("name", "office", "acronym", "metonym") for p in act.who)
    return True


def _speaks_for_itself(act: Act) -> bool:
    before = act.sentence.tokens[act.start : act.group.start]
    return any(t.text in act.sentence.words["first_person"] or t.lower == "we" for t in before)


def _object_fits(act: Act, state: ArticleState) -> bool:
    trigger = act.trigger
    after = list(objects(act.sentence, trigger, act.group, act.end))
    if trigger.needs_person_or_body == "object" and act.group.voice == "active":
        direct = [p for p, role in after if role == trigger.object and not p.governor]
        if not any(_kind(p, state) in _ACTS for p in direct):
            return False
    if trigger.needs_other_party:
        return any(role == "agent" for _, role in after) or len(act.who) > 1
    return True


_ACTS = frozenset({"person", "agency", "military-unit", "group", "state", "body", "company"})


def _kind(placed: Placed, state: ArticleState) -> str:
    actor = state.lexicon.actors.get(placed.mention.actor)
    return actor.kind if actor else "unknown"


# --- candidates -----------------------------------------------------------------------------------


def _candidate(act: Act, state: ArticleState, taken: Collection[str]) -> EventCandidate | None:
    when = date_of(act, state)
    if when is None or (not act.who and not act.trigger.title and _speaks_for_itself(act)):
        return None  # undated background, or an "I" that the text does not name
    attribution = find_attribution(act.sentence, act.group.verb) if act.trigger.type != "statement" else NO_SOURCE
    parts = _participants(act, attribution, state)
    if not any(p.actor for p in parts if p.role in ("agent", "target")):
        return None
    article = state.article
    evidence = act.sentence.span
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
        evidence=(evidence,),
        quotes=(make_selector(article.text, evidence),),
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
    found += [(p.mention, role) for p, role in objects(act.sentence, act.trigger, act.group, act.end) if p.mention not in attribution.sources]
    rows = [*participants_of(found, state.lexicon.actors)]
    if not act.who and act.group.voice == "active" and subject_role == "agent":
        words = act.sentence.slice(*subject_words(act.sentence, act.group, act.start))
        if words:
            rows.insert(0, Participant("", "agent", words))
    return tuple(rows)


def _title(act: Act, state: ArticleState) -> str:
    actors = state.lexicon.actors
    if act.trigger.title:
        targets = [display_name(p, actors) for p, role in objects(act.sentence, act.trigger, act.group, act.end) if role == "target"]
        head = act.sentence.slice(act.group.verb - 1, act.group.verb + 1) if _has_adjective(act) else act.sentence.slice(act.group.verb, act.group.verb + 1)
        return act.trigger.title.format(head=head[:1].upper() + head[1:], target=" and ".join(targets))
    names = [display_name(p, actors) for p in act.who]
    subject = " and ".join(names) if names else act.sentence.slice(*subject_words(act.sentence, act.group, act.start))
    return make_title(
        act.sentence,
        act.group,
        subject=subject,
        plural=len(names) > 1 or any(p.mention.form == "description" and p.mention.text.endswith("s") for p in act.who),
        end=act.end,
        timexes=state.timexes,
        triggers=state.lexicon.triggers,
        actors=actors,
    )


def _has_adjective(act: Act) -> bool:
    """Tell whether the word before a noun belongs to it: "ransomware attack"."""
    if act.group.verb == 0 or act.sentence.owner[act.group.verb - 1] >= 0:
        return False
    word = act.sentence.tokens[act.group.verb - 1].lower
    words = act.sentence.words
    return word.isalpha() and word not in words["determiners"] | words["prepositions"] | words["boundaries"] | words["loaded"]


# --- dates ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dated:
    """When an act was done, and by which rule we say so."""

    date: Edtf
    rule: str


def date_of(act: Act, state: ArticleState) -> Dated | None:
    """Date an act by the expression nearest to it, else by the article's own date where it is the article's news."""
    timex = _nearest_timex(act, state)
    if timex is not None and timex.edtf is not None:
        return Dated(_bounded_by_cue(act, timex, timex.edtf), timex.rule)
    dct = state.article.document_creation_time
    if dct is not None and _is_concurrent(act):
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


def _is_news(act: Act) -> bool:
    """Tell whether an undated act is the article's own news wherever it stands: "we have ordered", "has begun to dismantle"."""
    if act.group.tense == "perfect" and (act.trigger.lone or _speaks_for_itself(act)):
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
        if t.edtf is not None and t.span.overlaps(sentence.span) and not _is_quoted(sentence, t) and not _after_cue(sentence, t, "state_cues")
    ]
    in_clause = [t for t in usable if clause.covers(t.span) and not _dates_another(act, t, state)]
    in_clause.sort(key=lambda t: (_is_part_of_name(sentence, t), abs(t.span.start - verb), t.span.start))
    if in_clause and not _is_part_of_name(sentence, in_clause[0]):
        return in_clause[0]
    opening = [t for t in usable if t.span.end <= clause.start and not _has_other_verb(act, t) and not _is_part_of_name(sentence, t)]
    return opening[-1] if opening else in_clause[0] if in_clause else None


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


def _bounded_by_cue(act: Act, timex: Timex, found: Edtf) -> Edtf:
    """Read "by June" as some day up to the end of June, and "during the campaign" as some time within it."""
    if timex.anchor == "period" and found.kind == "interval" and found.earliest and found.latest and not found.approximate:
        return bounded(found.earliest, found.latest)
    if found.kind == "date" and found.latest and _after_cue(act.sentence, timex, "bound_cues"):
        return bounded(None, found.latest)
    return found


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


def with_evidence(candidate: EventCandidate, text: str, spans: Iterable[Span]) -> EventCandidate:
    """Add further passages of the same article to a candidate."""
    evidence = (*candidate.evidence, *(s for s in spans if s not in candidate.evidence))
    return replace(candidate, evidence=evidence, quotes=tuple(make_selector(text, s) for s in evidence))
