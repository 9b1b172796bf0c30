"""Know what each page says, as records that templates print without thinking; refuse to know any HTML."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from timeline.edtf import Edtf, EdtfFault, datetime_attribute, days_between, known, parse
from timeline.model import Actor, Citation, Event, EventType, Source, Stance
from timeline.publish.citing import as_bibtex, as_csl, as_text, entry
from timeline.publish.drawing import alone, by_side, color_of, side_colors
from timeline.publish.fragments import archived_day, at_passage
from timeline.publish.linked import event_linked, home_linked
from timeline.publish.records import (
    AboutPage,
    ActorIndex,
    ActorPage,
    CiteAs,
    Cited,
    EventPage,
    Home,
    Link,
    Named,
    Office,
    Related,
    Row,
    SearchPage,
    Section,
    SourceIndex,
    SourcePage,
    Statement,
    Type,
    YearPage,
)
from timeline.publish.render import plain_text, render_markdown
from timeline.publish.whole import Chunk, Whole
from timeline.sources import source_id

if TYPE_CHECKING:
    from timeline.publish.index import Index

T = TypeVar("T")

SUMMARIES = 60  # events; with more, a list gives titles only
LATEST = 25  # events on the home page where years have pages of their own
ROLES = ("agent", "target", "source", "mentioned")
_SUMMARY = 280  # characters
_COUNTERPARTS = 12
_PUBLISHERS = 40  # that the list of sources names
_BUSIEST = 18  # actors that the page for searching names


# --- lists ---------------------------------------------------------------------------------------


def row_of(whole: Whole, event: Event, *, summary: bool = False) -> Row:
    actors = whole.timeline.actors
    return Row(
        event.id,
        event.title,
        whole.language.words(event.date),
        datetime_attribute(event.date),
        _type(whole.type_of(event)),
        ", ".join(actors[id_].name if id_ in actors else id_ for id_ in event.agents),
        event.standing,
        event.status == "proposed",
        plain_text(render_markdown(event.body), _SUMMARY) if summary and event.body else "",
    )


def _rows(whole: Whole, numbers: Iterable[int], *, summary: bool = False) -> tuple[Row, ...]:
    return tuple(row_of(whole, whole.events[n], summary=summary) for n in numbers)


def _type(of: EventType) -> Type:
    return Type(of.label, of.shape, color_of(of.color), of.id)


def home(whole: Whole, index: Index | None = None) -> Home:
    events = whole.events
    return Home(
        linked=home_linked(whole),
        events=len(events),
        unreviewed=sum(event.status == "proposed" for event in events),
        actors=len(whole.by_actor),
        sources=whole.timeline.cited,
        first=whole.language.words(events[0].date) if events else "",
        last=whole.language.words(max(events, key=lambda e: (e.date.sort_day, e.id)).date) if events else "",
        pictures=by_side(whole),
        legend=_legend(whole),
        colors=side_colors(whole),
        years=_year_links(whole, "" if not whole.split else "years/"),
        sections=() if whole.split else tuple(_year_section(whole, y) for y in whole.years),
        latest=tuple(reversed(_rows(whole, range(max(0, len(events) - LATEST), len(events))))) if whole.split else (),
        split=whole.split,
        search=index,
        answers=sum(map(len, whole.answers.values())),
    )


def _legend(whole: Whole) -> tuple[tuple[Type, int], ...]:
    """Give the types that there are, in their own order, with how many events each has."""
    seen = Counter(event.type for event in whole.events)
    order = {id_: n for n, id_ in enumerate(whole.timeline.types)}
    kinds = sorted({event.type: whole.type_of(event) for event in whole.events}.values(), key=lambda t: (order.get(t.id, len(order)), t.id))
    return tuple((_type(t), seen[t.id]) for t in kinds)


def search_page(whole: Whole, index: Index) -> SearchPage:
    actors = whole.timeline.actors
    busiest = sorted(whole.by_actor, key=lambda id_: (-len(whole.by_actor[id_]), actors[id_].sort_name.casefold(), id_))
    return SearchPage(
        index,
        tuple(link._replace(id=link.id if whole.split else f"index.html{link.id}") for link in _year_links(whole, "years/")),
        _legend(whole),
        tuple(Link(id_, actors[id_].name, len(whole.by_actor[id_])) for id_ in busiest[:_BUSIEST]),
        max(len(busiest) - _BUSIEST, 0),
    )


def _year_section(whole: Whole, year: int) -> Section:
    return Section(f"y{year}", str(year), _rows(whole, whole.years[year], summary=len(whole.events) <= SUMMARIES))


def _year_links(whole: Whole, folder: str) -> tuple[Link, ...]:
    return tuple(
        Link(f"{folder}{year}.html" if whole.split else f"#y{year}", str(year), len(numbers)) for year, numbers in whole.years.items()
    )


def year_page(whole: Whole, year: int) -> YearPage:
    """Give the page of a year: its list, or where that is long, the pages that it is cut into."""
    chunks = [chunk for chunk in whole.chunks if chunk.year == year]
    if len(chunks) == 1 and chunks[0].key == str(year):
        return chunk_page(whole, chunks[0])
    pages = tuple(Link(f"{c.key}.html", c.label, len(c.events)) for c in chunks)
    years = list(whole.years)
    before, after = _beside(years, years.index(year))
    return YearPage(
        str(year), str(year), len(whole.years[year]), (), pages, _year_links(whole, ""),
        Link(f"{before}.html", str(before)) if before else None, Link(f"{after}.html", str(after)) if after else None,
    )  # fmt: skip


def chunk_page(whole: Whole, chunk: Chunk) -> YearPage:
    before, after = _beside(whole.chunks, whole.chunks.index(chunk))
    return YearPage(
        chunk.label,
        str(chunk.year),
        len(chunk.events),
        _month_sections(whole, chunk),
        (),
        _year_links(whole, ""),
        Link(f"{before.key}.html", before.label) if before else None,
        Link(f"{after.key}.html", after.label) if after else None,
    )


def _beside(items: Sequence[T], at: int) -> tuple[T | None, T | None]:
    return items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None


def _month_sections(whole: Whole, chunk: Chunk) -> tuple[Section, ...]:
    """Group the events of a page by month; those whose month is not known come first."""
    by_month: dict[str, list[int]] = {}
    for n in chunk.events:
        by_month.setdefault(_known_month(whole.events[n].date), []).append(n)
    return tuple(
        Section(f"m{month}" if month else "m", whole.language.words(known(month)) if month else "", _rows(whole, numbers))
        for month, numbers in sorted(by_month.items())
    )


def _known_month(of: Edtf) -> str:
    if of.earliest is None or of.latest is None or (of.earliest.year, of.earliest.month) != (of.latest.year, of.latest.month):
        return ""
    return of.earliest.isoformat()[:7]


# --- an event --------------------------------------------------------------------------------------


def event_page(whole: Whole, n: int) -> EventPage:
    event = whole.events[n]
    before, after = _beside(whole.events, n)
    body = render_markdown(event.body) if event.body else ""
    year = event.date.sort_day.year
    citations = tuple(cited(whole, event, c) for c in range(len(event.citations)))
    summary = plain_text(body, _SUMMARY) if body else ""
    return EventPage(
        id=event.id,
        title=event.title,
        date=whole.language.words(event.date),
        datetime=datetime_attribute(event.date),
        edtf=event.date.text,
        type=_type(whole.type_of(event)),
        standing=event.standing,
        stances=_stances(event),
        primaries=len({source_id(c) or c.title for c in event.citations if _is_act(c)}),
        unreviewed=event.status == "proposed",
        roles=_roles(whole, event),
        body=body,
        summary=summary,
        citations=citations,
        answers=_related(whole, (whole.place[id_] for id_ in event.responds_to if id_ in whole.place), event),
        answered=_related(whole, whole.answers.get(event.id, ()), event),
        part_of=next(iter(_related(whole, (whole.place[id_] for id_ in (event.part_of,) if id_ in whole.place), event)), None),
        parts=_related(whole, whole.parts.get(event.id, ()), event),
        previous=_neighbor(whole, before) if before else None,
        next=_neighbor(whole, after) if after else None,
        year=str(year),
        year_page=f"years/{year}.html" if whole.split else f"index.html#y{year}",
        edit=_edit(whole, event),
        file=event.location.path,
        tags=event.tags,
        cite=_cite(whole, event),
        linked=event_linked(whole, event, citations, summary),
    )


def _cite(whole: Whole, event: Event) -> CiteAs:
    work = entry(event, whole.settings, whole.updated)
    fields = [f'  "{name}": {_JSON.encode(value)}' for name, value in as_csl(work).items()]
    return CiteAs(as_text(work), as_bibtex(work), "{\n" + ",\n".join(fields) + "\n}")


_JSON = json.JSONEncoder(ensure_ascii=False)


_STANCES: tuple[Stance, ...] = ("confirms", "reports", "denies")


def _stances(event: Event) -> tuple[tuple[Stance, int], ...]:
    """Count the sources that take each stance; two passages of one source are one, and the act itself takes none."""
    seen = [stance for stance, _ in {(c.stance, source_id(c) or c.title) for c in event.citations if not _is_act(c)}]
    return tuple((stance, seen.count(stance)) for stance in _STANCES if stance in seen)


def _is_act(citation: Citation) -> bool:
    return citation.kind == "primary" and citation.stance == "reports"


def _roles(whole: Whole, event: Event) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    by_role: dict[str, list[Named]] = {}
    for participant in event.participants:
        by_role.setdefault(participant.role, []).append(_named(whole, participant.actor, participant.name))
    return tuple((role, tuple(by_role[role])) for role in ROLES if role in by_role)


def _named(whole: Whole, id_: str, name: str = "") -> Named:
    """Name an actor; the id is there only where the actor has a page."""
    actor = whole.timeline.actors.get(id_)
    return Named(id_ if id_ in whole.by_actor else "", actor.name if actor else name or id_)


def cited(whole: Whole, event: Event, c: int) -> Cited:
    citation = event.citations[c]
    id_ = whole.source_of(event, c)
    source = whole.timeline.sources.get(id_, _NO_SOURCE)
    url = _web(citation.url or source.url)
    archived = _web(citation.archived or source.archived_url)
    published, machine = _published(whole, citation.published or source.published)
    return Cited(
        number=c + 1,
        title=citation.title or source.title,
        publisher=citation.publisher or source.publisher,
        author=citation.author or source.author,
        published=published,
        published_at=machine,
        url=url,
        passage=at_passage(url, citation.quote) if url else "",
        archived=archived,
        archived_day=archived_day(archived) if archived else "",
        stance=citation.stance,
        attribution=citation.attribution,
        quote=citation.quote.exact if citation.quote else "",
        checked=citation.article in whole.timeline.articles,
        note=citation.note,
        source=id_,
        primary=citation.kind == "primary",
    )


_NO_SOURCE = Source("", "", "", "", "", "", "")


def _web(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


def _published(whole: Whole, text: str) -> tuple[str, str]:
    """Word a date of publication; what is no date is given as it is."""
    if not text:
        return "", ""
    found = parse(text)
    return (text, "") if isinstance(found, EdtfFault) else (whole.language.words(found), datetime_attribute(found))


def _related(whole: Whole, numbers: Iterable[int], event: Event) -> tuple[Related, ...]:
    others = (whole.events[n] for n in numbers)
    return tuple(_with_source(_neighbor(whole, other, _days(event, other)), event, other) for other in others)


def _with_source(related: Related, event: Event, other: Event) -> Related:
    """Say which page tells of a relation: the file of the answer, or of the part, names it."""
    of, to = (event, other) if other.id in (*event.responds_to, event.part_of) else (other, event)
    url = _web(dict(of.relation_sources).get(to.id, ""))
    if not url:
        return related
    publisher = next((c.publisher for c in of.citations if c.url == url), "")
    return related._replace(told_at=url, told_by=publisher or url.split("/")[2].removeprefix("www."))


def _neighbor(whole: Whole, event: Event, days: int | None = None) -> Related:
    return Related(event.id, event.title, whole.language.words(event.date), days)


def _days(event: Event, other: Event) -> int | None:
    between = days_between(event.date, other.date)
    return None if between is None else abs(between)


def _edit(whole: Whole, event: Event) -> str:
    return whole.edit_base + quote(event.location.path) if whole.edit_base else ""


# --- actors ----------------------------------------------------------------------------------------


def actor_page(whole: Whole, id_: str, chunk: Chunk | None = None) -> ActorPage:
    """Give an actor's page, or one of the further pages that list the events of a time."""
    actor = whole.timeline.actors[id_]
    numbers = whole.by_actor[id_]
    chunks = whole.actor_chunks(id_)
    listed = chunk.events if chunk else numbers[-LATEST:][::-1] if chunks else numbers
    return ActorPage(
        id=id_,
        name=actor.name,
        kind=actor.kind,
        side=next((side.label for side in whole.settings.sides if side.id == actor.side), ""),
        aliases=tuple(dict.fromkeys(a.text for a in actor.aliases if a.text != actor.name and not a.needs_context)),
        offices=tuple(_offices(whole, actor)),
        parent=_named(whole, actor.parent) if actor.parent in whole.timeline.actors else None,
        same_as=tuple(filter(None, map(_web, actor.same_as))),
        body=render_markdown(actor.body) if actor.body and not chunk else "",
        size=len(numbers),
        roles=_by_role(whole, id_, listed),
        pages=tuple(Link(f"{id_}/{c.key}.html", c.label, len(c.events)) for c in chunks),
        current=chunk.label if chunk else "",
        counterparts=() if chunk else _counterparts(whole, id_),
        pictures=() if chunk else alone(whole, numbers, listed=not chunks),
        color=next((color_of(side.color) for side in whole.settings.sides if side.id == actor.side), ""),
    )


