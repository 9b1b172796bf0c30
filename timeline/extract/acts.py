"""Know which verbs and nouns of a sentence assert that an act was done; know neither its date nor its name.

What counts follows the data in triggers.yaml: the verb must be asserted, its clause must hold what the trigger needs,
and its subject and object must be of the kinds that it takes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from timeline.extract.clauses import Sentence, VerbGroup, clause_end, clause_start, read_verb
from timeline.extract.participants import Placed, objects, placed_mentions, subjects
from timeline.extract.state import ArticleState
from timeline.knowledge.triggers import FormClass, Trigger


@dataclass(frozen=True, slots=True)
class Act:
    """A verb that says something was done, with its sentence around it."""

    trigger: Trigger
    group: VerbGroup
    sentence: Sentence
    start: int  # tokens of its clause
    end: int
    who: tuple[Placed, ...]  # grammatical subjects


def find_acts(sentence: Sentence, state: ArticleState) -> list[Act]:
    """Find the verbs of a sentence that assert an act."""
    found: list[Act] = []
    if asserts_nothing(sentence):
        return found
    by_form = state.lexicon.triggers.by_form
    for n, token in enumerate(sentence.tokens):
        rows = by_form.get(token.lower)
        if rows is None or token.quoted or sentence.owner[n] >= 0 or _governs_another(sentence, n):
            continue
        act = _first_fitting(rows, sentence, n, state)
        if act is not None:
            found.append(act)
    return found


def find_named_acts(sentence: Sentence, state: ArticleState) -> list[Act]:
    """Find nouns that are an act by themselves: "the attack against the company last spring"."""
    found: list[Act] = []
    for n, token in enumerate(() if asserts_nothing(sentence) else sentence.tokens):
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
            while end < len(sentence.tokens) and _opens_date(sentence, end):
                end += 1
            if start < n or any(_opens_date(sentence, k) for k in range(n + 2, end)):
                found.append(Act(trigger, group, sentence, start, end, ()))
    return found


def is_question(sentence: Sentence) -> bool:
    """Tell whether a sentence asks; what it asks about, it does not assert."""
    return any(t.text == "?" and not t.quoted for t in sentence.tokens[-2:])


LONGEST = 400  # words; what goes on longer is a table or a prank, and reading it would take the square of its length


def asserts_nothing(sentence: Sentence) -> bool:
    return len(sentence.tokens) > LONGEST or is_question(sentence)


def _governs_another(sentence: Sentence, at: int) -> bool:
    """Tell whether a verb only says that another begins or goes on: "began hacking", "began to hack"."""
    if sentence.tokens[at].lower not in sentence.words["phases"] or at + 1 >= len(sentence.tokens):
        return False
    following = sentence.tokens[at + 1].lower
    return following == "to" or following.endswith("ing")


def _opens_date(sentence: Sentence, at: int) -> bool:
    """Tell whether a token belongs to a date, or is the preposition before one."""
    if sentence.tokens[at].lower in sentence.words["prepositions"]:
        at += 1
    return at < len(sentence.tokens) and sentence.tokens[at].dated


def _first_fitting(
    rows: Sequence[tuple[Trigger, FormClass, tuple[str, ...]]], sentence: Sentence, at: int, state: ArticleState
) -> Act | None:
    group = read_verb(sentence, at, [class_ for _, class_, _ in rows])
    if group is None:
        return None
    start, end = clause_start(sentence, group), clause_end(sentence, group)
    if _is_conditional(sentence, start, group):
        return None
    leader = _leader(sentence, group, state)
    who = tuple(subjects(sentence, leader, clause_start(sentence, leader)) if leader else subjects(sentence, group, start))
    if who and group.tense == "past" and group.voice == "active" and _continues_passive(sentence, who[-1].end, group, rows):
        group = VerbGroup(group.start, group.verb, "passive", "past")
    reduced = group.tense == "past" and group.voice == "active" and group.aspect < 0 and _is_reduced(sentence, group, who, state)
    for trigger in dict.fromkeys(trigger for trigger, _, _ in rows):
        act = Act(trigger, group, sentence, start, end, who)
        if (not reduced or (trigger.needs_subject and not who)) and _fits(act, state):
            return act
    return None


_SHARED_WITHIN = 40  # words before a verb among which one that shares its subject stands
_SHARED_AT_MOST = 5  # verbs in a row


def _leader(sentence: Sentence, group: VerbGroup, state: ArticleState, *, depth: int = _SHARED_AT_MOST) -> VerbGroup | None:
    """Give the verb whose subject a verb shares: "The ministry fined one firm, warned two and closed a third"."""
    before = sentence.tokens[group.start - 1].lower if group.start else ""
    if group.voice != "active" or group.tense != "past" or before not in (",", "and", "but"):
        return None
    by_form = state.lexicon.triggers.by_form
    for n in range(group.start - 2, max(0, group.start - _SHARED_WITHIN), -1):
        token = sentence.tokens[n]
        if sentence.owner[n] >= 0 or token.dated:
            continue
        if token.lower in ("who", "which", "that", "whose", ";", ":"):
            return None
        if any(class_ == "past" for _, class_, _ in by_form.get(token.lower, ())):
            led = read_verb(sentence, n, ("past",))
            relative = sentence.tokens[led.start - 1].lower in ("who", "which", "that") if led and led.start else False
            if led is None or relative:
                return None
            return (_leader(sentence, led, state, depth=depth - 1) if depth else None) or led
    return None


def _continues_passive(
    sentence: Sentence, after: int, group: VerbGroup, rows: Sequence[tuple[Trigger, FormClass, tuple[str, ...]]]
) -> bool:
    """Tell whether a form shares the "was" of a verb before it: "he was charged, and in May sentenced"."""
    between = sentence.tokens[after : group.start]
    verb = next((n for n, t in enumerate(between) if t.lower in sentence.words["be"]), None)
    if verb is None:
        return False
    told = next((t.lower for t in between[verb + 1 :] if not t.lower.endswith("ly")), "")
    joined = told.endswith(("ed", "en")) and any(t.lower == "and" for t in between[verb:])
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
    if group.verb + 1 >= near:
        return False
    start, end = sentence.tokens[group.verb + 1].span.start, sentence.tokens[near - 1].span.end
    found = next((m for m in needs.finditer(sentence.text, start, end) if not _is_in_name(sentence, m)), None)
    if found is None or act.trigger.subclause_agent:
        return found is not None
    # "announced that there would be no sanctions" announces none, and "plans to impose sanctions" imposes none
    between = [t.lower for t in sentence.tokens[group.verb + 1 : near] if t.span.start < found.start()]
    words = sentence.words
    return not any(t in ("that", "to") or t in words["finite"] or t in words["negations"] for t in between)


def _is_in_name(sentence: Sentence, found: re.Match[str]) -> bool:
    """Tell whether a word is only a part of somebody's name: a candidate's "Campaign" is no campaign."""
    return any(m.span.start < found.start() and found.end() <= m.span.end and m.actor for m in sentence.mentions)


def _is_performative(act: Act) -> bool:
    """Tell whether a verb in the plain present does what it says: "we condemn", "I hereby declare"."""
    first = act.group.start
    before = [t.lower for t in act.sentence.tokens[max(0, first - 2) : first]]
    pronouns = {p.lower() for p in act.sentence.words["first_person"]}
    return any(b in pronouns for b in before) and act.sentence.tokens[act.group.verb].lower == act.sentence.tokens[act.group.verb].text


def _subject_fits(act: Act, state: ArticleState) -> bool:
    trigger = act.trigger
    if trigger.needs_subject:
        said = act.sentence.reading_of(act.group.verb)
        first, last = act.sentence.tokens_in(said.subject) if said is not None else (0, 0)
        words = {t.lower for t in (*act.sentence.tokens[act.start : act.group.start], *act.sentence.tokens[first:last])}
        return bool(words & trigger.needs_subject)
    kinds = {_kind(p, state) for p in act.who}
    if trigger.needs_subject_kind and act.group.voice == "active":
        named = bool(kinds & trigger.needs_subject_kind)
        unknown = any(not p.mention.actor and p.mention.form == "name" for p in act.who)
        if not named and not unknown and not speaks_for_itself(act):
            return False
    if trigger.needs_name == "subject":
        return act.group.voice == "active" and any(p.mention.actor and p.mention.form in ("name", "office", "acronym", "metonym") for p in act.who)
    return True


def speaks_for_itself(act: Act) -> bool:
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


def is_told_by_another(act: Act, acts: Sequence[Act]) -> bool:
    """Tell whether an act only stands in what another of its type says: "the bureau told them the agency concluded"."""
    return any(
        other.trigger.type == act.trigger.type and other.group.verb < act.group.verb < other.end and other.who != act.who
        for other in acts
    )
