"""Know how an entry of the timeline, or a source it rests on, is cited: as text, BibTeX and CSL-JSON; refuse to know where that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from timeline import edtf
from timeline.config import Settings
from timeline.edtf import Edtf
from timeline.model import Citation, Event, Source, Timeline
from timeline.publish.outputs import digest
from timeline.publish.plain import clean, event_address
from timeline.sources import source_id


class Work(NamedTuple):
    """What is cited."""

    key: str
    title: str
    container: str  # what it appeared in: the timeline, or the outlet
    author: str
    issued: str  # EDTF, or what the file says instead
    url: str
    archived: str = ""
    event_date: str = ""  # EDTF; when what it tells of took place
    keywords: tuple[str, ...] = ()
    status: str = ""


# --- what there is to cite --------------------------------------------------------------------------


def entry(event: Event, settings: Settings, updated: date) -> Work:
    """Give an event as an entry of this timeline, in the state that the site calls its last update."""
    return Work(
        key=event.id,
        title=event.title,
        container=settings.title,
        author=settings.author if settings.author != settings.title else "",
        issued=updated.isoformat(),
        url=event_address(settings, event.id),
        event_date=event.date.text,
        keywords=event.tags,
        status="unreviewed" if event.status == "proposed" else "",
    )


def works_cited(timeline: Timeline) -> tuple[Work, ...]:
    """Give every source that an event rests on once, by key; its keywords are the ids of those events."""
    tellings: dict[str, tuple[Citation, dict[str, None]]] = {}
    for event in timeline.events:
        for citation in event.citations:
            key = source_id(citation) or _key_of_words(citation)
            tellings.setdefault(key, (citation, {}))[1][event.id] = None
    taken = {event.id for event in timeline.events}
    works = (_source_work(key, citation, timeline.sources.get(key), events) for key, (citation, events) in tellings.items())
    return tuple(sorted((w._replace(key=w.key + "-source") if w.key in taken else w for w in works), key=lambda w: w.key))


def _source_work(key: str, citation: Citation, source: Source | None, events: Iterable[str]) -> Work:
    told = source or _UNTOLD
    return Work(
        key=_NOT_IN_KEYS.sub("-", key),
        title=told.title or citation.title,
        container=told.publisher or citation.publisher,
        author=told.author or citation.author,
        issued=told.published or citation.published,
        url=_web(told.url or citation.url),
        archived=_web(told.archived_url or citation.archived),
        keywords=tuple(events),
    )


_NOT_IN_KEYS = re.compile(r"[^\w.-]", re.ASCII)
_UNTOLD = Source("", "", "", "", "", "", "")


@lru_cache(maxsize=65536)  # two files have pieces of the same works
def work_key(work: Work) -> str:
    """Give a key of all that is told of a work."""
    return digest(*work[:-2], work.status, *work.keywords)


def _key_of_words(citation: Citation) -> str:
    said = "\x1f".join((citation.title, citation.publisher, citation.author, citation.published))
    return "untraced-" + blake2b(said.encode("utf-8", "replace"), digest_size=5).hexdigest()


def _web(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


# --- as text ------------------------------------------------------------------------------------------


def as_text(work: Work) -> str:
    """Cite as a note does, after the Chicago Manual: author, title, where it appeared, when, address."""
    when = _words(work.event_date)
    title = f"\u201c{work.title}\u201d" + (f" ({when})" if when else "")
    where = ", ".join(filter(None, (work.container, _words(work.issued))))
    return clean(" ".join(f"{part.rstrip('.')}." for part in (work.author, title, where, work.url) if part))


def _words(date_: str) -> str:
    """Word a date; what is no date is given as it is."""
    found = edtf.parse(date_) if date_ else None
    return edtf.words(found) if isinstance(found, Edtf) else date_


# --- as CSL-JSON ----------------------------------------------------------------------------------------


def as_csl(work: Work) -> dict[str, Any]:
    """Give an item of CSL-JSON (schema 1.0.2)."""
    of_the_web = work.url or work.event_date  # an entry of this timeline is, wherever that will be published
    item: dict[str, Any] = {"id": work.key, "type": "webpage" if of_the_web else "document", "title": clean(work.title)}
    if work.container:
        item["container-title" if of_the_web else "publisher"] = clean(work.container)
    if work.author:
        item["author"] = [{"literal": clean(work.author)}]
    for name, when in (("issued", work.issued), ("event-date", work.event_date)):
        if when:
            item[name] = csl_date(when)
    more = {"URL": work.url, "archive_location": work.archived, "keyword": ", ".join(work.keywords), "status": work.status}
    item.update((name, clean(value)) for name, value in more.items() if value)
    return item


def csl_date(text: str) -> dict[str, Any]:
    """Give a date as CSL-JSON: in parts where they say all that is known, else in words.

    A date that is only bounded has no parts: a range would say that it lasted.
    """
    of = edtf.parse(text)
    if not isinstance(of, Edtf):
        return {"literal": clean(text)}
    if of.kind == "one-of" or of.earliest is None or of.latest is None:
        return {"literal": edtf.words(of)}
    told: dict[str, Any] = {"date-parts": [_parts(end) for end in _ends(of)]}
    season = re.fullmatch(r"\d{4}-2([1-4])[~?%]?", of.text)
    if season:
        told["season"] = int(season[1])
    if of.approximate or of.uncertain:
        told["circa"] = True
    return told


def _ends(of: Edtf) -> tuple[str, ...]:
    """Give the one date of a text or the two ends of a stretch, each as a year, a month or a day."""
    if of.precision in ("decade", "century"):  # which CSL does not know
        return (str(of.earliest)[:4], str(of.latest)[:4])
    return tuple(end.partition("T")[0].rstrip("~?%") for end in of.text.split("/"))


def _parts(end: str) -> list[int]:
    numbers = [int(part) for part in end.split("-") if part != "XX"]
    return numbers[:1] if len(numbers) > 1 and numbers[1] > 12 else numbers


# --- as BibTeX ------------------------------------------------------------------------------------------

_LATEX: Mapping[str, str] = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{each: "\\" + each for each in "{}$&#%_"},
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def as_bibtex(work: Work) -> str:
    """Give an entry that BibTeX and biblatex both read, in UTF-8; what its date cannot say stands in the note."""
    fields = {
        "title": f"{{{_latex(work.title)}}}" if work.title else "",  # twice in braces: styles would make capitals small
        "author": f"{{{_latex(work.author)}}}" if work.author else "",  # one name: it may be a body's
        "howpublished": _latex(work.container),
        **_bibtex_date(work.issued),
        "url": _verbatim(work.url),
        "note": _latex("; ".join(_notes(work))),
        "keywords": _latex(", ".join(work.keywords)),
    }
    lines = (f"  {name} = {value if name == 'month' else '{' + value + '}'},\n" for name, value in fields.items() if value)
    return f"@misc{{{work.key},\n{''.join(lines)}}}\n"


def _notes(work: Work) -> Iterable[str]:
    if work.event_date:
        yield f"Date of the event: {_words(work.event_date)}"
    if work.issued and "day" not in _bibtex_date(work.issued):
        yield f"Published: {_words(work.issued)}"
    if work.archived:
        yield f"Archived at {work.archived}"
    if work.status:
        yield work.status.capitalize()


def _bibtex_date(text: str) -> dict[str, str]:
    """Give as much of year, month and day as is certain."""
    of = edtf.parse(text) if text else None
    if not isinstance(of, Edtf) or of.approximate or of.uncertain or of.earliest is None or of.latest is None:
        return {}
    first, last = of.earliest, of.latest
    told = {"year": f"{first.year:04}"} if first.year == last.year else {}
    if told and first.month == last.month:
        told["month"] = _MONTHS[first.month - 1]
        if first.day == last.day:
            told["day"] = str(first.day)
    return told


def _latex(text: str) -> str:
    flat = " ".join(clean(text).split())
    return _SPECIAL.sub(lambda found: _LATEX[found[0]], flat) if _SPECIAL.search(flat) else flat


def _verbatim(url: str) -> str:
    """Give an address as it is but for what would end the field or open a comment: BibTeX counts braces anywhere."""
    return clean(url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")
