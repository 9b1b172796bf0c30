"""Know how a timeline reads as a table, one event a row; refuse to let a cell be taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import StringIO

from timeline import edtf
from timeline.config import Settings
from timeline.model import Citation, Event, Timeline
from timeline.publish.pieces import Parts
from timeline.publish.plain import body_text, clean, event_address, event_pieces

BETWEEN = " | "  # the values of one cell
_FORMULA = ("=", "+", "-", "@", "\t")  # what a spreadsheet takes a formula to begin with

COLUMNS = (
    "id", "title", "date", "date_in_words", "earliest", "latest", "type", "type_label", "status", "standing",
    "agents", "targets", "accounts_of", "mentioned", "text", "source_titles", "source_publishers", "source_dates",
    "source_urls", "quotes", "responds_to", "part_of", "tags", "url",
)  # fmt: skip
_ROLE_COLUMNS = {"agents": "agent", "targets": "target", "accounts_of": "source", "mentioned": "mentioned"}


def render_csv(timeline: Timeline, settings: Settings) -> Parts:
    """Give a table after RFC 4180 in UTF-8; the sources of an event stand in the same order in each of their columns."""
    names = {id_: actor.name for id_, actor in timeline.actors.items()}

    def line(event: Event) -> str:
        row = _row(event, timeline, settings, names)
        return _line(_guarded(row[name]) for name in COLUMNS)

    return Parts(_line(COLUMNS).encode(), event_pieces(timeline.events, line), b"")


def _line(cells: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _row(event: Event, timeline: Timeline, settings: Settings, names: Mapping[str, str]) -> dict[str, str]:
    of, type_ = event.date, timeline.types.get(event.type)
    sources = [_source(citation, timeline) for citation in event.citations]
    roles = {
        column: _joined(names.get(p.actor, p.actor) or p.name for p in event.participants if p.role == role)
        for column, role in _ROLE_COLUMNS.items()
    }
    return {
        "id": event.id,
        "title": event.title,
        "date": of.text,
        "date_in_words": edtf.words(of),
        "earliest": of.earliest.isoformat() if of.earliest else "",
        "latest": of.latest.isoformat() if of.latest else "",
        "type": event.type,
        "type_label": type_.label if type_ else event.type,
        "status": event.status,
        "standing": event.standing,
        **roles,
        "text": body_text(event.body),
        **{f"source_{name}": _joined(source[n] for source in sources) for n, name in enumerate(("titles", "publishers", "dates", "urls"))},
        "quotes": _joined(c.quote.exact if c.quote else "" for c in event.citations),
        "responds_to": _joined(event.responds_to),
        "part_of": event.part_of,
        "tags": _joined(event.tags),
        "url": event_address(settings, event.id),
    }


def _source(citation: Citation, timeline: Timeline) -> tuple[str, str, str, str]:
    article = timeline.articles.get(citation.article)
    own = citation.title, citation.publisher, citation.published, citation.url
    if article is None:
        return own
    title, publisher, published, url = own
    return title or article.title, publisher or article.publisher, published or article.published, url or article.url


def _joined(values: Iterable[str]) -> str:
    """Put the values of a cell on one line, with a mark between them; where none says anything, the cell is empty."""
    flat = [" ".join(value.split()) for value in values]
    return BETWEEN.join(flat) if any(flat) else ""


def _guarded(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run (CSV injection)."""
    text = clean(cell).replace("\r", "\n")
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text
