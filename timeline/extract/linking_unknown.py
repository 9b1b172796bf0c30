"""Know names that no file knows: how they look, which short forms a text gives them, and which are only misspelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from timeline.extract.linking_offices import is_title, title_before
from timeline.extract.linking_people import given_start
from timeline.extract.linking_words import Draft, Reading, Stretch
from timeline.knowledge.names import NameWords
from timeline.model import MentionForm

_RUN_AT_MOST = 10  # words of a name
_PERSON_AT_MOST = 4
_NEAR_FROM = 6  # letters; shorter names have too many neighbors
_TWO_EDITS_FROM = 8
_NEAR_AT_MOST = 24
_PROSE = frozenset({"paragraph", "list-item", "quotation"})


def add_strangers(reading: Reading, stretch: Stretch) -> None:
    """Add to a stretch the names that no file knows, the near-spellings, and the short forms that the text introduces."""
    if stretch.kind in _PROSE:
        _add_person_bodies(reading, stretch)
        for start, end in list(_runs(reading, stretch)):
            draft = _read_run(reading, stretch, start, end)
            if draft is not None:
                stretch.put(draft)
    _learn_acronyms(reading, stretch)
    _use_acronyms(reading, stretch)


# --- runs of capital words ------------------------------------------------------------------------


def _runs(reading: Reading, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """Give the runs of capital words that no draft covers, with the small words that link them."""
    words = reading.gazetteer.words
    skipped = words["function_words"] | words["capitalized"]
    taken = {n for d in stretch.drafts for n in range(d.start, d.end)}
    compared, written = stretch.words.compared, stretch.words.written
    n, count = 0, len(written)
    while n < count:
        if n in taken or not written[n][0].isupper() or compared[n] in skipped:
            n += 1
            continue
        end = _run_end(reading, stretch, n, taken)
        yield n, end
        n = end


def _run_end(reading: Reading, stretch: Stretch, start: int, taken: set[int]) -> int:
    words, compared, written = reading.gazetteer.words, stretch.words.compared, stretch.words.written
    links, lone = words["name_links"], words["capitalized"]
    end = n = start + 1
    linked = False  # "of" or "for" came, so that "and" may link, too
    while n < min(len(written), start + _RUN_AT_MOST) and n not in taken and stretch.sentence_of[n] == stretch.sentence_of[start]:
        word = written[n]
        initial = word == "." and len(written[n - 1]) == 1 and written[n - 1].isupper()
        if initial or (word[0].isupper() and compared[n] not in lone):
            end = n + 1
        elif compared[n] in links and _may_link(compared[n - 1], compared[n], words, linked=linked):
            linked = linked or compared[n] in ("of", "for", "on")
        elif word not in ("-", "&", "'") or not stretch.is_capital(n + 1) or stretch.words.starts[n] != stretch.words.ends[n - 1]:
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
        _near_spelling(reading, stretch, start, end, titled)
        or _person(reading, stretch, start, end, titled)
        or _body(reading, stretch, start, end)
        or _acting(reading, stretch, start, end)
    )


def _is_shouted(stretch: Stretch, start: int, end: int) -> bool:
    """Tell whether a run is part of a line in capitals, which say nothing there."""
    return end - start > 2 and all(w.isupper() for w in stretch.words.written[start:end] if w[0].isalpha())


def _without_titles(reading: Reading, stretch: Stretch, start: int, end: int) -> int:
    compared = stretch.words.compared
    while start < end:
        after = next((k for k in range(min(end - 1, start + 4), start, -1) if is_title(reading, compared, start, k)), start)
        if after == start:
            return start
        start = after
        while start < end and not compared[start].isalnum():
            start += 1
    return start


def _person(reading: Reading, stretch: Stretch, start: int, end: int, titled: tuple[int, str]) -> Draft | None:
    words, compared = reading.gazetteer.words, stretch.words.compared
    last = compared[end - 1]
    parts = [w for w in compared[start:end] if w.isalnum()]
    if last in words["body_heads"] or last in words["other_heads"] or len(parts) > _PERSON_AT_MOST:
        return None
    if any(w in words["name_links"] - words["particles"] for w in parts):
        return None
    known = len(parts) == 1 and last in reading.strangers and end - start == 1
    named = len(parts) > 1 and (parts[0] in words.given_names or (len(parts[0]) == 1 and len(parts) < 4))
    if not (known or named or titled[1]):
        return None
    if len(parts) > 1:
        reading.strangers.setdefault(last, stretch.words.starts[start])
    for draft in [d for d in stretch.drafts if titled[0] <= d.start and d.end <= start and d.form in ("description", "office")]:
        stretch.drafts.remove(draft)
    return Draft(start, end, "name", full=len(parts) > 1 or bool(titled[1]))


def _body(reading: Reading, stretch: Stretch, start: int, end: int) -> Draft | None:
    """Read the name of a body, with a state or a known body that its name begins with: "Russian Direct Investment Fund"."""
    words, compared = reading.gazetteer.words, stretch.words.compared
    last = compared[end - 1]
    heads = words["body_heads"]
    before = next((d for d in stretch.drafts if d.end == start), None)
    inner = any(w in heads and after in ("of", "for", "on") for w, after in pairwise(compared[start:end]))
    if last not in heads and not inner and not (end - start > 1 and _has_acronym(stretch, start, end)):
        return None
    if before is not None and all(w in words["company_suffixes"] for w in compared[start:end]):
        return replace(before, end=end)
    if before is not None and before.form in ("name", "description", "acronym") and not before.full:
        first = stretch.draft_at(before.start - 2) if stretch.before(before.start) == "-" else before
        return Draft(first.start, end, "name") if first is not None else None
    if all(w in heads for w in compared[start:end]):
        return None
    while start > 0 and compared[start - 1] in words["name_adjectives"] and stretch.is_capital(start - 1):
        start -= 1
    return Draft(start, end, "name") if end - start > 1 else None


def _acting(reading: Reading, stretch: Stretch, start: int, end: int) -> Draft | None:
    """Read a name that nothing but its place shows to be an actor's: it is the subject of a verb."""
    words, compared, written = reading.gazetteer.words, stretch.words.compared, stretch.words.written
    if compared[end - 1] in words["other_heads"] or compared[end - 1] in words["titles"] or compared[end - 1] in words["name_links"]:
        return None
    if any(d.end == start for d in stretch.drafts) or stretch.before(start) in words["name_links"]:
        return None
    after = stretch.after(end)
    if not (after in words["agent_verbs"] or (after.endswith("ed") and len(after) > 4 and not stretch.is_capital(end))):
        return None
    if end - start == 1:
        word = written[start]
        camel = word[1:] != word[1:].lower() and word[1:] != word[1:].upper()
        if not camel and not (word.isupper() and word.isalpha() and 3 <= len(word) <= 8):
            return None
    elif stretch.opens_sentence(start) and compared[start] in words["titles"]:
        return None
    return Draft(start, end, "name")


