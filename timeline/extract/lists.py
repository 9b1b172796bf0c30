"""Know that a sentence which ends in a colon goes on in the list under it: "The ministry sanctioned:" and then its names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from timeline.extract.acts import Act
from timeline.extract.participants import placed_mentions
from timeline.extract.state import ArticleState
from timeline.model import Mention, Passage
from timeline.text import Span

QUOTED_AT_MOST = 600  # characters of a list that are quoted
_LEAD = 12  # characters of an item before the name that it is about: a bullet, "the"


def listed(act: Act, state: ArticleState) -> list[Mention]:
    """Give the name that each item of the list under an act begins with, where the act has a target and names none."""
    items = _items(act, state)
    named = [m for m in state.mentions if m.actor or m.form == "name"] if items else []
    first = [next((m for m in named if item.span.covers(m.span)), None) for item in items]
    return [m for m, item in zip(first, items, strict=True) if m is not None and m.span.start - item.span.start <= _LEAD]


def list_span(act: Act, state: ArticleState) -> tuple[Span, ...]:
    """Give the passage that quotes the list under an act, as many whole items as fit; none where there is no list."""
    items = [i for n, i in enumerate(_items(act, state)) if n == 0 or i.span.end - act.sentence.span.end <= QUOTED_AT_MOST]
    return (Span(items[0].span.start, items[-1].span.end),) if items else ()


def with_listed(title: str, names: Sequence[str]) -> str:
    """End a title with the names of the list: "sanctions the following firms" says of whom."""
    if not names:
        return title
    said = title.split(" the following")[0].split(" these ")[0]
    more = len(names) - 1
    return f"{said} {names[0]}" + (f" and {names[1]}" if more == 1 else f" and {more} more" if more else "")


def _items(act: Act, state: ArticleState) -> list[Passage]:
    sentence = act.sentence
    if sentence.text[sentence.span.end - 1 : sentence.span.end] != ":" or act.group.voice != "active" or act.trigger.object != "target":
        return []
    if placed_mentions(sentence, act.group.verb + 1, len(sentence.tokens)):
        return []
    after = [p for p in state.article.passages if p.span.start >= sentence.span.end]
    return list(takewhile(lambda p: p.kind == "list-item", after))
