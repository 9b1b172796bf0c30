"""Know which periods stand behind the picture, in which strip, and how much of their names fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from timeline.publish.frames import Box, Frame, fit
from timeline.publish.timescale import Scale

_NAMED = 12  # a twelfth of the picture has room for a few words


class Band(NamedTuple):
    """A period that stands behind the events."""

    name: str
    start: date | None
    end: date | None
    group: int  # 0: those that shade the whole picture, before those that do not
    href: str = ""  # its page


class DrawnBand(NamedTuple):
    """A period at its place."""

    name: str
    label: str  # as much of the name as fits
    strip: Box
    shade: Box | None
    odd: bool
    href: str  # "" also where the name has no room, for there is nothing to hit


def strips_of(bands: Sequence[Band], scale: Scale, allowed: int) -> list[list[Band]]:
    """Share the periods out over strips, so that none overlap in a strip; the longest find room first."""
    first, last = scale.day(0), scale.day(scale.bins)
    seen = [b for b in bands if (b.start or date.min) < last and (b.end or date.max) > first]
    seen.sort(key=lambda b: (b.group, -_days(b, first, last), b.name))
    strips: list[list[Band]] = []
    for band in seen:
        if band.group and _days(band, first, last) * _NAMED < (last - first).days:
            continue  # too short for a name
        free = next((s for s in strips if s[0].group == band.group and not any(_overlap(band, other) for other in s)), None)
        if free is not None:
            free.append(band)
        elif len(strips) < allowed:
            strips.append([band])
    return [sorted(strip, key=lambda b: b.start or date.min) for strip in strips]


def draw_band(band: Band, row: int, odd: int, frame: Frame, scale: Scale) -> DrawnBand:
    start = scale.at(band.start) if band.start else 0.0
    end = scale.at(band.end) if band.end else 1.0
    shade = frame.shade(start, end) if band.group == 0 and row == 0 else None
    label = fit(band.name, (end - start) * frame.length - 12)
    return DrawnBand(band.name, label, frame.strip(start, end, row), shade, bool(odd % 2), band.href if label else "")


def _days(band: Band, first: date, last: date) -> int:
    return (min(band.end or last, last) - max(band.start or first, first)).days


def _overlap(one: Band, other: Band) -> bool:
    return (one.start or date.min) < (other.end or date.max) and (other.start or date.min) < (one.end or date.max)