def _offices(whole: Whole, actor: Actor) -> Iterable[Office]:
    for term in actor.terms:
        dates = f"{term.start.text if term.start else '..'}/{term.end.text if term.end else '..'}"
        found = parse(dates)
        known_dates = "" if isinstance(found, EdtfFault) else whole.language.words(found)
        yield Office(term.office, known_dates, _named(whole, term.of) if term.of in whole.timeline.actors else None)


def _by_role(whole: Whole, id_: str, numbers: Iterable[int]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    by_role: dict[str, list[Row]] = {}
    for n in numbers:
        event = whole.events[n]
        roles = {p.role for p in event.participants if p.actor == id_}
        by_role.setdefault(next(r for r in ROLES if r in roles), []).append(row_of(whole, event))
    return tuple((role, tuple(by_role[role])) for role in ROLES if role in by_role)


def _counterparts(whole: Whole, id_: str) -> tuple[Link, ...]:
    seen: Counter[str] = Counter()
    for n in whole.by_actor[id_]:
        seen.update({p.actor for p in whole.events[n].participants if p.actor in whole.by_actor} - {id_})
    ranked = sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:_COUNTERPARTS]
    return tuple(Link(other, whole.timeline.actors[other].name, count) for other, count in ranked)


def actor_index(whole: Whole) -> ActorIndex:
    actors = sorted((whole.timeline.actors[id_] for id_ in whole.by_actor), key=lambda a: (a.sort_name.casefold(), a.id))
    sides = {side.id: side.label for side in whole.settings.sides}
    letters = groupby(actors, key=_letter)
    return ActorIndex(
        tuple(
            (letter, tuple((Link(a.id, a.sort_name, len(whole.by_actor[a.id])), a.kind, sides.get(a.side, "")) for a in each))
            for letter, each in letters
        ),
        len(actors),
    )


