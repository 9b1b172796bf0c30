"""Know which person a surname in a text means, from the given name, the title and the full names around it."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.extract.linking_words import Draft, Reading, Stretch
from timeline.knowledge.gazetteer import SurnameEntry

_GIVEN_AT_MOST = 3  # words between a title and a surname


def read_person(
    reading: Reading, stretch: Stretch, start: int, end: int, entries: Sequence[SurnameEntry]
) -> Draft | None:
    """Read the surname at words `start` to `end` with what belongs to it; `actor` stays "" for somebody else."""
    first = given_start(reading, stretch, start)
    end, suffix = _with_suffix(reading, stretch, end)
    named = [e for e in entries if not suffix or suffix in e.suffixes]
    if first < start:
        return _full_name(reading, stretch, first, start, end, named)
    if _goes_on(reading, stretch, end):
        return None
    return Draft(start, end, "name", candidates=tuple(sorted({e.actor for e in named}))) if named else None


def link_surname(reading: Reading, stretch: Stretch, draft: Draft, entries: Sequence[SurnameEntry], title: str) -> Draft | None:
    """Decide who a surname without given name is; none where nothing in the text supports anybody."""
    surname = " ".join(stretch.words.compared[draft.start : draft.end])
    known = reading.people.get(surname, set()) & set(draft.candidates)
    stranger = reading.strangers.get(surname)
    if stranger is not None and stranger < stretch.words.starts[draft.start]:  # who is meant is open, unless an editor said so
        known &= {e.actor for e in entries if e.alone}
    elif not known:
        known = {e.actor for e in entries if e.alone or (title and _bears(reading, e.actor, title))}
        alone = {e.actor for e in entries if e.alone}
        if len(alone or known) == 1:
            draft.actor, draft.method = (alone or known).pop(), "alias"
            return draft
        return draft if title else None
    if len(known) == 1:
        draft.actor, draft.method = known.pop(), "earlier-mention"
    return draft


def given_start(reading: Reading, stretch: Stretch, start: int) -> int:
    """Walk left from a surname over given names and initials; give where the name begins."""
    words, written = reading.gazetteer.words, stretch.words.written
    first, n, count = start, start - 1, 0
    settled = False  # a given name that the language knows was found; only others like it may stand before it
    while n >= 0 and count < _GIVEN_AT_MOST and stretch.sentence_of[n] == stretch.sentence_of[start]:
        word = written[n]
        if word == "." and n > 0 and len(written[n - 1]) == 1 and written[n - 1].isupper():
            n -= 1
            continue
        if word == "-" and first < start and first == n + 1 and stretch.is_capital(n - 1):
            n -= 1
            continue
        known = stretch.words.compared[n] in words.given_names
        if not word[0].isupper() or not (known or (not settled and _is_given(reading, stretch, n))):
            break
        first, count, settled = n, count + 1, settled or known
        n -= 1
    if first < start and stretch.words.compared[first] in words["particles"]:
        return start
    return first


def _is_given(reading: Reading, stretch: Stretch, at: int) -> bool:
    words, word = reading.gazetteer.words, stretch.words.compared[at]
    if len(word) == 1:
        return True
    if word in words["titles"] or word in words["capitalized"] or word in words["function_words"] or word in words["group_nouns"]:
        return False
    if word in words["body_heads"] or word in words["other_heads"] or word in words["agent_verbs"]:
        return False
    covering = stretch.draft_at(at)
    if stretch.before(at) == "-" or (covering is not None and covering.form != "name"):
        return False
    return not (stretch.opens_sentence(at) and word.endswith(("ing", "ed", "ly")))


def _with_suffix(reading: Reading, stretch: Stretch, end: int) -> tuple[int, str]:
    """Take in "Jr." or ", III" after a name."""
    at = end + 1 if stretch.after(end) == "," else end
    word = stretch.after(at)
    if word in reading.gazetteer.words["name_suffixes"] and stretch.is_capital(at):
        dotted = at + 1 < len(stretch.words.written) and stretch.words.written[at + 1] == "." and word in ("jr", "sr")
        return at + (2 if dotted else 1), word
    return end, ""


def _full_name(
    reading: Reading, stretch: Stretch, first: int, surname: int, end: int, entries: Sequence[SurnameEntry]
) -> Draft:
    given = stretch.words.compared[first:surname]
    names = {given[0]} if len(given[0]) > 1 else {g for g in given if g.isalnum()}
    fitting = {e.actor for e in entries if names & e.given}
    if not fitting and len(given[0]) == 1:
        fitting = {e.actor for e in entries if any(g.startswith(given[0]) for g in e.given)}
    draft = Draft(first, end, "name", candidates=tuple(sorted(fitting)), full=True)
    if len(fitting) == 1:
        draft.actor, draft.method = next(iter(fitting)), "alias"
    return draft


def _goes_on(reading: Reading, stretch: Stretch, end: int) -> bool:
    """Tell whether a capital word follows that makes the surname a part of another name: "Carter Page"."""
    if not stretch.is_capital(end) or stretch.sentence_of[end] != stretch.sentence_of[end - 1]:
        return False
    words, word = reading.gazetteer.words, stretch.after(end)
    if word in words["capitalized"] or word in words["function_words"] or word in words["titles"] or word in words["person_bodies"]:
        return False
    if stretch.words.written[end].isupper() and stretch.words.written[end - 1].isupper():
        return False  # a line in capitals says nothing
    return not reading.gazetteer.longest_first(stretch.words.compared, end)


def _bears(reading: Reading, actor: str, title: str) -> bool:
    """Tell whether a title in front of a surname speaks for an actor: not "Mr.", which speaks for nobody."""
    words = reading.gazetteer.words
    return title not in words["courtesies"] and reading.gazetteer.kinds.get(actor) == "person"
