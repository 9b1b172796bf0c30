"""A site is brought to what is planned, touching only what differs, and is whole at every moment."""

from __future__ import annotations

import errno
import os
import resource
import sys
from collections.abc import Mapping
from multiprocessing import Pipe, get_context
from pathlib import Path

import pytest

from timeline.diagnostics import Diagnostic, Location
from timeline.publish.outputs import Output, digest
from timeline.publish.write import WriteReport, write_site

Pages = Mapping[str, str]


def planned(pages: Pages) -> list[Output]:
    return [Output(path, digest(text), text.encode) for path, text in pages.items()]


def write(root: Path, pages: Pages, jobs: int = 1) -> WriteReport:
    return write_site(root / "site", planned(pages), state=root / ".timeline", jobs=jobs, protected=(root / "content",))


def on_disk(root: Path) -> dict[str, str]:
    site = root / "site"
    return {p.relative_to(site).as_posix(): p.read_text() for p in sorted(site.rglob("*")) if p.is_file()}


def counts(report: WriteReport) -> tuple[int, int, int]:
    return report.written, report.unchanged, report.removed


def slugs(report: WriteReport) -> list[str]:
    return [d.slug for d in report.diagnostics]


PAGES = {"index.html": "<p>home", "events/a.html": "<p>a", "events/b.html": "<p>b", "feeds/atom.xml": "<feed/>"}


# --- what differs ---------------------------------------------------------------------------------


def test_a_first_build_writes_everything(tmp_path: Path) -> None:
    report = write(tmp_path, PAGES)
    assert (counts(report), report.diagnostics) == ((4, 0, 0), ())
    assert on_disk(tmp_path) == PAGES


def test_a_second_build_touches_nothing_and_renders_nothing(tmp_path: Path) -> None:
    def never() -> bytes:
        raise AssertionError("it was rendered")

    write(tmp_path, PAGES)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
    outputs = [Output(o.path, o.key, never) for o in planned(PAGES)]
    assert counts(write_site(tmp_path / "site", outputs, state=tmp_path / ".timeline")) == (0, 4, 0)
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == before


