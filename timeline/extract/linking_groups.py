"""Know when a state's name or adjective, a capital city or a bare "officials" stands for people who act."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.extract.linking_words import Draft, Reading, Stretch
from timeline.knowledge.gazetteer import StateEntry

_GROUP_AT_MOST = 6  # words between an adjective and the last noun of its group


def is_adjective(reading: Reading, stretch: Stretch, start: int, end: int) -> bool:
    """Tell whether a word that is both a state's name and its adjective ("US") describes what follows."""
    words, after = reading.gazetteer.words, stretch.after(end)
    if not after or stretch.sentence_of[end] != stretch.sentence_of[start]:
        return False
    if after in words["group_nouns"] or after in words["group_modifiers"]:
        return True
    if not after[0].isalpha() or after in words["function_words"] or after in words["agent_verbs"] or after in words["name_links"]:
        return False
    return not (after.endswith("ed") and len(after) > 4) and not stretch.is_capital(end)


def read_state(reading: Reading, stretch: Stretch, start: int, end: int, entry: StateEntry) -> Draft:
    """Read "Russian hackers", "the Ukrainians", "American": the group where one is named, else the state alone."""
    if entry.name:
        return Draft(_with_government(reading, stretch, start), end, "name", state=entry.state)
    last = end if entry.people else group_end(reading, stretch, end)
    actor, first = entry.actor, start
    if last > end and stretch.words.compared[last - 1] in reading.gazetteer.words["source_nouns"]:
        noun = stretch.words.compared[last - 1]
        actor = reading.gazetteer.actor_named(f"{_adjective(reading, entry.state)} {noun}") or actor
        first = opener_start(reading, stretch, start)
    return Draft(first, last, "description", actor, method="alias" if actor else "none", state=entry.state)


def group_end(reading: Reading, stretch: Stretch, at: int) -> int:
    """Give the end of the group noun that follows an adjective, over the words that may stand between; else `at`."""
    words, compared, written = reading.gazetteer.words, stretch.words.compared, stretch.words.written
    last, n = at, at
    while n < min(len(compared), at + _GROUP_AT_MOST) and stretch.sentence_of[n] == stretch.sentence_of[at - 1]:
        if compared[n] in words["group_nouns"]:
            last = n + 1
        elif compared[n] not in words["group_modifiers"] and written[n] != "-":
            break
        n += 1
    return last


def opener_start(reading: Reading, stretch: Stretch, at: int) -> int:
    """Walk left over "current and two former" before a group; give where the description begins."""
    openers, compared = reading.gazetteer.words["group_openers"], stretch.words.compared
    first, n = at, at - 1
    while n >= 0 and at - n <= _GROUP_AT_MOST and stretch.sentence_of[n] == stretch.sentence_of[at]:
        if compared[n] in openers:
            first = n
        elif not (compared[n] == "and" and n > 0 and compared[n - 1] in openers):
            break
        n -= 1
    return first


def find_groups(reading: Reading, stretch: Stretch) -> Iterator[Draft]:
    """Find the unnamed: "former officials", "a senior defense official"."""
    nouns = reading.gazetteer.words["source_nouns"]
    if not reading.gazetteer.words["home_modifiers"].isdisjoint(stretch.words.compared):
        yield from _home_groups(reading, stretch)
    if nouns.isdisjoint(stretch.words.compared):
        return
    for n, word in enumerate(stretch.words.compared):
        if word not in nouns:
            continue
        first = opener_start(reading, stretch, n)
        if first == n and not (word.endswith("s") and stretch.opens_sentence(n) and _acts(reading, stretch, n + 1)):
            continue
        if stretch.draft_ending(first) is not None:
            continue  # "Pentagon officials": the body in front is what is named
        yield Draft(first, n + 1, "description")


def _home_groups(reading: Reading, stretch: Stretch) -> Iterator[Draft]:
    """Find "two federal agencies": those of the state that the publisher belongs to."""
    actor = reading.gazetteer.state_actors.get(reading.home, "")
    for n, word in enumerate(stretch.words.compared):
        if actor and word in reading.gazetteer.words["home_modifiers"] and stretch.words.written[n].islower():
            end = group_end(reading, stretch, n + 1)
            if end > n + 1:
                yield Draft(opener_start(reading, stretch, n), end, "description", actor, method="alias")


def is_agent_place(reading: Reading, stretch: Stretch, start: int, end: int) -> bool:
    """Tell whether a place stands for its government: it acts, owns, or is dealt with."""
    words, before, after = reading.gazetteer.words, stretch.before(start), stretch.after(end)
    if before in words["place_before"]:
        return False
    if after == "'" or (after == "and" and stretch.is_capital(end + 1) and before != ","):
        return True
    if _acts(reading, stretch, end):
        return True
    return before in words["metonym_after"] and (before != "and" or stretch.is_capital(start - 2)) and after != ","


def _acts(reading: Reading, stretch: Stretch, at: int) -> bool:
    """Tell whether the word at `at` is a verb by which somebody acts."""
    after = stretch.after(at)
    return after in reading.gazetteer.words["agent_verbs"] or (after.endswith("ed") and len(after) > 4 and not stretch.is_capital(at))


def _with_government(reading: Reading, stretch: Stretch, start: int) -> int:
    """Take in "the government of" before a state's name."""
    if start >= 2 and " ".join(stretch.words.compared[start - 2 : start]) in reading.gazetteer.words["government_of"]:
        return start - 2
    return start


def _adjective(reading: Reading, state: str) -> str:
    return next((s.adjectives[0] for s in reading.gazetteer.words.states if s.name == state and s.adjectives), state)
