"""Know the short forms that a text gives to the names in it: "Department of Ropes (DR)"."""

from __future__ import annotations

from timeline.extract.linking_words import Draft, Reading, Stretch
from timeline.model import MentionForm

_QUOTES = "\"'\u201c\u2018"
_MARKS_AT_MOST = 3  # quotation marks and "the" between the bracket and the short form


def learn_acronyms(reading: Reading, stretch: Stretch) -> None:
    """Note "(NCA)" and "(the "Fund")" right after a name."""
    written = stretch.words.written
    for draft in stretch.drafts():
        at = draft.end
        if at + 2 >= len(written) or written[at] != "(" or draft.form not in ("name", "acronym", "office"):
            continue
        at += 1
        for _ in range(_MARKS_AT_MOST):
            at += 1 if at < len(written) and (written[at] in _QUOTES or written[at].lower() == "the") else 0
        if at + 1 >= len(written) or not _is_short_form(written[at]) or written[at + 1] not in ")\"'\u201d\u2019,;":
            continue
        known = reading.gazetteer.actor_named(written[at])
        if _stands_for(written[at], written[draft.start : draft.end]) and (draft.actor or not known):
            reading.acronyms[written[at]] = draft.actor


def _stands_for(short: str, name: list[str]) -> bool:
    """Tell whether a short form is one of the words of a name, or begins with the first letter of one."""
    return short in name or (not short[1:].islower() and any(word[0] == short[0] for word in name))


def _is_short_form(word: str) -> bool:
    return 2 <= len(word) <= 12 and word[0].isupper() and word.replace("&", "").isalnum() and not word.isdigit()


def use_acronyms(reading: Reading, stretch: Stretch) -> None:
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
