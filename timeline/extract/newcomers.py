"""Know whom an article tells of that no file knows: the name, what the text says of them, what kind they seem to be.

Only those named where an event is told are worth an editor's time. Nothing is made: a finding gives the command that would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.diagnostics import Diagnostic, Location
from timeline.extract.state import ArticleState
from timeline.knowledge.names import NameWords
from timeline.model import Mention
from timeline.text import LineIndex

SAID_AT_MOST = 90  # characters of what the text says of somebody

# "Denis Gusev (Gusev), a senior member of the gang, ..." and "the Fleet's spokesman Peter Miller", "a Ruritanian national, Peter Miller"
_AFTER = re.compile(r"(?:\s?\([^()\n]{1,40}\))?,\s+(?:who\s+(?:is|was)\s+)?((?:an?|the|its|his|her|their|one|[a-z])\b[^,;.()\n]{2,90})")
_BEFORE = re.compile(r"\b((?:an?|the|[A-Z]\w{1,30}['\u2019]s)\s(?:[\w-]{2,30}\s){0,3}[a-z-]{3,30}),?\s\Z")
_REACH = 120  # characters before a name in which what is said of it may stand


class Newcomer(NamedTuple):
    """Somebody without a file."""

    name: str
    kind: str  # of those that an actor can be, or "" where the text does not tell
    said: str  # what the text says of them, or ""
    mention: Mention  # the first that names them in full


def meet_newcomers(state: ArticleState) -> Iterator[Diagnostic]:
    """Tell of everybody without a file who is named where an event is told; what is written of them is the text's word."""
    lines = LineIndex(state.article.text)
    for who in find_newcomers(state):
        line, column = lines.place(who.mention.span.start)
        place = Location(state.article.path, line, column, line, column + len(who.mention.text.split("\n")[0]))
        kind = f" (kind: {who.kind})" if who.kind else ""
        note = f"the text says: {who.said}" if who.said else ""
        command = f'timeline new actor "{who.name}" --kind {who.kind or "KIND"}'
        yield Diagnostic("new-actor", f"no file knows `{who.name}`{kind}", place, note=note, help=command)


def find_newcomers(state: ArticleState) -> Iterator[Newcomer]:
    """Give everybody without a file who is named in the evidence of a candidate, once, in the order of the text."""
    unknown = [m for m in state.mentions if m.form == "name" and not m.actor and not m.candidates]
    evidence = [span for c in state.candidates for span in c.evidence]
    met: set[str] = set()
    for mention in unknown:
        if not any(span.covers(mention.span) for span in evidence):
            continue
        full = _in_full(mention, unknown)
        name = _name(full)
        if name.casefold() not in met:
            met.add(name.casefold())
            words = state.lexicon.gazetteer.words
            said = _said_of(full, state.article.text, words)
            yield Newcomer(name, _kind(full, said, words), said, full)


def _in_full(mention: Mention, unknown: Sequence[Mention]) -> Mention:
    """Give the first mention that has this name as its last words: "Gusev" is told of as "Denis Gusev"."""
    name = _name(mention)
    return next((m for m in unknown if _name(m).endswith(f" {name}")), next(m for m in unknown if _name(m) == name))


def _name(mention: Mention) -> str:
    return re.sub(r"\A[Tt]he ", "", " ".join(mention.text.split())).replace('"', "")


def _said_of(mention: Mention, text: str, words: NameWords) -> str:
    after = _AFTER.match(text, mention.span.end, mention.span.end + 2 * SAID_AT_MOST)
    before = _BEFORE.search(text[max(0, mention.span.start - _REACH) : mention.span.start])
    introduced = before is not None and _is_person_word(before[1].rsplit(" ", 1)[-1], words)
    said = after[1] if after else before[1] if before and introduced else ""
    return " ".join(said.split())[:SAID_AT_MOST].strip()


def _kind(mention: Mention, said: str, words: NameWords) -> str:
    """Tell the kind from the name's last word, from what is said, from a given name, from an annotator; in that order."""
    parts = [w for w in re.findall(r"[\w&]+", mention.text.lower()) if w not in words["name_links"]]
    if parts and parts[-1] in words["company_suffixes"]:
        return "company"
    if len(parts) > 1 and parts[-1] in words.descriptions:
        return words.descriptions[parts[-1]]
    if len(parts) > 1 and (parts[-1] in words["person_bodies"] or parts[-1] in words["body_heads"]):
        return "body"
    told = re.split(r"\b(?:of|for|at|in|from|that|which|who|with)\b", said.lower(), maxsplit=1)[0].split()
    if told and _is_person_word(told[-1], words):
        return "person"
    if told and told[-1] in words.descriptions:
        return words.descriptions[told[-1]]
    if len(parts) > 1 and parts[0] in words.given_names:
        return "person"
    return mention.kind if mention.kind in ("person", "body") else ""


def _is_person_word(word: str, words: NameWords) -> bool:
    return word in words["appositions"] or word in words["titles"] or word in words["member_nouns"]
