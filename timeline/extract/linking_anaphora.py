"""Know who is meant by "he" and "the company": somebody named before, where exactly one fits."""

from __future__ import annotations

from dataclasses import dataclass, field

from timeline.extract.linking_speakers import link_speaker, speakers
from timeline.extract.linking_words import Draft, Reading, Stretch

_SENTENCES_BACK = 2  # how far a pronoun reaches
_PEOPLE_AT_MOST = 12  # of one sentence; where more stand in it, nobody knows who is meant anyway
_OPENING, _CLOSING = "\u201c\u00ab", "\u201d\u00bb"
_MARKS = frozenset({*_OPENING, *_CLOSING, '"'})
_RELATED = {"group": frozenset({"group", "military-unit"}), "company": frozenset({"company", "outlet"})}
_SILENT = frozenset({"heading", "cell", "caption"})


@dataclass(slots=True)
class _Seen:
    """Who was named: people by sentence, newest last, and bodies by kind, in this passage and the one before."""

    people: list[list[Draft]] = field(default_factory=list)
    here: dict[str, set[str]] = field(default_factory=dict)
    earlier: dict[str, set[str]] = field(default_factory=dict)
    strangers_here: bool = False
    strangers_earlier: bool = False

    def go_on(self, sentences: int) -> None:
        """Pass on to a later sentence; who was named too far back is forgotten."""
        if sentences > 0:
            new: list[list[Draft]] = [[] for _ in range(min(sentences, _SENTENCES_BACK + 1))]
            self.people = [*self.people, *new][-_SENTENCES_BACK - 1 :]


def link_references(reading: Reading, title: Stretch) -> None:
    """Add pronouns and definite descriptions to the drafts of every stretch."""
    seen = _Seen()
    for stretch, speaker, house in speakers(reading, title):
        seen.earlier, seen.here = seen.here, {}
        seen.strangers_earlier, seen.strangers_here = seen.strangers_here, False
        if stretch.kind not in _SILENT:
            _link_stretch(reading, stretch, seen, speaker, house)


def _link_stretch(reading: Reading, stretch: Stretch, seen: _Seen, speaker: str, house: str) -> None:
    referring = reading.gazetteer.words.referring
    quoted = _quoted(stretch)
    sentence, at = -1, 0  # the sentence that was come to, and the end of the last draft
    for n in stretch.places_of(referring):
        word = stretch.words.compared[n]
        seen.go_on(stretch.sentence_of[n] - sentence)
        sentence = stretch.sentence_of[n]
        draft = stretch.draft_at(n)
        if draft is None and word in referring and not (quoted and quoted[n]):
            draft = _refer(reading, stretch, seen, n, speaker) or link_speaker(reading, stretch, n, speaker, house)
            stretch.add(draft)
        if draft is not None and n >= at:
            at = draft.end
            _note(reading, seen, draft)
    seen.go_on(len(stretch.sentences) - 1 - sentence)


def _refer(reading: Reading, stretch: Stretch, seen: _Seen, at: int, speaker: str) -> Draft | None:
    words, word = reading.gazetteer.words, stretch.words.compared[at]
    if word in words.pronouns:
        return _pronoun(reading, seen, at, words.pronouns[word], speaker)
    if word in words.descriptions and stretch.before(at) == "the":
        return _description(stretch, seen, at, words.descriptions[word])
    return None


def _note(reading: Reading, seen: _Seen, draft: Draft) -> None:
    kind = reading.gazetteer.kinds.get(draft.actor, "")
    if kind == "person" or (not draft.actor and (draft.full or len(draft.candidates) > 1)):
        if len(seen.people[-1]) < _PEOPLE_AT_MOST:
            seen.people[-1].append(draft)
    elif kind and draft.form != "description":
        seen.here.setdefault(kind, set()).add(draft.actor)
    elif not draft.actor and draft.form == "name":
        seen.strangers_here = True


# --- pronouns -------------------------------------------------------------------------------------


def _pronoun(reading: Reading, seen: _Seen, at: int, who: str, speaker: str) -> Draft | None:
    """Link "he" to the one person who fits in the nearest sentence that has any; who speaks is never "he"."""
    for place, people in enumerate(reversed(seen.people)):
        fitting = [d for d in people if (not speaker or d.actor != speaker) and _may_be(reading, d, who)]
        if not fitting:
            continue
        actors = {d.actor for d in fitting}
        if place and fitting[0] is people[0]:
            actors = {fitting[0].actor}  # a sentence goes on about who opened the one before
        actor = actors.pop() if len(actors) == 1 else ""
        return Draft(at, at + 1, "pronoun", actor, method="earlier-mention") if actor else None
    return None


def _may_be(reading: Reading, draft: Draft, who: str) -> bool:
    """Tell whether somebody can be "he", or "she", as far as the given name tells."""
    given_names = reading.gazetteer.words.given_names
    said = {given_names[g] for g in reading.gazetteer.given.get(draft.actor, ()) if g in given_names}
    return not said or who in said or "both" in said


# --- descriptions ---------------------------------------------------------------------------------


def _description(stretch: Stretch, seen: _Seen, at: int, kind: str) -> Draft | None:
    """Link "the company" where this passage, or this and the one before it, name exactly one."""
    if stretch.after(at + 1) in ("of", "that", "which", "who", "-"):
        return None
    here = _of_kind(seen.here, kind)
    actors = here or _of_kind(seen.earlier, kind)
    strangers = seen.strangers_here or (not here and seen.strangers_earlier)
    if len(actors) != 1 or strangers:
        return None
    return Draft(at, at + 1, "description", next(iter(actors)), method="earlier-mention")


def _of_kind(named: dict[str, set[str]], kind: str) -> set[str]:
    return {actor for each in _RELATED.get(kind, (kind,)) for actor in named.get(each, ())}


def _quoted(stretch: Stretch) -> list[bool]:
    """Tell of each word whether it stands inside quotation marks; nothing where there are none."""
    written = stretch.words.written
    if _MARKS.isdisjoint(written):
        return []
    found, inside = [], False
    for word in written:
        if word in _CLOSING or (word == '"' and inside):
            inside = False
        elif word in _OPENING or word == '"':
            inside = True
        found.append(inside)
    return found
