"""Know how an event reads where there is no page: its words without markup, its web address; refuse to know the format they go into."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache, partial
from html import unescape

from timeline import edtf
from timeline.config import Settings
from timeline.model import Event, Timeline
from timeline.publish.outputs import digest
from timeline.publish.pieces import Piece
from timeline.publish.render import render_markdown

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold, and no format needs
_TAG = re.compile(r"<[^<>]{0,4000}>")
_PAGE_ANCHOR = re.compile(r'<a href="#[^"]{0,200}">([^<]{0,400})</a>')


def event_pieces(events: Iterable[Event], make: Callable[[Event], str]) -> list[Piece]:
    """Give the pieces of a file that has one for every event."""
    return [Piece(_event_key(e.id, e.digest, e.part_of, e.responds_to), partial(_encoded, make, e)) for e in events]


def _encoded(make: Callable[[Event], str], event: Event) -> bytes:
    return make(event).encode("utf-8", "replace")


@lru_cache(maxsize=16384)  # several files have pieces of the same events
def _event_key(id_: str, digest_: str, part_of: str, responds_to: tuple[str, ...]) -> str:
    """Give a key of what an event says; relations to what is not published are left out of it, and its file is as it was."""
    return digest(id_, digest_, part_of, *responds_to)


def clean(text: str) -> str:
    """Drop the characters that no format can carry."""
    return text if text.isprintable() else _NOT_XML.sub("", text)


@lru_cache(maxsize=16384)  # several formats say the same words
def body_text(body: str) -> str:
    """Give the words of a body on one line, without Markdown and tags."""
    return " ".join(unescape(_TAG.sub("", render_markdown(clean(body)))).split()) if body else ""


def body_html(body: str) -> str:
    """Give a body as HTML that can stand anywhere: links to places of the event's own page are their words only."""
    return _PAGE_ANCHOR.sub(r"\1", str(render_markdown(clean(body)))) if body else ""


def site_address(settings: Settings) -> str:
    """Give the web address of the site with a "/" at its end, or "" where it has none."""
    return settings.base_url if settings.base_url.startswith(("https://", "http://")) else ""


def event_address(settings: Settings, id_: str) -> str:
    """Give the web address of an event's page, or "" where the site has none."""
    base = site_address(settings)
    return f"{base}events/{id_}.html" if base else ""


def source_day(event: Event, timeline: Timeline) -> date:
    """Give the day the last of its sources was published, else the day of the event: both are in the files."""
    articles = timeline.articles
    dates = (c.published or (articles[c.article].published if c.article in articles else "") for c in event.citations)
    known = [of for of in map(edtf.parse, filter(None, dates)) if isinstance(of, edtf.Edtf)]
    return max((of.sort_day for of in known), default=event.date.sort_day)
