"""Know how the newest events are told in a feed; refuse to know what time it is.

Where the site has no address yet, links are relative to the feed's own place and ids are UUIDs made of the events'
ids. Both are valid, and a reader that subscribes to a file on the disk can follow them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from html import escape, unescape
from io import StringIO
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from timeline import edtf
from timeline.config import Settings
from timeline.model import Article, Event, Timeline
from timeline.publish.render import render_markdown

PATH = "feeds/atom.xml"
NEWEST = 50  # entries

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot hold
_TAG = re.compile(r"<[^<>]{0,4000}>")


def render_atom(timeline: Timeline, settings: Settings, *, updated: datetime) -> bytes:
    """Give the newest events as Atom 1.0 (RFC 4287)."""
    from feedgenerator import Atom1Feed  # 50 ms, only when a feed is made

    class Feed(Atom1Feed):  # type: ignore[misc]
        def latest_post_date(self) -> datetime:  # the library's asks the clock where there are no entries
            return updated

    base = settings.base_url if settings.base_url.startswith(("https://", "http://")) else ""
    feed = Feed(
        title=_clean(settings.title),
        link=base or "../index.html",
        description=_clean(settings.description),
        language=_clean(settings.language),
        author_name=_clean(settings.author or settings.title),
        feed_url=base + PATH if base else None,
        feed_copyright=_clean(settings.license) or None,
        feed_guid=base or _urn(settings.title),
    )
    for event in newest(timeline):
        link = f"{base or '../'}events/{event.id}.html"
        feed.add_item(
            title=_clean(event.title) + (" (unreviewed)" if event.status == "proposed" else ""),
            link=link,
            description=_summary(event),
            unique_id=link if base else _urn(f"{settings.title}/{event.id}"),
            updateddate=_updated(event, timeline.articles),
            categories=(_clean(event.type),),
        )
    text = StringIO()
    feed.write(text, "utf-8")
    return text.getvalue().encode()


def newest(timeline: Timeline) -> tuple[Event, ...]:
    """Give the events of the feed, the latest first."""
    return tuple(islice((event for event in reversed(timeline.events) if event.status != "rejected"), NEWEST))


def _summary(event: Event) -> str:
    """Give the date in words and the body as text, as the HTML that Atom expects."""
    text = " ".join(unescape(_TAG.sub("", render_markdown(_clean(event.body)))).split())
    standing = "" if event.standing in ("reported", "confirmed") else f" ({event.standing})"
    return escape(_clean(f"{edtf.words(event.date)}{standing}: {text or event.title}"), quote=False)


def _updated(event: Event, articles: Mapping[str, Article]) -> datetime:
    """Give the day the last of its sources was published, else the day of the event: both are in the files."""
    dates = (c.published or (articles[c.article].published if c.article in articles else "") for c in event.citations)
    known = [date for date in map(edtf.parse, filter(None, dates)) if isinstance(date, edtf.Edtf)]
    day = max((date.sort_day for date in known), default=event.date.sort_day)
    return datetime.combine(day, time(), UTC)


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, name.encode("utf-8", "replace").decode()).urn


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
