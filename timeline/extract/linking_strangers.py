"""Know how a name looks that no file knows: a person's, a body's, or whatever acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from timeline.extract.linking_acronyms import learn_acronyms, use_acronyms
from timeline.extract.linking_offices import title_before, title_end
from timeline.extract.linking_people import given_start
from timeline.extract.linking_spelling import near_spelling
from timeline.extract.linking_words import Draft, Reading, Stretch
from timeline.knowledge.names import NameWords

_RUN_AT_MOST = 10  # words of a name
_PERSON_AT_MOST = 4
_TITLE_AT_MOST = 4
_PROSE = frozenset({"paragraph", "list-item", "quotation"})


def add_strangers(reading: Reading, stretch: Stretch) -> None:
    """Add to a stretch the names that no file knows, the near-spellings, and the short forms that the text introduces."""
    if stretch.kind in _PROSE:
        _add_person_bodies(reading, stretch)
        for start, end in list(_runs(reading, stretch)):
            draft = _read_run(reading, stretch, start, end)
            if draft is not None:
                stretch.put(draft)
    learn_acronyms(reading, stretch)
    use_acronyms(reading, stretch)


# --- runs of capital words ------------------------------------------------------------------------


def _runs(reading: Reading, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """Give the runs of capital words that no draft covers, with the small words that link them."""
    skipped, compared = reading.gazetteer.words["no_names"], stretch.words.compared
    end = 0
    for n in stretch.free_capitals():
        if n >= end and compared[n] not in skipped:
            end = _run_end(reading, stretch, n)
            yield n, end


def _run_end(reading: Reading, stretch: Stretch, start: int) -> int:
    words, compared, written = reading.gazetteer.words, stretch.words.compared, stretch.words.written
    links, lone = words["name_links"], words["capitalized"]
    end = n = start + 1
    linked = False  # "of" or "for" came, so that "and" may link, too
    stop = min(len(written), start + _RUN_AT_MOST)
    while n < stop and stretch.draft_at(n) is None and stretch.sentence_of[n] == stretch.sentence_of[start]:
        word = written[n]
        initial = word == "." and len(written[n - 1]) == 1 and written[n - 1].isupper()
        if initial or (word[0].isupper() and compared[n] not in lone):
            end = n + 1
        elif compared[n] in links and _may_link(compared[n - 1], compared[n], words, linked=linked):
            linked = linked or compared[n] in ("of", "for", "on")
        elif word not in ("-", "&", "'") or not stretch.is_capital(n + 1) or stretch.words.starts[n] != stretch.words.end(n - 1):
            break
        n += 1
    while end > start + 1 and written[end - 1] == "." and len(written[end - 2]) != 1:
        end -= 1
    return end


def _may_link(before: str, word: str, words: NameWords, *, linked: bool) -> bool:
    """Tell whether a small word may stand inside a name: "the" after another such word, "and" only once "of" has come."""
    if word == "the":
        return before in words["name_links"]
    return linked or word not in ("and", "on", "against", "to", "in") or (word == "on" and before in words["body_heads"])


def _read_run(reading: Reading, stretch: Stretch, start: int, end: int) -> Draft | None:
    """Say what a run of capital words is: a misspelled actor, a person, a body, or nothing that acts."""
    start = _without_titles(reading, stretch, start, end)
    if start >= end or _is_shouted(stretch, start, end) or (len(stretch.words.written[start]) == 1 and stretch.after(start + 1) == "-"):
        return None
    titled = title_before(reading, stretch, start)
    return (
        near_spelling(reading, stretch, start, end, titled)
        or _person(reading, stretch, start, end, titled)
        or _body(reading, stretch, start, end)
        or _acting(reading, stretch, start, end)
    )


def _is_shouted(stretch: Stretch, start: int, end: int) -> bool:
    """Tell whether a run is part of a line in capitals, which say nothing there."""
    return end - start > 2 and all(w.isupper() for w in stretch.words.written[start:end] if w[0].isalpha())


def _without_titles(reading: Reading, stretch: Stretch, start: int, end: int) -> int:
    compared, links = stretch.words.compared, reading.gazetteer.words["name_links"]
    while start < end:
        after = title_end(reading, compared, start, min(end - 1, start + _TITLE_AT_MOST))
        if after == start:
            return start
        start = after
        while start < end and (not compared[start].isalnum() or compared[start] in links):
            start += 1
    return start


def _person(reading: Reading, stretch: Stretch, start: int, end: int, titled: tuple[int, str]) -> Draft | None:
    words, compared = reading.gazetteer.words, stretch.words.compared
    last = compared[end - 1]
    parts = [w for w in compared[start:end] if w.isalnum()]
    if last in words["body_heads"] or last in words["other_heads"] or last in words["titles"] or len(parts) > _PERSON_AT_MOST:
        return None
    if not words["body_links"].isdisjoint(parts):
        return None
    known = len(parts) == 1 and last in reading.strangers and end - start == 1
    named = len(parts) > 1 and (parts[0] in words.given_names or (len(parts[0]) == 1 and len(parts) < 4))
    if not (known or named or titled[1]):
        return None
    if len(parts) > 1:
        reading.strangers.setdefault(last, stretch.words.starts[start])
    for n in range(titled[0], start):
        stretch.remove(stretch.draft_at(n))
    return Draft(start, end, "name", full=len(parts) > 1 or bool(titled[1]))


def _body(reading: Reading, stretch: Stretch, start: int, end: int) -> Draft | None:
    """Read the name of a body, with a state or a known body that its name begins with: "Russian Direct Investment Fund"."""
    words, compared = reading.gazetteer.words, stretch.words.compared
    last = compared[end - 1]
    heads = words["body_heads"]
    if last not in heads and not any(w in heads and after in ("of", "for", "on") for w, after in pairwise(compared[start:end])):
        return None
    start = start if stretch.draft_ending(start) else _body_start(reading, stretch, start, end)
    before = stretch.draft_ending(start)
    if before is not None and all(w in words["company_suffixes"] for w in compared[start:end]):
        return replace(before, end=end)
    if before is not None and before.form in ("name", "description", "acronym") and not before.full:
        first = stretch.draft_at(before.start - 2) if stretch.before(before.start) == "-" else before
        return Draft(first.start, end, "name") if first is not None else None
    if all(w in heads for w in compared[start:end]):
        return None
    return Draft(start, end, "name") if end - start > 1 else None


def _body_start(reading: Reading, stretch: Stretch, start: int, end: int) -> int:
    """Take in what the run left out: "Democratic", and "Securities and" or "Ropes and" before what it begins with."""
    words, compared = reading.gazetteer.words, stretch.words.compared
    if compared[start - 1 : start] == ["and"] and _is_free_capital(stretch, start - 2):
        company = compared[end - 1] in words["company_suffixes"]
        if company or stretch.before(start - 2) == "the" or stretch.draft_ending(start - 2) is not None:
            start -= 2
        for _ in range(_PERSON_AT_MOST if company else 0):
            start -= 1 if _is_free_capital(stretch, start - 1) and not stretch.opens_sentence(start) else 0
    while start > 0 and compared[start - 1] in words["name_adjectives"] and stretch.is_capital(start - 1):
        start -= 1
    return start


def _is_free_capital(stretch: Stretch, at: int) -> bool:
    return stretch.is_capital(at) and stretch.draft_at(at) is None


def _acting(reading: Reading, stretch: Stretch, start: int, end: int) -> Draft | None:
    """Read a name that nothing but its place shows to be an actor's: it is the subject of a verb."""
    words, compared, written = reading.gazetteer.words, stretch.words.compared, stretch.words.written
    if compared[end - 1] in words["other_heads"] or compared[end - 1] in words["titles"] or compared[end - 1] in words["name_links"]:
        return None
    if stretch.draft_ending(start) is not None or stretch.before(start) in words["name_links"]:
        return None
    after = stretch.after(end)
    if not (after in words["agent_verbs"] or (after.endswith("ed") and len(after) > 4 and not stretch.is_capital(end))):
        return None
    if end - start == 1:
        word = written[start]
        camel = word[1:] != word[1:].lower() and word[1:] != word[1:].upper()
        if not camel and not (word.isupper() and word.isalpha() and 3 <= len(word) <= 8):
            return None
    elif all(word.isalpha() for word in compared[start:end]):
        reading.strangers.setdefault(compared[end - 1], stretch.words.starts[start])  # it may be a person's
    return Draft(start, end, "name")


def _add_person_bodies(reading: Reading, stretch: Stretch) -> None:
    """Read "the Clinton campaign": a body that is named after a person."""
    bodies = reading.gazetteer.words["person_bodies"]
    if bodies.isdisjoint(stretch.words.compared):
        return
    for n, word in enumerate(stretch.words.compared):
        if word not in bodies or n == 0 or not stretch.is_capital(n - 1):
            continue
        before = stretch.draft_at(n - 1)
        surname = stretch.before(n)
        if before is not None and (before.end != n or reading.gazetteer.kinds.get(before.actor, "person") != "person"):
            continue
        if before is None and surname not in reading.gazetteer.surnames and surname not in reading.strangers:
            continue
        start = n - 1 if before is None else n - 1 if not before.full else given_start(reading, stretch, n - 1)
        actor = reading.gazetteer.actor_named(f"{surname} {word}")
        stretch.put(Draft(start, n + 1, "name", actor, method="alias" if actor else "none"))
