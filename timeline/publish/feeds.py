"""Know how the newest events are told in a feed; refuse to know what time it is.

Where the site has no address yet, links are relative to the feed's own place and ids are UUIDs made of the events'
ids. Both are valid, and a reader that subscribes to a file on the disk can follow them.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from html import escape
from io import StringIO
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from timeline.config import Settings
from timeline.model import Event, Timeline
from timeline.publish.language import Language, language_of
from timeline.publish.plain import body_text, clean, event_address, site_address, source_day

PATH = "feeds/atom.xml"
JSON_PATH = "feeds/feed.json"
NEWEST = 50  # entries


def render_atom(timeline: Timeline, settings: Settings, *, updated: datetime) -> bytes:
    """Give the newest events as Atom 1.0 (RFC 4287)."""
    from feedgenerator import Atom1Feed  # 50 ms, only when a feed is made

    class Feed(Atom1Feed):  # type: ignore[misc]
        def latest_post_date(self) -> datetime:  # the library's asks the clock where there are no entries
            return updated

    base = site_address(settings)
    language = language_of(settings.language, settings.root)
    feed = Feed(
        title=clean(settings.title),
        link=base or "../index.html",
        description=clean(settings.description),
        language=clean(settings.language),
        author_name=clean(settings.author or settings.title),
        feed_url=base + PATH if base else None,
        feed_copyright=clean(settings.license) or None,
        feed_guid=base or _urn(settings.title),
    )
    for event in newest(timeline):
        link = f"{base or '../'}events/{event.id}.html"
        feed.add_item(
            title=_title(event, language),
            link=link,
            description=escape(_summary(event, language), quote=False),  # Atom expects HTML
            unique_id=link if base else _urn(f"{settings.title}/{event.id}"),
            updateddate=datetime.combine(source_day(event, timeline), time(), UTC),
            categories=(clean(event.type),),
        )
    text = StringIO()
    feed.write(text, "utf-8")
    return text.getvalue().encode()


def newest(timeline: Timeline) -> tuple[Event, ...]:
    """Give the events of the feed, the latest first."""
    return tuple(islice((event for event in reversed(timeline.events) if event.status != "rejected"), NEWEST))


def render_json_feed(timeline: Timeline, settings: Settings) -> bytes:
    """Give the newest events as JSON Feed 1.1."""
    base = site_address(settings)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(settings.title),
        "description": clean(settings.description),
        "home_page_url": base,
        "feed_url": base + JSON_PATH if base else "",
        "language": clean(settings.language),
        "authors": [{"name": clean(settings.author or settings.title)}],
        "items": [_item(event, timeline, settings) for event in newest(timeline)],
    }
    told = {name: value for name, value in feed.items() if value or name == "items"}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _item(event: Event, timeline: Timeline, settings: Settings) -> dict[str, object]:
    address = event_address(settings, event.id)
    language = language_of(settings.language, settings.root)
    item: dict[str, object] = {
        "id": address or _urn(f"{settings.title}/{event.id}"),
        "title": _title(event, language),
        "content_text": _summary(event, language),
        "date_published": f"{source_day(event, timeline).isoformat()}T00:00:00Z",
        "tags": [clean(event.type)],
    }
    return {**item, "url": address} if address else item


def _title(event: Event, language: Language) -> str:
    return clean(event.title) + (f" ({language.text('unreviewed')})" if event.status == "proposed" else "")


def _summary(event: Event, language: Language) -> str:
    """Give the date in words and the body as text."""
    standing = "" if event.standing in ("reported", "confirmed") else f" ({language.text(event.standing.capitalize()).lower()})"
    return clean(f"{language.words(event.date)}{standing}: {body_text(event.body) or event.title}")


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, name.encode("utf-8", "replace").decode()).urn