def test_only_the_page_that_differs_is_written(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    index = (tmp_path / "site" / "index.html").stat()
    assert counts(write(tmp_path, {**PAGES, "events/a.html": "<p>other"})) == (1, 3, 0)
    assert (tmp_path / "site" / "events" / "a.html").read_text() == "<p>other"
    assert (tmp_path / "site" / "index.html").stat() == index


def test_a_page_with_another_key_and_the_same_bytes_is_not_written(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    before = (tmp_path / "site" / "index.html").stat().st_mtime_ns
    outputs = [Output(o.path, o.key + "x", o.render) for o in planned(PAGES)]
    for _ in range(2):
        assert counts(write_site(tmp_path / "site", outputs, state=tmp_path / ".timeline")) == (0, 4, 0)
    assert (tmp_path / "site" / "index.html").stat().st_mtime_ns == before


def test_what_somebody_changed_or_deleted_is_put_right(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    (tmp_path / "site" / "index.html").write_text("<p>evil")
    (tmp_path / "site" / "events" / "a.html").unlink()
    assert counts(write(tmp_path, PAGES)) == (2, 2, 0)
    assert on_disk(tmp_path) == PAGES


def test_without_its_state_a_site_is_compared_by_bytes(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    for path in (tmp_path / ".timeline").iterdir():
        path.write_bytes(b"site-1\t9\t\xff")
    assert counts(write(tmp_path, {**PAGES, "index.html": "<p>new"})) == (1, 3, 0)
    assert on_disk(tmp_path) == {**PAGES, "index.html": "<p>new"}


def test_two_folders_of_one_project_do_not_know_of_each_other(tmp_path: Path) -> None:
    for name in ("site", "elsewhere/site"):
        report = write_site(tmp_path / name, planned(PAGES), state=tmp_path / ".timeline")
        assert counts(report) == (4, 0, 0)
    assert counts(write(tmp_path, PAGES)) == (0, 4, 0)


# --- what is stale --------------------------------------------------------------------------------


def test_stale_pages_and_the_folders_they_leave_empty_are_removed(tmp_path: Path) -> None:
    write(tmp_path, {**PAGES, "years/2003/march.html": "<p>march"})
    assert counts(write(tmp_path, {"index.html": "<p>home"})) == (0, 1, 4)
    assert [p.name for p in (tmp_path / "site").iterdir()] == ["index.html"]


def test_files_that_we_never_wrote_are_left_alone(tmp_path: Path) -> None:
    others = {".gitignore": "*", "CNAME": "example.org", "events/mine.html": "mine"}
    for name, text in others.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    write(tmp_path, PAGES)
    assert counts(write(tmp_path, {})) == (0, 0, 4)
    assert on_disk(tmp_path) == others


def test_a_stale_page_that_somebody_changed_is_left_and_told_of_at_each_build(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    (tmp_path / "site" / "events" / "a.html").write_text("<p>my own words")
    rest = {path: text for path, text in PAGES.items() if path != "events/a.html"}
    for _ in range(2):
        report = write(tmp_path, rest)
        assert [(d.slug, d.location.path) for d in report.diagnostics] == [("left-behind", "site/events/a.html")]
    assert (tmp_path / "site" / "events" / "a.html").read_text() == "<p>my own words"
    (tmp_path / "site" / "events" / "a.html").unlink()
    assert write(tmp_path, rest).diagnostics == ()


def test_a_stale_page_that_was_only_touched_is_removed(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    os.utime(tmp_path / "site" / "events" / "a.html", (1, 1))
    assert counts(write(tmp_path, {"index.html": "<p>home"})) == (0, 1, 3)


# --- a build that is killed -----------------------------------------------------------------------

OLD = {"index.html": '<p id="x">old', "events/a.html": '<a href="../index.html#x">old', "gone/b.html": "old", "stays.html": "same"}
NEW = {"index.html": '<p id="x">new', "events/a.html": '<a href="../index.html#x">new', "came/c.html": "new", "stays.html": "same"}
STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.scandir", "shutil.rmtree"}


def build_and_die(root: Path, pages: Pages, at: int, jobs: int = 1) -> bool:
    """Build in a process that is killed before its n-th step on the disk; tell whether it came to its end."""

    def run() -> None:
        left = at

        def step(event: str, args: tuple[object, ...]) -> None:
            nonlocal left
            if event in STEPS and str(root) in str(args):
                left -= 1
                if not left:
                    os.kill(os.getpid(), 9)

        sys.addaudithook(step)
        write(root, pages, jobs)

    process = get_context("fork").Process(target=run)
    process.start()
    process.join()
    assert process.exitcode in (0, -9)
    return process.exitcode == 0


def test_whenever_a_build_is_killed_pages_are_whole_and_the_next_build_completes_it(tmp_path: Path) -> None:
    at = 0
    finished = False
    while not finished:
        at += 1
        root = tmp_path / str(at)
        root.mkdir()
        write(root, OLD)
        finished = build_and_die(root, NEW, at)
        found = on_disk(root)
        for path in OLD.keys() & NEW.keys():
            assert found[path] in (OLD[path], NEW[path]), f"killed before step {at}"
        for path, text in found.items():
            assert path.startswith(".timeline-staging/") or text in (OLD.get(path), NEW.get(path))
        assert finished or "gone/b.html" not in found or found["gone/b.html"] == "old"
        report = write(root, NEW)
        assert (on_disk(root), report.diagnostics) == (NEW, ()), f"killed before step {at}"
        assert counts(write(root, NEW)) == (0, 4, 0)
        assert not list((root / "site").glob("**/gone"))
    assert at > 20  # else the steps were not counted


def test_a_kill_before_everything_is_rendered_leaves_the_last_good_site(tmp_path: Path) -> None:
    def kill() -> bytes:
        os.kill(os.getpid(), 9)
        return b""

    def run() -> None:
        write_site(tmp_path / "site", [*planned(NEW), Output("last.html", "x", kill)], state=tmp_path / ".timeline")

    write(tmp_path, OLD)
    process = get_context("fork").Process(target=run)
    process.start()
    process.join()
    assert process.exitcode == -9
    assert {path: text for path, text in on_disk(tmp_path).items() if not path.startswith(".")} == OLD
    write(tmp_path, NEW)
    assert on_disk(tmp_path) == NEW


def test_killed_again_while_recovering_the_work_is_still_completed(tmp_path: Path) -> None:
    for at in range(1, 30, 2):
        root = tmp_path / str(at)
        root.mkdir()
        write(root, OLD)
        build_and_die(root, NEW, 18)
        build_and_die(root, NEW, at)
        write(root, NEW)
        assert on_disk(root) == NEW


# --- what cannot be written -----------------------------------------------------------------------


def test_where_the_disk_takes_no_more_the_last_good_site_stays(tmp_path: Path) -> None:
    theirs, ours = Pipe()

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # a real fault of the system, as a full disk is
        report = write(tmp_path, {**PAGES, "index.html": "<p>new", "events/b.html": "x" * 5000})
        ours.send([(d.slug, d.message) for d in report.diagnostics])

    write(tmp_path, PAGES)
    process = get_context("fork").Process(target=limited)
    process.start()
    process.join()
    assert theirs.recv() == [("cannot-write", "it cannot be written: file too large")]
    assert on_disk(tmp_path) == PAGES
    assert counts(write(tmp_path, PAGES)) == (0, 4, 0)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_closed_disk_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(path: object, *_: object, **__: object) -> int:
        raise OSError(code, os.strerror(code), str(path))

    write(tmp_path, PAGES)
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        report = write(tmp_path, {**PAGES, "index.html": "<p>new"})
    assert [(d.slug, d.severity, d.location.path) for d in report.diagnostics] == [("cannot-write", "error", "site")]
    assert os.strerror(code).lower() in report.diagnostics[0].message
    assert on_disk(tmp_path) == PAGES


def test_a_page_that_cannot_be_put_in_place_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = os.replace

    def refuse(source: str, target: str) -> None:
        if str(target).endswith("b.html"):
            raise PermissionError(errno.EACCES, "Permission denied")
        rename(source, target)

    write(tmp_path, PAGES)
    changed = {**PAGES, "events/b.html": "<p>new b", "events/a.html": "<p>new a"}
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse)
        report = write(tmp_path, changed)
    assert [(d.slug, d.location.path) for d in report.diagnostics] == [("cannot-write", "site/events/b.html")]
    assert counts(report) == (1, 2, 0)
    assert on_disk(tmp_path) == {**PAGES, "events/a.html": "<p>new a"}
    assert counts(write(tmp_path, changed)) == (1, 3, 0)
    assert on_disk(tmp_path) == changed


def test_a_state_folder_that_cannot_be_made_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / ".timeline").write_text("")
    assert slugs(write(tmp_path, PAGES)) == ["cannot-write"]


@pytest.mark.parametrize(
    "path",
    ["../evil.html", "/etc/evil", "a/../../evil.html", "a//b.html", "a/./b.html", "", ".", "..", "a/", "C:\\evil.html",
     "c:evil", "a\\..\\b", "a\0b", "a\nb", "a\tb", ".timeline-staging/1", "x" * 300, "/".join("x" * 20)],
)  # fmt: skip
def test_a_path_that_is_not_below_the_output_folder_is_refused(tmp_path: Path, path: str) -> None:
    report = write(tmp_path, {path: "<p>evil", **PAGES})
    assert slugs(report) == ["cannot-write"]
    assert on_disk(tmp_path) == PAGES
    assert not (tmp_path / "evil.html").exists()


def test_two_pages_that_differ_only_in_case_are_refused(tmp_path: Path) -> None:
    report = write(tmp_path, {"events/a.html": "<p>a", "events/A.html": "<p>A"})
    assert slugs(report) == ["cannot-write"]
    assert on_disk(tmp_path) == {"events/a.html": "<p>a"}


def test_a_page_where_another_needs_a_folder_is_refused(tmp_path: Path) -> None:
    report = write(tmp_path, {"events": "<p>a page", "events/a.html": "<p>a"})
    assert slugs(report) == ["cannot-write"]
    assert on_disk(tmp_path) == {"events/a.html": "<p>a"}


def test_a_symbolic_link_in_the_output_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "a.html").write_text("private")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "events").symlink_to(tmp_path / "private")
    (tmp_path / "site" / "index.html").symlink_to(tmp_path / "private" / "a.html")
    report = write(tmp_path, PAGES)
    assert sorted(d.location.path for d in report.diagnostics) == ["site/events/a.html", "site/events/b.html", "site/index.html"]
    assert (tmp_path / "private" / "a.html").read_text() == "private"
    assert [p.name for p in (tmp_path / "private").iterdir()] == ["a.html"]
    assert (tmp_path / "site" / "feeds" / "atom.xml").exists()


def test_a_staging_folder_that_is_a_link_is_not_cleared_through_it(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "1").write_text("private")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / ".timeline-staging").symlink_to(tmp_path / "private")
    assert write(tmp_path, PAGES).diagnostics == ()
    assert (tmp_path / "private" / "1").read_text() == "private"


def test_a_folder_in_the_place_of_a_page_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "site" / "index.html").mkdir(parents=True)
    (tmp_path / "site" / "events").write_text("a file")
    report = write(tmp_path, PAGES)
    assert [(d.location.path, d.note) for d in report.diagnostics] == [
        ("site/index.html", "a folder lies in its place"),
        ("site/events/a.html", "`events` is a file"),
        ("site/events/b.html", "`events` is a file"),
    ]


