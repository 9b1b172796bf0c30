"""Know who is meant by an office at the time of a text, and which words in front of a name are its title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from timeline.extract.linking_words import Draft, Reading, Stretch
from timeline.knowledge.gazetteer import OfficeEntry, StateEntry
from timeline.model import Term

_TITLE_AT_MOST = 14  # words of the longest title that is looked for
_TITLES_AT_MOST = 4  # in front of one name
_NO_HOLDER = frozenset({"a", "an", "any", "every", "each", "no", "another"})


def title_before(reading: Reading, stretch: Stretch, start: int) -> tuple[int, str]:
    """Give where the titles in front of a name begin, and the first word of the nearest one ("" for none)."""
    words, compared = reading.gazetteer.words, stretch.words.compared
    first, nearest = start, ""
    for _ in range(_TITLES_AT_MOST):
        if first == 0:
            break
        reach = _one_title(reading, stretch, first)
        if reach == first:
            break
        nearest = nearest or " ".join(w for w in compared[reach:first] if w != ".")
        first = reach
    if nearest:
        first -= 1 if first > 0 and compared[first - 1] in words["acting"] else 0
        first = _with_adjective(reading, stretch, first)
    return first, nearest


def read_office(
    reading: Reading, stretch: Stretch, start: int, end: int, entries: Sequence[OfficeEntry]
) -> Draft | None:
    """Link an office that stands without a name to the one who holds it; none where nobody in particular is meant."""
    if not _means_one(reading, stretch, start, end, entries):
        return None
    beside = _beside(stretch, start, end)
    if beside is not None:
        return Draft(start, end, "office", beside.actor, method="office-in-term") if beside.actor else None
    holders = _holders(entries, *_time_told_of(reading, stretch, start))
    if len(holders) > 1:
        at_home = {e.actor for e in entries if e.actor in holders and reading.home and e.state == reading.home}
        named = holders & reading.named
        holders = at_home if len(at_home) == 1 else named if len(named) == 1 else holders
    if len(holders) == 1:
        return Draft(start, end, "office", next(iter(holders)), method="office-in-term")
    return Draft(start, end, "office", candidates=tuple(sorted(holders))) if len(holders) < 4 and holders else None


def in_term(term: Term, first: date, last: date) -> bool:
    """Tell whether a term overlaps the days from `first` to `last`; the day of a handover belongs to both sides."""
    begun = term.start is None or term.start.earliest is None or term.start.earliest <= last
    return begun and (term.end is None or term.end.latest is None or first <= term.end.latest)


def _one_title(reading: Reading, stretch: Stretch, end: int) -> int:
    """Give the start of the title that ends before word `end`: one of the language's, or an office that somebody held."""
    compared = stretch.words.compared
    stop = end - 1 if compared[end - 1] == "." else end
    best = end
    if compared[stop - 1] not in reading.gazetteer.title_ends:
        return end
    for start in range(stop - 1, max(-1, stop - 1 - _TITLE_AT_MOST), -1):
        if stretch.sentence_of[start] != stretch.sentence_of[end] or compared[start] in (",", ";", ":"):
            break
        if is_title(reading, compared, start, stop) and not (start == stop - 1 and _is_verb(stretch, start)):
            best = start
    return best


def title_end(reading: Reading, words: Sequence[str], start: int, stop: int) -> int:
    """Give the end of the longest title that begins at `start` and ends by `stop`; `start` for none."""
    ends = reading.gazetteer.title_ends
    for end in range(stop, start, -1):
        if (words[end - 1] in ends or words[end - 1] == ".") and is_title(reading, words, start, end):
            return end
    return start


def is_title(reading: Reading, words: Sequence[str], start: int, stop: int) -> bool:
    """Tell whether the words from `start` to `stop` are a title: one of the language's, or an office that somebody held."""
    if " ".join(w for w in words[start:stop] if w != ".") in reading.gazetteer.words["titles"]:
        return True
    found = reading.gazetteer.longest_first(words, start)
    return any(end == stop and any(isinstance(e, OfficeEntry) for e in entries) for end, entries in found)


def _is_verb(stretch: Stretch, at: int) -> bool:
    """ "to head Acme": a word that is also a verb."""
    return stretch.words.written[at].islower() and stretch.before(at) in ("to", "will", "would")


def _with_adjective(reading: Reading, stretch: Stretch, first: int) -> int:
    for size in (2, 1):
        if first >= size:
            for end, entries in reading.gazetteer.longest_first(stretch.words.compared, first - size):
                if end == first and stretch.is_capital(first - size) and any(isinstance(e, StateEntry) for e in entries):
                    return first - size
    return first


def _means_one(
    reading: Reading, stretch: Stretch, start: int, end: int, entries: Sequence[OfficeEntry]
) -> bool:
    """Tell whether the words mean the one holder of now: not "a president", "former president", "the French president"."""
    words, before = reading.gazetteer.words, stretch.before(start)
    if before in words["past_or_future"] or before in words["office_predicates"] or before in _NO_HOLDER:
        return False
    if before == "the" and stretch.before(start - 1) in words["office_predicates"] - {"as"}:
        return False
    if before == "-" and start > 1 and stretch.words.compared[start - 2] in words["past_or_future"]:
        return False
    beside = stretch.draft_ending(start)
    if beside is not None and beside.state:
        return False  # of a state that the office is not known of
    if _is_before_stranger(reading, stretch, end):
        return False
    bare = all(e.bare for e in entries)
    if bare and not (before in ("the", "our") or (stretch.is_capital(start) and not stretch.opens_sentence(start))):
        return False
    return not (bare and stretch.after(end) in ("of", "for", "at", "-"))


def _is_before_stranger(reading: Reading, stretch: Stretch, end: int) -> bool:
    """Tell whether a name follows directly, so that the office is the title of somebody whom no file knows."""
    words = reading.gazetteer.words
    after = stretch.after(end)
    if not stretch.is_capital(end) or after in words["capitalized"] or after in words["function_words"]:
        return False
    return stretch.sentence_of[end] == stretch.sentence_of[end - 1]


def _beside(stretch: Stretch, start: int, end: int) -> Draft | None:
    """Give the person whose office is told beside the name: "Jane Doe, the envoy, said" or "the envoy, Jane Doe"."""
    before = start - 1 if stretch.before(start) == "the" else start
    if stretch.before(before) == ",":
        draft = stretch.draft_ending(before - 1)
        if draft is not None and draft.full:
            return draft
    if stretch.after(end) == ",":
        draft = stretch.draft_at(end + 1)
        return draft if draft is not None and draft.full and draft.start == end + 1 else None
    return None


def _time_told_of(reading: Reading, stretch: Stretch, at: int) -> tuple[date | None, date | None]:
    """Give the days between which an office is held in a passage: the last year named before it, else the text's own day."""
    day, year = reading.day, stretch.year_before(at)
    if year and (day is None or year < day.year):
        return date(year, 1, 1), date(year, 12, 31)
    return day, day


def _holders(entries: Sequence[OfficeEntry], first: date | None, last: date | None) -> set[str]:
    if first is None or last is None:
        return {e.actor for e in entries}
    now = [e for e in entries if in_term(e.term, first, last)]
    if len({e.actor for e in now}) > 1 and first == last:
        now = [e for e in now if e.term.end is None or e.term.end.latest != last] or now
    return {e.actor for e in now}