def _letter(actor: Actor) -> str:
    first = actor.sort_name[:1].upper()
    return first if first.isalpha() else "#"


# --- sources -----------------------------------------------------------------------------------------


def source_page(whole: Whole, id_: str, chunk: Chunk | None = None) -> SourcePage:
    source = whole.timeline.sources[id_]
    article = whole.timeline.articles.get(source.article)
    by_event: dict[int, list[int]] = {}
    for n, c in whole.by_source.get(id_, ()):
        by_event.setdefault(n, []).append(c)
    chunks = whole.source_chunks(id_)
    listed = chunk.events if chunk else list(by_event)[-LATEST:] if chunks else list(by_event)
    published, machine = _published(whole, source.published)
    archived = _web(source.archived_url)
    repository = whole.settings.repository
    return SourcePage(
        id=id_,
        title=source.title,
        publisher=source.publisher,
        author=source.author,
        published=published,
        published_at=machine,
        url=_web(source.url),
        archived=archived,
        archived_day=archived_day(archived) if archived else "",
        path=article.path if article else "",
        text=f"{repository}/blob/{quote(whole.settings.branch)}/{quote(article.path)}" if article and repository else "",
        sha256=article.sha256 if article else "",
        statements=tuple(_statement(whole, n, by_event[n]) for n in listed),
        size=len(by_event),
        pages=tuple(Link(f"{id_}/{c.key}.html", c.label, len(c.events)) for c in chunks),
        current=chunk.label if chunk else "",
    )


