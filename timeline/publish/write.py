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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from timeline.diagnostics import Diagnostic, Location
from timeline.publish.folder import STAGING, Folder, placeable_outputs, refuse_folder, sound_outputs
from timeline.publish.manifest import Manifest, Page, load_lines, load_manifest, save_lines, save_manifest, stamp_of
from timeline.publish.outputs import Output
from timeline.workers import share_out


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
    site = _Site.of(out, state)
    refusal = refuse_folder(out, site.name, protected=protected, state=state)
    if refusal:
        return WriteReport(diagnostics=(refusal,))
    try:
        state.mkdir(parents=True, exist_ok=True)
        out.mkdir(parents=True, exist_ok=True)
        with _alone(site.file("lock")):
            _recover(site)
            return _write(site, outputs, jobs)
    except OSError as fault:
        return WriteReport(diagnostics=(_cannot_write(site.name, fault),))


class _Site(NamedTuple):
    """A site's folder and where its state is kept: one project is built into several folders."""

    out: Path
    name: str  # what findings call `out`
    state: Path
    stem: str

    @classmethod
    def of(cls, out: Path, state: Path) -> _Site:
        whole, base = out.absolute(), state.absolute().parent
        name = whole.relative_to(base) if whole.is_relative_to(base) else whole
        digest = blake2b(os.fsencode(out.resolve()), digest_size=8).hexdigest()
        return cls(out, name.as_posix(), state, f"site-{digest}")

    def file(self, kind: str) -> Path:
        return self.state / f"{self.stem}.{kind}"

    @property
    def staging(self) -> Path:
        return self.out / STAGING


def _write(site: _Site, outputs: Sequence[Output], jobs: int) -> WriteReport:
    old = load_manifest(site.file("manifest")) or Manifest()
    outputs, found = sound_outputs(outputs, site.name)
    folder = Folder(site.out, [*(o.path for o in outputs), *old.pages])
    planned = {o.path for o in outputs}
    outputs, refused = placeable_outputs(outputs, folder, site.name)
    stale, left = _stale(site, old, planned, folder)
    found += refused + [_left_behind(site, path) for path in left]
    todo = [n for n, o in enumerate(outputs) if not _is_current(old.pages.get(o.path), o, folder)]
    with _cleared_unless_committed(site):
        made = _make_all(_Work(outputs, old.pages, folder.stamps, site), todo, jobs)
        pages = {path: page for path, page in old.pages.items() if path in planned} | {path: old.pages[path] for path in left}
        pages |= {m.path: m.page for m in made if m.page}
        broken, links_stamp = _check_links(site, old, pages, {m.path: m.row for m in made if m.page}, stale, planned)
        new = Manifest(pages, broken, links_stamp)
        moves = {m.staged: m.path for m in made if m.staged}
        failed = _commit(site, old, new, moves, stale) if new != old else {}
    found += _gathered([m.fault for m in made if m.fault])
    found += [_cannot_write(f"{site.name}/{path}", fault) for path, fault in failed.items()]
    found += _broken_links(site, new, planned)
    current = len(outputs) - len(todo) + sum(m.page is not None and not m.staged for m in made)
    return WriteReport(len(moves.keys() - failed), current, len(stale), tuple(found))


def _is_current(page: Page | None, output: Output, folder: Folder) -> bool:
    return page is not None and page.key == output.key and page.stamp == folder.stamps.get(output.path)


# --- rendering and staging ------------------------------------------------------------------------


class _Work(NamedTuple):
    """What making a page needs to know."""

    outputs: Sequence[Output]
    pages: Mapping[str, Page]  # as the last build left them
    stamps: Mapping[str, str]  # of the files as they are now
    site: _Site


class _Made(NamedTuple):
    """What became of an output."""

    path: str
    page: Page | None = None
    staged: str = ""  # the name of the file in the staging folder; "" where the file in place has these bytes
    row: str = ""  # its anchors and links
    fault: Diagnostic | None = None


_work: _Work | None = None  # what forked workers inherit, because what renders a page cannot be pickled


def _make_all(work: _Work, todo: Sequence[int], jobs: int) -> list[_Made]:
    if not todo:
        return []
    global _work
    work.site.staging.mkdir()
    _work = work
    try:
        return share_out(_make_some, todo, jobs)
    finally:
        _work = None


def _make_some(numbers: Sequence[int]) -> list[_Made]:
    assert _work is not None
    return [_make(_work, number) for number in numbers]


def _make(work: _Work, number: int) -> _Made:
    from timeline.publish.links import row  # only when something is rendered

    output = work.outputs[number]
    try:
        content = output.render()
    except Exception as fault:
        found = getattr(fault, "diagnostic", None)  # render.TemplateFault; a fault of our own has none
        if isinstance(found, Diagnostic):
            return _Made(output.path, fault=found)
        raise
    digest = _digest(content)
    stamp = work.stamps.get(output.path, "")
    staged = "" if _is_same(work, output.path, stamp, content, digest) else str(number)
    if staged:
        stamp = _stage(work.site.staging / staged, content)
    return _Made(output.path, Page(output.key, stamp, digest), staged, row(output.path, content))


def _is_same(work: _Work, path: str, stamp: str, content: bytes, digest: str) -> bool:
    if not stamp:
        return False
    page = work.pages.get(path)
    if page is not None and page.stamp == stamp:
        return page.digest == digest
    return stamp.partition("-")[0] == str(len(content)) and (work.site.out / path).read_bytes() == content


def _stage(path: Path, content: bytes) -> str:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(handle, "wb", buffering=0) as file:
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) :]
        return stamp_of(os.fstat(handle))


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


