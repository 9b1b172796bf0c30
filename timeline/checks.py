"""Know the rules that hold over the whole timeline, one function each; refuse to read files or mend anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from timeline.diagnostics import Diagnostic, Location, suggest
from timeline.edtf import EdtfFault, parse
from timeline.eventfiles import confirms
from timeline.model import Actor, Article, Citation, Event, EventType
from timeline.text import LineIndex, find_quote, nearest_passage


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that the rules look at."""

    events: Sequence[Event]
    broken: frozenset[str]  # ids of events whose files have errors of their own
    actors: Mapping[str, Actor]
    broken_actors: frozenset[str]
    types: Mapping[str, EventType]
    articles: Mapping[str, Article]
    unread_articles: frozenset[str]  # ids of files in seeds/ that could not be read
    sides: frozenset[str]  # empty: any side


def check_actors_exist(whole: Whole) -> Iterator[Diagnostic]:
    for event in whole.events:
        for n, participant in enumerate(event.participants):
            id_ = participant.actor
            if id_ in whole.actors or id_ in whole.broken_actors:
                continue
            place = event.places.get(f"actors[{n}]", event.location)
            near = suggest(id_, whole.actors)
            name = id_.replace("-", " ").title()
            help_ = f'did you mean `{near}`? If this is someone new: timeline new actor "{name}"' if near else f'timeline new actor "{name}"'
            yield Diagnostic("unknown-actor", f"actor `{id_}` has no file in content/actors", place, help=help_)


def check_types_exist(whole: Whole) -> Iterator[Diagnostic]:
    for event in whole.events:
        if event.type not in whole.types:
            near = suggest(event.type, whole.types)
            yield Diagnostic(
                "unknown-type",
                f"`{event.type}` is not an event type",
                event.places["type"],
                help=f"did you mean `{near}`?" if near else f"the types are {', '.join(whole.types)}",
            )


def check_sides_exist(whole: Whole) -> Iterator[Diagnostic]:
    for actor in whole.actors.values():
        if whole.sides and actor.side not in whole.sides:
            yield Diagnostic(
                "bad-value",
                f"`{actor.side}` is not a side",
                actor.location,
                help=f"the sides in timeline.toml are {', '.join(sorted(whole.sides))}",
            )


def check_relations_exist(whole: Whole) -> Iterator[Diagnostic]:
    ids = {event.id for event in whole.events}
    for event in whole.events:
        named = [("responds_to", id_) for id_ in event.responds_to]
        named += [(name, id_) for name, id_ in (("part_of", event.part_of), ("same_as", event.same_as)) if id_]
        for name, id_ in named:
            if id_ in whole.broken:
                continue
            if id_ == event.id:
                yield Diagnostic("unknown-event", f"`{name}` names the event itself", event.places[name], help="name another event, or remove the field")
            elif id_ not in ids:
                near = suggest(id_, ids)
                help_ = f"did you mean `{near}`?" if near else "the id is the file name without its day and ending"
                yield Diagnostic("unknown-event", f"`{name}` names `{id_}`, which is no event", event.places[name], help=help_)


def check_old_ids(whole: Whole) -> Iterator[Diagnostic]:
    owner = {event.id: event for event in whole.events}
    for event in whole.events:
        for old in event.old_ids:
            if old in owner:
                yield Diagnostic("duplicate-id", f"the old id `{old}` is taken", event.location, note=f"by {owner[old].location.path}", help="remove it from `old_ids`")
            owner[old] = event


def check_somebody_acts(whole: Whole) -> Iterator[Diagnostic]:
    for event in whole.events:
        if not event.agents:
            yield Diagnostic("no-agent", "no actor of the event has the role `agent`", event.places["actors"], help="say who acted, or write `allow: [no-agent]`")


def check_standing_is_founded(whole: Whole) -> Iterator[Diagnostic]:
    """A standing that a person wrote must rest on a citation; one that nobody wrote follows from them."""
    for event in whole.events:
        if event.status != "reviewed" or "standing" not in event.places:
            continue
        lacking = ""
        if event.standing == "confirmed" and not any(map(confirms, event.citations)):
            lacking = "no citation is `kind: primary` or has the stance `confirms`"
        elif event.standing == "denied" and not any(c.stance == "denies" for c in event.citations):
            lacking = "no citation has the stance `denies`"
        if lacking:
            yield Diagnostic(
                "unfounded-standing",
                f"the event is `{event.standing}`, and {lacking}",
                event.places["standing"],
                help="mark the citation that says so, add one, or leave `standing` out: it then follows from the citations",
            )


def check_dates_precede_sources(whole: Whole) -> Iterator[Diagnostic]:
    for event in whole.events:
        if event.date.earliest is None:
            continue
        published = [_published(citation, whole) for citation in event.citations]
        if not published or None in published:
            continue
        latest = max(day for day in published if day)
        earliest = event.date.earliest
        if event.date.precision == "season":  # a winter is filed under its December, and may have been the one before
            earliest = earliest.replace(month=1, day=1)
        if earliest > latest:
            yield Diagnostic(
                "date-after-source",
                f"the event is dated {event.date.text}, after its last source",
                event.places["date"],
                note=f"the last of its sources was published by {latest.isoformat()}",
                help="check the date, or add the source that reports it",
            )


