"""Know the event files: read them, propose new ones, add to our own; never overwrite a person's edit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b, sha256
from pathlib import Path
from typing import cast, get_args

from timeline.bodies import lint_body
from timeline.cache import ParseCache
from timeline.diagnostics import Diagnostic, Location
from timeline.disk import read_bytes_guarded, write_atomically
from timeline.frontmatter import (
    Fields,
    FrontMatter,
    plain,
    read_yaml,
    split_front_matter,
    write_front_matter,
    write_yaml,
)
from timeline.model import (
    Citation,
    Event,
    EventCandidate,
    Origin,
    Participant,
    Role,
    Stance,
    Standing,
    Status,
)
from timeline.text import QuoteSelector
from timeline.workers import share_out

EVENT_LIMIT = 256 * 1024  # bytes
ID_LENGTH = 80  # of the ids that we make; longer ones that people chose are read
READ_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
READ_ID_LENGTH = 120

EVENTS = "content/events"
REJECTED = "content/rejected.yaml"

_FIELDS = frozenset(
    "title date type status standing actors citations responds_to part_of old_ids tags allow same_as origin".split()
)
_CITATION_FIELDS = frozenset(
    "article url title publisher author published archived quote stance attribution note".split()
)
_DATE_PREFIX = re.compile(r"\d{4}-\d{2}-\d{2}-")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the folder of events holds."""

    events: tuple[Event, ...]  # by sort day, then id
    broken: frozenset[str]  # ids whose file has errors, so that nothing else complains about them
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class ParsedEvent:
    """What one event file gave."""

    id: str
    event: Event | None
    diagnostics: tuple[Diagnostic, ...]


def load_events(root: Path, cache: ParseCache, *, jobs: int = 1) -> Loaded:
    """Read every event file of the project; a file with errors gives its findings and no event."""
    found: list[Diagnostic] = []
    files: list[tuple[str, bytes]] = []
    folder = root / EVENTS
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else []:
        name = f"{EVENTS}/{path.name}"
        raw = read_bytes_guarded(path, EVENT_LIMIT, name)
        if isinstance(raw, Diagnostic):
            found.append(raw)
        else:
            files.append((name, raw))
    parsed = cache.parsed_many("event", files, lambda missing: share_out(_parse_chunk, missing, jobs))
    events: dict[str, Event] = {}
    broken: set[str] = set()
    for each in parsed:
        found += each.diagnostics
        if each.event is None:
            broken.add(each.id)
        elif each.id in events:
            found.append(_twin(each.event, events[each.id]))
        else:
            events[each.id] = each.event
    in_order = sorted(events.values(), key=lambda e: (e.date.sort_day, e.id))
    return Loaded(tuple(in_order), frozenset(broken - events.keys()), tuple(found))


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


def _parse_chunk(files: Sequence[tuple[str, bytes]]) -> list[ParsedEvent]:
    return [parse_event(path, raw) for path, raw in files]


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
    standing = cast(Standing, fields.choice("standing", get_args(Standing), default="reported"))
    participants, places = _participants(fields, found)
    citations = _citations(fields, found)
    responds_to = fields.texts("responds_to")
    part_of = fields.text("part_of")
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
        responds_to=responds_to,
        part_of=part_of,
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
        if address and not re.match(r"https?://[^\s/]", address):
            found.append(Diagnostic("unsafe-link", f"`{address[:80]}` is not a web address", row.place(name), help="write the whole address, beginning with https://"))
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
        stance=cast(Stance, row.choice("stance", get_args(Stance), default="reports")),
        attribution=row.text("attribution"),
        note=row.text("note"),
        location=row.place("quote") if row.has("quote") else row.place("article" if article else "url"),
    )
    row.finish(_CITATION_FIELDS)
    return citation


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


def _twin(second: Event, first: Event) -> Diagnostic:
    return Diagnostic(
        "duplicate-id",
        f"the id `{second.id}` is taken",
        second.location,
        note=f"by {first.location.path}; the day at the start of a file name is not part of the id",
        help="rename one of the two files",
    )


# --- proposing ------------------------------------------------------------------------------------


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


