"""Know who is meant by "he", "the company", "I" and "we": somebody named before, where exactly one fits."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.extract.linking_words import Draft, Reading, Stretch

_SENTENCES_BACK = 2  # how far a pronoun reaches
_LABEL_AT_MOST = 8  # words of a speaker's label: "THE PRESIDENT:"
_OPENING, _CLOSING = "\u201c\u00ab", "\u201d\u00bb"
_TOGETHER = {"group": frozenset({"group", "military-unit"}), "outlet": frozenset({"outlet"}), "company": frozenset({"company", "outlet"})}


def link_references(reading: Reading, title: Stretch) -> None:
    """Add pronouns and definite descriptions to the drafts of every stretch."""
    speaker = _author(reading, title)
    house = _house(reading)
    labelled = any(_label_end(stretch) for stretch in reading.stretches)
    speaker = "" if labelled and not speaker else speaker or _signer(reading)
    for number, stretch in enumerate(reading.stretches):
        end = _label_end(stretch)
        if end:
            speaker = next((d.actor for d in stretch.drafts if d.end <= end and d.actor), "")
        elif _is_question(stretch):
            speaker = ""
        if stretch.kind in ("heading", "cell", "caption"):
            continue
        _link_stretch(reading, number, stretch, speaker, house if speaker or not labelled else "")


def _link_stretch(reading: Reading, number: int, stretch: Stretch, speaker: str, house: str) -> None:
    words = reading.gazetteer.words
    if words.referring.isdisjoint(stretch.words.compared):
        return
    quoted = _quoted(stretch)
    for n, word in enumerate(stretch.words.compared):
        if word not in words.referring or (quoted and quoted[n]):
            continue
        draft: Draft | None = None
        if word in words.pronouns:
            draft = _pronoun(reading, number, stretch, n, words.pronouns[word], speaker)
        elif word in words["speaker_words"] and speaker and stretch.words.written[n].isupper():
            draft = Draft(n, n + 1, "pronoun", speaker, method="earlier-mention")
        elif word in words["house_words"] and house:
            draft = Draft(n, n + 1, "pronoun", house, method="earlier-mention")
        elif word in words.descriptions and stretch.before(n) == "the":
            draft = _description(reading, number, stretch, n, words.descriptions[word])
        if draft is not None and stretch.draft_at(n) is None:
            stretch.put(draft)


# --- pronouns -------------------------------------------------------------------------------------


def _pronoun(reading: Reading, number: int, stretch: Stretch, at: int, who: str, speaker: str) -> Draft | None:
    """Link "he" to the one person who fits in the nearest sentence that has any; who speaks is never "he"."""
    for place, drafts in enumerate(_sentences_before(reading, number, stretch, at)):
        people = [d for d in drafts if _is_person(reading, d) and _may_be(reading, d, who)]
        people = [d for d in people if not speaker or d.actor != speaker]
        if not people:
            continue
        actors = {d.actor for d in people}
        if len(actors) > 1 and place:
            actors = {d.actor for d in people[:1] if _is_subject(reading, d, drafts)} or actors
        actor = actors.pop() if len(actors) == 1 else ""
        return Draft(at, at + 1, "pronoun", actor, method="earlier-mention") if actor else None
    return None


def _sentences_before(reading: Reading, number: int, stretch: Stretch, at: int) -> Iterator[list[Draft]]:
    """Give the drafts of the sentence up to word `at`, then those of the sentences before it."""
    own = stretch.sentence_of[at]
    yield [d for d in stretch.drafts if d.end <= at and stretch.sentence_of[d.start] == own]
    left = _SENTENCES_BACK
    while left:
        own -= 1
        left -= 1
        if own < 0:
            number -= 1
            if number < 0:
                return
            stretch = reading.stretches[number]
            own = len(stretch.sentences) - 1
        yield [d for d in stretch.drafts if stretch.sentence_of[d.start] == own]


def _is_person(reading: Reading, draft: Draft) -> bool:
    if draft.actor:
        return reading.gazetteer.kinds.get(draft.actor) == "person"
    return draft.full or len(draft.candidates) > 1


def _may_be(reading: Reading, draft: Draft, who: str) -> bool:
    """Tell whether somebody can be "he", or "she", as far as the given name tells."""
    given_names = reading.gazetteer.words.given_names
    said = {given_names[g] for g in reading.gazetteer.given.get(draft.actor, ()) if g in given_names}
    return not said or who in said or "both" in said


def _is_subject(reading: Reading, draft: Draft, drafts: list[Draft]) -> bool:
    """Tell whether a draft opens its sentence, so that it is most likely what the sentence is about."""
    return draft is drafts[0]


# --- descriptions ---------------------------------------------------------------------------------


def _description(reading: Reading, number: int, stretch: Stretch, at: int, kind: str) -> Draft | None:
    """Link "the company" where this passage and the one before it name exactly one."""
    if stretch.after(at + 1) in ("of", "that", "which", "who", "-"):
        return None
    kinds = _TOGETHER.get(kind, frozenset({kind}))
    before = [d for d in stretch.drafts if d.end <= at]
    earlier = reading.stretches[number - 1].drafts if number else []
    for drafts in (before, [*earlier, *before]):
        actors = {d.actor for d in drafts if reading.gazetteer.kinds.get(d.actor) in kinds and d.form != "description"}
        strangers = [d for d in drafts if not d.actor and d.form == "name" and not d.full]
        if len(actors) == 1 and not strangers:
            return Draft(at, at + 1, "description", actors.pop(), method="earlier-mention")
        if actors:
            return None
    return None


# --- who speaks -----------------------------------------------------------------------------------


def _author(reading: Reading, title: Stretch) -> str:
    """Give the person that a title or byline names as the author."""
    words = reading.gazetteer.words
    for draft in title.drafts:
        if reading.gazetteer.kinds.get(draft.actor) != "person":
            continue
        if title.before(draft.start) in words["by_words"]:
            return draft.actor
        if draft.start == 0 and title.after(draft.end) in words["author_opens"]:
            return draft.actor
    return reading.gazetteer.actor_named(reading.article.byline) if reading.article.byline else ""


def _signer(reading: Reading) -> str:
    """Give the person whose name stands alone under the text."""
    for stretch in reading.stretches[:-4:-1]:
        alone = [d for d in stretch.drafts if d.full and d.actor and d.start == 0]
        if alone and not any(w[0].isalnum() for w in stretch.words.written[alone[0].end :]):
            return alone[0].actor
    return ""


def _house(reading: Reading) -> str:
    """Give who says "we": the publisher, or what the publisher is made of at the time ("the administration")."""
    gazetteer, day = reading.gazetteer, reading.day
    if gazetteer.kinds.get(reading.publisher) in (None, "outlet", "person"):
        return ""
    inside = [
        actor
        for actor, dated in gazetteer.dated.items()
        if day and gazetteer.parents.get(actor) == reading.publisher and any(e.valid and e.valid.contains(day) for e in dated)
    ]
    return inside[0] if len(inside) == 1 else reading.publisher


def _label_end(stretch: Stretch) -> int:
    """Give the end of a speaker's label in capitals at the start of a passage, or 0."""
    for n, word in enumerate(stretch.words.written[:_LABEL_AT_MOST]):
        if word == ":":
            return n if n + 1 < len(stretch.words.written) else 0
        if word[0].isalpha() and not word.isupper():
            return 0
    return 0


def _is_question(stretch: Stretch) -> bool:
    return stretch.words.written[:1] == ["Q"]


def _quoted(stretch: Stretch) -> list[bool]:
    """Tell of each word whether it stands inside quotation marks; nothing where there are none."""
    written = stretch.words.written
    if not any(mark in written for mark in (*_OPENING, *_CLOSING, '"')):
        return []
    found, inside = [], False
    for word in written:
        if word in _CLOSING or (word == '"' and inside):
            inside = False
        elif word in _OPENING or word == '"':
            inside = True
        found.append(inside)
    return found
