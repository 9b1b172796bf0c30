"""Know the fields of an event file: read one, with every fault in it; know nothing of the other files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import cast, get_args

from timeline.bodies import lint_body
from timeline.diagnostics import Diagnostic, Location
from timeline.frontmatter import Fields, FrontMatter, split_front_matter
from timeline.model import Citation, CitationKind, Event, Origin, Participant, Role, Stance, Standing, Status
from timeline.text import QuoteSelector

EVENT_LIMIT = 256 * 1024  # bytes
ID_LENGTH = 80  # of the ids that we make; longer ones that people chose are read
READ_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
READ_ID_LENGTH = 120

_FIELDS = frozenset(
    "title date type status standing actors citations responds_to part_of old_ids tags allow same_as origin".split()
)
_CITATION_FIELDS = frozenset(
    "article url title publisher author published archived quote stance attribution note kind".split()
)
_DATE_PREFIX = re.compile(r"\d{4}-\d{2}-\d{2}-")


@dataclass(frozen=True, slots=True)
class ParsedEvent:
    """What one event file gave."""

    id: str
    event: Event | None
    diagnostics: tuple[Diagnostic, ...]


def event_id(stem: str) -> str:
    """Give the id of the event in the file `<stem>.md`: the stem without a leading day."""
    return _DATE_PREFIX.sub("", stem, count=1) or stem


def parse_event(path: str, raw: bytes) -> ParsedEvent:
    """Read one event file. `path` is relative to the project."""
    found: list[Diagnostic] = []
    id_ = event_id(path.rsplit("/", 1)[-1].removesuffix(".md"))
    if not READ_ID.fullmatch(id_) or len(id_) > READ_ID_LENGTH:
        better = slug(id_)
        found.append(
            Diagnostic("bad-id", f"`{id_}` cannot be the id of an event", Location(path), help=f"rename the file to {better}.md")
        )
    text = _decoded(path, raw, found)
    front: FrontMatter = split_front_matter(text, path)
    found += front.diagnostics
    event = _event(path, id_, front, raw, found) if front.node is not None else None
    if any(d.severity == "error" and d.slug not in _PUBLISHABLE for d in found):
        event = None
    return ParsedEvent(id_, event, tuple(found))


# Errors in a body: the offending part is left out of the page, the rest of the event is sound.
_PUBLISHABLE = frozenset({"unsafe-link", "broken-link", "body-too-complex"})


def _decoded(path: str, raw: bytes, found: list[Diagnostic]) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        column = fault.start - (raw.rfind(b"\n", 0, fault.start) + 1) + 1
        found.append(
            Diagnostic("bad-encoding", f"byte 0x{raw[fault.start]:02x} is not UTF-8", Location(path, line, column), help="save the file as UTF-8")
        )
        return raw.decode("utf-8-sig", "replace")


def _event(path: str, id_: str, front: FrontMatter, raw: bytes, found: list[Diagnostic]) -> Event | None:
    assert front.node is not None
    if not isinstance(front.node.value, dict):
        found.append(Diagnostic("yaml-syntax", "the front matter is not a list of fields", front.node.location, help="write each field as `name: value`"))
        return None
    fields = Fields(front.node, found)
    title = fields.text("title", required=True)
    when = fields.edtf("date", required=True)
    type_ = fields.text("type", required=True)
    status = cast(Status, fields.choice("status", get_args(Status), default="reviewed"))
    participants, places = _participants(fields, found)
    citations = _citations(fields, found)
    standing = cast(Standing, fields.choice("standing", get_args(Standing), default=standing_of(citations)))
    answered = [_relation(item, found) for item in fields.items("responds_to")]
    belongs = [_relation(item, found) for item in fields.items("part_of")[:1]]
    event_origin = tuple(_origin(f) for f in fields.mappings("origin"))
    tags, allow, old_ids = fields.texts("tags"), fields.texts("allow"), fields.texts("old_ids")
    same_as = fields.text("same_as")
    for old in old_ids:
        if not READ_ID.fullmatch(old):
            found.append(Diagnostic("bad-id", f"`{old}` cannot have been an id", fields.place("old_ids"), help="ids are made of a-z, 0-9 and -"))
    fields.finish(_FIELDS)
    found += lint_body(front.body, path, front.body_line, citations=len(citations))
    if when is None:
        return None
    for name in ("title", "date", "type", "responds_to", "part_of", "same_as", "allow", "citations", "actors"):
        places[name] = fields.place(name)
    if fields.has("standing"):
        places["standing"] = fields.place("standing")
    return Event(
        id=id_,
        title=title,
        date=when,
        type=type_,
        participants=participants,
        citations=citations,
        location=Location(path),
        status=status,
        standing=standing,
        body=front.body,
        body_line=front.body_line,
        responds_to=tuple(id_ for id_, _ in answered if id_),
        part_of=belongs[0][0] if belongs else "",
        relation_sources=tuple((id_, url) for id_, url in (*answered, *belongs) if id_ and url),
        old_ids=old_ids,
        tags=tags,
        allow=allow,
        same_as=same_as,
        origin=event_origin,
        places=places,
        digest=blake2b(raw, digest_size=16).hexdigest(),
    )


def _participants(fields: Fields, found: list[Diagnostic]) -> tuple[tuple[Participant, ...], dict[str, Location]]:
    rows: list[Participant] = []
    places: dict[str, Location] = {}
    seen: set[tuple[str, str]] = set()
    for row in fields.mappings("actors"):
        actor = row.text("actor", required=True)
        role = cast(Role, row.choice("role", get_args(Role), default="mentioned"))
        row.finish({"actor", "role"})
        if actor and (actor, role) not in seen:
            seen.add((actor, role))
            places[f"actors[{len(rows)}]"] = row.place("actor")
            rows.append(Participant(actor, role))
    if not rows and not any(d.severity == "error" and d.location.line >= fields.place("actors").line for d in found):
        found.append(
            Diagnostic("missing-field", "the event has no actor", fields.place("actors"), help="add `actors:` with lines like `  - {actor: some-id, role: agent}`")
        )
    return tuple(rows), places


def _citations(fields: Fields, found: list[Diagnostic]) -> tuple[Citation, ...]:
    rows = fields.mappings("citations")
    if not rows and not any(d.severity == "error" and d.location.line >= fields.place("citations").line for d in found):
        found.append(
            Diagnostic("missing-field", "the event has no citation", fields.place("citations"), help="add `citations:` with an `article:` or a `url:`")
        )
    return tuple(_citation(row, found) for row in rows)


def _citation(row: Fields, found: list[Diagnostic]) -> Citation:
    article, url = row.text("article"), row.text("url")
    if not article and not url:
        found.append(Diagnostic("missing-field", "the citation has neither `article` nor `url`", row.place(""), help="name a file of seeds/ without its ending, or give a web address"))
    archived = row.text("archived")
    for name, address in (("url", url), ("archived", archived)):
        if address and not _is_web_address(address):
            found.append(_not_an_address(address, row.place(name)))
    published = row.edtf("published")
    citation = Citation(
        article=article,
        url=url,
        title=row.text("title"),
        publisher=row.text("publisher"),
        author=row.text("author"),
        published=published.text if published else "",
        archived=archived,
        quote=_quote(row),
        kind=cast(CitationKind, row.choice("kind", get_args(CitationKind), default="report")),
        stance=cast(Stance, row.choice("stance", get_args(Stance), default="reports")),
        attribution=row.text("attribution"),
        note=row.text("note"),
        location=row.place("quote") if row.has("quote") else row.place("article" if article else "url"),
    )
    row.finish(_CITATION_FIELDS)
    return citation


def standing_of(citations: Sequence[Citation]) -> Standing:
    """Say what the citations of an event amount to: a primary source or a confirmation confirms, a denial puts in doubt."""
    denied = sum(c.stance == "denies" for c in citations)
    if denied:
        return "denied" if denied == len(citations) else "disputed"
    return "confirmed" if any(map(confirms, citations)) else "reported"


def confirms(citation: Citation) -> bool:
    """Tell whether a citation is more than a report: published by who acted, or a confirmation."""
    return citation.stance == "confirms" or (citation.kind == "primary" and citation.stance != "denies")


def _relation(item: Fields | str, found: list[Diagnostic]) -> tuple[str, str]:
    """Read an event's id, or `{event, source}` with the address of the page that tells of the relation."""
    if isinstance(item, str):
        return item, ""
    id_, url = item.text("event", required=True), item.text("source")
    if url and not _is_web_address(url):
        found.append(_not_an_address(url, item.place("source")))
        url = ""
    item.finish({"event", "source"})
    return id_, url


