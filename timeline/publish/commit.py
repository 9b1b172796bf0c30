"""Know how staged pages get into their places, and stale ones out, so that a kill at any step can be made good."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from timeline.publish.folder import Folder, Site, placeable_outputs, sound_outputs
from timeline.publish.manifest import Manifest, Page, load_lines, load_manifest, save_lines, save_manifest
from timeline.publish.outputs import Output
from timeline.publish.staging import digest_of


def commit(site: Site, old: Manifest, new: Manifest, moves: Mapping[str, str], stale: Collection[str]) -> dict[str, OSError]:
    """Make `new` what the site is: note what is to be done, do it, forget the note. Give the files that failed."""
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


def _finish(site: Site) -> None:
    site.file("next").replace(site.file("manifest"))
    site.file("journal").unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        shutil.rmtree(site.staging)


def recover(site: Site) -> None:
    """Carry out what a killed build had decided, or clear away what it had not."""
    new = load_manifest(site.file("next")) if site.file("journal").exists() else None
    if new is not None:
        old = load_manifest(site.file("manifest")) or Manifest()
        moves = _journaled(site, new)
        _move(site, moves)
        stale, _ = find_stale(site, old, new.pages, Folder(site.out, old.pages))
        _remove(site, stale)
        _finish(site)
    site.file("journal").unlink(missing_ok=True)
    if site.staging.is_symlink():
        site.staging.unlink()
    elif site.staging.exists():
        shutil.rmtree(site.staging)


def _journaled(site: Site, new: Manifest) -> dict[str, str]:
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


def _move(site: Site, moves: Mapping[str, str]) -> dict[str, OSError]:
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


def find_stale(site: Site, old: Manifest, planned: Collection[str], folder: Folder) -> tuple[list[str], list[str]]:
    """Find the files that are no longer planned: those that are as we wrote them, and those that somebody has changed."""
    gone, _ = sound_outputs([Output(path, "", bytes) for path in old.pages if path not in planned], site.name)
    stale: list[str] = []
    left: list[str] = []
    for path in (o.path for o in gone):
        ours = not folder.hindrance(path) and _is_ours(site.out / path, old.pages[path], folder.stamps.get(path))
        (stale if ours else left).append(path)
    return stale, left


def _is_ours(file: Path, page: Page, stamp: str | None) -> bool:
    return stamp in (None, page.stamp) or digest_of(file.read_bytes()) == page.digest


def _remove(site: Site, stale: Collection[str]) -> None:
    for path in stale:
        (site.out / path).unlink(missing_ok=True)
    for folder in sorted({parent for path in stale for parent in Path(path).parents if parent != Path()}, reverse=True):
        with suppress(OSError):  # it is not empty
            (site.out / folder).rmdir()
