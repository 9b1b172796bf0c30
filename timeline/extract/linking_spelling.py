"""Know when a surname that no file has is only misspelled, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable

from timeline.extract.linking_words import Draft, Reading, Stretch

_NEAR_FROM = 6  # letters; shorter names have too many neighbors
_TWO_EDITS_FROM = 8
_NEAR_AT_MOST = 24


def near_spelling(reading: Reading, stretch: Stretch, start: int, end: int, titled: tuple[int, str]) -> Draft | None:
    """Link a surname that is a letter or two off: where the text has the right one, too, or a title or given name agrees."""
    compared = stretch.words.compared
    word = compared[end - 1]
    if not _NEAR_FROM <= len(word) <= _NEAR_AT_MOST or not word.isalpha() or word in reading.gazetteer.surnames:
        return None
    given = compared[start : end - 1]
    gazetteer = reading.gazetteer
    with_given = gazetteer.surnames_with.get(given[0], ()) if given else ()
    if given and not with_given:
        return None
    seen = {**reading.surnames, **reading.people}
    endings = gazetteer.words["name_endings"]
    in_text = _nearest(word, seen, endings)
    actors = {a for surname in in_text for a in seen[surname]}
    if not actors and (given or titled[1]):
        shapes = ((word[0], length) for length in range(len(word) - 2, len(word) + 3))
        alike = with_given or [s for shape in shapes for s in gazetteer.alike.get(shape, ())]
        actors = {e.actor for surname in _nearest(word, alike, endings) for e in gazetteer.surnames[surname]}
        in_text = ()
    if given:
        actors = {a for a in actors if given[0] in gazetteer.given.get(a, ())}
    elif not in_text and gazetteer.words["courtesies"] >= {titled[1]}:
        return None
    if len(actors) != 1 or _is_common_word(reading, word):
        return None
    start = titled[0] if titled[1] else start
    return Draft(start, end, "name", actors.pop(), method="near-spelling", full=bool(given))


def _nearest(word: str, surnames: Iterable[str], endings: frozenset[str]) -> tuple[str, ...]:
    """Give the surnames that are at most a letter or, in long ones, two apart from `word`."""
    allowed = 2 if len(word) >= _TWO_EDITS_FROM else 1
    initial = word[0]
    near = [s for s in surnames if s[0] == initial and _is_near(word, s, allowed)]
    return tuple(s for s in near if not _differ_by_ending(word, s, endings)) if near else ()


def _is_near(word: str, surname: str, allowed: int) -> bool:
    if abs(len(word) - len(surname)) > allowed or len(surname) < _NEAR_FROM:
        return False
    if len(set(word) ^ set(surname)) > 2 * allowed:
        return False  # cheaper than counting, and nearly always enough
    return _distance(word, surname) <= allowed


def _differ_by_ending(word: str, surname: str, endings: frozenset[str]) -> bool:
    """Tell whether an ending more makes another name of one: "Quills", "Quillova"."""
    shorter, longer = sorted((word, surname), key=len)
    return longer.startswith(shorter) and longer[len(shorter) :] in endings


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
    return word in reading.small_words