def _is_web_address(text: str) -> bool:
    return re.match(r"https?://[^\s/]", text) is not None


def _not_an_address(text: str, place: Location) -> Diagnostic:
    return Diagnostic("unsafe-link", f"`{text[:80]}` is not a web address", place, help="write the whole address, beginning with https://")


def _quote(row: Fields) -> QuoteSelector | None:
    """Read `quote: {exact, prefix, suffix}`, or the words alone."""
    if not row.has("quote"):
        return None
    inner = row.mapping_or_text("quote")
    if isinstance(inner, str):
        return QuoteSelector(inner) if inner.strip() else None
    if inner is None:
        return None
    quote = QuoteSelector(inner.text("exact", required=True, verbatim=True), inner.text("prefix", verbatim=True), inner.text("suffix", verbatim=True))
    inner.finish({"exact", "prefix", "suffix"})
    return quote if quote.exact.strip() else None


def _origin(row: Fields) -> Origin:
    origin = Origin(row.text("article", required=True), row.text("fingerprint", required=True), row.texts("rules"), row.text("written"))
    row.finish({"article", "fingerprint", "rules", "written"})
    return origin


def slug(title: str, *, skip: frozenset[str] = frozenset(), length: int = 48) -> str:
    """Make an id of a title: ASCII words joined by "-", without the words in `skip`, cut at a word."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = [w for w in re.findall(r"[a-z0-9]+", plain.lower().replace("'", "")) if w not in skip]
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word
        if len(longer) > length:
            break
        made = longer
    return made or "event"