def _statement(whole: Whole, n: int, citations: Sequence[int]) -> Statement:
    event = whole.events[n]
    return Statement(row_of(whole, event), tuple(cited(whole, event, c) for c in citations))


def source_index(whole: Whole) -> SourceIndex:
    """List the sources that have a page, the newest first, those without a date last; and who published what is cited."""
    rows = []
    for id_, source in whole.timeline.sources.items():
        published, machine = _published(whole, source.published)
        count = len({n for n, _ in whole.by_source.get(id_, ())})
        rows.append(((source.published, source.title, id_), (Link(id_, source.title, count), source.publisher, published, machine)))
    rows.sort(key=lambda row: row[0], reverse=True)
    publishers = whole.publishers
    return SourceIndex(tuple(row for _, row in rows), whole.timeline.cited, publishers[:_PUBLISHERS], max(len(publishers) - _PUBLISHERS, 0))


# --- about the site --------------------------------------------------------------------------------------

_EXAMPLES = ("2025-03-03", "2025-03", "2025", "[..2025-03-03]", "[2025-01-20..2025-03-03]", "2024-03/2025-03", "2016~", "2016?")


def about_page(whole: Whole, own: str) -> AboutPage:
    """Give the page about the site; `own` is what the project says of itself, as Markdown."""
    return AboutPage(
        own=render_markdown(own) if own else "",
        types=tuple(_type(t) for t in whole.timeline.types.values()),
        unreviewed=sum(event.status == "proposed" for event in whole.events),
        dates=tuple((text, whole.language.words(known(text))) for text in _EXAMPLES),
    )