def _add_person_bodies(reading: Reading, stretch: Stretch) -> None:
    """Read "the Clinton campaign": a body that is named after a person."""
    bodies = reading.gazetteer.words["person_bodies"]
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


# --- short forms ----------------------------------------------------------------------------------


def _learn_acronyms(reading: Reading, stretch: Stretch) -> None:
    """Note "(NCA)" and "(the "Fund")" right after a name."""
    written = stretch.words.written
    for draft in stretch.drafts:
        at = draft.end
        if at + 2 >= len(written) or written[at] != "(" or draft.form not in ("name", "acronym", "office"):
            continue
        at += 1
        while at < len(written) and (written[at] in "\"'\u201c\u2018" or written[at].lower() == "the"):
            at += 1
        if at + 1 >= len(written) or not _is_short_form(written[at]) or written[at + 1] not in ")\"'\u201d\u2019,;":
            continue
        known = reading.gazetteer.actor_named(written[at])
        if _stands_for(written[at], written[draft.start : draft.end]) and (draft.actor or not known):
            reading.acronyms[written[at]] = draft.actor


def _stands_for(short: str, name: list[str]) -> bool:
    """Tell whether a short form is one of the words of a name, or begins with the first letter of one."""
    return short in name or (not short[1:].islower() and any(word[0] == short[0] for word in name))


