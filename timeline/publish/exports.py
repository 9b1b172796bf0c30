"""Know how a timeline is told to other programs; refuse to leave out where a statement comes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from timeline.config import Settings
from timeline.model import Actor, Article, Citation, Event, Period, Timeline

if TYPE_CHECKING:
    from timeline.publish.citing import Work

VERSION = 1  # of the JSON; raised when a field changes its meaning or goes


def export(name: str, timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    """Give what is published of a timeline in one of the formats of `EXPORTS`."""
    events = tuple(event for event in timeline.events if event.status != "rejected")
    return EXPORTS[name](replace(timeline, events=events), settings, updated)


def export_json(timeline: Timeline, settings: Settings) -> str:
    """Give everything that is published as JSON, one event, actor or period a line, so that two exports compare well."""
    events = (_event(event, timeline.articles) for event in timeline.events if event.status != "rejected")
    lists = {
        "events": events,
        "actors": map(_actor, timeline.actors.values()),
        "periods": map(_period, timeline.periods.values()),
    }
    head = [f'"version": {VERSION}', f'"title": {_encode(settings.title)}']
    body = [f'"{name}": [{_lines(records)}]' for name, records in lists.items()]
    return "{\n" + ",\n".join([*head, *body]) + "\n}\n"


def _as_json(timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    return export_json(timeline, settings).encode()


def _as_atom(timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    from timeline.publish.feeds import render_atom

    return render_atom(timeline, settings, updated=updated)


def _as_json_feed(timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    from timeline.publish.feeds import render_json_feed

    return render_json_feed(timeline, settings)


def _as_csv(timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    from timeline.publish.tables import render_csv

    return render_csv(timeline, settings)


def _as_ics(timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    from timeline.publish.calendar import render_ics

    return render_ics(timeline, settings, updated)


def _as_bibtex(timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    from timeline.publish.citing import as_bibtex

    return "\n".join(map(as_bibtex, _works(timeline, settings, updated))).encode("utf-8", "replace")


def _as_csl_json(timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    from timeline.publish.citing import as_csl

    return f"[{_lines(map(as_csl, _works(timeline, settings, updated)))}]\n".encode()


def _works(timeline: Timeline, settings: Settings, updated: datetime) -> Iterable[Work]:
    """Give the entries of the timeline, then the sources they rest on."""
    from timeline.publish.citing import entry, works_cited

    yield from (entry(event, settings, updated.date()) for event in timeline.events)
    yield from works_cited(timeline)


def _as_timelinejs(timeline: Timeline, settings: Settings, updated: datetime) -> bytes:
    from timeline.publish.timelinejs import render_timelinejs

    return render_timelinejs(timeline, settings)


EXPORTS: Mapping[str, Callable[[Timeline, Settings, datetime], bytes]] = {
    "json": _as_json,
    "csv": _as_csv,
    "ics": _as_ics,
    "bibtex": _as_bibtex,
    "csl-json": _as_csl_json,
    "timelinejs": _as_timelinejs,
    "atom": _as_atom,
    "json-feed": _as_json_feed,
}
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
NEWEST_ONLY = frozenset({"atom", "json-feed"})  # depend on the newest events alone


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
        "stance": citation.stance,
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
