"""Know the folder of events: load it, propose new files, add to our own; never overwrite a person's edit."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import cast

from timeline.cache import ParseCache
from timeline.diagnostics import Diagnostic
from timeline.disk import read_bytes_guarded, write_atomically
from timeline.edtf import Edtf
from timeline.eventfiles import EVENT_LIMIT, ID_LENGTH, ParsedEvent, parse_event, slug
from timeline.frontmatter import plain, read_yaml, split_front_matter, write_front_matter, write_yaml
from timeline.model import Citation, Event, EventCandidate, Origin, Status
from timeline.order import in_order
from timeline.workers import share_out

EVENTS = "content/events"
REJECTED = "content/rejected.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the folder of events holds."""

    events: tuple[Event, ...]  # in the order in which they are told
    broken: frozenset[str]  # ids whose file has errors, so that nothing else complains about them
    diagnostics: tuple[Diagnostic, ...]


def load_events(root: Path, cache: ParseCache, *, jobs: int = 1) -> Loaded:
    """Read every event file of the project; a file with errors gives its findings and no event."""
    found: list[Diagnostic] = []
    files: list[tuple[str, bytes]] = []
    folder = root / EVENTS
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []  # as paths, they are slow to compare
    for file in (each for each in names if each.endswith(".md")):
        name = f"{EVENTS}/{file}"
        raw = read_bytes_guarded(folder / file, EVENT_LIMIT, name)
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
    return Loaded(in_order(events.values()), frozenset(broken - events.keys()), tuple(found))


def with_file(loaded: Loaded, root: Path, path: Path, cache: ParseCache) -> Loaded:
    """Give the folder as it is after one file of it was written, without reading the others again."""
    name = path.relative_to(root).as_posix()
    raw = path.read_bytes()
    parsed = cache.parsed("event", name, raw, lambda: parse_event(name, raw))
    events = [event for event in loaded.events if event.location.path != name]
    if parsed.event is not None:
        events.append(parsed.event)
    return Loaded(in_order(events), loaded.broken, (*loaded.diagnostics, *parsed.diagnostics))


def _parse_chunk(files: Sequence[tuple[str, bytes]]) -> list[ParsedEvent]:
    return [parse_event(path, raw) for path, raw in files]


def _twin(second: Event, first: Event) -> Diagnostic:
    return Diagnostic(
        "duplicate-id",
        f"the id `{second.id}` is taken",
        second.location,
        note=f"by {first.location.path}; the day at the start of a file name is not part of the id",
        help="rename one of the two files",
    )


# --- proposing ------------------------------------------------------------------------------------


def proposal_fields(candidate: EventCandidate, *, same_as: str = "") -> dict[str, object]:
    """Give the front matter of a proposal, in the order in which it is written; without `origin`."""
    fields: dict[str, object] = {
        "title": candidate.title,
        "date": candidate.date.text,
        "type": candidate.type,
        "status": "proposed",
        "standing": candidate.standing,
        "actors": _actor_rows(candidate, known=()),
        "citations": citation_fields(candidate),
        "responds_to": [],
    }
    if same_as:
        fields["same_as"] = same_as
    return fields


def _actor_rows(candidate: EventCandidate, *, known: Collection[str]) -> list[dict[str, str]]:
    """Give the rows of the actors that have a file and are not in `known`."""
    return [{"actor": p.actor, "role": p.role} for p in candidate.participants if p.actor and p.actor not in known]


def citation_fields(candidate: EventCandidate) -> list[dict[str, object]]:
    """Give the citations of a candidate: one for each passage that tells it."""
    rows: list[dict[str, object]] = []
    for n, quote in enumerate(candidate.quotes):
        row: dict[str, object] = {
            "article": candidate.article,
            "quote": quote._asdict(),
        }
        if candidate.attribution and n == 0:
            row["attribution"] = candidate.attribution
        if candidate.stance != "reports" or n in candidate.denied:
            row["stance"] = "denies" if n in candidate.denied else candidate.stance
        rows.append(row)
    return rows


def write_proposal(
    root: Path, candidate: EventCandidate, taken: set[str], *, skip: frozenset[str], same_as: str = "", answered: Sequence[str] = ()
) -> tuple[str, Path]:
    """Write a new event file for a candidate and give its id and path; an id that is taken gets a number.

    `answered`: the ids of the events to which it responds.
    """
    base = slug(candidate.title, skip=skip)
    id_, number = base, 2
    while id_ in taken:
        id_, number = f"{base[: ID_LENGTH - 4]}-{number}", number + 1
    taken.add(id_)
    path = root / EVENTS / f"{candidate.date.sort_day.isoformat()}-{id_}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = proposal_fields(candidate, same_as=same_as) | {"responds_to": list(answered)}
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
    citations = cast(list[object], fields["citations"])
    citations += citation_fields(candidate)
    narrowed = says_more(candidate.date, event.date)
    if narrowed:
        fields["date"] = candidate.date.text
    body = f"{front.body.rstrip()} {_told_again(len(citations) - len(candidate.quotes) + 1, len(citations), narrowed=narrowed)}\n"
    actors = cast(list[dict[str, str]], fields["actors"])
    named = {row["actor"] for row in actors}
    actors += _actor_rows(candidate, known=named)
    rows = [*cast(list[dict[str, object]], origin), _origin_row(candidate)]
    write_atomically(path, _signed(fields, body, rows).encode())
    return True


def says_more(one: Edtf, other: Edtf) -> bool:
    """Tell whether a date lies within another and is sharper."""
    if one.text == other.text or one.earliest is None or one.latest is None or other.latest is None:
        return False
    after = other.earliest is None or other.earliest <= one.earliest
    return after and one.latest <= other.latest and (other.earliest, other.latest) != (one.earliest, one.latest)


def _told_again(first: int, last: int, *, narrowed: bool) -> str:
    cites = ", ".join(f"[citation {n}](#cite-{n})" for n in range(first, last + 1))
    return f"Told again in {cites}{', which dates it more closely' if narrowed else ''}."


def merge_into(root: Path, event: Event, proposal: Event) -> str:
    """Add a proposal's citations and origin to another event's file, line by line, then remove the proposal.

    Every line that stands in the file stays. Gives why it cannot be done, or "" when it is.
    """
    path = root / event.location.path
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    merged = _with_rows(text, "citations", [_citation_row(c) for c in proposal.citations])
    merged = _with_rows(merged, "origin", [_origin_row(o) for o in proposal.origin]) if merged else ""
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
        row["quote"] = citation.quote._asdict()
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


def _origin_row(of: EventCandidate | Origin) -> dict[str, object]:
    return {"article": of.article, "fingerprint": of.fingerprint, "rules": list(of.rules)}


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
