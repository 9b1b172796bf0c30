"""Event files: every fault at once, proposals that are new files, a person's bytes never overwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EVENT

from timeline import store
from timeline.cache import ParseCache
from timeline.edtf import known
from timeline.eventfiles import ID_LENGTH, READ_ID, event_id, parse_event, slug
from timeline.model import Event, EventCandidate, Participant
from timeline.store import load_events, signature
from timeline.text import QuoteSelector, Span

Build = Callable[[Mapping[str, str]], Path]

CANDIDATE = EventCandidate(
    article="gazette",
    title="Harbour Ministry orders the Coast Guard to suspend its patrols",
    date=known("[..2011-05-05]"),
    type="directive",
    participants=(Participant("harbour-ministry", "agent", "Harbour Ministry"), Participant("", "source", "two officials")),
    evidence=(Span(0, 72),),
    quotes=(QuoteSelector("The Harbour Ministry has ordered the Coast Guard to suspend its patrols.", "", "The move was"),),
    attribution="the Gazette, citing two officials",
    standing="reported",
    stance="reports",
    fingerprint="sha256:" + "a" * 64,
    rules=("directive.order", "document-bound"),
    body="The article gives no date ([citation 1](#cite-1)).\n",
)


def loaded(root: Path) -> store.Loaded:
    return load_events(root, ParseCache(root / ".timeline" / "parsed.bin", "test"))


def found(text: str, name: str = "2011-05-04-patrols.md") -> list[tuple[str, int, int]]:
    parsed = parse_event(f"content/events/{name}", text.encode("utf-8", "surrogateescape"))
    return [(d.slug, d.location.line, d.location.column) for d in parsed.diagnostics]


def test_the_day_at_the_start_of_a_file_name_is_not_part_of_the_id() -> None:
    assert event_id("2011-05-04-patrols") == "patrols"
    assert event_id("000050-some-title") == "000050-some-title"
    assert event_id("2011-05-patrols") == "2011-05-patrols"


def test_a_sound_file_gives_an_event_and_no_finding() -> None:
    parsed = parse_event("content/events/2011-05-04-patrols.md", EVENT.encode())
    assert parsed.diagnostics == ()
    event = parsed.event
    assert event is not None
    assert (event.id, event.date.text, event.status, event.standing) == ("patrols", "2011-05-04", "reviewed", "reported")
    assert event.agents == ("harbour-ministry",)
    assert event.citations[0].quote is not None
    assert event.body_line == 12


@pytest.mark.parametrize(
    ("stances", "standing"),
    [
        (["reports"], "reported"),
        (["reports", "confirms"], "confirmed"),
        (["reports", "primary"], "confirmed"),
        (["reports", "denies"], "disputed"),
        (["primary", "denies"], "disputed"),
        (["denies"], "denied"),
    ],
)
def test_a_standing_that_nobody_wrote_follows_from_the_citations(stances: list[str], standing: str) -> None:
    rows = [f"  - {{url: https://example.org/{n}, {'kind' if s == 'primary' else 'stance'}: {s}}}\n" for n, s in enumerate(stances)]
    text = EVENT.split("  - article")[0] + "".join(rows) + "---\nThe ministry ordered it.\n"
    parsed = parse_event("content/events/a.md", text.encode())
    assert parsed.diagnostics == ()
    assert parsed.event is not None
    assert parsed.event.standing == standing


@pytest.mark.parametrize("written", ["[{event: storm, source: https://example.org/s}, flood]", "{event: storm, source: https://example.org/s}", "storm"])
def test_a_relation_may_name_the_page_that_tells_of_it(written: str) -> None:
    parsed = parse_event("content/events/a.md", EVENT.replace("type: directive", f"type: directive\nresponds_to: {written}").encode())
    assert parsed.diagnostics == ()
    assert parsed.event is not None
    assert parsed.event.responds_to[0] == "storm"
    assert parsed.event.relation_sources == ((("storm", "https://example.org/s"),) if "source" in written else ())


def test_every_fault_of_a_file_is_reported_in_one_run() -> None:
    text = EVENT.replace("2011-05-04\n", "2011-02-30\n").replace("role: agent", "role: agnt").replace("type:", "tpye:")
    assert found(text) == [
        ("bad-date", 3, 15),
        ("missing-field", 2, 1),
        ("bad-value", 6, 37),
        ("unknown-field", 4, 1),
    ]


@pytest.mark.parametrize(
    ("change", "slug_"),
    [
        (("---\ntitle", "title"), "front-matter-missing"),
        (("---\nThe ministry", "The ministry"), "front-matter-unclosed"),
        (("date: 2011-05-04", "date: 2011-05-04\ndate: 2012"), "duplicate-key"),
        (("date: 2011-05-04", "date: &x 2011-05-04"), "yaml-refused"),
        (("agent}", "agent"), "yaml-syntax"),
        (("title: Harbour", "title: Harb\u202eour"), "hidden-characters"),
        (("  - article: gazette\n    quote", "  - quote"), "missing-field"),
        (("(#cite-1)", "(#cite-2)"), "broken-link"),
        (("(#cite-1)", "(javascript:x)"), "unsafe-link"),
        (("  - article: gazette", "  - url: javascript:x"), "unsafe-link"),
        (("The ministry", "<script>The</script> ministry"), "raw-html"),
    ],
)
def test_a_fault_is_named(change: tuple[str, str], slug_: str) -> None:
    assert slug_ in [s for s, _, _ in found(EVENT.replace(*change))]


@pytest.mark.parametrize("name", ["../evil.md", "Con Trol.md", "UPPER.md", "a_b.md", ".md", "x" * 130 + ".md"])
def test_a_file_name_that_is_no_id_is_refused(name: str) -> None:
    assert "bad-id" in [s for s, _, _ in found(EVENT, name.rsplit("/", 1)[-1] if name != "../evil.md" else "..evil.md")]


def test_bytes_that_are_not_utf8_are_placed() -> None:
    raw = EVENT.encode().replace(b"suspend", b"susp\xffend", 1)
    parsed = parse_event("content/events/a.md", raw)
    assert [(d.slug, d.location.line) for d in parsed.diagnostics] == [("bad-encoding", 2)]


def test_an_unquoted_bound_is_read_as_the_date_it_is(project_at: Build) -> None:
    root = project_at({"content/events/a.md": EVENT.replace("2011-05-04\n", "[..2011-05-04]\n")})
    assert [e.date.text for e in loaded(root).events] == ["[..2011-05-04]"]


def test_two_files_with_one_id_are_an_error(project_at: Build) -> None:
    root = project_at({"content/events/2011-05-04-a.md": EVENT, "content/events/2011-05-05-a.md": EVENT})
    result = loaded(root)
    assert [d.slug for d in result.diagnostics] == ["duplicate-id"]
    assert len(result.events) == 1


def test_a_symbolic_link_is_refused(project_at: Build, tmp_path: Path) -> None:
    root = project_at({"elsewhere.md": EVENT, "content/events/a.md": EVENT})
    (root / "content/events/b.md").symlink_to(tmp_path / "elsewhere.md")
    assert [d.slug for d in loaded(root).diagnostics] == ["symlink-refused"]


def propose(root: Path, candidate: EventCandidate = CANDIDATE) -> Event:
    store.write_proposal(root, candidate, {e.id for e in loaded(root).events}, skip=frozenset({"the", "to", "its"}))
    return next(e for e in loaded(root).events if any(o.fingerprint == candidate.fingerprint for o in e.origin))


def test_a_proposal_is_a_file_that_reads_back_as_proposed(project_at: Build) -> None:
    root = project_at({})
    event = propose(root)
    assert event.location.path == "content/events/2011-05-05-harbour-ministry-orders-coast-guard-suspend.md"
    assert (event.status, event.date.text, event.origin[0].fingerprint) == ("proposed", "[..2011-05-05]", CANDIDATE.fingerprint)
    assert [p.actor for p in event.participants] == ["harbour-ministry"]
    assert event.citations[0].quote == CANDIDATE.quotes[0]


def test_a_second_proposal_of_the_same_title_gets_a_number(project_at: Build) -> None:
    root = project_at({})
    propose(root)
    other = propose(root, replace(CANDIDATE, fingerprint="sha256:" + "b" * 64))
    assert other.id.endswith("-2")


def test_further_evidence_goes_into_a_file_that_nobody_has_touched(project_at: Build) -> None:
    root = project_at({})
    event = propose(root)
    other = replace(CANDIDATE, article="herald", fingerprint="sha256:" + "b" * 64)
    assert store.add_telling(root, event, other)
    again = loaded(root).events[0]
    assert [c.article for c in again.citations] == ["gazette", "herald"]
    assert len(again.origin) == 2
    assert store.add_telling(root, again, replace(other, article="third", fingerprint="sha256:" + "c" * 64))


@pytest.mark.parametrize("edit", [("Harbour", "Harbor"), ("\n---\n", "\n---\nA word. "), ("status: proposed", "status: reviewed")])
def test_a_file_that_a_person_touched_is_never_rewritten(project_at: Build, edit: tuple[str, str]) -> None:
    root = project_at({})
    event = propose(root)
    path = root / event.location.path
    path.write_text(path.read_text("utf-8").replace(*edit, 1), "utf-8")
    before = path.read_bytes()
    assert not store.add_telling(root, loaded(root).events[0], replace(CANDIDATE, article="herald"))
    assert path.read_bytes() == before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_merging_keeps_every_line_that_a_person_wrote(project_at: Build, newline: str) -> None:
    mine = EVENT.replace("type: directive", "# mine\ntype: directive").replace("\n", newline)
    root = project_at({"content/events/2011-05-04-mine.md": mine})
    proposal = propose(root)
    (event,) = [e for e in loaded(root).events if e.id == "mine"]
    assert store.merge_into(root, event, proposal) == ""
    raw = (root / event.location.path).read_bytes().decode()
    assert [line for line in mine.split(newline) if line not in raw.split(newline)] == []
    assert raw.count("\n") == raw.count(newline)
    (merged,) = loaded(root).events
    assert [c.article for c in merged.citations] == ["gazette", "gazette"]
    assert merged.citations[1].attribution == CANDIDATE.attribution
    assert merged.origin[0].fingerprint == CANDIDATE.fingerprint
    assert merged.body == event.body


def test_a_list_written_in_brackets_is_not_merged_into(project_at: Build) -> None:
    text = "---\ntitle: T\ndate: 2011\ntype: other\nactors: [{actor: ruritania, role: agent}]\ncitations: [{article: gazette}]\n---\n"
    root = project_at({"content/events/mine.md": text})
    proposal = propose(root)
    (event,) = [e for e in loaded(root).events if e.id == "mine"]
    assert "by hand" in store.merge_into(root, event, proposal)
    assert (root / "content/events/mine.md").read_text("utf-8") == text
    assert (root / proposal.location.path).exists()


def test_accepting_changes_one_line(project_at: Build) -> None:
    root = project_at({})
    event = propose(root)
    path = root / event.location.path
    before = path.read_text("utf-8")
    store.set_status(root, event, "reviewed")
    assert path.read_text("utf-8") == before.replace("status: proposed", "status: reviewed")


def test_a_status_is_added_where_there_is_none_and_line_ends_stay(project_at: Build) -> None:
    root = project_at({"content/events/a.md": EVENT.replace("\n", "\r\n")})
    store.set_status(root, loaded(root).events[0], "rejected")
    raw = (root / "content/events/a.md").read_bytes()
    assert raw.startswith(b"---\r\nstatus: rejected\r\ntitle:")
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_what_was_rejected_is_remembered_with_its_reason(project_at: Build) -> None:
    root = project_at({})
    event = propose(root)
    assert store.reject(root, event, when=date(2026, 1, 2), why="told twice: see above") == []
    assert not (root / event.location.path).exists()
    assert store.load_rejected(root) == (frozenset({CANDIDATE.fingerprint}), [])
    assert "told twice: see above" in (root / store.REJECTED).read_text("utf-8")


def test_a_list_of_rejections_that_cannot_be_read_is_not_written_over(project_at: Build) -> None:
    root = project_at({"content/rejected.yaml": "rejected: {"})
    event = propose(root)
    assert [d.slug for d in store.reject(root, event, when=date(2026, 1, 2))] == ["yaml-syntax"]
    assert (root / event.location.path).exists()
    assert (root / store.REJECTED).read_text("utf-8") == "rejected: {"


def test_the_signature_does_not_depend_on_the_origin() -> None:
    text = "---\ntitle: a\norigin:\n  - {article: x, written: y}\n---\nbody\n"
    assert signature(text) == signature(text.replace("written: y", "written: z"))
    assert signature(text) != signature(text.replace("title: a", "title: b"))


@given(st.text(max_size=120))
def test_a_slug_is_an_id_whatever_the_title(title: str) -> None:
    made = slug(title)
    assert READ_ID.fullmatch(made)
    assert len(made) <= ID_LENGTH


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_a_fault_of_ours(raw: bytes) -> None:
    parse_event("content/events/a.md", raw)
    parse_event("content/events/a.md", b"---\ntitle: x\n" + raw + b"\n---\n")
