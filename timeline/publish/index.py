"""Know what a script in the page must know of every event to filter and to find it; refuse to know how it does that.

Two files, each read only when a reader asks for what needs it: one with a short row of every event, and one with the
texts for searching in them. They are scripts that set one value each, since a page opened from the disk may load a
script and nothing else. Columns are short because each of them is there for every event.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple, TypeVar, get_args

from timeline.edtf import Edtf, datetime_attribute
from timeline.model import Event, Standing
from timeline.publish.outputs import Output, digest
from timeline.publish.pieces import Parts, Pieced
from timeline.publish.plain import event_pieces
from timeline.publish.whole import Whole

T = TypeVar("T", bound=Hashable)

FACETS = ("type", "side", "actor", "standing", "review")
_FORM = "1"  # of the files; another one wherever the same events give other bytes, for the sake of readers' caches
_STANDINGS = get_args(Standing)
_NEVER, _EVER = 0, 99_999_999
_LINK = r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,2000}\)"
_INLINE = re.compile(_LINK + r"|\*|`")  # each branch begins with a letter of its own, for which `re` searches fast
_MARKUP = re.compile(_LINK + "|[*`]|(?:^| )[#>]{1,6} ")


class Index(NamedTuple):
    """Where the files are, relative to the site, and by what their events can be told apart."""

    scripts: tuple[str, ...]
    rows: str
    texts: str
    facets: tuple[str, ...]
    total: int


def index_of(whole: Whole, scripts: tuple[str, ...]) -> Index:
    """Name the files by a key of what they are made of: the pages that load them are planned before they are made."""
    actors = repr([(a.id, a.name, a.side, [alias.text for alias in a.aliases]) for a in whole.timeline.actors.values()])
    labels = repr((whole.timeline.types, whole.settings.sides))
    rows = digest(_FORM, whole.language.code, whole.language.digest, actors, labels, repr(_publishers(whole)), *whole.faces)[:10]
    texts = digest(_FORM, *(event.digest for event in whole.events))[:10]
    return Index(scripts, f"assets/index-{rows}.js", f"assets/texts-{texts}.js", tuple(_facets(whole)), len(whole.events))


def index_outputs(whole: Whole, index: Index) -> tuple[Output, Output]:
    texts = Pieced("texts", _FORM, partial(_texts, whole), len(whole.events))
    return (
        Output(index.rows, digest(index.rows), lambda: f"self.timelineIndex={_encode(_rows(whole))};\n".encode("utf-8", "replace")),
        Output(index.texts, digest(index.texts), lambda: _texts(whole).whole(), texts),
    )


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _facets(whole: Whole) -> Iterable[str]:
    """Leave out what all events have in common."""
    events, actors = whole.events, whole.timeline.actors
    sides = {actors[id_].side for id_ in whole.by_actor} & {side.id for side in whole.settings.sides}
    several = {
        "type": len({event.type for event in events}),
        "side": len(sides),
        "actor": len(whole.by_actor),
        "standing": len({event.standing for event in events}),
        "review": len({event.status for event in events}),
    }
    return (name for name in FACETS if several[name] > 1)


# --- rows ------------------------------------------------------------------------------------------


def _rows(whole: Whole) -> dict[str, object]:
    """Give every event a place in each column; what several events share stands in a table of its own."""
    events = whole.events
    kinds = {event.type: event for event in events}
    order = {id_: n for n, id_ in enumerate(whole.timeline.types)}
    types = sorted(kinds, key=lambda id_: (order.get(id_, len(order)), id_))
    sides = _places(side.id for side in whole.settings.sides)
    actors = sorted({participant.actor for event in events for participant in event.participants} - {""})
    dates = {event.date.text: event.date for event in events}
    publishers = _publishers(whole)
    names = sorted(set().union(*publishers))
    type_at, actor_at, date_at, name_at = map(_places, (types, actors, dates, names))
    parts = [_parts(event, actor_at) for event in events]
    return {
        "types": [_kind(whole, kinds[id_]) for id_ in types],
        "sides": [[side.id, side.label, side.lane] for side in whole.settings.sides],
        "actors": [_actor(whole, id_, sides) for id_ in actors],
        "standings": _STANDINGS,
        "publishers": names,
        "dates": [[whole.language.words(of), *_date(of)] for of in dates.values()],
        "id": [event.id for event in events],
        "title": [event.title for event in events],
        "date": [date_at[event.date.text] for event in events],
        "type": [type_at[event.type] for event in events],
        "agents": [agents for agents, _ in parts],
        "others": [others for _, others in parts],
        "standing": [_STANDINGS.index(event.standing) for event in events],
        "unreviewed": [int(event.status == "proposed") for event in events],
        "publisher": [[name_at[name] for name in each] for each in publishers],
    }


def _kind(whole: Whole, event: Event) -> list[str]:
    of = whole.type_of(event)
    return [of.id, whole.language.text(of.label), of.shape, of.color if of.color in "12345678" and len(of.color) == 1 else "8"]


def _parts(event: Event, actor_at: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """Give who acted, and who else takes part."""
    agents: list[int] = []
    others: list[int] = []
    for participant in event.participants:
        if not participant.actor:
            continue
        (agents if participant.role == "agent" else others).append(actor_at[participant.actor])
    return agents, others


def _places(items: Iterable[T]) -> dict[T, int]:
    return {item: n for n, item in enumerate(items)}


def _actor(whole: Whole, id_: str, sides: dict[str, int]) -> list[object]:
    actor = whole.timeline.actors.get(id_)
    if actor is None:
        return [id_, id_, -1, ""]
    return [id_, actor.name, sides.get(actor.side, -1), " \n".join(alias.text for alias in actor.aliases if alias.text != actor.name)]


def _publishers(whole: Whole) -> list[list[str]]:
    """Give the names of the publishers that each event rests on, as its page shows them."""
    found = [[citation.publisher for citation in event.citations] for event in whole.events]
    for id_, places in whole.by_source.items():
        publisher = whole.timeline.sources[id_].publisher
        for n, c in places:
            found[n][c] = found[n][c] or publisher
    return [names if len(names) == 1 and names[0] else sorted({*names} - {""}) for names in found]


def _date(of: Edtf) -> list[object]:
    return [datetime_attribute(of), *_bounds(of), _number(of.sort_day)]


def _bounds(of: Edtf) -> tuple[int, int]:
    """Give the first and the last day that a date can mean as numbers like 20250303.

    What went on without an end that is known still goes on; what happened on one day of an open stretch is held to
    be of the day that is known, where the list shows it.
    """
    if of.kind == "interval":
        return _number(of.earliest) if of.earliest else _NEVER, _number(of.latest) if of.latest else _EVER
    first, last = of.earliest or of.latest, of.latest or of.earliest
    return _number(first) if first else _NEVER, _number(last) if last else _EVER


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


# --- texts -----------------------------------------------------------------------------------------


def _texts(whole: Whole) -> Parts:
    return Parts(b"self.timelineTexts=[", event_pieces(whole.events, lambda event: _encode(_text(event))), b"];\n", b",")


def _text(event: Event) -> str:
    """Give the words of a body; Markdown's marks go, since nobody searches for them. Rendering it would take long."""
    body = event.body.strip().replace("\n", " ")
    if "#" in body or ">" in body:
        return _MARKUP.sub(_words_of, body)
    return _INLINE.sub(_words_of, body) if "[" in body or "*" in body or "`" in body else body


def _words_of(found: re.Match[str]) -> str:
    return found[1] or " "
