"""Know how a planned site gets onto the disk whole, and what is stale off it; refuse to know what its pages say.

A build has two halves. First every page that may differ is rendered, and what does differ is written into a staging
folder inside the output folder: a full disk, a fault in the program or a kill leaves the site as it was. Then the new
manifest and a journal of what is staged are written, the staged files are renamed into their places, what is stale is
removed, and the journal is deleted. After a kill in there the next build finds the journal and carries it out first.

No page is forced to the disk: for 10,000 of them that takes minutes. A killed process loses nothing by it, and what a
power cut tears has another size or time than the manifest says, so that the next build makes it again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from timeline.diagnostics import Diagnostic, Location
from timeline.publish.commit import commit, find_stale, recover
from timeline.publish.folder import Folder, Site, placeable_outputs, refuse_folder, sound_outputs
from timeline.publish.manifest import Manifest, Page, load_lines, load_manifest, save_lines, stamp_of
from timeline.publish.outputs import Output
from timeline.publish.staging import Work, make_all


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What writing a site did."""

    written: int = 0  # files made or changed
    unchanged: int = 0
    removed: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


def write_site(
    out: Path, outputs: Sequence[Output], *, state: Path, jobs: int = 1, protected: Collection[Path] = ()
) -> WriteReport:
    """Bring `out` to what `outputs` say, touching only what differs. `state` keeps what the next build must know."""
    site = Site.of(out, state)
    refusal = refuse_folder(out, site.name, protected=protected, state=state)
    if refusal:
        return WriteReport(diagnostics=(refusal,))
    try:
        state.mkdir(parents=True, exist_ok=True)
        out.mkdir(parents=True, exist_ok=True)
        with _alone(site.file("lock")):
            recover(site)
            return _write(site, outputs, jobs)
    except OSError as fault:
        return WriteReport(diagnostics=(_cannot_write(site.name, fault),))


def _write(site: Site, outputs: Sequence[Output], jobs: int) -> WriteReport:
    old = load_manifest(site.file("manifest")) or Manifest()
    outputs, found = sound_outputs(outputs, site.name)
    folder = Folder(site.out, [*(o.path for o in outputs), *old.pages])
    planned = {o.path for o in outputs}
    outputs, refused = placeable_outputs(outputs, folder, site.name)
    stale, left = find_stale(site, old, planned, folder)
    found += refused + [_left_behind(site, path) for path in left]
    todo = [n for n, o in enumerate(outputs) if not _is_current(old.pages.get(o.path), o, folder)]
    with _cleared_unless_committed(site):
        made = make_all(Work(outputs, old.pages, folder.stamps, site), todo, jobs)
        pages = {path: page for path, page in old.pages.items() if path in planned} | {path: old.pages[path] for path in left}
        pages |= {m.path: m.page for m in made if m.page}
        broken, links_stamp = _check_links(site, old, pages, {m.path: m.row for m in made if m.page}, stale, planned)
        new = Manifest(pages, broken, links_stamp)
        moves = {m.staged: m.path for m in made if m.staged}
        failed = commit(site, old, new, moves, stale) if new != old else {}
    found += _gathered([m.fault for m in made if m.fault])
    found += [_cannot_write(f"{site.name}/{path}", fault) for path, fault in failed.items()]
    found += _broken_links(site, new, planned)
    current = len(outputs) - len(todo) + sum(m.page is not None and not m.staged for m in made)
    return WriteReport(len(moves) - len(failed), current, len(stale), tuple(found))


def _is_current(page: Page | None, output: Output, folder: Folder) -> bool:
    return page is not None and page.key == output.key and page.stamp == folder.stamps.get(output.path)


# --- links ----------------------------------------------------------------------------------------


def _check_links(
    site: Site, old: Manifest, pages: Mapping[str, Page], made: Mapping[str, str], stale: Collection[str], planned: Collection[str]
) -> tuple[tuple[tuple[str, str, int], ...], str]:
    """Find every broken link of the site, looking again only at what can have changed."""
    if not made and not stale:
        return old.broken, old.links_stamp
    from timeline.publish.links import lines_of, recheck

    before = _rows(site, old)
    paths = {*pages, *planned}  # a page that could not be made now is not one that links may not lead to
    after, broken = recheck(
        before, made, stale, was_whole=not old.broken, paths=paths, exists=lambda path: _is_other(site, path, stale)
    )
    if after == before and _stamp(site.file("links")) == old.links_stamp:
        return tuple(broken), old.links_stamp
    save_lines(site.file("links"), lines_of(after))
    return tuple(broken), _stamp(site.file("links"))


def _rows(site: Site, old: Manifest) -> dict[str, str]:
    """Give the rows of the last build, from its files where the state does not go with them."""
    from timeline.publish.links import row, rows_of

    if old.links_stamp and _stamp(site.file("links")) == old.links_stamp:
        return rows_of(load_lines(site.file("links")))
    files = {path: site.out / path for path in old.pages}
    return {path: found for path, file in files.items() if file.is_file() and (found := row(path, file.read_bytes()))}


def _stamp(file: Path) -> str:
    return stamp_of(file.stat()) if file.exists() else ""


def _is_other(site: Site, path: str, stale: Collection[str]) -> bool:
    """Ask for a file that we did not write, such as a search index or somebody's own download."""
    return path not in stale and os.path.isfile(site.out / path)  # noqa: PTH113 - unlike Path's, it takes any name


def _broken_links(site: Site, new: Manifest, planned: Collection[str]) -> list[Diagnostic]:
    if not new.broken:
        return []
    from timeline.publish.links import Broken, report, rows_of

    broken = [Broken(*each) for each in new.broken]
    rows = rows_of(load_lines(site.file("links")))
    return report(broken, site.out, site.name, rows, {*new.pages, *planned})


# --- findings -------------------------------------------------------------------------------------


def _cannot_write(name: str, fault: OSError) -> Diagnostic:
    where = f"at `{fault.filename}`" if fault.filename else ""
    reason = (fault.strerror or "unknown reason").lower()
    return Diagnostic("cannot-write", f"it cannot be written: {reason}", Location(name), where, "what was there before is still there")


def _left_behind(site: Site, path: str) -> Diagnostic:
    message = "the file is no longer part of the site, but somebody has changed it, so it was left"
    return Diagnostic("left-behind", message, Location(f"{site.name}/{path}"), help="delete it, or move it elsewhere")


def _gathered(faults: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Report a fault of a template once, however many pages it keeps from being made."""
    places: dict[tuple[str, Location], list[Diagnostic]] = {}
    for fault in faults:
        places.setdefault((fault.slug, fault.location), []).append(fault)
    return [first._replace(note=_with_count(first.note, len(rest))) for first, *rest in places.values()]


def _with_count(note: str, more: int) -> str:
    return "; ".join(filter(None, (note, f"it keeps {more} more pages from being made" if more else "")))


# --- one at a time --------------------------------------------------------------------------------


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other build writes this site.

    Forked workers share the lock with their parent: should it be killed, the next build waits for them, too, and so
    never clears a staging folder that somebody still writes into.
    """
    try:
        import fcntl
    except ImportError:  # Windows, where nothing is forked either
        yield
        return
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _cleared_unless_committed(site: Site) -> Iterator[None]:
    """Clear the staging folder, whatever happens; only what a journal speaks of is kept for the next build."""
    try:
        yield
    finally:
        if not site.file("journal").exists():
            shutil.rmtree(site.staging, ignore_errors=True)
