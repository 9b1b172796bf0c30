"""Know how a timeline is told to other programs; refuse to leave out where a statement comes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from timeline.config import Settings
from timeline.model import Actor, Article, Citation, Event, Period, Timeline
from timeline.publish.pieces import Parts, Piece
from timeline.publish.plain import event_pieces

if TYPE_CHECKING:
    from timeline.publish.citing import Work

VERSION = 1  # of the JSON; raised when a field changes its meaning or goes


def export(name: str, timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    """Give what is published of a timeline in one of the formats of `EXPORTS`."""
    published = _published(timeline)
    if name in NEWEST_ONLY:
        return _FEEDS[name](published, settings, updated)
    return _DATA[name](published, settings, updated, cache(partial(_works_cited, published))).whole()


def parts_of(timeline: Timeline, settings: Settings, updated: datetime) -> Mapping[str, Callable[[], Parts]]:
    """Give for each data file what puts it together of pieces."""
    published = _published(timeline)
    works = cache(partial(_works_cited, published))
    return {name: partial(parts, published, settings, updated, works) for name, parts in _DATA.items()}


def _published(timeline: Timeline) -> Timeline:
    return replace(timeline, events=tuple(event for event in timeline.events if event.status != "rejected"))


Works = Callable[[], "tuple[Work, ...]"]  # the sources that are cited; found once for the two files that have them


def _works_cited(timeline: Timeline) -> tuple[Work, ...]:
    from timeline.publish.citing import works_cited

    return works_cited(timeline)


def _as_json(timeline: Timeline, settings: Settings, _updated: datetime, _works: Works) -> Parts:
    """Give everything that is published as JSON, one event, actor or period a line, so that two exports compare well."""
    events = event_pieces(timeline.events, lambda event: _encode(_event(event, timeline.articles)))
    head = f'{{\n"version": {VERSION},\n"title": {_encode(settings.title)},\n"events": ['
    lists = {"actors": map(_actor, timeline.actors.values()), "periods": map(_period, timeline.periods.values())}
    tail = "".join(f',\n"{name}": [{_lines(records)}]' for name, records in lists.items())
    first, last = ("\n  ", "\n") if events else ("", "")
    return Parts((head + first).encode(), events, f"{last}]{tail}\n}}\n".encode(), b",\n  ")


def _as_csv(timeline: Timeline, settings: Settings, _updated: datetime, _works: Works) -> Parts:
    from timeline.publish.tables import render_csv

    return render_csv(timeline, settings)


def _as_ics(timeline: Timeline, settings: Settings, updated: datetime, _works: Works) -> Parts:
    from timeline.publish.calendar import render_ics

    return render_ics(timeline, settings, updated)


def _as_bibtex(timeline: Timeline, settings: Settings, updated: datetime, works: Works) -> Parts:
    from timeline.publish.citing import as_bibtex

    return Parts(b"", _citable(timeline, settings, updated, works, as_bibtex), b"", b"\n")


def _as_csl_json(timeline: Timeline, settings: Settings, updated: datetime, works: Works) -> Parts:
    from timeline.publish.citing import as_csl

    items = _citable(timeline, settings, updated, works, lambda work: _encode(as_csl(work)))
    return Parts(b"[\n  ", items, b"\n]\n", b",\n  ") if items else Parts(b"[", (), b"]\n")


def _citable(timeline: Timeline, settings: Settings, updated: datetime, works: Works, told: Callable[[Work], str]) -> Sequence[Piece]:
    """Give the entries of the timeline, then the sources they rest on."""
    from timeline.publish.citing import entry, work_key

    def source(work: Work) -> bytes:
        return told(work).encode("utf-8", "replace")

    entries = event_pieces(timeline.events, lambda event: told(entry(event, settings, updated.date())))
    return [*entries, *(Piece(work_key(work), partial(source, work)) for work in works())]


def _as_timelinejs(timeline: Timeline, settings: Settings, _updated: datetime, _works: Works) -> Parts:
    from timeline.publish.timelinejs import render_timelinejs

    return render_timelinejs(timeline, settings)


def _as_atom(timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    from timeline.publish.feeds import render_atom

    return render_atom(timeline, settings, updated=updated)


def _as_json_feed(timeline: Timeline, settings: Settings, _updated: datetime) -> bytes:
    from timeline.publish.feeds import render_json_feed

    return render_json_feed(timeline, settings)


_DATA: Mapping[str, Callable[[Timeline, Settings, datetime, Works], Parts]] = {
    "json": _as_json,
    "csv": _as_csv,
    "ics": _as_ics,
    "bibtex": _as_bibtex,
    "csl-json": _as_csl_json,
    "timelinejs": _as_timelinejs,
}
_FEEDS: Mapping[str, Callable[[Timeline, Settings, datetime], bytes]] = {"atom": _as_atom, "json-feed": _as_json_feed}
NEWEST_ONLY = frozenset(_FEEDS)  # depend on the newest events alone
EXPORTS = (*_DATA, *_FEEDS)
# Where the site has each of them.
FILES: Mapping[str, str] = {
    "json": "data/timeline.json",
    "csv": "data/timeline.csv",
    "ics": "data/timeline.ics",
    "bibtex": "data/timeline.bib",
    "csl-json": "data/timeline.csl.json",
    "timelinejs": "data/timeline.timelinejs.json",
    "atom": "feeds/atom.xml",
    "json-feed": "feeds/feed.json",
}


# The C encoder does not indent; lines are joined here, which takes a tenth of the time of `indent=`.
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def _encode(value: object) -> str:
    return _ENCODER.encode(value).encode("utf-8", "replace").decode()


def _lines(records: Iterable[Mapping[str, Any]]) -> str:
    lines = ",\n  ".join(map(_encode, records))
    return f"\n  {lines}\n" if lines else ""


def _event(event: Event, articles: Mapping[str, Article]) -> dict[str, Any]:
    return {
        "id": event.id,
        "title": event.title,
        "date": event.date.text,
        "type": event.type,
        "status": event.status,
        "standing": event.standing,
        "actors": [{"actor": p.actor, "role": p.role} for p in event.participants],
        "citations": [_citation(c, articles.get(c.article)) for c in event.citations],
        "responds_to": list(event.responds_to),
        "part_of": event.part_of or None,
        "relation_sources": dict(event.relation_sources),
        "body": event.body,
    }


def _citation(citation: Citation, article: Article | None) -> dict[str, Any]:
    """Give a citation, completed from the article it names; what nobody recorded is null."""
    return {
        "url": citation.url or (article and article.url) or None,
        "title": citation.title or (article and article.title) or None,
        "publisher": citation.publisher or (article and article.publisher) or None,
        "published": citation.published or (article and article.published) or None,
        "quote": citation.quote.exact if citation.quote else None,
        "kind": citation.kind,
        "stance": citation.stance,
        "attribution": citation.attribution or None,
        "note": citation.note or None,
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "sort_name": actor.sort_name,
        "kind": actor.kind,
        "side": actor.side,
        "part_of": actor.parent or None,
        "aliases": [{"text": a.text, "valid": a.valid.text if a.valid else None} for a in actor.aliases],
        "terms": [
            {"office": t.office, "of": t.of or None, "start": t.start.text if t.start else None, "end": t.end.text if t.end else None}
            for t in actor.terms
        ],
        "same_as": list(actor.same_as),
        "body": actor.body,
    }


def _period(period: Period) -> dict[str, Any]:
    return {
        "id": period.id,
        "name": period.name,
        "kind": period.kind,
        "date": period.dates.text,
        "side": period.side or None,
        "aliases": list(period.aliases),
    }
