"""The verbs of a project as an editor meets them: nothing lost, nothing invented, the rest goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from support import EVENT, copy_project

from timeline import store
from timeline.project import BuildReport, Project, build, pull

Build = Callable[[Mapping[str, str]], Path]


def checksum(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """The project of this repository, with the seed article and none of the events that it gave before."""
    copy_project(tmp_path)
    shutil.rmtree(tmp_path / "content/events", ignore_errors=True)
    (tmp_path / "content/rejected.yaml").unlink(missing_ok=True)
    return tmp_path


def slugs(report: BuildReport) -> set[str]:
    return {d.slug for d in report.diagnostics}


def test_the_seed_gives_events_pages_and_no_error(seed: Path) -> None:
    report = build(seed)
    assert len(report.pull.proposed) >= 4
    assert [d for d in report.diagnostics if d.severity == "error"] == []
    assert (seed / "site/index.html").exists()
    for id_ in report.pull.proposed:
        assert (seed / f"site/events/{id_}.html").exists()


def test_a_second_build_changes_no_byte(seed: Path) -> None:
    build(seed)
    content, site = checksum(seed / "content"), checksum(seed / "site")
    report = build(seed)
    assert (report.pull.proposed, report.written, report.removed) == ((), 0, 0)
    assert (checksum(seed / "content"), checksum(seed / "site")) == (content, site)


def test_a_second_build_parses_and_extracts_nothing(seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(seed)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("the cache was not used")

    for name in ("timeline.store.parse_event", "timeline.eventfiles.parse_event", "timeline.knowledge.actors.parse_actor", "timeline.project.read_article", "timeline.project.load_periods", "timeline.project.Project.extract"):
        monkeypatch.setattr(name, fail)
    assert build(seed).written == 0


def test_a_build_from_nothing_gives_the_same_bytes_in_any_order(seed: Path) -> None:
    build(seed)
    before = checksum(seed / "site")
    shutil.rmtree(seed / "site")
    shutil.rmtree(seed / ".timeline")
    files = {p.name: p.read_bytes() for p in (seed / "content/events").iterdir()}
    for path in (seed / "content/events").iterdir():
        path.unlink()
    for name in sorted(files, reverse=True):
        (seed / "content/events" / name).write_bytes(files[name])
    build(seed)
    assert checksum(seed / "site") == before


def test_an_edited_word_stays(seed: Path) -> None:
    id_ = build(seed).pull.proposed[0]
    (path,) = (seed / "content/events").glob(f"*{id_}.md")
    path.write_text(path.read_text("utf-8").replace("title: ", "title: Now ", 1), "utf-8")
    edited = path.read_bytes()
    report = build(seed)
    assert path.read_bytes() == edited
    assert report.pull.proposed == ()
    assert "Now " in (seed / f"site/events/{id_}.html").read_text("utf-8")


def test_a_rejected_proposal_does_not_come_back(seed: Path) -> None:
    from datetime import date

    id_ = build(seed).pull.proposed[0]
    event = next(e for e in Project(seed).loaded.events if e.id == id_)
    store.reject(seed, event, when=date(2026, 1, 2))
    report = build(seed)
    assert report.pull.proposed == ()
    assert not (seed / f"site/events/{id_}.html").exists()


def test_a_proposal_marked_rejected_by_hand_is_not_shown_and_not_proposed_anew(seed: Path) -> None:
    id_ = build(seed).pull.proposed[0]
    (path,) = (seed / "content/events").glob(f"*{id_}.md")
    path.write_text(path.read_text("utf-8").replace("status: proposed", "status: rejected"), "utf-8")
    report = build(seed)
    assert report.pull.proposed == ()
    assert not (seed / f"site/events/{id_}.html").exists()


def test_a_proposal_that_an_edit_broke_is_not_proposed_a_second_time(seed: Path) -> None:
    id_ = build(seed).pull.proposed[0]
    (path,) = (seed / "content/events").glob(f"*{id_}.md")
    path.write_text(path.read_text("utf-8").replace("date: ", "date: once ", 1), "utf-8")
    report = build(seed)
    assert "bad-date" in slugs(report)
    assert report.pull.proposed == ()


def test_reviewed_only_leaves_out_what_nobody_reviewed(seed: Path) -> None:
    ids = build(seed).pull.proposed
    report = build(seed, pull_first=False, reviewed_only=True)
    assert report.events == 0
    assert not (seed / f"site/events/{ids[0]}.html").exists()
    event = next(e for e in Project(seed).loaded.events if e.id == ids[0])
    store.set_status(seed, event, "reviewed")
    assert build(seed, pull_first=False, reviewed_only=True).events == 1


def test_every_fault_is_told_and_the_rest_is_built(project_at: Build) -> None:
    root = project_at(
        {
            "content/events/sound.md": EVENT,
            "content/events/three-faults.md": EVENT.replace("2011-05-04", "2011-02-30").replace("role: agent", "role: agnt").replace("type:", "tpye:"),
            "content/events/unknown.md": EVENT.replace("coast-guard", "coast-gard"),
            "content/events/html.md": EVENT.replace("The ministry", '<script>alert(1)</script> [x](javascript:alert(1)) The ministry'),
            "content/events/..evil.md": EVENT,
            "seeds/undated.txt": "Last week the Harbour Ministry ordered the Coast Guard to suspend its patrols.\n",
            "seeds/unreadable.txt": "\x00\udcff\udcfe" * 40,
        }
    )
    (root / "seeds/folder.txt").mkdir()
    report = build(root)
    assert {
        "bad-date", "bad-value", "missing-field", "unknown-actor", "raw-html", "unsafe-link", "bad-id",
        "no-publication-date", "unreadable-file",
    } <= slugs(report)  # fmt: skip
    assert all(d.location.path and d.location.line >= 1 for d in report.diagnostics)
    assert (root / "site/events/sound.html").exists()
    html = (root / "site/events/html.html").read_text("utf-8")
    assert "<script>alert" not in html and "javascript:" not in html
    assert not (root / "site/events/unknown.html").exists()
    assert not list((root).rglob("*evil.html"))


def test_pulling_twice_is_pulling_once(seed: Path) -> None:
    first = pull(Project(seed))
    before = checksum(seed / "content")
    second = pull(Project(seed))
    assert len(first.proposed) >= 4 and second.proposed == ()
    assert checksum(seed / "content") == before


def test_a_dry_run_writes_nothing(seed: Path) -> None:
    before = checksum(seed)
    assert len(pull(Project(seed), dry_run=True).proposed) >= 4
    assert checksum(seed) == before


def test_a_folder_that_cannot_be_written_is_a_finding_and_the_rest_is_built(seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    # Running as root, no folder refuses to be written to: the disk is stood in for at the one place that proposals go through.
    monkeypatch.setattr("timeline.store.write_atomically", full)
    monkeypatch.setattr("timeline.cache._write", full)
    report = build(seed)
    assert "cannot-write" in slugs(report)
    assert (seed / "site/index.html").exists()


def test_an_empty_folder_is_a_project_with_nothing_in_it(tmp_path: Path) -> None:
    report = build(tmp_path)
    assert report.events == 0
    assert report.diagnostics == ()
    assert (tmp_path / "site/index.html").exists()


def test_a_prepared_cache_cannot_run_code(project_at: Build) -> None:
    import os
    import pickle

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str, int]]:
            return os.open, (str(root / "ran"), os.O_CREAT | os.O_WRONLY)

    root = project_at({"content/events/a.md": EVENT})
    (root / ".timeline").mkdir()
    (root / ".timeline/parsed.bin").write_bytes(pickle.dumps(Evil()))
    assert build(root).events == 1
    assert not (root / "ran").exists()