def check_quotes(whole: Whole) -> Iterator[Diagnostic]:
    for event in whole.events:
        for citation in event.citations:
            yield from _check_quote(citation, whole)


def _check_quote(citation: Citation, whole: Whole) -> Iterator[Diagnostic]:
    at = citation.location
    article = whole.articles.get(citation.article)
    if article is None:
        if citation.article and not citation.url and citation.article not in whole.unread_articles:
            near = suggest(citation.article, whole.articles)
            help_ = f"did you mean `{near}`?" if near else "name a file of seeds/ without its ending, or add a `url`"
            yield Diagnostic("unknown-article", f"there is no article `{citation.article}` in seeds/", at, help=help_)
        elif citation.quote is not None:
            yield Diagnostic("quote-unchecked", "the quote cannot be checked: its source is not in seeds/", at)
        return
    if citation.quote is None:
        return
    hits = find_quote(article.text, citation.quote)
    if not hits:
        near = nearest_passage(article.text, citation.quote.exact)
        help_ = f"the nearest passage is: {_shortened(near)}" if near else "copy the words from the article again"
        yield Diagnostic("quote-not-found", f"the quoted words do not stand in {article.path}", at, help=help_)
    elif len(hits) > 1:
        lines = LineIndex(article.text)
        where = ", ".join(f"{article.path}:{lines.place(h.start)[0]}" for h in hits[:4])
        yield Diagnostic("quote-ambiguous", f"the quoted words stand {len(hits)} times in the article", at, note=where, help="add the words before them as `prefix` or after them as `suffix`")


def check_alike_proposals(whole: Whole) -> Iterator[Diagnostic]:
    events = {e.id: e for e in whole.events}
    for event in whole.events:
        if event.same_as and event.status == "proposed":
            first = events.get(event.same_as)
            if first is not None and not first.date.overlaps(event.date):
                days = f"`{first.id}` says {first.date.text}, this one {event.date.text}"
                yield Diagnostic("dates-disagree", "two articles date this event differently", event.places["date"], note=days, help="look at both quotes; merge the two and correct the date, or remove `same_as` if they are two events")
                continue
            yield Diagnostic("same-event", f"this looks like another telling of `{event.same_as}`", event.places["same_as"], help=f"timeline review {event.id} --merge-into {event.same_as}")


CHECKS: Sequence[Callable[[Whole], Iterator[Diagnostic]]] = (
    check_actors_exist,
    check_types_exist,
    check_sides_exist,
    check_relations_exist,
    check_old_ids,
    check_somebody_acts,
    check_standing_is_founded,
    check_dates_precede_sources,
    check_quotes,
    check_alike_proposals,
)


def run_checks(whole: Whole, already: Sequence[Diagnostic] = ()) -> tuple[list[Diagnostic], frozenset[str]]:
    """Run every rule, apply what events allow, and say which ids cannot be published.

    `already` are the findings that reading the files gave; an event's `allow` covers those, too.
    """
    found = [*already, *(each for check in CHECKS for each in check(whole))]
    found = list(_apply_allow(found, whole.events))
    by_path = {event.location.path: event.id for event in whole.events}
    unfit = {by_path[d.location.path] for d in found if d.slug in _UNPUBLISHABLE and d.location.path in by_path}
    return found, frozenset(unfit)


# With these a page could not say truthfully who, what kind, or on what ground; other errors leave out one link.
_UNPUBLISHABLE = frozenset({"unknown-actor", "unknown-type", "unknown-article", "quote-not-found", "duplicate-id"})


def _apply_allow(found: Sequence[Diagnostic], events: Sequence[Event]) -> Iterator[Diagnostic]:
    """Drop the warnings and notes that an event allows, and report an `allow` that nothing needs."""
    allowed = {event.location.path: event for event in events if event.allow}
    needed: dict[str, set[str]] = {path: set() for path in allowed}
    for each in found:
        event = allowed.get(each.location.path)
        if event is not None and each.slug in event.allow and each.severity != "error":
            needed[each.location.path].add(each.slug)
        else:
            yield each
    for path, event in allowed.items():
        for slug in event.allow:
            if slug not in needed[path]:
                yield Diagnostic("unneeded-allow", f"`{slug}` is allowed but not found", event.places.get("allow", Location(path)), help="remove it from `allow`; errors cannot be allowed")


def _published(citation: Citation, whole: Whole) -> date | None:
    """Give the last day on which a citation's source can have been published, or none where that is not known."""
    article = whole.articles.get(citation.article)
    if article is not None:
        return article.document_creation_time
    when = parse(citation.published) if citation.published else None
    return None if when is None or isinstance(when, EdtfFault) else when.latest


def _shortened(text: str, length: int = 160) -> str:
    flat = re.sub(r"\s+", " ", text)
    return flat if len(flat) <= length else flat[: length - 1].rsplit(" ", 1)[0] + "\u2026"
