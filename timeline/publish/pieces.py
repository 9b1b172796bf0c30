"""Know of which pieces a large file was put together, so that an edit makes one of them anew; refuse to know what they say.

A data file holds a piece for every event. The pieces that the last build made stand in the file that it wrote; what it
wrote where is kept beside the manifest, and counts only as long as that very file is in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.publish.manifest import load_lines, save_lines


class Piece(NamedTuple):
    """A part of a file."""

    key: str  # a digest of what its bytes depend on, beside what all pieces of the file do; no two are alike
    make: Callable[[], bytes]


class Parts(NamedTuple):
    """A file as its pieces."""

    head: bytes
    pieces: Sequence[Piece]
    tail: bytes
    between: bytes = b""

    def whole(self) -> bytes:
        return self._joined([piece.make() for piece in self.pieces])

    def _joined(self, made: Iterable[bytes]) -> bytes:
        return b"".join((self.head, self.between.join(made), self.tail))

    def with_known(self, known: Mapping[str, bytes]) -> tuple[bytes, list[str]]:
        """Give the file, made of what is known as far as possible, and what it holds, a line a piece."""
        made = [known.get(piece.key) or piece.make() for piece in self.pieces]
        return self._joined(made), [f"{piece.key}\t{len(each)}" for piece, each in zip(self.pieces, made, strict=True)]


class Pieced(NamedTuple):
    """How to make a file of pieces; its path may be another one at the next build."""

    name: str  # of what it holds, the same at each build
    shared: str  # a digest of what all its pieces depend on
    parts: Callable[[], Parts]
    size: int = 0  # how many pieces it has at least


class Written(NamedTuple):
    """The first line of what is kept of a file: where it is, and where in it the pieces begin."""

    path: str
    digest: str  # of its bytes
    shared: str
    start: int
    between: int


def find_written(notes: Path, shared: str) -> Written | None:
    """Give which file holds pieces that are as good as new."""
    try:
        with notes.open(encoding="utf-8") as file:
            path, digest, of, start, between = file.readline().rstrip("\n").split("\t")
        return Written(path, digest, of, int(start), int(between)) if of == shared else None
    except (OSError, ValueError):
        return None


def cut(written: Written, content: bytes, notes: Path) -> dict[str, bytes]:
    """Give the pieces of a file by their keys."""
    known: dict[str, bytes] = {}
    at = written.start
    for line in load_lines(notes)[1:]:
        key, _, length = line.partition("\t")
        end = at + int(length) if length.isdecimal() else len(content) + 1
        if end > len(content):
            return {}
        known[key] = content[at:end]
        at = end + written.between
    return known


def note(notes: Path, shared: str, parts: Parts, lines: Sequence[str], path: str, digest: str) -> None:
    """Keep what the next build must know of a file."""
    save_lines(notes, ["\t".join((path, digest, shared, str(len(parts.head)), str(len(parts.between)))), *lines])
