"""Know what was parsed before, by the bytes it was parsed from; refuse to load anything but our own records.

A cache comes with a project folder, and a project folder may come from a stranger: unpickling is limited to the
records of `model` and what they hold, so that a prepared cache can be wrong but cannot run code.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import TypeVar, cast
from zlib import crc32

T = TypeVar("T")

_ALLOWED = frozenset(
    {
        ("datetime", "date"),
        ("timeline.diagnostics", "Diagnostic"),
        ("timeline.diagnostics", "Location"),
        ("timeline.edtf", "known"),
        ("timeline.eventfiles", "ParsedEvent"),
        ("timeline.text", "QuoteSelector"),
        ("timeline.text", "Span"),
        *(
            ("timeline.model", name)
            for name in ("Actor", "Alias", "Article", "Citation", "Event", "EventCandidate", "EventType", "Origin", "Participant", "Passage")
        ),
        *(("timeline.model", name) for name in ("Period", "Term")),
    }
)


Key = tuple[str, str]  # kind, path
Entry = tuple[bytes, object]  # digest of the file's bytes, what they gave

CHUNKS = 32  # parts of the cache file; one edit packs one of them anew


class ParseCache:
    """What files gave when they were last parsed. `version` is the program's: another one empties the cache."""

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self._version = version
        self._packed = _load(path, version)
        self._known: dict[Key, Entry] = {}
        for packed in self._packed.values():
            self._known |= _unpacked(packed)
        self._used: dict[Key, Entry] = {}
        self._fresh: set[Key] = set()

    def parsed(self, kind: str, path: str, raw: bytes, parse: Callable[[], T]) -> T:
        """Give what `parse` gave for these bytes before, or parse now. `kind` says which parser it is."""
        return self.parsed_many(kind, [(path, raw)], lambda _: [parse()])[0]

    def parsed_many(
        self, kind: str, files: Sequence[tuple[str, bytes]], parse: Callable[[Sequence[tuple[str, bytes]]], Iterable[T]]
    ) -> list[T]:
        """Give the value of every file, in order; `parse` gets the unknown ones together, so that it can share them out."""
        digests = [_digest(raw) for _, raw in files]
        missing = [n for n, (path, _) in enumerate(files) if self._known.get((kind, path), (b"",))[0] != digests[n]]
        if missing:
            for n, value in zip(missing, parse([files[n] for n in missing]), strict=True):
                self._known[kind, files[n][0]] = (digests[n], value)
                self._fresh.add((kind, files[n][0]))
        found = []
        for path, _ in files:
            hit = self._known[kind, path]
            self._used[kind, path] = hit
            found.append(cast(T, hit[1]))
        return found

    def save(self) -> None:
        """Write what was used since the cache was opened; what was not is forgotten."""
        stale = {_chunk(key) for key in self._fresh | (self._known.keys() - self._used.keys())}
        if not stale:
            return
        parts: dict[int, dict[Key, Entry]] = {number: {} for number in stale}
        for key, entry in self._used.items():
            if (number := _chunk(key)) in parts:
                parts[number][key] = entry
        packed = self._packed | {number: pickle.dumps(part, protocol=5) for number, part in parts.items()}
        with suppress(OSError):  # a full disk costs the next build some time, and nothing else
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _write(self._path, pickle.dumps((self._version, packed), protocol=5))


def _write(path: Path, data: bytes) -> None:
    """Write a file beside its place, then rename it.

    It is not forced to the disk, which takes longer than all the rest: one that a power cut tore is an empty cache.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    beside.unlink(missing_ok=True)
    with beside.open("xb") as file:
        file.write(data)
    beside.replace(path)


def _chunk(key: Key) -> int:
    return crc32(f"{key[0]} {key[1]}".encode("utf-8", "surrogatepass")) % CHUNKS


class _OwnRecords(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        known = _CLASSES.get((module, name))
        if known is None:
            if (module, name) not in _ALLOWED:
                raise pickle.UnpicklingError(f"{module}.{name} is no record of ours")
            known = _CLASSES[module, name] = super().find_class(module, name)
        return known


_CLASSES: dict[tuple[str, str], object] = {}


def _load(path: Path, version: str) -> dict[int, bytes]:
    """Give the packed chunks of a cache file of this version; of any other file, none."""
    try:
        found = _OwnRecords(BytesIO(path.read_bytes())).load()
        if isinstance(found, tuple) and found[0] == version and isinstance(found[1], dict):
            return found[1]
    except Exception:  # noqa: S110 - a cache that cannot be read, for whatever reason, is an empty one
        pass
    return {}


def _unpacked(packed: bytes) -> dict[Key, Entry]:
    try:
        found = _OwnRecords(BytesIO(packed)).load()
        return found if isinstance(found, dict) else {}
    except Exception:
        return {}


def _digest(raw: bytes) -> bytes:
    return blake2b(raw, digest_size=16).digest()
