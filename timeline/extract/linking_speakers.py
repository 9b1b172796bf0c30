"""Know who says "I" and "we" in a text: the author of the title, the signer, the speaker of a label, the publisher."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.extract.linking_words import Draft, Reading, Stretch

_LABEL_AT_MOST = 8  # words of a speaker's label: "THE PRESIDENT:"
_SIGNED_AT_MOST = 3  # passages at the end among which a signature is looked for


def speakers(reading: Reading, title: Stretch) -> Iterator[tuple[Stretch, str, str]]:
    """Give each passage with the actors who say "I" and "we" in it, "" for unknown."""
    house = _house(reading)
    labeled = any(_label_end(stretch) for stretch in reading.stretches)
    speaker = _author(reading, title) or ("" if labeled else _signer(reading))
    for stretch in reading.stretches:
        end = _label_end(stretch)
        if end:
            speaker = next((d.actor for d in map(stretch.draft_at, range(end)) if d is not None and d.actor), "")
        elif stretch.words.written[:1] == ["Q"]:
            speaker = ""  # a question from the floor
        yield stretch, speaker, house if speaker or not labeled else ""


def link_speaker(reading: Reading, stretch: Stretch, at: int, speaker: str, house: str) -> Draft | None:
    """Link the word at `at`, if it is one by which a text speaks of its author or of its publisher."""
    words, word = reading.gazetteer.words, stretch.words.compared[at]
    if word in words["speaker_words"] and stretch.words.written[at].isupper():
        return Draft(at, at + 1, "pronoun", speaker, method="earlier-mention") if speaker else None
    if word in words["house_words"] and house:
        return Draft(at, at + 1, "pronoun", house, method="earlier-mention")
    return None


def _author(reading: Reading, title: Stretch) -> str:
    """Give the person that a title or byline names as the author."""
    words = reading.gazetteer.words
    for draft in title.drafts():
        if reading.gazetteer.kinds.get(draft.actor) != "person":
            continue
        if title.before(draft.start) in words["by_words"]:
            return draft.actor
        if draft.start == 0 and title.after(draft.end) in words["author_opens"]:
            return draft.actor
    return reading.gazetteer.actor_named(reading.article.byline) if reading.article.byline else ""


def _signer(reading: Reading) -> str:
    """Give the person whose name stands alone under the text."""
    for stretch in reading.stretches[: -_SIGNED_AT_MOST - 1 : -1]:
        first = stretch.draft_at(0)
        if first is not None and first.full and first.actor and not any(w[0].isalnum() for w in stretch.words.written[first.end :]):
            return first.actor
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