def proposal_fields(candidate: EventCandidate, *, same_as: str = "") -> dict[str, object]:
    """Give the front matter of a proposal, in the order in which it is written; without `origin`."""
    fields: dict[str, object] = {
        "title": candidate.title,
        "date": candidate.date.text,
        "type": candidate.type,
        "status": "proposed",
        "standing": candidate.standing,
        "actors": [{"actor": p.actor, "role": p.role} for p in candidate.participants if p.actor],
        "citations": citation_fields(candidate),
        "responds_to": list(candidate.responds_to),
    }
    if same_as:
        fields["same_as"] = same_as
    return fields


def citation_fields(candidate: EventCandidate) -> list[dict[str, object]]:
    """Give the citations of a candidate: one for each passage that tells it."""
    rows: list[dict[str, object]] = []
    for n, quote in enumerate(candidate.quotes):
        row: dict[str, object] = {
            "article": candidate.article,
            "quote": {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix},
        }
        if candidate.attribution and n == 0:
            row["attribution"] = candidate.attribution
        if candidate.stance != "reports":
            row["stance"] = candidate.stance
        rows.append(row)
    return rows


def write_proposal(
    root: Path, candidate: EventCandidate, taken: set[str], *, skip: frozenset[str], same_as: str = ""
) -> tuple[str, Path]:
    """Write a new event file for a candidate and give its id and path; an id that is taken gets a number."""
    base = slug(candidate.title, skip=skip)
    id_, number = base, 2
    while id_ in taken:
        id_, number = f"{base[: ID_LENGTH - 4]}-{number}", number + 1
    taken.add(id_)
    path = root / EVENTS / f"{candidate.date.sort_day.isoformat()}-{id_}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = proposal_fields(candidate, same_as=same_as)
    write_atomically(path, _signed(fields, candidate.body, [_origin_row(candidate)]).encode())
    return id_, path


def add_telling(root: Path, event: Event, candidate: EventCandidate) -> bool:
    """Add a candidate's citations to the file of an event that only the program has written; else do nothing."""
    path = root / event.location.path
    text = path.read_bytes().decode("utf-8", "replace")
    if not event.origin or signature(text) != event.origin[-1].written:
        return False
    front = split_front_matter(text, event.location.path)
    if front.node is None or not isinstance(front.node.value, dict):
        return False
    fields = {name: plain(node) for name, node in front.node.value.items()}
    origin = fields.pop("origin", [])
    cast(list[object], fields["citations"]).extend(citation_fields(candidate))
    actors = cast(list[dict[str, str]], fields["actors"])
    named = {row["actor"] for row in actors}
    actors += [{"actor": p.actor, "role": p.role} for p in candidate.participants if p.actor and p.actor not in named]
    rows = [*cast(list[dict[str, object]], origin), _origin_row(candidate)]
    write_atomically(path, _signed(fields, front.body, rows).encode())
    return True


def merge_into(root: Path, event: Event, proposal: Event) -> str:
    """Add a proposal's citations and origin to another event's file, line by line, then remove the proposal.

    Every line that stands in the file stays. Gives why it cannot be done, or "" when it is.
    """
    path = root / event.location.path
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    merged = _with_rows(text, "citations", [_citation_row(c) for c in proposal.citations])
    rows: list[dict[str, object]] = [{"article": o.article, "fingerprint": o.fingerprint, "rules": list(o.rules)} for o in proposal.origin]
    merged = _with_rows(merged, "origin", rows) if merged else ""
    again = parse_event(event.location.path, merged.encode("utf-8", "surrogateescape")).event if merged else None
    if again is None or len(again.citations) != len(event.citations) + len(proposal.citations):
        return f"the lists in {event.location.path} are not written in lines; add the citation by hand"
    write_atomically(path, merged.encode("utf-8", "surrogateescape"))
    (root / proposal.location.path).unlink()
    return ""


def _with_rows(text: str, name: str, rows: list[dict[str, object]]) -> str:
    """Add rows to the end of a list of the front matter; a list that is not there is begun. Gives "" where it cannot."""
    newline = "\r\n" if "\r\n" in text else "\n"
    closing = re.search(r"(?m)^---[ \t]*\r?$", text[3:])
    if closing is None:
        return ""
    end = closing.start() + 3
    lines = write_yaml({name: rows}).splitlines()
    start = re.search(rf"(?m)^{name}:[ \t]*\r?$", text[:end])
    if start is None:
        if re.search(rf"(?m)^{name}:", text[:end]):
            return ""
        return text[:end] + newline.join(lines) + newline + text[end:]
    following = re.search(r"(?m)^[^\s#-]", text[start.end() : end])
    at = start.end() + following.start() if following else end
    return text[:at] + newline.join(lines[1:]) + newline + text[at:]