# --- putting in place -----------------------------------------------------------------------------


def _commit(site: _Site, old: Manifest, new: Manifest, moves: Mapping[str, str], stale: Collection[str]) -> dict[str, OSError]:
    save_manifest(site.file("next"), new)
    if moves or stale:
        save_lines(site.file("journal"), map("\t".join, moves.items()))
    failed = _move(site, moves)
    _remove(site, stale)
    if failed:
        pages = {path: page for path, page in new.pages.items() if path not in failed}
        pages |= {path: old.pages[path] for path in failed if path in old.pages}
        save_manifest(site.file("next"), Manifest(pages, new.broken, new.links_stamp))
    _finish(site)
    return failed


def _finish(site: _Site) -> None:
    site.file("next").replace(site.file("manifest"))
    site.file("journal").unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        shutil.rmtree(site.staging)


def _recover(site: _Site) -> None:
    """Carry out what a killed build had decided, or clear away what it had not."""
    new = load_manifest(site.file("next")) if site.file("journal").exists() else None
    if new is not None:
        old = load_manifest(site.file("manifest")) or Manifest()
        moves = _journaled(site, new)
        _move(site, moves)
        stale, _ = _stale(site, old, new.pages, Folder(site.out, old.pages))
        _remove(site, stale)
        _finish(site)
    site.file("journal").unlink(missing_ok=True)
    if site.staging.is_symlink():
        site.staging.unlink()
    elif site.staging.exists():
        shutil.rmtree(site.staging)


def _journaled(site: _Site, new: Manifest) -> dict[str, str]:
    """Give the moves of the journal that are still to be made, and that nothing has come to stand against."""
    moves = {staged: path for staged, _, path in (line.partition("\t") for line in load_lines(site.file("journal")))}
    outputs, _ = sound_outputs([Output(path, "", bytes) for path in moves.values()], site.name)
    outputs, _ = placeable_outputs(outputs, Folder(site.out, moves.values()), site.name)
    free = {o.path for o in outputs}
    return {
        staged: path
        for staged, path in moves.items()
        if path in free and path in new.pages and staged.isdecimal() and (site.staging / staged).is_file()
    }


def _move(site: _Site, moves: Mapping[str, str]) -> dict[str, OSError]:
    """Rename staged files into their places; give those that could not be."""
    failed: dict[str, OSError] = {}
    folders: set[str] = set()
    staging, out = os.fspath(site.staging), os.fspath(site.out)
    for staged, path in moves.items():
        folder = path.rpartition("/")[0]
        try:
            if folder not in folders:
                (site.out / folder).mkdir(parents=True, exist_ok=True)
                folders.add(folder)
            os.replace(f"{staging}/{staged}", f"{out}/{path}")  # noqa: PTH105 - a Path costs more than the renaming
        except OSError as fault:
            failed[path] = fault
    return failed


# --- what is stale --------------------------------------------------------------------------------


def _stale(site: _Site, old: Manifest, planned: Collection[str], folder: Folder) -> tuple[list[str], list[str]]:
    """Find the files that are no longer planned: those that are as we wrote them, and those that somebody has changed."""
    gone, _ = sound_outputs([Output(path, "", bytes) for path in old.pages if path not in planned], site.name)
    stale: list[str] = []
    left: list[str] = []
    for path in (o.path for o in gone):
        ours = not folder.hindrance(path) and _is_ours(site.out / path, old.pages[path], folder.stamps.get(path))
        (stale if ours else left).append(path)
    return stale, left


def _is_ours(file: Path, page: Page, stamp: str | None) -> bool:
    return stamp in (None, page.stamp) or _digest(file.read_bytes()) == page.digest


def _remove(site: _Site, stale: Collection[str]) -> None:
    for path in stale:
        (site.out / path).unlink(missing_ok=True)
    for folder in sorted({parent for path in stale for parent in Path(path).parents if parent != Path()}, reverse=True):
        with suppress(OSError):  # it is not empty
            (site.out / folder).rmdir()


# --- links ----------------------------------------------------------------------------------------


def _check_links(
    site: _Site, old: Manifest, pages: Mapping[str, Page], made: Mapping[str, str], stale: Collection[str], planned: Collection[str]
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


def _rows(site: _Site, old: Manifest) -> dict[str, str]:
    """Give the rows of the last build, from its files where the state does not go with them."""
    from timeline.publish.links import row, rows_of

    if old.links_stamp and _stamp(site.file("links")) == old.links_stamp:
        return rows_of(load_lines(site.file("links")))
    files = {path: site.out / path for path in old.pages}
    return {path: found for path, file in files.items() if file.is_file() and (found := row(path, file.read_bytes()))}


def _stamp(file: Path) -> str:
    return stamp_of(file.stat()) if file.exists() else ""


def _is_other(site: _Site, path: str, stale: Collection[str]) -> bool:
    """Ask for a file that we did not write, such as a search index or somebody's own download."""
    return path not in stale and os.path.isfile(site.out / path)  # noqa: PTH113 - unlike Path's, it takes any name


def _broken_links(site: _Site, new: Manifest, planned: Collection[str]) -> list[Diagnostic]:
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


def _left_behind(site: _Site, path: str) -> Diagnostic:
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
def _cleared_unless_committed(site: _Site) -> Iterator[None]:
    """Clear the staging folder, whatever happens; only what a journal speaks of is kept for the next build."""
    try:
        yield
    finally:
        if not site.file("journal").exists():
            shutil.rmtree(site.staging, ignore_errors=True)
