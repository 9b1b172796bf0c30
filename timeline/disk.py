"""Know how to read a file without being led astray and to write one so that it is whole at every moment."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from timeline.diagnostics import Diagnostic, Location

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)  # Windows has none


def read_bytes_guarded(path: Path, limit: int, name: str = "") -> bytes | Diagnostic:
    """Read a regular file of at most `limit` bytes; `name` is what to call it in a finding."""
    at = Location(name or path.as_posix())
    try:
        if not _NO_FOLLOW and path.is_symlink():
            return _link(at)
        # Neither follow a link nor wait for the other end of a pipe; what it is is asked of what was opened,
        # so that nothing can be put in its place between a look and the reading.
        handle = os.open(path, os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0))
    except OSError as fault:
        is_link = fault.errno in (errno.ELOOP, errno.EMLINK)
        return _link(at) if is_link else Diagnostic("unreadable-file", f"the file cannot be opened: {_reason(fault)}", at)
    except ValueError:
        return Diagnostic("unreadable-file", "the name of the file cannot be used", at)
    try:
        return _read(handle, limit, at)
    except OSError as fault:
        return Diagnostic("unreadable-file", f"the file cannot be read: {_reason(fault)}", at)
    finally:
        os.close(handle)


def _read(handle: int, limit: int, at: Location) -> bytes | Diagnostic:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        return Diagnostic("unreadable-file", "this is not a regular file", at, help="put a file in its place")
    raw = os.read(handle, min(status.st_size, limit) + 1)  # as much as there is: room for `limit` would take longer than the rest
    while len(raw) <= limit and len(raw) != status.st_size:  # it has grown since, does not tell its size, or came in part
        more = os.read(handle, limit + 1 - len(raw))
        if not more:
            break
        raw += more
    if len(raw) <= limit:
        return raw
    size = max(status.st_size, len(raw))
    help_ = "split it, or cut what does not belong to it"
    return Diagnostic("file-too-large", f"the file has {size:,} bytes; at most {limit:,} are read", at, help=help_)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside its place, then rename it, so that it is the old one or the new one, never a part."""
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}.tmp")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_FOLLOW, 0o644)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _link(at: Location) -> Diagnostic:
    return Diagnostic("symlink-refused", "this is a symbolic link", at, help="put a copy of the file in its place")


def _reason(fault: OSError) -> str:
    return (fault.strerror or "unknown reason").lower()
