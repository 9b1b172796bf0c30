"""Know how the timeline is told to search engines and other readers of data, in the words of schema.org; refuse to call a report an event.

A page of an event is an Article about those who took part, with the time it covers and the works it cites: schema.org's
own Event is something to attend, and would claim more than "these sources say so".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

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
            "@context": _CONTEXT,
            "@type": "Article",
            "@id": address,
            "url": address,
            "headline": event.title,
            "description": summary,
            "inLanguage": whole.settings.language,
            "temporalCoverage": coverage(event.date),
            "dateModified": whole.updated.isoformat(),
            "creativeWorkStatus": "Unreviewed" if event.status == "proposed" else "Reviewed",
            "keywords": [whole.type_of(event).label, *event.tags],
            "about": [_actor(whole.timeline.actors[id_]) for id_ in named if id_ in acted],
            "mentions": [_actor(whole.timeline.actors[id_]) for id_ in named if id_ not in acted],
            "citation": [_cited(citation) for citation in citations],
            "isPartOf": {"@type": "Dataset", "name": whole.settings.title, "url": site_address(whole.settings)},
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
            "@context": _CONTEXT,
            "@type": "Dataset",
            "@id": base,
            "url": base,
            "name": whole.settings.title,
            "description": whole.settings.description,
            "inLanguage": whole.settings.language,
            "temporalCoverage": f"{min(firsts)}/{max(lasts)}" if firsts else "",
            "dateModified": whole.updated.isoformat(),
            "isAccessibleForFree": True,
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": base + FILES[name]} for name, kind in _MEDIA_TYPES.items()
            ],
            **_terms(whole),
        }
    )


def coverage(of: Edtf) -> str:
    """Give a time as ISO 8601: itself where that is certain, else from the first day it can mean to the last."""
    if plain := datetime_attribute(of):
        return plain
    first, last = (day.isoformat() if day else ".." for day in (of.earliest, of.latest))
    return first if first == last else f"{first}/{last}"


def _terms(whole: Whole) -> dict[str, Any]:
    settings = whole.settings
    creator = {"@type": "Organization", "name": settings.author or settings.title}
    return {"license": settings.license_url or settings.license, "creator": creator}


def _actor(actor: Actor) -> dict[str, Any]:
    return {"@type": _KINDS.get(actor.kind, "Organization"), "name": actor.name, "sameAs": [url for url in actor.same_as if _is_web(url)]}


def _cited(citation: Cited) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "name": citation.title,
        "url": citation.url,
        "archivedAt": citation.archived,
        "datePublished": citation.published_at,
        "author": {"@type": "Thing", "name": citation.author} if citation.author else "",  # may be a person or several
        "publisher": {"@type": "Organization", "name": citation.publisher} if citation.publisher else "",
    }


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _script(data: Mapping[str, Any]) -> Markup:
    """Write data for within a `<script>`: nothing in it can end that, nor open a comment."""
    from markupsafe import Markup

    text = json.dumps(_said(data), ensure_ascii=False, separators=(",", ":"))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - holds no character that HTML knows


def _said(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Leave out what says nothing."""
    if isinstance(value, Mapping):
        told = {name: _said(each) for name, each in value.items()}
        return {name: each for name, each in told.items() if each not in ("", [], {}, None)}
    if isinstance(value, list):
        return [_said(each) for each in value]
    return clean(value) if isinstance(value, str) else value
