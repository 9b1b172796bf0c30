"""Know where a moment and a distance from a lane's foot lie on the page, with time running across or down.

Where time runs across, positions along it are percentages, and where it runs down, those of the lanes are: a picture
fills its place while its marks and words keep their size. The least extent of the place decides what fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, NamedTuple

from timeline.publish.shapes import number

Lane = str  # the id of a lane
Grows = Literal["up", "down", "left", "right"]

LANES: tuple[Lane, ...] = ("above", "below", "apart")  # of the sides
TARGET = 24  # px that a link has for itself; WCAG 2.5.8
ROW = 27  # px from a mark to the next in its lane
STRIP = TARGET  # px for the names of periods, which lead to their pages
_LABEL = 21  # px for the name of a lane
_AXIS = 36  # px for the names of years
_GAP = 30  # px before the lane that stands apart
_BARE = 6  # px above a lane that has no name
_BETWEEN = 8  # px from a row to the next
_BIN_DOWN = 34  # px of a bin where time runs down: four of the smallest units and a gap
_BINS_DOWN = 40
_WIDTH_DOWN = 288  # px: a screen of 320 with its margins
_GUTTER = 40  # px for the names of years where time runs down
_HEAD = 50  # px for the names of lanes where time runs down
_LINE = 12  # characters in a line of such a name
CHARACTER = 6.7  # px of a character of a label, on average
_SMALL_CHARACTER = 6.2  # and of the smaller ones where time runs down


class Box(NamedTuple):
    """A rectangle, in px or percent."""

    x: str
    y: str
    width: str
    height: str


class Across:
    """Time runs across: lanes lie above and below the axis."""

    down = False
    strips_allowed = 3
    reach = 140.0  # px that a stack may reach
    title_widths: ClassVar[tuple[int, ...]] = (340, 220, 0)  # px for the title beside a mark; 0: none

    def __init__(self, name: str, length: int, most_bins: int = 0) -> None:
        self.name, self.length = name, length
        self.most_bins = most_bins or length // TARGET
        self.height = self.axis = 0
        self.grows: dict[Lane, Grows] = {}
        self.labels: dict[Lane, tuple[str, str]] = {}
        self._feet: dict[Lane, int] = {}

    def settle(self, labels: Mapping[Lane, str], strips: int, bins: int) -> None:
        """Take note of the lanes with their names, and of how many strips of periods there are."""
        self._present, self._strips = tuple(labels), strips
        self.names = {lane: (label,) for lane, label in labels.items()}
        self.bin_length = self.length / bins

    def fits(self, depths: Mapping[Lane, float]) -> bool:
        return max(depths.values()) <= self.reach

    def place(self, depths: Mapping[Lane, float]) -> None:
        """Give each lane its place; a lane alone stands on the axis."""
        y = self._strips * STRIP + (8 if self._strips else 0)
        first, *others = self._present
        if first == "below" and others:
            self.axis = y
            y += _AXIS
            others.insert(0, first)
        else:
            y = self._upward(first, y, depths[first])
            self.axis = y
            y += _AXIS
        for lane in others:
            if lane == "below":
                self.grows[lane], self._feet[lane] = "down", y
                y += int(depths[lane]) + (_LABEL if self.names[lane][0] else _BARE)
                self.labels[lane] = ("0", str(y - 4))
            else:
                y = self._upward(lane, y + _GAP, depths[lane]) + 2
        self.height = y

    def _upward(self, lane: Lane, y: int, depth: float) -> int:
        self.grows[lane] = "up"
        self.labels[lane] = ("0", str(y + 14))
        self._feet[lane] = y + (_LABEL if self.names[lane][0] else _BARE) + int(depth)
        return self._feet[lane]

    @property
    def axes(self) -> tuple[str, ...]:
        """Where the names of years stand."""
        return (str(self.axis),)

    @property
    def top(self) -> int:
        """Where the lanes begin, below the names of periods."""
        return self._strips * STRIP

    def spot(self, lane: Lane, at: float, off: float) -> tuple[float, float]:
        """Give a point as thousandths of the width and px."""
        sign = 1 if self.grows[lane] == "down" else -1
        return at * 1000, self._feet[lane] + sign * off

    def point(self, lane: Lane, at: float, off: float) -> tuple[str, str]:
        sign = 1 if self.grows[lane] == "down" else -1
        return percent(at), number(self._feet[lane] + sign * off)

    def box(self, lane: Lane, start: float, end: float, low: float, high: float) -> Box:
        foot = self._feet[lane]
        top = foot + low if self.grows[lane] == "down" else foot - high
        return Box(percent(start), number(top), percent(end - start), number(high - low))

    def foot(self, lane: Lane) -> Box:
        return Box("0", number(self._feet[lane] - 0.5), "100%", "1")

    def origin(self, lane: Lane) -> str:
        return "0"

    def tick(self, at: float) -> str:
        return percent(at)

    def strip(self, start: float, end: float, number_of: int) -> Box:
        return Box(percent(start), str(number_of * STRIP), percent(end - start), str(STRIP))

    def shade(self, start: float, end: float) -> Box:
        return Box(percent(start), str(STRIP), percent(end - start), str(self.height - STRIP))


class Rows(Across):
    """Every lane is a row that stands on a foot of its own; the names of years are above the first and below the last."""

    strips_allowed = 1
    reach = 96.0
    title_widths: ClassVar[tuple[int, ...]] = (0,)

    def place(self, depths: Mapping[Lane, float]) -> None:
        self.axis = self._strips * STRIP
        y = self.axis + _AXIS - _BETWEEN
        for lane in self._present:
            y = self._upward(lane, y + _BETWEEN, depths[lane])
        self._lower = y + 1
        self.height = y + _AXIS

    @property
    def axes(self) -> tuple[str, ...]:
        return (str(self.axis), str(self._lower))


class Small(Across):
    """One lane on its axis, beside a list that gives the titles."""

    strips_allowed = 1
    reach = 100.0
    title_widths: ClassVar[tuple[int, ...]] = (0,)


class Down:
    """Time runs down: lanes lie to the left and to the right of the axis, and share the width as they need it."""

    down = True
    strips_allowed = 1
    title_widths: ClassVar[tuple[int, ...]] = (0,)
    name = "narrow"
    most_bins = _BINS_DOWN
    bin_length = float(_BIN_DOWN)

    def settle(self, labels: Mapping[Lane, str], strips: int, bins: int) -> None:
        self.names = {lane: _broken(label) for lane, label in labels.items()}
        self._left = strips * STRIP + (6 if strips else 0)
        self._gap = 10 if len(labels) > 1 and "apart" in labels else 0
        self.reach = float(_WIDTH_DOWN - self._left - _GUTTER - self._gap)
        self.length = bins * _BIN_DOWN
        self.height = _HEAD + self.length + 8

    def fits(self, depths: Mapping[Lane, float]) -> bool:
        return sum(self._widths(depths).values()) <= self.reach

    def _widths(self, depths: Mapping[Lane, float]) -> dict[Lane, float]:
        return {lane: max(depth, max(len(line) for line in self.names[lane]) * _SMALL_CHARACTER) for lane, depth in depths.items()}

    def place(self, depths: Mapping[Lane, float]) -> None:
        """Give each lane the width that it needs, and share out what is left."""
        widths = self._widths(depths)
        more = max(self.reach - sum(widths.values()), 0.0) / len(widths)
        self._feet: dict[Lane, float] = {}
        self.grows: dict[Lane, Grows] = {}
        x = float(self._left)
        if len(widths) > 1 and "above" in widths:
            x += widths["above"] + more
            self.grows["above"], self._feet["above"] = "left", x
        self.axis = x + _GUTTER / 2
        x += _GUTTER
        for lane in widths:
            if lane not in self._feet:
                x += self._gap if lane == "apart" else 0
                self.grows[lane], self._feet[lane] = "right", x
                x += widths[lane] + more
        self.labels = {lane: ("-3" if grows == "left" else "3", "14") for lane, grows in self.grows.items()}

    def point(self, lane: Lane, at: float, off: float) -> tuple[str, str]:
        sign = -1 if self.grows[lane] == "left" else 1
        return number(sign * off), number(_HEAD + at * self.length)

    def spot(self, lane: Lane, at: float, off: float) -> tuple[float, float]:
        sign = -1 if self.grows[lane] == "left" else 1
        return (self._feet[lane] + sign * off) * 1000 / _WIDTH_DOWN, _HEAD + at * self.length

    def box(self, lane: Lane, start: float, end: float, low: float, high: float) -> Box:
        left = -high if self.grows[lane] == "left" else low
        return Box(number(left), self.tick(start), number(high - low), number((end - start) * self.length))

    def foot(self, lane: Lane) -> Box:
        return Box("-0.5", str(_HEAD), "1", str(self.length))

    def origin(self, lane: Lane) -> str:
        return percent(self._feet[lane] / _WIDTH_DOWN)

    def tick(self, at: float) -> str:
        return number(_HEAD + at * self.length)

    def strip(self, start: float, end: float, number_of: int) -> Box:
        return Box(str(number_of * STRIP), self.tick(start), str(STRIP), number((end - start) * self.length))

    def shade(self, start: float, end: float) -> Box:
        return Box("0", self.tick(start), "100%", number((end - start) * self.length))

    @property
    def axes(self) -> tuple[str, ...]:
        return (percent(self.axis / _WIDTH_DOWN),)


Frame = Across | Down


def _broken(label: str) -> tuple[str, ...]:
    """Break a name into lines that fit beside one another."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines[:3])


def percent(part: float) -> str:
    text = f"{part * 100:.2f}".rstrip("0").rstrip(".")
    return f"{text or 0}%"


def fit(text: str, room: float) -> str:
    """Give as many whole words of a text as there is room for."""
    if len(text) * CHARACTER <= room:
        return text
    cut, space, _ = text[: max(int(room / CHARACTER), 0)].rpartition(" ")
    return f"{cut.rstrip(' ,;:')}\u2026" if space and len(cut) > 2 else ""
