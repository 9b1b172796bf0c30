"""Know how the timeline is told to search engines and other readers of data, in the words of schema.org; refuse to call a report an event.

A page of an event is an Article about those who took part, with the time it covers and the works it cites: schema.org's
own Event is something to attend, and would claim more than "these sources say so".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from timeline.edtf import Edtf, datetime_attribute
from timeline.model import Actor, Event
from timeline.publish.exports import FILES
from timeline.publish.plain import clean, event_address, site_address
from timeline.publish.records import Cited
from timeline.publish.whole import Whole

if TYPE_CHECKING:
    from markupsafe import Markup

_CONTEXT = "https://schema.org"
_KINDS: Mapping[str, str] = {  # of actors; any other is an Organization
    "person": "Person",
    "agency": "GovernmentOrganization",
    "military-unit": "GovernmentOrganization",
    "company": "Corporation",
    "state": "Country",
    "outlet": "NewsMediaOrganization",
}
_MEDIA_TYPES: Mapping[str, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "ics": "text/calendar",
    "bibtex": "application/x-bibtex",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "timelinejs": "application/json",
}


def event_linked(whole: Whole, event: Event, citations: tuple[Cited, ...], summary: str) -> Markup:
    """Tell of an event's page."""
    address = event_address(whole.settings, event.id)
    acted = {p.actor for p in event.participants if p.role in ("agent", "target")}
    named = list(dict.fromkeys(p.actor for p in event.participants if p.actor in whole.timeline.actors))
    return _script(
        {
            "@context": _text(_CONTEXT),
            "@type": '"Article"',
            "@id": _text(address),
            "url": _text(address),
            "headline": _text(event.title),
            "description": _text(summary),
            "inLanguage": _text(whole.settings.language),
            "temporalCoverage": _text(coverage(event.date)),
            "dateModified": _text(whole.updated.isoformat()),
            "creativeWorkStatus": '"Unreviewed"' if event.status == "proposed" else '"Reviewed"',
            "keywords": _list(map(_text, (whole.type_of(event).label, *event.tags))),
            "about": _list(_actor(whole.timeline.actors[id_]) for id_ in named if id_ in acted),
            "mentions": _list(_actor(whole.timeline.actors[id_]) for id_ in named if id_ not in acted),
            "citation": _list(map(_cited, citations)),
            "isPartOf": _object({"@type": '"Dataset"', "name": _text(whole.settings.title), "url": _text(site_address(whole.settings))}),
            **_terms(whole),
        }
    )


def home_linked(whole: Whole) -> Markup:
    """Tell of the timeline as a whole, and where its data are."""
    base = site_address(whole.settings)
    firsts = [event.date.earliest or event.date.sort_day for event in whole.events]
    lasts = [event.date.latest or event.date.sort_day for event in whole.events]
    return _script(
        {
            "@context": _text(_CONTEXT),
            "@type": '"Dataset"',
            "@id": _text(base),
            "url": _text(base),
            "name": _text(whole.settings.title),
            "description": _text(whole.settings.description),
            "inLanguage": _text(whole.settings.language),
            "temporalCoverage": _text(f"{min(firsts)}/{max(lasts)}" if firsts else ""),
            "dateModified": _text(whole.updated.isoformat()),
            "isAccessibleForFree": "true",
            "distribution": _list(_download(kind, base + FILES[name]) for name, kind in _MEDIA_TYPES.items()),
            **_terms(whole),
        }
    )


def coverage(of: Edtf) -> str:
    """Give a time as ISO 8601: itself where that is certain, else from the first day it can mean to the last."""
    if plain := datetime_attribute(of):
        return plain
    first, last = (day.isoformat() if day else ".." for day in (of.earliest, of.latest))
    return first if first == last else f"{first}/{last}"


def _terms(whole: Whole) -> dict[str, str]:
    settings = whole.settings
    return {"license": _text(settings.license_url or settings.license), "creator": _named("Organization", settings.author or settings.title)}


def _download(kind: str, address: str) -> str:
    return _object({"@type": '"DataDownload"', "encodingFormat": _text(kind), "contentUrl": _text(address)})


def _actor(actor: Actor) -> str:
    return _actor_text(_KINDS.get(actor.kind, "Organization"), actor.name, actor.same_as)


@lru_cache(maxsize=4096)  # many events name the same few
def _actor_text(type_: str, name: str, same_as: tuple[str, ...]) -> str:
    return _object({"@type": _text(type_), "name": _text(name), "sameAs": _list(_text(url) for url in same_as if _is_web(url))})


def _cited(citation: Cited) -> str:
    return _object(
        {
            "@type": '"CreativeWork"',
            "name": _text(citation.title),
            "url": _text(citation.url),
            "archivedAt": _text(citation.archived),
            "datePublished": _text(citation.published_at),
            "author": _named("Thing", citation.author) if citation.author else "",  # may be a person or several
            "publisher": _named("Organization", citation.publisher) if citation.publisher else "",
        }
    )


@lru_cache(maxsize=4096)
def _named(type_: str, name: str) -> str:
    return _object({"@type": _text(type_), "name": _text(name)})


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


# --- as JSON: written by hand, since every page of an event has some forty values of it ------------------

_NOTHING = frozenset({"", '""', "[]", "{}"})


def _script(members: Mapping[str, str]) -> Markup:
    """Write an object for within a `<script>`: nothing in it can end that, nor open a comment."""
    from markupsafe import Markup

    text = _object(members)
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - holds no character that HTML knows


def _object(members: Mapping[str, str]) -> str:
    """Write an object of values that are JSON already; leave out what says nothing."""
    return "{" + ",".join([f'"{name}":{value}' for name, value in members.items() if value not in _NOTHING]) + "}"


def _list(values: Iterable[str]) -> str:
    return f"[{','.join(values)}]"


def _text(value: str) -> str:
    return encode_basestring(clean(value))