@pytest.mark.parametrize("name", [".", "..", "content", "content/events", ".timeline", "link", "file"])
def test_a_site_is_not_written_over_what_people_wrote(tmp_path: Path, name: str) -> None:
    root = tmp_path / "project"
    for folder in ("content/events", "elsewhere"):
        (root / folder).mkdir(parents=True)
    (root / "link").symlink_to(root / "elsewhere")
    (root / "file").write_text("")
    before = sorted(root.rglob("*"))
    report = write_site(root / name, planned(PAGES), state=root / ".timeline", protected=(root / "content",))
    assert slugs(report) == ["cannot-write"]
    assert sorted(root.rglob("*")) == before


def test_the_preview_may_lie_in_the_state_folder(tmp_path: Path) -> None:
    report = write_site(tmp_path / ".timeline" / "preview", planned(PAGES), state=tmp_path / ".timeline")
    assert (counts(report), report.diagnostics) == ((4, 0, 0), ())


def test_a_forged_manifest_removes_nothing_outside_the_site(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    stamp = f"{victim.stat().st_size}-{victim.stat().st_mtime_ns}"
    (manifest,) = (tmp_path / ".timeline").glob("*.manifest")
    forged = [f"{path}\tkey\t{stamp}\tdigest" for path in ("../victim.txt", str(victim), "events/../../victim.txt")]
    manifest.write_text("\n".join(["site-1\t3\t0\t", *forged, ""]))
    assert write(tmp_path, PAGES).diagnostics == ()
    assert victim.read_text() == "mine"


def test_a_forged_journal_moves_nothing_out_of_the_site(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    (manifest,) = (tmp_path / ".timeline").glob("*.manifest")
    manifest.with_suffix(".next").write_text("site-1\t1\t0\t\n../evil.html\tk\ts\td\n")
    manifest.with_suffix(".journal").write_text("1\t../evil.html\n../index.html\tevents/a.html\nbroken\n")
    staging = tmp_path / "site" / ".timeline-staging"
    staging.mkdir()
    (staging / "1").write_text("evil")
    write(tmp_path, PAGES)
    assert not (tmp_path / "evil.html").exists()
    assert on_disk(tmp_path) == PAGES


# --- pages that cannot be rendered ----------------------------------------------------------------


class UnrenderedError(Exception):
    """Stands for publish.render.TemplateFault: anything with a diagnostic."""

    def __init__(self, name: str) -> None:
        self.diagnostic = Diagnostic("template-error", f"`tite` is undefined ({name})", Location("templates/event.html", 7))


def failing(path: str) -> Output:
    def render() -> bytes:
        raise UnrenderedError(path)

    return Output(path, "other", render)


def test_a_page_that_cannot_be_rendered_keeps_its_last_version(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    outputs = [*planned({"index.html": '<a href="events/a.html">'}), failing("events/a.html"), *planned({"feeds/atom.xml": "<feed/>"})]
    for _ in range(2):  # as long as it is not mended
        report = write_site(tmp_path / "site", outputs, state=tmp_path / ".timeline")
        assert slugs(report) == ["template-error"]
    assert on_disk(tmp_path) == {"index.html": '<a href="events/a.html">', "events/a.html": "<p>a", "feeds/atom.xml": "<feed/>"}


def test_a_fault_of_a_template_is_told_once_for_all_its_pages(tmp_path: Path) -> None:
    report = write_site(tmp_path / "site", [failing(f"events/{n}.html") for n in range(300)], state=tmp_path / ".timeline", jobs=2)
    (found,) = report.diagnostics
    assert found.message == "`tite` is undefined (events/0.html)"
    assert found.note == "it keeps 299 more pages from being made"


def test_a_bug_in_rendering_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    def bug() -> bytes:
        raise ZeroDivisionError

    write(tmp_path, PAGES)
    with pytest.raises(ZeroDivisionError):
        write_site(tmp_path / "site", [*planned({"index.html": "<p>new"}), Output("x.html", "x", bug)], state=tmp_path / ".timeline")
    assert on_disk(tmp_path) == PAGES


# --- several processes ----------------------------------------------------------------------------

MANY = {f"events/{n}.html": f'<p id="x{n}"><a href="{(n + 1) % 400}.html#x{(n + 1) % 400}">{n}</a>' for n in range(400)}


def test_several_processes_write_what_one_writes(tmp_path: Path) -> None:
    for name, jobs in (("one", 1), ("several", 3)):
        report = write(tmp_path / name, MANY, jobs)
        assert (counts(report), report.diagnostics) == ((400, 0, 0), ())
        assert counts(write(tmp_path / name, MANY, jobs)) == (0, 400, 0)
    assert on_disk(tmp_path / "one") == on_disk(tmp_path / "several") == MANY


def test_many_pages_are_rendered_by_several_processes(tmp_path: Path) -> None:
    outputs = [Output(f"{n}.html", "x", lambda: str(os.getpid()).encode()) for n in range(400)]
    write_site(tmp_path / "site", outputs, state=tmp_path / ".timeline", jobs=2)
    assert len(set(on_disk(tmp_path).values())) == 2


# --- links ----------------------------------------------------------------------------------------

LINKED = {"index.html": '<p id="top">\n<a href="events/a.html#cite-1">', "events/a.html": '<p id="cite-1"><a href="../index.html">'}


def test_a_broken_link_is_told_of_at_every_build_until_it_is_mended(tmp_path: Path) -> None:
    broken = {**LINKED, "events/a.html": '<p id="cite-2"><a href="../index.html">'}
    for _ in range(3):
        report = write(tmp_path, broken)
        (found,) = report.diagnostics
        assert (found.slug, found.severity, found.location) == (
            "broken-link", "error", Location("site/index.html", 2, 10, 2, 30)
        )  # fmt: skip
        assert found.message == "`events/a.html` has no anchor `#cite-1`"
        assert (found.note, found.help) == ("the link is `events/a.html#cite-1`", "did you mean `cite-2`?")
    assert write(tmp_path, LINKED).diagnostics == ()


def test_links_of_pages_that_did_not_change_are_checked_when_something_vanishes(tmp_path: Path) -> None:
    assert write(tmp_path, LINKED).diagnostics == ()
    assert slugs(write(tmp_path, {**LINKED, "events/a.html": "<p>no anchor"})) == ["broken-link"]
    assert write(tmp_path, LINKED).diagnostics == ()
    assert slugs(write(tmp_path, {"index.html": LINKED["index.html"]})) == ["broken-link"]


def test_links_are_read_again_where_their_state_is_lost(tmp_path: Path) -> None:
    write(tmp_path, LINKED)
    for path in (tmp_path / ".timeline").glob("*.links"):
        path.unlink()
    assert slugs(write(tmp_path, {**LINKED, "events/a.html": "<p>no anchor"})) == ["broken-link"]


def test_a_link_to_a_file_that_somebody_else_put_there_resolves(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "paper.pdf").write_text("")
    report = write(tmp_path, {"index.html": '<a href="paper.pdf"><a href="other.pdf">'})
    assert [d.message for d in report.diagnostics] == ["the site has no file `other.pdf`"]
