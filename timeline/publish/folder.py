"""Know an output folder: what lies in it, what may be put there, where its state is kept; put nothing there."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from timeline.diagnostics import Diagnostic, Location
from timeline.publish.manifest import stamp_of
from timeline.publish.outputs import Output

STAGING = ".timeline-staging"  # the folder inside the output folder where pages wait for their places

# Parts that mean the same on every system: no "..", no drive or stream, nothing that cannot be seen.
_PART = r"(?!\.{1,2}(?:/|$))[^/\\:*?\"<>|\x00-\x1f\x7f]{1,200}"
_SOUND = re.compile(rf"{_PART}(?:/{_PART}){{0,9}}")


class Site(NamedTuple):
    """A site's folder and where its state is kept: one project is built into several folders."""

    out: Path
    name: str  # what findings call `out`
    state: Path
    stem: str

    @classmethod
    def of(cls, out: Path, state: Path) -> Site:
        whole, base = out.absolute(), state.absolute().parent
        name = whole.relative_to(base) if whole.is_relative_to(base) else whole
        digest = blake2b(os.fsencode(out.resolve()), digest_size=8).hexdigest()
        return cls(out, name.as_posix(), state, f"site-{digest}")

    def file(self, kind: str) -> Path:
        return self.state / f"{self.stem}.{kind}"

    @property
    def staging(self) -> Path:
        return self.out / STAGING


def refuse_folder(out: Path, name: str, *, protected: Collection[Path], state: Path) -> Diagnostic | None:
    """Say why a site may not be written into `out`: it is a link, or what people wrote would be overwritten."""
    at = Location(name)
    if out.is_symlink():
        return Diagnostic("cannot-write", "the output folder is a symbolic link", at, help="give the folder that it points to, with --out")
    if out.exists() and not out.is_dir():
        return Diagnostic("cannot-write", "the output folder is a file", at, help="choose another place with --out")
    real = out.resolve()
    for folder in (*protected, state):
        theirs = folder.resolve()
        if theirs.is_relative_to(real) or (folder != state and real.is_relative_to(theirs)):
            message = f"the site would be written over `{folder.name}/`"
            return Diagnostic("cannot-write", message, at, help="choose a folder of its own with --out")
    return None


def sound_outputs(outputs: Iterable[Output], name: str) -> tuple[list[Output], list[Diagnostic]]:
    """Leave out what has no place of its own below the output folder."""
    kept: dict[str, Output] = {}
    found: list[Diagnostic] = []
    for output in outputs:
        if not _SOUND.fullmatch(output.path) or output.path.startswith(STAGING):
            found.append(_unsound(f"`{ascii(output.path)[1:-1][:200]}` is no path below the output folder", name))
        elif (twin := kept.setdefault(output.path.casefold(), output)) is not output:
            found.append(_unsound(f"`{output.path}` and `{twin.path}` are one file where case does not count", name))
    for path in sorted(kept.keys() & _folders_of(kept)):
        found.append(_unsound(f"`{kept.pop(path).path}` is a page and a folder at once", name))
    return list(kept.values()), found


def _unsound(message: str, name: str) -> Diagnostic:
    return Diagnostic("cannot-write", message, Location(name), help="rename the file it is made from")


class Folder:
    """What lies in an output folder, as far as the given paths are concerned."""

    def __init__(self, out: Path, paths: Iterable[str]) -> None:
        self.stamps: dict[str, str] = {}  # of regular files
        self._folders: set[str] = set()
        self._others: set[str] = set()  # links, devices and the like
        self._closed: dict[str, str] = {}  # folders into which nothing can be put, and why
        for folder in sorted(_folders_of(paths)):
            if not folder or folder in self._folders:
                self._look(out, folder)
            elif reason := self._closure(folder):
                self._closed[folder] = reason

    def _look(self, out: Path, folder: str) -> None:
        prefix = f"{folder}/" if folder else ""
        with os.scandir(out / folder) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                if S_ISREG(status.st_mode):
                    self.stamps[prefix + entry.name] = stamp_of(status)
                else:
                    (self._folders if S_ISDIR(status.st_mode) else self._others).add(prefix + entry.name)

    def _closure(self, folder: str) -> str:
        if folder in self._others:
            return f"`{folder}` is a symbolic link, or something else that is no folder"
        return f"`{folder}` is a file" if folder in self.stamps else self._closed.get(folder.rpartition("/")[0], "")

    def hindrance(self, path: str) -> str:
        """Say why no file can be put at this path, or nothing."""
        if path in self._folders:
            return "a folder lies in its place"
        if path in self._others:
            return "a symbolic link, or something else that is no file, lies in its place"
        return self._closed.get(path.rpartition("/")[0], "") if self._closed else ""


def placeable_outputs(outputs: Sequence[Output], folder: Folder, name: str) -> tuple[list[Output], list[Diagnostic]]:
    """Leave out what cannot be put in its place without following a link or removing what is not ours."""
    kept: list[Output] = []
    found: list[Diagnostic] = []
    for output in outputs:
        hindrance = folder.hindrance(output.path)
        if hindrance:
            help_ = "move away what lies there"
            found.append(Diagnostic("cannot-write", "the page cannot be written", Location(f"{name}/{output.path}"), hindrance, help_))
        else:
            kept.append(output)
    return kept, found


def _folders_of(paths: Iterable[str]) -> set[str]:
    found = {path.rpartition("/")[0] for path in paths} | {""}
    return found.union(*map(_parents, found))


def _parents(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]