def _has_acronym(stretch: Stretch, start: int, end: int) -> bool:
    """Tell whether the short form of a name follows in brackets."""
    written = stretch.words.written
    if written[end : end + 1] != ["("] or end + 1 >= len(written):
        return False
    short = written[end + 1]
    return len(short) > 2 and short.isupper() and _is_short_form(short) and short[0] == written[start][0]


def _is_short_form(word: str) -> bool:
    return 2 <= len(word) <= 12 and word[0].isupper() and word.replace("&", "").isalnum() and not word.isdigit()


def _use_acronyms(reading: Reading, stretch: Stretch) -> None:
    """Read the short forms that the text has introduced; they come before what the files know by these letters."""
    if not reading.acronyms:
        return
    for n, word in enumerate(stretch.words.written):
        if word not in reading.acronyms:
            continue
        actor = reading.acronyms[word]
        at = stretch.draft_at(n)
        if at is not None and (at.actor == actor or at.end - at.start > 1):
            continue
        form: MentionForm = "name" if word[1:].islower() else "acronym"
        stretch.put(Draft(n, n + 1, form, actor, method="earlier-mention" if actor else "none"))


# --- near-spellings -------------------------------------------------------------------------------


def _near_spelling(reading: Reading, stretch: Stretch, start: int, end: int, titled: tuple[int, str]) -> Draft | None:
    """Link a surname that is a letter or two off: where the text has the right one, too, or a title or given name agrees."""
    compared = stretch.words.compared
    word = compared[end - 1]
    if not _NEAR_FROM <= len(word) <= _NEAR_AT_MOST or not word.isalpha() or word in reading.gazetteer.surnames:
        return None
    given = compared[start : end - 1]
    seen = {**reading.surnames, **reading.people}
    in_text = _nearest(word, seen)
    actors = {a for surname in in_text for a in seen[surname]}
    if not actors and (given or titled[1]):
        actors = {e.actor for surname in _nearest(word, reading.gazetteer.surnames) for e in reading.gazetteer.surnames[surname]}
        in_text = ()
    if given:
        actors = {a for a in actors if given[0] in reading.gazetteer.given.get(a, ())}
    elif not in_text and reading.gazetteer.words["courtesies"] >= {titled[1]}:
        return None
    if len(actors) != 1 or _is_common_word(reading, word):
        return None
    start = titled[0] if titled[1] else start
    return Draft(start, end, "name", actors.pop(), method="near-spelling", full=bool(given))


def _nearest(word: str, surnames: Iterable[str]) -> tuple[str, ...]:
    allowed = 2 if len(word) >= _TWO_EDITS_FROM else 1
    return tuple(s for s in surnames if s[0] == word[0] and not s.isdigit() and _is_near(word, s, allowed))


def _is_near(word: str, surname: str, allowed: int) -> bool:
    """Tell whether two names are at most `allowed` letters apart; an ending more ("-s", "-a") makes another name."""
    if abs(len(word) - len(surname)) > allowed or len(surname) < _NEAR_FROM:
        return False
    if word.startswith(surname) or surname.startswith(word):
        return False
    return _distance(word, surname) <= allowed


def _distance(one: str, other: str) -> int:
    """Count the letters to change, add or drop (Levenshtein)."""
    row = list(range(len(other) + 1))
    for n, a in enumerate(one, 1):
        last, row[0] = row[0], n
        for m, b in enumerate(other, 1):
            last, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, last + (a != b))
    return row[-1]


def _is_common_word(reading: Reading, word: str) -> bool:
    """Tell whether the text also has the word in small letters."""
    return any(word in stretch.words.written for stretch in reading.stretches)