def _citation_row(citation: Citation) -> dict[str, object]:
    named = ("article", "url", "title", "publisher", "author", "published", "archived")
    row: dict[str, object] = {name: getattr(citation, name) for name in named if getattr(citation, name)}
    if citation.quote is not None:
        row["quote"] = {"exact": citation.quote.exact, "prefix": citation.quote.prefix, "suffix": citation.quote.suffix}
    if citation.stance != "reports":
        row["stance"] = citation.stance
    return row | {name: getattr(citation, name) for name in ("attribution", "note") if getattr(citation, name)}


def set_status(root: Path, event: Event, status: Status) -> None:
    """Change the one line that holds an event's status and leave every other byte of the file as it is."""
    path = root / event.location.path
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    changed, count = re.subn(r"(?m)^status:[^\r\n]*", f"status: {status}", text, count=1)
    if not count:
        changed = re.sub(r"\A(\ufeff?---[ \t]*(\r?\n))", rf"\1status: {status}\2", text, count=1)
    write_atomically(path, changed.encode("utf-8", "surrogateescape"))


_ORIGIN_BLOCK = re.compile(r"(?m)^origin:[^\n]*\n(?:[ -][^\n]*\n)*")


def signature(text: str) -> str:
    """Hash a file without its `origin`, so that the hash can stand inside it."""
    return "sha256:" + sha256(_ORIGIN_BLOCK.sub("", text, count=1).encode()).hexdigest()


def fingerprints_in(raw: bytes) -> list[str]:
    """Find the fingerprints in a file that may be broken otherwise."""
    return [found.decode() for found in re.findall(rb"sha256:[0-9a-f]{64}", raw)]


def _signed(fields: Mapping[str, object], body: str, origin: list[dict[str, object]]) -> str:
    written = signature(write_front_matter({**fields, "origin": origin}, body))
    return write_front_matter({**fields, "origin": [*origin[:-1], {**origin[-1], "written": written}]}, body)


def _origin_row(candidate: EventCandidate) -> dict[str, object]:
    return {"article": candidate.article, "fingerprint": candidate.fingerprint, "rules": list(candidate.rules)}


# --- what was rejected ----------------------------------------------------------------------------


def load_rejected(root: Path) -> tuple[frozenset[str], list[Diagnostic]]:
    """Give the fingerprints of the proposals that were rejected."""
    rows, found = _rejected_rows(root)
    return frozenset(str(row.get("fingerprint", "")) for row in rows), found


def reject(root: Path, event: Event, *, when: date, why: str = "") -> list[Diagnostic]:
    """Remember that a proposal was rejected, then remove its file."""
    rows, found = _rejected_rows(root)
    if found:
        return found  # a file that cannot be read must not be written over
    for origin in event.origin:
        rows.append({"fingerprint": origin.fingerprint, "article": origin.article, "title": event.title, "when": when.isoformat(), "why": why})
    header = "# Proposals that were rejected; they are not proposed again. Remove an entry to have it back.\n"
    write_atomically(root / REJECTED, (header + write_yaml({"rejected": rows})).encode())
    (root / event.location.path).unlink()
    return []


def _rejected_rows(root: Path) -> tuple[list[dict[str, object]], list[Diagnostic]]:
    path = root / REJECTED
    if not path.exists():
        return [], []
    raw = read_bytes_guarded(path, 16 * EVENT_LIMIT, REJECTED)
    if isinstance(raw, Diagnostic):
        return [], [raw]
    node, found = read_yaml(raw.decode("utf-8-sig", "replace"), REJECTED)
    if node is None or found:
        return [], found
    data = plain(node)
    rows = data.get("rejected") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        return [], [Diagnostic("bad-value", "`rejected` is not a list of entries", node.location, help="write `rejected:` and under it lines that begin with `- fingerprint:`")]
    return cast(list[dict[str, object]], rows), []


