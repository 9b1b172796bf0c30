"""Know how planned pages become files that wait in the staging folder; leave the site as it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from timeline.diagnostics import Diagnostic
from timeline.publish.folder import Site
from timeline.publish.manifest import Page, stamp_of
from timeline.publish.outputs import Output
from timeline.publish.pieces import Pieced, cut, find_written, note
from timeline.workers import WORTH_IT, share_out


class Work(NamedTuple):
    """What making a page needs to know."""

    outputs: Sequence[Output]
    pages: Mapping[str, Page]  # as the last build left them
    stamps: Mapping[str, str]  # of the files as they are now
    site: Site


class Made(NamedTuple):
    """What became of an output."""

    path: str
    page: Page | None = None
    staged: str = ""  # the name of the file in the staging folder; "" where the file in place has these bytes
    row: str = ""  # its anchors and links
    fault: Diagnostic | None = None


_WORTH_IT = 20_000  # pieces that are looked up; below that a second process costs more than it saves
_work: Work | None = None  # what forked workers inherit, because what renders a page cannot be pickled


def make_all(work: Work, todo: Sequence[int], jobs: int) -> list[Made]:
    """Render these outputs and stage what differs from the files in place, in up to `jobs` processes."""
    if not todo:
        return []
    global _work
    work.site.staging.mkdir()
    _work = work
    try:
        first = _make_some(todo[:1])  # what it loads, no forked process loads again
        pieces = sum(pieced.size for n in todo if (pieced := work.outputs[n].pieced))
        return first + share_out(_make_some, todo[1:], jobs, worth=2 if pieces > _WORTH_IT else WORTH_IT)
    finally:
        _work = None


def _make_some(numbers: Sequence[int]) -> list[Made]:
    assert _work is not None
    return [_make(_work, number) for number in numbers]


def _make(work: Work, number: int) -> Made:
    from timeline.publish.links import row  # only when something is rendered

    output = work.outputs[number]
    keep: Callable[[str], None] | None = None
    try:
        if output.pieced:
            content, keep = _put_together(work, output.path, output.pieced)
        else:
            content = output.render()
    except Exception as fault:
        found = getattr(fault, "diagnostic", None)  # render.TemplateFault; a fault of our own has none
        if isinstance(found, Diagnostic):
            return Made(output.path, fault=found)
        raise
    digest = digest_of(content)
    if keep:
        keep(digest)
    stamp = work.stamps.get(output.path, "")
    staged = "" if _is_same(work, output.path, stamp, content, digest) else str(number)
    if staged:
        stamp = _stage(work.site.staging / staged, content)
    return Made(output.path, Page(output.key, stamp, digest), staged, row(output.path, content))


def _put_together(work: Work, path: str, pieced: Pieced) -> tuple[bytes, Callable[[str], None]]:
    """Make a file of pieces, and take those that are as they were from the file that the last build wrote.

    Gives what keeps the places of its pieces, too, for who knows the digest of the file.
    """
    notes = work.site.file(f"{pieced.name}.pieces")
    written = find_written(notes, pieced.shared)
    page = work.pages.get(written.path) if written else None
    known: dict[str, bytes] = {}
    if written and page and page.digest == written.digest and page.stamp == work.stamps.get(written.path):
        known = cut(written, (work.site.out / written.path).read_bytes(), notes)
    parts = pieced.parts()
    content, lines = parts.with_known(known)
    return content, partial(note, notes, pieced.shared, parts, lines, path)


def _is_same(work: Work, path: str, stamp: str, content: bytes, digest: str) -> bool:
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


def digest_of(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()
