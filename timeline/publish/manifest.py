"""Know what a build wrote into a site's folder, as one file of lines; refuse to know how or why.

A line format, because a project folder may come from a stranger and reading text runs nothing, and because 10,000
lines must be read and written in less time than it takes to notice.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

VERSION = "site-1"  # another first word means that another version wrote it, and everything is made anew


class Page(NamedTuple):
    """A file as it was written. Everything is text, since nothing is ever reckoned with it."""

    key: str  # of the Output it was made from
    stamp: str  # of the file, see `stamp_of`
    digest: str  # of its bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build wrote, and what it found wrong with it."""

    pages: Mapping[str, Page] = field(default_factory=dict)
    broken: tuple[tuple[str, str, int], ...] = ()  # links that lead nowhere: page, target, on how many more pages
    links_stamp: str = ""  # of the file that holds the links of these very pages


def stamp_of(status: os.stat_result) -> str:
    """Give what changes when somebody touches a file: its size and the time of its last change."""
    return f"{status.st_size}-{status.st_mtime_ns}"


def load_manifest(path: Path) -> Manifest | None:
    """Read a manifest; none where there is none, or none that can be understood."""
    try:
        lines = path.read_text("utf-8").split("\n")
        version, pages, broken, links_stamp = lines[0].split("\t")
        end = 1 + int(pages)
        if version != VERSION or len(lines) != end + int(broken) + 1:
            return None
        return Manifest(
            {name: Page(key, stamp, digest) for name, key, stamp, digest in (line.split("\t") for line in lines[1:end])},
            tuple((page, target, int(more)) for page, target, more in (line.split("\t") for line in lines[end:-1])),
            links_stamp,
        )
    except (OSError, ValueError):
        return None


def save_manifest(path: Path, manifest: Manifest) -> None:
    lines = ["\t".join((VERSION, str(len(manifest.pages)), str(len(manifest.broken)), manifest.links_stamp))]
    lines += [f"{name}\t{page.key}\t{page.stamp}\t{page.digest}" for name, page in manifest.pages.items()]
    lines += [f"{page}\t{target}\t{more}" for page, target, more in manifest.broken]
    save_lines(path, lines)


def load_lines(path: Path) -> list[str]:
    """Read what `save_lines` wrote; nothing where it cannot be read."""
    try:
        return path.read_text("utf-8").split("\n")[:-1]
    except (OSError, ValueError):
        return []


def save_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a file of the state folder beside its place, then rename it.

    It is not forced to the disk, which would take longer than a build of one page: after a power cut a torn file is
    as good as none.
    """
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with beside.open("x", encoding="utf-8", newline="\n") as file:
        file.write("\n".join([*lines, ""]))
    beside.replace(path)
