"""Know what an output file is before it is written: where it goes, what it depends on, how to make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from timeline.publish.pieces import Pieced


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site."""

    path: str  # relative to the output folder, with "/" between its parts
    key: str  # a digest of everything its bytes depend on; equal keys mean equal bytes
    render: Callable[[], bytes]  # called only where the key differs from that of the last build
    pieced: Pieced | None = None  # how to make the same bytes of what the last build has left


def digest(*parts: str) -> str:
    """Give a key for these parts; no two lists of parts share one."""
    joined = "\0".join((*map(str, map(len, parts)), "", *parts))  # the lengths tell where each part ends
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
